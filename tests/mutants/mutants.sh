#!/usr/bin/env bash
# mutants.sh <root> <scratch> [<name>...]: R11, bugs put in by hand, one at a time: do the tests see
# them? The file `list` has them. A copy of the tree is made in <scratch> and stays there, so that the
# next run builds little. Fails when a text to change is not there exactly once, when a change does not
# compile, and when fewer than 48 in 50 are caught.
# mutants.sh --check <root>: only whether the list fits the sources.
#
# Of each bug the test runs first that should see it; if it does not, unit, api and cli, and some of
# R1, R2 and R6.
set -euo pipefail

check_only=false
if [ "$1" = --check ]; then
    check_only=true
    shift
fi
root=$(realpath "$1")
scratch=${2:-}
shift $(($# > 1 ? 2 : 1))
export FOCUS_EFFORT=0.125 CMAKE_BUILD_PARALLEL_LEVEL=2

fail() {
    echo "R11 mutations: $*" >&2
    exit 1
}

# -- The list: arrays with one element for each bug -------------------------------------------------

names=() files=() olds=() news=() breaks=() tests=()

# append <array> <line>: to its last element; several lines are one text
append() {
    local -n texts=$1
    texts[-1]+=${texts[-1]:+$'\n'}$2
}

read_list() {
    local line at=-1
    while IFS= read -r line; do
        case $line in
        'mutant '*)
            at=${#names[@]}
            names+=("${line#mutant }") files+=('') olds+=('') news+=('') breaks+=('') tests+=('')
            ;;
        'in '*) files[at]=${line#in } ;;
        '- '*) append olds "${line#- }" ;;
        '+ '*) append news "${line#+ }" ;;
        'breaks '*) breaks[at]=${line#breaks } ;;
        'test '*) tests[at]=${line#test } ;;
        '' | '#'*) ;;
        *) fail "list: what is \"$line\"?" ;;
        esac
    done <"$root/tests/mutants/list"
}

# occurrences <text> <part>
occurrences() {
    local without=${1//"$2"/}
    echo $(((${#1} - ${#without}) / ${#2}))
}

check_list() {
    local i count text stale=0
    for i in "${!names[@]}"; do
        if [ -z "${olds[i]}" ] || [ -z "${breaks[i]}" ] || [ -z "${tests[i]}" ]; then
            fail "list: ${names[i]} lacks a line"
        fi
        text=$(<"$root/${files[i]}")
        count=$(occurrences "$text" "${olds[i]}")
        if [ "$count" -ne 1 ]; then
            echo "${names[i]}: its text is $count times in ${files[i]}" >&2
            stale=$((stale + 1))
        fi
    done
    [ "$stale" -eq 0 ] || fail "$stale of the list do not fit the sources"
}

# -- The copy ---------------------------------------------------------------------------------------

# Files that are the same keep their time, and what was built of them.
copy_tree() {
    local file
    mkdir -p "$tree"
    (cd "$tree" && find . -path ./build -prune -o -type f -print) | while IFS= read -r file; do
        [ -e "$root/$file" ] || rm -f "$tree/$file"
    done
    (cd "$root" && find CMakeLists.txt CMakePresets.json README.md include schema src platforms tests \
        -type f -print) | while IFS= read -r file; do
        cmp -s "$root/$file" "$tree/$file" && continue
        mkdir -p "$tree/$(dirname "$file")"
        cp "$root/$file" "$tree/$file"
    done
}

apply() { # WHICH
    local text
    text=$(<"$root/${files[$1]}")
    printf '%s\n' "${text/"${olds[$1]}"/"${news[$1]}"}" >"$tree/${files[$1]}"
}

undo() { # WHICH
    cp "$root/${files[$1]}" "$tree/${files[$1]}"
}

# -- Building and testing ---------------------------------------------------------------------------

target_of() {
    case $1 in
    cli.*) echo focus_cli open_and_close on_terminal ;;
    fault.kill) echo fault_kill focus_cli ;;
    *) echo "${1//./_}" ;;
    esac
}

all_targets() {
    local file
    for file in "$root"/tests/unit/test_*.c "$root"/tests/api/test_*.c; do
        file=${file%.c}
        basename "${file/\/test_/_}"
    done
    echo focus_cli open_and_close on_terminal fault_io fault_memory model_model
}

build_targets() {
    cmake --build "$build" --target "$@" >"$log" 2>&1
}

# passes <ctest arguments>
passes() {
    ctest --test-dir "$build" -j 2 --timeout 100 --stop-on-failure "$@" >"$log" 2>&1
}

# The first failed test of the last run.
failed_test() {
    sed -n 's/.*Test *#[0-9]*: \([a-z_.]*\) .*\(\*\*\*\|Exception\).*/\1/p' "$log" | head -1
}


prepare() {
    local wanted=() name
    cmake -S "$tree" --preset dev >"$log" 2>&1 || { cat "$log" && fail "cannot configure"; }
    for name in $(printf '%s\n' "${tests[@]}" | sort -u); do
        # shellcheck disable=SC2207 # words without blanks
        wanted+=($(target_of "$name"))
    done
    build_targets "${wanted[@]}" || { cat "$log" && fail "cannot build"; }
    passes -R "^($(printf '%s\n' "${tests[@]}" | sort -u | paste -sd '|' -))\$" ||
        { cat "$log" && fail "a test fails without any bug"; }
}

# Tells the test that saw it; nothing when none did.
hunt() { # WHICH
    # shellcheck disable=SC2046 # words without blanks
    build_targets $(target_of "${tests[$1]}") || { cat "$log" >&2 && return 1; }
    passes -R "^${tests[$1]}\$" || { echo "${tests[$1]}" && return; }
    # shellcheck disable=SC2046
    build_targets $(all_targets) || { cat "$log" >&2 && return 1; }
    passes -L '^(unit|api|cli)$' || { failed_test && return; }
    passes -R '^(fault\.(io|memory)|model\.model)$' || failed_test
}

# What was not meant to see a bug may fail for another reason: it must pass without the bug.
is_sound() { # WHICH SEEN
    [ -n "$2" ] && [ "$2" != "${tests[$1]}" ] || return 0
    # shellcheck disable=SC2046 # words without blanks
    build_targets $(all_targets) && passes -R "^$2\$"
}

is_wanted() { # NAME WANTED...
    local name=$1 wanted
    shift
    [ $# -gt 0 ] || return 0
    for wanted in "$@"; do
        [ "$name" != "$wanted" ] || return 0
    done
    return 1
}

seeded=0 caught=0 missed=()

try() { # WHICH
    local seen
    apply "$1"
    seen=$(hunt "$1") || { undo "$1" && fail "${names[$1]} does not compile"; }
    undo "$1"
    is_sound "$1" "$seen" || fail "$seen fails without any bug"
    seeded=$((seeded + 1))
    if [ -n "$seen" ]; then
        caught=$((caught + 1))
        printf '  %-32s caught by %s\n' "${names[$1]}" "$seen"
    else
        missed+=("${names[$1]}")
        printf '  %-32s NOT CAUGHT: %s\n' "${names[$1]}" "${breaks[$1]}"
    fi
}

read_list
check_list
if "$check_only"; then
    exit
fi
mkdir -p "$scratch"
scratch=$(realpath "$scratch")
tree=$scratch/tree build=$scratch/tree/build/dev log=$scratch/log
copy_tree
prepare
for i in "${!names[@]}"; do
    if is_wanted "${names[i]}" "$@"; then
        try "$i"
    fi
done
summary="R11 mutations: $seeded seeded, $caught caught, ${#missed[@]} not caught"
[ ${#missed[@]} -eq 0 ] || summary+=": ${missed[*]}"
echo "$summary; $SECONDS s"
[ $((caught * 50)) -ge $((seeded * 48)) ] || fail "too few are caught"
