#!/usr/bin/env bash
# count.sh <focus_count> <work folder> [--update]: instructions of each common call against tests/count/figures.
#
# A noisy machine cannot change how many instructions a call takes. One run under callgrind counts them, all
# calls at once; a rise of more than five percent fails, and so does a fall, as the table would be wrong then
# and a later rise back to it unseen. `./dev count --update` writes the table: a commit that makes a call
# dearer changes it, and says why.
#
# Figures are of one compiler, SQLite and C library; with others nothing is compared, and that is said. The
# comparison itself is tried on a table that is six percent lower: it must fail.
set -euo pipefail

program=$1
folder=$2
table=$(dirname "${BASH_SOURCE[0]}")/figures

# what_is_here: the line that figures hold for.
what_is_here() {
    echo "# $(cc --version | sed -n '1s/ *(.*) */ /p'), SQLite $(pkg-config --modversion sqlite3)," \
        "$(ldd --version 2>/dev/null | sed -n '1s/.* /C library /p')"
}

# count_calls <out>: "call instructions" a line, of one call each.
count_calls() {
    rm -rf "$folder"
    mkdir -p "$folder"
    valgrind --quiet --tool=callgrind --callgrind-out-file="$folder/out" "$program" "$folder/count.db"
    callgrind_annotate --inclusive=yes --threshold=100 --auto=no "$folder/out" |
        sed -n 's/^ *\([0-9,]*\) *(.*:count_\([a-z_]*\) .*/\2 \1/p' | tr -d , | sort -u -k1,1 |
        awk '{ per = 200 } $1 == "add_many" || $1 == "export" { per = 2000 } $1 == "open" { per = 1 }
             { printf "%s %d\n", $1, $2 / per }' >"$1"
    [ -s "$1" ]
}

# compare <counted> <table>
compare() {
    awk '
        /^#/ { next }
        NR == FNR { counted[$1] = $2; next }
        !($1 in counted) { printf "%s: is in the table, and was not counted\n", $1; bad = 1; next }
        { known[$1] = 1; change = counted[$1] / $2 - 1 }
        change > 0.05 || change < -0.05 {
            printf "%s: %d instructions, %d before (%+.1f %%)\n", $1, counted[$1], $2, 100 * change
            bad = 1
        }
        END {
            for (call in counted)
                if (!(call in known)) { printf "%s: is not in the table\n", call; bad = 1 }
            exit bad
        }' "$1" "$2"
}

counted=$folder.counted
count_calls "$counted"
if [ "${3:-}" = --update ]; then
    { what_is_here && cat "$counted"; } >"$table"
    cat "$table"
    exit
fi
if [ "$(head -n 1 "$table")" != "$(what_is_here)" ]; then
    echo "instructions: not compared. The table holds for: $(head -n 1 "$table"); here: $(what_is_here)"
    exit
fi
if ! compare "$counted" "$table"; then
    echo "If this commit explains it: ./dev count --update"
    exit 1
fi
awk '/^#/ { print; next } { print $1, int($2 * 0.94) }' "$table" >"$folder/lower"
if compare "$counted" "$folder/lower" >/dev/null; then
    echo "a rise of six percent was not noticed"
    exit 1
fi
echo "instructions: $(grep -c . "$counted") calls within five percent of the table"
