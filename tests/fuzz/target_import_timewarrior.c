/*
 * target_import_timewarrior.c - Timewarrior's data files.
 */
#include "fuzz/import_case.h"

const fuzz_target fuzz_target_here = {
    .name = "import_timewarrior",
    .seeds = {"timewarrior"},
    .rounds = 8,
    .round_size = 500,
    .size_max = 8192,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_import("timewarrior", data, size);
    return 0;
}
