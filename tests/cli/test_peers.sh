#!/usr/bin/env bash
# Exports in the formats of others: what they look like, and what the others make of them.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

# golden_export FORMAT ENDING: the export as it is, against golden/exported.ENDING.
golden_export() {
    expect_exit 0 export --as "$1" || return 0
    compare_golden "exported.$2" "$WORK/out"
}

# A day of everything: a clock change in the night, hostile words, a pause, a break, one that runs.
at 2026-03-30T08:00
expect_exit 0 add "Night shift" --from 2026-03-28T23:30 --to 2026-03-29T03:30 -t deep --note "first line
second; line, with a \\ and enough words to be longer than one line of a calendar may be"
expect_exit 0 add 'say "hi", #12 [x] 🎉' --from 2026-03-30T07:00 --for 25m -p 'Client "X"' \
    -t 'two words' -t '#hash' -t "it's"
at 2026-03-30T08:00:00.250+02:00
expect_exit 0 start Report -t deep
at 2026-03-30T08:10:01.500+02:00
expect_exit 0 pause --reason phone
at 2026-03-30T08:15:02.750+02:00
expect_exit 0 resume
at 2026-03-30T08:30:03.125+02:00
expect_exit 0 complete
expect_exit 0 next --start
at 2026-03-30T08:35:30+02:00
expect_exit 0 complete
expect_exit 0 start Running -p Thesis
at 2026-03-30T08:40+02:00

golden_export jsonl jsonl
golden_export json json
golden_export csv csv
golden_export ics ics
golden_export timewarrior data
golden_export klog klg
golden_export toggl toggl.csv
golden_export openpomodoro history
expect_exit 0 complete

# the format by the name of the file
for file in a.json a.jsonl a.csv a.ics a.klg a.data; do
    expect_exit 0 export -o "$file"
    expect_out "to $file"
done
expect_eq "by their names" "a.csv:id a.data:inc a.ics:BEG a.json:{\"v a.jsonl:{\"i a.klg:202" \
    "$(for file in a.*; do printf '%s:%.3s ' "$file" "$(tr ',' ' ' <"$file")"; done |
        sed 's/id /id/; s/ $//')"

# and back, by our own importers
work_seconds() {
    "$FOCUS_BIN" export --as jsonl | grep '"mode":"focus"' |
        sed -n 's/.*"active_s":\([0-9.]*\),.*/\1/p' | awk '{sum += $1} END {print int(sum)}'
}
want=$(work_seconds)
for format in jsonl timewarrior toggl; do
    expect_exit 0 export --as "$format" -o "back.$format"
    source_database=$FOCUS_DB
    fresh
    expect_exit 0 import "$format" "back.$format"
    expect_eq "seconds by way of $format" "$want" "$(work_seconds)"
    export FOCUS_DB=$source_database
done

# how far it is: on a terminal, of a long one
source_database=$FOCUS_DB
fresh
awk 'BEGIN {
    for (i = 0; i < 12000; i++)
        printf "inc 2024%02d%02dT%02d%02d00Z - 2024%02d%02dT%02d%02d30Z # long\n", 1 + i / 1000, 1 + i / 40 % 25,
            i % 40 / 2, i % 2 * 30, 1 + i / 1000, 1 + i / 40 % 25, i % 40 / 2, i % 2 * 30
}' >long.data
expect_exit 0 import timewarrior long.data
expect_exit 0 export -o long.csv
expect_eq "progress in a pipe" "" "$ERR"
if script -qec true /dev/null >/dev/null 2>&1; then
    on_terminal() {
        script -qec "'$FOCUS_BIN' export $*" /dev/null </dev/null | tr '\r' '\n'
    }
    CASES=$((CASES + 1))
    on_terminal -o long.csv | grep -Eq '^1[0-9]{4} sessions$' || fail "no progress on a terminal"
    expect_eq "progress of what is quiet" "" "$(on_terminal -q -o long.csv)"
    expect_eq "progress of a short one" "Exported 40 sessions to short.csv" \
        "$(NO_COLOR=1 on_terminal 2024-01-01 -o short.csv | grep .)"
    expect_eq "progress among the sessions" "" "$(on_terminal --no-pager | grep -E '^[0-9]+ sessions')"
else
    skip "progress: script has no terminal here"
fi
export FOCUS_DB=$source_database

# Timewarrior itself: files by month, as it keeps them
timew_total() {
    rm -rf timew
    mkdir -p timew/data
    touch timew/timewarrior.cfg
    "$FOCUS_BIN" --tz Europe/Berlin export --as timewarrior |
        awk '{print >("timew/data/" substr($2, 1, 4) "-" substr($2, 5, 2) ".data")}'
    TIMEWARRIORDB=$WORK/timew TZ=UTC timew export </dev/null 2>err |
        sed -n 's/.*"start":"\([0-9TZ]*\)","end":"\([0-9TZ]*\)".*/\1 \2/p' |
        awk 'function instant(text,    year, month) {
                 year = substr(text, 1, 4)
                 month = substr(text, 5, 2)
                 return mktime(year " " month " " substr(text, 7, 2) " " substr(text, 10, 2) " " \
                     substr(text, 12, 2) " " substr(text, 14, 2))
             }
             {sum += instant($2) - instant($1)}
             END {print sum + 0}'
}
if command -v timew >/dev/null && awk 'BEGIN {exit mktime("2026 01 01 00 00 00") <= 0}' 2>/dev/null; then
    export TZ=UTC
    expect_eq "seconds by Timewarrior" "$want" "$(timew_total)"
    expect_eq "no complaint" "" "$(grep -v '^Tags database' err)"
    expect_eq "words by Timewarrior" 1 "$(TIMEWARRIORDB=$WORK/timew timew export </dev/null |
        grep -cF '"tags":["#hash","Client \"X\"","it'"'"'s","two words"],"annotation":"say \"hi\", #12 [x] 🎉"')"
    if [ -d "$FOCUS_SHARED_DATA_DIR" ]; then
        fresh
        expect_exit 0 import auto "$FOCUS_SHARED_DATA_DIR"/toggl/*one-user.csv \
            "$FOCUS_SHARED_DATA_DIR"/timewarrior/*/*.data "$FOCUS_SHARED_DATA_DIR"/watson/frames-2019
        expect_eq "years of seconds by Timewarrior" "$(work_seconds)" "$(timew_total)"
    else
        skip "real exports: they are not here"
    fi
    unset TZ
else
    skip "Timewarrior: there is no timew"
fi
finish
