/*
 * target_import_openpomodoro.c - Open Pomodoro's history.
 */
#include "fuzz/import_case.h"

const fuzz_target fuzz_target_here = {
    .name = "import_openpomodoro",
    .seeds = {"openpomodoro"},
    .rounds = 8,
    .round_size = 500,
    .size_max = 8192,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_import("openpomodoro", data, size);
    return 0;
}
