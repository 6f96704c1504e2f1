#!/usr/bin/env bash
# Changing history: sessions cut and put together, tags and projects, many at once.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

sample_history
at 2026-03-28T12:00

# split and join: "Write report" of 9:00 to 9:30 with a pause from 9:10 to 9:15 is @3
expect_exit 0 stats --plain
before=$OUT
report=$(id_of show @3)
golden split split "$report" 09:12
expect_exit 0 show "$report"
expect_out "pause     09:10-09:12  phone"
expect_exit 6 split "$report" 09:20
expect_err "does not lie inside the session"
expect_exit 6 split "$report" nonsense
expect_err "the instant: "
expect_exit 3 split ffffffff 9:00
expect_exit 2 split "$report"
second=$(id_of show @3)
golden joined join "$second" "$report"
expect_exit 0 show "$report"
expect_out "pause     09:10-09:15  phone"
expect_out "25 XP"
expect_exit 0 stats --plain
expect_eq "figures after split and join" "$before" "$OUT"
expect_exit 6 join "$report" "$report"
expect_exit 6 join @1 @2
expect_err "different modes"
expect_exit 10 join @1 "$report"
expect_err "another session lies between"
expect_exit 4 join "$report" "$second"
expect_exit 0 split "$report" 09:20
expect_out "Split focus \"Write report\" at 09:20"
expect_out "09:00-09:20     15m"
expect_out "09:20-09:30     10m"
expect_exit 0 join @3 @4
expect_out "Joined focus \"Write report\", 2026-03-28 09:00-09:30, 25m"

expect_exit 0 doctor
finish
