#!/bin/sh
# systemd-sleep.sh pre|post KIND - an example: what the machine sleeps is a pause of the running session.
#
# systemd runs what lies in /usr/lib/systemd/system-sleep before and after each sleep, as root:
#
#   install -m 755 systemd-sleep.sh /usr/lib/systemd/system-sleep/focus
#
# Without it `focus` notices as well, and asks when the session ends; but only this knows when it was.
# For another answer (discard, split) see `focus help idle`.
set -eu

note=/run/focus-sleep

case ${1:-} in
pre)
    date +%s >"$note"
    ;;
post)
    [ -r "$note" ] || exit 0
    seconds=$(($(date +%s) - $(cat "$note")))
    rm -f "$note"
    [ "$seconds" -gt 0 ] || exit 0
    # Where nothing runs, or is paused, focus says so and nothing changes.
    loginctl list-users --no-legend | while read -r _ user _; do
        runuser -l "$user" -c "focus idle $seconds --answer discard-continue --quiet" 2>/dev/null || true
    done
    ;;
esac
