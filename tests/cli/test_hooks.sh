#!/usr/bin/env bash
# Hooks: which events follow from what, what a hook is given, and what it cannot do.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

export XDG_CONFIG_HOME="$WORK/config"
HOOKS="$XDG_CONFIG_HOME/focus/hooks"
EVENTS="started paused resumed completed abandoned expired ended break_started goal_reached
    streak_changed level_up imported"
mkdir -p "$WORK/bin"
ln -s "$FOCUS_BIN" "$WORK/bin/focus"
PATH="$WORK/bin:$PATH"

# hook FILE < SCRIPT
hook() {
    mkdir -p "$(dirname "$HOOKS/$1")"
    { echo '#!/bin/sh' && cat; } >"$HOOKS/$1"
    chmod +x "$HOOKS/$1"
}

# events ARGS...: run a command; the events that came of it, in order
events() {
    : >"$WORK/told"
    run "$@"
    TOLD=$(tr '\n' ' ' <"$WORK/told" | sed 's/ $//')
}

# expect_events "EVENT..." ARGS...
expect_events() {
    local want=$1
    shift
    events "$@"
    expect_eq "events of $*" "$want" "$TOLD"
}

# no folder, and an event without a hook
expect_exit 0 hook list --plain
expect_eq "no hooks" "" "$OUT"
golden hooks_empty hook list
expect_exit 3 hook test started
expect_err "focus hook list"
expect_exit 2 hook test start
expect_err 'did you mean "started"?'

for event in $EVENTS; do
    hook "$event" <<<"echo \"\$FOCUS_EVENT\" >>'$WORK/told'; cat >'$WORK/event.json'"
done
expect_exit 0 hook list --plain
expect_eq "a hook for each" 12 "$(grep -c '	runs	' "$WORK/out")"
golden hooks hook list

# the events of a day
fresh
at 2026-03-28T09:00
expect_events started start "Write report" -t deep -p Thesis
expect_eq "nothing on stderr" "" "$ERR"
compare_golden event_started.json "$WORK/event.json"
expect_events "" start Other
expect_eq "failed start" 4 "$CODE"
at 2026-03-28T09:05
expect_events paused pause --reason phone
expect_events resumed resume
expect_events "" extend 5m
expect_events "" edit @ --title "Write the report"
at 2026-03-28T09:31
run config set daily_goal_sessions 1 -q
expect_events "completed goal_reached streak_changed" complete
compare_golden event_streak_changed.json "$WORK/event.json"
expect_events break_started next --start
expect_events completed complete --early
expect_events started start A
expect_events "abandoned started" start B --replace abandon
expect_events abandoned abandon
expect_events "" add Past --from 2026-03-20T09:00 --for 1h
expect_events streak_changed add Yesterday --from 2026-03-27T09:00 --for 1h
expect_events "" delete @1

# an expired session is told of once, by whatever changes something next
expect_events started start Forgotten -d 10m
at 2026-03-28T12:00
expect_events "" status
expect_events "expired started" start Next
expect_events "" edit @2 --title "Left alone"
expect_events abandoned abandon # within ten seconds, as if it had never been

# what ran is gone, or is back, by going back a step
expect_events started start Undone
expect_events abandoned undo
expect_events started redo
at 2026-03-28T12:20
expect_events completed complete --early
expect_events resumed undo
expect_events completed redo

# points of a level, and an import
expect_events "level_up" add Long --from 2026-03-10T00:00 --for 20h --rewards
printf '{"id":"01932b4e-7c1d-7000-8000-000000000001","mode":"focus","status":"completed","title":"a","tags":[],"started_at":"2026-03-02T09:00:00Z","ended_at":"2026-03-02T09:30:00Z"}\n' >one.jsonl
expect_events "" import jsonl one.jsonl --dry-run
expect_events imported import jsonl one.jsonl
expect_events "" import jsonl one.jsonl
sed 's/"title":"a"/"title":"b"/' one.jsonl >changed.jsonl
expect_events imported import jsonl changed.jsonl
printf 'Date,Time Spent (seconds),Number of People,Productivity\n2026-03-01T00:00:00,60,1,2\n' >totals.csv
expect_events imported import rescuetime totals.csv

# the planned end, while somebody waits for it
unset FOCUS_NOW
run start -d 1s -q Short
expect_events ended wait
expect_out overtime
events complete
# which gets every signal, though waiting held some
if [ -r /proc/self/status ]; then
    mv "$HOOKS/ended" "$WORK/ended"
    printf '#!/bin/bash\ngrep SigBlk /proc/self/status >"%s"\n' "$WORK/mask" >"$HOOKS/ended"
    chmod +x "$HOOKS/ended"
    run start -d 1s -q Short
    expect_exit 0 wait
    expect_eq "signals that are held in a hook" "SigBlk:	0000000000000000" "$(cat "$WORK/mask")"
    mv "$WORK/ended" "$HOOKS/ended"
    events complete
else
    skip "signals that are held in a hook: there is no /proc"
fi
at 2026-03-28T12:00

# what a hook prints goes nowhere; -v lets it through and tells the exit code
fresh
# shellcheck disable=SC2016
hook started <<<'echo printed; echo "$FOCUS_TITLE/$FOCUS_MODE/$FOCUS_DB" >&2; exit 3'
expect_exit 0 start "A title"
expect_no_out printed
expect_eq "silent" "" "$ERR"
expect_exit 0 abandon -q
expect_exit 0 start "A title" -v
expect_no_out printed
expect_err printed
expect_err "A title/focus/$FOCUS_DB"
expect_err "hooks/started: exit code 3"
expect_exit 1 hook test started
expect_out "exit code 3"

# all of EVENT.d in order; what is not executable, hidden or a copy stays out
hook started <<<"echo zero >>'$WORK/order'"
for name in 20-two 10-one 30-no .hidden 40-copy~; do
    hook "started.d/$name" <<<"echo ${name#*-} >>'$WORK/order'"
done
chmod -x "$HOOKS/started.d/30-no"
expect_exit 0 abandon -q
expect_exit 0 start -q
expect_eq "order" "zero one two" "$(tr '\n' ' ' <order | sed 's/ $//')"
expect_exit 1 hook test started
expect_out "Not executable"
rm -r "$HOOKS/started" "$HOOKS/started.d"

# a hook may call focus, on the same file, and so on; not for ever
fresh
hook started <<<"echo x >>'$WORK/deep'; focus complete --early -q; focus start -q"
expect_exit 0 start -q
expect_eq "hooks in hooks end" 4 "$(wc -l <deep)"
expect_exit 0 log --plain
expect_eq "on the same file" 5 "$(wc -l <"$WORK/out")"
rm "$HOOKS/started"

# one that hangs is ended with its children, after five seconds; the verb has long been done
fresh
hook started <<<"sleep 60 & echo \$! >'$WORK/child'; sleep 60"
SECONDS=0
expect_exit 0 start -v
expect_err "ended after 5 s"
expect_eq "within its time" yes "$([ $SECONDS -le 8 ] && echo yes)"
expect_eq "the hook's child is gone, or about to be" "" "$(ps -o stat= -p "$(cat child)" | grep -v '^Z')"
expect_exit 0 abandon -q
hook started <<<'exit 0' # reads none of a megabyte
note=$(printf 'n%.0s' {1..9000})
expect_exit 0 start --note "$note" -v
expect_err "exit code 0"
printf 'no program' >"$HOOKS/paused"
expect_exit 0 pause -v
expect_err "hooks/paused: exit code 126"

# nothing is looked for but after a verb that may change something
if strace -o /dev/null true 2>/dev/null; then
    strace -f -o trace "$FOCUS_BIN" status >/dev/null
    expect_eq "status looks for no hook" "" "$(grep hooks trace)"
else
    skip "files looked at: strace(1) does not work here"
fi

# the sample
SAMPLE="$CLI_TESTS/../../platforms/cli/hooks/notify"
printf '#!/bin/sh\nprintf "%%s\\n" "$@" >%s/notified\n' "$WORK" >bin/notify-send
chmod +x bin/notify-send
for event in $EVENTS nonsense; do
    FOCUS_EVENT=$event FOCUS_TITLE="--a 'title'" FOCUS_MODE=focus sh "$SAMPLE" </dev/null
    expect_eq "notify $event" 0 $?
    expect_eq "notify $event: text" yes "$([ -n "$(tail -1 notified)" ] && echo yes)"
done
finish
