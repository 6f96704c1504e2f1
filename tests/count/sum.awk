# sum.awk -v operation=NAME -v rounds=N <file>: instructions per call, those of libfocus and all of them, in a
# file that callgrind wrote without compressing it.
#
# A line of cost below "calls=" is that of the function called, which is counted where it stands.
/^ob=/ { is_own = /\/libfocus\./ }
/^calls=/ { is_of_callee = 1; next }
/^[0-9]/ {
    if (!is_of_callee) {
        all += $2
        if (is_own)
            own += $2
    }
    is_of_callee = 0
}
END { printf "%s %d %d\n", operation, own / rounds + 0.5, all / rounds + 0.5 }
