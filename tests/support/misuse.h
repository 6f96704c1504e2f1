/*
 * misuse.h - R14: cases of what a caller can do wrong, counted; and after each the store must be of use.
 */
#ifndef TESTS_SUPPORT_MISUSE_H
#define TESTS_SUPPORT_MISUSE_H

#include "support/support.h"

/* Begin a test. Mistakes are printed where they are made and told by misuse_end_test(). */
void misuse_begin_test(fixture *f);
void misuse_end_test(void);

/* A case that was to give `expected` and gave `got`. */
void misuse_case(const char *what, focus_status expected, focus_status got);
/* A case of which the test has found out something else. */
void misuse_fact(const char *what, bool holds);

#define MISUSE_CASE(expected, call) misuse_case(#call, (expected), (call))

/* Print "R14 <name>: N cases, ..."; at least so many must there have been. */
void misuse_end(const char *name, int cases_least);

#endif
