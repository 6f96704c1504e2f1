#!/bin/sh
# embed.sh <cmake> <cc> <embed.cmake> <scratch folder>: SQL goes through schema/embed.cmake without a
# changed byte, and what must stop the build stops it with a message that says why.
set -eu

cmake=$1
cc=$2
script=$3
root=$4

start_over() {
    rm -rf "$root"
    mkdir -p "$root/schema/migrations" "$root/schema/queries"
    cp "$root.nasty" "$root/schema/migrations/0001_nasty.sql"
    {
        printf '\r\n%s\r\n' '-- About this file.' '-- name: nasty_query'
        sed 's/$/\r/' "$root.nasty"
        # The file ends without a newline.
        printf '\n%s\n%s\n%s' '-- About the last one.' '-- name: last_one' 'SELECT 1'
    } >"$root/schema/queries/a.sql"
}

embed() {
    "$cmake" -D "SCHEMA_DIR=$root/schema" -D "OUT_DIR=$root/out/db" -P "$script" 2>&1
}

# refused <file below schema/> <content> <words of the message>
refused() {
    start_over
    # shellcheck disable=SC2059 # the content is a format: it holds \n
    printf -- "$2" >"$root/schema/$1"
    if report=$(embed); then
        echo "FAILED: embedded $1: $2"
        exit 1
    fi
    case $(echo "$report" | tr -s '\n ' '  ') in
    *"$1"*"$3"*) ;;
    *)
        echo "FAILED: $1 was refused, but not with \"$3\": $report"
        exit 1
        ;;
    esac
}

# What CMake, C and sed like to stumble over; \240\r\321 has "0d" across two bytes once in hex: a0 d1.
mkdir -p "$root"
cat >"$root.nasty" <<'END'
SELECT ';', ";;", '[[', ']]', '[=[', '\', '\\', '\n', '"', 'it''s', '%s %d', '#', '@X@';
SELECT '${CMAKE_VERSION}', '$ENV{HOME}', '$<1:x>', '??/', '*/', '/*', 'é☃';   -- a comment; with it
	x[1] NOTFOUND OFF ""
END
printf "SELECT '\240\321';\n" >>"$root.nasty"

cat >"$root.main.c" <<'END'
#include "db/sql.h"
#include <stdio.h>

int main(void)
{
    for (int i = 0; i < FOCUS__SQL_COUNT; i++)
        printf("%s\n%s\n", focus__sql_queries[i].name, focus__sql_queries[i].text);
    for (int i = 0; i < focus__sql_migration_count; i++)
        printf("%d %s\n%s\n", focus__sql_migrations[i].version, focus__sql_migrations[i].name,
               focus__sql_migrations[i].text);
    return FOCUS__SQL_LAST_ONE != 1;
}
END

start_over
embed
"$cc" -std=c11 -Wall -Wextra -Wpedantic -Wconversion -Werror -I "$root/out" \
    "$root.main.c" "$root/out/db/sql.c" -o "$root/main"
"$root/main" >"$root/got"
{
    echo nasty_query
    cat "$root.nasty"
    printf '\nlast_one\nSELECT 1\n1 0001_nasty\n'
    cat "$root.nasty"
    echo
} >"$root/wanted"
cmp "$root/wanted" "$root/got"

before=$(ls -li "$root/out/db")
embed
if [ "$before" != "$(ls -li "$root/out/db")" ]; then
    echo "FAILED: files were written again although nothing changed"
    exit 1
fi

refused queries/b.sql 'SELECT 1;\n' 'SQL before the first'
refused queries/b.sql '-- name: last_one\nSELECT 1;\n' 'also the name of'
refused queries/b.sql '-- name: Upper-Case\nSELECT 1;\n' 'a name is'
refused queries/b.sql '-- name: empty\n-- nothing\n--name: next\nSELECT 1;\n' 'empty has no statement'
refused queries/b.sql '-- name: nul\nSELECT 1;\0\n' 'NUL byte'
refused migrations/0003_gap.sql 'SELECT 1;\n' 'without a gap'
refused migrations/0001_twice.sql 'SELECT 1;\n' 'without a gap'
refused migrations/2_short.sql 'SELECT 1;\n' 'NNNN_name.sql'
