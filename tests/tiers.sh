# shellcheck shell=bash
# tiers.sh - the same tests in several builds: plain, under sanitizers, under valgrind, with coverage.
# Sourced by ./dev, whose step(), need() and build() it uses.
#
# Each harness of reliability ends with a line of figures that begins with its number, R1 to R16.

# -- Figures --------------------------------------------------------------------------------------

# list_figures <log>...: the lines of figures, in the order of their numbers.
list_figures() {
    grep -hE '^R[0-9]+ .*:' "$@" | grep -v 'FOCUS_SEED=' | sort -V -u
}

# list_skipped <junit file> <log>: whole tests by CTest, and single ones inside a cmocka program.
list_skipped() {
    sed -n 's/.*<testcase name="\([^"]*\)".* status="\(notrun\|disabled\)".*/\1/p' "$1"
    sed -n 's/^\[  SKIPPED \] \([A-Za-z_][A-Za-z0-9_]*\)$/\1/p' "$2" | sort -u
}

# What did not run must be seen.
summarise_tests() {
    local skipped
    skipped=$(list_skipped "$@" | sed 's/^/  skipped: /')
    [ -z "$skipped" ] || echo "$skipped"
    echo "$(grep -c 'status="run"' "$1") passed, 0 failed, $(grep -c . <<<"$skipped") skipped"
}

# -- Tiers ----------------------------------------------------------------------------------------

tier_plain() {
    local junit=$PWD/build/dev/tests.xml
    build dev all
    step "Test" ctest --preset dev --output-junit "$junit"
    list_figures build/dev/Testing/Temporary/LastTest.log
    summarise_tests "$junit" build/dev/Testing/Temporary/LastTest.log
}

# count_passed <build folder>
count_passed() {
    grep -c '^Test Passed\.$' "$1/Testing/Temporary/LastTest.log"
}

# Every address and every undefined operation is looked at; the harnesses do a part of their rounds.
tier_sanitizers() {
    local began=$SECONDS
    build asan all
    step "Test under ASan and UBSan" env FOCUS_EFFORT=0.04 \
        ctest --preset asan -L '^(unit|api|fault|model|fuzz)$' -E '^(fault\.(kill|concurrency)|fuzz\.canary)$'
    build tsan fault_concurrency api_interrupt api_suspend api_processes api_fork api_locks
    step "Test under TSan" env FOCUS_EFFORT=0.1 \
        ctest --preset tsan -R '^(fault\.concurrency|api\.(interrupt|suspend|processes|fork|locks))$'
    echo "R9 sanitizers: $(count_passed build/asan) programs under ASan and UBSan," \
        "$(count_passed build/tsan) under TSan, 0 reports, $((SECONDS - began)) s"
}

# valgrind sees what is read before it was written, and every leak.
run_under_valgrind() {
    FOCUS_EFFORT=0.05 FOCUS_SCENARIO=complete xargs -P 2 -I '{}' \
        valgrind --quiet --leak-check=full --errors-for-leak-kinds=definite --error-exitcode=9 '{}'
}

valgrind_programs() {
    find build/dev/tests/bin -name 'unit_*' ! -name 'unit_pages'
    printf 'build/dev/tests/bin/%s\n' api_session api_care fault_io
}

check_with_valgrind() {
    valgrind_programs | run_under_valgrind
}

tier_valgrind() {
    local began=$SECONDS
    need valgrind
    step "Test under valgrind" check_with_valgrind
    echo "R10 valgrind: $(valgrind_programs | wc -l) programs, 0 errors, 0 definite leaks," \
        "$((SECONDS - began)) s"
}

measure_coverage() {
    sh tests/coverage/coverage.sh . build/coverage >build/coverage/figures
}

tier_coverage() {
    need gcovr
    build coverage all
    step "Coverage" measure_coverage
    cat build/coverage/figures
}

# -- For long -------------------------------------------------------------------------------------

# soak_one <minutes> <program>: its log is told whole when it fails.
soak_one() {
    local log
    log=build/soak/$(basename "$2").log
    FOCUS_MINUTES=$1 "$2" >"$log" 2>&1 || {
        cat "$log"
        echo "failed: $2"
        return 1
    }
    list_figures "$log"
}

soak_programs() {
    find build/asan/tests/bin -name 'fault_*' -o -name 'model_*' -o -name 'fuzz_*' | sort
}

# soak <minutes in all>: two at a time, each for its share.
soak() {
    local programs share
    build asan all
    mkdir -p build/soak
    mapfile -t programs < <(soak_programs)
    share=$(awk "BEGIN { print 2 * $1 / ${#programs[@]} }")
    echo "  ${#programs[@]} programs, $share minutes each, two at a time"
    export -f soak_one list_figures
    printf '%s\n' "${programs[@]}" | xargs -P 2 -I '{}' bash -c "soak_one $share '{}'" ||
        fail "a harness failed: its log is in build/soak"
}

soak_fuzzer() {
    local target name share=$1
    for target in build/fuzz/tests/bin/libfuzzer_*; do
        name=${target##*/libfuzzer_}
        [ "$name" = canary ] && continue
        mkdir -p "build/soak/$name"
        "$target" -max_total_time="$share" -timeout=10 -rss_limit_mb=1500 -verbosity=0 \
            "build/soak/$name" "tests/fuzz/corpus/$name" >"build/soak/libfuzzer_$name.log" 2>&1 || {
            cat "build/soak/libfuzzer_$name.log"
            fail "libFuzzer found something: $name"
        }
        echo "R8 libFuzzer $name: $(grep -c . <(ls "build/soak/$name")) new inputs, 0 crashes, $share s"
    done
}
