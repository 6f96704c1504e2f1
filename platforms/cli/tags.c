/*
 * tags.c - tags as people type them. They are shown as +deep, so +deep is what comes back.
 */
#include "tags.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

const char *tags_bare(const char *tag)
{
    return tag[0] == '+' ? tag + 1 : tag;
}

static const char *without_blanks(char *tag)
{
    size_t size;
    tag += strspn(tag, " ");
    size = strlen(tag);
    while (size > 0 && tag[size - 1] == ' ')
        tag[--size] = '\0';
    return tag;
}

static void add(tag_list *out, const char *tag)
{
    out->items = mem_grow(out->items, (out->count + 1) * sizeof *out->items);
    out->items[out->count++] = tag;
}

void tags_read(tag_list *out, const char *const *words, size_t count)
{
    memset(out, 0, sizeof *out);
    out->texts = mem_alloc((count + 1) * sizeof *out->texts);
    for (size_t i = 0; i < count; i++) {
        size_t before = out->count;
        char *rest = mem_text(words[i]);
        out->texts[out->text_count++] = rest;
        for (char *tag = strtok_r(rest, ",", &rest); tag != NULL; tag = strtok_r(NULL, ",", &rest))
            add(out, tags_bare(without_blanks(tag)));
        if (out->count == before)
            add(out, "");
    }
}

void tags_free(tag_list *tags)
{
    for (size_t i = 0; i < tags->text_count; i++)
        free(tags->texts[i]);
    free(tags->texts);
    free(tags->items);
    memset(tags, 0, sizeof *tags);
}
