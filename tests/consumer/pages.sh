#!/bin/sh
# pages.sh <dev> <installed man pages> <installed data>: what is installed beside the command is there,
# and ./dev build, which builds no more than is installed, builds it.
set -eu

for file in "$2/man1/focus.1" "$2/man1/focus-start.1" "$2/man7/focus-concepts.7" \
    "$3/bash-completion/completions/focus" "$3/zsh/site-functions/_focus" \
    "$3/fish/vendor_completions.d/focus.fish" "$3/focus/hooks/notify"; do
    [ -s "$file" ] || {
        echo "not installed: $file"
        exit 1
    }
done
grep -q 'build release .*\<focus_pages\>' "$1" || {
    echo "./dev build leaves out focus_pages: its install would fail"
    exit 1
}
