/*
 * target_import_auto.c - files of a format that has to be guessed.
 */
#include "fuzz/import_case.h"

const fuzz_target fuzz_target_here = {
    .name = "import_auto",
    .seeds = {"toggl", "timewarrior", "watson", "forest", "openpomodoro", "klog", "activitywatch",
              "ics", "rescuetime", "superproductivity", "gnome-pomodoro", "csv"},
    .rounds = 8,
    .round_size = 500,
    .size_max = 8192,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_import("auto", data, size);
    return 0;
}
