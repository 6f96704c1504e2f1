/*
 * misuse.c - see misuse.h.
 */
#include "support/misuse.h"

#include "support/campaign.h"

static struct {
    fixture *fixture;
    int cases;
    int mistakes;
} misuse;

void misuse_begin_test(fixture *f)
{
    misuse.fixture = f;
    misuse.mistakes = 0;
}

void misuse_end_test(void)
{
    assert_int_equal(misuse.mistakes, 0);
}

/* A cheap call that must be right at any time; the clock may be the case's own. */
static bool is_usable(const fixture *f)
{
    focus_counters counters;
    focus_status status = focus_counters_get(f->store, &counters);

    return status == FOCUS_OK && focus_last_error(f->store)->status == FOCUS_OK;
}

static void count(const char *what, bool holds, const char *got)
{
    misuse.cases++;
    if (holds && is_usable(misuse.fixture))
        return;
    print_error("%s: %s\n", what, holds ? "the store is of no use afterwards" : got);
    misuse.mistakes++;
}

/* Where the store was told of it, it says something. */
void misuse_case(const char *what, focus_status expected, focus_status got)
{
    const focus_error *error = focus_last_error(misuse.fixture->store);

    assert_true(error->status == FOCUS_OK || error->message[0] != '\0');
    count(what, got == expected, focus_status_name(got));
}

void misuse_fact(const char *what, bool holds)
{
    count(what, holds, "it does not hold");
}

void misuse_end(const char *name, int cases_least)
{
    campaign c = campaign_begin(name, 1);

    assert_true(campaign_next(&c));
    assert_true(misuse.cases >= cases_least);
    campaign_end(&c, "%d cases, 0 undocumented, handle usable after each", misuse.cases);
}
