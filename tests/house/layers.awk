# The rules of the house, a line at a time. See layers.sh.

BEGIN {
    # What each folder of src/ may include beside itself.
    may_include["base"] = " "
    may_include["rules"] = " base "
    may_include["db"] = " base "
    may_include["core"] = " rules db base "
    may_include["exchange"] = " core rules db base "
    may_include["report"] = " core rules db base "
}

FNR == 1 {
    depth = split(FILENAME, part, "/")
    room = part[2]
    file_name = part[depth]
    own_folder = FILENAME
    sub(/\/[^\/]*$/, "", own_folder)
    if (part[1] == "src" && !(room in may_include))
        breach("src/" room " is no layer; layers.awk has the list")
}

FILENAME ~ /\.sql$/ {
    sub(/--.*/, "")
    check_sql(";" $0)
    next
}

/^[ \t]*#[ \t]*include/ {
    check_include()
    next
}

/^[ \t]*#[ \t]*(if|ifdef|ifndef|elif)/ && /_WIN32|_WIN64|__APPLE__|__linux__|__unix__|__ANDROID__/ {
    if (FILENAME !~ /^src\/base\/env_[a-z0-9_]*\.c$/)
        breach("systems are told apart in src/base/env_*.c only")
}

/"/ {
    check_literals($0)
}

END {
    exit breaches > 0
}

function breach(message) {
    print FILENAME ":" FNR ": " message
    breaches++
}

function check_include(    header, folder) {
    if (!match($0, /["<][^">]*[">]/))
        return
    header = substr($0, RSTART + 1, RLENGTH - 2)
    folder = header
    sub(/\/.*/, "", folder)
    if (header ~ /^sqlite3[a-z]*\.h$/ && FILENAME !~ /^src\/db\//)
        breach("sqlite3.h is for src/db only")
    if (header == "focus.h" || header ~ /^sqlite3/ || ($0 ~ /</ && !(folder in may_include)))
        return
    if (part[1] == "platforms") {
        if (!exists(part[1] "/" room "/" header) && !exists(own_folder "/" header))
            breach("a platform includes focus.h and its own folder, not " header)
    } else if (header !~ /\//)
        breach(header " needs its folder: \"" room "/" header "\"")
    else if (folder != room && index(may_include[room], " " folder " ") == 0)
        breach("src/" room " may not include " header)
}

function exists(path,    line, found) {
    if (path ~ /\.\.\//)
        return 0
    found = (getline line < path) >= 0
    close(path)
    return found
}

function check_literals(line) {
    while (match(line, /"([^"\\]|\\.)*"/)) {
        check_sql(substr(line, RSTART, RLENGTH))
        line = substr(line, RSTART + RLENGTH)
    }
}

# `text` is a literal with its quotes, or a line of SQL behind a semicolon: BEGIN is looked for where
# a statement begins, for in the middle it opens the body of a trigger, or is English.
function check_sql(text) {
    text = toupper(text)
    if (text ~ /[";][ \t]*BEGIN[ \t]*(;|"|$|DEFERRED|EXCLUSIVE|TRANSACTION)/ && !may_begin(text))
        breach("a transaction begins IMMEDIATE, or its first write may fail as busy")
    if (text ~ /OR[ \t]+REPLACE|REPLACE[ \t]+INTO|CONFLICT[ \t]+REPLACE/)
        breach("REPLACE deletes children and skips triggers; use ON CONFLICT DO UPDATE")
}

# Triggers have bodies, calendars have lines of that name, and the one transaction that only reads is
# DEFERRED by name.
function may_begin(text) {
    return FILENAME ~ /^schema\/migrations\// || FILENAME ~ /^src\/exchange\// ||
        (FILENAME == "schema/queries/transaction.sql" && text ~ /BEGIN DEFERRED/)
}
