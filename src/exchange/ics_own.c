/*
 * ics_own.c - what our own calendars say of a session beyond an event.
 *
 * A calendar program may have moved the event since, or changed its words: these count then, and
 * what is said of the old times does not.
 */
#include "exchange/ics_own.h"

#include "base/calendar.h"
#include "base/text.h"
#include "core/session.h"
#include "exchange/words.h"
#include "rules/limits.h"

#include <stdlib.h>

/* An event begins in a whole second, up to one away from the session; so it ends. */
enum { ICS_OWN_NEAR_MS = 2000 };

size_t focus__ics_own_find(const focus__ics_line *line)
{
    static const char *const names[FOCUS__ICS_OWN_COUNT] = {
        "X-FOCUS-MODE",       "X-FOCUS-STATUS",   "X-FOCUS-PROJECT",   "X-FOCUS-TASK",
        "X-FOCUS-PLANNED-MS", "X-FOCUS-STARTED",  "X-FOCUS-ENDED",     "X-FOCUS-ZONE",
        "X-FOCUS-DAY",        "X-FOCUS-UNTITLED", "X-FOCUS-CONFIRMED",
    };
    size_t at = 0;

    while (at < FOCUS__ICS_OWN_COUNT && !focus__ics_is(line, names[at]))
        at++;
    return at;
}

/* --- times ------------------------------------------------------------------------------------ */

static bool ics_own_time(const char *text, int64_t *out_at_ms, int32_t *out_offset_s)
{
    return text != NULL && focus_time_parse(text, out_at_ms, out_offset_s) == FOCUS_OK;
}

static bool ics_own_is_near(int64_t a_ms, int64_t b_ms)
{
    return llabs(a_ms - b_ms) < ICS_OWN_NEAR_MS;
}

/* To the millisecond, where the event has not been moved. */
static bool ics_own_take_times(focus__ics_own *own, focus__record *record)
{
    int64_t started_at_ms;
    int64_t ended_at_ms;

    if (!ics_own_time(own->texts[FOCUS__ICS_OWN_STARTED], &started_at_ms,
                      &own->facts.utc_offset_s) ||
        !ics_own_time(own->texts[FOCUS__ICS_OWN_ENDED], &ended_at_ms, NULL) ||
        !ics_own_is_near(started_at_ms, record->started_at_ms) ||
        !ics_own_is_near(ended_at_ms, record->ended_at_ms) || ended_at_ms < started_at_ms)
        return false;
    record->started_at_ms = started_at_ms;
    record->ended_at_ms = ended_at_ms;
    return true;
}

/* As we write it, or as calendars have it. *at ends behind the slash. */
static bool ics_own_cut_time(char **at, int64_t *out_at_ms)
{
    char *text = *at;

    *at += strcspn(text, "/");
    if (**at == '/')
        *(*at)++ = '\0';
    return ics_own_time(text, out_at_ms, NULL) || focus__file_utc(text, out_at_ms);
}

/* "from/to/reason". */
static bool ics_own_read_pause(char *text, int64_t earliest_ms, int64_t latest_ms, focus_pause *out)
{
    char *at = text;

    if (!ics_own_cut_time(&at, &out->started_at_ms) || !ics_own_cut_time(&at, &out->ended_at_ms))
        return false;
    out->reason = at[0] != '\0' ? at : NULL;
    return out->started_at_ms >= earliest_ms && out->ended_at_ms >= out->started_at_ms &&
           out->ended_at_ms <= latest_ms &&
           focus__text_check("a pause's reason", out->reason, 0, FOCUS_TITLE_MAX, FOCUS__TEXT_LINE,
                             &(focus_error){0}) == FOCUS_OK;
}

static focus_status ics_own_take_pauses(focus__import *import, const focus__ics_own *own, void *box,
                                        focus__record *record)
{
    int64_t earliest_ms = record->started_at_ms;
    focus_pause *pauses;

    if (own->pause_count == 0)
        return FOCUS_OK;
    pauses = focus__new_items(import->store, box, own->pause_count, sizeof(*pauses));
    if (pauses == NULL)
        return FOCUS_E_NOMEM;
    record->pauses = pauses;
    for (const focus__ics_pause *at = own->pauses;
         at != NULL && record->pause_count < FOCUS__PAUSES_MAX; at = at->next) {
        focus_pause *pause = &pauses[record->pause_count];
        if (!ics_own_read_pause(at->text, earliest_ms, record->ended_at_ms, pause))
            continue;
        earliest_ms = pause->ended_at_ms;
        record->pause_count++;
    }
    return FOCUS_OK;
}

/* --- the rest --------------------------------------------------------------------------------- */

static bool ics_own_word(const focus__ics_own *own, int which, const char *const *words,
                         size_t count, int32_t *out)
{
    return own->texts[which] != NULL && focus__word_find(words, count, own->texts[which], out);
}

/* The project is the first of the categories, too. */
static void ics_own_take_words(const focus__ics_own *own, focus__record *record)
{
    record->project = own->texts[FOCUS__ICS_OWN_PROJECT];
    record->task = own->texts[FOCUS__ICS_OWN_TASK];
    if (own->texts[FOCUS__ICS_OWN_UNTITLED] != NULL &&
        focus__text_same(record->title, focus__mode_titles[record->mode]))
        record->title = NULL;
    if (record->project != NULL && record->tag_count > 0 &&
        strcmp(record->tags[0], record->project) == 0) {
        record->tags++;
        record->tag_count--;
    }
}

static void ics_own_take_plan(const focus__ics_own *own, focus__record *record)
{
    const char *text = own->texts[FOCUS__ICS_OWN_PLANNED_MS];
    int64_t planned_ms = text != NULL ? strtoll(text, NULL, 10) : 0;

    if (focus__check_planned(planned_ms, &(focus_error){0}) == FOCUS_OK)
        record->planned_ms = planned_ms;
}

/* Where the event is a session of ours still, to the id. */
static void ics_own_take_facts(focus__ics_own *own, const char *uid, const char *stamp,
                               bool has_times, focus__record *record)
{
    focus__own_facts *facts = &own->facts;
    const char *zone = own->texts[FOCUS__ICS_OWN_ZONE];
    const char *day = own->texts[FOCUS__ICS_OWN_DAY];
    int64_t start_day = record->started_at_ms / FOCUS__MS_PER_DAY;
    focus_local_time date;

    if (uid == NULL || focus_id_parse(uid, &facts->id) != FOCUS_OK)
        return;
    focus_id_format(&facts->id, own->id);
    record->own = facts;
    record->key.id = own->id;
    facts->source = FOCUS_SOURCE_IMPORT;
    facts->confirmed = own->texts[FOCUS__ICS_OWN_CONFIRMED] != NULL;
    facts->has_zone = has_times;
    if (focus__text_check("zone", zone, 0, FOCUS_TITLE_MAX, FOCUS__TEXT_LINE, &(focus_error){0}) ==
        FOCUS_OK)
        facts->zone = zone;
    facts->has_day =
        has_times && day != NULL && focus__file_date(&day, &date) && *day == '\0' &&
        focus_day_from_date(date.year, date.month, date.day, &facts->day) == FOCUS_OK &&
        facts->day >= start_day - 2 && facts->day <= start_day + 1;
    if (stamp == NULL || !focus__file_utc(stamp, &facts->created_at_ms))
        facts->created_at_ms = 0;
}

focus_status focus__ics_own_take(focus__import *import, focus__ics_own *own, const char *uid,
                                 const char *stamp, void *box, focus__record *record)
{
    int32_t status = FOCUS_SESSION_COMPLETED;
    bool is_ours =
        ics_own_word(own, FOCUS__ICS_OWN_MODE, focus__mode_words, FOCUS_MODE_COUNT, &record->mode);

    if (ics_own_word(own, FOCUS__ICS_OWN_STATUS, focus__status_words, FOCUS_SESSION_STATUS_COUNT,
                     &status) &&
        status >= FOCUS_SESSION_COMPLETED)
        record->status = status;
    bool has_times = ics_own_take_times(own, record);
    ics_own_take_words(own, record);
    ics_own_take_plan(own, record);
    if (is_ours)
        ics_own_take_facts(own, uid, stamp, has_times, record);
    return ics_own_take_pauses(import, own, box, record);
}
