#!/bin/sh
# coverage.sh <root> <build>: R11, how much of src/ the tests reach. <build> is one of the preset
# "coverage", built. Below the figures of the file ratchet, lines and branches in per cent, it fails;
# raise them when the figures rise.
#
# Counted are the sources of the library, without what is made from schema/ and without the file of
# the other system. The preset compiles with -D NDEBUG: assertions have a branch that nothing reaches.
# Where nothing went is told in <build>/coverage/: uncovered.txt, index.html.
set -eu

root=$(cd "$1" && pwd)
build=$(cd "$2" && pwd)
report=$build/coverage
objects=$build/CMakeFiles/focus_objects.dir
tests='^(unit|api|model)\.|^fault\.(io|memory|salvage|damage)$|^fuzz\.(image|sessions|import_.*)$'

fail() {
    echo "R11 coverage: $*" >&2
    exit 1
}

measure() {
    find "$objects" -name '*.gcda' -delete
    FOCUS_EFFORT=2 ctest --test-dir "$build" -R "$tests" -j 2 --output-on-failure \
        >"$report/tests.log" 2>&1 || {
        cat "$report/tests.log"
        fail "a test failed"
    }
}

write_report() {
    gcovr --root "$root" --filter "$root/src/" --object-directory "$objects" "$objects" \
        --txt "$report/uncovered.txt" --html-details "$report/index.html" --print-summary \
        >"$report/summary.txt" 2>"$report/gcovr.log" || {
        cat "$report/gcovr.log"
        fail "gcovr failed"
    }
}

# percent <lines|branches>: with two decimals, rounded down
percent() {
    sed -n "s/^$1: .*(\([0-9]*\) out of \([0-9]*\))\$/\1 \2/p" "$report/summary.txt" |
        awk '{ printf "%.2f", int(10000 * $1 / $2) / 100 }'
}

is_below() {
    awk "BEGIN { exit !($1 < $2) }"
}

mkdir -p "$report"
[ -d "$objects" ] || fail "$build has not been built"
measure
write_report
lines=$(percent lines)
branches=$(percent branches)
read -r least_lines least_branches <"$root/tests/coverage/ratchet"
echo "R11 coverage: lines $lines %, branches $branches % of src/" \
    "(at least $least_lines and $least_branches; $(sed -n 's/^lines: .*(\(.*\))$/\1/p' "$report/summary.txt") lines," \
    "$(sed -n 's/^branches: .*(\(.*\))$/\1/p' "$report/summary.txt") branches)"
if is_below "$lines" "$least_lines" || is_below "$branches" "$least_branches"; then
    fail "less than before: $report/uncovered.txt has the lines"
fi
