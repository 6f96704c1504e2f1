#!/usr/bin/env bash
# What it adds up to: today, stats, streak, points.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

golden stats_empty stats
golden today_empty today
sample_history
at 2026-03-28T12:00

golden today today
expect_exit 0 today
expect_out "Sat 2026-03-28"
expect_out "● ○ ○ ○"
expect_exit 0 config set daily_goal 1h
expect_exit 0 config set daily_goal_sessions 4
golden today_goal today
expect_exit 0 today
expect_out "25m of 1h, 1 of 4 sessions"
expect_exit 0 today --plain
expect_eq "rows of today" 3 "$(wc -l <"$WORK/out")"

golden stats stats
golden stats_range stats 2026-03-26..2026-03-27
expect_exit 0 stats lastweek
expect_exit 0 stats today --plain
expect_eq "plain stats" "focus	1	1	0	0	1920	0" "$(head -1 "$WORK/out")"
expect_exit 6 stats 2026-03-05..2026-03-01
expect_err "ends before it begins"

golden streak streak
golden streak_explain streak --explain
expect_exit 0 streak
expect_out "3 days, 2026-03-26 to 2026-03-28"
at 2026-03-29T12:00
expect_exit 0 streak
expect_out "at risk"
at 2026-03-31T12:00
expect_exit 0 streak
expect_out "no streak now"
at 2026-03-28T12:00

golden progress progress
golden ledger progress --ledger
golden ledger_page progress --ledger --limit 1
expect_exit 0 progress
expect_out "Level 1"
expect_exit 0 progress --ledger --plain
expect_eq "ledger rows" 2 "$(wc -l <"$WORK/out")"

golden coins coins
golden spend coins spend 2 --reason coffee --key monday
golden spend_again coins spend 2 --reason coffee --key monday
golden_error error_coins 4 coins spend 100
expect_exit 0 coins spend 1
expect_out "Spent 1, 2 left"
expect_exit 0 coins spend 1
expect_out "Spent 1, 1 left"
for amount in 0 -1 x 1.5 99999999999999999999; do
    expect_exit 6 coins spend "$amount"
done
expect_exit 0 coins --plain
expect_eq "wallet" "1	5	4" "$OUT"
expect_exit 0 doctor
finish
