# shellcheck shell=bash
# lib.sh - what the tests of the command line share. Sourced by test_*.sh, which CTest runs with the
# binary in FOCUS_BIN. `GOLDEN_UPDATE=1` writes the golden files instead of comparing with them.
set -u

: "${FOCUS_BIN:?FOCUS_BIN must name the focus binary}"
FOCUS_BIN=$(realpath "$FOCUS_BIN")
if [ ! -x "$FOCUS_BIN" ]; then
    echo "there is no program $FOCUS_BIN" >&2
    exit 1
fi
CLI_TESTS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
WORK=$(mktemp -d "${TMPDIR:-/tmp}/focus-cli.XXXXXX")
CASES=0
FAILURES=0
SKIPPED=0
OUT=
ERR=
CODE=0

clean_up() {
    cd / || exit 1
    umount "$WORK/small" 2>/dev/null
    chmod -R u+w "$WORK" 2>/dev/null
    rm -rf "$WORK"
}
trap clean_up EXIT

unset FOCUS_USER FOCUS_NOW XDG_DATA_HOME XDG_STATE_HOME NO_COLOR TZ TZDIR
unset FOCUS_CONFIG XDG_CONFIG_HOME PAGER LESS VISUAL EDITOR COLUMNS
export HOME="$WORK/home" TERM=xterm LC_ALL=C.UTF-8 FOCUS_BACKUP=off
mkdir "$HOME"
cd "$WORK" || exit 1

# fresh: a database that does not exist yet.
fresh() {
    DATABASE_COUNT=$((${DATABASE_COUNT:-0} + 1))
    export FOCUS_DB="$WORK/focus-$DATABASE_COUNT.db"
}
fresh

# at INSTANT: the clock of what follows, in Berlin.
at() {
    export FOCUS_NOW=$1
}
at 2026-03-28T09:00

# run ARGS...: OUT, ERR and CODE of the command, in Berlin. Input is empty.
run() {
    "$FOCUS_BIN" --tz Europe/Berlin "$@" >"$WORK/out" 2>"$WORK/err" </dev/null
    CODE=$?
    OUT=$(cat "$WORK/out")
    ERR=$(cat "$WORK/err")
}

fail() {
    FAILURES=$((FAILURES + 1))
    echo "FAILED: $*"
    echo "  exit code $CODE"
    [ -z "$OUT" ] || printf '%s\n' "$OUT" | head -5 | cut -c1-300 | sed 's/^/  stdout: /'
    [ -z "$ERR" ] || printf '%s\n' "$ERR" | head -5 | cut -c1-300 | sed 's/^/  stderr: /'
}

# skip WHY: a case that cannot be tried here; said, never silent.
skip() {
    SKIPPED=$((SKIPPED + 1))
    echo "skipped: $*"
}

# expect_exit CODE ARGS...: run it, and look at the exit code.
expect_exit() {
    local want=$1
    shift
    run "$@"
    CASES=$((CASES + 1))
    [ "$CODE" -eq "$want" ] && return 0
    fail "focus $(echo "$*" | cut -c1-200): exit code $want expected"
    return 1
}

# expect_eq WHAT WANT GOT
expect_eq() {
    CASES=$((CASES + 1))
    [ "$2" = "$3" ] || fail "$1: expected '$2', got '$3'"
}

# expect_out TEXT, expect_err TEXT: of the last run; expect_no_out TEXT: not there.
expect_out() {
    CASES=$((CASES + 1))
    [[ $OUT == *"$1"* ]] || fail "stdout should have: $1"
}
expect_err() {
    CASES=$((CASES + 1))
    [[ $ERR == *"$1"* ]] || fail "stderr should have: $1"
}
expect_no_out() {
    CASES=$((CASES + 1))
    [[ $OUT != *"$1"* ]] || fail "stdout should not have: $1"
}

# One line on stderr begins the message; a hint may follow.
expect_one_line_error() {
    CASES=$((CASES + 1))
    local count
    count=$(printf '%s\n' "$ERR" | grep -vc '^hint: ')
    [[ $count -eq 1 && $ERR == "focus: "* ]] || fail "one line that begins with focus: expected"
}

# Ids differ from run to run, and so do versions.
normalise() {
    sed -E -e 's/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/ID/g' \
        -e "s|$WORK|WORK|g" -e 's/"key":"cli-[0-9]+-[0-9]+"/"key":"KEY"/g' \
        -e 's/"sqlite":"[^"]*"/"sqlite":"VERSION"/' -e 's/"sqlite_source_id":"[^"]*"/"sqlite_source_id":"ID"/' \
        -e 's/"(version|library)":"[0-9.]+"/"\1":"VERSION"/g' \
        -e 's/"next_cursor":"[^"]+"/"next_cursor":"CURSOR"/' -e 's/"wal_reset_defect":(true|false)/"wal_reset_defect":DEFECT/' \
        -e 's/"pages_read":[0-9]+/"pages_read":N/'
}

compare_golden() {
    local file="$CLI_TESTS/golden/$1" got
    got=$(normalise <"$2")
    CASES=$((CASES + 1))
    if [ -n "${GOLDEN_UPDATE:-}" ]; then
        printf '%s\n' "$got" >"$file"
    elif [ "$got" != "$(cat "$file" 2>/dev/null)" ]; then
        fail "$1 differs"
        printf '%s\n' "$got" | diff "$file" - | cut -c1-2000
    fi
}

# golden NAME ARGS...: stdout of a command that succeeds, against golden/NAME.json.
golden() {
    local name=$1
    shift
    expect_exit 0 --json "$@" || return 0
    compare_golden "$name.json" "$WORK/out"
}

# golden_error NAME CODE ARGS...: stderr of one that fails; stdout stays empty.
golden_error() {
    local name=$1 code=$2
    shift 2
    expect_exit "$code" --json "$@" || return 0
    expect_eq "stdout of a failure" "" "$OUT"
    compare_golden "$name.json" "$WORK/err"
}

# id_of ARGS...: the id in the JSON that a command prints.
id_of() {
    "$FOCUS_BIN" --tz Europe/Berlin --json "$@" </dev/null | sed -E 's/.*"id":"([0-9a-f-]{36})".*/\1/'
}

# A history of three days for what only reads.
sample_history() {
    at 2026-03-27T18:00
    "$FOCUS_BIN" --tz Europe/Berlin add "Plan" --from 2026-03-26T09:00 --for 50m -t office -q
    "$FOCUS_BIN" --tz Europe/Berlin add "Review" --from 2026-03-27T09:00 --for 1h30 -t office -t deep \
        -p Thesis -q
    at 2026-03-28T09:00
    "$FOCUS_BIN" --tz Europe/Berlin start "Write report" -t deep -p Thesis -q
    at 2026-03-28T09:10
    "$FOCUS_BIN" --tz Europe/Berlin pause --reason phone -q
    at 2026-03-28T09:15
    "$FOCUS_BIN" --tz Europe/Berlin resume -q
    at 2026-03-28T09:30
    "$FOCUS_BIN" --tz Europe/Berlin complete -q
    "$FOCUS_BIN" --tz Europe/Berlin next --start -q
    at 2026-03-28T09:35
    "$FOCUS_BIN" --tz Europe/Berlin complete -q
    "$FOCUS_BIN" --tz Europe/Berlin start "Mail" -q
    at 2026-03-28T09:42
    "$FOCUS_BIN" --tz Europe/Berlin abandon --reason meeting -q
}

# The end of every test.
finish() {
    echo "$CASES checks, $FAILURES failed, $SKIPPED skipped"
    [ "$FAILURES" -eq 0 ] || exit 1
    [ "$CASES" -gt 0 ] || exit 77
    exit 0
}
