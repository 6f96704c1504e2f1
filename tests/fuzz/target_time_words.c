/*
 * target_time_words.c - lengths and instants as people type them.
 */
#include "fuzz/fuzz.h"

#include "time_words.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const fuzz_target fuzz_target_here = {
    .name = "time_words",
    .rounds = 60,
    .round_size = 10000,
    .size_max = 96,
};

#define DAY_MS (24 * FUZZ_HOUR_MS)

static void check_problem(const char problem[WORDS_PROBLEM_SIZE])
{
    fuzz_check(memchr(problem, '\0', WORDS_PROBLEM_SIZE) != NULL && problem[0] != '\0');
}

/* Whole seconds can be said in another way. */
static void check_said_again(int64_t ms)
{
    char text[32];
    char problem[WORDS_PROBLEM_SIZE];
    int64_t again_ms = -1;
    int64_t seconds = ms / 1000;

    if (ms % 1000 != 0 || seconds > 999999999 || seconds < -999999999)
        return;
    (void)snprintf(text, sizeof(text), "%" PRId64 "s", seconds);
    fuzz_check(words_duration(text, DURATION_NEGATIVE | DURATION_ZERO | DURATION_LONG, &again_ms,
                              problem));
    fuzz_check(again_ms == ms);
}

static void check_duration(const char *text, unsigned allow)
{
    char problem[WORDS_PROBLEM_SIZE] = "";
    int64_t ms = -1;

    if (!words_duration(text, allow, &ms, problem)) {
        check_problem(problem);
        fuzz_check(ms == 0);
        return;
    }
    fuzz_check(ms >= 0 || (allow & DURATION_NEGATIVE) != 0);
    fuzz_check(ms != 0 || (allow & DURATION_ZERO) != 0);
    fuzz_check((ms <= DAY_MS && ms >= -DAY_MS) || (allow & DURATION_LONG) != 0);
    check_said_again(ms);
}

/* What was read is an instant that the words for instants give back. */
static void check_instant(focus_store *store, const char *text, const words_anchor *anchor,
                          bool second)
{
    char problem[WORDS_PROBLEM_SIZE] = "";
    char written[FOCUS_TIME_TEXT_SIZE];
    words_instant_result result = {0};
    words_instant_result again = {0};
    focus_status status = words_instant(store, text, anchor, second, &result, problem);

    if (status != FOCUS_OK) {
        check_problem(problem);
        return;
    }
    if (result.at_ms < 0 || result.at_ms > INT64_C(253402300799999))
        return; /* "-999999999h": the calls that take instants refuse it */
    focus_time_format(result.at_ms, 3600, written);
    fuzz_check(words_instant(store, written, NULL, false, &again, problem) == FOCUS_OK);
    fuzz_check(again.at_ms == result.at_ms);
}

static void check_now(const char *text)
{
    char problem[WORDS_PROBLEM_SIZE] = "";
    int64_t at_ms = -1;

    if (!words_now(text, &at_ms, problem))
        check_problem(problem);
    else
        fuzz_check(at_ms >= 0 && at_ms <= INT64_C(253402300799999) + DAY_MS);
}

static words_anchor take_anchor(fuzz_bytes *in)
{
    words_anchor anchor = {.kind = (words_anchor_kind)fuzz_take_below(in, 3)};

    anchor.at_ms = FUZZ_NOW_MS - (int64_t)fuzz_take_number(in, 3) * FUZZ_MINUTE_MS;
    anchor.has_offset = fuzz_take_below(in, 4) == 0;
    anchor.utc_offset_s = (int32_t)fuzz_take_number(in, 2) - 32768;
    return anchor;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static focus_store *store;
    fuzz_bytes in = {data, size};
    uint8_t how = fuzz_take_byte(&in);
    words_anchor anchor = take_anchor(&in);
    char *text = fuzz_take_rest(&in);

    if (store == NULL)
        store = fuzz_open_memory();
    check_duration(text, how % 8u);
    check_instant(store, text, (how & 8u) != 0 ? &anchor : NULL, (how & 16u) != 0);
    check_now(text);
    free(text);
    return 0;
}
