#!/usr/bin/env bash
# Looking back and changing what is there.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

sample_history
at 2026-03-28T12:00

# log
golden log log
golden log_filtered log --tag deep --project Thesis --mode focus --status completed --grep report
golden log_page log --limit 2
expect_exit 0 log --limit 2
expect_out "2 of 5 sessions; more: add --cursor "
cursor=${OUT##*--cursor }
expect_exit 0 log --limit 2 --cursor "$cursor"
expect_out "Write report"
expect_exit 0 log --limit 3 --plain
expect_eq "plain rows" 3 "$(wc -l <"$WORK/out")"
expect_err "next page: --cursor"
expect_exit 0 log --reverse --plain
expect_eq "oldest first" "Plan" "$(head -1 "$WORK/out" | cut -f8)"
expect_exit 0 log --oneline
expect_out "Review"
expect_exit 0 log --grep nothing-like-it
expect_out "no sessions here"
expect_exit 0 log today
expect_out "3 sessions"
expect_exit 0 log --since yesterday --until yesterday
expect_out "1 session"
expect_exit 2 log week --since today
expect_exit 2 log --mode fokus
expect_err 'did you mean "focus"?'
expect_exit 6 log --limit 0
expect_exit 6 log --cursor nonsense

# columns are aligned whatever the letters
expect_exit 0 add "日本語のタイトル" --from 2026-03-25T09:00 --for 10m -p Wide
expect_exit 0 add "äöü" --from 2026-03-25T10:00 --for 10m -p Narrow
expect_exit 0 log 2026-03-25
expect_out "日本語のタイトル  Wide"
expect_out "äöü               Narrow"

# show, ids
golden session_show show @4
expect_exit 0 show @1
expect_out "status    abandoned"
id=$(id_of show @2)
expect_exit 0 show "$id"
expect_exit 0 show "${id:0:18}"
expect_exit 0 edit @2 --note "$(printf 'one\ntwo\tthree\134')" -q
expect_exit 0 show @2
expect_out "note      one"
expect_out "          two three\\"
expect_exit 0 show @2 --plain
expect_out "note	one\\ntwo\\tthree\\\\"
expect_exit 0 undo -q
expect_exit 3 show ffffffff
expect_exit 6 show xyz!
expect_exit 6 show 019
expect_exit 3 show @99
expect_exit 3 show @
# every sample id begins with the same digits
expect_exit 3 show "${id:0:5}"
expect_err "hint: focus log, or more of the id"
expect_exit 0 log
for short in $(printf '%s\n' "$OUT" | awk '$2 ~ /^2026-/ {print $1}'); do
    expect_exit 0 show "$short"
done

# plain: values for programs
expect_exit 0 show "$(id_of log --grep "Write report")" --plain
expect_out $'\nday\t2026-03-28\n'
expect_out $'\nplanned\t1500\nactive\t1500\npaused\t300\n'
expect_out $'\npause\t2026-03-28T09:10:00+01:00 2026-03-28T09:15:00+01:00 phone'
expect_exit 0 show "$(id_of log --grep Review)" --plain
expect_out $'\ntags\tdeep,office\n'
expect_out $'\nplanned\t0\nactive\t5400\npaused\t0\n'

# add
golden session_added add "Reading" --from "2026-03-24 20:00" --to "2026-03-24 20:45" -t book --note n
golden_error error_overlap 10 add "Same time" --from "2026-03-24 20:30" --for 10m
expect_exit 0 add "Same time" --from "2026-03-24 20:30" --for 10m --allow-overlap
expect_exit 0 add Rewarded --from 2026-03-23T08:00 --for 30m --rewards
expect_exit 0 add Given-up --from 2026-03-23T09:00 --for 30m --status abandoned
expect_exit 0 add --for 10m
expect_out "11:50-12:00"
expect_exit 2 add "When?"
expect_exit 2 add "Too much" --from 9:00 --to 10:00 --for 1h
expect_exit 2 add Bad --for 1h --status running
expect_exit 6 add Long --from 2026-03-01T09:00 --for 30h
expect_err "hint: --force"
expect_exit 6 add Long --from 2026-03-01T09:00 --to 2026-03-02T09:01
expect_err "hint: --force"
expect_exit 0 add Long --from 2026-03-01T09:00 --for 30h --force
expect_exit 0 log --grep Long
expect_out "implausible"
expect_exit 6 add Backwards --from 10:00 --to 9:00
expect_exit 6 add Future --from 13:00 --to 14:00

# edit
expect_exit 0 edit "$(id_of log --grep Long)" --confirm
long=$(id_of log --grep Reading)
golden edit edit "$long" --title "Reading on" --tags a,b --end "2026-03-24 20:50" --allow-overlap
expect_exit 0 edit "$long" --title "" --dry-run
expect_out "Would edit"
expect_out "Reading on  →  (none)"
expect_exit 0 show "$long"
expect_out "Reading on"
golden edit_dry_run edit "$long" --planned 45m --note "" --dry-run
expect_exit 0 edit "$long" --planned open --mode break --project P --task T --status abandoned
expect_exit 10 edit "$long" --start "2026-03-24 20:15" --end "2026-03-24 20:40"
expect_exit 0 edit "$long" --project P
expect_eq "an edit of nothing" "nothing changes" "$OUT"
expect_exit 2 edit "$long"
expect_exit 2 edit
expect_exit 3 edit ffffffff --title x

# tags
expect_exit 0 tag "$long" c d
expect_out "+a +b +c +d"
expect_exit 0 untag "$long" a d
expect_out "+b +c"
expect_exit 2 tag "$long"
expect_exit 0 tag "$long" +b c
expect_out "nothing changed"
expect_out "+b +c"
expect_no_out "++"
expect_exit 0 untag "$long" +z
expect_out "nothing changed"
expect_exit 0 tag "$long" +e,f
expect_out "+b +c +e +f"
expect_exit 0 untag "$long" +e f
expect_out "+b +c"
expect_exit 0 log --tag +b --plain
expect_eq "by +tag" 1 "$(wc -l <"$WORK/out")"
expect_exit 0 edit "$long" --tags "+b, c" --json
expect_out '"changes":[]'
expect_exit 6 tag "$long" ,
expect_exit 6 tag "$long" +
expect_exit 0 add Tagged --from 2026-03-22T09:00 --for 10m -t +x,y -t z --json
expect_out '"tags":["x","y","z"]'
expect_exit 0 delete "$(id_of log --grep Tagged)" -q

# delete and restore
number=$(run log --grep Reading && awk '/Reading/ {print $1}' "$WORK/out")
expect_exit 0 delete "$long" "$long"
expect_eq "what was deleted" \
    "Deleted break \"Reading on\", 2026-03-24 20:00-20:50, 50m  [$number]; focus undo or focus restore takes it back" "$OUT"
expect_exit 4 delete "$long"
expect_exit 4 edit "$long" --title x
expect_exit 0 log --deleted
expect_out "Reading on"
golden restored restore "$long"
expect_exit 4 restore "$long"
expect_exit 2 delete @1 @2
expect_err "hint: add --yes"
golden deleted delete @1 @2 --yes
# all or none
expect_exit 3 delete "$long" ffffffff --yes
expect_exit 0 show "$long"
expect_no_out "deleted"
# in a line: what there is to say of it
expect_exit 0 add --from 2026-03-20T09:00 --for 10m -p Thesis -t deep,home -q
expect_exit 0 log 2026-03-20 --oneline
expect_out "2026-03-20  09:00-09:10  10m  Thesis +deep +home"
expect_exit 0 log --oneline
expect_out "09:00-10:30     1h30m  Review"
expect_exit 0 doctor
finish
