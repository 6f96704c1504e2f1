#!/usr/bin/env bash
# The status for bars, multiplexers and prompts: --as, --format.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

# golden_as STATE: what each target gets, in golden/status_as_STATE.txt
golden_as() {
    local target
    : >"$WORK/all"
    for target in waybar i3blocks polybar tmux xbar prompt; do
        expect_exit 0 status --as "$target"
        expect_eq "stderr of $target" "" "$ERR"
        { echo "== $target" && cat "$WORK/out"; } >>"$WORK/all"
    done
    compare_golden "status_as_$1.txt" "$WORK/all"
}

# fill TEMPLATE TEXT
fill() {
    expect_exit 0 status --format "$1"
    expect_eq "$1" "$2" "$OUT"
}

# unfit TEMPLATE MESSAGE [HINT]
unfit() {
    expect_exit 2 status --format "$1"
    expect_err "$2"
    expect_err "${3:-}"
    expect_eq "nothing printed" "" "$OUT"
}

# nothing there: no file is made, nobody is told about history
golden_as empty
expect_eq "no file by reading" "" "$(ls "$FOCUS_DB" 2>/dev/null)"
fill '{state}|{mode}|{title}|{remaining}|{bar:4}|{done}|{streak}' 'idle||||░░░░|0|0'

# a title that means something to each of them
hostile='A <b> & %{A1:x:} #(rm) | y "q"'
run config set daily_goal_sessions 2 -q
at 2026-03-28T09:00
run start "$hostile" -d 25m -t b,a -p Thesis -q
at 2026-03-28T09:10
golden_as focus
fill '{icon} {remaining} {remaining_min} {elapsed} {planned} {until} {percent}' \
    '▶ 15:00 15 10:00 25m 09:25 40'
fill '{mode} {state} {tags} {project} {done}/{goal} {streak}' 'focus focus a b Thesis 0/2 0'
fill '{title}' "$hostile"
fill '[{bar}] [{bar:5}]' '[████░░░░░░] [██░░░]'
LC_ALL=C fill '{icon}[{bar:5}]' '>[##...]'
fill '{?running}on{/}{?!running}off{/}{?title}, titled{/}{?streak}, streak{/}' 'on, titled'
fill '{?running}{?paused}p{/}{?!paused}q{?project}r{/}s{/}{/}' 'qrs'
fill '{{title}} } {{{{' '{title} } {{'
expect_exit 0 status --as tmux --format '{title} #[bold]x'
expect_eq "a template of one's own for a target" \
    '#[fg=green]A <b> & %{A1:x:} ##(rm) | y "q" #[bold]x#[fg=default]' "$OUT"
expect_exit 0 status --as prompt --exit-code
at 2026-03-28T09:10:30.001+01:00
fill '{remaining} {remaining_min}' '14:30 15'

# paused, over time, open, break
run pause -q
golden_as paused
fill '{?paused}P{/}{until}' P
expect_exit 21 status --as prompt --exit-code
run resume -q
at 2026-03-28T09:27:40.001+01:00
golden_as overtime
fill '{remaining} {remaining_min} {percent} {?overtime}over{/}' '+02:40 -2 100 over'
run complete -q
run start -q --open Open
at 2026-03-28T09:30:00.001+01:00
fill '[{remaining}] [{remaining_min}] {elapsed} {?open}open{/} {done}/{goal} {streak}' \
    '[] [] 02:20 open 1/2 1'
expect_exit 0 status --as prompt
expect_eq "an open session's time" "▶ 02:20" "$OUT"
run abandon -q
run start -q -m long_break
fill '{icon} {mode} {?break}b{/}' '◎ long_break b'
run abandon -q
run start -q Second
at 2026-03-28T09:55
run complete -q
golden_as reached
run config set daily_goal 4h -q
run config unset daily_goal_sessions -q
fill '{done}/{goal}' '52m/4h'

# what is wrong is named, with its place, in parts that are left out as well
unfit '{remaining} {remainig}' 'unknown word at character 13 of the template: "{remainig}"' \
    'did you mean "remaining"?'
unfit 'é{?running}{foo}{/}' 'unknown word at character 12'
unfit '{?pausd}x{/}' 'unknown condition at character 1' 'did you mean "paused"?'
unfit '{running}' 'unknown word'
unfit '{?running}x' 'a condition without its end at character 1' '{/} ends it'
unfit 'abc{/}' '{/} ends no condition at character 4'
unfit 'abc{x' 'a brace without its end at character 4'
unfit '{bar:0}' 'no such number' '{bar:20}'
unfit '{bar:999999999999999999999}' 'no such number'
unfit '{title:3}' 'no such number'
unfit '{}' 'unknown word'
unfit "{$(printf 'a%.0s' {1..5000})}" 'unknown word'
unfit "$(printf '{?running}%.0s' {1..9})" 'too many conditions'
expect_exit 2 status --as wayba
expect_err 'did you mean "waybar"?'
expect_exit 2 status --as tmux --json
expect_exit 2 status --format x --plain
finish
