/*
 * tags.h - tags as people type them: a leading + is dropped, commas separate.
 */
#ifndef CLI_TAGS_H
#define CLI_TAGS_H

#include <stddef.h>

typedef struct tag_list {
    const char **items;
    size_t count;
    char **texts; /* what the items point into */
    size_t text_count;
} tag_list;

/** The tags in so many words. A word without any gives an empty one, for the library to refuse. */
void tags_read(tag_list *out, const char *const *words, size_t count);
void tags_free(tag_list *tags);

/** One tag without its leading +. */
const char *tags_bare(const char *tag);

#endif
