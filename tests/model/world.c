/*
 * world.c - see world.h: sequences, and what steps and checks share.
 */
#define _XOPEN_SOURCE 700

#include "model/world.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *const user_names[USERS] = {"one", "another"};

person *me(world *w)
{
    return &w->now->users[w->now->selected];
}

uint32_t dice(world *w, uint32_t sides)
{
    return (uint32_t)chance_below(&w->chance, sides);
}

/* --- a sequence ------------------------------------------------------------------------------- */

static step *draw_step(world *w)
{
    uint32_t all = 0;
    uint32_t at = 0;
    size_t i = 0;

    for (size_t k = 0; k < w->plan->count; k++)
        all += w->plan->steps[k].weight;
    at = dice(w, all);
    for (; at >= w->plan->steps[i].weight; i++)
        at -= w->plan->steps[i].weight;
    return w->plan->steps[i].does;
}

static void remove_files(const fixture *f)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    char path[160];

    for (size_t i = 0; i < COUNT_OF(endings); i++) {
        (void)snprintf(path, sizeof(path), "%s%s", f->path, endings[i]);
        (void)unlink(path);
    }
}

void open_anew(fixture *f)
{
    focus_close(f->store);
    f->store = NULL;
    remove_files(f);
    f->now_ms = MONDAY_9_MS;
    f->utc_offset_s = 0;
    f->entropy = 0;
    set_zone(f, ZONE_FIXTURE);
    f->store = fixture_open(f, 0);
}

void world_begin(world *w, const step_plan *plan, fixture *f)
{
    w->f = f;
    w->plan = plan;
    w->now = &w->rooms[0];
    w->after = &w->rooms[1];
    w->in_batch = false;
    w->differs = false;
    w->zone = ZONE_FIXTURE;
    w->variables = 0;
    model_begin(w->now);
    open_anew(f);
    for (int u = 0; u < USERS; u++) {
        say_call(w, FOCUS_OK, "focus_user_create(f->store, \"%s\", NULL)", user_names[u]);
        expect_status(w, CALL_user_create, focus_user_create(f->store, user_names[u], NULL),
                      FOCUS_OK);
    }
    say_call(w, FOCUS_OK, "focus_user_select(f->store, \"%s\")", user_names[0]);
    expect_status(w, CALL_user_select, focus_user_select(f->store, user_names[0]), FOCUS_OK);
    if (plan->begin != NULL)
        plan->begin(w);
}

size_t world_run(world *w, const uint64_t *steps, size_t count)
{
    size_t ran = 0;

    while (ran < count && !w->differs) {
        w->seed = steps[ran++];
        w->chance = chance_of(w->seed);
        draw_step(w)(w);
        check_readers(w);
        if (w->plan->check != NULL)
            w->plan->check(w);
    }
    if (!w->differs)
        check_end(w);
    return ran;
}

/* --- foreseeing ------------------------------------------------------------------------------- */

model *foresee(world *w)
{
    model_copy(w->after, w->now);
    (void)sweep(&w->after->users[w->after->selected], w->f->now_ms);
    return w->after;
}

person *foresee_me(world *w)
{
    model *after = foresee(w);

    return &after->users[after->selected];
}

void come_true(world *w)
{
    model *was = w->now;

    w->now = w->after;
    w->after = was;
}

int32_t offset_here(const world *w, int64_t at_ms)
{
    return zone_offset_s(w->f, w->zone, at_ms);
}

void fix_day(const world *w, const person *who, twin *s)
{
    if (s->revision == 0)
        s->zone = w->zone;
    if (s->zone == w->zone) /* of another zone only the offset is known that it had */
        s->utc_offset_s = offset_here(w, s->started_at_ms);
    s->day = local_day(s->started_at_ms, s->utc_offset_s, who->settings.day_start_minutes);
}

/* --- telling ---------------------------------------------------------------------------------- */

void say(world *w, const char *format, ...)
{
    va_list arguments;

    if (w->print == NULL)
        return;
    (void)fputs("    ", w->print);
    va_start(arguments, format);
    (void)vfprintf(w->print, format, arguments);
    va_end(arguments);
    (void)fputc('\n', w->print);
    (void)fflush(w->print);
}

void say_call(world *w, focus_status expected, const char *format, ...)
{
    va_list arguments;

    w->row = NULL;
    w->reading[0] = '\0';
    if (w->print == NULL)
        return;
    (void)fprintf(w->print, "    assert_status(f->store, %s, ", focus_status_name(expected));
    va_start(arguments, format);
    (void)vfprintf(w->print, format, arguments);
    va_end(arguments);
    (void)fputs(");\n", w->print);
    (void)fflush(w->print);
}

void reading(world *w, const char *format, ...)
{
    va_list arguments;

    w->row = NULL;
    if (w->print == NULL)
        return;
    va_start(arguments, format);
    (void)vsnprintf(w->reading, sizeof(w->reading), format, arguments);
    va_end(arguments);
}

void reading_row(world *w, const char *row, const char *access, size_t index)
{
    w->row = row;
    w->access = access;
    w->row_index = index;
}

/* Octal escapes end after three digits; hexadecimal ones go on as long as there are digits. */
const char *quoted(const char *text, char *out_literal, size_t size)
{
    char *to = out_literal;

    if (text == NULL)
        return "NULL";
    *to++ = '"';
    for (; *text != '\0' && to < out_literal + size - 8; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte == '"' || byte == '\\')
            to += snprintf(to, 3, "\\%c", *text);
        else if (byte < 0x20 || byte >= 0x7F)
            to += snprintf(to, 5, "\\%03o", (unsigned)byte);
        else
            *to++ = *text;
    }
    *to++ = '"';
    *to = '\0';
    return out_literal;
}

/* --- comparing -------------------------------------------------------------------------------- */

static void name_field(const world *w, const char *what, char out_name[DIFFERENCE_SIZE / 2])
{
    if (w->row == NULL)
        (void)snprintf(out_name, DIFFERENCE_SIZE / 2, "%s", what);
    else if (w->row_index == ROW_ALONE)
        (void)snprintf(out_name, DIFFERENCE_SIZE / 2, "%s%s%s", w->row, w->access, what);
    else
        (void)snprintf(out_name, DIFFERENCE_SIZE / 2, "%s[%zu]%s%s", w->row, w->row_index,
                       w->access, what);
}

static void say_reading(world *w)
{
    if (w->reading[0] != '\0')
        say(w, "%s", w->reading);
}

/* The first difference is the one that is told. */
static bool note_difference(world *w, const char *name, const char *got, const char *expected)
{
    if (w->differs)
        return false;
    w->differs = true;
    (void)snprintf(w->difference, sizeof(w->difference), "%s is %s, expected %s", name, got,
                   expected);
    return true;
}

bool expect_status(world *w, int call, focus_status got, focus_status expected)
{
    w->calls[call]++;
    if (got != expected && note_difference(w, focus_last_error(w->f->store)->message,
                                           focus_status_name(got), focus_status_name(expected)))
        say_reading(w);
    else if (got == FOCUS_OK && w->saboteur != NULL)
        w->saboteur(w, call);
    return got == expected;
}

void expect_same(world *w, const char *what, int64_t got, int64_t expected)
{
    char name[DIFFERENCE_SIZE / 2];
    char is[24];
    char should[24];

    if (got == expected)
        return;
    name_field(w, what, name);
    (void)snprintf(is, sizeof(is), "%lld", (long long)got);
    (void)snprintf(should, sizeof(should), "%lld", (long long)expected);
    if (!note_difference(w, name, is, should))
        return;
    say_reading(w);
    say(w, "assert_int_equal(%s, %s); /* is %s */", name, should, is);
}

void expect_text(world *w, const char *what, const char *got, const char *expected)
{
    char name[DIFFERENCE_SIZE / 2];
    char literal[TEXT_SIZE];

    if (got == expected || (got != NULL && expected != NULL && strcmp(got, expected) == 0))
        return;
    name_field(w, what, name);
    if (!note_difference(w, name, got != NULL ? got : "NULL", expected != NULL ? expected : "NULL"))
        return;
    say_reading(w);
    if (expected == NULL)
        say(w, "assert_null(%s);", name);
    else
        say(w, "assert_string_equal(%s, %s); /* is %s */", name,
            quoted(expected, literal, sizeof(literal)), got != NULL ? got : "NULL");
}

void expect_id(world *w, const char *what, const focus_id *got, const focus_id *expected,
               int variable)
{
    char name[DIFFERENCE_SIZE / 2];
    char is[FOCUS_ID_TEXT_SIZE];
    char should[FOCUS_ID_TEXT_SIZE];

    if (memcmp(got, expected, sizeof(*got)) == 0)
        return;
    name_field(w, what, name);
    focus_id_format(got, is);
    focus_id_format(expected, should);
    if (!note_difference(w, name, is, should))
        return;
    say_reading(w);
    say(w, "assert_memory_equal(&%s, &ids[%d], sizeof(focus_id));", name, variable);
}

/* --- a record --------------------------------------------------------------------------------- */

static void expect_tags(world *w, const focus_session *got, int32_t tags)
{
    size_t count = 0;
    char name[32];

    for (int i = 0; i < TAGS; i++) {
        if ((tags >> i & 1) == 0)
            continue;
        (void)snprintf(name, sizeof(name), "tags[%zu]", count);
        if (count < got->tag_count)
            expect_text(w, name, got->tags[count], tag_words[i]);
        count++;
    }
    expect_same(w, "tag_count", (int64_t)got->tag_count, (int64_t)count);
}

static void expect_pauses(world *w, const focus_session *got, const twin *s)
{
    char name[48];

    expect_same(w, "pause_count", (int64_t)got->pause_count, s->pause_count);
    for (size_t i = 0; i < got->pause_count && !w->differs; i++) {
        (void)snprintf(name, sizeof(name), "pauses[%zu].started_at_ms", i);
        expect_same(w, name, got->pauses[i].started_at_ms, s->pauses[i].started_at_ms);
        (void)snprintf(name, sizeof(name), "pauses[%zu].ended_at_ms", i);
        expect_same(w, name, got->pauses[i].ended_at_ms, s->pauses[i].ended_at_ms);
        (void)snprintf(name, sizeof(name), "pauses[%zu].reason", i);
        expect_text(w, name, got->pauses[i].reason, reason_words[s->pauses[i].reason]);
    }
}

static void expect_words(world *w, const focus_session *got, const twin *s)
{
    expect_text(w, "title", got->title, title_words[s->title]);
    expect_text(w, "project", got->project, project_words[s->project]);
    expect_text(w, "task", got->task, project_words[s->task]);
    expect_text(w, "note", got->note, note_words[s->note]);
    expect_tags(w, got, s->tags);
}

static void expect_times(world *w, const focus_session *got, const twin *seen, int64_t now_ms)
{
    bool has_end = seen->status == FOCUS_SESSION_ACTIVE && seen->planned_ms > 0;
    int64_t active_ms = twin_active_ms(seen, now_ms);
    bool counts_down = is_running(seen) && seen->planned_ms > 0;

    expect_same(w, "planned_ms", got->planned_ms, seen->planned_ms);
    expect_same(w, "started_at_ms", got->started_at_ms, seen->started_at_ms);
    expect_same(w, "ended_at_ms", got->ended_at_ms, seen->ended_at_ms);
    expect_same(w, "active_ms", got->active_ms, active_ms);
    expect_same(w, "paused_ms", got->paused_ms, twin_paused_ms(seen, now_ms));
    expect_same(w, "remaining_ms", got->remaining_ms,
                counts_down ? seen->planned_ms - active_ms : 0);
    expect_same(w, "planned_end_at_ms", got->planned_end_at_ms,
                has_end ? seen->started_at_ms + seen->planned_ms + seen->paused_ms : 0);
    expect_same(w, "expires_at_ms", got->expires_at_ms, is_running(seen) ? seen->expires_at_ms : 0);
    expect_pauses(w, got, seen);
}

static void expect_origin(world *w, const focus_session *got, const twin *s)
{
    expect_same(w, "source", got->source, s->source);
    expect_text(w, "source_key", got->source_key, s->key[0] != '\0' ? s->key : NULL);
    expect_same(w, "created_at_ms", got->created_at_ms, s->created_at_ms);
    expect_same(w, "deleted_at_ms", got->deleted_at_ms, s->deleted_at_ms);
    expect_same(w, "revision", got->revision, s->revision);
    expect_same(w, "day", got->day, s->day);
    expect_same(w, "utc_offset_s", got->utc_offset_s, s->utc_offset_s);
    expect_text(w, "zone", got->zone, s->zone < 0 ? NULL : zone_name(s->zone));
}

void expect_record(world *w, const focus_session *got, const twin *s)
{
    int64_t now_ms = w->f->now_ms;
    twin seen = twin_view(s, now_ms);

    expect_same(w, "mode", got->mode, seen.mode);
    expect_same(w, "status", got->status, seen.status);
    expect_times(w, got, &seen, now_ms);
    expect_words(w, got, &seen);
    expect_origin(w, got, &seen);
    expect_same(w, "xp", got->xp, seen.xp);
    expect_same(w, "coins", got->coins, seen.coins);
    expect_same(w, "flags", got->flags,
                (is_implausible(&seen) ? FOCUS_SESSION_IMPLAUSIBLE : 0) |
                    (seen.confirmed ? FOCUS_SESSION_CONFIRMED : 0) |
                    (seen.edited ? FOCUS_SESSION_EDITED : 0) |
                    (seen.deleted_at_ms != 0 ? FOCUS_SESSION_DELETED : 0));
}
