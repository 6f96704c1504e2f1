/*
 * world.h - a store, the model beside it, and one sequence of steps on both.
 *
 * A sequence is a list of seeds, one for each step: what a step does follows from its seed and from
 * what is there, so that steps can be left out and the others stay what they are. While `print` is
 * set, each call is written to it as a line of C before it is made.
 */
#ifndef TESTS_MODEL_WORLD_H
#define TESTS_MODEL_WORLD_H

#include "model/twin.h"
#include "model/zones.h"
#include "support/campaign.h"

#include <stdio.h>

/* The functions of focus.h that steps and checks call. */
enum {
    CALL_batch_begin,
    CALL_batch_commit,
    CALL_batch_rollback,
    CALL_counters_get,
    CALL_cycle_get,
    CALL_cycle_reset,
    CALL_day_list_range,
    CALL_doctor,
    CALL_export,
    CALL_import,
    CALL_ledger_list_page,
    CALL_library_create,
    CALL_library_delete,
    CALL_library_list_page,
    CALL_library_rename,
    CALL_library_set_favorite,
    CALL_next_deadline,
    CALL_open,
    CALL_pause_add,
    CALL_points_award,
    CALL_points_spend,
    CALL_progress_get,
    CALL_project_list_all,
    CALL_project_merge,
    CALL_project_rename,
    CALL_session_abandon,
    CALL_session_add,
    CALL_session_complete,
    CALL_session_delete,
    CALL_session_edit,
    CALL_session_extend,
    CALL_session_find,
    CALL_session_get,
    CALL_session_idle,
    CALL_session_join,
    CALL_session_list_page,
    CALL_session_pause,
    CALL_session_restore,
    CALL_session_resume,
    CALL_session_running,
    CALL_session_split,
    CALL_session_start,
    CALL_session_tag,
    CALL_session_untag,
    CALL_session_void,
    CALL_settings_get,
    CALL_settings_set,
    CALL_stats_get,
    CALL_streak_get,
    CALL_streak_runs,
    CALL_sweep,
    CALL_tag_list_all,
    CALL_tag_merge,
    CALL_tag_rename,
    CALL_track_add,
    CALL_track_add_many,
    CALL_track_delete,
    CALL_track_edit,
    CALL_track_list_page,
    CALL_track_move,
    CALL_user_create,
    CALL_user_delete,
    CALL_user_select,
    CALL_COUNT
};

enum { STEPS_MAX = 100, DIFFERENCE_SIZE = 512, TEXT_SIZE = 2048 };

typedef struct world world;
typedef void step(world *w);

/* What a sequence is made of. */
typedef struct drawn_step {
    step *does;
    uint32_t weight;
} drawn_step;

typedef struct step_plan {
    const drawn_step *steps;
    size_t count;
    step *begin;     /* before the first step; NULL: nothing */
    step *check;     /* after each, besides check_readers(); NULL: nothing */
    bool comes_back; /* at the end, what is exported must import back to the same */
} step_plan;

/* Breaks something after a call that went well, behind the back of the library or of the model: what
 * a canary does. */
typedef void saboteur(world *w, int call);

struct world {
    fixture *f;
    const step_plan *plan;
    model *now;   /* what is */
    model *after; /* what will be, if the call succeeds */
    model before_batch;
    model rooms[2];
    bool in_batch;
    int zone;
    int variables; /* ids in use */
    int64_t jumps; /* of the clock */
    uint64_t seed; /* of the step */
    chance chance; /* of the step */
    int64_t calls[CALL_COUNT];
    saboteur *saboteur;
    FILE *print; /* NULL: silent */
    bool differs;
    char difference[DIFFERENCE_SIZE];
    char reading[TEXT_SIZE];  /* C that reads what is compared */
    const char *row, *access; /* reading_row() */
    size_t row_index;
};

extern const char *const user_names[USERS];

person *me(world *w);
uint32_t dice(world *w, uint32_t sides);

/* --- a sequence ------------------------------------------------------------------------------- */

/* A new file, clock and zone, as fixture_setup makes them: the C that is printed meets the same ids. */
void open_anew(fixture *f);
/* The same, with two users. */
void world_begin(world *w, const step_plan *plan, fixture *f);
/* The steps, until the first difference, and the checks at the end. Returns the steps that ran. */
size_t world_run(world *w, const uint64_t *steps, size_t count);

/* --- foreseeing ------------------------------------------------------------------------------- */

/* What a writing call begins with: a copy to change, with the overdue ones expired. */
model *foresee(world *w);
person *foresee_me(world *w);
/* The call succeeded: the copy is what is. */
void come_true(world *w);

/* Zone, offset and day of a session that is new or got another start. */
void fix_day(const world *w, const person *who, twin *s);
int32_t offset_here(const world *w, int64_t at_ms);

/* --- telling and comparing -------------------------------------------------------------------- */

void say(world *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The call as it is about to be made. */
void say_call(world *w, focus_status expected, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Compare what a call gave; the difference has been noted when this is false. */
bool expect_status(world *w, int call, focus_status got, focus_status expected);

/* C for reading what the next comparisons are about: declarations, and the call. */
void reading(world *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Comparisons are about fields of this row, list->items[3]->status; reading() ends that. */
#define ROW_ALONE SIZE_MAX /* session->status */
void reading_row(world *w, const char *row, const char *access, size_t index);

void expect_same(world *w, const char *what, int64_t got, int64_t expected);
void expect_text(world *w, const char *what, const char *got, const char *expected);
void expect_id(world *w, const char *what, const focus_id *got, const focus_id *expected,
               int variable);
/* All that a record shows, against the twin at the clock. */
void expect_record(world *w, const focus_session *got, const twin *s);

/* Text as a C literal with its quotes, NULL as NULL. */
const char *quoted(const char *text, char *out_literal, size_t size);
/* An input as a C literal; "" while nothing is printed. */
const char *input_literal(const world *w, const focus_session_input *input,
                          char out_literal[TEXT_SIZE]);
const char *tags_literal(const char *const *tags, size_t count, char out_literal[TEXT_SIZE]);

/* --- drawing ---------------------------------------------------------------------------------- */

/* The index of the one that the step's seed likes best: taking others away leaves the choice as it is.
 * Their marks lie stride bytes apart; another salt makes another choice. */
size_t pick_marked(const world *w, uint64_t salt, const void *first_mark, size_t stride,
                   size_t count);
/* Any session of the user, deleted ones too. NULL: there is none. */
twin *pick_session(const world *w, person *who);
/* Some tags: as bits, and as an input wants them. Returns their count. */
size_t draw_tags(world *w, int32_t *out_tags, const char *out_words[TAGS]);
/* Words for an input, and the same for the twin; their tags stand in out_tags. */
void draw_words(world *w, focus_session_input *input, twin *s, const char *out_tags[TAGS]);

/* --- steps and checks ------------------------------------------------------------------------- */

/* clang-format off */
step do_start, do_pause, do_resume, do_complete, do_abandon, do_void, do_extend, do_sweep;
step do_add, do_edit, do_tag, do_untag, do_delete, do_restore, do_import;
step do_split, do_join, do_pause_add, do_idle, do_relabel;
step do_award, do_library, do_track, do_settings, do_cycle_reset;
step do_clock, do_clock_change, do_zone, do_reopen, do_batch, do_select;
/* clang-format on */

/* Turn the clock, which may be told to be where no clock can be: then every call must refuse, and it is
 * turned back. */
void turn_clock(world *w, int64_t now_ms);

/* After every step; what costs more is looked at now and then, by the step's seed. */
void check_readers(world *w);
/* At the end: doctor, the recount, and as the plan has it, that what is exported comes back. */
void check_end(world *w);

/* --- what the printed C calls besides focus.h -------------------------------------------------- */

focus_status import_lines(focus_store *store, uint32_t flags, const char *lines,
                          focus_import_report *out_report);

/* How many lines differ between the user's export and that of a user who imported it: the user is
 * deleted and made anew in between. Points are not in a file. -1: it could not be imported. */
int64_t lost_by_export(focus_store *store, const char *user);

#endif
