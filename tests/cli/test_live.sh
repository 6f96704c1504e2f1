#!/usr/bin/env bash
# The live view: status --watch and wait, on terminals and off them, by the real clock.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
unset FOCUS_NOW
: "${FOCUS_ON_TERMINAL:?FOCUS_ON_TERMINAL must name tests/cli/on_terminal}"

# watch_on COLUMNS ACTIONS ARGS...: OUT is what was drawn, a line each time, without its colours
watch_on() {
    local columns=$1 actions=$2
    shift 2
    "$FOCUS_ON_TERMINAL" "$columns" "$actions" "$FOCUS_BIN" "$@" >"$WORK/drawn"
    CODE=$?
    OUT=$(sed -E 's/\x1b\[[0-9;]*m//g' "$WORK/drawn" | tr '\r' '\n' | sed 's/\x1b\[K//g; /^$/d')
    ERR=
}

hide=$(printf '\033[?25l')
show=$(printf '\033[?25h')
widest() {
    local line most=0
    while read -r line; do
        [ "${#line}" -le "$most" ] || most=${#line}
    done < <(printf '%s\n' "$OUT" | sed 's/\x1b\[?25[lh]//g; s/\^C//')
    echo "$most"
}

# nothing to wait for
expect_exit 0 wait --for idle
expect_exit 3 wait
expect_err "no session is running"
expect_exit 2 wait --for ever
expect_exit 2 wait --for idle --now 2026-03-28T09:00
expect_err "the clock stands still"
expect_exit 2 status --watch --now 2026-03-28T09:00
expect_eq "no file by waiting" "" "$(ls "$FOCUS_DB" 2>/dev/null)"

# a countdown on a terminal: each second once, the cursor back, the last line in its place
expect_exit 0 start "Write the report" -d 3s -q
watch_on 70 "" wait
expect_eq "exit code of wait" 0 "$CODE"
expect_out "focus  Write the report  "
expect_out "00:03 left, until "
expect_out "00:02 left"
expect_out "00:01 left"
expect_out "overtime  Write the report  00:03 of 3s"
expect_eq "drawn once a second" yes "$([ "$(grep -o ' left' <<<"$OUT" | wc -l)" -le 4 ] && echo yes)"
expect_eq "the cursor hides" yes "$(grep -qF "$hide" "$WORK/drawn" && echo yes)"
expect_eq "the cursor is back" yes "$(tail -c 400 "$WORK/drawn" | grep -qF "$show" && echo yes)"
expect_exit 0 wait
expect_out overtime
expect_exit 0 complete -q

# an end that was not waited for
for how in abandoned:abandon "deleted:delete @" undone:undo; do
    fresh
    expect_exit 0 start Other -d 1h --ago 1m -q
    "$FOCUS_BIN" wait >waited 2>waited.err &
    waited=$!
    sleep 1.2
    # shellcheck disable=SC2086
    expect_exit 0 ${how#*:} -q
    wait "$waited"
    expect_eq "wait, and it is ${how%:*}" 4 $?
    expect_eq "what it says" "focus: the session is ${how%:*}, its plan not fulfilled" "$(cat waited.err)"
    expect_eq "stdout" "" "$(cat waited)"
done

# Ctrl-C, and a terminal that shrinks and grows
expect_exit 0 start "A title that is somewhat long" -d 1h -q
watch_on 90 "700:columns=36 1400:columns=18 2100:key=3" status --watch
expect_eq "exit code of Ctrl-C" 130 "$CODE"
expect_out "left, until"
first=$(printf '%s\n' "$OUT" | sed -n 's/\x1b\[?25[lh]//g; 1p')
expect_eq "as wide as there is room" yes "$([ "${#first}" -gt 80 ] && [ "${#first}" -lt 90 ] && echo yes)"
last=$(printf '%s\n' "$OUT" | sed 's/\x1b\[?25[lh]//g; s/\^C//' | tail -1)
expect_eq "as narrow as there is room" yes "$([ "${#last}" -lt 18 ] && echo yes)"
expect_eq "the cursor is back" yes "$(tail -c 10 "$WORK/drawn" | grep -qF "$show" && echo yes)"
watch_on 40 "300:key=3" status --watch
expect_out "focus  A title that is "
for columns in 40 60 80; do
    watch_on "$columns" "" status
    expect_eq "status at $columns columns" yes "$([ "$(widest)" -le "$columns" ] && echo yes)"
    expect_out "focus  A title"
done
LC_ALL=C watch_on 60 "300:key=3" status --watch
expect_eq "fits" yes "$([ "$(widest)" -lt 60 ] && echo yes)"
CASES=$((CASES + 1))
LC_ALL=C grep -q '[^ -~[:cntrl:]]' "$WORK/drawn" && fail "more than ASCII"

# what another program does is seen; a dumb terminal and a pipe get a line for it
"$FOCUS_BIN" status --watch >piped 2>piped.err &
piped=$!
TERM=dumb "$FOCUS_ON_TERMINAL" 80 "4000:key=3" "$FOCUS_BIN" status --watch >dumb.out &
dumb=$!
"$FOCUS_BIN" status --watch --json >json &
json=$!
"$FOCUS_BIN" status --watch --as tmux >tmux.out &
tmux=$!
"$FOCUS_BIN" wait --for idle >waited &
waited=$!
sleep 1.2
expect_exit 0 pause -q
sleep 1.2
expect_exit 0 abandon -q
wait "$waited"
expect_eq "wait --for idle" 0 $?
sleep 0.2
kill -INT "$piped" "$json" "$tmux" 2>/dev/null
kill -TERM "$piped" "$json" "$tmux" 2>/dev/null
wait "$dumb"
expect_eq "Ctrl-C on a dumb terminal" 130 $?
wait "$piped"
expect_eq "a signal ends it" yes "$([ $? -gt 128 ] && echo yes)"
for file in piped dumb.out; do
    expect_eq "$file: a line for each state" "focus paused idle" \
        "$(awk '$1 ~ /^(focus|paused|idle)$/ {printf "%s%s", separator, $1; separator = " "}' "$file")"
    CASES=$((CASES + 1))
    grep -q "$(printf '\033')" "$file" && fail "$file: escape sequences"
done
expect_eq "JSON lines" "focus paused idle" \
    "$(sed -E 's/.*"kind":"status","state":"([a-z]+)".*/\1/' json | tr '\n' ' ' | sed 's/ $//')"
expect_eq "a line when it reads otherwise" yes \
    "$([ "$(wc -l <tmux.out)" -ge 3 ] && [ -z "$(uniq -d tmux.out)" ] && echo yes)"
expect_eq "what wait says at its end" idle "$(cut -c1-4 waited)"

# the time to wait
expect_exit 0 start -d 1h -q
expect_exit 1 wait --timeout 1s
expect_err "the time to wait is up"
expect_exit 1 wait --timeout 1s --json
expect_eq "stdout" "" "$OUT"
expect_exit 0 abandon -q

# a history that begins while it is watched for
fresh
"$FOCUS_BIN" status --watch >piped 2>/dev/null &
piped=$!
sleep 0.3
expect_exit 0 start -q First
sleep 1.5
kill -TERM "$piped"
wait "$piped" 2>/dev/null
expect_eq "the new file is seen" "idle focus" "$(awk '$1 ~ /^(focus|idle)$/ {printf "%s%s", separator, $1; separator = " "}' piped)"

# next to no processor time
ticks() {
    awk '{print $14 + $15}' "/proc/$1/stat"
}
if [ -r /proc/self/stat ]; then
    "$FOCUS_BIN" status --watch >/dev/null &
    piped=$!
    sleep 4
    expect_eq "ticks of 10 ms in four seconds" yes "$([ "$(ticks "$piped")" -le 4 ] && echo yes)"
    kill -TERM "$piped"
    wait "$piped" 2>/dev/null
else
    skip "processor time: there is no /proc"
fi
finish
