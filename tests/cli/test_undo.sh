#!/usr/bin/env bash
# Going back a step, and forward again.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

expect_exit 3 undo
expect_err "there is no file"
sample_history
at 2026-03-28T12:00

# the whole history, to the beginning and back
expect_exit 0 export --as jsonl
cp "$WORK/out" "$WORK/before"
expect_exit 0 undo --list --plain --limit 1000
steps=$(wc -l <"$WORK/out")
expect_exit 3 undo $((steps + 1))
expect_err "only $steps steps can be undone"
expect_exit 0 undo "$steps" --dry-run
expect_out "Would undo"
expect_exit 0 export --as jsonl
expect_eq "history after a dry run" "" "$(diff "$WORK/before" "$WORK/out")"
expect_exit 0 undo "$steps"
expect_exit 0 export --as jsonl
expect_eq "history undone" "" "$(cat "$WORK/out")"
expect_exit 0 redo "$steps"
expect_exit 0 export --as jsonl
expect_eq "history redone" "" "$(diff "$WORK/before" "$WORK/out")"
expect_exit 3 redo

# what is said
expect_exit 0 start "Second draft" --tag writing
expect_exit 0 undo
expect_out 'Undid start "Second draft", of 2026-03-28 12:00; focus redo brings it back'
golden steps undo --list --limit 3
expect_exit 0 redo
expect_out 'Redid start "Second draft"'
golden steps_undone undo 1
expect_exit 0 undo --list
expect_out "redone  2026-03-28 12:00  start"

# an import is one step, however many sessions it has
printf 'inc 20260101T090000Z - 20260101T100000Z\ninc 20260102T090000Z - 20260102T100000Z\n' >"$WORK/2026-01.data"
expect_exit 0 import timewarrior "$WORK/2026-01.data"
expect_exit 0 undo
expect_out "Undid import of 2 sessions"
expect_exit 0 export --as jsonl
expect_eq "history without the import" "" "$(diff "$WORK/before" "$WORK/out")"

for count in 0 -1 x 1001; do
    run undo "$count"
    expect_eq "undo $count" 6 "$CODE"
done
finish
