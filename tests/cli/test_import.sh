#!/usr/bin/env bash
# Import: what other programs keep, by each format's made-up file.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

DATA=$(cd "$CLI_TESTS/../data" && pwd)

# every format is named by the help, and recognised
run import nonsense a b
formats=$(printf '%s\n' "$ERR" | sed -n 's/.* is no format: auto, //p' | sed 's/, / /g; s/ or / /')
run help import
help_text=$OUT
for format in $formats; do
    case $help_text in
    *"$format"*) expect_eq "help names $format" named named ;;
    *) expect_eq "help names $format" named missing ;;
    esac
done
expect_eq "a refusal makes no database" "" "$(ls "$FOCUS_DB" 2>/dev/null)"
expect_eq "formats" 14 "$(printf '%s\n' "$formats" | wc -w)"

# recognise FORMAT FILE
recognise() {
    expect_exit 0 import "$DATA/$2" --dry-run --plain
    expect_eq "$2" "$1" "$(printf '%s' "$OUT" | cut -f2)"
}
recognise toggl toggl/detailed.csv
recognise timewarrior timewarrior/2026-01.data
recognise watson watson/frames
recognise forest forest/plants.csv
recognise openpomodoro openpomodoro/history
recognise activitywatch activitywatch/buckets.json
recognise klog klog/garden.klg
recognise rescuetime rescuetime/activities.csv
recognise ics ics/calendar.ics
recognise gnome-pomodoro gnome-pomodoro/entries.sqlite
recognise gnome-pomodoro gnome-pomodoro/timeblocks.sqlite
recognise superproductivity superproductivity/backup.json
recognise csv csv/log.csv

# what is left out is told, and why
expect_exit 0 import "$DATA/openpomodoro/history"
expect_out "5 read = 3 new + 0 same + 0 changed + 2 skipped (1 of no length, 1 without a date)"
expect_exit 0 import "$DATA/ics/calendar.ics"
expect_out "1 of no length, 1 repeating, 1 not over yet, 2 of another kind"
expect_err "repeating events are left out"
expect_exit 0 import "$DATA/activitywatch/buckets.json"
expect_out "2 new"
expect_err "--bucket aw-watcher-window takes windows instead"
expect_exit 0 import "$DATA/activitywatch/buckets.json" --bucket aw-stopwatch
expect_out "2 read = 1 new + 0 same + 0 changed + 1 skipped (1 running)"
expect_exit 6 import "$DATA/activitywatch/buckets.json" --bucket aw-other
expect_err 'no bucket begins with "aw-other"'

# totals of days are no sessions, unless they are asked to be
fresh
cp "$DATA/klog/garden.klg" .
golden import_totals import klog garden.klg
expect_exit 0 import "$DATA/rescuetime/activities.csv"
expect_out "5 day totals"
expect_err "day totals are no sessions"
expect_exit 0 log --limit 1
expect_out "5 sessions"
expect_exit 0 export -o all.jsonl
expect_eq "lines" 13 "$(wc -l <all.jsonl)"
fresh
expect_exit 0 import all.jsonl
expect_out "13 read = 13 new"
expect_exit 0 import all.jsonl
expect_out "13 same"
fresh
expect_exit 0 import "$DATA/rescuetime/activities.csv" --as-sessions
expect_eq "no advice to do what was done" "focus: focus undo takes it back" "$ERR"
expect_exit 0 log --limit 1
expect_out "5 sessions"

# those that cannot be say why
fresh
expect_exit 0 import "$DATA/klog/garden.klg"
expect_err "--as-sessions makes them some, and focus report --include totals counts them"
fresh
expect_exit 0 import "$DATA/klog/garden.klg" --as-sessions
expect_err "1 day total stays one: time taken away is no session"
expect_eq "no advice that was followed" "" "$(printf '%s' "$ERR" | grep 'as-sessions')"
fresh
expect_exit 0 import "$DATA/superproductivity/backup.json" --as-sessions
expect_err "1 day total stays one: it is the sum of others in the file"
expect_exit 0 export -o totals.jsonl
fresh
expect_exit 0 import totals.jsonl --as-sessions
expect_err "1 day total stays one: it was one where the file was exported"

# strict
fresh
expect_exit 6 import "$DATA/openpomodoro/history" --strict
expect_err "it would be left out"
expect_exit 0 import "$DATA/forest/plants.csv" --strict

# several files are one step, and kept whole or not at all
fresh
expect_exit 0 import "$DATA/forest/plants.csv" "$DATA/klog/garden.klg" "$DATA/openpomodoro/history"
expect_out "total: 19 read = 15 new"
expect_err "focus undo takes it back"
expect_exit 0 undo --list --plain
expect_eq "steps" 1 "$(wc -l <"$WORK/out")"
expect_exit 0 undo
expect_exit 0 export --as jsonl
expect_eq "nothing is left" "" "$OUT"
expect_exit 0 redo
expect_exit 0 export --as jsonl
expect_eq "all is back" 15 "$(wc -l <"$WORK/out")"
fresh
printf 'no history\n' >bad
expect_exit 6 import "$DATA/forest/plants.csv" bad
expect_eq "no report of what was not kept" "" "$OUT"
expect_err "none of the 2 files is imported"
expect_exit 0 log
expect_out "no sessions"
expect_exit 9 import "$DATA/forest/plants.csv" missing

# through pipes, of which the commands may be slow
fresh
"$FOCUS_BIN" import forest - <(cat "$DATA/openpomodoro/history") <"$DATA/forest/plants.csv" >piped 2>&1
expect_eq "the second is no forest" 6 $?
"$FOCUS_BIN" import - <(cat "$DATA/openpomodoro/history") <"$DATA/forest/plants.csv" >piped 2>&1
expect_eq "pipes" 0 $?
expect_eq "the first is stdin" 1 "$(grep -c '^stdin (forest): ' piped)"

# a team's file
fresh
{
    echo "User,Email,Description,Start date,Start time,End date,End time,Duration"
    echo "Ann,ann@example.com,one,2026-01-05,09:00:00,2026-01-05,10:00:00,01:00:00"
    echo "Ben,ben@example.com,two,2026-01-05,09:00:00,2026-01-05,10:00:00,01:00:00"
    echo "Ann,ann@example.com,three,2026-01-06,09:00:00,2026-01-06,10:00:00,01:00:00"
} >team.csv
expect_exit 0 import team.csv --dry-run
expect_err "team.csv has the time of 2 people as one history; --person NAME takes one of them"
expect_exit 6 import team.csv --person who
expect_err 'nobody in team.csv is called "who", but Ann, Ben'
expect_exit 0 import team.csv --person ann
expect_out "3 read = 2 new + 0 same + 0 changed + 1 skipped (1 of others)"
expect_eq "no note on people" "" "$(printf '%s' "$ERR" | grep people)"
expect_exit 0 import team.csv --person BEN@example.com --json
expect_out '"new":1'
expect_out '"people":2'
expect_exit 6 import "$DATA/forest/plants.csv" --person Ann
expect_err "does not say whose its records are"

# Timewarrior's folder, in which are files of its own beside the intervals
fresh
mkdir -p timew/data/old timew/other empty
printf 'inc 20260302T080000Z - 20260302T090000Z # "a tag"\n' >timew/data/2026-03.data
printf '{\n  "a tag":{"count":1},\n  "say \\"hi\\"": {"count": 12}\n}' >timew/data/tags.data
printf 'txn:\n  type: interval\n  before:\n  after: {"id":0}\n' >timew/data/undo.data
: >timew/data/backlog.data
expect_exit 0 import auto timew/data/*.data
expect_out "total: 1 read = 1 new"
expect_err "timew/data/tags.data holds no intervals, and was left out"
expect_err "timew/data/backlog.data holds no intervals"
expect_exit 0 import timewarrior timew/data --json
expect_out '"file":"timew/data/tags.data","read":0'
expect_eq "companions in JSON" 3 "$(grep -o '"is_companion":true' "$WORK/out" | wc -l)"
expect_exit 0 import timew/data/undo.data --quiet
expect_eq "a companion alone" "" "$OUT"
cp timew/data/tags.data timew/other/words.data
expect_exit 6 import timew/other
expect_err "words.data is of no kind that is known here"
echo '{"a":1}' >timew/other/tags.data
expect_exit 6 import timew/other/tags.data
expect_exit 6 import empty
expect_err "empty has no files"

# progress is for a terminal alone
fresh
awk 'BEGIN { for (i = 0; i < 2500; i++)
    printf "inc 2025%02d%02dT%02d0000Z - 2025%02d%02dT%02d3000Z\n", 1 + int(i / 240), 1 + int(i / 10) % 24, i % 10,
        1 + int(i / 240), 1 + int(i / 10) % 24, i % 10 }' >long.data
expect_exit 0 import long.data
expect_eq "no progress in a pipe" "" "$(printf '%s' "$ERR" | grep 'rows')"
if script -qec true /dev/null >/dev/null 2>&1; then
    script -qec "'$FOCUS_BIN' import long.data" /dev/null </dev/null | tr '\r' '\n' >seen
    expect_eq "progress" "1000 rows 2000 rows" "$(grep -o '^[0-9]* rows' seen | paste -sd ' ')"
    script -qec "'$FOCUS_BIN' import long.data long.data --json" /dev/null </dev/null | tr '\r' '\n' >seen
    expect_eq "no progress beside JSON" "" "$(grep rows seen)"
    script -qec "'$FOCUS_BIN' import long.data long.data" /dev/null </dev/null | tr '\r' '\n' >seen
    expect_eq "progress of files" 2 "$(grep -c '^file 2 of 2: [12]000 rows' seen)"
else
    skip "progress: there is no script to make a terminal"
fi

# a program that still runs
cp "$DATA/gnome-pomodoro/entries.sqlite" pomodoro.sqlite
echo x >pomodoro.sqlite-wal
expect_exit 0 import pomodoro.sqlite
expect_err "pomodoro.sqlite-wal has changes that were not read"

# half of a file is none
for file in ics/calendar.ics activitywatch/buckets.json superproductivity/backup.json \
    gnome-pomodoro/timeblocks.sqlite; do
    fresh
    size=$(wc -c <"$DATA/$file")
    head -c $((size * 2 / 3 - 2)) "$DATA/$file" >half
    expect_exit 6 import half
    expect_err "half"
    expect_exit 0 log
    expect_out "no sessions"
done

finish
