/*
 * points.h - the ledger's door.
 */
#ifndef FOCUS_CORE_POINTS_H
#define FOCUS_CORE_POINTS_H

#include "core/session.h"

/* Pay a session's xp and coins, once: a session that has been paid before is left alone. */
focus_status focus__ledger_pay_session(focus_store *store, const focus__session_row *row);

#endif
