/*
 * target_import_activitywatch.c - ActivityWatch's buckets.
 */
#include "fuzz/import_case.h"

const fuzz_target fuzz_target_here = {
    .name = "import_activitywatch",
    .seeds = {"activitywatch"},
    .rounds = 8,
    .round_size = 500,
    .size_max = 8192,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_import("activitywatch", data, size);
    return 0;
}
