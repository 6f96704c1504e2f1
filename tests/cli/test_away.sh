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
begin() {
    fresh
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
    answer $'what?\nc'
    expect_out "Nobody was here for 10m of focus \"Report\": [keep, discard, continue, split]"
    expect_out "Went on with"
    begin
    answer ""
    expect_out "Kept as work"
else
    skip "questions on a terminal: there is no script(1) to make one"
fi
expect_exit 0 doctor
finish
