#!/bin/sh
# layers_canary.sh <scratch folder>: layers.sh must sing. A small clean house passes; each breach put
# into it, always on line 2, must be reported with its file and line.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$1
failures=0

fail() {
    echo "FAILED: $1"
    failures=$((failures + 1))
}

build_clean_house() {
    rm -rf "$root"
    mkdir -p "$root/src/base" "$root/src/rules" "$root/src/db" "$root/src/core" "$root/src/exchange" \
        "$root/src/report" "$root/platforms/cli" "$root/schema/queries" "$root/schema/migrations"
    echo '#define ID 1' >"$root/src/base/uuid.h"
    printf '%s\n' '#include "base/uuid.h"' '#ifdef _WIN32' '#endif' >"$root/src/base/env_posix.c"
    printf '%s\n' '#include "focus.h"' '#include "base/uuid.h"' >"$root/src/rules/timer.c"
    printf '%s\n' '#include <sqlite3.h>' '#include "db/sql.h"' 'x("BEGIN IMMEDIATE");' \
        >"$root/src/db/tx.c"
    printf '%s\n' '#include "core/row.h"' '#include "db/db.h"' '#include "rules/timer.h"' \
        '#include <sys/stat.h>' \
        'x("cannot begin a batch");' >"$root/src/core/session.c"
    printf '%s\n' '#include "core/row.h"' 'x("BEGIN");' >"$root/src/exchange/ics.c"
    echo '#include "core/row.h"' >"$root/src/report/rows.c"
    echo '#define CLI 1' >"$root/platforms/cli/cli.h"
    printf '%s\n' '#include "cli.h"' '#include "focus.h"' >"$root/platforms/cli/main.c"
    printf '%s\n' 'BEGIN IMMEDIATE; -- never INSERT OR REPLACE' 'BEGIN DEFERRED;' \
        >"$root/schema/queries/transaction.sql"
    printf '%s\n' 'CREATE TRIGGER t AFTER INSERT ON x' 'BEGIN' '    SELECT 1;' 'END;' \
        >"$root/schema/migrations/0001_core.sql"
}

# refused <file> <line of text>
refused() {
    build_clean_house
    mkdir -p "$(dirname "$root/$1")"
    printf '%s\n' '/* canary */' "$2" >"$root/$1"
    if report=$(sh "$here/layers.sh" "$root"); then
        fail "passed in $1: $2"
        return
    fi
    case $report in
    "$1:2: "*) ;;
    *) fail "reported \"$report\", not $1:2, for: $2" ;;
    esac
}

build_clean_house
sh "$here/layers.sh" "$root" || fail "the clean house was refused"
if sh "$here/layers.sh" "$root/nowhere" 2>/dev/null; then
    fail "an empty root passed"
fi

# Up.
refused src/base/up.c '#include "db/db.h"'
refused src/rules/up.c '#include "core/row.h"'
refused src/db/up.h '#  include "core/row.h"'
refused src/core/up.c '#include "exchange/csv.h"'
refused src/core/report.c '#include "report/rows.h"'
# Sideways.
refused src/rules/sideways.c '#include "db/db.h"'
refused src/db/sideways.c '#include "rules/timer.h"'
refused src/report/sideways.c '#include "exchange/csv.h"'
# Round the back.
refused src/rules/relative.c '#include "../db/db.h"'
refused src/rules/angled.c '#include <db/db.h>'
refused src/base/bare.c '#include "uuid.h"'
refused src/core/platform.c '#include "cli/cli.h"'
# Platforms.
refused platforms/cli/inside.c '#include "base/uuid.h"'
refused platforms/cli/angled.c '#include <rules/timer.h>'
refused platforms/cli/relative.c '#include "../../src/base/uuid.h"'
refused platforms/cli/sql.c '#include <sqlite3.h>'
# What only one folder may hold.
refused src/core/sqlite.c '#include <sqlite3.h>'
refused src/rules/sqlite.c '#include "sqlite3.h"'
refused src/base/clock.c '#ifdef _WIN32'
refused src/db/path.c '#if defined(__APPLE__) || defined(__linux__)'
refused src/core/unix.h '#ifndef __unix__'
refused platforms/cli/term.c '#elif defined(_WIN32)'
# SQL.
refused schema/queries/transaction.sql 'BEGIN;'
refused schema/queries/deferred.sql 'begin deferred;'
refused src/db/begin.c 'exec(db, "BEGIN");'
refused src/db/transaction.c 'exec(db, "PRAGMA x; BEGIN TRANSACTION");'
refused schema/queries/replace.sql 'INSERT OR REPLACE INTO users VALUES (1);'
refused schema/queries/replace_into.sql 'REPLACE INTO users VALUES (1);'
refused schema/migrations/0002_replace.sql '    name TEXT UNIQUE ON CONFLICT REPLACE,'
refused src/core/replace.c 'exec(db, "INSERT OR REPLACE INTO users VALUES (1)");'

exit $((failures > 0))
