#!/usr/bin/env bash
# Completion: what may stand where, and that bash, zsh and fish get it.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

mkdir bin
ln -s "$FOCUS_BIN" bin/focus
PATH="$WORK/bin:$PATH"

# offers "WORDS..." WANT: the candidates, the last of the words being written
offers() {
    local words want=$2
    eval "words=($1)"
    # shellcheck disable=SC2154
    expect_exit 0 complete-words -- "${words[@]}"
    expect_eq "offers of: $1" "$want" "$(cut -f1 "$WORK/out" | tr '\n' ' ' | sed 's/ $//')"
}

# without a database: the tables alone, and no file is made
offers "sta" "start status stats"
offers "xx ''" ""
offers "start -m ''" "focus break long_break"
offers "start -qm b" "break"
offers "start --mode=b" "--mode=break"
offers "start --mode = b" "break"
offers "start --mode =" "focus break long_break"
offers "start title --dur" "--duration"
offers "start -- --dur" ""
offers "start ''" ""
offers "--color ''" "auto always never"
offers "--plain sta" "start status stats"
offers "--db /nowhere/at/all.db show ''" ""
offers "status --as ''" "waybar i3blocks polybar tmux xbar prompt"
offers "start --replace ''" "abandon complete"
offers "complete --sleep ''" "trim keep"
offers "idle 60 --answer ''" "keep discard discard-continue split"
offers "report --rule ''" "split whole"
offers "import time" "timewarrior"
offers "export --as time" "timewarrior"
offers "wait --for ''" "end idle"
offers "library re" "rename remove"
offers "cycle ''" "reset"
offers "help comp" "complete completion"
offers "help library ad" "add"
offers "config set day" "day_start"
offers "config set color ''" "auto always never"
offers "config set week_start t" "tue thu"
offers "report --compare ''" "prev"
offers "goal set 4h --on s" "sat sun"
offers "completion ''" "bash zsh fish"
offers "hook test goal" "goal_reached"
offers "backup ''" ":files"
offers "--db ''" ":files"
offers "start --task ''" ""
expect_exit 0 complete-words
expect_eq "no words" "" "$OUT"
expect_eq "no file by completing" "" "$(ls "$FOCUS_DB" 2>/dev/null)"
expect_exit 2 complete-word
expect_err 'unknown verb'
[[ $ERR == *complete-words* ]] && fail "a verb for programs is told of"

# every verb, sub verb and flag of the help is offered
verbs=$("$FOCUS_BIN" complete-words -- '' | cut -f1)
for verb in $verbs; do
    expect_exit 0 help "$verb"
    while read -r flag; do
        CASES=$((CASES + 1))
        "$FOCUS_BIN" complete-words -- "$verb" "$flag" | cut -f1 | grep -qx -- "$flag" ||
            fail "$verb $flag is not offered"
    done < <(sed -nE 's/^  (-., )?(--[a-z-]+).*/\2/p' "$WORK/out")
done
expect_eq "verbs are offered" yes "$([ "$(echo "$verbs" | wc -w)" -gt 30 ] && echo yes)"

# what is in the database
sample_history
# what a verb takes is what is offered: its message names all
expect_exit 2 report --by nonsense
offers "report --by ''" "$(sed -n 's/.*--by: //p' "$WORK/err" | sed 's/,//g; s/ or / /')"
expect_exit 2 export --as nonsense
offers "export --as ''" "$(sed -n 's/.* is no format: //p' "$WORK/err" | sed 's/,//g; s/ or / /')"
expect_exit 2 import nonsense nonsense.csv
offers "import ''" "$(sed -n 's/.* is no format: //p' "$WORK/err" | sed 's/,//g; s/ or / /')"
run library add "Deep rain" -q
run start "Now" -t odd:tag -t "two words" -q
offers "start -t ''" "deep odd:tag office two words"
offers "start -p ''" "Thesis"
offers "projects rename ''" "Thesis"
offers "tags merge deep o" "odd:tag office"
offers "log --tag o" "odd:tag office"
offers "track list ''" "Deep rain"
offers "--user ''" "me"
offers "edit @" "@ @1 @2 @3 @4 @5 @6"
offers "edit @1" "@1"
expect_exit 0 complete-words -- show ''
expect_out "@	2026-03-28 focus \"Now\""
expect_out "2026-03-27 focus \"Review\""
expect_eq "ids" 6 "$(grep -c '^[0-9][0-9]*	' "$WORK/out")"
id=$(sed -n '2s/	.*//p' "$WORK/out")
expect_exit 0 show "$id"
run delete @2 -q
expect_exit 0 complete-words -- restore ''
expect_eq "deleted ids" 1 "$(wc -l <"$WORK/out")"
other=$FOCUS_DB
FOCUS_DB=/nowhere/x.db expect_exit 0 complete-words -- --db "$other" start -p ''
expect_out Thesis
FOCUS_DB=/nowhere/x.db expect_exit 0 complete-words -- show ''
expect_eq "no file, no ids" "" "$OUT$ERR"

# --- the shells -----------------------------------------------------------------------------------

expect_exit 2 completion tcsh
# bash_offers WORDS...: as if the last were being written
bash_offers() {
    bash --norc -c 'source <(focus completion bash)
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _focus 2>/dev/null
        printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
}
expect_eq "bash: verbs" "start status stats" "$(bash_offers focus sta | xargs)"
expect_eq "bash: tags, quoted" 'deep odd:tag office two\ words' "$(bash_offers focus start -t '' | xargs -d '\n')"
expect_eq "bash: in quotes" "two words" "$(bash_offers focus start -t '"tw')"
expect_eq "bash: @" "@1 @2 @3 @4 @5" "$(bash_offers focus edit @ | xargs)"
expect_eq "bash: --mode=" "break" "$(bash_offers focus start --mode = b)"
expect_eq "bash: as registered" "complete -F _focus focus" \
    "$(bash --norc -c 'source <(focus completion bash); complete -p focus')"

# a person at a keyboard: the tab key, on a terminal
if script -qec true /dev/null >/dev/null 2>&1; then
    run track add "Deep rain" Drops -q
    {
        echo 'source <(focus completion bash); echo read''y'
        for _ in {1..50}; do
            grep -qs ready typed && break
            sleep 0.1
        done
        printf 'focus trac\tlis\tDe\t --pl\t | tee tabs; exit\n'
        for _ in {1..50}; do
            [ -s tabs ] && break
            sleep 0.1
        done
    } | timeout 20 script -qfec "bash --norc --noprofile -i" typed >/dev/null
    expect_eq "bash: the tab key" "Drops" "$(cut -f2 tabs)"
else
    skip "the tab key in bash: there is no script(1)"
fi

if command -v zsh >/dev/null; then
    # A zsh on a terminal of its own, completing a line; what it would insert is in the log.
    cat >zsh_offers.zsh <<'ZSH'
zmodload zsh/zpty
offers() {
    zpty shell 'zsh -f -i'
    zpty -w shell "PROMPT=; autoload -U compinit; compinit -u -D -d $HOME/.zcompdump
        source <(focus completion zsh)
        compadd() { if [[ \$* == *-[OAD]* ]]; then builtin compadd \"\$@\"; else
            local -a found; builtin compadd -O found \"\$@\"; print -rl -- \$found >>$WORK/zsh_found; fi }
        list() { : }; zle -C list complete-word list_all
        list_all() { _main_complete; compstate[insert]=; compstate[list]=; print -r -- end >>$WORK/zsh_found }
        bindkey '^X' list; print ready >$WORK/zsh_ready"
    for i in {1..50}; do [[ -e $WORK/zsh_ready ]] && break; sleep 0.1; done
    zpty -w -n shell "$1"$'\C-x'
    for i in {1..50}; do grep -q '^end$' $WORK/zsh_found 2>/dev/null && break; sleep 0.1; done
    zpty -d shell
}
offers "$1"
ZSH
    zsh_offers() {
        rm -f zsh_found zsh_ready
        WORK=$WORK timeout 30 zsh -f zsh_offers.zsh "$1" >/dev/null 2>&1
        grep -vx end zsh_found 2>/dev/null
    }
    expect_eq "zsh: verbs" "start status stats" "$(zsh_offers 'focus sta' | xargs)"
    expect_eq "zsh: tags" "deep
odd:tag
office
two words" "$(zsh_offers 'focus start -t ' | tr -d "\\\\")"
    expect_eq "zsh: a flag's value" "break" "$(zsh_offers 'focus start -m b' | xargs)"
    expect_eq "zsh: syntax" "" "$(focus completion zsh | zsh -n 2>&1)"
else
    skip "zsh is not there"
fi

if command -v fish >/dev/null; then
    fish_offers() {
        fish --no-config -c "focus completion fish | source; complete -C '$1'" | cut -f1
    }
    expect_eq "fish: verbs" "start status stats" "$(fish_offers 'focus sta' | xargs)"
    expect_eq "fish: tags" "deep
odd:tag
office
two words" "$(fish_offers 'focus start -t ')"
    expect_eq "fish: --mode=" "--mode=break" "$(fish_offers 'focus start --mode=b')"
    touch some.csv
    expect_eq "fish: files" "some.csv" "$(fish_offers 'focus import auto some')"
else
    skip "fish is not there"
fi
finish
