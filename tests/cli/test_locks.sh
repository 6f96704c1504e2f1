#!/usr/bin/env bash
# Nothing but SQLite touches the database's files: no verb closes a descriptor of its own and drops
# SQLite's locks with it.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

# Where it is missing, or the system lets nobody trace.
if ! strace -o /dev/null true 2>/dev/null; then
    echo "skipped: strace cannot be used here"
    exit 77
fi
export ASAN_OPTIONS=detect_leaks=0 # which needs to trace by itself

# trace COMMAND...: CODE; what it did to locks is in OUT, and the judgement in JUDGED.
trace() {
    strace -f -y -o "$WORK/trace" -e trace=open,openat,close,dup,dup2,dup3,fcntl "$@" \
        >/dev/null 2>"$WORK/err" </dev/null
    CODE=$?
    ERR=$(cat "$WORK/err")
    OUT=$(awk -f "$CLI_TESTS/dropped_locks.awk" "$WORK/trace")
    JUDGED=$?
}

# clean ARGS...: the verb succeeds, takes locks, and drops none by the way.
clean() {
    trace "$FOCUS_BIN" --tz Europe/Berlin "$@"
    expect_eq "exit code of focus $*" 0 "$CODE"
    expect_eq "focus $*" 0 "$JUDGED"
    expect_no_out "drops"
    CASES=$((CASES + 1))
    [[ $OUT =~ ^[1-9][0-9]*\ locks$ ]] || fail "focus $*: locks should have been seen"
}

export FOCUS_DB="$WORK/gate.db"
clean start "Write report" -t deep
clean pause --reason phone
clean resume
clean status
at 2026-03-28T09:30
clean complete
clean add Plan --from 2026-03-27T09:00 --for 50m
clean edit @1 --title "Write the report"
clean log
clean today
clean stats month
clean streak --explain
clean config set daily_goal 4h
clean import auto "$FOCUS_TEST_DATA_DIR"/toggl/detailed.csv "$FOCUS_TEST_DATA_DIR"/timewarrior/*.data
clean export -o "$WORK/out.jsonl"
clean export -o "$WORK/out.csv"
clean library add Rain
clean track add Rain Drops
clean user add ann
clean --user ann start Hers
clean backup "$WORK/copy.db"
clean doctor
clean doctor --full
clean delete @1 --yes

# what would be read or written in the database's place is looked at by name alone
for file in "$FOCUS_DB" "$WORK/./gate.db"; do
    trace "$FOCUS_BIN" import auto "$file"
    expect_eq "import of the database itself" 6 "$CODE"
    expect_eq "no locks are dropped" 0 "$JUDGED"
    trace "$FOCUS_BIN" export -o "$file"
    expect_eq "export to the database itself" 6 "$CODE"
    expect_eq "no locks are dropped" 0 "$JUDGED"
    trace "$FOCUS_BIN" backup "$file"
    expect_eq "backup to the database itself" 4 "$CODE"
    expect_eq "no locks are dropped" 0 "$JUDGED"
done

# the canary: a program that looks into the file by itself must be caught
trace "$FOCUS_LOCKS_CANARY" "$FOCUS_DB"
expect_eq "the canary runs" 0 "$CODE"
expect_eq "the canary is caught" 1 "$JUDGED"
expect_out "drops"
finish
