#!/usr/bin/env bash
# Backups, the way back, and repair.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

unset FOCUS_BACKUP

# the first start of a day makes a backup, without a word
expect_exit 0 start First
expect_eq "says nothing of it" "" "$ERR"
backup=$FOCUS_DB.2026-03-28.backup
expect_eq "a file of one's own" 600 "$(stat -c %a "$backup")"
expect_exit 0 complete
first=$(stat -c %Y.%i "$backup")
expect_exit 0 start Second
expect_eq "once a day" "$first" "$(stat -c %Y.%i "$backup")"
expect_exit 0 abandon
at 2026-03-29T09:00
FOCUS_BACKUP=off expect_exit 0 start Third
expect_eq "none when off" "" "$(ls "$FOCUS_DB.2026-03-29.backup" 2>/dev/null)"
expect_exit 0 abandon
expect_exit 0 backup
expect_out "Backed up"
expect_out "2026-03-29.backup"
expect_exit 0 backup
expect_out "is there already"
expect_exit 0 backup --plain
expect_eq "plain is the name" "$FOCUS_DB.2026-03-29.backup" "$OUT"
at 2026-03-30T09:00
golden backup_today backup
expect_exit 0 doctor
expect_no_out "there is no backup"

# a start does not fail for a backup that fails, here of a name that is too long
database=$FOCUS_DB
FOCUS_DB="$WORK/$(printf '%0235d' 7).db"
expect_exit 0 start "With a long name"
expect_err "no backup of today"
FOCUS_DB=$database
cp "$backup" first.db
backup=$WORK/first.db

# the way back
expect_exit 0 add Lost --from 2026-03-29T10:00 --for 1h
sessions=$("$FOCUS_BIN" log --plain | wc -l)
expect_exit 2 restore-backup "$backup"
expect_eq "nothing without --yes" "$sessions" "$("$FOCUS_BIN" log --plain | wc -l)"
golden restore_backup restore-backup "$backup" --yes
expect_eq "as it was that day" 1 "$("$FOCUS_BIN" log --plain | wc -l)"
expect_exit 0 doctor --full
expect_exit 0 restore-backup "$FOCUS_DB.before-restore-1" --yes
expect_eq "and back" "$sessions" "$("$FOCUS_BIN" log --plain | wc -l)"
expect_exit 3 restore-backup missing.db --yes
echo "just text" >text.db
expect_exit 7 restore-backup text.db --yes

# in the place of a database that does not open
dd if=/dev/urandom of="$FOCUS_DB" bs=4096 count=3 conv=notrunc 2>/dev/null
expect_exit 7 log
expect_exit 0 restore-backup "$backup" --yes
expect_out "damaged-1"
expect_eq "the backup's content" 1 "$("$FOCUS_BIN" log --plain | wc -l)"
expect_eq "the damaged one is kept" 12288 "$(head -c 12288 "$FOCUS_DB.damaged-1" | wc -c)"
expect_eq "nothing else is left" "" "$(ls "$FOCUS_DB".restored-* 2>/dev/null)"

# where there is none yet
fresh
expect_exit 0 restore-backup "$backup" --yes
expect_eq "a new database" 1 "$("$FOCUS_BIN" log --plain | wc -l)"
fresh
expect_exit 7 restore-backup text.db --yes
expect_eq "nothing is left of it" "" "$(ls "$FOCUS_DB"* 2>/dev/null)"
expect_exit 0 start "After a bad backup"
fresh
mkdir "$FOCUS_DB"
expect_exit 7 restore-backup "$backup" --yes
expect_eq "a folder stays" directory "$(stat -c %F "$FOCUS_DB")"
fresh
unset FOCUS_DB
expect_exit 0 restore-backup "$backup" --yes
expect_eq "on a new machine" 600 "$(stat -c %a "$HOME/.local/share/focus/focus.db")"
expect_eq "alone" focus.db "$(ls "$HOME/.local/share/focus")"

if [ -c /dev/full ]; then
    fresh
    "$FOCUS_BIN" start "The first of its day" >/dev/full 2>err
    expect_eq "why stdout failed" "focus: stdout: No space left on device" "$(cat err)"
fi

# doctor tells of the place
fresh
FOCUS_BACKUP=off expect_exit 0 start Alone
expect_exit 0 doctor
expect_out "there is no backup beside it"
chmod 644 "$FOCUS_DB"
expect_exit 0 doctor
expect_out "others may read"
expect_exit 0 doctor --json
expect_out '"check":"permissions"'
chmod 600 "$FOCUS_DB"

# repair
if command -v sqlite3 >/dev/null; then
    sqlite3 "$FOCUS_DB" "UPDATE counters SET focus_completed = 7"
    expect_exit 7 doctor
    expect_out "counters"
    expect_exit 0 doctor --fix
    expect_out "All is well"
    expect_err "before-fix-1"
    expect_eq "nobody else's" 600 "$(stat -c %a "$FOCUS_DB.before-fix-1")"
    expect_exit 0 doctor --full
else
    skip "repair of a counter: no sqlite3"
fi

finish
