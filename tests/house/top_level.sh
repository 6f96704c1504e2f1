#!/bin/sh
# top_level.sh <root>: the top of the repository holds these names and dot-files, nothing else.
set -eu

cd "$1"
if [ ! -e .git ] || ! listed=$(git ls-files --cached --others --exclude-standard); then
    echo "not a git checkout: what is ours cannot be told from what lies about"
    exit 77
fi

wanted='CHANGELOG.md
CMakeLists.txt
CMakePresets.json
LICENSE
README.md
dev
include
platforms
schema
src
tests'
found=$(echo "$listed" | cut -d/ -f1 | grep -v '^\.' | LC_ALL=C sort -u)

if [ "$found" != "$wanted" ]; then
    printf 'The top level must hold exactly:\n%s\n\nIt holds:\n%s\n' "$wanted" "$found"
    exit 1
fi
