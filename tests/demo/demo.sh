#!/usr/bin/env bash
# The main job, start to finish: a year of exports comes in, one live session runs, and the figures follow.
# Usage: demo.sh <focus binary>. Time is fixed, so that every run prints the same but for ids.
set -euo pipefail
binary=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/../data/demo"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export FOCUS_DB=$folder/focus.db XDG_CONFIG_HOME=$folder LC_ALL=C.UTF-8

focus() {
    "$binary" --tz Europe/Berlin --now "2026-11-23T$time" "$@"
}

# at <time of 23 November 2026> <words of a focus command, as they are typed>
at() {
    time=$1
    printf '\n$ focus %s\n' "$2"
    eval "focus $2"
}

echo "A made-up year, exported by three programs, into one file:"
at 08:50 'import auto toggl-*.csv timewarrior/*.data watson-frames.json'
at 08:55 'config set daily_goal 4h'
at 08:55 'config set rest_days sat,sun'

printf '\nOne session, live:\n'
at 09:00 'start "Draft chapter 3" --project Thesis --tag writing'
at 09:10 'pause --reason "door bell"'
at 09:14 'resume'
at 09:20 'status'
at 09:29 'complete'

printf '\nWhere that leaves us:\n'
at 09:30 'today'
at 09:30 'log --limit 6'
at 09:30 'stats month'
at 09:30 'streak --explain'
at 09:30 'progress'
