/*
 * m3u.c - reading playlists: "#EXTINF:SECONDS,TITLE" belongs to the address on the next line.
 */
#include "m3u.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

#define SECONDS_MAX 86400000L /* a thousand days; more is no length but nonsense */

/* Line by line, without line ends; a NUL ends the list. */
static bool read_line(FILE *in, text_buffer *line, m3u_list *list)
{
    int character = fgetc(in);
    line->size = 0;
    text_add(line, "");
    while (character != EOF && character != '\n') {
        char byte = (char)character;
        list->has_nul = list->has_nul || byte == '\0';
        text_add_size(line, &byte, 1);
        character = fgetc(in);
    }
    while (line->size > 0 &&
           (line->text[line->size - 1] == '\r' || line->text[line->size - 1] == ' '))
        line->text[--line->size] = '\0';
    return !list->has_nul && (line->size > 0 || character != EOF);
}

/* "#EXTINF:123,Title" and "#EXTINF:-1 tvg-id=x,Title". */
static void read_info(const char *text, int64_t *out_ms, char **out_title)
{
    const char *comma = strchr(text, ',');
    long seconds = strtol(text, NULL, 10);
    *out_ms = seconds > 0 && seconds < SECONDS_MAX ? (int64_t)seconds * 1000 : 0;
    free(*out_title);
    *out_title = comma != NULL && comma[1] != '\0' ? mem_text(comma + 1) : NULL;
}

/* Without a title of its own a track is named after the last part of its address. */
static const char *last_part(const char *url)
{
    const char *slash = strrchr(url, '/');
    return slash != NULL && slash[1] != '\0' ? slash + 1 : url;
}

static void add_track(m3u_list *list, const char *url, int64_t duration_ms, char *title)
{
    focus_track_input track = FOCUS_TRACK_INPUT_INIT;
    char *copy = mem_text(url);
    if (list->count == list->room) {
        list->room = list->room == 0 ? 64 : list->room * 2;
        list->tracks = mem_grow(list->tracks, list->room * sizeof *list->tracks);
        list->texts = mem_grow(list->texts, list->room * 2 * sizeof *list->texts);
    }
    track.url = copy;
    track.title = title != NULL ? title : last_part(copy);
    track.duration_ms = duration_ms;
    list->texts[list->count * 2] = copy;
    list->texts[list->count * 2 + 1] = title;
    list->tracks[list->count++] = track;
}

bool m3u_read(FILE *in, m3u_list *out)
{
    text_buffer line = {0};
    int64_t duration_ms = 0;
    char *title = NULL;
    const char *mark = "\xEF\xBB\xBF"; /* of byte order, dropped at the beginning */
    memset(out, 0, sizeof *out);
    while (read_line(in, &line, out)) {
        const char *text = line.text;
        if (mark != NULL && strncmp(text, mark, 3) == 0)
            text += 3;
        mark = NULL;
        if (strncmp(text, "#EXTINF:", 8) == 0) {
            read_info(text + 8, &duration_ms, &title);
        } else if (text[0] != '\0' && text[0] != '#') {
            add_track(out, text, duration_ms, title);
            duration_ms = 0;
            title = NULL;
        }
    }
    free(title);
    text_free(&line);
    return ferror(in) == 0;
}

void m3u_free(m3u_list *list)
{
    for (size_t i = 0; i < list->count * 2; i++)
        free(list->texts[i]);
    free(list->texts);
    free(list->tracks);
    memset(list, 0, sizeof *list);
}
