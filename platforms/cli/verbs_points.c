/*
 * verbs_points.c - level and wallet: progress and coins.
 */
#include <inttypes.h>
#include <unistd.h>

#include "cli.h"
#include "flags.h"
#include "json.h"
#include "render.h"
#include "session_ids.h"

/* --- progress --------------------------------------------------------------------------------- */

static void json_progress(const focus_progress *p)
{
    json_writer w;
    json_document(&w, stdout, "progress");
    json_int(&w, "level", p->level);
    json_int(&w, "xp", p->xp);
    json_int(&w, "level_xp", p->level_xp);
    json_int(&w, "level_cost_xp", p->level_cost_xp);
    json_int(&w, "coins", p->coins);
    json_int(&w, "coins_earned", p->coins_earned);
    json_int(&w, "coins_spent", p->coins_spent);
    json_finish(&w);
}

static void print_progress(const cli *c, const focus_progress *p)
{
    char text[RENDER_SIZE];
    if (c->plain) {
        printf("%" PRId32 "\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t%" PRId64
               "\t%" PRId64 "\n",
               p->level, p->xp, p->level_xp, p->level_cost_xp, p->coins, p->coins_earned,
               p->coins_spent);
        return;
    }
    (void)snprintf(text, sizeof text, "Level %" PRId32, p->level);
    render_text(c, STYLE_BOLD, text);
    (void)fputs("  ", stdout);
    render_bar(c, STYLE_CYAN, p->level_xp, p->level_cost_xp, 24);
    printf("  %" PRId64 " of %" PRId64 " XP to level %" PRId32 "\n", p->level_xp, p->level_cost_xp,
           p->level + 1);
    printf("%" PRId64 " XP in all, %" PRId64 " coin%s (%" PRId64 " earned, %" PRId64 " spent)\n",
           p->xp, p->coins, p->coins == 1 ? "" : "s", p->coins_earned, p->coins_spent);
}

static const char *kind_name(int32_t kind)
{
    static const char *const NAMES[] = {"session", "xp", "coins", "spend"};
    return kind >= 0 && kind < 4 ? NAMES[kind] : "unknown";
}

static void ledger_json(const cli *c, const focus_ledger_list *list)
{
    char text[RENDER_SIZE];
    json_writer w;
    json_document(&w, stdout, "ledger");
    json_array(&w, "items");
    for (size_t i = 0; i < list->count; i++) {
        const focus_ledger_entry *entry = list->items[i];
        json_object(&w, NULL);
        json_string(&w, "kind", kind_name(entry->kind));
        json_int(&w, "xp", entry->xp);
        json_int(&w, "coins", entry->coins);
        json_string(&w, "at", render_instant(c, entry->at_ms, text));
        json_string(&w, "key", entry->key);
        json_string(&w, "reason", entry->reason);
        if (entry->has_session != 0)
            focus_id_format(&entry->session, text);
        json_string(&w, "session", entry->has_session != 0 ? text : NULL);
        json_object_end(&w);
    }
    json_array_end(&w);
    json_string(&w, "next_cursor", list->next_cursor[0] != '\0' ? list->next_cursor : NULL);
    json_int(&w, "total", list->total);
    json_finish(&w);
}

static void signed_cell(render_table *t, int64_t number)
{
    char text[RENDER_SIZE];
    (void)snprintf(text, sizeof text, "%+" PRId64, number);
    table_styled(t, number < 0 ? STYLE_RED : STYLE_GREEN, number != 0 || t->c->plain ? text : "");
}

static void ledger_table(const cli *c, const focus_ledger_list *list)
{
    static const render_column COLUMNS[] = {
        {"WHEN", 0, STYLE_NONE},
        {"KIND", 0, STYLE_CYAN},
        {"XP", COLUMN_RIGHT, STYLE_NONE},
        {"COINS", COLUMN_RIGHT, STYLE_NONE},
        {"SESSION", COLUMN_RIGHT, STYLE_DIM},
        {"KEY", COLUMN_CUT, STYLE_DIM},
        {"REASON", COLUMN_CUT, STYLE_NONE},
    };
    render_table t;
    char text[RENDER_SIZE];
    table_begin(&t, c, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t i = 0; i < list->count; i++) {
        const focus_ledger_entry *entry = list->items[i];
        (void)render_instant(c, entry->at_ms, text);
        if (!c->plain) {
            text[10] = ' ';
            text[16] = '\0';
        }
        table_cell(&t, text);
        table_cell(&t, kind_name(entry->kind));
        signed_cell(&t, entry->xp);
        signed_cell(&t, entry->coins);
        text[0] = '\0';
        if (entry->has_session != 0 && c->plain)
            focus_id_format(&entry->session, text);
        else if (entry->has_session != 0)
            (void)session_number(c, &entry->session, text);
        table_cell(&t, text);
        table_cell(&t, entry->key);
        table_cell(&t, entry->reason);
    }
    table_end(&t, true);
}

static int run_ledger(const cli *c)
{
    const focus_ledger_list *list;
    int64_t limit = 20;
    int exit_code = flag_number(c, "limit", 1, 1000, &limit);
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (focus_ledger_list_page(c->store, (uint32_t)limit, args_value(&c->args, "cursor"), &list) !=
        FOCUS_OK)
        return fail_store(c, NULL, NULL);
    if (c->json)
        ledger_json(c, list);
    else
        ledger_table(c, list);
    if (!c->json && !c->plain)
        printf("%zu of %" PRId64 " entries%s%s\n", list->count, list->total,
               list->next_cursor[0] != '\0' ? "; more: add --cursor " : "", list->next_cursor);
    focus_ledger_list_free(list);
    return EXIT_DONE;
}

static int run_progress(cli *c)
{
    focus_progress progress;
    if (args_has(&c->args, "ledger"))
        return run_ledger(c);
    if (focus_progress_get(c->store, &progress) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    if (c->json)
        json_progress(&progress);
    else
        print_progress(c, &progress);
    return EXIT_DONE;
}

const cli_verb VERB_PROGRESS = {
    .name = "progress",
    .group = "points",
    .summary = "level, XP and coins",
    .flags = (const args_flag[]){{"ledger", 0, FLAG_SWITCH, NULL, "every entry, newest first"},
                                 {"limit", 'n', FLAG_VALUE, "N", "so many entries, 1 to 1000 (20)"},
                                 {"cursor", 0, FLAG_VALUE, "C", "the next page"},
                                 FLAGS_END},
    .open = OPEN_EMPTY,
    .notes = "plain: level xp level_xp level_cost_xp coins coins_earned coins_spent\n"
             "plain --ledger: when kind xp coins session key reason",
    .examples = (const char *const[]){"focus progress", "focus progress --ledger", NULL},
    .run = run_progress,
};

/* --- coins ------------------------------------------------------------------------------------ */

static int run_coins(cli *c)
{
    focus_progress p;
    json_writer w;
    if (focus_progress_get(c->store, &p) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    if (c->json) {
        json_document(&w, stdout, "coins");
        json_int(&w, "coins", p.coins);
        json_int(&w, "earned", p.coins_earned);
        json_int(&w, "spent", p.coins_spent);
        json_finish(&w);
    } else if (c->plain) {
        printf("%" PRId64 "\t%" PRId64 "\t%" PRId64 "\n", p.coins, p.coins_earned, p.coins_spent);
    } else {
        printf("%" PRId64 " coin%s (%" PRId64 " earned, %" PRId64 " spent)\n", p.coins,
               p.coins == 1 ? "" : "s", p.coins_earned, p.coins_spent);
    }
    return EXIT_DONE;
}

static int print_spent(const cli *c, int64_t amount, const char *key, bool is_new)
{
    focus_progress p;
    json_writer w;
    if (focus_progress_get(c->store, &p) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    if (c->json) {
        json_document(&w, stdout, "spend");
        json_int(&w, "amount", amount);
        json_string(&w, "key", key);
        json_bool(&w, "spent", is_new);
        json_int(&w, "coins", p.coins);
        json_finish(&w);
    } else if (c->plain) {
        printf("%" PRId64 "\t%s\t%" PRId64 "\n", is_new ? amount : 0, key, p.coins);
    } else if (is_new) {
        render_done(c, STYLE_GREEN, "Spent", "%" PRId64 ", %" PRId64 " left", amount, p.coins);
    } else {
        render_done(c, STYLE_YELLOW, "Nothing",
                    "spent: key \"%s\" was used before, %" PRId64 " left", key, p.coins);
    }
    return EXIT_DONE;
}

/* Without --key every call is an occasion of its own. */
static int run_spend(cli *c)
{
    const char *key = args_value(&c->args, "key");
    char own_key[64];
    int64_t amount;
    focus_status status;
    int exit_code = read_number(c, "N", args_word_at(&c->args, 0), 1, 1000000000, &amount);
    if (exit_code != EXIT_DONE)
        return exit_code;
    (void)snprintf(own_key, sizeof own_key, "cli-%" PRId64 "-%ld", focus_now(c->store),
                   (long)getpid());
    key = key != NULL ? key : own_key;
    status = focus_points_spend(c->store, amount, key, args_value(&c->args, "reason"));
    if (status == FOCUS_E_STATE)
        return fail_store(c, "state.too_few_coins", "focus coins");
    if (status != FOCUS_OK && status != FOCUS_DONE)
        return fail_store(c, NULL, NULL);
    return print_spent(c, amount, key, status == FOCUS_OK);
}

static const cli_verb COINS_SPEND = {
    .name = "spend",
    .summary = "spend coins, once for each key",
    .words = (const args_word[]){{"N", WORD_REQUIRED, "how many"}, WORDS_END},
    .flags =
        (const args_flag[]){{"reason", 0, FLAG_VALUE, "TEXT", "what for"},
                            {"key", 0, FLAG_VALUE, "K", "names the occasion; again: no spending"},
                            FLAGS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus coins spend 5 --reason coffee", NULL},
    .run = run_spend,
};

const cli_verb VERB_COINS = {
    .name = "coins",
    .group = "points",
    .summary = "the wallet",
    .subs = (const cli_verb *const[]){&COINS_SPEND, NULL},
    .open = OPEN_EMPTY,
    .examples = (const char *const[]){"focus coins", NULL},
    .run = run_coins,
};
