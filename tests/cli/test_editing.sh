#!/usr/bin/env bash
# Changing history: sessions cut and put together, tags and projects, many at once.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

sample_history
at 2026-03-28T12:00

# split and join: "Write report" of 9:00 to 9:30 with a pause from 9:10 to 9:15 is @3
expect_exit 0 stats --plain
before=$OUT
report=$(id_of show @3)
golden split split "$report" 09:12
expect_exit 0 show "$report"
expect_out "pause     09:10-09:12  phone"
expect_exit 6 split "$report" 09:20
expect_err "does not lie inside the session"
expect_exit 6 split "$report" nonsense
expect_err "the instant: "
expect_exit 3 split ffffffff 9:00
expect_exit 2 split "$report"
second=$(id_of show @3)
golden joined join "$second" "$report"
expect_exit 0 show "$report"
expect_out "pause     09:10-09:15  phone"
expect_out "25 XP"
expect_exit 0 stats --plain
expect_eq "figures after split and join" "$before" "$OUT"
expect_exit 6 join "$report" "$report"
expect_exit 6 join @1 @2
expect_err "different modes"
expect_exit 10 join @1 "$report"
expect_err "another session lies between"
expect_exit 4 join "$report" "$second"
expect_exit 0 split "$report" 09:20
expect_out "Split focus \"Write report\" at 09:20"
expect_out "09:00-09:20     15m"
expect_out "09:20-09:30     10m"
expect_exit 0 join @3 @4
expect_out "Joined focus \"Write report\", 2026-03-28 09:00-09:30, 25m"

# tags and projects
golden tags tags
golden projects projects list
golden renamed tags rename +deep deep-work
expect_exit 0 log --tag deep-work --plain
expect_eq "sessions of the new name" 2 "$(wc -l <"$WORK/out")"
expect_exit 3 tags rename deep shallow
expect_err "no session has this tag"
expect_err "hint: focus tags"
expect_exit 4 tags rename deep-work office
expect_err "hint: focus tags merge"
expect_exit 0 tags merge deep-work office
expect_out "Merged +deep-work → +office in 2 sessions"
expect_exit 0 tags --plain
expect_eq "tags after a merge" "office	3	9900	2026-03-28" "$OUT"
expect_exit 3 tags merge office nothing
expect_exit 6 tags rename office office
expect_exit 6 tags rename office ""
expect_exit 0 projects rename Thesis "PhD thesis"
expect_out "Renamed Thesis → PhD thesis in 2 sessions"
expect_exit 0 projects
expect_out "PhD thesis         2  1h55m  2026-03-28"
expect_exit 2 tags rename office
expect_exit 0 stats --plain
expect_eq "figures after other names" "$before" "$OUT"

# many at once: all or none, shown first
golden edit_all edit-all --grep report --set-project Book --add-tag +a,b --remove-tag office --dry-run
expect_exit 2 edit-all --grep report --set-project Book
expect_err "editing 1 session needs --yes where nobody can be asked"
expect_exit 0 projects --plain
expect_no_out "Book"
expect_exit 0 edit-all yesterday --mode focus --set-title Reviewed --set-status abandoned --dry-run
expect_out "status  completed  →  abandoned"
expect_out "title   Review     →  Reviewed"
expect_no_out "edited"
expect_out "Dry run: editing 1 session"
expect_exit 0 edit-all --project "PhD thesis" --set-project Thesis --set-task 7 --add-tag deep --yes
expect_out "Edited 2 sessions"
expect_exit 0 edit-all --project Thesis --set-task 7 --add-tag deep --yes
expect_eq "an edit of nothing" "nothing changes" "$OUT"
expect_exit 0 edit-all --grep nothing-like-it --add-tag x
expect_exit 2 edit-all --tag deep
expect_err "edit-all needs to know what to change"
expect_exit 2 edit-all --set-mode fokus
expect_exit 2 edit-all week --since today --add-tag x
# what runs cannot be called abandoned: then nothing is
expect_exit 0 start Running -q
golden_error error_edit_all 4 edit-all --set-status abandoned --yes
expect_exit 4 edit-all --set-status abandoned --yes
expect_exit 0 log --status completed --plain
expect_eq "completed ones" 4 "$(wc -l <"$WORK/out")"
at 2026-03-28T12:01
expect_exit 0 abandon -q
expect_exit 2 delete
expect_exit 2 delete @1 --tag deep
expect_exit 2 delete @1 --dry-run
expect_exit 0 delete --grep running --dry-run
expect_out "Dry run: deleting 1 session"
golden delete_all delete --grep running --yes
expect_exit 0 delete --tag deep --status completed --until yesterday --yes
expect_out "Deleted 1 session; focus undo or focus restore takes it back"
expect_exit 0 delete --tag nobody --yes
expect_eq "a filter that fits nothing" "no session fits" "$OUT"
expect_exit 2 delete --since 2026-03-01
expect_err "deleting 4 sessions needs --yes"
expect_exit 0 log --plain
expect_eq "those that are left" 4 "$(wc -l <"$WORK/out")"
expect_exit 0 doctor
if script -qec true /dev/null >/dev/null 2>&1; then
    OUT=$(NO_COLOR=1 script -qec "'$FOCUS_BIN' edit-all --tag deep --set-title Asked" /dev/null <<<n | tr -d '\r')
    expect_out "title  Write report  →  Asked"
    expect_out "Go on with editing 1 session? [y/N]"
    expect_out "nothing was changed"
    OUT=$(NO_COLOR=1 script -qec "'$FOCUS_BIN' edit-all --tag deep --set-title Asked" /dev/null <<<y | tr -d '\r')
    expect_out "Edited 1 session"
    # what somebody says yes to is what is done
    : >"$WORK/asked"
    {
        for _ in {1..400}; do
            grep -q "Go on" "$WORK/asked" && break
            sleep 0.05
        done
        "$FOCUS_BIN" --tz Europe/Berlin add Other -t deep --for 1m --allow-overlap -q
        echo y
    } | NO_COLOR=1 script -qefc "'$FOCUS_BIN' edit-all --tag deep --set-title Meanwhile" "$WORK/asked" >/dev/null
    OUT=$(tr -d '\r' <"$WORK/asked")
    expect_out "what fits was changed meanwhile; nothing was done"
    expect_exit 0 log --grep Meanwhile --plain
    expect_eq "nothing was done" "" "$OUT"
    # people see the beginning of what they are asked about
    fresh
    for minute in {10..35}; do
        "$FOCUS_BIN" --tz Europe/Berlin add "Number $minute" --from "2026-03-27T09:$minute" --for 1m -q
    done
    OUT=$(NO_COLOR=1 script -qec "'$FOCUS_BIN' delete --since 2026-03-01" /dev/null <<<n | tr -d '\r')
    expect_out "Number 29"
    expect_no_out "Number 30"
    expect_out "... and 6 more"
    expect_out "Go on with deleting 26 sessions? [y/N]"
else
    skip "questions on a terminal: there is no script(1) to make one"
fi

fresh
expect_exit 0 tags
expect_out "no session has a tag"
sample_history

expect_exit 0 doctor

# all fields in an editor: what was changed there is what changes
fresh
expect_exit 0 add Draft --from 2026-03-27T09:00 --for 30m -t deep -p Thesis --note "$(printf 'one\ntwo')" -q
cat >"$WORK/editor" <<'END'
#!/bin/sh
cp "$2" "$WORK/seen"
sed -f "$1" "$2" >"$2.new" && mv "$2.new" "$2"
END
chmod +x "$WORK/editor"
export VISUAL="$WORK/editor $WORK/script" WORK TMPDIR="$WORK"
printf 's/^title: .*/title: Report: final/\ns/^tags: .*/tags: a, b/\ns/^note: two/note: three\\nnote: four/\n' >"$WORK/script"
expect_exit 0 edit @1 --editor --dry-run
expect_out "Would edit"
expect_exit 0 edit @1 --editor
expect_out "title  Draft"
expect_eq "what the editor got" "title: Draft project: Thesis tags: deep task:  note: one note: two start: 2026-03-27T09:00:00+01:00 end: 2026-03-27T09:30:00+01:00 planned: open mode: focus status: completed" \
    "$(grep -v '^#' "$WORK/seen" | tr '\n' ' ' | sed 's/ $//')"
expect_exit 0 show @1 --plain
expect_out "title	Report: final"
expect_out "tags	a,b"
expect_out 'note	one\nthree\nfour'
expect_out "start	2026-03-27T09:00:00+01:00"
expect_out "revision	2"
printf 's/^project: .*/project:/\n' >"$WORK/script"
expect_exit 0 edit @1 --editor
expect_out "project  Thesis"
printf '/^note/d\n' >"$WORK/script"
expect_exit 0 edit @1 --editor
expect_eq "lines that are gone are no change" "nothing changes" "$OUT"
printf 's/^title/titel/\n' >"$WORK/script"
expect_exit 6 edit @1 --editor
expect_err "line 2 names no field; nothing was changed"
expect_eq "the text is kept" "titel: Report: final" "$(sed -n 2p "$WORK"/focus-edit-*)"
rm "$WORK"/focus-edit-*
printf 's/^end: .*/end: 2026-03-27T08:00/\n' >"$WORK/script"
expect_exit 6 edit @1 --editor
expect_err "what was typed is in $WORK/focus-edit-"
rm "$WORK"/focus-edit-*
VISUAL=false expect_exit 1 edit @1 --editor
expect_err "the editor failed"
TMPDIR="$WORK/missing" expect_exit 9 edit @1 --editor
expect_eq "nothing was typed" 0 "$(grep -c "what was typed" "$WORK/err")"
unset VISUAL TMPDIR

finish
