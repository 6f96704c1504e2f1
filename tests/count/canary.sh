#!/usr/bin/env bash
# canary.sh <build>: the gate must close. Against a table with a figure that is six percent lower the
# same measurement fails, and names operation and figures; against its own it does not. Two measurements are the
# same. Exit code 77 where there is no valgrind.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$(realpath "$1")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0

command -v valgrind >/dev/null || exit 77

fail() {
    echo "FAILED: $*"
    failures=$((failures + 1))
}

# scale <column> <percent>: the table of what was measured, with that figure of session_pause changed
scale() {
    awk -v column="$1" -v percent="$2" \
        '$1 == "session_pause" { $column = int($column * percent / 100) } { print }' measured >table
}

# change <sed expression>: the same with something else changed
change() {
    sed "$1" measured >table
}

compare() {
    awk -f "$here/compare.awk" table measured >report
}

# refused <text>...: each is in the report
refused() {
    local text
    if compare; then
        fail "passed: $*"
    fi
    for text in "$@"; do
        grep -qF -- "$text" report || fail "not told: $text"
    done
}

# accepted <text>...
accepted() {
    local text
    compare || fail "refused: $*"
    for text in "$@"; do
        grep -qF -- "$text" report || fail "not told: $text"
    done
}

cd "$scratch"
bash "$here/count.sh" --measure "$build" ids session_pause >measured
bash "$here/count.sh" --measure "$build" ids session_pause >again
cmp measured again || fail "two measurements differ"
[ "$(grep -cE '^(ids|session_pause) [0-9]{3,} [0-9]{3,}$' measured)" -eq 2 ] || fail "not measured: $(cat measured)"
read -r _ own all < <(grep session_pause measured)

change ''
accepted '0 risen, 0 fallen'
scale 2 94
refused "session_pause: $own instructions of libfocus, $((own * 94 / 100)) before (+6." '1 risen'
scale 3 94
refused "session_pause: $all instructions in all, $((all * 94 / 100)) before (+6." '1 risen'
scale 2 96
accepted '0 risen, 0 fallen'
scale 2 104
accepted '0 risen, 0 fallen'
scale 2 107
refused "session_pause: only $own instructions of libfocus" '1 fallen' './dev count --update'

# Others' instructions count only where they are the same others.
scale 3 50
sed -i 's/^sqlite .*/sqlite 3.99.0/' table
accepted 'Not compared: instructions in all' 'of sqlite 3.99.0' '0 risen, 0 fallen'
scale 2 50
sed -i 's/^libc .*/libc 1/' table
refused 'Not compared: instructions in all' 'of libc 1' '1 risen'
scale 2 50
sed -i 's/^compiler .*/compiler none/' table
accepted 'Not compared: any instructions' 'of compiler none'

change '/^ids/d'
refused 'ids: is not in the table'
change 's/^ids.*/&\nnap 1 2/'
refused 'nap: is in the table alone'
: >measured
refused 'Instructions of 0 operations'

exit $((failures > 0))
