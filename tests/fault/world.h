/*
 * world.h - a file in memory that somebody has used for a while, in each of the states from which a
 * scenario may begin; and what must hold of it whatever went wrong.
 */
#ifndef TESTS_FAULT_WORLD_H
#define TESTS_FAULT_WORLD_H

#include "support/disk.h"
#include "support/support.h"

#define WORLD_PATH "/focus.db"
#define WORLD_COPY_PATH "/copy.db"
#define WORLD_EDITS 15

enum world_state {
    WORLD_NEW, /* there is no file */
    WORLD_IDLE,
    WORLD_RUNNING,
    WORLD_PAUSED,
    WORLD_OVERDUE,
    WORLD_UNFOLDED, /* the last commits are in the log alone, as after a crash */
    WORLD_COPIED,   /* beside a backup of an earlier state */
    WORLD_EDITED,   /* idle, with WORLD_EDITS steps of every noun to be undone */
    WORLD_UNDONE,   /* ... which were */
    WORLD_STATE_COUNT
};

typedef struct world {
    disk_image images[WORLD_STATE_COUNT];
    int64_t now_ms;
    chance entropy;
    focus_clock clock;
    focus_entropy source;
    focus_zone zone;
    focus_store *store; /* NULL: closed */
    focus_error error;  /* of the last call that failed */
    /* of the file */
    focus_id done, deleted, implausible, library, track, other_track, other_user;
    /* of a run */
    uint64_t answer;      /* a sum over what the calls answered */
    int64_t acknowledged; /* of the keys "k0", "k1", ... in the ledger */
} world;

/* Make the states, without faults. */
void world_build(world *w);
void world_free(world *w);

/* Put the state on the disk, clock and entropy as they were when it was made. Nothing is open. */
void world_reset(world *w, enum world_state state);
focus_status world_open(world *w, uint32_t flags, int32_t durability);
void world_close(world *w);

/* A database on the disk, looked at by a connection of its own. */
typedef struct world_look {
    uint64_t print; /* a sum over every row; 0: there is none, or it has no tables */
    bool is_whole;  /* SQLite finds nothing wrong, or there is none */
} world_look;

world_look world_look_at(const char *path);
uint64_t world_print(const char *path); /* that of world_look_at() alone */
/* A sum over what the queries give. False: that cannot be read. */
bool world_print_queries(const char *const queries[], size_t count, uint64_t *out_print);
/* One number out of the file, by SQL; and SQL behind the library's back. */
int64_t world_number(const char *sql);
void world_exec(const char *sql);
/* Everything is closed and no lock is held; libfocus opens the file and writes to it. `what` is told
 * otherwise. */
bool world_goes_on(world *w, const char *what);
/* And before it writes, its doctor finds nothing wrong. */
bool world_is_sound(world *w, const char *what);

#endif
