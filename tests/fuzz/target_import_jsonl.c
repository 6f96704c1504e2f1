/*
 * target_import_jsonl.c - our own JSON Lines.
 */
#include "fuzz/import_case.h"

const fuzz_target fuzz_target_here = {
    .name = "import_jsonl",
    .rounds = 12,
    .round_size = 500,
    .size_max = 8192,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_import("jsonl", data, size);
    return 0;
}
