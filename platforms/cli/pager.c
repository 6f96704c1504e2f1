/*
 * pager.c - see pager.h.
 */
#include "pager.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "preferences.h"
#include "program.h"
#include "render.h"

struct pager {
    FILE *held;
    int terminal;
    size_t rows;
    char *command;
};

/* Verbs that write say a line, and may ask. */
static bool only_reads(const cli_verb *verb)
{
    return verb != NULL && !verb->is_live &&
           (verb->open == OPEN_NONE || verb->open == OPEN_READ || verb->open == OPEN_EMPTY);
}

static bool is_wanted(const cli *c)
{
    return only_reads(args_verb(&c->args)) && !c->json && render_can_draw() &&
           isatty(STDIN_FILENO) != 0 && !args_has(&c->args, "no-input") &&
           !preference_is(c, PREFERENCE_PAGER, "off") && !preference_is(c, PREFERENCE_PAGER, "cat");
}

static size_t terminal_rows(void)
{
    struct winsize size;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 ? size.ws_row : 24;
}

void pager_begin(cli *c)
{
    struct pager *p;
    if (!is_wanted(c))
        return;
    p = mem_alloc(sizeof *p);
    p->rows = terminal_rows();
    p->held = tmpfile();
    p->terminal = dup(STDOUT_FILENO);
    p->command = mem_text(preference_text(c, PREFERENCE_PAGER, NULL));
    c->columns = render_terminal_columns();
    c->pager = p;
    if (p->held == NULL || p->terminal < 0 || dup2(fileno(p->held), STDOUT_FILENO) < 0)
        pager_end(c);
}

/* Rows that the beginning of the file takes, counted no further than needed. */
static size_t rows_of_file(FILE *file, size_t columns, size_t enough)
{
    size_t rows = 0;
    size_t width = 0;
    int byte = 0;
    rewind(file);
    while (rows < enough && (byte = fgetc(file)) != EOF) {
        width = byte == '\n' ? 0 : width + 1;
        rows += byte == '\n' || width > columns * 4 ? 1 : 0; /* colours take bytes, too */
        width = width > columns * 4 ? 0 : width;
    }
    return rows;
}

static void copy(FILE *from)
{
    char bytes[8192];
    size_t size;
    rewind(from);
    while ((size = fread(bytes, 1, sizeof bytes, from)) > 0)
        (void)fwrite(bytes, 1, size, stdout);
    (void)fflush(stdout);
}

/* Colours, and the text stays; whoever set it otherwise needs to see no escapes, either. */
static void set_less(const cli *c)
{
    const char *given = getenv("LESS");
    text_buffer text = {0};
    text_addf(&text, c->color ? "-R %s" : "%s", given != NULL ? given : "");
    (void)setenv("LESS", given != NULL ? text.text : "FRX", 1);
    text_free(&text);
}

static void show(const cli *c, const struct pager *p)
{
    bool fits = rows_of_file(p->held, c->columns, p->rows) < p->rows;
    set_less(c);
    if (!fits && lseek(fileno(p->held), 0, SEEK_SET) == 0) {
        int exit_code = program_run(p->command, NULL, fileno(p->held));
        fits = exit_code == 126 || exit_code == 127; /* there is no such pager */
    }
    if (fits)
        copy(p->held);
}

void pager_end(cli *c)
{
    struct pager *p = c->pager;
    if (p == NULL)
        return;
    c->pager = NULL;
    (void)fflush(stdout);
    if (p->terminal >= 0)
        (void)dup2(p->terminal, STDOUT_FILENO);
    if (p->terminal >= 0)
        (void)close(p->terminal);
    if (p->held != NULL) {
        show(c, p);
        (void)fclose(p->held);
    }
    free(p->command);
    free(p);
}
