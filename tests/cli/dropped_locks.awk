# dropped_locks.awk - reads `strace -f -y -o FILE` of open, close, dup and fcntl. Whoever closes one
# descriptor of a file drops all locks that the process has on it, those of other descriptors too: each
# such close of a database's file is reported. Last line: how many locks were taken.

/ (open|openat|dup|dup2|dup3)\(/ || / fcntl\([0-9]+<[^>]*>, F_DUPFD/ {
    if (match($0, / = [0-9]+<[^>]*>/))
        opened($1, path_in(substr($0, RSTART, RLENGTH)))
    next
}

/ fcntl\([0-9]+<[^>]*>, F_(OFD_)?SETLKW?, / && / = 0$/ {
    lock($1, path_in($0), field("l_type=F_[A-Z]*"), field("l_start=[0-9]+"), field("l_len=[0-9]+"))
    next
}

/ close\([0-9]+<[^>]*>/ {
    closed($1, path_in($0))
}

END {
    print taken + 0 " locks"
    exit breaches > 0
}

function path_in(text) {
    if (!match(text, /[0-9]<[^>]*>/))
        return ""
    return substr(text, RSTART + 2, RLENGTH - 3)
}

# What stands behind the "=" in this line.
function field(pattern,    text) {
    if (!match($0, pattern))
        return ""
    text = substr($0, RSTART, RLENGTH)
    sub(/.*=/, "", text)
    return text
}

function is_database(path) {
    return path ~ /\.db(-wal|-shm|-journal)?$/
}

function opened(process, path) {
    if (is_database(path))
        open_count[process, path]++
}

# A range is told by where it begins; length 0 reaches to the end of all.
function lock(process, path, type, start, len,    key, part) {
    if (!is_database(path))
        return
    if (type != "F_UNLCK") {
        held[process, path, start] = 1
        taken++
        return
    }
    for (key in held) {
        split(key, part, SUBSEP)
        if (part[1] == process && part[2] == path && part[3] + 0 >= start + 0 &&
            (len + 0 == 0 || part[3] + 0 < start + len))
            delete held[key]
    }
}

function closed(process, path,    key, part, count) {
    if (!is_database(path))
        return
    for (key in held) {
        split(key, part, SUBSEP)
        if (part[1] == process && part[2] == path)
            count++
    }
    if (open_count[process, path] > 1 && count > 0) {
        print "drops " count " locks: " $0
        breaches++
    }
    open_count[process, path]--
}
