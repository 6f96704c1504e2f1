#!/usr/bin/env bash
# A damaged database: what can be saved is saved, and the damaged file stays.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

# wreck FILE: nothing that SQLite could open is left of the first page.
wreck() {
    dd if=/dev/zero of="$1" bs=512 count=4 conv=notrunc 2>/dev/null
}

sample_history
at 2026-03-28T12:00
good=$FOCUS_DB
cp "$good" good-copy.db
sum=$(md5sum <"$good")

# reporting changes nothing
golden salvage_dry_run salvage --dry-run
expect_exit 0 salvage --dry-run
expect_out "no session is lost"
expect_exit 0 salvage --dry-run --plain
expect_eq "plain" "5" "$(awk -F'\t' '$1 == "sessions" {print $2}' "$WORK/out")"
expect_eq "two fields" "" "$(awk -F'\t' 'NF != 2' "$WORK/out")"
expect_eq "fits a terminal" "" "$(awk 'length($0) > 80' "$WORK/out")"
expect_eq "a trial leaves the file alone" "$sum" "$(md5sum <"$good")"
expect_eq "a trial makes no file" "" "$(ls ./*.salvaged ./*.damaged-* 2>/dev/null)"

# a file into another
expect_exit 0 --db new.db salvage "$good"
expect_out "Salvaged $good into new.db"
expect_eq "the same history" "$("$FOCUS_BIN" export)" "$("$FOCUS_BIN" --db new.db export)"
expect_eq "file of one's own" 600 "$(stat -c %a new.db)"
expect_exit 0 --db new.db doctor --full
expect_exit 4 --db new.db salvage "$good"
expect_err "hint: name a file that does not exist yet"
expect_exit 4 --db "$good" salvage "$good"
expect_exit 3 --db other.db salvage missing.db
expect_eq "nothing was made" "" "$(ls other.db 2>/dev/null)"
printf 'this is a text, and nothing of a database is in it\n' >text.db
expect_exit 7 --db other.db salvage text.db
expect_one_line_error
expect_exit 7 --db other.db --json salvage text.db
expect_err '"code":"not_ours"'

# the database itself
before=$("$FOCUS_BIN" export)
wreck "$good"
sum=$(md5sum <"$good")
expect_exit 7 log
expect_err "hint: was it one, and is damaged? focus salvage --dry-run"
expect_exit 2 salvage
expect_err "add --yes"
expect_out "sessions there should be"
expect_eq "without an answer nothing changes" "$sum" "$(md5sum <"$good")"
expect_eq "nor is anything made" "" "$(ls "$good".* 2>/dev/null)"
golden salvage salvage --yes
expect_eq "the damaged file is kept" "$sum" "$(md5sum <"$good.damaged-1")"
expect_eq "the same history is back" "$before" "$("$FOCUS_BIN" export)"
expect_eq "nothing else is left" "$good.damaged-1" "$(ls "$good".*)"
expect_exit 0 doctor --full
expect_exit 0 start "Goes on"
expect_exit 0 abandon

# a second time, to the next name, beside what a killed run left
wreck "$good"
echo left >"$good.salvaged-1"
expect_exit 0 salvage --yes
expect_out "the damaged file is $(realpath "$good").damaged-2"
expect_eq "what was left is left" left "$(cat "$good.salvaged-1")"

# losses are told
rm -f big.db
for i in 1 2 3 4 5 6 7 8; do
    "$FOCUS_BIN" --db big.db add "Session $i" --from "2026-03-2${i}T09:00" --for 50m -q \
        --note "$(head -c 3000 /dev/zero | tr '\0' n)"
done
page=$(grep -abo "Session 7" big.db | head -1 | cut -d: -f1)
dd if=/dev/zero of=big.db bs=4096 seek=$((page / 4096)) count=1 conv=notrunc 2>/dev/null
expect_exit 0 --db big.db salvage --dry-run
expect_out "1 session is lost"
expect_exit 7 --db big.db doctor
expect_exit 0 --db big.db salvage --yes
expect_exit 0 --db big.db log --plain
expect_eq "seven are there" 7 "$(wc -l <"$WORK/out")"

# somebody has it open
mkfifo slow
cp good-copy.db busy.db
"$FOCUS_BIN" --db busy.db import jsonl slow >/dev/null 2>&1 &
importer=$!
exec 9>slow
sleep 1
run --db busy.db salvage --yes
if [ "$CODE" -eq 0 ]; then
    skip "a database in use: the import did not hold the file yet"
else
    expect_eq "in use" 5 "$CODE"
    expect_err "hint: end the other program first"
    expect_eq "nothing is left of the trial" "" "$(ls busy.db.salvaged* busy.db.damaged-1 2>/dev/null)"
fi
exec 9>&-
wait "$importer"

# the doctor points the way
cp good-copy.db figures.db
if command -v sqlite3 >/dev/null; then
    sqlite3 figures.db "UPDATE counters SET xp = 7"
    expect_exit 7 --db figures.db doctor
    expect_out "focus salvage --dry-run"
    expect_exit 0 --db figures.db salvage --yes
    expect_exit 0 --db figures.db doctor
else
    skip "figures that are wrong: no sqlite3"
fi
finish
