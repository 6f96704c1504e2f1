/*
 * import_case.h - what holds for an import of any bytes, in any format.
 */
#ifndef TESTS_FUZZ_IMPORT_CASE_H
#define TESTS_FUZZ_IMPORT_CASE_H

#include "fuzz/fuzz.h"

/* Import the bytes into an empty store. When that fails, nothing has changed. When not, the report
 * adds up, a second import adds nothing, and the export comes back from another store unchanged. */
void fuzz_import(const char *format, const uint8_t *data, size_t size);

/* What a store without a running session exports comes back from another one unchanged, points and
 * the count of writes excepted. */
void fuzz_check_round_trip(focus_store *store);

#endif
