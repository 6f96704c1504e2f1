/*
 * change.c - what verbs that change history share.
 */
#include "change.h"

#include "names.h"

int change_failed(const cli *c)
{
    bool overlaps = focus_last_error(c->store)->status == FOCUS_E_OVERLAP;
    return fail_store(c, NULL, overlaps ? "--allow-overlap keeps both" : NULL);
}

int change_read_status(const cli *c, int32_t *out_status)
{
    const char *word = args_value(&c->args, "status");
    int exit_code;
    if (word == NULL)
        return EXIT_DONE;
    exit_code = read_status(c, word, out_status);
    if (exit_code == EXIT_DONE && *out_status != FOCUS_SESSION_COMPLETED &&
        *out_status != FOCUS_SESSION_ABANDONED)
        return fail_usage(c, NULL, "--status is completed or abandoned here");
    return exit_code;
}

/* A session of another zone keeps its clock, and is shown by it; only --tz says otherwise. */
words_anchor change_anchor(const cli *c, const focus_session *s, words_anchor_kind kind)
{
    words_anchor anchor = {
        .kind = kind, .at_ms = s->started_at_ms, .utc_offset_s = s->utc_offset_s};
    focus_local_time local;
    anchor.has_offset = !args_has(&c->args, "tz") &&
                        focus_local_from_time(c->store, s->started_at_ms, &local) == FOCUS_OK &&
                        local.utc_offset_s != s->utc_offset_s;
    return anchor;
}
