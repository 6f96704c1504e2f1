/*
 * verbs_history.c - looking back: log and show.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "flags.h"
#include "names.h"
#include "render.h"
#include "session_fields.h"
#include "session_filter.h"
#include "session_ids.h"
#include "session_json.h"
#include "session_rows.h"

/* --- log -------------------------------------------------------------------------------------- */

static int read_page(const cli *c, focus_session_filter *filter)
{
    int64_t limit = 20;
    int exit_code = session_read_filter(c, 0, filter);
    if (exit_code == EXIT_DONE)
        exit_code = flag_number(c, "limit", 1, 1000, &limit);
    filter->limit = (uint32_t)limit;
    filter->cursor = args_value(&c->args, "cursor");
    filter->flags = (args_has(&c->args, "reverse") ? FOCUS_FILTER_OLDEST_FIRST : 0) |
                    (args_has(&c->args, "deleted") ? FOCUS_FILTER_DELETED : 0);
    return exit_code;
}

/* What it was, of what there is to say of it. */
static void name_cell(render_table *t, const focus_session *s)
{
    text_buffer name = {0};
    char *tags = session_tags_text(s, "+", " ");
    text_add(&name, s->title != NULL ? s->title : s->project != NULL ? s->project : "");
    if (s->title == NULL && tags[0] != '\0')
        text_addf(&name, "%s%s", name.size > 0 ? " " : "", tags);
    table_cell(t, name.size > 0 ? name.text : name_of_mode(s->mode));
    text_free(&name);
    free(tags);
}

static void print_oneline(const cli *c, const focus_session_list *list)
{
    static const render_column COLUMNS[] = {
        {"", COLUMN_RIGHT, STYLE_DIM}, {"", 0, STYLE_NONE},
        {"", 0, STYLE_NONE},           {"", COLUMN_RIGHT | COLUMN_SPARE, STYLE_NONE},
        {"", COLUMN_CUT, STYLE_NONE},
    };
    render_table t;
    char text[RENDER_SIZE];
    table_begin(&t, c, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t i = 0; i < list->count; i++) {
        const focus_session *s = list->items[i];
        table_int(&t, s->number);
        table_cell(&t, render_day(s->day, text));
        table_cell(&t, session_span(c, s, text));
        table_cell(&t, render_length(s->active_ms, text));
        name_cell(&t, s);
    }
    table_end(&t, false);
}

/* The total, and the command for the next page. With --plain stdout is rows only. */
static void print_pages(const cli *c, const focus_session_list *list)
{
    bool has_more = list->next_cursor[0] != '\0';
    if (c->plain) {
        if (has_more)
            note(c, "%" PRId64 " in all; next page: --cursor %s", list->total, list->next_cursor);
        return;
    }
    if (list->total == 0) {
        printf("no sessions%s\n", c->is_empty ? " yet; focus start begins the history" : " here");
        return;
    }
    if (c->quiet)
        return;
    if (has_more || (int64_t)list->count != list->total)
        printf("%zu of ", list->count);
    printf("%" PRId64 " session%s", list->total, list->total == 1 ? "" : "s");
    if (has_more)
        printf("; more: add --cursor %s", list->next_cursor);
    (void)fputc('\n', stdout);
}

static int run_log(cli *c)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    const focus_session_list *list;
    int exit_code = read_page(c, &filter);
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (focus_session_list_page(c->store, &filter, &list) != FOCUS_OK)
        return fail_store(
            c, NULL, filter.cursor != NULL ? "a cursor is what the page before printed" : NULL);
    if (c->json) {
        json_session_list(c, list);
    } else {
        if (args_has(&c->args, "oneline") && !c->plain)
            print_oneline(c, list);
        else
            session_table(c, list->items, list->count, true);
        print_pages(c, list);
    }
    focus_session_list_free(list);
    return EXIT_DONE;
}

const cli_verb VERB_LOG = {
    .name = "log",
    .group = "history",
    .summary = "sessions, newest first",
    .words = (const args_word[]){WORD_RANGE, WORDS_END},
    .flags =
        (const args_flag[]){
            FLAGS_FILTER,
            {"limit", 'n', FLAG_VALUE, "N", "so many to a page, 1 to 1000 (20)"},
            {"cursor", 0, FLAG_VALUE, "C", "the next page, as the page before named it"},
            {"reverse", 0, FLAG_SWITCH, NULL, "oldest first"},
            {"deleted", 0, FLAG_SWITCH, NULL, "the deleted ones, for focus restore"},
            {"oneline", 0, FLAG_SWITCH, NULL, "shorter lines"},
            FLAGS_END,
        },
    .open = OPEN_EMPTY,
    .notes = "plain: id day start end active_s mode status title project tags",
    .examples = (const char *const[]){"focus log lastweek --tag writing",
                                      "focus log 2026-03-01..2026-03-31 --status abandoned", NULL},
    .run = run_log,
};

/* --- show ------------------------------------------------------------------------------------- */

static const render_column PAIR[] = {{"", 0, STYLE_DIM}, {"", COLUMN_WRAP, STYLE_NONE}};

static const char *pause_time(const cli *c, const focus_session *s, int64_t at_ms,
                              char out[RENDER_SIZE])
{
    int32_t offset = session_end_offset(c, s, at_ms);
    out[0] = '\0';
    if (at_ms != 0 && c->plain)
        focus_time_format(at_ms, offset, out);
    else if (at_ms != 0)
        (void)render_clock(at_ms, offset, out);
    return out;
}

static void show_pauses(render_table *t, const cli *c, const focus_session *s)
{
    for (size_t i = 0; i < s->pause_count; i++) {
        const focus_pause *pause = &s->pauses[i];
        char from[RENDER_SIZE];
        char to[RENDER_SIZE];
        text_buffer line = {0};
        text_addf(&line, "%s%s%s", pause_time(c, s, pause->started_at_ms, from),
                  c->plain ? " " : "-", pause_time(c, s, pause->ended_at_ms, to));
        if (pause->reason != NULL)
            text_addf(&line, "%s%s", c->plain ? " " : "  ", pause->reason);
        table_cell(t, "pause");
        table_cell(t, line.text);
        text_free(&line);
    }
}

/* Line by line, as it was written. */
static void show_note(render_table *t, const char *note)
{
    char *lines = mem_text(note);
    char *next = NULL;
    const char *name = session_field_name(FIELD_NOTE);
    for (char *line = strtok_r(lines, "\n", &next); line != NULL;
         line = strtok_r(NULL, "\n", &next)) {
        for (char *tab = strchr(line, '\t'); tab != NULL; tab = strchr(tab, '\t'))
            *tab = ' ';
        table_cell(t, name);
        table_cell(t, line);
        name = NULL;
    }
    free(lines);
}

static void show_field(render_table *t, const cli *c, const focus_session *s, int field)
{
    char *text = session_field_text(c, s, field);
    if (text[0] != '\0') {
        table_cell(t, session_field_name(field));
        table_cell(t, text);
    }
    free(text);
}

static void show_session(const cli *c, const focus_session *s)
{
    render_table t;
    table_begin(&t, c, PAIR, 2);
    for (int field = 0; field < FIELD_COUNT; field++) {
        if (field == FIELD_NOTE && s->note != NULL && !c->plain)
            show_note(&t, s->note);
        else
            show_field(&t, c, s, field);
    }
    show_pauses(&t, c, s);
    table_end(&t, false);
}

static int run_show(cli *c)
{
    const focus_session *s;
    focus_id id;
    int exit_code = session_resolve(c, args_word_at(&c->args, 0), &id);
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (focus_session_get(c->store, &id, &s) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    if (c->json)
        json_session_document(c, s);
    else
        show_session(c, s);
    focus_session_free(s);
    return EXIT_DONE;
}

const cli_verb VERB_SHOW = {
    .name = "show",
    .group = "history",
    .summary = "everything about one session",
    .words =
        (const args_word[]){{"ID", WORD_REQUIRED, "its number in focus log, @ running, @1 latest"},
                            WORDS_END},
    .open = OPEN_READ,
    .notes = "plain: field value, a line for each field; lengths in seconds, planned 0: open,\n"
             "points: xp coins, pause: start end reason",
    .examples = (const char *const[]){"focus show @1", "focus show @1 --json", NULL},
    .run = run_show,
};
