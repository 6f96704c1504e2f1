/*
 * session_ids.c - naming a session.
 *
 * An id begins with its instant in milliseconds: the first 8 digits are shared by all sessions made
 * within 65 seconds, the first 13 characters by those made in the same millisecond, as imports do.
 */
#include "session_ids.h"

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
    return fail_store(c, NULL, status == FOCUS_E_AMBIGUOUS ? "give more of the id" : "focus log");
}

const char *session_short_id(const cli *c, const focus_id *id, char out[FOCUS_ID_TEXT_SIZE])
{
    static const size_t SIZES[] = {13, 18, 23};
    char whole[FOCUS_ID_TEXT_SIZE];
    focus_id_format(id, whole);
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        focus_id found;
        (void)snprintf(out, FOCUS_ID_TEXT_SIZE, "%.*s", (int)SIZES[i], whole);
        if (focus_session_find(c->store, out, &found) == FOCUS_OK)
            return out;
    }
    memcpy(out, whole, sizeof whole);
    return out;
}
