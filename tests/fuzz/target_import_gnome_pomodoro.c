/*
 * target_import_gnome_pomodoro.c - GNOME Pomodoro's database.
 */
#include "fuzz/import_case.h"

const fuzz_target fuzz_target_here = {
    .name = "import_gnome_pomodoro",
    .seeds = {"gnome-pomodoro"},
    .rounds = 8,
    .round_size = 500,
    .size_max = 8192,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_import("gnome-pomodoro", data, size);
    return 0;
}
