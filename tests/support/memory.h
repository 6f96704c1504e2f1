/*
 * memory.h - every allocation of libfocus and of SQLite counted together, and made to fail on
 * command.
 */
#ifndef TESTS_SUPPORT_MEMORY_H
#define TESTS_SUPPORT_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

/* Before anything else uses SQLite. */
void memory_watch(void);

/* Let the at-th allocation from here, from 0, fail; lasting: and all after it. */
void memory_arm(bool lasting, int64_t at);
/* The same, with libfocus's own allocations alone counted. */
void memory_arm_ours(bool lasting, int64_t at);
/* No more failures. True when one happened. */
bool memory_disarm(void);

/* Blocks that were given out and not given back. */
int64_t memory_live_blocks(void);

#endif
