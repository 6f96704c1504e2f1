#!/usr/bin/env bash
# Libraries and tracks.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

golden libraries_empty library list
golden library_added library add Rain --description "no words"
expect_exit 4 library add Rain
expect_exit 0 library add "Wald & Wiese"
expect_exit 6 library add ""
printf '\xef\xbb\xbf#EXTM3U\r\n#EXTINF:245,Artist - Roof\r\nfile:///roof.ogg\r\n\r\n# a note\r\n#EXTINF:-1,Stream\r\nhttp://x/y\r\nwood/plain.mp3' >list.m3u
golden track_import track import Rain list.m3u
golden tracks track list Rain
expect_exit 0 track list Rain
expect_out "04:05"
expect_out "plain.mp3"
expect_exit 0 track list Rain --limit 2
expect_out "3 tracks; more: add --cursor "
expect_exit 0 track list Rain --limit 2 --cursor "${OUT##*--cursor }"
expect_out "plain.mp3"
"$FOCUS_BIN" track import Rain - <list.m3u >out 2>&1
expect_eq "playlist on stdin" "Added 3 tracks to \"Rain\"" "$(cat out)"
expect_exit 6 track import Rain /dev/null
expect_exit 9 track import Rain missing.m3u
expect_exit 9 track import Rain "$WORK"
expect_exit 6 track import Rain "$FOCUS_DB"
printf 'a.mp3\n#EXTINF:1,bad \xff title\nb.mp3\n' >bad.m3u
expect_exit 6 track import Rain bad.m3u
printf 'a.mp3\nb\0.\0m\0p\0003\0\n' >utf16.m3u
expect_exit 6 track import Rain utf16.m3u
expect_err "there is a NUL byte"
expect_exit 0 track list Rain --plain
expect_eq "all or none" 6 "$(wc -l <"$WORK/out")"

golden track_added track add Rain Last --length 4m --url file:///last.ogg
expect_exit 0 track move Rain 7 --before 1
expect_exit 0 track list Rain --plain
expect_eq "first now" "Last" "$(head -1 "$WORK/out" | cut -f2)"
first=$(head -1 "$WORK/out" | cut -f1)
golden track_edited track edit Rain 1 --title First --length 90s
expect_exit 0 track edit Rain "$first" --url ""
expect_exit 0 track move Rain 1
expect_exit 0 track list Rain --plain
expect_eq "last now" "First" "$(tail -1 "$WORK/out" | cut -f2)"
golden track_removed track remove Rain 7
expect_exit 3 track remove Rain 7
expect_exit 6 track remove Rain 0
expect_exit 3 track add Nowhere x
expect_exit 2 track
expect_exit 2 track add Rain

expect_exit 0 library favorite Rain
golden libraries library list
expect_exit 0 library favorite Rain --off
expect_exit 0 library rename Rain Snow
expect_exit 4 library rename Snow "Wald & Wiese"
expect_exit 2 library remove Snow
expect_err "hint: add --yes"
expect_exit 0 library remove Snow --yes
expect_out 'library "Snow" with 6 tracks'
expect_exit 3 library remove Snow --yes
expect_exit 0 doctor
finish
