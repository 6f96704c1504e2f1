#!/bin/sh
# The README tells the truth: its C example, which the build has compiled, runs, and its transcript is what the
# demo prints.
# Usage: readme.sh <repository> <compiled example> <focus binary> <scratch folder>
set -eu

root=$1 example=$2 focus=$3 work=$4
rm -rf "$work"
mkdir -p "$work"

# Ids differ from run to run, and columns with them.
without_ids() {
    sed -E 's/[0-9a-f]{8}-[0-9a-f]{4}(-[0-9a-f]{4})?/<id>/g; s/<id> +/<id> /; s/^ID +/ID /; s/ +$//'
}

(cd "$work" && "$example") | tee "$work/example.out"
grep -q ' minutes' "$work/example.out"

# The one fenced block that is a console is the demo, from its first line to its last.
awk '/^```console$/ { inside = 1; next } inside && /^```/ { exit } inside' "$root/README.md" |
    without_ids >"$work/expected"
"$root/tests/demo/demo.sh" "$focus" | without_ids >"$work/printed"
diff -u "$work/expected" "$work/printed"
