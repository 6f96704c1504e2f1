#!/usr/bin/env bash
# Reports and plots: report, heatmap, gaps, goal, and the day's line in today.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

# A week of March with a night in it, time given up, a break, a forgotten day, and a clock change.
sample_week() {
    at 2026-03-31T12:00
    run add "Plan" --from 2026-03-23T09:00 --for 1h30 -p House -t deep -q
    run add "Build" --from 2026-03-23T11:00 --for 2h -p House -t deep -t hard -q
    run add "Read" --from 2026-03-24T09:00 --for 45m -q
    run add "Night" --from 2026-03-28T23:00 --to 2026-03-29T04:00 -p Garden -q
    run add "Given up" --from 2026-03-26T10:00 --for 20m --status abandoned -q
    run add "Pause" --from 2026-03-26T10:20 --for 10m --mode break -q
    run add "Forgotten" --from 2026-03-16T08:00 --to 2026-03-17T20:00 --force -q
    run add "Before" --from 2026-03-17T21:00 --for 3h -q
}

golden report_empty report
expect_exit 0 report
expect_out "nothing here yet"
golden heatmap_empty heatmap 2026-03-23..2026-03-24
golden gaps_empty gaps
golden goals_empty goal

sample_week
expect_exit 0 doctor

golden report_day report 2026-W13
golden report_whole report 2026-W13 --rule whole
golden report_tag report 2026-W13 --by tag
golden report_compare report 2026-W13 --by project --compare prev --include all
golden report_week report 2026-03 --by week --goal
expect_exit 0 report 2026-W13
expect_out "abandoned sessions, 20m, are not counted"
expect_exit 0 report 2026-W12
expect_out "1 session, 36h00m, nobody has confirmed"

# The night of the change: 23:00 to 04:00 are four hours, three of them on the 29th.
expect_exit 0 report 2026-W13 --plain
expect_eq "days" "2026-03-23 12600,2026-03-24 2700,2026-03-26 0,2026-03-28 3600,2026-03-29 10800," \
    "$(awk -F'\t' '{printf "%s %s,", $1, $3}' "$WORK/out")"
expect_exit 0 report 2026-W13 --plain --rule whole
expect_eq "whole" "14400" "$(awk -F'\t' '$1 == "2026-03-28" {print $3}' "$WORK/out")"
expect_exit 0 --tz America/New_York report 2026-W13 --plain
expect_eq "elsewhere" "14400" "$(awk -F'\t' '$1 == "2026-03-28" {print $3}' "$WORK/out")"
expect_exit 0 report 2026-W13 --by hour --plain
expect_eq "an hour that is left out" "" "$(grep '^02' "$WORK/out")"
expect_exit 0 report 2026-W13 --by mode --include break --plain
expect_eq "modes" "focus 29700,break 600," "$(awk -F'\t' '{printf "%s %s,", $1, $3}' "$WORK/out")"
expect_exit 0 report 2026-W13 --round 1h --plain
expect_eq "rounded" "14400,3600,0,3600,10800," "$(awk -F'\t' '{printf "%s,", $3}' "$WORK/out")"
expect_exit 0 report 2026-W13 --decimal
expect_out "3.50"
expect_exit 0 report 2026-W13 --by tag
expect_out "(no tag)"
expect_out "shares exceed 100 %"
expect_exit 0 report 2026-W13 --project House --by title --plain
expect_eq "of a project" "Build Plan " "$(awk -F'\t' '{printf "%s ", $1}' "$WORK/out")"
expect_exit 0 report 2026-W13 --by hour-of-week
expect_out "from 30m"
expect_exit 0 report 2026-W13 --compare prev
expect_out "2026-03-16 to 2026-03-22: 3h00m, 1 session"
for by in day week month hour weekday hour-of-week project tag title mode; do
    expect_exit 0 report all --by "$by" --chart
    expect_exit 0 report 2026-W13 --by "$by" --chart --goal --ascii
    expect_eq "--ascii --by $by" "" "$(LC_ALL=C grep -n '[^ -~]' "$WORK/out")"
    expect_exit 0 report all --by "$by" --json
done

# Plots are as wide as they are told.
for columns in 40 60 80 200; do
    export COLUMNS=$columns
    expect_exit 0 report 2026-W13 --chart --ascii
    expect_eq "bars within $columns" "" "$(awk -v n="$columns" '/#/ && length($0) > n' "$WORK/out")"
    expect_exit 0 heatmap --ascii
    expect_eq "a map within $columns" "" \
        "$(awk -v n="$columns" '/^[A-Z][a-z][a-z]  / && length($0) > n' "$WORK/out")"
done
unset COLUMNS
expect_exit 0 report 2026-W13 --chart
expect_out "█"

golden heatmap heatmap 2026-W13
expect_exit 0 heatmap --weeks 3
expect_out "from 45m"
expect_out "longest run with time: 2 days"
expect_exit 0 heatmap 2026 --metric sessions --color always
expect_out $'\033[4;32m'
expect_exit 0 heatmap --weeks 2 --plain
expect_eq "days of two weeks" 14 "$(wc -l <"$WORK/out")"

golden gaps gaps 2026-W13
expect_exit 0 gaps 2026-W13 --min 31m
expect_out "0 gaps"
expect_exit 0 gaps 2026-W13 --plain
expect_eq "a gap" "2026-03-23	2026-03-23T10:30:00+01:00	2026-03-23T11:00:00+01:00	1800" "$OUT"

# Goals: of weekdays, from a day on.
expect_exit 0 config set daily_goal 1h
expect_exit 0 goal set 4h --on mon-fri --from 2026-03-23
expect_out "mon-fri from 2026-03-23 on: 4h"
expect_exit 0 goal set 2h 3x --on sat,sun --from 2026-03-28
expect_exit 0 goal unset --from 2026-04-01
golden goals goal
golden goal_set goal set 8x --on fri-mon --from 2026-05-01
golden report_goal report 2026-W13 --goal
expect_exit 0 report 2026-W13 --goal --chart
expect_out "┊"
expect_out "-30m"
expect_exit 0 goal show --plain
expect_eq "goals" "2026-03-23	mon-fri	14400	0" "$(head -1 "$WORK/out")"
expect_exit 0 today
expect_out "of 4h"
golden status_goal status
expect_exit 6 goal set 25h
expect_exit 6 goal set 0x
expect_exit 6 goal set 4h --on monkey-fri,x
expect_exit 6 goal set 4h --from nowhere

# The day of the change has 92 quarters of an hour, and says so.
at 2026-03-29T12:00
expect_exit 0 today
expect_out "clocks went forward 1h, to 03:00"
golden today_change today

# Nothing is wider than the terminal, and no bar is lost for it.
: "${FOCUS_ON_TERMINAL:?FOCUS_ON_TERMINAL must name tests/cli/on_terminal}"
run add "A title of many words that goes on and on and does not come to an end" --from 2026-03-25T09:00 --for 10m \
    -p "A project with a name that is as long as the terminal is wide" -t a-tag-with-a-name-that-is-longer-than-it-should-be -q
fits() { # COLUMNS ARGS...
    local columns=$1 line
    shift
    OUT=$(NO_COLOR=1 PAGER='' "$FOCUS_ON_TERMINAL" "$columns" "" "$FOCUS_BIN" --tz Europe/Berlin --no-pager "$@" | tr -d '\r')
    CASES=$((CASES + 1))
    while IFS= read -r line; do
        [ "${#line}" -le "$columns" ] || fail "$* at $columns columns: $line"
    done <<<"$OUT"
}
for columns in 40 60 80; do
    for screen in "log" "log --oneline" "today" "tags" "projects" "heatmap" "heatmap 2026" "stats" "show @1" "doctor" \
        "report 2026-W13 --by hour-of-week" "report 2026-W13 --by title --include all --goal" \
        "report 2026-W13 --compare prev" "streak --explain" "status"; do
        # shellcheck disable=SC2086
        fits "$columns" $screen
    done
    fits "$columns" log
    expect_out "A title"
    fits "$columns" report 2026-W13 --chart
    expect_out "█"
    fits "$columns" report 2026-W13 --by title --chart
    expect_out "█"
done

# What is refused.
golden_error error_report_axis 2 report --by device
expect_exit 2 report --rule halved
expect_exit 2 report --include breaks,x
expect_exit 2 report --compare next
expect_exit 2 report all --compare prev
expect_exit 2 heatmap --metric coins
expect_exit 2 heatmap 2026 --weeks 3
expect_exit 6 heatmap all
expect_exit 6 heatmap --weeks 0
expect_exit 6 report someday
expect_exit 6 report --round x
expect_exit 6 gaps --min x
expect_exit 0 doctor
finish
