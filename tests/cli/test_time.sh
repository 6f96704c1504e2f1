#!/usr/bin/env bash
# The words for time: lengths, instants, ranges; clock changes.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

# lengths: text, seconds planned
at 2026-03-28T12:00
while read -r text seconds; do
    expect_exit 0 start -d "$text" --json
    expect_out "\"planned_s\":$seconds,"
    expect_exit 0 delete @
done <<'LENGTHS'
25 1500
25m 1500
1h 3600
1h30 5400
1h30m 5400
1h30m15s 5415
90s 90
1:30 5400
0:05 300
PT25M 1500
PT1H30M 5400
pt90s 90
1m30 90
24h 86400
1.5h 5400
0.25h 900
1.5m 90
LENGTHS
expect_exit 0 start -d "1h 30m" --json
expect_out '"planned_s":5400,'
expect_exit 0 delete @
for text in "" x 25x 1h30x 1h90h 30m1h 1:5 1:60 -5 -1h 0 0s 25h 1:30:00 PT PT25 P1D 1.5 1.h .5h 1.5x "1h  30m" "1h " " 25" \
    99999999999 1e3 0x10; do
    expect_exit 6 start -d "$text"
    expect_one_line_error
done
expect_exit 6 start -d 1h30x9
expect_err '"x9" in "1h30x9"'

# instants: text, start in RFC 3339, at noon
while IFS='|' read -r text instant; do
    expect_exit 0 add --from "$text" --for 1m --json --allow-overlap
    expect_out "\"started_at\":\"$instant\""
done <<'INSTANTS'
11:05|2026-03-28T11:05:00+01:00
9:05|2026-03-28T09:05:00+01:00
11:05:30|2026-03-28T11:05:30+01:00
9am|2026-03-28T09:00:00+01:00
9:30am|2026-03-28T09:30:00+01:00
12am|2026-03-28T00:00:00+01:00
-10m|2026-03-28T11:50:00+01:00
-1h30|2026-03-28T10:30:00+01:00
10m ago|2026-03-28T11:50:00+01:00
1:30 ago|2026-03-28T10:30:00+01:00
today 8:00|2026-03-28T08:00:00+01:00
yesterday 17:00|2026-03-27T17:00:00+01:00
yesterday 5pm|2026-03-27T17:00:00+01:00
2026-03-01T02:30|2026-03-01T02:30:00+01:00
2026-03-01 02:30:15|2026-03-01T02:30:15+01:00
2026-03-01T02:30+03:00|2026-03-01T00:30:00+01:00
2026-03-01T02:30:00Z|2026-03-01T03:30:00+01:00
2025-07-01T12:00|2025-07-01T12:00:00+02:00
midnight|2026-03-28T00:00:00+01:00
yesterday noon|2026-03-27T12:00:00+01:00
2026-03-01 midnight|2026-03-01T00:00:00+01:00
INSTANTS
for text in "" "noon 5" noonish 25:00 9:60 9 13pm 0am 9:5 "yesterday" "tomorrow 9:00" 2026-02-30T10:00 2026-03-01 \
    2026-03-01T10:00+99:00 1969-12-31T23:00 "10m hence" -10x; do
    expect_exit 6 add --from "$text" --for 1m
    expect_one_line_error
done
expect_exit 2 start --at 11:00 --ago 5m

# a time alone: in an edit of the session's own day; for an end the first after the start
fresh
at 2026-03-28T12:00
expect_exit 0 add Old --from 2026-03-10T09:30 --to 10:00 --json
expect_out '"ended_at":"2026-03-10T10:00:00+01:00"'
expect_exit 0 edit @1 --start 09:15 --json
expect_out '"started_at":"2026-03-10T09:15:00+01:00"'
expect_exit 0 edit @1 --end 10:45 --json
expect_out '"ended_at":"2026-03-10T10:45:00+01:00"'
expect_exit 0 edit @1 --start 23:30 --end 0:15 --json
expect_out '"started_at":"2026-03-10T23:30:00+01:00","ended_at":"2026-03-11T00:15:00+01:00"'
expect_exit 0 edit @1 --end midnight --json
expect_out '"ended_at":"2026-03-11T00:00:00+01:00"'
expect_exit 0 add --from "yesterday 23:30" --to 00:30 --json
expect_out '"started_at":"2026-03-27T23:30:00+01:00","ended_at":"2026-03-28T00:30:00+01:00"'
expect_exit 0 edit @1 --end "yesterday 23:50" --json
expect_out '"ended_at":"2026-03-27T23:50:00+01:00"'
expect_exit 0 edit @1 --end "today 0:20" --json
expect_out '"ended_at":"2026-03-28T00:20:00+01:00"'
expect_exit 0 edit @1 --start -1h --end "10m ago" --json
expect_out '"started_at":"2026-03-28T11:00:00+01:00","ended_at":"2026-03-28T11:50:00+01:00"'
expect_exit 0 edit @1 --end 2026-03-28T11:40 --json
expect_out '"ended_at":"2026-03-28T11:40:00+01:00"'
expect_exit 0 add Abroad --from 2026-03-09T07:00+09:00 --to 08:00 --tz Asia/Tokyo --json
expect_out '"ended_at":"2026-03-09T08:00:00+09:00"'
abroad=$(id_of log --grep Abroad)
expect_eq "by its own clock" "2026-03-09T06:50:00+09:00	2026-03-09T07:45:00+09:00" \
    "$(TZ=Europe/Berlin "$FOCUS_BIN" edit "$abroad" --start 06:50 --end 7:45 -q; run show "$abroad"
        printf '%s\n' "$OUT" | awk '$1 == "start" || $1 == "end" {print $2}' | paste -s)"
expect_exit 0 log 2026-03-10
expect_out "23:30-00:00+1"
# of the next day only where a night may lie between
expect_exit 6 add Slip --from 2026-03-11T17:50 --to 17:10
expect_err '"17:10" lies before the start, or 23h20m after it on the next day'
expect_exit 6 edit "$abroad" --start 17:50 --end 17:10
expect_exit 6 edit @1 --start 2026-03-11T17:50 --end 17:10
expect_exit 0 edit @1 --start 2026-03-11T17:50 --end 2026-03-12T17:10
expect_exit 0 edit @1 --start 2026-03-11T21:00 --end 9:00
expect_exit 0 add --from 11:45 --to 11:50
expect_out "11:45-11:50,"

# the clocks go forward: the hour from 2 to 3 does not exist
at 2026-03-29T12:00
expect_exit 6 add Gap --from 2026-03-29T02:30 --for 10m
expect_err "clocks jump"
expect_exit 0 add Across --from 2026-03-29T01:50 --to 2026-03-29T03:16 --json
expect_out '"active_s":1560,'
expect_out '"started_at":"2026-03-29T01:50:00+01:00","ended_at":"2026-03-29T03:16:00+02:00"'
# they go back: the hour from 2 to 3 exists twice
at 2026-10-25T12:00
expect_exit 0 add First --from 2026-10-25T02:30 --for 10m --plain
expect_err "exists twice"
expect_out "2026-10-25T02:30:00+02:00"
expect_exit 0 add Doubled --from 2026-10-25T00:50:00Z --to 02:40 --plain --allow-overlap
expect_out "2026-10-25T02:50:00+02:00	2026-10-25T02:40:00+01:00"
expect_exit 0 delete @1 -q
expect_exit 0 add Second --from 2026-10-25T02:30 --for 10m --second --plain
expect_eq "asked for" "" "$ERR"
expect_out "2026-10-25T02:30:00+01:00"
expect_exit 0 doctor

# ranges: word, first and last day, on a Sunday
while read -r word from to; do
    expect_exit 0 stats "$word" --json
    expect_out "\"range\":{\"from\":\"$from\",\"to\":\"$to\"}"
done <<'RANGES'
today 2026-10-25 2026-10-25
yesterday 2026-10-24 2026-10-24
week 2026-10-19 2026-10-25
lastweek 2026-10-12 2026-10-18
month 2026-10-01 2026-10-31
lastmonth 2026-09-01 2026-09-30
quarter 2026-10-01 2026-12-31
lastquarter 2026-07-01 2026-09-30
year 2026-01-01 2026-12-31
lastyear 2025-01-01 2025-12-31
7d 2026-10-19 2026-10-25
1d 2026-10-25 2026-10-25
2026 2026-01-01 2026-12-31
2026-02 2026-02-01 2026-02-28
2024-02 2024-02-01 2024-02-29
2026-W01 2025-12-29 2026-01-04
2026-W53 2026-12-28 2027-01-03
2020-w53 2020-12-28 2021-01-03
2026-Q1 2026-01-01 2026-03-31
2026-q4 2026-10-01 2026-12-31
2026-03-01 2026-03-01 2026-03-01
2026-03-01..2026-03-31 2026-03-01 2026-03-31
2026-03..today 2026-03-01 2026-10-25
2026-03-01.. 2026-03-01 2026-10-25
..2026-03-01 1970-01-01 2026-03-01
RANGES
expect_exit 0 stats all --json
expect_out '"range":{"from":null,"to":null}'
expect_exit 0 stats --since 2026-03-01 --until 2026-W12 --json
expect_out '"range":{"from":"2026-03-01","to":"2026-03-22"}'
expect_exit 0 config set week_start sun
expect_exit 0 stats week --json
expect_out '"range":{"from":"2026-10-25","to":"2026-10-31"}'
expect_exit 0 config set week_start wed
expect_exit 0 stats week --json
expect_out '"range":{"from":"2026-10-21","to":"2026-10-27"}'
for word in "" tomorrow 2026-13 2026-00 2026-02-30 2025-W53 2026-W00 2026-W54 2026-Q5 0d -7d d 7w 26-03 2026-3 \
    2026-03-01..2026-02-01 x..y 1969 1969-12-31 0999-12-31 1969-W40 2026-03-01...2026-03-02; do
    expect_exit 6 stats -- "$word"
    expect_one_line_error
done

# zones and clocks from outside
expect_exit 2 --tz Mars/Phobos status
expect_exit 2 --tz ../../etc/passwd status
expect_exit 2 --tz "" status
for zone in UTC EST5EDT '<+0330>-3:30' America/New_York; do
    expect_exit 0 --tz "$zone" status
done
expect_exit 6 --now soon status
expect_exit 6 --now 2026-03-29T02:30 status
expect_exit 0 --now 2026-03-29T02:30:00+01:00 status --json
expect_out '"day":"2026-03-29"'
expect_exit 0 --now 2026-03-29T00:30:00Z --tz America/New_York status --json
expect_out '"day":"2026-03-28"'
finish
