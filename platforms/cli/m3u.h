/*
 * m3u.h - reading playlists.
 */
#ifndef CLI_M3U_H
#define CLI_M3U_H

#include <stdbool.h>
#include <stdio.h>

#include <focus.h>

typedef struct m3u_list {
    focus_track_input *tracks;
    char **texts; /* what the tracks point into */
    size_t count;
    size_t room;
    bool has_nul; /* it is no text, or one in UTF-16; the list ends before that line */
} m3u_list;

/** Read a playlist: addresses, one a line, each with an #EXTINF before it or not. False when the
 *  file cannot be read; free either way. */
bool m3u_read(FILE *in, m3u_list *out);
void m3u_free(m3u_list *list);

#endif
