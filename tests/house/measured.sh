#!/bin/sh
# measured.sh <focus.h> <test>: every public function that takes a store and gives a status is measured
# under its name, and <test> has a COUNTED case that says so. Left out are metrics_*() themselves, and
# suspend and resume, between which there are no metrics: <test> calls both.
set -eu

declared=$(tr '\n' ' ' <"$1" | tr -s ' ' | sed 's/FOCUS_API/\n&/g' |
    sed -n 's/^FOCUS_API focus_status focus_\([a-z0-9_]*\)(focus_store \*store.*/\1/p' |
    grep -v '^metrics_')

if [ -z "$declared" ]; then
    echo "found no function in $1"
    exit 1
fi
missing=$(for name in $declared; do
    case $name in
    suspend | resume) pattern="call_of(s, \"$name\")" ;;
    *) pattern="COUNTED($name, " ;;
    esac
    grep -qF "$pattern" "$2" || echo "focus_$name: no case of its being measured"
done)
if [ -n "$missing" ]; then
    echo "$missing"
    exit 1
fi
