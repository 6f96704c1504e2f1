#!/usr/bin/env bash
# Users, settings, versions, where the database is.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

golden version version
expect_exit 0 --version
expect_out "SQLite"
expect_exit 0 version --plain

# where the database is
expect_exit 0 config path
expect_eq "FOCUS_DB" "$FOCUS_DB" "$OUT"
golden path config path
expect_exit 0 --db other.db config path
expect_eq "--db wins" other.db "$OUT"
database=$FOCUS_DB
unset FOCUS_DB
expect_exit 0 config path
expect_eq "default" "$HOME/.local/share/focus/focus.db" "$OUT"
XDG_DATA_HOME="$WORK/data" expect_exit 0 config path
expect_eq "XDG_DATA_HOME" "$WORK/data/focus/focus.db" "$OUT"
expect_exit 0 status
expect_eq "reading makes no folder" "" "$(ls "$HOME")"
expect_exit 0 start First
expect_eq "folder of one's own" 700 "$(stat -c %a "$HOME/.local/share/focus")"
expect_eq "file of one's own" 600 "$(stat -c %a "$HOME/.local/share/focus/focus.db")"
HOME="" expect_exit 2 status
HOME="" expect_exit 0 version
expect_exit 9 --db missing/folder/focus.db start
expect_eq "no folders for --db" "" "$(ls missing 2>/dev/null)"
expect_exit 2 --db "" status
export FOCUS_DB=$database

# settings
golden config_empty config list
expect_exit 0 config list
expect_out "a session expires after this many plans; 0 = never"
expect_eq "no goal" none "$(awk '$1 == "daily_goal" {print $2}' "$WORK/out")"
expect_eq "list fits" "" "$(awk 'length($0) > 80' "$WORK/out")"
settings=$(awk 'NR > 1 {print $1}' "$WORK/out")
expect_exit 0 config list --plain
expect_eq "two fields" "daily_goal	0s" "$(grep -P '^daily_goal\t' "$WORK/out")"
expect_exit 0 help config
for setting in $settings; do
    expect_out "$setting"
done
expect_exit 0 config set focus_length 50m
expect_out "25m → 50m"
expect_exit 0 start Fifty
expect_out "50m, until 09:50"
expect_exit 0 abandon
for pair in "break_length 10m" "long_break_length 1h" "cycle_length 3" "day_start 04:00" "week_start sun" \
    "daily_goal 4h" "daily_goal_sessions 8" "expire_factor 3" "pause_limit 30m" "daily_goal 0"; do
    # shellcheck disable=SC2086
    expect_exit 0 config set $pair
done
golden config config list
golden setting config get day_start
expect_exit 0 config get week_start
expect_eq "bare value" sun "$OUT"
expect_exit 0 config unset day_start
expect_out "day_start is 00:00 again"
expect_exit 0 config unset cycle_length
expect_out "cycle_length is 4 again"
expect_exit 0 config get pause_limit --json
expect_out '"value":1800}'
expect_exit 0 config set week_start sunday
expect_exit 0 config get week_start
expect_eq "a whole name" sun "$OUT"
expect_exit 2 config set nonsense 1
expect_exit 2 config set daily_gaol 1
expect_err 'did you mean "daily_goal"?'
expect_exit 6 config set week_start someday
expect_exit 6 config set rest_days monkey
expect_exit 6 config set rest_days mon-sun
expect_err "not every day can be one of rest"
expect_exit 0 config set rest_days sunday,sat
expect_out "Set rest_days: none → sat-sun"
expect_exit 0 config set rest_days none
for pair in "day_start 25:00" "day_start 4" "cycle_length 0" "cycle_length 101" "cycle_length x" \
    "focus_length 0" "focus_length 25h" "expire_factor -1" "daily_goal -1h"; do
    # shellcheck disable=SC2086
    expect_exit 6 config set $pair
done
expect_exit 2 config set day_start
# days follow the day start
expect_exit 0 config set day_start 04:00
at 2026-03-28T02:00
expect_exit 0 add Night --from 01:00 --for 30m
expect_out "2026-03-27 01:00-01:30"
expect_exit 0 log today --plain
expect_eq "still yesterday" 1 "$(wc -l <"$WORK/out")"

# users
golden users user list
golden user_added user add ann
expect_exit 4 user add ann
expect_exit 0 --user ann start Hers
expect_exit 0 --user ann status
expect_out "Hers"
FOCUS_USER=ann expect_exit 0 status
expect_out "Hers"
expect_exit 0 status
expect_no_out "Hers"
expect_exit 3 --user bob status
expect_err "hint: focus user list"
expect_exit 0 user rename ann anna
expect_exit 4 user rename anna me
expect_exit 3 user rename ann x
expect_exit 2 user remove anna
expect_exit 4 user remove me --yes
expect_exit 0 user remove anna --yes
expect_exit 3 user remove anna --yes

golden doctor doctor
expect_exit 0 doctor
expect_out "All is well"

# doctor --metrics
expect_exit 0 doctor --metrics
expect_out "session_running"
expect_out "stats_get"
expect_out "statements "
expect_exit 0 doctor --metrics --plain
expect_out "counters_get	200	"
expect_no_out "CALL"
expect_exit 0 doctor --metrics --json
sed -E 's/\[[0-9,]+\]/[N]/g; s/("[a-z_]+"):[0-9]+/\1:N/g' "$WORK/out" >"$WORK/metrics"
compare_golden metrics.json "$WORK/metrics"
expect_out '"name":"session_list_page","calls":200,"failures":0'
expect_out '"scan_steps":0,"sorts":0'
expect_out '"name":"session_running","calls":200,"failures":200'
expect_exit 0 user add ann
expect_exit 0 --user ann start Hers
expect_exit 0 --user ann doctor --metrics --json
expect_out '"name":"session_running","calls":200,"failures":0'
expect_exit 0 doctor --metrics
expect_eq "no blank ends a line" "" "$(grep ' $' "$WORK/out")"
LC_ALL=C expect_exit 0 doctor --metrics
expect_eq "ASCII alone" "" "$(LC_ALL=C grep -P '[^\x00-\x7f]' "$WORK/out")"
before=$(cksum "$FOCUS_DB"*)
expect_exit 0 doctor --metrics --plain
expect_eq "the database is as it was" "$before" "$(cksum "$FOCUS_DB"*)"
expect_exit 2 doctor --metrics --fix
expect_exit 2 doctor --metrics --full
expect_exit 3 --db missing.db doctor --metrics
finish
