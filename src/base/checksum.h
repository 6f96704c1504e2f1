/*
 * checksum.h - a 64-bit sum that tells damage from what was written. Against chance, not malice.
 */
#ifndef FOCUS_BASE_CHECKSUM_H
#define FOCUS_BASE_CHECKSUM_H

#include "base/base.h"

/* Go on from `sum`, 0 at the beginning. The same on every machine: it is kept in files. */
uint64_t focus__checksum_bytes(uint64_t sum, const void *bytes, size_t size);
uint64_t focus__checksum_ints(uint64_t sum, const int64_t *values, size_t count);
uint64_t focus__checksum_text(uint64_t sum, const char *text); /* NULL and "" differ */

#endif
