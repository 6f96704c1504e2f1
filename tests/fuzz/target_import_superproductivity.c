/*
 * target_import_superproductivity.c - Super Productivity's backups.
 */
#include "fuzz/import_case.h"

const fuzz_target fuzz_target_here = {
    .name = "import_superproductivity",
    .seeds = {"superproductivity"},
    .rounds = 8,
    .round_size = 500,
    .size_max = 8192,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_import("superproductivity", data, size);
    return 0;
}
