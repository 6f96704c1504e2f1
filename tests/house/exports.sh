#!/bin/sh
# exports.sh <nm> <libfocus.so> <focus.h>: the shared library shows the FOCUS_API functions of the
# header and nothing else.
set -eu

declared=$(tr '\n' ' ' <"$3" | sed 's/FOCUS_API/\n&/g' |
    sed -n 's/^FOCUS_API [^(;]*[ *]\(focus_[a-z0-9_]*\)(.*/\1/p' | LC_ALL=C sort -u)
exported=$("$1" -D --defined-only "$2" | sed 's/.* //; s/@.*//' | LC_ALL=C sort -u)

case $exported in
*__gcov_*)
    echo "built for coverage, which shows its own symbols"
    exit 77
    ;;
esac

if [ -z "$declared" ] || [ "$declared" != "$exported" ]; then
    for name in $declared; do
        echo "$exported" | grep -qx "$name" || echo "declared, not exported: $name"
    done
    for name in $exported; do
        echo "$declared" | grep -qx "$name" || echo "exported, not declared: $name"
    done
    exit 1
fi
