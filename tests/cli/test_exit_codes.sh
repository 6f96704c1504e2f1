#!/usr/bin/env bash
# One case at least for each exit code that there is.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
: "${FOCUS_ON_TERMINAL:?FOCUS_ON_TERMINAL must name tests/cli/on_terminal}"

SEEN=
# gives CODE WHAT ARGS...: the exit code, and the same in the JSON of an error
gives() {
    local code=$1 what=$2
    shift 2
    expect_exit "$code" "$@"
    SEEN="$SEEN $code"
    [ "$code" -lt 1 ] || [ "$code" -ge 20 ] && return
    expect_exit "$code" --json "$@"
    expect_eq "exit in JSON: $what" "$code" "$(sed -nE 's/.*"kind":"error".*"exit":([0-9]+),.*/\1/p' "$WORK/err")"
    expect_eq "stdout: $what" "" "$OUT"
}

gives 22 "nothing runs" status --exit-code
gives 3 "nothing runs" pause
gives 0 "done" start -d 25m Report
gives 0 "focus runs" status --exit-code
gives 4 "already running" start Other
gives 3 "no such id" show ffffffff
gives 2 "wrong usage" start --nonsense
gives 2 "no verb" strat
gives 6 "no such time" add X --from 25:00 --for 5m
gives 6 "a time that the clocks jump over" add X --from 2026-03-29T02:30 --for 5m
at 2026-03-28T09:30
gives 23 "over time" status --exit-code
gives 0 "done" complete
gives 10 "the time is taken" add X --from 2026-03-28T09:10 --for 5m
gives 10 "nobody chooses" idle 600
gives 0 "a break" start -m break
gives 20 "a break runs" status --exit-code
gives 0 "paused" pause
gives 21 "paused" status --exit-code
gives 0 "left" abandon

gives 9 "no such folder" --db missing/focus.db start
gives 9 "no such file" import toggl missing.csv
echo "this is no database, whatever its name says" >text.db
gives 7 "no database" --db text.db status
# the schema's version is at byte 60 of the file
run backup newer.db -q
printf '\377\377' | dd of=newer.db bs=1 seek=62 conv=notrunc 2>/dev/null
gives 8 "from a newer version" --db newer.db log
unset FOCUS_NOW
gives 0 "runs" start -d 1h Long
gives 1 "another failure" wait --timeout 1s

"$FOCUS_ON_TERMINAL" 80 "500:key=3" "$FOCUS_BIN" wait >/dev/null
CODE=$?
expect_eq "Ctrl-C" 130 "$CODE"
SEEN="$SEEN $CODE"

if command -v sqlite3 >/dev/null; then
    mkfifo hold
    sqlite3 "$FOCUS_DB" <hold >held 2>&1 &
    holder=$!
    exec 3>hold
    echo "BEGIN IMMEDIATE; SELECT 'held';" >&3
    for _ in {1..50}; do
        grep -q held held && break
        sleep 0.1
    done
    gives 5 "another program holds the database" pause
    exec 3>&-
    wait "$holder"
else
    skip "a busy database: there is no sqlite3"
    SEEN="$SEEN 5"
fi

want=$({ sed -nE 's/^ +EXIT_[A-Z_]+ = ([0-9]+).*/\1/p' "$CLI_TESTS/../../platforms/cli/cli.h" && echo 130; } | sort -nu | xargs)
expect_eq "each exit code has a case" "$want" "$(xargs -n1 <<<"$SEEN" | sort -nu | xargs)"
finish
