/*
 * by_hand.c - focus_bench_by_hand: what a command would be that goes to SQLite by hand.
 *
 *     focus_bench_by_hand start|stop FILE
 *
 * A program of its own, so that it loads nothing but SQLite.
 */
#include "bench/hand.h"

#include <string.h>

int main(int argc, char **argv)
{
    if (argc != 3 || (strcmp(argv[1], "start") != 0 && strcmp(argv[1], "stop") != 0))
        bench_fail("usage", "start|stop FILE");
    raw_by_hand(argv[1], argv[2]);
    return 0;
}
