#!/usr/bin/env bash
# Import, export, backup: files in and out.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

cat >toggl.csv <<'CSV'
User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount ()
Ann,ann@example.org,,Thesis,,Chapter one,No,2026-03-02,09:00:00,2026-03-02,10:30:00,01:30:00,"writing, deep",
Ann,ann@example.org,,Thesis,,Chapter two,No,2026-03-03,09:00:00,2026-03-03,09:45:00,00:45:00,writing,
Ann,ann@example.org,,,,Nothing,No,2026-03-03,11:00:00,2026-03-03,11:00:00,00:00:00,,
CSV
cat >march.data <<'DATA'
inc 20260304T080000Z - 20260304T083000Z # "deep work" letters
inc 20260304T090000Z - 20260304T093000Z # letters
DATA
printf '[[1772700000, 1772703600, "thesis", "0123456789abcdef0123456789abcdef", ["reading"], 1772703600]]\n' >frames

# import
golden import_dry_run import toggl toggl.csv --dry-run
expect_eq "no file by a dry run" "" "$(ls "$FOCUS_DB" 2>/dev/null)"
golden import import toggl toggl.csv
golden import_again import toggl toggl.csv
golden imports import auto march.data frames
expect_exit 0 import march.data
expect_out "2 read = 0 new + 2 same + 0 changed + 0 skipped"
expect_exit 0 import auto toggl.csv march.data --plain
expect_eq "plain rows" 2 "$(wc -l <"$WORK/out")"
expect_exit 0 log --tag writing --project Thesis
expect_out "2 sessions"
fresh
expect_exit 0 import toggl toggl.csv --project-as tag --min-length 1h --rewards
expect_out "1 of no length, 1 too short"
expect_exit 0 log --tag Thesis
expect_out "1 session"
expect_exit 0 progress --plain
expect_eq "paid" 90 "$(printf '%s' "$OUT" | cut -f2)"
"$FOCUS_BIN" --tz Europe/Berlin import timewarrior - <march.data >out
expect_eq "stdin" "stdin (timewarrior): 2 read = 2 new + 0 same + 0 changed + 0 skipped; 1h read, 1h new" \
    "$(cat out)"

# nothing half-imported
cat toggl.csv - >broken.csv <<'CSV'
Ann,ann@example.org,,,,Broken,No,2026-13-45,09:00:00,2026-03-03,09:45:00,00:45:00,,
CSV
fresh
expect_exit 6 import toggl broken.csv
expect_err "broken.csv"
expect_err "line 5"
expect_one_line_error
expect_exit 0 log
expect_out "no sessions"
expect_exit 6 import toggl toggl.csv broken.csv
expect_err "none of the 2 files is imported"
expect_exit 0 log
expect_out "no sessions"
golden_error error_import 6 import toggl broken.csv
expect_exit 9 import toggl missing.csv
expect_exit 6 import toggl "$WORK" # a folder, in which it lies
expect_err "is the database itself"
expect_exit 6 import auto "$FOCUS_DB"
expect_err "is the database itself"
expect_exit 2 import
expect_exit 2 import togl a.csv b.csv
expect_err 'did you mean "toggl"?'
expect_exit 2 import toggl toggl.csv --project-as client

# export
fresh
sample_history
at 2026-03-28T12:00
golden export export -o all.jsonl
expect_eq "lines" 5 "$(wc -l <all.jsonl)"
expect_exit 0 export
expect_eq "stdout is the same" "$(cat all.jsonl)" "$OUT"
expect_exit 0 export -o march.csv 2026-03-27
expect_eq "csv by its name" 2 "$(wc -l <march.csv)"
expect_exit 0 export --as csv --since yesterday
expect_out "id,mode,status,title"
expect_exit 2 export --as xml
expect_exit 9 export -o missing/folder.jsonl
expect_exit 6 export -o "$FOCUS_DB"
expect_exit 6 export -o "$FOCUS_DB-wal"
expect_eq "no temporary file stays" "" "$(ls ./*.tmp-* 2>/dev/null)"
ln -s all.jsonl link.jsonl
expect_exit 0 export -o link.jsonl
expect_eq "a link stays one" "all.jsonl" "$(readlink link.jsonl)"
chmod 600 all.jsonl
expect_exit 0 export -o link.jsonl
expect_eq "the file keeps its mode" 600 "$(stat -c %a all.jsonl)"
# what a format has no place for is told: breaks, here
expect_exit 0 export --as klog -o all.klg
expect_out "Exported 4 sessions to all.klg; left out: 1 break"
if [ -c /dev/full ]; then
    expect_exit 9 export -o /dev/full
    CASES=$((CASES + 1))
    [ -c /dev/full ] || fail "/dev/full was replaced"
    "$FOCUS_BIN" export >/dev/full 2>err
    expect_eq "full stdout" 9 $?
    "$FOCUS_BIN" log >/dev/full 2>err
    expect_eq "full stdout" 9 $?
else
    skip "a full device: there is no /dev/full"
fi

# what a format has no words for is told
source_database=$FOCUS_DB
fresh
printf '2026-03-01\n  1h garden\n  9:00 - 10:00 Sow\n' >day.klg
expect_exit 0 import day.klg
expect_exit 0 add --from 2026-03-02T09:00 --for 5m --mode break
expect_exit 0 add --from 2026-03-02T10:00 --for 20s
expect_exit 0 export -o all.json
expect_out "Exported 3 sessions and 1 day total to all.json"
expect_exit 0 export -o left.klg
expect_out "Exported 1 session to left.klg; left out: 1 break, 1 shorter than a minute, 1 day total"
expect_exit 0 export -o left.klg --json
expect_out '"sessions":1,"day_totals":0,"left_out":{"breaks":1,"running":0,"short":1,"day_totals":1}'
expect_exit 0 export --as ics
expect_err "left out, as ics has no words for it: 1 day total"
expect_exit 0 export --as json
expect_eq "nothing to tell" "" "$ERR"
export FOCUS_DB=$source_database

# what was exported comes back the same
source_database=$FOCUS_DB
fresh
expect_exit 0 import jsonl all.jsonl
expect_out "5 read = 5 new"
expect_exit 0 export -o back.jsonl
# without the points, which imports earn only on demand
content() {
    sed -E 's/"(xp|coins|rev)":[0-9]+/"\1":N/g' "$1"
}
expect_eq "round trip" "$(content all.jsonl)" "$(content back.jsonl)"
expect_exit 0 doctor

# backup
export FOCUS_DB=$source_database
golden backup backup copy.db
expect_exit 4 backup copy.db
expect_exit 0 --db copy.db log
expect_out "5 sessions"
expect_exit 0 --db copy.db doctor
expect_exit 9 backup missing/copy.db
finish
