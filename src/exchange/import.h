/*
 * import.h - what the importers share: the record that a format hands over, and what becomes of it.
 *
 * A format (a file each: toggl.c, klog.c, ...) only reads. Whether a record is new, the
 * same, changed or passed over is decided in import_record.c, for all of them in the same way.
 */
#ifndef FOCUS_EXCHANGE_IMPORT_H
#define FOCUS_EXCHANGE_IMPORT_H

#include "core/session.h"
#include "core/store.h"
#include "exchange/import_key.h"
#include "exchange/reader.h"

/* What a session of ours says beyond what other programs know. */
typedef struct focus__own_facts {
    focus_id id;
    int32_t source;            /* FOCUS_SOURCE_* */
    const char *source_format; /* where it came from before, both or neither */
    const char *source_key;
    bool has_zone; /* zone, utc_offset_s count */
    const char *zone;
    int32_t utc_offset_s;
    bool has_day;
    int32_t day;
    bool edited;
    bool confirmed;
    int64_t created_at_ms; /* 0: not told */
} focus__own_facts;

/* A record of a file. Texts are NULL or empty where there is none. */
typedef struct focus__record {
    focus__record_key key;
    int64_t started_at_ms;
    int64_t ended_at_ms; /* 0: running */
    int32_t mode;
    int32_t status;
    int64_t planned_ms; /* 0: open */
    const char *title;
    const char *project;
    const char *task;
    const char *note;
    const char *const *tags;
    size_t tag_count;
    const focus_pause *pauses; /* closed, in order */
    size_t pause_count;
    const focus__own_facts *own; /* NULL: from another program */
} focus__record;

/* A record that has a day and no time of day. Whatever it says beyond is in `words`: key, texts. */
typedef struct focus__day_record {
    focus__record words;
    int32_t day;
    int64_t length_ms; /* negative: a correction */
    bool has_rating;
    int32_t rating;
    bool is_sum; /* the time of parts that are in the file, too */
} focus__day_record;

typedef struct focus__import focus__import;

typedef struct focus__import_format {
    const char *name;
    /* Whether an input that begins so is of this format; `size` bytes, no mark of UTF-8. */
    bool (*is_alike)(const char *bytes, size_t size);
    /* Read all records and hand each to focus__import_record(). */
    focus_status (*run)(focus__import *import);
    /* Whether an input of this name is one that the program keeps beside its records. Optional. */
    bool (*is_companion)(const char *name, const char *bytes, size_t size);
} focus__import_format;

extern const focus__import_format focus__import_toggl;
extern const focus__import_format focus__import_timewarrior;
extern const focus__import_format focus__import_watson;
extern const focus__import_format focus__import_forest;
extern const focus__import_format focus__import_openpomodoro;
extern const focus__import_format focus__import_klog;
extern const focus__import_format focus__import_rescuetime;
extern const focus__import_format focus__import_ics;
extern const focus__import_format focus__import_gnome_pomodoro;
extern const focus__import_format focus__import_superproductivity;
extern const focus__import_format focus__import_activitywatch;
extern const focus__import_format focus__import_sheet;
extern const focus__import_format focus__import_jsonl;
extern const focus__import_format focus__import_json;

enum { FOCUS__PEOPLE_MAX = 256 };

/* Whose records a file has. */
typedef struct focus__people {
    void *box; /* NULL: there is nobody */
    const char *names[FOCUS__PEOPLE_MAX];
    const char *addresses[FOCUS__PEOPLE_MAX];
    size_t count;
    bool is_found; /* options.person is one of them */
} focus__people;

struct focus__import {
    focus_store *store;
    focus_settings settings; /* the user's */
    focus_import_options options;
    const focus__import_format *format;
    focus__reader *reader;
    void *box;              /* for a record and the row it becomes; emptied after each */
    focus__gap gap;         /* around the newest row */
    focus__key_counts keys; /* of the rows of this file so far */
    focus__people people;
    focus_import_report report;
};

/* Count a record, then add it, change what it was before, or leave it out (import_record.c). */
focus_status focus__import_record(focus__import *import, const focus__record *record);

/* The same for a total of a day, or for the session that is made of it (import_total.c). */
focus_status focus__import_total(focus__import *import, const focus__day_record *record);

/* Count a row of the input, see to interrupts and progress. */
focus_status focus__import_count(focus__import *import);

/* Count a record that the format leaves out, by its reason: a counter of the report. */
focus_status focus__import_skip(focus__import *import, int64_t *reason, int64_t active_ms);

/* Note whose the next record is; either text may be empty. False: it is not to be taken. */
focus_status focus__import_person(focus__import *import, const char *name, const char *address,
                                  bool *out_is_taken);
/* Once all is read: FOCUS_E_INVALID where options.person is nobody's name. */
focus_status focus__import_check_person(const focus__import *import);

/* What a record says as a row that is not in the file yet (import_row.c); texts are in the box. */
focus_status focus__import_row(focus__import *import, void *box, const focus__record *record,
                               focus__session_row *out_row);

/* Time worked in a record that has ended: what sums and limits of length are about. */
int64_t focus__record_active_ms(const focus__record *record);

/* Cut a text at its separators, in place, into tags without blanks around them; the record points to
 * them. FOCUS_E_INVALID where there are too many. */
focus_status focus__import_cut_tags(focus__import *import, char *text, const char *separators,
                                    const char *tags[FOCUS_TAGS_MAX], focus__record *record);

/* FOCUS_E_INVALID about the present record; the line is put before it later. */
focus_status focus__import_fail(focus__import *import, const char *format, ...) FOCUS__PRINTF(2, 3);

/* A box for what belongs to one record. FOCUS_E_NOMEM. */
focus_status focus__import_box(focus__import *import, void **out_box);

#endif
