#!/usr/bin/env bash
# Time in which nobody worked: pauses told afterwards, idle time, and a machine that slept.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

# a pause that is over
expect_exit 0 start Report -d 1h -q
at 2026-03-28T09:20
expect_exit 0 pause --ago 15m --for 10m --reason phone
expect_out "Added a pause to focus \"Report\", 50:00 left, until 10:10"
expect_exit 0 show @
expect_out "pause     09:05-09:15  phone"
expect_exit 10 pause --ago 10m --for 5m
expect_err "another pause lies in this time"
expect_exit 6 pause --at 9:10 --for 1h
expect_exit 6 pause --for 1h
expect_exit 0 pause --for 5m --json
expect_out '{"from":"2026-03-28T09:15:00+01:00","to":"2026-03-28T09:20:00+01:00","reason":null}'
expect_exit 0 abandon -q
expect_exit 3 pause --for 1m

# idle
export XDG_STATE_HOME="$WORK/state"
begin() {
    fresh
    rm -rf "$WORK/state"
    at 2026-03-28T09:00
    expect_exit 0 start Report -d 25m -t deep -q
    at 2026-03-28T09:20
}
begin
golden_error error_idle 10 idle 600
expect_exit 2 idle 600 --answer drop
expect_err "discard"
expect_exit 6 idle 0 --answer keep
expect_exit 6 idle ten --answer keep
expect_exit 2 idle
expect_exit 0 idle 600 --answer keep
expect_out "Kept as work of focus \"Report\", until 09:25"
expect_exit 0 idle 600 --answer discard-continue
expect_out "Went on with focus \"Report\", 10m in, until 09:35; the time away is a pause"
expect_exit 0 show @
expect_out "pause     09:10-09:20  idle"
expect_exit 0 pause -q
expect_exit 4 idle 60 --answer discard
expect_err "hint: focus resume"
begin
golden idle_discard idle 600 --answer discard
expect_exit 3 idle 600 --answer discard
begin
expect_exit 0 idle 600 --answer discard
expect_out "Abandoned focus \"Report\" after 10m, when nobody was here any more"
begin
at 2026-03-28T09:40
expect_exit 0 idle 600 --answer discard
expect_out "Completed focus \"Report\" after 30m"
begin
expect_exit 0 idle 300 --answer split
expect_out "Started focus \"Report\" anew, until 09:45; the one before ended with the work"
expect_exit 0 log --plain
expect_eq "the first part" "900	focus	abandoned	Report" "$(sed -n 2p "$WORK/out" | cut -f5-8)"
if script -qec true /dev/null >/dev/null 2>&1; then
    begin
    answer() {
        OUT=$(NO_COLOR=1 script -qec "'$FOCUS_BIN' --tz Europe/Berlin idle 600" /dev/null <<<"$1" | tr -d '\r')
    }
    answer $'what?\nd\ndiscarded\ndiscard-c'
    expect_out "Nobody was here for 10m of focus \"Report\": [keep, discard, discard-continue, split]"
    expect_out "one of the words"
    expect_out "Went on with"
    begin
    answer "$(printf 'x%.0s' {1..300})"$'\ndiscard-continue'
    expect_out "Went on with"
    begin
    answer discard
    expect_out "Abandoned focus"
    begin
    answer ""
    expect_out "Kept as work"
else
    skip "questions on a terminal: there is no script(1) to make one"
fi

# sleep: the machine has slept for so long, says the note, as it had slept less when the session began
slept() { # MINUTES
    awk -v minutes="$1" '{print $1, $2, $3 - minutes * 60000}' "$WORK"/state/focus/* >"$WORK/note"
    cat "$WORK/note" >"$(notes)"
}
notes() {
    find "$WORK/state" -type f
}
begin
if [ -z "$(notes)" ]; then
    skip "sleep: this system does not tell how long it slept"
    expect_exit 0 doctor
    finish
fi
expect_exit 0 status
expect_eq "nothing slept yet" "" "$ERR"
slept 12
expect_exit 0 status
expect_err "the machine slept for 12m of it: --sleep trim, or keep, when it ends"
expect_exit 0 status --json
expect_eq "in JSON nothing is said aside" "" "$ERR"
golden_error error_sleep 10 complete --early
expect_exit 10 pause
expect_exit 10 abandon
expect_exit 10 start Other --replace complete
expect_exit 2 complete --sleep maybe
expect_exit 0 status --plain
expect_eq "nothing has changed" "focus	1200" "$(cut -f1,2 "$WORK/out")"
golden sleep_trimmed complete --early --sleep trim
expect_eq "no note is left" "" "$(notes)"
expect_exit 0 doctor

begin
slept 12
expect_exit 0 complete --early --sleep keep
expect_out "Completed focus \"Report\", 20m"
begin
slept 12
expect_exit 0 pause --sleep trim
expect_out "Paused focus \"Report\", 17:00 left"
expect_eq "what is paused may sleep" "" "$(notes)"
at 2026-03-28T09:30
expect_exit 0 resume -q
expect_eq "what is resumed may not" 1 "$(notes | wc -l)"
expect_exit 0 complete --early -q
begin
slept 12
expect_exit 0 abandon --sleep trim
expect_out "after 8m"
begin
slept 12
expect_exit 0 start Other --replace complete --sleep trim
expect_exit 0 show @2
expect_out "active    8m"
expect_out "pause     09:08-09:20  suspended"
# the end is known: nothing is asked
slept 12
expect_exit 0 complete --at 9:20 --early
# in a break it may
expect_exit 0 start -m break -q
expect_eq "a break" "" "$(notes)"
# a minute is no time away, and of more than there was nothing is left
begin
slept 0.5
expect_exit 0 complete --early
begin
slept 500
expect_exit 0 complete --early --sleep trim
expect_out "Completed focus \"Report\", 0s, +0 XP, +0 coins"
# it expired in its sleep, and is judged without it
begin
at 2026-03-28T18:00
slept 520
expect_exit 10 complete
expect_exit 0 complete --sleep trim
expect_out "Completed focus \"Report\", 20m, +20 XP"
begin
at 2026-03-28T18:00
slept 520
expect_exit 0 add Swept --from 2026-03-27T09:00 --for 5m
expect_exit 3 complete --sleep trim
expect_err "the latest has expired"
# an answer for idle time is one for sleep
begin
slept 12
expect_exit 0 idle 720 --answer discard-continue
expect_exit 0 complete --early
expect_out "8m"
# notes of another boot, of another session, or of nothing are not believed
begin
sed -i 's/ [^ ]* / 00000000-0000-0000-0000-000000000000 /; s/ [0-9-]*$/ -9999999/' "$(notes)"
expect_exit 0 complete --early
begin
slept 12
sed -i 's/^./f/' "$(notes)"
expect_exit 0 complete --early
begin
for text in "" nonsense "a b c" "$(printf 'x%.0s' {1..5000})"; do
    printf '%s' "$text" >"$(notes)"
    expect_exit 0 status
    expect_eq "a note of '${text:0:10}'" "" "$ERR"
done
expect_exit 0 complete --early
# no place for a note
touch "$WORK/file"
XDG_STATE_HOME="$WORK/file" begin
expect_exit 0 complete --early
if script -qec true /dev/null >/dev/null 2>&1; then
    begin
    slept 12
    OUT=$(NO_COLOR=1 script -qec "'$FOCUS_BIN' --tz Europe/Berlin complete --early" /dev/null <<<t | tr -d '\r')
    expect_out "The machine slept for 12m of focus \"Report\": [trim, keep]"
    expect_out "Completed focus \"Report\", 8m"
fi
expect_exit 0 doctor
finish
