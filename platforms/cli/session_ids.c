/*
 * session_ids.c - naming a session.
 */
#include "session_ids.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static int resolve_running(const cli *c, focus_id *out_id)
{
    const focus_session *session;
    if (focus_session_running(c->store, &session) != FOCUS_OK)
        return fail_store(c, NULL, "focus start");
    *out_id = session->id;
    focus_session_free(session);
    return EXIT_DONE;
}

static int resolve_latest(const cli *c, const char *word, focus_id *out_id)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    const focus_session_list *list;
    char *end;
    unsigned long place = strtoul(word + 1, &end, 10);
    if (*end != '\0' || place < 1 || place > 1000)
        return fail_input(c, "@ is the running session, @1 the latest, up to @1000",
                          "\"%.20s\" names no session", word);
    filter.limit = (uint32_t)place;
    if (focus_session_list_page(c->store, &filter, &list) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    if (list->count < place) {
        long long total = (long long)list->total;
        char message[80];
        focus_session_list_free(list);
        (void)snprintf(message, sizeof message, "there is no %.10s: history has %lld session%s",
                       word, total, total == 1 ? "" : "s");
        return fail_report(c, EXIT_NOT_FOUND, "not_found", message, "focus log");
    }
    *out_id = list->items[place - 1]->id;
    focus_session_list_free(list);
    return EXIT_DONE;
}

int session_resolve(const cli *c, const char *word, focus_id *out_id)
{
    focus_status status;
    if (strcmp(word, "@") == 0)
        return resolve_running(c, out_id);
    if (word[0] == '@' && word[1] >= '0' && word[1] <= '9')
        return resolve_latest(c, word, out_id);
    status = focus_session_find(c->store, word, out_id);
    if (status == FOCUS_OK)
        return EXIT_DONE;
    return fail_store(c, NULL,
                      status == FOCUS_E_AMBIGUOUS ? "focus log, or more of the id" : "focus log");
}

const char *session_number(const cli *c, const focus_id *id, char out[RENDER_SIZE])
{
    const focus_session *session;
    out[0] = '\0';
    if (focus_session_get(c->store, id, &session) != FOCUS_OK)
        return out;
    (void)snprintf(out, RENDER_SIZE, "%" PRId64, session->number);
    focus_session_free(session);
    return out;
}
