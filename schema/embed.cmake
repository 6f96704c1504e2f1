# Turns schema/migrations/NNNN_name.sql and schema/queries/*.sql into db/sql.h and db/sql.c:
#
#   cmake -D SCHEMA_DIR=<schema> -D OUT_DIR=<where sql.h and sql.c go> -P embed.cmake
#
# SQL is full of what CMake takes for its own: `;`, `[`, `]`, `\`, `$`, quotes. So no SQL is ever a
# CMake string here: files are read as hex, " xx" for each byte, and leave as numbers. Only the names
# of statements are decoded.
cmake_minimum_required(VERSION 3.22)

set(NAME_LINE "^( 20| 09)*( 2d 2d)( 20| 09)*( 6e 61 6d 65)( 20| 09)*( 3a)(.*)$") # -- name:
set(IDLE_LINE "^( 20| 09)*( 2d 2d.*| 0a)?$") # blank, or a comment

# Lines of a file in hex, each with its " 0a".
function(read_lines path out_lines)
    file(READ "${path}" hex HEX)
    string(REGEX REPLACE "(..)" " \\1" hex "${hex}")
    string(REPLACE " 0d" "" hex "${hex}")
    if(hex MATCHES " 00")
        message(FATAL_ERROR "${path}: holds a NUL byte, which would end the text there")
    endif()
    string(REPLACE " 0a" " 0a;" lines "${hex}")
    set(${out_lines} "${lines}" PARENT_SCOPE)
endfunction()

function(decode hex out_text)
    string(STRIP "${hex}" hex)
    string(REPLACE " " ";" bytes "${hex}")
    set(text "")
    foreach(byte IN LISTS bytes)
        math(EXPR code "0x${byte}")
        string(ASCII ${code} character)
        string(APPEND text "${character}")
    endforeach()
    string(STRIP "${text}" text)
    set(${out_text} "${text}" PARENT_SCOPE)
endfunction()

# One C array: a line of SQL is a line of numbers.
function(define_text symbol hex out_definition)
    string(REGEX REPLACE " (..)" "0x\\1," numbers "${hex}")
    string(REPLACE "0x0a," "0x0a,\n    " numbers "${numbers}")
    set(${out_definition}
        "static const unsigned char ${symbol}[] = {\n    ${numbers}0x00};\n\n" PARENT_SCOPE)
endfunction()

# Untouched when nothing changed, so that nothing is compiled again.
function(write_if_different path content)
    file(WRITE "${path}.new" "${content}")
    file(COPY_FILE "${path}.new" "${path}" ONLY_IF_DIFFERENT)
    file(REMOVE "${path}.new")
endfunction()

set(definitions "") # the arrays
set(enum_names "")  # FOCUS__SQL_*, a line each
set(query_rows "")  # initialisers of focus__sql_queries
set(migration_rows "")
set(migration_count 0)

# Migrations: the whole file; numbers without a gap, for the number is the version of the schema.
file(GLOB migrations "${SCHEMA_DIR}/migrations/*.sql")
foreach(path IN LISTS migrations)
    get_filename_component(name "${path}" NAME_WE)
    math(EXPR migration_count "${migration_count} + 1")
    if(NOT name MATCHES "^([0-9][0-9][0-9][0-9])_[a-z0-9_]+$")
        message(FATAL_ERROR "${path}: a migration is named NNNN_name.sql, name in a-z, 0-9, _")
    endif()
    math(EXPR version "1${CMAKE_MATCH_1} - 10000") # a leading 0 must not mean octal
    if(NOT version EQUAL migration_count)
        message(FATAL_ERROR "${path}: number ${migration_count} was expected here; migrations are "
            "numbered 0001, 0002, ... without a gap")
    endif()
    read_lines("${path}" lines)
    string(REPLACE ";" "" hex "${lines}")
    define_text(sql_migration_${version} "${hex}" definition)
    string(APPEND definitions "${definition}")
    string(APPEND migration_rows
        "    {${version}, \"${name}\", (const char *)sql_migration_${version}},\n")
endforeach()

# Queries: a statement is what stands below its name; comments above the next name are the next one's.
file(GLOB queries "${SCHEMA_DIR}/queries/*.sql")
set(names "")
foreach(path IN LISTS queries)
    read_lines("${path}" lines)
    set(name "")
    set(line_number 0)
    foreach(line IN LISTS lines)
        math(EXPR line_number "${line_number} + 1")
        if(line MATCHES "${NAME_LINE}")
            decode("${CMAKE_MATCH_7}" name)
            if(NOT name MATCHES "^[a-z][a-z0-9_]*$")
                message(FATAL_ERROR "${path}:${line_number}: a name is a-z, 0-9, _: \"${name}\"")
            elseif(name IN_LIST names)
                message(FATAL_ERROR "${path}:${line_number}: ${name} is also the name of the "
                    "statement at ${where_${name}}")
            endif()
            list(APPEND names "${name}")
            set(where_${name} "${path}:${line_number}")
            set(text_${name} "")
            set(idle_lines "")
        elseif(line MATCHES "${IDLE_LINE}")
            string(APPEND idle_lines "${line}")
        elseif(name STREQUAL "")
            message(FATAL_ERROR "${path}:${line_number}: SQL before the first \"-- name:\" line")
        else()
            string(APPEND text_${name} "${idle_lines}${line}")
            set(idle_lines "")
        endif()
    endforeach()
endforeach()

foreach(name IN LISTS names)
    if(text_${name} STREQUAL "")
        message(FATAL_ERROR "${where_${name}}: ${name} has no statement")
    endif()
    string(TOUPPER "${name}" upper_name)
    define_text(sql_query_${name} "${text_${name}}" definition)
    string(APPEND definitions "${definition}")
    string(APPEND enum_names "    FOCUS__SQL_${upper_name},\n")
    string(APPEND query_rows "    {\"${name}\", (const char *)sql_query_${name}},\n")
endforeach()

if(migration_count EQUAL 0 OR names STREQUAL "")
    message(FATAL_ERROR "${SCHEMA_DIR}: no migrations, or no named statements")
endif()

write_if_different("${OUT_DIR}/sql.h" "/* Made by schema/embed.cmake from schema/. */
#ifndef FOCUS_DB_SQL_H
#define FOCUS_DB_SQL_H

enum focus__sql_id {
${enum_names}    FOCUS__SQL_COUNT
};

typedef struct focus__sql_text {
    const char *name;
    const char *text;
} focus__sql_text;

typedef struct focus__sql_migration {
    int version; /* of the schema once it has run */
    const char *name;
    const char *text;
} focus__sql_migration;

enum { FOCUS__SQL_MIGRATION_COUNT = ${migration_count} };

extern const focus__sql_text focus__sql_queries[FOCUS__SQL_COUNT];
extern const focus__sql_migration focus__sql_migrations[FOCUS__SQL_MIGRATION_COUNT];
extern const int focus__sql_migration_count;

#endif
")

write_if_different("${OUT_DIR}/sql.c" "/* Made by schema/embed.cmake from schema/. */
#include \"db/sql.h\"

${definitions}const focus__sql_text focus__sql_queries[FOCUS__SQL_COUNT] = {
${query_rows}};

const focus__sql_migration focus__sql_migrations[FOCUS__SQL_MIGRATION_COUNT] = {
${migration_rows}};

const int focus__sql_migration_count = FOCUS__SQL_MIGRATION_COUNT;
")
