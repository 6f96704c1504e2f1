/*
 * session_input.c - what a caller says about a session, checked and put into a row.
 */
#include "core/session_input.h"

#include "base/text.h"
#include "core/tags.h"

#define KNOWN_FIELDS ((FOCUS_FIELD_CONFIRMED << 1) - 1u)

#define WORD_FIELDS                                                                                \
    (FOCUS_FIELD_TITLE | FOCUS_FIELD_PROJECT | FOCUS_FIELD_TASK | FOCUS_FIELD_NOTE |               \
     FOCUS_FIELD_TAGS)

focus_status focus__input_import(focus_store *store, const focus_session_input *input,
                                 focus_session_input *out)
{
    focus_status status = focus__options_import(out, sizeof(*out),
                                                FOCUS__SIZE_THROUGH(focus_session_input, tag_count),
                                                input, &store->error);

    if (status != FOCUS_OK)
        return status;
    if ((out->flags & ~(uint32_t)(FOCUS_INPUT_ALLOW_OVERLAP | FOCUS_INPUT_REWARD)) != 0 ||
        (out->fields & ~(uint32_t)KNOWN_FIELDS) != 0)
        return focus__fail(&store->error, FOCUS_E_UNSUPPORTED,
                           "input has an unknown flag or field");
    if (out->if_running < FOCUS_IF_RUNNING_FAIL || out->if_running > FOCUS_IF_RUNNING_COMPLETE)
        return focus__fail(&store->error, FOCUS_E_INVALID, "if_running %d is unknown",
                           (int)out->if_running);
    return FOCUS_OK;
}

static focus_status take_text(focus_store *store, void *box, const char *what, const char *text,
                              size_t max_size, const char **out_text)
{
    enum focus__text_kind kind = max_size == FOCUS_TEXT_MAX ? FOCUS__TEXT_NOTE : FOCUS__TEXT_LINE;
    focus_status status = focus__text_check(what, text, 0, max_size, kind, &store->error);

    *out_text = NULL;
    if (status != FOCUS_OK || focus__text_or_null(text) == NULL)
        return status;
    *out_text = focus__box_text(box, text);
    return *out_text != NULL ? FOCUS_OK
                             : focus__fail(&store->error, FOCUS_E_NOMEM, "no memory for %s", what);
}

focus_status focus__input_note(focus_store *store, void *box, const char *note,
                               const char **out_note)
{
    return take_text(store, box, "the note", note, FOCUS_TEXT_MAX, out_note);
}

focus_status focus__input_some_words(focus_store *store, void *box,
                                     const focus_session_input *input, focus__session_row *row)
{
    const struct {
        uint32_t field;
        const char *what;
        const char *text;
        size_t max_size;
        const char **out;
    } words[] = {
        {FOCUS_FIELD_TITLE, "the title", input->title, FOCUS_TITLE_MAX, &row->title},
        {FOCUS_FIELD_PROJECT, "the project", input->project, FOCUS_TITLE_MAX, &row->project},
        {FOCUS_FIELD_TASK, "the task", input->task, FOCUS_TITLE_MAX, &row->task},
        {FOCUS_FIELD_NOTE, "the note", input->note, FOCUS_TEXT_MAX, &row->note},
    };
    focus_status status = FOCUS_OK;

    for (size_t i = 0; i < FOCUS__COUNT_OF(words) && status == FOCUS_OK; i++)
        if ((input->fields & words[i].field) != 0)
            status = take_text(store, box, words[i].what, words[i].text, words[i].max_size,
                               words[i].out);
    if (status == FOCUS_OK && (input->fields & FOCUS_FIELD_TAGS) != 0)
        status = focus__tags_join(store, box, input->tags, input->tag_count, &row->tags);
    return status;
}

focus_status focus__input_words(focus_store *store, void *box, const focus_session_input *input,
                                focus__session_row *row)
{
    focus_session_input all = *input;

    all.fields = WORD_FIELDS;
    return focus__input_some_words(store, box, &all, row);
}
