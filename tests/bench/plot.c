/*
 * plot.c - cost against the length of history, one SVG an operation.
 *
 * Both axes are logarithmic: a line that lies flat costs the same however long the history. Each line
 * has its name at its end; colours follow the reader's light or dark mode.
 */
#define _XOPEN_SOURCE 700

#include "bench/measure.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { WIDTH = 640, HEIGHT = 360, LEFT = 72, RIGHT = 150, TOP = 48, BOTTOM = 44, LINES_MAX = 8 };

/* In the order in which lines are drawn; the class of each is its place here. */
static const char *const drawn[] = {"libfocus", "raw", "shaped", "naive", "PostgreSQL"};

enum { DRAWN = sizeof(drawn) / sizeof(drawn[0]) };

static const char style[] =
    "<style>text{font:13px system-ui,sans-serif;fill:#222}.t{font-size:15px;font-weight:600}"
    ".g{stroke:#ddd}.m{fill:#666}path,circle{fill:none;stroke-width:2}circle{stroke:none}"
    ".l0{stroke:#0a6b3d;stroke-width:3}.l1{stroke:#1f5fae}.l2{stroke:#7a4fb5}.l3{stroke:#b3410c}"
    ".l4{stroke:#8a6d00}.f0{fill:#0a6b3d}.f1{fill:#1f5fae}.f2{fill:#7a4fb5}.f3{fill:#b3410c}"
    ".f4{fill:#8a6d00}rect{fill:#fff}"
    "@media(prefers-color-scheme:dark){text{fill:#eee}.g{stroke:#444}.m{fill:#aaa}rect{fill:#"
    "181818}"
    ".l0{stroke:#4fd08a}.l1{stroke:#7fb2f0}.l2{stroke:#c0a0f0}.l3{stroke:#f09060}.l4{stroke:#"
    "d8b840}"
    ".f0{fill:#4fd08a}.f1{fill:#7fb2f0}.f2{fill:#c0a0f0}.f3{fill:#f09060}.f4{fill:#d8b840}}</"
    "style>";

typedef struct scale {
    double least, most; /* powers of ten */
    double from, to;    /* pixels */
} scale;

static double place(const scale *s, double value)
{
    return s->from + (log10(value) - s->least) / (s->most - s->least) * (s->to - s->from);
}

typedef struct plot {
    FILE *file;
    const results *all;
    bench_op op;
    bool relaxed;
    scale x, y;
} plot;

static const figure *figure_at(const plot *p, int line, int size)
{
    return find_figure(p->all, p->op, drawn[line], p->all->sizes[size].sessions, p->relaxed);
}

static bool has_line(const plot *p, int line)
{
    for (int size = 0; size < p->all->size_count; size++)
        if (figure_at(p, line, size) == NULL)
            return false;
    return true;
}

static void find_scales(plot *p)
{
    double least = 1e12;
    double most = 0;

    for (int line = 0; line < DRAWN; line++)
        for (int size = 0; size < p->all->size_count; size++) {
            const figure *f = figure_at(p, line, size);
            if (f == NULL || f->median_us <= 0)
                continue;
            least = fmin(least, f->median_us);
            most = fmax(most, f->median_us);
        }
    p->y = (scale){floor(log10(least)), ceil(log10(most) + 0.01), HEIGHT - BOTTOM, TOP};
    p->x =
        (scale){log10((double)p->all->sizes[0].sessions),
                log10((double)p->all->sizes[p->all->size_count - 1].sessions), LEFT, WIDTH - RIGHT};
}

static void print_us(char out[32], double us)
{
    if (us < 1000)
        (void)snprintf(out, 32, "%g \xC2\xB5s", us);
    else if (us < 1e6)
        (void)snprintf(out, 32, "%g ms", us / 1e3);
    else
        (void)snprintf(out, 32, "%g s", us / 1e6);
}

static void draw_axes(const plot *p)
{
    char text[32];

    for (int power = (int)p->y.least; power <= (int)p->y.most; power++) {
        double y = place(&p->y, pow(10, power));
        print_us(text, pow(10, power));
        (void)fprintf(p->file,
                      "<line class=\"g\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
                      "<text class=\"m\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n",
                      LEFT, WIDTH - RIGHT, y, y, LEFT - 8, y + 4, text);
    }
    for (int size = 0; size < p->all->size_count; size++) {
        int64_t sessions = p->all->sizes[size].sessions;
        (void)fprintf(
            p->file, "<text class=\"m\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%lld%s</text>\n",
            place(&p->x, (double)sessions), HEIGHT - BOTTOM + 22,
            (long long)(sessions >= 1000000 ? sessions / 1000000 : sessions / 1000),
            sessions >= 1000000 ? " M" : ",000");
    }
    (void)fprintf(p->file,
                  "<text class=\"m\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">sessions in the"
                  " history</text>\n",
                  (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6);
}

typedef struct label {
    int line;
    double y;
} label;

static void draw_line(const plot *p, int line)
{
    (void)fprintf(p->file, "<path class=\"l%d\" d=\"", line);
    for (int size = 0; size < p->all->size_count; size++)
        (void)fprintf(p->file, "%c%.1f %.1f", size == 0 ? 'M' : 'L',
                      place(&p->x, (double)p->all->sizes[size].sessions),
                      place(&p->y, figure_at(p, line, size)->median_us));
    (void)fputs("\"/>", p->file);
    for (int size = 0; size < p->all->size_count; size++)
        (void)fprintf(p->file, "<circle class=\"f%d\" r=\"3.5\" cx=\"%.1f\" cy=\"%.1f\"/>", line,
                      place(&p->x, (double)p->all->sizes[size].sessions),
                      place(&p->y, figure_at(p, line, size)->median_us));
    (void)fputc('\n', p->file);
}

/* Names that would lie on each other move apart. */
static void draw_labels(const plot *p)
{
    label labels[LINES_MAX];
    int count = 0;

    for (int line = 0; line < DRAWN; line++) {
        if (!has_line(p, line))
            continue;
        label next = {line, place(&p->y, figure_at(p, line, p->all->size_count - 1)->median_us)};
        int at = count++;
        for (; at > 0 && labels[at - 1].y > next.y; at--)
            labels[at] = labels[at - 1];
        labels[at] = next;
    }
    for (int i = 1; i < count; i++)
        if (labels[i].y < labels[i - 1].y + 16)
            labels[i].y = labels[i - 1].y + 16;
    for (int i = 0; i < count; i++) {
        const figure *f = figure_at(p, labels[i].line, p->all->size_count - 1);
        char text[32];
        double digits = pow(10, floor(log10(f->median_us)) - 1);
        print_us(text, round(f->median_us / digits) * digits);
        (void)fprintf(p->file, "<text class=\"f%d\" x=\"%d\" y=\"%.1f\">%s %s</text>\n",
                      labels[i].line, WIDTH - RIGHT + 10, labels[i].y + 4, drawn[labels[i].line],
                      text);
    }
}

static void plot_one(const results *all, bench_op op, bool relaxed, const char *folder)
{
    plot p = {.all = all, .op = op, .relaxed = relaxed};
    char path[600];
    char name[64];
    size_t size = 0;

    for (const char *c = op_name(op); *c != '\0' && size < sizeof(name) - 1; c++)
        if (isalnum((unsigned char)*c) || *c == ' ')
            name[size++] = *c == ' ' ? '-' : *c;
    name[size] = '\0';
    (void)snprintf(path, sizeof(path), "%s/%s.svg", folder, name);
    p.file = fopen(path, "w");
    if (p.file == NULL)
        bench_fail(path, "cannot be written");
    find_scales(&p);
    (void)fprintf(
        p.file,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
        " aria-label=\"%s: cost against the length of history\">%s"
        "<rect width=\"%d\" height=\"%d\"/><text class=\"t\" x=\"%d\" y=\"26\">%s%s</text>\n",
        WIDTH, HEIGHT, op_name(op), style, WIDTH, HEIGHT, LEFT, op_name(op),
        op_writes(op) ? ", relaxed" : "");
    draw_axes(&p);
    for (int line = DRAWN - 1; line >= 0; line--)
        if (has_line(&p, line))
            draw_line(&p, line);
    draw_labels(&p);
    if (fputs("</svg>\n", p.file) == EOF || fclose(p.file) != 0)
        bench_fail(path, "cannot be written");
}

void plot_all(const results *all, const char *folder)
{
    (void)mkdir(folder, 0755);
    for (int op = 0; op < OP_COUNT && all->size_count > 1; op++)
        if (find_figure(all, (bench_op)op, "libfocus", all->sizes[all->size_count - 1].sessions,
                        true) != NULL)
            plot_one(all, (bench_op)op, true, folder);
}
