/*
 * verbs_completion.c - the scripts for the shells' completion. All they do is to ask focus.
 */
#include "cli.h"
#include "flags.h"
#include "names.h"

static const char BASH[] =
    "# bash completion for focus: source <(focus completion bash)\n"
    "_focus() {\n"
    "    local word line quoted rest\n"
    "    local -a words=(\"${COMP_WORDS[@]:1:COMP_CWORD}\")\n"
    "    word=${words[${#words[@]} - 1]}\n"
    "    words[${#words[@]} - 1]=${word#[\\\"\\']}\n"
    "    COMPREPLY=()\n"
    "    while IFS=$'\\t' read -r line rest; do\n"
    "        if [ \"$line\" = :files ]; then\n"
    "            compopt -o default\n"
    "            continue\n"
    "        fi\n"
    "        printf -v quoted %q \"$line\"\n"
    "        case $word in [\\\"\\']*) quoted=$line ;; esac\n"
    "        COMPREPLY+=(\"$quoted\")\n"
    "    done < <(\"${COMP_WORDS[0]}\" complete-words -- \"${words[@]}\" 2>/dev/null)\n"
    "}\n"
    "complete -F _focus focus\n";

static const char ZSH[] =
    "#compdef focus\n"
    "# zsh completion for focus: source <(focus completion zsh), or a file _focus in fpath\n"
    "_focus() {\n"
    "    local line word\n"
    "    local -a asked offers\n"
    "    asked=(\"${(@Q)words[2,CURRENT]}\")\n"
    "    for line in \"${(@f)$(\"${(@Q)words[1]}\" complete-words -- \"${asked[@]}\" "
    "2>/dev/null)}\"; do\n"
    "        [[ -n $line ]] || continue\n"
    "        if [[ $line == :files ]]; then\n"
    "            _files\n"
    "            continue\n"
    "        fi\n"
    "        word=${line%%$'\\t'*}\n"
    "        offers+=(\"${word//:/\\\\:}:${line#*$'\\t'}\")\n"
    "    done\n"
    "    (( $#offers )) && _describe -V focus offers\n"
    "}\n"
    "if [ \"$funcstack[1]\" = _focus ]; then\n"
    "    _focus \"$@\"\n"
    "else\n"
    "    compdef _focus focus\n"
    "fi\n";

static const char FISH[] =
    "# fish completion for focus: focus completion fish | source\n"
    "function __focus_offers\n"
    "    set -l words (commandline -opc)\n"
    "    for line in ($words[1] complete-words -- $words[2..-1] (commandline -ct) 2>/dev/null)\n"
    "        if test \"$line\" = :files\n"
    "            __fish_complete_path (commandline -ct)\n"
    "        else\n"
    "            echo $line\n"
    "        end\n"
    "    end\n"
    "end\n"
    "complete -c focus -f -k -a '(__focus_offers)'\n";

static int run_completion(cli *c)
{
    static const char *const SHELLS[] = {"bash", "zsh", "fish"};
    static const char *const SCRIPTS[] = {BASH, ZSH, FISH};
    int at = read_choice(c, "shell", args_word_at(&c->args, 0), SHELLS, 3);
    if (at < 0)
        return EXIT_USAGE;
    (void)fputs(SCRIPTS[at], stdout);
    return EXIT_DONE;
}

const cli_verb VERB_COMPLETION = {
    .name = "completion",
    .group = "care",
    .summary = "a script that completes words in your shell",
    .words = (const args_word[]){{"SHELL", WORD_REQUIRED, "bash, zsh or fish"}, WORDS_END},
    .open = OPEN_NONE,
    .notes = "An installed focus has them in place already. Otherwise:\n"
             "  bash  source <(focus completion bash)        in ~/.bashrc\n"
             "  zsh   source <(focus completion zsh)         in ~/.zshrc, after compinit\n"
             "  fish  focus completion fish | source         in ~/.config/fish/config.fish",
    .examples = (const char *const[]){"focus completion bash", NULL},
    .run = run_completion,
};
