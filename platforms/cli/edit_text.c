/*
 * edit_text.c - a session as a text that somebody changes in an editor.
 *
 * A line a field, "name: value", in the words that the flags of `edit` take; a note has a line each.
 */
#include "edit_text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "program.h"
#include "session_fields.h"
#include "session_rows.h"

/* As the flags are called. */
static const struct {
    const char *name;
    int field;
} FIELDS[] = {
    {"title", FIELD_TITLE},   {"project", FIELD_PROJECT}, {"tags", FIELD_TAGS},
    {"task", FIELD_TASK},     {"note", FIELD_NOTE},       {"start", FIELD_START},
    {"end", FIELD_END},       {"planned", FIELD_PLANNED}, {"mode", FIELD_MODE},
    {"status", FIELD_STATUS},
};
#define FIELD_LINES (sizeof FIELDS / sizeof FIELDS[0])

/* --- the text --------------------------------------------------------------------------------- */

/* A note as it is; other texts have one line. */
static char *value_of(const cli *c, const focus_session *s, size_t at)
{
    if (FIELDS[at].field == FIELD_NOTE)
        return mem_text(s->note != NULL ? s->note : "");
    return session_field_text(c, s, FIELDS[at].field);
}

static void write_value(const char *name, const char *value, text_buffer *out)
{
    const char *end = strchr(value, '\n');
    for (; end != NULL; end = strchr(value, '\n')) {
        text_addf(out, "%s: %.*s\n", name, (int)(end - value), value);
        value = end + 1;
    }
    text_addf(out, "%s: %s\n", name, value);
}

static void write_session(const cli *c, const focus_session *s, text_buffer *out)
{
    char name[SESSION_NAME_SIZE];
    text_addf(out, "# %s. Change what is to be changed; # begins a remark.\n",
              session_name(s, name));
    for (size_t i = 0; i < FIELD_LINES; i++) {
        char *value = value_of(c, s, i);
        if (value[0] != '\0' || (FIELDS[i].field != FIELD_START && FIELDS[i].field != FIELD_END))
            write_value(FIELDS[i].name, value, out);
        free(value);
    }
}

/* --- what came back --------------------------------------------------------------------------- */

static size_t field_named(const char *line, size_t size)
{
    size_t at = 0;
    while (at < FIELD_LINES &&
           (strlen(FIELDS[at].name) != size || strncmp(FIELDS[at].name, line, size) != 0))
        at++;
    return at;
}

/* `line` loses its end. False: it names no field. */
static bool take_line(char *line, text_buffer values[FIELD_LINES])
{
    char *colon = strchr(line, ':');
    size_t at = colon != NULL ? field_named(line, (size_t)(colon - line)) : FIELD_LINES;
    if (line[0] == '#' || line[strspn(line, " \t\r")] == '\0')
        return true;
    if (at == FIELD_LINES)
        return false;
    colon += 1 + strspn(colon + 1, " \t");
    if (values[at].text != NULL)
        text_add(&values[at], "\n");
    text_add(&values[at], colon);
    return true;
}

/* Gives the number of the first line that names no field, 0 if each does. */
static int take_lines(char *text, text_buffer values[FIELD_LINES])
{
    int number = 0;
    for (char *line = text; line != NULL;) {
        char *end = strchr(line, '\n');
        number++;
        if (end != NULL)
            *end = '\0';
        line[strcspn(line, "\r")] = '\0';
        if (!take_line(line, values))
            return number;
        line = end != NULL ? end + 1 : NULL;
    }
    return 0;
}

/* A field whose lines were deleted stays; one that was emptied is cleared. */
static void give_changed(cli *c, const focus_session *s, text_buffer values[FIELD_LINES])
{
    for (size_t i = 0; i < FIELD_LINES; i++) {
        char *old = value_of(c, s, i);
        if (values[i].text != NULL && strcmp(values[i].text, old) != 0)
            args_give(&c->args, FIELDS[i].name, values[i].text);
        free(old);
        text_free(&values[i]);
    }
}

/* --- the editor ------------------------------------------------------------------------------- */

static bool write_file(const char *path, const char *text)
{
    FILE *out = fopen(path, "w");
    bool good = out != NULL && fputs(text, out) >= 0;
    return out != NULL && fclose(out) == 0 && good;
}

static bool read_file(const char *path, text_buffer *out)
{
    char chunk[4096];
    size_t size;
    FILE *in = fopen(path, "r");
    text_add(out, "");
    while (in != NULL && (size = fread(chunk, 1, sizeof chunk, in)) > 0)
        text_add_size(out, chunk, size);
    return in != NULL && fclose(in) == 0;
}

static int read_back(cli *c, const focus_session *s, const char *path)
{
    text_buffer text = {0};
    text_buffer values[FIELD_LINES] = {{0}};
    int wrong = 0;
    if (!read_file(path, &text)) {
        text_free(&text);
        return fail_system(c, path, errno);
    }
    wrong = take_lines(text.text, values);
    text_free(&text);
    if (wrong == 0) {
        give_changed(c, s, values);
        return EXIT_DONE;
    }
    for (size_t i = 0; i < FIELD_LINES; i++)
        text_free(&values[i]);
    return fail_input(c, "title, project, tags, task, note, start, end, planned, mode or status",
                      "%s, line %d names no field; nothing was changed", path, wrong);
}

int edit_in_editor(cli *c, const focus_session *s, char **out_path)
{
    const char *folder = getenv("TMPDIR");
    text_buffer path = {0};
    text_buffer text = {0};
    int exit_code = EXIT_DONE;
    int file;
    text_addf(&path, "%s/focus-edit-XXXXXX", folder != NULL && folder[0] != '\0' ? folder : "/tmp");
    file = mkstemp(path.text);
    if (file < 0) { /* nothing was typed */
        exit_code = fail_system(c, path.text, errno);
        text_free(&path);
        return exit_code;
    }
    write_session(c, s, &text);
    if (close(file) != 0 || !write_file(path.text, text.text))
        exit_code = fail_system(c, path.text, errno);
    else
        exit_code = program_edit(c, path.text);
    if (exit_code == EXIT_DONE)
        exit_code = read_back(c, s, path.text);
    text_free(&text);
    *out_path = path.text;
    return exit_code;
}

void edit_text_end(const cli *c, char *path, int exit_code)
{
    if (path != NULL && exit_code == EXIT_DONE)
        (void)unlink(path);
    else if (path != NULL)
        note(c, "what was typed is in %s", path);
    free(path);
}
