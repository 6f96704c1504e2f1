#!/bin/sh
# pkg_config.sh <compiler and flags> <main.c> <installed libdir> <program>: build and run with a
# compiler and pkg-config alone, on the shared library and then on the static one.
set -eu

if ! command -v pkg-config >/dev/null; then
    echo "no pkg-config"
    exit 77
fi
export PKG_CONFIG_PATH="$3/pkgconfig"
export LD_LIBRARY_PATH="$3"

# Not `--static`: Debian's sqlite3.pc then asks for libraries that libsqlite3-dev does not bring.
behind_focus=$(pkg-config --print-requires-private focus)

# Unquoted on purpose: lists of words.
# shellcheck disable=SC2046,SC2086
{
    $1 "$2" $(pkg-config --cflags --libs focus) -o "$4"
    "$4"
    $1 -DFOCUS_STATIC "$2" $(pkg-config --cflags focus) "$3/libfocus.a" \
        ${behind_focus:+$(pkg-config --libs "$behind_focus")} -o "$4"
    "$4"
}
