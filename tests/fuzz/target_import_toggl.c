/*
 * target_import_toggl.c - Toggl's CSV.
 */
#include "fuzz/import_case.h"

const fuzz_target fuzz_target_here = {
    .name = "import_toggl",
    .seeds = {"toggl"},
    .rounds = 8,
    .round_size = 500,
    .size_max = 8192,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_import("toggl", data, size);
    return 0;
}
