/*
 * weekdays.h - days of the week as somebody writes them: "mon-fri", "sat,sun".
 */
#ifndef CLI_WEEKDAYS_H
#define CLI_WEEKDAYS_H

#include "cli.h"
#include "render.h"

/** "mon", 1 = Monday. */
const char *weekday_name(int32_t weekday);
/** The weekday of "mon" or "monday", 1 to 7; 0: it is none. */
int32_t weekday_named(const char *name, size_t size);

/** FOCUS_MASK(ISO weekday) bits of "mon-fri", "sat,sun", "fri-mon". False: it names no weekdays. */
bool weekdays_read(const char *text, uint32_t *out_mask);
/** "mon-fri", "sat,sun", "every day"; "" without any. Gives `out`, or a text that stays. */
const char *weekdays_text(uint32_t mask, char out[RENDER_SIZE]);

#endif
