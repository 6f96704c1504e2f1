/*
 * target_import_watson.c - Watson's frames, of both forms.
 */
#include "fuzz/import_case.h"

const fuzz_target fuzz_target_here = {
    .name = "import_watson",
    .seeds = {"watson"},
    .rounds = 8,
    .round_size = 500,
    .size_max = 8192,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_import("watson", data, size);
    return 0;
}
