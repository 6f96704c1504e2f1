#!/usr/bin/env bash
# count.sh [--update | --measure] <build> [OPERATION...]: instructions per call of each public operation,
# which a busy machine does not change, against the table `figures`. <build> is one of the preset
# "release", with focus_count built. Fails on a change above five percent.
#
#   --update    writes the table
#   --measure   prints the figures only; here alone operations may be named
#
# The table is in the tree: a commit that needs more instructions than the one before changes the table
# visibly or fails, and its message says what they are good for. A fall above five percent fails as well:
# the table would be wrong, and a later rise back to it unseen.
#
# Two runs give the same figures to the last instruction, except where a time is measured, which differs by a
# few. For that the workload has its own clock, entropy and zone, an empty environment and a folder that is
# as deep everywhere, and the C library is told to use the functions that every x86-64 has, whatever else the
# processor can do.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
table=$here/figures

fail() {
    echo "count: $*" >&2
    exit 1
}

# Functions that only give memory back are called with those that hand it out, and counted with them.
check_all_are_counted() {
    local function found=0 missing=()
    while read -r function; do
        found=$((found + 1))
        grep -q "\b$function(" "$here"/*.c || missing+=("$function")
    done < <(tr '\n' ' ' <"$root/include/focus.h" | sed 's/FOCUS_API/\n&/g' |
        sed -n 's/^FOCUS_API [^(;]*[ *]\(focus_[a-z0-9_]*\)(.*/\1/p' | sort)
    [ "$found" -gt 0 ] || fail "found no function in focus.h"
    [ ${#missing[@]} -eq 0 ] || fail "nothing in tests/count calls ${missing[*]}"
}

# run_counted <program> <argument>...: in the present folder, which gets a file for each operation
run_counted() {
    env -i PATH="$PATH" LD_BIND_NOW=1 \
        GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-AVX512VL,-ERMS,-AVX,-AVX_Fast_Unaligned_Load \
        valgrind --quiet --tool=callgrind --callgrind-out-file=counts \
        --toggle-collect=count_this --dump-before=count_is_whole \
        --compress-strings=no --compress-pos=no "$@"
}

# Otherwise its instructions would be taken for ours.
check_sqlite_is_apart() {
    grep -q '^ob=.*/libsqlite3\.' counts.* || fail "this build has SQLite inside libfocus: nothing to compare"
}

print_keys() {
    "$1" | sed "s/^compiler .*/& $(uname -m)/"
    echo "libc $(getconf GNU_LIBC_VERSION 2>/dev/null || echo unknown)"
}

# measure <program> [OPERATION...]: in an empty folder
measure() {
    local program=$1 number=0 operation rounds
    "$program" .
    run_counted "$program" . "${@:2}" >operations
    print_keys "$program"
    while read -r operation rounds; do
        number=$((number + 1))
        awk -v operation="$operation" -v rounds="$rounds" -f "$here/sum.awk" "counts.$number"
    done <operations
}

print_table() {
    cat <<'END'
# Instructions per call: operation, those of libfocus, those in all, with SQLite's and the C library's.
# Written by `./dev count --update`; count.sh says what the table is for.
END
    cat "$1"
}

job=compare
case ${1:-} in
--update | --measure)
    job=${1#--}
    shift
    ;;
esac
[ $# -ge 1 ] || fail "count.sh [--update | --measure] <build> [OPERATION...]"
program=$(realpath "$1")/bin/focus_count
shift
[ $# -eq 0 ] || [ "$job" = measure ] || fail "operations can be named with --measure alone"
[ -x "$program" ] || fail "$program is missing"

check_all_are_counted
scratch=$(mktemp -d /tmp/focus_count.XXXXXX)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
measure "$program" "$@" >measured
check_sqlite_is_apart
case $job in
measure) cat measured ;;
update)
    print_table measured >"$table"
    echo "tests/count/figures has $(wc -l <operations) operations now"
    ;;
compare) awk -f "$here/compare.awk" "$table" measured ;;
esac
