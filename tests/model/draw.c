/*
 * draw.c - what steps draw alike: a session, words, and inputs as C.
 */
#include "model/world.h"

#include <stdarg.h>
#include <string.h>

/* --- drawing ---------------------------------------------------------------------------------- */

size_t pick_marked(const world *w, uint64_t salt, const void *first_mark, size_t stride,
                   size_t count)
{
    uint64_t best = 0;
    size_t picked = 0;

    for (size_t i = 0; i < count; i++) {
        uint64_t mark;
        memcpy(&mark, (const char *)first_mark + i * stride, sizeof(mark));
        chance c = chance_of((w->seed + salt) ^ mark);
        uint64_t liking = chance_next(&c);
        if (i == 0 || liking > best) {
            best = liking;
            picked = i;
        }
    }
    return picked;
}

twin *pick_session(const world *w, person *who)
{
    size_t at = pick_marked(w, 0, &who->sessions[0].mark, sizeof(twin), who->count);

    return who->count > 0 ? &who->sessions[at] : NULL;
}

size_t draw_tags(world *w, int32_t *out_tags, const char *out_words[TAGS])
{
    uint32_t bits = dice(w, 1u << TAGS) & dice(w, 1u << TAGS);
    size_t count = 0;

    *out_tags = (int32_t)bits;
    for (int i = TAGS; i-- > 0;) /* not in the order in which they come back */
        if ((bits >> i & 1u) != 0)
            out_words[count++] = tag_words[i];
    return count;
}

void draw_words(world *w, focus_session_input *input, twin *s, const char *out_tags[TAGS])
{
    s->title = (int32_t)dice(w, WORDS);
    s->project = (int32_t)dice(w, WORDS);
    s->task = (int32_t)dice(w, WORDS);
    s->note = (int32_t)dice(w, WORDS);
    input->title = title_words[s->title];
    input->project = project_words[s->project];
    input->task = project_words[s->task];
    input->note = note_words[s->note];
    input->tag_count = draw_tags(w, &s->tags, out_tags);
    input->tags = out_tags;
}

/* --- inputs as C ------------------------------------------------------------------------------ */

typedef struct text {
    char *bytes;
    size_t size;
} text;

static void add(text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add(text *t, const char *format, ...)
{
    va_list arguments;
    int size;

    va_start(arguments, format);
    size = vsnprintf(t->bytes + t->size, TEXT_SIZE - t->size, format, arguments);
    va_end(arguments);
    assert_true(size >= 0 && t->size + (size_t)size < TEXT_SIZE);
    t->size += (size_t)size;
}

static void add_number(text *t, const char *field, int64_t value)
{
    if (value != 0)
        add(t, ", .%s = %lld", field, (long long)value);
}

static void add_text(text *t, const char *field, const char *value)
{
    char literal[TEXT_SIZE];

    if (value != NULL)
        add(t, ", .%s = %s", field, quoted(value, literal, sizeof(literal)));
}

const char *tags_literal(const char *const *tags, size_t count, char out_literal[TEXT_SIZE])
{
    char literal[TEXT_SIZE];
    text t = {out_literal, 0};

    if (count == 0)
        return "NULL"; /* C has no empty array */
    add(&t, "(const char *const[]){");
    for (size_t i = 0; i < count; i++)
        add(&t, "%s%s", i > 0 ? ", " : "", quoted(tags[i], literal, sizeof(literal)));
    add(&t, "}");
    return out_literal;
}

const char *input_literal(const world *w, const focus_session_input *input,
                          char out_literal[TEXT_SIZE])
{
    char tags[TEXT_SIZE];
    text t = {out_literal, 0};

    out_literal[0] = '\0';
    if (w->print == NULL)
        return out_literal;
    add(&t, "&(focus_session_input){.struct_size = sizeof(focus_session_input)");
    add_number(&t, "fields", input->fields);
    add_number(&t, "flags", input->flags);
    add_number(&t, "mode", input->mode);
    add_number(&t, "status", input->status);
    add_number(&t, "if_running", input->if_running);
    add_number(&t, "planned_ms", input->planned_ms);
    add_number(&t, "started_at_ms", input->started_at_ms);
    add_number(&t, "ended_at_ms", input->ended_at_ms);
    add_text(&t, "title", input->title);
    add_text(&t, "project", input->project);
    add_text(&t, "task", input->task);
    add_text(&t, "note", input->note);
    if (input->tag_count > 0)
        add(&t, ", .tags = %s, .tag_count = %zu", tags_literal(input->tags, input->tag_count, tags),
            input->tag_count);
    add(&t, "}");
    return out_literal;
}
