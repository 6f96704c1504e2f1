/*
 * verbs_import.c - bringing histories in. The library reads the formats; files come from here.
 */
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "flags.h"
#include "json.h"
#include "names.h"
#include "render.h"

/* "auto" and all that the library reads. */
typedef struct format_names {
    const char *names[32];
    size_t count;
} format_names;

static format_names list_formats(void)
{
    format_names formats = {.names = {"auto"}, .count = 1};
    const char *name = focus_import_format_name(0);
    while (name != NULL && formats.count < sizeof formats.names / sizeof formats.names[0]) {
        formats.names[formats.count] = name;
        name = focus_import_format_name(formats.count++);
    }
    return formats;
}

/* --- files ------------------------------------------------------------------------------------ */

typedef struct import_file {
    char *path;
    FILE *spool; /* what came through a pipe */
    focus_import_report report;
} import_file;

typedef struct import_work {
    const char *format;
    import_file *files;
    size_t count;
    size_t at; /* of the files */
    focus_import_options options;
    focus_import_report total;
    bool shows_progress;
    FILE *in;         /* of the one that is read */
    int error_number; /* of a read that failed */
} import_work;

static FILE *spool(FILE *in)
{
    char bytes[65536];
    FILE *to = tmpfile();
    size_t size = 1;
    while (to != NULL && size > 0) {
        size = fread(bytes, 1, sizeof bytes, in);
        if (fwrite(bytes, 1, size, to) != size || ferror(in) != 0) {
            int error_number = errno;
            (void)fclose(to);
            errno = error_number;
            return NULL;
        }
    }
    if (to != NULL)
        rewind(to);
    return to;
}

/* What comes through a pipe may take its time, and an import locks the file: gather it before. */
static int gather(const cli *c, import_file *file)
{
    bool is_stdin = strcmp(file->path, "-") == 0;
    struct stat info;
    FILE *in = stdin;
    if (open_is_database(c, file->path))
        return fail_input(c, NULL, "%.200s is the database itself", file->path);
    if (!is_stdin && stat(file->path, &info) != 0)
        return fail_system(c, file->path, errno);
    if (!is_stdin && S_ISREG(info.st_mode))
        return EXIT_DONE;
    if (!is_stdin)
        in = fopen(file->path, "rb");
    if (in != NULL)
        file->spool = spool(in);
    if (file->spool == NULL)
        return fail_system(c, file->path, errno);
    if (!is_stdin)
        (void)fclose(in);
    return EXIT_DONE;
}

/* --- what the library asks for ---------------------------------------------------------------- */

static int read_source(void *user, char *buffer, size_t size, size_t *out_size)
{
    import_work *work = user;
    *out_size = fread(buffer, 1, size, work->in);
    if (*out_size == 0 && ferror(work->in) != 0) {
        work->error_number = errno;
        return 1;
    }
    return 0;
}

static int show_progress(void *user, int64_t rows_read)
{
    const import_work *work = user;
    if (work->shows_progress && work->count > 1)
        (void)fprintf(stderr, "\rfile %zu of %zu: %" PRId64 " rows\033[K", work->at + 1,
                      work->count, rows_read);
    else if (work->shows_progress)
        (void)fprintf(stderr, "\r%" PRId64 " rows", rows_read);
    return 0;
}

static int read_options(const cli *c, focus_import_options *options)
{
    static const char *const PROJECT_AS[] = {"project", "tag"};
    const char *as = args_value(&c->args, "project-as");
    int at = as != NULL ? read_choice(c, "place for a project", as, PROJECT_AS, 2) : 0;
    int exit_code = at < 0 ? EXIT_USAGE : EXIT_DONE;
    if (exit_code == EXIT_DONE)
        exit_code =
            flag_duration(c, "min-length", DURATION_ZERO | DURATION_LONG, &options->min_length_ms);
    if (exit_code == EXIT_DONE)
        exit_code =
            flag_duration(c, "max-length", DURATION_ZERO | DURATION_LONG, &options->max_length_ms);
    options->bucket = args_value(&c->args, "bucket");
    options->person = args_value(&c->args, "person");
    options->flags = (at == 1 ? FOCUS_IMPORT_PROJECT_AS_TAG : 0) |
                     (args_has(&c->args, "retime") ? FOCUS_IMPORT_RETIME : 0) |
                     (args_has(&c->args, "as-sessions") ? FOCUS_IMPORT_AS_SESSIONS : 0) |
                     (args_has(&c->args, "strict") ? FOCUS_IMPORT_STRICT : 0) |
                     (args_has(&c->args, "rewards") ? FOCUS_IMPORT_REWARD : 0);
    return exit_code;
}

static int import_one(const cli *c, import_work *work)
{
    import_file *file = &work->files[work->at];
    const char *name = file->spool != NULL && strcmp(file->path, "-") == 0 ? "stdin" : file->path;
    focus_status status;
    work->in = file->spool != NULL ? file->spool : fopen(file->path, "rb");
    file->spool = NULL;
    if (work->in == NULL)
        return fail_system(c, file->path, errno);
    work->options.name = name;
    status = focus_import(c->store, &work->options, &file->report);
    (void)fclose(work->in);
    if (work->shows_progress)
        (void)fputs("\r\033[K", stderr);
    if (status != FOCUS_OK && work->error_number != 0)
        return fail_system(c, file->path, work->error_number);
    return status == FOCUS_OK ? EXIT_DONE : fail_store(c, NULL, NULL);
}

/* --- what was done ---------------------------------------------------------------------------- */

static int64_t skipped(const focus_import_report *r)
{
    return r->skipped_zero + r->skipped_running + r->skipped_short + r->skipped_long +
           r->skipped_repeating + r->skipped_future + r->skipped_other + r->skipped_undated +
           r->skipped_person;
}

static void add_report(focus_import_report *total, const focus_import_report *r)
{
    total->read += r->read;
    total->added += r->added;
    total->same += r->same;
    total->same_deleted += r->same_deleted;
    total->same_moved += r->same_moved;
    total->changed += r->changed;
    total->skipped_zero += r->skipped_zero;
    total->skipped_running += r->skipped_running;
    total->skipped_short += r->skipped_short;
    total->skipped_long += r->skipped_long;
    total->day_totals += r->day_totals;
    total->day_total_sums += r->day_total_sums;
    total->skipped_repeating += r->skipped_repeating;
    total->skipped_future += r->skipped_future;
    total->skipped_other += r->skipped_other;
    total->skipped_undated += r->skipped_undated;
    total->skipped_person += r->skipped_person;
    total->people = r->people > total->people ? r->people : total->people;
    total->implausible += r->implausible;
    total->overlapping += r->overlapping;
    total->read_ms += r->read_ms;
    total->added_ms += r->added_ms;
    total->has_local_times |= r->has_local_times;
}

static void json_report(json_writer *w, const focus_import_report *r, const char *file)
{
    json_string(w, "format", r->format[0] != '\0' ? r->format : NULL);
    json_string(w, "file", file);
    json_int(w, "read", r->read);
    json_int(w, "new", r->added);
    json_int(w, "same", r->same);
    json_int(w, "changed", r->changed);
    json_object(w, "skipped");
    json_int(w, "zero", r->skipped_zero);
    json_int(w, "running", r->skipped_running);
    json_int(w, "short", r->skipped_short);
    json_int(w, "long", r->skipped_long);
    json_int(w, "repeating", r->skipped_repeating);
    json_int(w, "future", r->skipped_future);
    json_int(w, "other", r->skipped_other);
    json_int(w, "undated", r->skipped_undated);
    json_int(w, "person", r->skipped_person);
    json_object_end(w);
    json_bool(w, "is_companion", r->is_companion != 0);
    json_int(w, "people", r->people);
    json_int(w, "day_totals", r->day_totals);
    json_int(w, "day_total_sums", r->day_total_sums);
    json_int(w, "implausible", r->implausible);
    json_int(w, "overlapping", r->overlapping);
    json_int(w, "same_deleted", r->same_deleted);
    json_int(w, "same_moved", r->same_moved);
    json_int(w, "seconds_in", r->read_ms / 1000);
    json_int(w, "seconds_new", r->added_ms / 1000);
}

static void add_count(text_buffer *line, const char *before, int64_t count, const char *word)
{
    if (count > 0)
        text_addf(line, "%s%" PRId64 " %s", line->size > 0 ? before : "", count, word);
}

static void print_report(const cli *c, const char *name, const focus_import_report *r)
{
    text_buffer reasons = {0};
    text_buffer marks = {0};
    char in[RENDER_SIZE];
    char new_time[RENDER_SIZE];
    text_add(&reasons, "");
    text_add(&marks, "");
    add_count(&reasons, ", ", r->skipped_zero, "of no length");
    add_count(&reasons, ", ", r->skipped_running, "running");
    add_count(&reasons, ", ", r->skipped_short, "too short");
    add_count(&reasons, ", ", r->skipped_long, "too long");
    add_count(&reasons, ", ", r->skipped_repeating, "repeating");
    add_count(&reasons, ", ", r->skipped_future, "not over yet");
    add_count(&reasons, ", ", r->skipped_other, "of another kind");
    add_count(&reasons, ", ", r->skipped_undated, "without a date");
    add_count(&reasons, ", ", r->skipped_person, "of others");
    add_count(&marks, ", ", r->day_totals, r->day_totals == 1 ? "day total" : "day totals");
    add_count(&marks, ", ", r->implausible, "implausible");
    add_count(&marks, ", ", r->overlapping, "overlapping");
    add_count(&marks, ", ", r->same_deleted, "deleted here");
    render_text(c, STYLE_BOLD, name);
    printf("%s%s%s: %" PRId64 " read = %" PRId64 " new + %" PRId64 " same + %" PRId64
           " changed + %" PRId64 " skipped",
           r->format[0] != '\0' ? " (" : "", r->format, r->format[0] != '\0' ? ")" : "", r->read,
           r->added, r->same, r->changed, skipped(r));
    printf("%s%s%s; %s read, %s new%s%s\n", reasons.size > 0 ? " (" : "", reasons.text,
           reasons.size > 0 ? ")" : "", render_length_exact(r->read_ms, in),
           render_length_exact(r->added_ms, new_time), marks.size > 0 ? "; " : "", marks.text);
    text_free(&reasons);
    text_free(&marks);
}

static void print_plain(const char *name, const focus_import_report *r)
{
    text_print(stdout, name);
    printf("\t%s\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t%" PRId64
           "\t%" PRId64 "\n",
           r->format, r->read, r->added, r->same, r->changed, skipped(r), r->read_ms / 1000,
           r->added_ms / 1000);
}

static void print_files(const cli *c, const import_work *work)
{
    for (size_t i = 0; i < work->count; i++) {
        const import_file *file = &work->files[i];
        if (c->plain)
            print_plain(file->path, &file->report);
        else if (file->report.is_companion == 0)
            print_report(c, strcmp(file->path, "-") == 0 ? "stdin" : file->path, &file->report);
    }
    if (work->count > 1 && !c->plain)
        print_report(c, "total", &work->total);
}

static bool is_change(const cli *c, const import_work *work)
{
    return !args_has(&c->args, "dry-run") && work->total.added + work->total.changed > 0;
}

static void print_json(const cli *c, const import_work *work)
{
    bool is_many = work->count > 1;
    json_writer w;
    json_document(&w, stdout, is_many ? "imports" : "import");
    if (is_many)
        json_array(&w, "files");
    for (size_t i = 0; i < work->count; i++) {
        if (is_many)
            json_object(&w, NULL);
        json_report(&w, &work->files[i].report, work->files[i].path);
        if (is_many)
            json_object_end(&w);
    }
    if (is_many) {
        json_array_end(&w);
        json_object(&w, "total");
        json_report(&w, &work->total, NULL);
        json_object_end(&w);
    }
    json_bool(&w, "dry_run", args_has(&c->args, "dry-run"));
    json_string(&w, "undo", is_change(c, work) ? "focus undo" : NULL);
    json_finish(&w);
}

/* What a program that still runs has written last lies beside its database. */
static void note_file(const cli *c, const import_file *file)
{
    text_buffer log = {0};
    struct stat info;
    if (file->report.is_companion != 0)
        note(c, "%s holds no intervals, and was left out", file->path);
    if (file->report.people > 1 && !args_has(&c->args, "person"))
        note(c,
             "%s has the time of %" PRId64 " people as one history; --person NAME takes one of "
             "them, and says who there is where NAME is none",
             file->path, file->report.people);
    text_addf(&log, "%s-wal", file->path);
    if (strcmp(file->report.format, "gnome-pomodoro") == 0 && stat(log.text, &info) == 0 &&
        info.st_size > 0)
        note(c, "%s has changes that were not read; quit the program, and import again", log.text);
    text_free(&log);
}

static bool is_any(const import_work *work, const char *format)
{
    bool is_found = false;
    for (size_t i = 0; i < work->count && !is_found; i++)
        is_found = strcmp(work->files[i].report.format, format) == 0;
    return is_found;
}

static void note_staying(const cli *c, int64_t count, const char *why_one, const char *why_many)
{
    if (count > 0)
        note(c, "%" PRId64 " day total%s: %s", count, count == 1 ? " stays one" : "s stay such",
             count == 1 ? why_one : why_many);
}

static void note_totals(const cli *c, const import_work *work)
{
    const focus_import_report *total = &work->total;
    int64_t others = total->day_totals - total->day_total_sums;
    if (total->day_totals > 0 && !args_has(&c->args, "as-sessions")) {
        note(c, "day totals are no sessions, and in no streak; --as-sessions makes them some, and "
                "focus report --include totals counts them");
    } else if (is_any(work, "jsonl") || is_any(work, "json")) {
        note_staying(c, total->day_totals, "it was one where the file was exported",
                     "they were such where the file was exported");
    } else {
        note_staying(c, others, "time taken away is no session", "time taken away is no session");
        note_staying(c, total->day_total_sums, "it is the sum of others in the file",
                     "they are sums of others in the file");
    }
}

static void note_choices(const cli *c, const import_work *work)
{
    const focus_import_report *total = &work->total;
    const char *zone = c->zone_name != NULL ? c->zone_name : "the local zone";
    if (total->has_local_times != 0 && total->added > 0 && !args_has(&c->args, "tz"))
        note(c, "times without a zone were read in %s; --tz names another", zone);
    if (is_any(work, "activitywatch") && total->skipped_other > 0 && !args_has(&c->args, "bucket"))
        note(c, "only time not away was taken; --bucket aw-watcher-window takes windows instead");
    if (is_any(work, "ics") && total->skipped_repeating > 0)
        note(c, "repeating events are left out: their times are a rule, no record");
    note_totals(c, work);
    if (total->same_moved > 0)
        note(c, "%" PRId64 " stand here at other times than %s gives; --retime moves them",
             total->same_moved, zone);
    for (size_t i = 0; i < work->count; i++)
        note_file(c, &work->files[i]);
    if (args_has(&c->args, "dry-run"))
        note(c, "dry run, nothing was kept");
    else if (is_change(c, work))
        note(c, "focus undo takes it back");
}

/* --- all files -------------------------------------------------------------------------------- */

static int import_files(const cli *c, import_work *work)
{
    int exit_code = EXIT_DONE;
    for (; work->at < work->count && exit_code == EXIT_DONE; work->at++) {
        exit_code = import_one(c, work);
        if (exit_code == EXIT_DONE)
            add_report(&work->total, &work->files[work->at].report);
    }
    if (exit_code != EXIT_DONE && work->count > 1)
        note(c, "none of the %zu files is imported", work->count);
    return exit_code;
}

/* One batch, so that all are kept or none, in a step that is undone at once; the files see each other
 * also in a dry run. */
static int import_all(const cli *c, import_work *work)
{
    int exit_code = EXIT_DONE;
    for (size_t i = 0; i < work->count && exit_code == EXIT_DONE; i++)
        exit_code = gather(c, &work->files[i]);
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (focus_batch_begin(c->store) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    exit_code = import_files(c, work);
    if (exit_code != EXIT_DONE || args_has(&c->args, "dry-run"))
        (void)focus_batch_rollback(c->store);
    else if (focus_batch_commit(c->store) != FOCUS_OK)
        exit_code = fail_store(c, NULL, NULL);
    return exit_code;
}

static void tell(const cli *c, const import_work *work)
{
    if (c->json)
        print_json(c, work);
    else if (c->plain || !c->quiet)
        print_files(c, work);
    if (!c->plain)
        note_choices(c, work);
}

static bool exists(const char *path)
{
    struct stat info;
    return strcmp(path, "-") == 0 || stat(path, &info) == 0;
}

/* "import FILE" alone: a first word that is a file and no format. */
static int read_format(const cli *c, import_work *work, size_t *out_first)
{
    const char *first = args_word_at(&c->args, 0);
    format_names formats = list_formats();
    bool is_format = false;
    for (size_t i = 0; i < formats.count && !is_format; i++)
        is_format = strcmp(formats.names[i], first) == 0;
    work->format = is_format ? first : "auto";
    *out_first = is_format ? 1 : 0;
    if (!is_format && c->args.word_count > 1 && !exists(first))
        return read_choice(c, "format", first, formats.names, formats.count) < 0 ? EXIT_USAGE
                                                                                 : EXIT_DONE;
    if (c->args.word_count == *out_first)
        return fail_usage(c, "focus help import", "import needs a FILE");
    return EXIT_DONE;
}

static void add_file(import_work *work, const char *folder, const char *name)
{
    text_buffer path = {0};
    size_t size = strlen(folder);
    text_addf(&path, "%s%s%s", folder, size == 0 || folder[size - 1] == '/' ? "" : "/", name);
    work->files = mem_grow(work->files, (work->count + 1) * sizeof *work->files);
    work->files[work->count++] = (import_file){.path = path.text};
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static bool is_folder(const char *path)
{
    struct stat info;
    return strcmp(path, "-") != 0 && stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* The files of a folder by name, without those of folders in it. */
static int add_folder(const cli *c, import_work *work, const char *folder)
{
    struct dirent **entries = NULL;
    size_t before = work->count;
    int count = scandir(folder, &entries, is_visible, alphasort);
    if (count < 0)
        return fail_system(c, folder, errno);
    for (int i = 0; i < count; i++) {
        add_file(work, folder, entries[i]->d_name);
        if (is_folder(work->files[work->count - 1].path))
            free(work->files[--work->count].path);
        free(entries[i]);
    }
    free(entries);
    return work->count > before ? EXIT_DONE : fail_input(c, NULL, "%.200s has no files", folder);
}

static int read_words(const cli *c, import_work *work)
{
    size_t first = 0;
    int exit_code = read_format(c, work, &first);
    for (size_t i = first; i < c->args.word_count && exit_code == EXIT_DONE; i++) {
        const char *word = c->args.words[i];
        if (is_folder(word))
            exit_code = add_folder(c, work, word);
        else
            add_file(work, "", word);
    }
    return exit_code;
}

static void free_files(import_work *work)
{
    for (size_t i = 0; i < work->count; i++) {
        if (work->files[i].spool != NULL)
            (void)fclose(work->files[i].spool);
        free(work->files[i].path);
    }
    free(work->files);
}

static int read_work(const cli *c, import_work *work)
{
    int exit_code = read_words(c, work);
    return exit_code == EXIT_DONE ? read_options(c, &work->options) : exit_code;
}

static int check_import(const cli *c)
{
    import_work work = {.options = FOCUS_IMPORT_OPTIONS_INIT};
    int exit_code = read_work(c, &work);
    free_files(&work);
    return exit_code;
}

static int run_import(cli *c)
{
    import_work work = {.options = FOCUS_IMPORT_OPTIONS_INIT};
    int exit_code = read_work(c, &work);
    work.shows_progress = isatty(STDERR_FILENO) != 0 && !c->quiet && !c->json;
    work.options.format = work.format;
    work.options.read = read_source;
    work.options.progress = show_progress;
    work.options.user = &work;
    if (exit_code == EXIT_DONE)
        exit_code = import_all(c, &work);
    if (exit_code == EXIT_DONE) {
        c->has_imported =
            !args_has(&c->args, "dry-run") && work.total.added + work.total.changed > 0;
        tell(c, &work);
    }
    free_files(&work);
    return exit_code;
}

const cli_verb VERB_IMPORT = {
    .name = "import",
    .group = "exchange",
    .summary = "take in other programs' data; again adds nothing twice",
    .words = (const args_word[]){{"FORMAT", WORD_OPTIONAL, "auto, or one of the formats below"},
                                 {"FILE", WORD_MANY, "files, folders, or - for stdin"},
                                 WORDS_END},
    .flags =
        (const args_flag[]){
            {"dry-run", 0, FLAG_SWITCH, NULL, "only tell what would be done"},
            {"project-as", 0, FLAG_VALUE, "WHAT", "project or tag: what a project becomes"},
            {"min-length", 0, FLAG_VALUE, "D", "skip what is shorter"},
            {"max-length", 0, FLAG_VALUE, "D", "skip what is longer"},
            {"bucket", 0, FLAG_VALUE, "ID", "of ActivityWatch, instead of time not away"},
            {"person", 0, FLAG_VALUE, "NAME", "of a team's file: the time of this one alone"},
            {"retime", 0, FLAG_SWITCH, NULL, "move what was read in a wrong zone before"},
            {"as-sessions", 0, FLAG_SWITCH, NULL, "lay totals of days from the day's start on"},
            {"strict", 0, FLAG_SWITCH, NULL, "refuse a file of which a row would be left out"},
            {"rewards", 0, FLAG_SWITCH, NULL, "earn points for completed sessions"},
            FLAGS_END,
        },
    .notes = "All files are kept or none, and focus undo takes them back as one step.\n"
             "formats: activitywatch, csv, forest, gnome-pomodoro, ics, json, jsonl, klog,\n"
             "         openpomodoro, rescuetime, superproductivity, timewarrior, toggl, watson",
    .open = OPEN_CREATE,
    .examples = (const char *const[]){"focus import toggl Toggl_time_entries.csv --dry-run",
                                      "focus import auto 2026-*.data --tz Europe/Berlin", NULL},
    .check = check_import,
    .run = run_import,
};
