#!/usr/bin/env bash
# What this machine likes: where each value comes from, the file, the editor, the pager.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
: "${FOCUS_ON_TERMINAL:?FOCUS_ON_TERMINAL must name tests/cli/on_terminal}"
export XDG_CONFIG_HOME="$WORK/config"
FILE="$XDG_CONFIG_HOME/focus/config"
database=$FOCUS_DB

# plain ARGS...: without the zone that run() gives
plain() {
    "$FOCUS_BIN" "$@" >"$WORK/out" 2>"$WORK/err" </dev/null
    CODE=$?
    OUT=$(cat "$WORK/out")
    ERR=$(cat "$WORK/err")
}
# from NAME WANT ARGS...: the value of a name and where it comes from
from() {
    local name=$1 want=$2
    shift 2
    plain config list --all --plain "$@"
    expect_eq "$name of $*" "$want" "$(awk -F'\t' -v name="$name" '$1 == name {print $2 "|" $3}' "$WORK/out")"
}

# a flag, the environment, the file, the default: each gives way to the one before
unset FOCUS_DB
from db "$HOME/.local/share/focus/focus.db|default"
from tz "|default"
expect_exit 0 config list --all
expect_eq "no file by reading" "" "$(ls "$XDG_CONFIG_HOME" 2>/dev/null)"
# shellcheck disable=SC2088
expect_exit 0 config set db "~/mine.db"
expect_out "Set db: ~/mine.db"
expect_exit 0 config set tz Europe/Paris
expect_exit 0 config set color always -q
expect_exit 0 config set pager more -q
expect_eq "no database by setting what is none of its own" "" "$(ls "$HOME")"
from db "$HOME/mine.db|$FILE"
FOCUS_DB=other.db from db "other.db|FOCUS_DB"
FOCUS_DB=other.db from db "flag.db|flag" --db flag.db
from tz "Europe/Paris|$FILE"
TZ=Asia/Tokyo from tz "Asia/Tokyo|TZ"
TZ=Asia/Tokyo from tz "Europe/Berlin|flag" --tz Europe/Berlin
from color "always|$FILE"
NO_COLOR=1 from color "never|NO_COLOR"
NO_COLOR=1 from color "always|flag" --color always
from color "never|flag" --no-color
from pager "more|$FILE"
PAGER=less from pager "less|PAGER"
from pager "off|flag" --no-pager
from backup "off|FOCUS_BACKUP"
FOCUS_BACKUP='' from backup "on|default"
plain start Mine -q
expect_eq "the database of the file" "$HOME/mine.db" "$(ls "$HOME"/*.db)"
expect_exit 0 config set focus_length 50m -q
from focus_length "50m|database"
from break_length "5m|default"

# what the values do
export FOCUS_DB=$database
at 2026-07-01T12:00:00Z
plain start In-Paris --json
expect_out '"zone":"Europe/Paris"'
expect_out '"started_at":"2026-07-01T14:00:00+02:00"'
TZ=UTC plain show @ --json
expect_out '"started_at":"2026-07-01T14:00:00+02:00"'
plain status
expect_out "$(printf '\033')"
NO_COLOR=1 plain status
expect_no_out "$(printf '\033')"
expect_exit 0 config set ascii on -q
plain status
expect_eq "ASCII alone" "" "$(sed 's/\x1b\[[0-9;]*m//g' "$WORK/out" | LC_ALL=C grep '[^ -~]')"
expect_exit 0 config set user nobody -q
plain status
expect_eq "the user of the file" 3 "$CODE"
plain status --user me
expect_eq "--user" 0 "$CODE"
expect_exit 0 config unset user
expect_out "user is left to the default"
golden setting_of_machine config get tz
expect_exit 0 config get pager
expect_eq "bare value" more "$OUT"
rm "$FILE"
at 2026-03-28T09:00
fresh
expect_exit 0 config set tz UTC -q
expect_exit 0 config set daily_goal 2h -q
golden config_all config list --all
expect_exit 0 config path config
expect_eq "path of the file" "$FILE" "$OUT"
expect_exit 0 config path hooks
expect_eq "path of the hooks" "$XDG_CONFIG_HOME/focus/hooks" "$OUT"
FOCUS_CONFIG=/dev/null from tz "|default"
FOCUS_CONFIG="$WORK/mine" expect_exit 0 config path config
expect_eq "FOCUS_CONFIG" "$WORK/mine" "$OUT"

# the file keeps its comments, its order, and the link that it is
mkdir dotfiles
printf '# mine\n\nbackup=off\n  tz =  UTC  \n# the end\n' >dotfiles/focus
rm "$FILE"
ln -s "$WORK/dotfiles/focus" "$FILE"
from tz "UTC|$FILE"
expect_exit 0 config set tz Europe/Rome -q
expect_exit 0 config set ascii off -q
expect_eq "the other lines stay" '# mine

backup=off
tz = Europe/Rome
# the end
ascii = off' "$(cat dotfiles/focus)"
expect_eq "still a link" "$WORK/dotfiles/focus" "$(readlink "$FILE")"
expect_exit 0 config unset backup -q
expect_exit 0 config unset ascii -q
expect_eq "lines go" '# mine

tz = Europe/Rome
# the end' "$(cat dotfiles/focus)"
expect_eq "nothing is left beside it" focus "$(ls dotfiles)"
rm "$FILE"

# what is wrong in it is named with its line, by all that reads it; what mends it runs
wrong() { # CONTENT MESSAGE [HINT]
    # shellcheck disable=SC2059
    printf "$1" >"$FILE"
    plain status
    expect_eq "exit code of: $1" 6 "$CODE"
    expect_err "$FILE:$2"
    expect_err "${3:-}"
    expect_one_line_error
    plain help
    expect_eq "help with: $1" 0 "$CODE"
    for mends in "config list" "config get tz" doctor "config set ascii off"; do
        # shellcheck disable=SC2086
        plain $mends
        expect_eq "$mends with: $1" 0 "$CODE"
        expect_eq "its warning" yes "$([[ $ERR == "focus: $FILE:$2"* ]] && echo yes)"
    done
}
wrong '# c\ntx = UTC\n' '2: unknown name "tx"' 'did you mean "tz"?'
wrong 'daily_goal = 4h\n' '1: unknown name "daily_goal"' 'focus config set daily_goal'
wrong 'tz = Mars/Olympus' '1: tz: "Mars/Olympus" is not a zone'
wrong '\n\ncolor=pink\n' '3: color: "pink" is not auto, always or never'
wrong 'ascii\n' '1: ascii: "" is not a value'
wrong 'db = here.db\n' '1: db: "here.db" is not a path that begins with'
wrong 'tz = UTC\n\377\376 = \033[31m\n' '2: unknown name'
printf '# c\nbogus = 1\n\ntz = UTC\ndaily_goal = 4h\n' >"$FILE"
plain config unset bogus
expect_out "Removed bogus from this machine's file"
plain config unset daily_goal
expect_out "Removed daily_goal from this machine's file"
expect_eq "the other lines stay" "$(printf '# c\n\ntz = UTC')" "$(cat "$FILE")"
printf 'color = pink\n' >"$FILE"
plain config unset color
plain status
expect_eq "mended" 0 "$CODE"
printf 'bogus = 1\n' >"$FILE"
EDITOR="sed -i -e s/bogus/#/" plain config edit
expect_eq "config edit" 0 "$CODE"
head -c 100000 /dev/zero | tr '\0' '#' >"$FILE"
plain status
expect_eq "a huge file" 6 "$CODE"
printf 'tz = UTC\0\n' >"$FILE"
plain status
expect_eq "a NUL" 6 "$CODE"
rm "$FILE"
mkdir "$FILE"
plain status
expect_eq "a folder" 9 "$CODE"
rmdir "$FILE"
expect_exit 6 config set tz Mars
expect_exit 6 config set color pink
expect_err 'color: "pink" is not auto, always or never'
expect_exit 6 config set pager "$(printf 'a\nb')"
expect_eq "nothing is written" "" "$(ls "$FILE" 2>/dev/null)"

# the editor: a file to begin with, its words, and a look at what came of it
EDITOR="sed -i -e 's/^# tz =.*/tz = UTC/'" expect_exit 0 config edit
from tz "UTC|$FILE"
for name in db user tz color ascii pager backup; do
    CASES=$((CASES + 1))
    grep -qE "^(# )?$name =" "$FILE" || fail "the new file is without $name"
done
VISUAL="sed -i -e s/UTC/Mars/" EDITOR=false expect_exit 6 config edit
expect_err 'tz: "Mars" is not a zone'
VISUAL="sed -i -e s/Mars/UTC/" expect_exit 0 config edit
EDITOR=false expect_exit 1 config edit
EDITOR=/no/such/editor expect_exit 1 config edit
expect_err "VISUAL or EDITOR"

# the pager: for what is longer than the terminal, and only there
rm "$FILE"
fresh
at 2026-03-28T20:00
for minute in {10..39}; do
    run add "Number $minute" --from "2026-03-28T09:$minute" --for 1m -q
done
paged() { # ARGS...
    PAGER="sed 's/^/P /'" "$FOCUS_ON_TERMINAL" 75 "" "$FOCUS_BIN" --tz Europe/Berlin "$@" >"$WORK/out"
    CODE=$?
    OUT=$(cat "$WORK/out")
}
paged log --limit 30
expect_out "P "
expect_out "Number 39"
expect_eq "as wide as the terminal" "" "$(sed -E 's/\x1b\[[0-9;]*m//g; s/\r//; s/^P //' "$WORK/out" | awk 'length($0) > 75')"
LESS=FX PAGER="echo \"(\$LESS)\"" "$FOCUS_ON_TERMINAL" 75 "" "$FOCUS_BIN" log --limit 30 >"$WORK/less"
expect_eq "a less that would show escapes" "(-R FX)" "$(tr -d '\r' <"$WORK/less")"
expect_eq "in colour" yes "$(grep -q "$(printf '\033')" "$WORK/out" && echo yes)"
for short in "log --limit 5" "log --limit 30 --no-pager" "log --limit 30 --no-input" "log --limit 30 --json" \
    "add Another --from 2026-03-28T08:00 --for 1m"; do
    # shellcheck disable=SC2086
    paged $short
    expect_eq "exit code of $short" 0 "$CODE"
    CASES=$((CASES + 1))
    grep -q '^P ' "$WORK/out" && fail "a pager for: $short"
done
expect_exit 0 config set pager off -q
"$FOCUS_ON_TERMINAL" 75 "" "$FOCUS_BIN" log --limit 30 >"$WORK/out"
expect_eq "off" 32 "$(wc -l <"$WORK/out")"
PAGER=/no/such/pager "$FOCUS_ON_TERMINAL" 75 "" "$FOCUS_BIN" log --limit 30 >"$WORK/out" 2>/dev/null
expect_eq "no such pager: all of it comes" yes "$(grep -q 'Number 10' "$WORK/out" && echo yes)"
PAGER="sed 's/^/P /'" run log --limit 30
expect_no_out "P "
PAGER="sed 's/^/P /'" TERM=dumb "$FOCUS_ON_TERMINAL" 75 "" "$FOCUS_BIN" log --limit 30 >"$WORK/out"
expect_eq "a dumb terminal" "" "$(grep '^P ' "$WORK/out")"
finish
