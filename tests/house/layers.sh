#!/bin/sh
# layers.sh <root>: fails on an #include that runs up or sideways, and on what only some folders may
# hold. The rules are in layers.awk; each breach is a line "file:line: what is wrong".
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cd "$1"

find src platforms -name '*.[ch]' -print >/dev/null # a wrong root must not pass for a clean one
find src platforms schema \( -name '*.[ch]' -o -name '*.sql' \) -type f -print | sort |
    xargs awk -f "$here/layers.awk"
