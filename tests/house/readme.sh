#!/bin/sh
# The README tells the truth: its C example, which the build has compiled, runs, and its transcript is what the
# demo prints.
# Usage: readme.sh <repository> <compiled example> <focus binary> <scratch folder>
set -eu

root=$1 example=$2 focus=$3 work=$4
rm -rf "$work"
mkdir -p "$work"

(cd "$work" && "$example") | tee "$work/example.out"
grep -q ' minutes' "$work/example.out"

# The one fenced block that is a console is the demo, from its first line to its last.
awk '/^```console$/ { inside = 1; next } inside && /^```/ { exit } inside' "$root/README.md" >"$work/expected"
"$root/tests/demo/demo.sh" "$focus" >"$work/printed"
diff -u "$work/expected" "$work/printed"
