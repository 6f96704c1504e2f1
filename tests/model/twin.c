/*
 * twin.c - see twin.h. The rules of the README and of focus.h, said once more.
 */
#include "model/twin.h"

#include <string.h>

const char *const title_words[WORDS] = {
    NULL, "Draft 50%", "draft_b", "Caf\xC3\xA9 \"au lait\"", "a\\b", "DRAFT",
};
const char *const project_words[WORDS] = {NULL,     "Thesis", "thesis",
                                          "Garden", "50%",    "\xE2\x98\x95"};
const char *const note_words[WORDS] = {NULL, "plain", "two\nlines", "a\ttab", "\"quoted\"", "last"};
const char *const tag_words[TAGS] = {"a b", "deep", "ho\\me", "home", "\xC3\xA9t\xC3\xA9"};

const char *const reason_words[REASONS] = {NULL, "why", "idle"};

void model_begin(model *m)
{
    memset(m, 0, sizeof(*m));
    for (int u = 0; u < USERS; u++)
        m->users[u].settings = (focus_settings){
            .struct_size = sizeof(focus_settings),
            .focus_length_ms = 25 * MINUTE_MS,
            .break_length_ms = 5 * MINUTE_MS,
            .long_break_length_ms = 15 * MINUTE_MS,
            .cycle_length = 4,
            .week_start = 1,
            .expire_factor = 2,
            .pause_limit_ms = HOUR_MS,
        };
}

static void person_copy(person *to, const person *from)
{
    memcpy(to, from, offsetof(person, sessions));
    memcpy(to->sessions, from->sessions, from->count * sizeof(*to->sessions));
    memcpy(to->libraries, from->libraries, from->library_count * sizeof(*to->libraries));
    memcpy(to->tracks, from->tracks, from->track_count * sizeof(*to->tracks));
    memcpy(to->entries, from->entries, from->entry_count * sizeof(*to->entries));
}

void model_copy(model *to, const model *from)
{
    for (int u = 0; u < USERS; u++)
        person_copy(&to->users[u], &from->users[u]);
    to->selected = from->selected;
}

/* --- one session ------------------------------------------------------------------------------ */

bool is_running(const twin *s)
{
    return s->status == FOCUS_SESSION_ACTIVE || s->status == FOCUS_SESSION_PAUSED;
}

bool is_overdue(const twin *s, int64_t now_ms)
{
    return is_running(s) && s->expires_at_ms != 0 && now_ms >= s->expires_at_ms;
}

bool is_implausible(const twin *s)
{
    return !is_running(s) && !s->confirmed && s->ended_at_ms - s->started_at_ms > DAY_MS;
}

int64_t length_of_mode(const focus_settings *settings, int32_t mode)
{
    if (mode == FOCUS_MODE_FOCUS)
        return settings->focus_length_ms;
    return mode == FOCUS_MODE_BREAK ? settings->break_length_ms : settings->long_break_length_ms;
}

enum { LAST_DAY = 2932896 }; /* 9999-12-31: in the east the clock may be a day ahead of it */

int32_t local_day(int64_t at_ms, int32_t utc_offset_s, int32_t day_start_minutes)
{
    int64_t since_ms = at_ms + utc_offset_s * INT64_C(1000) - day_start_minutes * MINUTE_MS;
    int64_t day = since_ms / DAY_MS;

    if (day > LAST_DAY)
        return LAST_DAY;
    return (int32_t)(since_ms % DAY_MS < 0 ? day - 1 : day);
}

void set_expiry(const person *who, twin *s)
{
    const focus_settings *settings = &who->settings;

    s->expires_at_ms = 0;
    if (s->status == FOCUS_SESSION_PAUSED && settings->pause_limit_ms > 0)
        s->expires_at_ms = s->last_event_at_ms + settings->pause_limit_ms;
    if (s->status == FOCUS_SESSION_ACTIVE && settings->expire_factor > 0 && s->planned_ms > 0)
        s->expires_at_ms =
            s->started_at_ms + settings->expire_factor * s->planned_ms + s->paused_ms;
    if (s->expires_at_ms != 0 && s->expires_at_ms < s->last_event_at_ms)
        s->expires_at_ms = s->last_event_at_ms;
}

void open_pause(twin *s, int64_t at_ms)
{
    s->pauses[s->pause_count++] = (twin_pause){at_ms, 0, REASON_WHY};
    s->status = FOCUS_SESSION_PAUSED;
    s->last_event_at_ms = at_ms;
}

void close_pause(twin *s, int64_t at_ms)
{
    twin_pause *last = NULL;

    if (s->status != FOCUS_SESSION_PAUSED)
        return;
    last = &s->pauses[s->pause_count - 1];
    last->ended_at_ms = at_ms;
    s->paused_ms += at_ms - last->started_at_ms;
}

void end_twin(twin *s, int32_t status, int64_t at_ms)
{
    close_pause(s, at_ms);
    s->status = status;
    s->ended_at_ms = at_ms;
    s->expires_at_ms = 0;
}

twin twin_view(const twin *s, int64_t now_ms)
{
    twin seen = *s;

    if (!s->deleted_at_ms && is_overdue(s, now_ms))
        end_twin(&seen, FOCUS_SESSION_EXPIRED, s->expires_at_ms);
    return seen;
}

/* A clock that stepped back behind the last event takes nothing away. */
static int64_t twin_until_ms(const twin *s, int64_t now_ms)
{
    if (!is_running(s))
        return s->ended_at_ms;
    return now_ms > s->last_event_at_ms ? now_ms : s->last_event_at_ms;
}

int64_t twin_paused_ms(const twin *s, int64_t now_ms)
{
    if (s->status != FOCUS_SESSION_PAUSED)
        return s->paused_ms;
    return s->paused_ms + twin_until_ms(s, now_ms) - s->last_event_at_ms;
}

int64_t twin_active_ms(const twin *s, int64_t now_ms)
{
    return twin_until_ms(s, now_ms) - s->started_at_ms - twin_paused_ms(s, now_ms);
}

void settle(twin *s, const twin *before, bool by_hand)
{
    if (memcmp(s, before, sizeof(*s)) == 0)
        return;
    s->edited = s->edited || by_hand;
    s->revision++;
}

/* --- all sessions ----------------------------------------------------------------------------- */

void pay(person *who, twin *s, int64_t now_ms)
{
    int64_t paid_ms = twin_active_ms(s, 0);
    int64_t minutes;

    if (s->planned_ms > 0 && paid_ms > s->planned_ms)
        paid_ms = s->planned_ms;
    minutes = paid_ms / MINUTE_MS;
    if (s->status != FOCUS_SESSION_COMPLETED || is_implausible(s) || minutes < 1)
        return;
    s->xp = s->mode == FOCUS_MODE_FOCUS ? (minutes > 5 ? minutes : 5) : 1 + s->mode;
    s->coins = s->mode == FOCUS_MODE_FOCUS ? (minutes / 5 > 2 ? minutes / 5 : 2) : s->mode - 1;
    who->entries[who->entry_count++] = (twin_entry){
        .kind = FOCUS_POINTS_SESSION,
        .key = -1,
        .session = (int32_t)(s - who->sessions),
        .xp = s->xp,
        .coins = s->coins,
        .at_ms = now_ms,
    };
}

int64_t sweep(person *who, int64_t now_ms)
{
    int64_t count = 0;

    for (size_t i = 0; i < who->count; i++) {
        twin *s = &who->sessions[i];
        if (s->deleted_at_ms != 0 || !is_overdue(s, now_ms))
            continue;
        end_twin(s, FOCUS_SESSION_EXPIRED, s->expires_at_ms);
        s->revision++;
        count++;
    }
    return count;
}

twin *find_running(person *who)
{
    for (size_t i = 0; i < who->count; i++)
        if (who->sessions[i].deleted_at_ms == 0 && is_running(&who->sessions[i]))
            return &who->sessions[i];
    return NULL;
}

twin *find_session(person *who, const focus_id *id)
{
    for (size_t i = 0; i < who->count; i++)
        if (memcmp(&who->sessions[i].id, id, sizeof(*id)) == 0)
            return &who->sessions[i];
    return NULL;
}

bool is_taken(const person *who, const twin *except, int64_t from_ms, int64_t until_ms)
{
    for (size_t i = 0; i < who->count; i++) {
        const twin *s = &who->sessions[i];
        if (s != except && s->deleted_at_ms == 0 && !is_implausible(s) &&
            s->started_at_ms < until_ms && (is_running(s) || s->ended_at_ms > from_ms))
            return true;
    }
    return false;
}

/* --- figures ---------------------------------------------------------------------------------- */

static int64_t *count_of(focus_mode_counts *counts, int32_t status)
{
    int64_t *const by_status[FOCUS_SESSION_STATUS_COUNT] = {
        &counts->active, &counts->paused, &counts->completed, &counts->abandoned, &counts->expired,
    };

    return by_status[status];
}

void count_modes(const person *who, int64_t now_ms, int32_t from_day, int32_t until_day,
                 focus_mode_counts out_modes[FOCUS_MODE_COUNT])
{
    memset(out_modes, 0, FOCUS_MODE_COUNT * sizeof(*out_modes));
    for (size_t i = 0; i < who->count; i++) {
        twin s = twin_view(&who->sessions[i], now_ms);
        focus_mode_counts *counts = &out_modes[s.mode];
        if (s.deleted_at_ms != 0 || s.day < from_day || s.day > until_day)
            continue;
        (*count_of(counts, s.status))++;
        if (is_running(&s))
            continue;
        if (s.status == FOCUS_SESSION_EXPIRED || is_implausible(&s))
            counts->unconfirmed_ms += twin_active_ms(&s, now_ms);
        else
            counts->active_ms += twin_active_ms(&s, now_ms);
    }
}

static focus_day *day_at(focus_day days[DAYS_MAX], size_t *count, int32_t day)
{
    size_t at = *count;

    for (size_t i = 0; i < *count; i++)
        if (days[i].day == day)
            return &days[i];
    for (; at > 0 && days[at - 1].day > day; at--)
        days[at] = days[at - 1];
    days[at] = (focus_day){.day = day};
    (*count)++;
    return &days[at];
}

size_t days_of(const person *who, int64_t now_ms, int32_t from_day, int32_t until_day,
               focus_day out_days[DAYS_MAX])
{
    size_t count = 0;
    size_t active = 0;

    for (size_t i = 0; i < who->count; i++) {
        twin s = twin_view(&who->sessions[i], now_ms);
        bool ended = s.status == FOCUS_SESSION_COMPLETED || s.status == FOCUS_SESSION_ABANDONED;
        focus_day *day = NULL;
        if (s.mode != FOCUS_MODE_FOCUS || !ended || s.deleted_at_ms != 0 || is_implausible(&s) ||
            s.day < from_day || s.day > until_day)
            continue;
        day = day_at(out_days, &count, s.day);
        day->active_ms += twin_active_ms(&s, now_ms);
        day->sessions += s.status == FOCUS_SESSION_COMPLETED;
    }
    for (size_t i = 0; i < count; i++)
        if (out_days[i].active_ms > 0 || out_days[i].sessions > 0)
            out_days[active++] = out_days[i];
    return active;
}

/* --- streak ----------------------------------------------------------------------------------- */

size_t runs_of(const person *who, focus_run out_runs[DAYS_MAX])
{
    static focus_day days[DAYS_MAX];
    size_t day_count = days_of(who, 0, INT32_MIN, INT32_MAX, days);
    size_t count = 0;

    for (size_t i = 0; i < day_count; i++) {
        if (days[i].sessions == 0)
            continue;
        if (count == 0 || out_runs[count - 1].last_day != days[i].day - 1)
            out_runs[count++] = (focus_run){.first_day = days[i].day};
        out_runs[count - 1].last_day = days[i].day;
        out_runs[count - 1].days++;
    }
    return count;
}

/* Days that lie behind today, as a clock that was ahead has left them, are not today's business. */
focus_streak streak_of(const person *who, int32_t today)
{
    static focus_run runs[DAYS_MAX];
    size_t count = runs_of(who, runs);
    focus_streak streak = {.today = today};

    for (size_t i = 0; i < count; i++) {
        int32_t last_day = runs[i].last_day < today ? runs[i].last_day : today;
        int32_t days = runs[i].last_day - runs[i].first_day + 1;
        if (runs[i].first_day <= today && last_day >= today - 1) {
            streak.current_days = last_day - runs[i].first_day + 1;
            streak.current_first_day = runs[i].first_day;
            streak.current_last_day = last_day;
            streak.today_counts = last_day == today;
            streak.at_risk = last_day == today - 1;
        }
        if (days >= streak.longest_days) {
            streak.longest_days = days;
            streak.longest_first_day = runs[i].first_day;
            streak.longest_last_day = runs[i].last_day;
        }
    }
    return streak;
}

/* --- cycle, deadline, level ------------------------------------------------------------------- */

static bool is_later(const twin *a, const twin *b)
{
    return a->started_at_ms != b->started_at_ms ? a->started_at_ms > b->started_at_ms : a > b;
}

/* The newest completed one since the instant, older than the one given; NULL: there is none. */
static const twin *completed_before(const person *who, int64_t since_ms, const twin *newer)
{
    const twin *found = NULL;

    for (size_t i = 0; i < who->count; i++) {
        const twin *s = &who->sessions[i];
        if (s->deleted_at_ms == 0 && s->status == FOCUS_SESSION_COMPLETED &&
            s->started_at_ms >= since_ms && (newer == NULL || is_later(newer, s)) &&
            (found == NULL || is_later(s, found)))
            found = s;
    }
    return found;
}

/* What has been done since the last long break; out_last is the newest mode, -1 where none. */
static int32_t count_cycle(const person *who, int64_t since_ms, int32_t *out_last)
{
    const twin *s = completed_before(who, since_ms, NULL);
    int32_t done = 0;

    *out_last = s != NULL ? s->mode : -1;
    for (; s != NULL && s->mode != FOCUS_MODE_LONG_BREAK; s = completed_before(who, since_ms, s))
        done += s->mode == FOCUS_MODE_FOCUS;
    return done;
}

static void choose_next(focus_cycle *cycle, int32_t done, int32_t length, int32_t last_mode)
{
    cycle->next_mode = FOCUS_MODE_FOCUS;
    if (last_mode < 0) {
        cycle->reason = FOCUS_CYCLE_FIRST;
    } else if (last_mode != FOCUS_MODE_FOCUS) {
        cycle->reason = FOCUS_CYCLE_AFTER_BREAK;
    } else {
        cycle->next_mode = done % length == 0 ? FOCUS_MODE_LONG_BREAK : FOCUS_MODE_BREAK;
        cycle->reason = done % length == 0 ? FOCUS_CYCLE_FULL : FOCUS_CYCLE_AFTER_FOCUS;
    }
}

focus_cycle cycle_of(const person *who, int64_t now_ms, int32_t utc_offset_s)
{
    const focus_settings *settings = &who->settings;
    int32_t today = local_day(now_ms, utc_offset_s, settings->day_start_minutes);
    int64_t since_ms =
        today * DAY_MS + settings->day_start_minutes * MINUTE_MS - utc_offset_s * INT64_C(1000);
    int32_t length = settings->cycle_length;
    const twin *running = find_running((person *)who);
    focus_cycle cycle = {0};
    int32_t last_mode;
    int32_t done;

    if (who->cycle_reset_at_ms > since_ms)
        since_ms = who->cycle_reset_at_ms;
    done = count_cycle(who, since_ms, &last_mode);
    choose_next(&cycle, done, length, last_mode);
    if (running != NULL && !is_overdue(running, now_ms)) {
        cycle.reason = FOCUS_CYCLE_RUNNING;
        cycle.next_mode = FOCUS_MODE_FOCUS;
        if (running->mode == FOCUS_MODE_FOCUS)
            cycle.next_mode = (done + 1) % length == 0 ? FOCUS_MODE_LONG_BREAK : FOCUS_MODE_BREAK;
    }
    cycle.done = done > 0 && done % length == 0 ? length : done % length;
    cycle.until_long_break = length - cycle.done;
    cycle.next_length_ms = length_of_mode(settings, cycle.next_mode);
    return cycle;
}

focus_deadline deadline_of(const person *who, int64_t now_ms)
{
    const twin *s = find_running((person *)who);
    int64_t planned_end_at_ms = 0;

    if (s == NULL || is_overdue(s, now_ms))
        return (focus_deadline){FOCUS_DEADLINE_NONE, 0};
    if (s->status == FOCUS_SESSION_ACTIVE && s->planned_ms > 0)
        planned_end_at_ms = s->started_at_ms + s->planned_ms + s->paused_ms;
    if (planned_end_at_ms > now_ms)
        return (focus_deadline){FOCUS_DEADLINE_PLANNED_END, planned_end_at_ms};
    if (s->expires_at_ms == 0)
        return (focus_deadline){FOCUS_DEADLINE_NONE, 0};
    return (focus_deadline){FOCUS_DEADLINE_EXPIRY, s->expires_at_ms};
}

/* floor(100 * L^1.5): the largest number whose square is at most 10,000 * L^3. */
static int64_t level_cost_xp(int64_t level)
{
    int64_t cost_xp = 100 * level;

    while ((cost_xp + 1) * (cost_xp + 1) <= 10000 * level * level * level)
        cost_xp++;
    return cost_xp;
}

focus_progress progress_of(const person *who)
{
    focus_progress progress = {.level = 1};

    for (size_t i = 0; i < who->entry_count; i++) {
        const twin_entry *entry = &who->entries[i];
        progress.xp += entry->xp;
        if (entry->coins > 0)
            progress.coins_earned += entry->coins;
        else
            progress.coins_spent -= entry->coins;
    }
    progress.coins = progress.coins_earned - progress.coins_spent;
    progress.level_xp = progress.xp;
    progress.level_cost_xp = level_cost_xp(1);
    while (progress.level_xp >= progress.level_cost_xp) {
        progress.level_xp -= progress.level_cost_xp;
        progress.level_cost_xp = level_cost_xp(++progress.level);
    }
    return progress;
}

/* --- history ---------------------------------------------------------------------------------- */

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool begins_with(const char *text, const char *part)
{
    for (; *part != '\0'; text++, part++)
        if (lower(*text) != lower(*part))
            return false;
    return true;
}

static bool contains(const char *text, const char *part)
{
    for (; text != NULL && *text != '\0'; text++)
        if (begins_with(text, part))
            return true;
    return false;
}

static bool has_tag(const twin *s, const char *tag)
{
    for (int i = 0; i < TAGS; i++)
        if (strcmp(tag_words[i], tag) == 0)
            return (s->tags >> i & 1) != 0;
    return false;
}

static bool fits(const twin *s, const focus_session_filter *filter)
{
    const char *project = project_words[s->project];

    if ((s->deleted_at_ms != 0) != ((filter->flags & FOCUS_FILTER_DELETED) != 0))
        return false;
    if (filter->modes != 0 && (filter->modes & FOCUS_MASK(s->mode)) == 0)
        return false;
    if (filter->statuses != 0 && (filter->statuses & FOCUS_MASK(s->status)) == 0)
        return false;
    if (filter->has_days && (s->day < filter->from_day || s->day > filter->until_day))
        return false;
    if (filter->tag != NULL && !has_tag(s, filter->tag))
        return false;
    if (filter->project != NULL && (project == NULL || strcmp(project, filter->project) != 0))
        return false;
    return filter->text == NULL || contains(title_words[s->title], filter->text);
}

size_t history_of(const person *who, const focus_session_filter *filter, int64_t now_ms,
                  const twin *out_sessions[SESSIONS_MAX])
{
    bool oldest_first = (filter->flags & FOCUS_FILTER_OLDEST_FIRST) != 0;
    size_t count = 0;

    for (size_t i = 0; i < who->count; i++) {
        const twin *s = &who->sessions[i];
        twin seen = twin_view(s, now_ms);
        size_t at = count;
        if (!fits(&seen, filter))
            continue;
        for (; at > 0 && is_later(s, out_sessions[at - 1]) != oldest_first; at--)
            out_sessions[at] = out_sessions[at - 1];
        out_sessions[at] = s;
        count++;
    }
    return count;
}
