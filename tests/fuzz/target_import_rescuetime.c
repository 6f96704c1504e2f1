/*
 * target_import_rescuetime.c - RescueTime's reports.
 */
#include "fuzz/import_case.h"

const fuzz_target fuzz_target_here = {
    .name = "import_rescuetime",
    .seeds = {"rescuetime"},
    .rounds = 8,
    .round_size = 500,
    .size_max = 8192,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_import("rescuetime", data, size);
    return 0;
}
