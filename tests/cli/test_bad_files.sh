#!/usr/bin/env bash
# Files that are not what they should be, and systems that refuse: the right exit code, one line, the
# file unharmed.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

unharmed() { # WHAT FILE SUM
    expect_eq "$1 is unharmed" "$3" "$(md5sum <"$2")"
}

# put_bytes FILE OFFSET HEX...: change bytes of a file
put_bytes() {
    local file=$1 offset=$2
    shift 2
    # shellcheck disable=SC2059
    printf "$(printf '\\x%s' "$@")" | dd of="$file" bs=1 seek="$offset" conv=notrunc 2>/dev/null
}

sample_history
good=$FOCUS_DB
at 2026-03-28T12:00

# a folder, a text file, an empty file, another application's database
mkdir folder
expect_exit 7 --db folder status
expect_one_line_error
expect_exit 7 --db folder start
printf 'this is a text, long enough to be no empty file; nothing in it is a database.\n%.0s' {1..50} >text.db
sum=$(md5sum <text.db)
for verb in status log start doctor export; do
    expect_exit 7 --db text.db "$verb"
    expect_one_line_error
done
unharmed "a text" text.db "$sum"
golden_error error_not_ours 7 --db text.db status
cp "$good" foreign.db
put_bytes foreign.db 68 12 34 56 78
sum=$(md5sum <foreign.db)
expect_exit 7 --db foreign.db status
expect_exit 7 --db foreign.db start
unharmed "another application's database" foreign.db "$sum"

# from a newer version
cp "$good" newer.db
put_bytes newer.db 60 00 00 00 63
sum=$(md5sum <newer.db)
expect_exit 8 --db newer.db status
expect_exit 8 --db newer.db start
unharmed "a newer database" newer.db "$sum"
golden_error error_too_new 8 --db newer.db status

# truncated and damaged
size=$(stat -c %s "$good")
head -c $((size / 2)) "$good" >truncated.db
sum=$(md5sum <truncated.db)
expect_exit 7 --db truncated.db log
expect_exit 7 --db truncated.db doctor
unharmed "a truncated database" truncated.db "$sum"
head -c 50 "$good" >stub.db
expect_exit 7 --db stub.db status
cp "$good" damaged.db
for offset in 4096 8192 12288 16384 20480 24576 28672; do
    put_bytes damaged.db $offset ff ff ff ff ff ff ff ff ff ff ff ff
done
expect_exit 7 --db damaged.db log
expect_exit 7 --db damaged.db doctor

# no such folder, no such file
expect_exit 9 --db nowhere/focus.db start
expect_exit 3 --db missing.db pause
expect_exit 3 --db missing.db show @1
expect_exit 3 --db missing.db export
expect_exit 3 --db missing.db doctor
expect_exit 3 --db missing.db backup copy.db
expect_eq "nothing was made" "" "$(ls missing.db copy.db 2>/dev/null)"

# busy: an import that waits for its input holds the file
mkfifo slow
fresh
expect_exit 0 start First
expect_exit 0 complete --early
"$FOCUS_BIN" import jsonl slow >import.out 2>&1 &
importer=$!
exec 9>slow
printf '{"id":"01932b4e-7c1d-7000-8000-000000000001","mode":"focus","status":"completed","started_at":"2026-03-02T09:00:00Z","ended_at":"2026-03-02T09:30:00Z"}\n' >&9
sleep 1
run start Second
if [ "$CODE" -eq 0 ]; then
    skip "a busy database: the import did not hold the file yet"
else
    expect_eq "busy" 5 "$CODE"
    expect_one_line_error
fi
expect_exit 0 status
exec 9>&-
wait "$importer"
expect_exit 0 log --plain
expect_exit 0 doctor

# text that the database does not take
fresh
expect_exit 6 start "$(printf 'bad\xff')"
expect_one_line_error
expect_exit 6 start "$(printf 'two\nlines')"
expect_exit 6 start "$(printf 'a%.0s' {1..1001})"
expect_exit 0 start "$(printf 'a%.0s' {1..1000})"
expect_exit 0 complete
expect_exit 6 start "$(printf 'a%.0s' {1..100000})"
expect_exit 6 start -t "$(printf '\xc3\x28')"
expect_exit 6 --json start "$(printf 'bad\xff')"
expect_err '"code":"invalid"'
{
    printf '{"id":"01932b4e-7c1d-7000-8000-000000000001","mode":"focus","status":"completed","started_at":"2026-03-02T09:00:00Z","ended_at":"2026-03-02T09:30:00Z","title":"'
    head -c 1000000 /dev/zero | tr '\0' a
    printf '"}\n'
} >megabyte.jsonl
expect_exit 6 import jsonl megabyte.jsonl
expect_one_line_error
expect_exit 0 log
expect_out "1 session"
printf '#EXTINF:1,%s\nx.mp3\n' "$(head -c 1000000 /dev/zero | tr '\0' a)" >megabyte.m3u
expect_exit 0 library add L
expect_exit 6 track import L megabyte.m3u
expect_one_line_error
for text in -1 1969-12-31T23:00:00Z 99999-01-01T00:00Z; do
    expect_exit 6 --now "$text" status
done
expect_exit 6 add --from 1969-12-31T23:00:00Z --for 10m
expect_exit 6 add --from 1970-01-01T00:30 --for 10m
expect_exit 0 doctor

# a folder that cannot be written
if [ "$(id -u)" -ne 0 ]; then
    as_other() { "$@"; }
elif setpriv --reuid=65534 --regid=65534 --clear-groups true 2>/dev/null; then
    as_other() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }
fi
if declare -F as_other >/dev/null; then
    mkdir locked
    cp "$good" locked/focus.db
    cp "$FOCUS_BIN" other-focus
    chmod 755 "$WORK" other-focus
    chmod 644 locked/focus.db
    chmod 555 locked
    sum=$(md5sum <locked/focus.db)
    try_other() { # CODE ARGS...
        local want=$1
        shift
        as_other ./other-focus --db locked/focus.db "$@" >"$WORK/out" 2>"$WORK/err" </dev/null
        CODE=$?
        OUT=$(cat "$WORK/out")
        ERR=$(cat "$WORK/err")
        expect_eq "focus $* in a locked folder" "$want" "$CODE"
    }
    try_other 9 start
    expect_one_line_error
    try_other 0 status
    try_other 0 log
    try_other 9 export -o locked/all.jsonl
    unharmed "a database that cannot be written" locked/focus.db "$sum"
    as_other ./other-focus --db locked/new.db start >"$WORK/out" 2>"$WORK/err"
    expect_eq "a new file in a locked folder" 9 $?
    chmod 755 locked
else
    skip "a folder that cannot be written: run by root, and setpriv cannot become another"
fi

# a full disk
mkdir small
if [ "$(id -u)" -eq 0 ] && mount -t tmpfs -o size=256k tmpfs small 2>/dev/null; then
    cp "$good" small/focus.db
    export FOCUS_DB="$WORK/small/focus.db"
    head -c 1000000 /dev/zero >small/filler 2>/dev/null
    expect_exit 9 start Full
    expect_one_line_error
    expect_exit 9 export -o small/all.jsonl
    FOCUS_DB=$good expect_exit 9 export -o small/all.jsonl
    expect_err "No space left on device"
    expect_eq "no part of an export stays" "" "$(ls small/all.jsonl* 2>/dev/null)"
    rm -f small/filler
    expect_exit 0 doctor
    expect_exit 0 log
    expect_out "5 sessions"
    expect_exit 0 start "Room again"
    umount small
else
    skip "a full disk: a small tmpfs cannot be mounted here"
fi
finish
