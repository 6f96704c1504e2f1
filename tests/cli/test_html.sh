#!/usr/bin/env bash
# The history as a page of HTML: what is in it, and what a browser shows of it by day, by night, on a
# phone and on paper.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

sample_history
at 2026-03-28T18:00
expect_exit 0 goal set 1h --from 2026-03-01
expect_exit 0 add --from 2026-03-10T09:00 --for 2h -p '<script>alert(1)</script>' -t '"><img src=x onerror=alert(1)>'
expect_exit 0 report 2026-03 --html
compare_golden page.html "$WORK/out"

# the same page by every way
expect_exit 0 export 2026-03 --as html
expect_eq "export --as html" "$(cat "$CLI_TESTS/golden/page.html")" "$OUT"
expect_exit 0 export 2026-03 -o page.html
expect_out "Exported a page to page.html"
expect_eq "export to page.html" "$(cat "$CLI_TESTS/golden/page.html")" "$(cat page.html)"
expect_exit 0 --json export 2026-03 -o page.html
expect_eq "what is said of it" '{"v":1,"kind":"export","format":"html","file":"page.html"}' "$OUT"
expect_exit 0 report 2026-03 --html --tag deep
expect_out "<p>Only the tag deep</p>"
expect_exit 0 report 2025 --html
expect_out "No session is in this report."
CODE=0
"$FOCUS_BIN" report 2026-03 --html >/dev/full 2>"$WORK/err" || CODE=$?
expect_eq "no room for it" 9 "$CODE"

if command -v xmllint >/dev/null; then
    expect_eq "well-formed" "" "$(xmllint --noout page.html 2>&1)"
fi

# -- In a browser ---------------------------------------------------------------------------------

# browse FLAGS... URL
browse() {
    timeout 60 chromium --headless --no-sandbox --disable-gpu --user-data-dir="$WORK/browser" \
        --allow-file-access-from-files --virtual-time-budget=5000 "$@" 2>/dev/null
}

# look WIDTH FLAGS...: what probe.html says of page.html.
look() {
    browse "${@:2}" --dump-dom "file://$WORK/probe.html?width=$1" |
        sed -n '/<pre id="report">/,/<\/pre>/p' | sed 's/.*<pre id="report">//; s/<\/pre>.*//'
}

# seen GROUND: what it should say.
seen() {
    cat <<END
ground: $1
least contrast of text: true
least contrast of marks: true
page as wide as the window: true
plots: Focus by day, A year of days, Hours of the week, Trend of twelve weeks, Balance of focus and goals
all of them named: true
all of them seen: true
texts out of place: none
newest end first: true
days: 370
tables: true
bars: Tue 2026-03-10: 2h of 1h is 150, Thu 2026-03-26: 50m of 1h is 63, Fri 2026-03-27: 1h30m of 1h is 113, \
Sat 2026-03-28: 25m of 1h is 32
scripts: 0
words: 1
END
}

if command -v chromium >/dev/null; then
    cp "$CLI_TESTS/probe.html" .
    expect_eq "by day" "$(seen light)" "$(look 1000)"
    expect_eq "by night" "$(seen dark)" "$(look 1000 --blink-settings=preferredColorScheme=0)"
    expect_eq "on a phone" "$(seen light)" "$(look 390)"
    expect_eq "on a phone by night" "$(seen dark)" "$(look 390 --blink-settings=preferredColorScheme=0)"
    browse --print-to-pdf="$WORK/page.pdf" --no-pdf-header-footer "file://$WORK/page.html"
    CASES=$((CASES + 1))
    sheets=$(grep -ac '/Type /Page$' page.pdf)
    [[ $sheets =~ ^[123]$ ]] || fail "printed on $sheets sheets"
else
    skip "a browser: there is no chromium"
fi
finish
