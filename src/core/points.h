/*
 * points.h - the ledger's door.
 */
#ifndef FOCUS_CORE_POINTS_H
#define FOCUS_CORE_POINTS_H

#include "core/session.h"

/* A row of points_ledger, which is never changed once it is there. */
typedef struct focus__ledger_row {
    int32_t kind;
    int64_t user_id;
    int64_t session_id; /* 0: none */
    const char *key;    /* NULL: a session's reward */
    const char *reason;
    int64_t xp;
    int64_t coins;
    int64_t created_at_ms;
} focus__ledger_row;

/* The door. FOCUS_DONE where the key has been used or the session paid: nothing has been added then,
 * to the wallet neither. */
focus_status focus__ledger_append(focus_store *store, const focus__ledger_row *what);

/* Pay a session's xp and coins, once: a session that has been paid before is left alone. */
focus_status focus__ledger_pay_session(focus_store *store, const focus__session_row *row);

#endif
