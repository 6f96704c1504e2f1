#!/bin/sh
# misuse.sh <focus.h> <test>...: every public function has a case among the tests of misuse, and one
# with a NULL where it takes a pointer.
set -eu

header=$1
shift
tests=$(cat "$@" | tr '\n' ' ' | sed 's/focus_[a-z0-9_]*(/\n&/g')
declarations=$(sed 's|/\*.*\*/||; s|//.*||' "$header" | tr '\n' ' ' | sed 's/FOCUS_API/\n&/g' |
    sed -n 's/^FOCUS_API \([^;]*[ *]focus_[a-z0-9_]*([^;]*\);.*/\1/p' | grep -v '(void)')

if [ -z "$declarations" ]; then
    echo "found no function in $header"
    exit 1
fi

missing=$(echo "$declarations" | while read -r declaration; do
    name=$(echo "$declaration" | sed 's/^[^(]*[ *]\(focus_[a-z0-9_]*\)(.*/\1/')
    parameters=${declaration#*\(}
    case $parameters in
    *\** | *'['*) echo "$tests" | grep -q "^$name([^;]*NULL" || echo "$name: no case with a NULL" ;;
    *) echo "$tests" | grep -q "^$name(" || echo "$name: no case" ;;
    esac
done)

if [ -n "$missing" ]; then
    echo "$missing"
    exit 1
fi
