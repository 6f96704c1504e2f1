/*
 * fuzz.h - what fuzz targets share: how a target introduces itself, checks that may fail, values
 * taken from an input, and a store whose surroundings are the same in every run.
 *
 * A target is a file target_<name>.c with a `fuzz_target_here` and an LLVMFuzzerTestOneInput(). The
 * driver here replays and mutates its corpus (fuzz.<name>); libFuzzer runs the same function.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include "focus.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__SANITIZE_ADDRESS__)
#define FUZZ_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define FUZZ_SANITIZED 1
#endif
#endif

/* No input may need more. A sanitizer keeps what was freed, and takes its time; so does a build that
 * counts its lines, without optimisation (FUZZ_COUNTED). */
#ifdef FUZZ_SANITIZED
#define FUZZ_MEMORY_MAX_MB 768
#define FUZZ_INPUT_MAX_S 5
#elif defined(FUZZ_COUNTED)
#define FUZZ_MEMORY_MAX_MB 256
#define FUZZ_INPUT_MAX_S 5
#else
#define FUZZ_MEMORY_MAX_MB 256
#define FUZZ_INPUT_MAX_S 1
#endif

/* How an input can fail. */
enum {
    FUZZ_ABORT = 1u << 0,  /* a check or an assertion did not hold */
    FUZZ_CRASH = 1u << 1,  /* a signal, or a sanitizer's report */
    FUZZ_HANG = 1u << 2,   /* more than FUZZ_INPUT_MAX_S of processor time, or waiting for ever */
    FUZZ_MEMORY = 1u << 3, /* more than FUZZ_MEMORY_MAX_MB */
    FUZZ_KIND_COUNT = 4
};

typedef struct fuzz_target {
    const char *name;         /* of its corpus/<name> and its words/<name>.dict */
    const char *seeds[12];    /* folders of tests/data and ../shared/data with more of the same */
    int64_t rounds;           /* without FOCUS_MINUTES */
    int round_size;           /* inputs, all in one process */
    size_t size_max;          /* of a mutated input */
    unsigned must_find_kinds; /* failures planted in the target itself: it is a canary */
} fuzz_target;

extern const fuzz_target fuzz_target_here;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* --- checks ----------------------------------------------------------------------------------- */

#define fuzz_check(holds) ((holds) ? (void)0 : fuzz_fail(#holds, __FILE__, __LINE__))
_Noreturn void fuzz_fail(const char *what, const char *file, int line);

/* A public call's answer: a status of the header that is no caller's bug, and the store tells of it
 * in one line. Gives the status back. */
#define fuzz_typed(store, call) fuzz_typed_at((store), (call), #call, __FILE__, __LINE__)
focus_status fuzz_typed_at(focus_store *store, focus_status status, const char *call,
                           const char *file, int line);

/* The doctor finds nothing, at all. */
void fuzz_check_store(focus_store *store);

/* --- values from an input --------------------------------------------------------------------- */

typedef struct fuzz_bytes {
    const uint8_t *at;
    size_t left;
} fuzz_bytes;

/* 0 once the input has run out. */
uint8_t fuzz_take_byte(fuzz_bytes *in);
uint32_t fuzz_take_below(fuzz_bytes *in, uint32_t below);
uint64_t fuzz_take_number(fuzz_bytes *in, int size);
/* Any 64 bits, but mostly ones that are near a limit of something, or near `around`. */
int64_t fuzz_take_int(fuzz_bytes *in, int64_t around);
int32_t fuzz_take_int32(fuzz_bytes *in);
/* Any bytes, as a text of up to room - 1; NULL now and then. */
const char *fuzz_take_text(fuzz_bytes *in, char *buffer, size_t room);
/* All that is left, as a text; free() it. */
char *fuzz_take_rest(fuzz_bytes *in);

/* The same number for the same bytes. */
uint64_t fuzz_hash(const uint8_t *data, size_t size);

/* --- a store ---------------------------------------------------------------------------------- */

/* 2030-01-01T00:00:00Z: later than anything in a corpus. */
#define FUZZ_NOW_MS INT64_C(1893456000000)
#define FUZZ_MINUTE_MS INT64_C(60000)
#define FUZZ_HOUR_MS (60 * FUZZ_MINUTE_MS)

/* What surrounds all stores of a process. */
typedef struct fuzz_world {
    int64_t now_ms;
    /* The zone has one offset before an instant, and another from it on. */
    int64_t change_at_ms;
    int32_t offsets_s[2];
    bool has_summer; /* the zone changes its offset twice a year instead */
    uint64_t entropy;
} fuzz_world;

extern fuzz_world fuzz_surroundings;

focus_open_options fuzz_open_options(const char *path);
/* ":memory:"; must not fail. */
focus_store *fuzz_open_memory(void);

/* The whole history as JSON Lines or CSV; free() it. */
char *fuzz_export(focus_store *store, const char *format);

/* A path in a folder of this process, which goes at its end. */
const char *fuzz_path(const char *name, char out_path[128]);

#endif
