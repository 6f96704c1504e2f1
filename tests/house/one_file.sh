#!/bin/sh
# one_file.sh <compiler> <root> <generated folder> <scratch folder>: all of src/ compiles as one file,
# as who takes the amalgamation does. Fails where a static name, a type, an enumerator or a macro
# stands in two files.
set -eu

compiler=$1
root=$2
generated=$3
scratch=$4

mkdir -p "$scratch"
find "$root/src" -name '*.c' -print >/dev/null # a wrong root must not pass for a clean one
find "$root/src" "$generated" -name '*.c' -type f -print | LC_ALL=C sort | sed 's/.*/#include "&"/' \
    >"$scratch/one_file.c"

# What env_posix.c asks for in itself has to come before all others.
compile() {
    "$compiler" -std=c11 -D_DEFAULT_SOURCE=1 -I "$root/include" -I "$root/src" -I "$generated" \
        -Wall -Wextra -Werror -fsyntax-only "$1"
}
compile "$scratch/one_file.c"

# A canary: two static functions of a name must be refused.
for name in one two; do
    printf 'static int twice(void)\n{\n    return 1;\n}\nint %s(void);\nint %s(void)\n{\n    return twice();\n}\n' \
        $name $name >"$scratch/$name.c"
done
printf '#include "one.c"\n#include "two.c"\n' >"$scratch/canary.c"
if compile "$scratch/canary.c" 2>/dev/null; then
    echo "a name that stands twice passed"
    exit 1
fi
