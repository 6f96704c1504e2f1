/*
 * report.h - reports for what shows them as a whole.
 */
#ifndef FOCUS_REPORT_REPORT_H
#define FOCUS_REPORT_REPORT_H

#include "core/store.h"

/* Fill a box that was made for a focus_report. query: its focus_report_options, not checked yet. */
focus_status focus__report_read(focus_store *store, void *box, const void *query);

#endif
