#!/usr/bin/env bash
# The running session, from start to end, as people and scripts see it.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

# nothing there yet: an empty state, and no file is made by looking
for verb in status today log stats streak progress cycle coins; do
    expect_exit 0 "$verb"
done
expect_exit 0
expect_out "next: focus start"
expect_eq "no file by reading" "" "$(ls "$FOCUS_DB" 2>/dev/null)"
golden status_empty status
expect_exit 22 status --exit-code
expect_exit 3 pause

# start
at 2026-03-28T09:00
expect_exit 0 start "Write report" -d 25m -t writing -t deep -p Thesis --task T-1 --note plan
expect_out 'Started focus "Write report", 25m, until 09:25'
expect_exit 0 status --exit-code
golden_error error_already_running 4 start Other
expect_exit 4 start Other
expect_err "focus: "
expect_err "hint: focus pause, focus complete, or start --replace abandon"
expect_one_line_error

# status
at 2026-03-28T09:10
golden status_focus status
expect_exit 0 status
expect_out "15:00 left, until 09:25"
expect_exit 0 status --plain
expect_eq "plain status" "focus	600	900	Write report	0	600	0" "$OUT"
expect_exit 0
expect_out "next: focus complete"
expect_exit 0 status -q --exit-code
expect_eq "quiet status" "" "$OUT"

# pause, resume, extend
expect_exit 4 resume
golden session_paused pause --reason phone
golden_error error_already_paused 4 pause
expect_exit 21 status --exit-code
golden status_paused status
at 2026-03-28T09:15
expect_exit 0 resume
expect_out "15:00 left, until 09:30"
golden_error error_not_paused 4 resume
expect_exit 0 extend 5m
expect_out "to 30m, until 09:35"
expect_exit 0 extend -5m
expect_out "Shortened"
expect_exit 6 extend 99h
expect_exit 6 extend -60m

# complete
at 2026-03-28T09:28
expect_exit 0 complete --at 09:27 --early --note "first draft"
expect_out 'Completed focus "Write report", 22m'
golden_error error_nothing_running 3 complete
golden session_completed show @1
at 2026-03-28T09:35
golden next next
expect_exit 0 next --start
expect_out "Started break, 5m, until 09:40"
expect_exit 20 status --exit-code
at 2026-03-28T09:41
expect_exit 23 status --exit-code
golden status_overtime status
expect_exit 0 status --plain
expect_eq "plain seconds over time" -60 "$(cut -f3 "$WORK/out")"
expect_exit 0 complete
expect_out "+2 XP"
golden cycle cycle
expect_exit 0 cycle
expect_out "● ○ ○ ○"
expect_exit 0 cycle reset
expect_exit 0 cycle
expect_out "○ ○ ○ ○"

# abandon, replace, open, past starts
expect_exit 0 start --open "No plan"
expect_out "open"
golden status_open status
at 2026-03-28T09:50
expect_exit 0 start Next --replace abandon --ago 2m
expect_out '"No plan" ended before it'
expect_exit 0 abandon --reason "called away"
expect_out "after 2m; the time is kept, no points"
expect_exit 0 start Then --at 09:50 -m long_break
expect_exit 0 start Again --replace complete
expect_exit 0 abandon
expect_exit 6 start --at 23:00
expect_err "future"
expect_exit 10 start Overlapping --at 09:05

# a session that expires is over, whoever looks
at 2026-03-28T10:00
expect_exit 0 start Forgotten -d 10m
at 2026-03-28T12:00
expect_exit 22 status --exit-code
expect_exit 3 complete
expect_err "has expired"
# and that is told for a day, to people
expired='the last session expired at 10:20, after 20m: focus edit @1 --status completed --end TIME keeps it'
for verb in "" status today; do
    # shellcheck disable=SC2086
    expect_exit 0 $verb
    expect_out "$expired"
    # shellcheck disable=SC2086
    expect_exit 0 $verb --plain
    expect_no_out "expired at"
done
expect_exit 0 status --json
expect_no_out "expired at"
at 2026-03-29T11:20:00+02:00
expect_exit 0 status
expect_out "the last session expired"
at 2026-03-29T11:21:00+02:00
expect_exit 0 status
expect_no_out "expired"
# of a break nothing is lost
at 2026-03-29T12:00
expect_exit 0 start -m break -q
at 2026-03-29T13:00
expect_exit 0 status
expect_no_out "expired"
expect_exit 0 start Next
expect_eq "what the start says of a break" "" "$ERR"
expect_exit 0 undo -q
expect_exit 0 delete @1 -q
at 2026-03-28T12:00
expect_exit 0 log --status expired
expect_out "Forgotten"
expect_exit 0 doctor

# done is complete; what was done is said in one line, or not at all
expect_exit 0 start Told --ago 1m
expect_err "the last session expired at 10:20, after 20m: focus edit 7 --status"
expect_no_out "expired"
kept=${ERR#*focus edit }
expect_exit 0 edit "${kept%% *}" --status completed --end 10:10
expect_out completed
expect_exit 0 status
expect_no_out "expired"
expect_exit 0 complete --early
expect_exit 0 start -q Quiet
expect_eq "quiet start" "" "$OUT$ERR"
expect_exit 0 "done" --plain --early
expect_eq "plain fields" 10 "$(printf '%s' "$OUT" | awk -F'\t' '{print NF}')"

# what is given up within ten seconds, or void, leaves no trace but among the deleted
fresh
at 2026-03-28T09:00:00
expect_exit 0 start "By mistake" -q
at 2026-03-28T09:00:09
expect_exit 0 abandon
expect_out 'Voided focus "By mistake" after 9s; as if it had never been: focus log --deleted'
expect_exit 0 log --plain
expect_eq "no trace" "" "$OUT"
expect_exit 0 start "In earnest" -q
at 2026-03-28T09:00:19
expect_exit 0 abandon
expect_out 'Abandoned focus "In earnest" after 10s; the time is kept, no points'
expect_exit 0 start Void -q
at 2026-03-28T09:20:00
expect_exit 0 abandon --void --reason meeting --json
expect_out '"note":"meeting"'
expect_out '"deleted":true'
expect_exit 0 log --deleted --plain
expect_eq "those that are void" 2 "$(wc -l <"$WORK/out")"

# a break may be left
expect_exit 3 skip
expect_exit 0 start Work -q
expect_exit 4 skip
expect_err "a focus session is running, and no break"
at 2026-03-28T09:45
expect_exit 0 complete -q --ago 2m
expect_exit 0 next --start --ago 2m
expect_out "Started break, 5m, until 09:48"
expect_exit 6 skip --start "$(printf '%5000s' x)"
expect_exit 20 status -q --exit-code
expect_exit 0 skip --start More
expect_out 'Started focus "More", 25m'
expect_out "break ended before it"
expect_exit 0 undo
expect_exit 20 status -q --exit-code
expect_exit 0 redo
at 2026-03-28T10:10
expect_exit 0 complete -q
expect_exit 0 next --start -q
expect_exit 0 skip
expect_out "next: focus next --start"
expect_exit 0 next
expect_out "Next: focus"
expect_exit 0 doctor
finish
