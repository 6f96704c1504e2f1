#!/usr/bin/env bash
# The command line itself: verbs, flags, help, colour.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

# unknown words
expect_exit 2 strat
expect_err 'unknown verb "strat"'
expect_err 'hint: did you mean "start"?'
expect_one_line_error
expect_exit 2 stat
expect_err 'hint: did you mean "stats"?'
expect_exit 2 pasue
expect_err '"pause"'
expect_exit 2 qqqqqq
expect_err "hint: focus help"
expect_exit 2 start --duratoin 5
expect_err 'did you mean "--duration"?'
expect_exit 2 status -x
expect_exit 2 library ad x
expect_err 'did you mean "add"?'
expect_exit 2 help strat
expect_exit 2 help library nonsense
while read -r word verb; do
    expect_exit 2 "$word"
    expect_err "did you mean \"$verb\"?"
    expect_exit 2 help "$word"
    expect_err "did you mean \"$verb\"?"
done <<'WORDS'
stop complete
ls log
revert undo
rm delete
WORDS
expect_exit 2 library ls
expect_err 'did you mean "list"?'
expect_exit 2 start one two
expect_err "quote"
expect_exit 2 start -d
expect_err "needs a value"
expect_exit 2 status --exit-code=1
expect_exit 2 status --json --plain
expect_exit 2 status --color sometimes
golden_error error_usage 2 status --nonsense
golden_error error_verb 2 strat
expect_exit 2 "$(printf 'bad\xff')"
expect_one_line_error
expect_exit 2 "$(printf 'a%.0s' {1..100000})"
expect_one_line_error

# flags in any place; -- ends them; letters together
expect_exit 0 -q start --tag=a "A title" -tb -d25 -p P
expect_exit 0 show @ --json
expect_out '"title":"A title"'
expect_out '"tags":["a","b"]'
expect_exit 0 --json -qy abandon
expect_exit 0 start -q -- --title-with-dashes
expect_exit 0 show @
expect_out "title     --title-with-dashes"
expect_exit 0 abandon -q
# many letters in one word, and many flags behind them
mapfile -t many < <(printf -- '--user=a-name-of-24-letters%.0s\n' {1..40})
expect_exit 0 version "-$(printf 'q%.0s' {1..300})" "${many[@]}"

# help: of everything, of each verb, within a screen
expect_exit 0 help
expect_out "start a session"
expect_out "exchange "
expect_eq "help fits" "" "$(awk 'NR > 24 || length($0) > 80' "$WORK/out")"
general=$OUT
expect_exit 0 --help
expect_eq "--help" "$general" "$OUT"
expect_exit 0 -h
verbs=$("$FOCUS_BIN" complete-words -- '' | cut -f1)
for verb in $verbs; do
    CASES=$((CASES + 1))
    grep -qw -- "$verb" <<<"$general" || fail "the general help is without $verb"
done
expect_exit 0 help flags
for flag in --db --tz --now --user --json --plain "-q, --quiet" --color --no-input "-y, --yes"; do
    expect_out "  $flag"
done
expect_out "zone of times read and of new sessions"
expect_eq "help flags fits" "" "$(awk 'NR > 24 || length($0) > 80' "$WORK/out")"
expect_exit 0 help words
expect_out "  remaining_min "
expect_eq "help words fits" "" "$(awk 'NR > 24 || length($0) > 80' "$WORK/out")"
check_help() {
    expect_exit 0 "$@" --help
    expect_out "examples:"
    CASES=$((CASES + 1))
    [ "$(awk 'END {print NR}' "$WORK/out")" -le 24 ] || fail "$* --help is longer than a screen"
    [ -z "$(awk 'length($0) > 80' "$WORK/out")" ] || fail "$* --help is wider than 80 columns"
    local page=$OUT
    expect_exit 0 help "$@"
    expect_eq "help $*" "$page" "$OUT"
    printf '%s\n' "$page" | sed '1,/^examples:/d' >>examples
}
for verb in $verbs; do
    check_help "$verb"
    below=$("$FOCUS_BIN" help "$verb" | awk '/^focus [a-z]+ \[?VERB/ {below = 1} /^examples/ {below = 0}
        below && /^  [a-z]+ / {print $1}')
    [ "$verb" = help ] && below=
    for sub in $below; do
        check_help "$verb" "$sub"
    done
done
expect_eq "verbs were there" yes "$([ "$(echo "$verbs" | wc -w)" -gt 40 ] && echo yes)"

# what --plain prints is told, and holds as many fields
sample_history
expect_exit 0 goal set 2h -q
expect_exit 0 library add Rain -q
expect_exit 0 track add Rain Drops -q
while IFS='|' read -r count verb words; do
    # shellcheck disable=SC2086
    expect_exit 0 help $verb
    expect_eq "plain of $verb" "$count" "$(sed -n 's/^plain: //p' "$WORK/out" | sed 's/;.*//' | wc -w)"
    # shellcheck disable=SC2086
    expect_exit 0 $verb $words --plain
    expect_eq "fields of $verb" "$count" "$(head -1 "$WORK/out" | awk -F'\t' '{print NF}')"
done <<'PLAIN'
10|log|
10|today|
8|report|
4|heatmap|
4|goal show|
7|status|
7|stats|
3|streak|
7|progress|
4|tags|
4|projects list|
4|library list|
4|track list|Rain
3|user list|
2|salvage|--dry-run
PLAIN
expect_exit 0 help show
expect_out "plain: "
fresh

# every example runs: in one of the states that it may be meant for
mkdir bin
ln -s "$FOCUS_BIN" bin/focus
PATH="$WORK/bin:$PATH"
cat >Toggl_time_entries.csv <<'CSV'
User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount ()
Ann,ann@example.org,,Thesis,,Chapter one,No,2026-03-02,09:00:00,2026-03-02,10:30:00,01:30:00,writing,
CSV
echo 'inc 20260304T080000Z - 20260304T083000Z # letters' >2026-03.data
printf '#EXTM3U\nrain.ogg\n' >rain.m3u
mkdir -p "$HOME/.config/focus/hooks"
printf '#!/bin/sh\n' >"$HOME/.config/focus/hooks/completed"
chmod +x "$HOME/.config/focus/hooks/completed"
# make_state STATE: the database of it, as example.db here
make_state() {
    export FOCUS_DB=example.db FOCUS_NOW=2024-11-14T15:33:04.157Z
    if [ "$1" = idle ]; then
        focus add "Old" --for 10m -q
        focus delete 1 -q
        sample_history
        focus library add Rain -q
        focus track import Rain "$WORK/rain.m3u" -q
        focus track add Rain "Two" -q
        focus backup damaged.db -q
        focus backup last-week.db -q
    fi
    at 2026-03-28T12:00
    case $1 in
    active | paused) focus start --ago 20m Example -q ;;&
    paused) focus pause --ago 10m -q ;;
    parts)
        focus split @1 9:40 -q
        focus edit @1 --project Writing -q
        ;;
    break) focus start -m break -q ;;
    undone) focus undo -q ;;
    users | anna) focus user add ann -q ;;&
    anna) focus user rename ann anna -q ;;
    esac
}
STATES="bare idle active break paused parts undone users anna ending"
for state in $STATES; do
    mkdir -p "states/$state"
    case $state in bare) continue ;; idle) ;; *) cp states/idle/* "states/$state" ;; esac
    (cd "states/$state" && make_state "$state")
done
prepare() {
    rm -f example.db* focus-backup.db last-week.db saved.db damaged.db
    cp -r "states/$1/." .
    at 2026-03-28T12:00
    [ "$1" = bare ] && at 2024-11-14T15:33:04.157Z
    if [ "$1" = ending ]; then # by the real clock, for what waits
        unset FOCUS_NOW
        focus start -d 1s Example -q
    fi
}
# runs COMMAND: what watches goes on until it is interrupted
runs() {
    timeout -s INT 3 bash -c "$1" >"$WORK/out" 2>"$WORK/err" </dev/null
    CODE=$?
    [[ $CODE -eq 0 || $CODE -eq 124 && $1 == *--watch* ]]
}
export FOCUS_DB="$WORK/example.db"
while read -r example; do
    CASES=$((CASES + 1))
    for state in $STATES none; do
        [ "$state" = none ] && break
        prepare "$state"
        runs "$example" && break
    done
    OUT=$(cat "$WORK/out")
    ERR=$(cat "$WORK/err")
    [ "$state" != none ] || fail "the example does not run: $example"
done <examples
expect_eq "examples were there" yes "$([ "$(wc -l <examples)" -gt 60 ] && echo yes)"

# each shape of JSON has a golden file
kinds=$(grep -ohE 'json_document\(.*, "[a-z_]+"\)|print_next\(c, "[a-z]+"' "$CLI_TESTS"/../../platforms/cli/*.c |
    sed -E 's/.*"([a-z_]+)".*/\1/' | sort -u)
for kind in $kinds; do
    CASES=$((CASES + 1))
    grep -qs "\"kind\":\"$kind\"" "$CLI_TESTS"/golden/*.json || fail "no golden file shows the JSON of kind $kind"
done
expect_eq "kinds were there" yes "$([ "$(wc -w <<<"$kinds")" -gt 20 ] && echo yes)"

# colour only on a terminal, unless it is asked for
fresh
at 2026-03-28T12:00+01:00
escape=$(printf '\033')
expect_exit 0 status
expect_no_out "$escape"
expect_exit 0 status --color always
expect_out "$escape"
expect_exit 0 status --color always --no-color
expect_no_out "$escape"
expect_exit 0 status --color always --json
expect_no_out "$escape"
if script -qec true /dev/null >/dev/null 2>&1; then
    on_terminal() {
        script -qec "$*" /dev/null </dev/null | tr -d '\r'
    }
    OUT=$(on_terminal "'$FOCUS_BIN' status")
    expect_out "$escape"
    OUT=$(on_terminal "NO_COLOR=1 '$FOCUS_BIN' status")
    expect_no_out "$escape"
    OUT=$(on_terminal "TERM=dumb '$FOCUS_BIN' status")
    expect_no_out "$escape"
    OUT=$(on_terminal "'$FOCUS_BIN' status --color never")
    expect_no_out "$escape"
    run start Asked
    OUT=$(script -qec "'$FOCUS_BIN' complete" /dev/null <<<n | tr -d '\r')
    expect_out "before its planned end? [y/N]"
    run status
    expect_out Asked
    OUT=$(script -qec "'$FOCUS_BIN' complete" /dev/null <<<y | tr -d '\r')
    expect_out Completed
else
    skip "colour and questions on a terminal: there is no script(1) to make one"
fi

# a locale without UTF-8: nothing but ASCII is drawn
fresh
sample_history
for command in cycle today progress "config set daily_goal 4h" "edit @1 --title other"; do
    # shellcheck disable=SC2086
    LC_ALL=C expect_exit 0 $command
    CASES=$((CASES + 1))
    LC_ALL=C grep -q '[^ -~]' "$WORK/out" && fail "$command draws more than ASCII"
done
expect_out "->"
LC_ALL=C expect_exit 0 cycle
expect_out "# o o o"
expect_exit 0 cycle
expect_out "● ○ ○ ○"

# a hostile title cannot write to the terminal
printf '{"id":"01932b4e-7c1d-7000-8000-000000000001","mode":"focus","status":"completed","title":"a\\u001b[31mb","tags":[],"started_at":"2026-03-02T09:00:00Z","ended_at":"2026-03-02T09:30:00Z"}\n' >evil.jsonl
run import jsonl evil.jsonl
run log
expect_no_out "$escape"
finish
