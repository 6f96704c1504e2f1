#!/usr/bin/env bash
# The manual pages: one for each verb, made of the tables, and without a word that roff stumbles over.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

CLI_SOURCE="$CLI_TESTS/../../platforms/cli"
pages="$WORK/pages"
if command -v cmake >/dev/null; then
    cmake -D "FOCUS=$FOCUS_BIN" -D "SOURCE_DIR=$CLI_SOURCE/man" -D "OUT_DIR=$pages" \
        -P "$CLI_SOURCE/man/pages.cmake" >"$WORK/out" 2>"$WORK/err"
    expect_eq "pages.cmake" 0 $?
else
    skip "the pages as they are installed: there is no cmake"
    finish
fi
for shell in bash zsh fish; do
    expect_exit 0 completion "$shell"
    expect_eq "completion of $shell" "$OUT" "$(cat "$pages/$shell/"*)"
done

verbs=$("$FOCUS_BIN" complete-words -- '' | cut -f1)
expect_eq "a page for each verb" "$(awk '{print "focus-" $0 ".1"}' <<<"$verbs" | LC_ALL=C sort)" \
    "$(cd "$pages/man1" && printf '%s\n' focus-*.1 | LC_ALL=C sort)"
for verb in $verbs; do
    page=$(sed 's/\\-/-/g; s/\\f[BIR]//g; s/\\e/\\/g; s/^\\&//' "$pages/man1/focus-$verb.1")
    expect_exit 0 help "$verb"
    # each flag of the help is in the page, each example, and each verb below
    while read -r line; do
        CASES=$((CASES + 1))
        grep -qxF -- "$line" <<<"$page" || fail "focus-$verb.1 is without: $line"
    done < <(sed -nE 's/^  ((-., )?--[a-z-]+( [^ ]+)?) +[^ ].*/\1/p; 1,/^examples:/!s/^  //p' "$WORK/out")
    CASES=$((CASES + 1))
    grep -q "focus-$verb(1)" <<<"$(sed 's/\\-/-/g; s/\\f[BR]//g' "$pages/man1/focus.1")" ||
        fail "focus.1 is without $verb"
done

CASES=$((CASES + 1))
grep -qx 'keep, discard, discard\\-continue or split' "$pages/man1/focus-idle.1" || fail "a value is not told as it is"

# what the page of concepts says of exit codes is what the command has
codes=$(sed -nE 's/^ +EXIT_[A-Z_]+ = ([0-9]+).*/\1/p' "$CLI_SOURCE/cli.h" | awk '$1 < 20' | sort -nu)
expect_eq "exit codes" "$codes
130" "$(sed -nE 's/^([0-9]+)\t.*/\1/p' "$CLI_SOURCE/man/focus-concepts.7")"

if command -v groff >/dev/null; then
    for page in "$pages"/man?/*; do
        expect_eq "roff of ${page##*/}" "" \
            "$(groff -man -t -ww -Tascii -P-c "$page" 2>&1 >"$WORK/formatted" | head -3)"
        expect_eq "${page##*/} has content" yes \
            "$(sed 's/.\x08//g' "$WORK/formatted" | grep -q '^SEE ALSO' && echo yes)"
    done
else
    skip "what roff says: there is no groff"
fi
finish
