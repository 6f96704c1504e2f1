# compare.awk <table> <measured>: fails when an operation takes over five percent more instructions than the
# table says, or fewer, or when the two have different operations.
#
# The instructions of libfocus are compared where the compiler is the table's: another one's code is not worse
# for being longer. Those in all, where SQLite and the C library are the table's, too. What was not compared
# is said.
function is_key(word) { return word ~ /^(compiler|sqlite|libc)$/ }

function not_compared(what, key) {
    print "Not compared: " what ". The table is of " key " " table_keys[key] ", here is " keys[key]
}

function percent(before, now) { return sprintf("%+.1f %%", (now / before - 1) * 100) }

function compare(name, what, before, now) {
    if (now > before * 1.05) {
        print name ": " now " instructions " what ", " before " before (" percent(before, now) ")"
        rises++
    } else if (now < before * 0.95) {
        print name ": only " now " instructions " what ", " before " before (" percent(before, now) ")"
        falls++
    }
}

/^#/ || NF == 0 { next }
is_key($1) {
    key = $1
    sub(/^[a-z]+ /, "")
    if (FNR == NR)
        table_keys[key] = $0
    else
        keys[key] = $0
    next
}
FNR == NR { table_own[$1] = $2; table_all[$1] = $3; next }
{ order[++count] = $1; own[$1] = $2; all[$1] = $3 }

END {
    is_comparable = table_keys["compiler"] == keys["compiler"]
    if (!is_comparable)
        not_compared("any instructions", "compiler")
    else if (table_keys["sqlite"] != keys["sqlite"])
        not_compared("instructions in all", "sqlite")
    else if (table_keys["libc"] != keys["libc"])
        not_compared("instructions in all", "libc")
    else
        is_comparable_in_all = 1

    for (i = 1; i <= count; i++) {
        name = order[i]
        if (!(name in table_own)) {
            print name ": is not in the table"
            strangers++
        } else if (is_comparable) {
            compare(name, "of libfocus", table_own[name], own[name])
            if (is_comparable_in_all)
                compare(name, "in all", table_all[name], all[name])
        }
    }
    for (name in table_own)
        if (!(name in own)) {
            print name ": is in the table alone"
            strangers++
        }

    print "Instructions of " count + 0 " operations: " rises + 0 " risen, " falls + 0 " fallen by over 5 %"
    if (rises + falls + strangers > 0 || count == 0) {
        print "If that is meant: ./dev count --update, and say in the commit why."
        exit 1
    }
}
