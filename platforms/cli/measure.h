/*
 * measure.h - focus doctor --metrics: what reading costs in this database, here and now.
 */
#ifndef CLI_MEASURE_H
#define CLI_MEASURE_H

#include "cli.h"

/** Read what a screen reads, over and over, measured, and print what it cost. An exit code. */
int measure_and_print(const cli *c);

#endif
