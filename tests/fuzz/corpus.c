/*
 * corpus.c - reading inputs from folders, and words from a dictionary of libFuzzer's form.
 */
#include "fuzz/corpus.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- entries ---------------------------------------------------------------------------------- */

static void add_entry(fuzz_entries *entries, fuzz_entry entry)
{
    if (entries->count == entries->room) {
        entries->room = entries->room == 0 ? 64 : entries->room * 2;
        entries->items = realloc(entries->items, entries->room * sizeof(*entries->items));
        fuzz_check(entries->items != NULL);
    }
    entries->items[entries->count++] = entry;
}

bool fuzz_entries_add_file(fuzz_entries *entries, const char *path)
{
    FILE *file = fopen(path, "rb");
    fuzz_entry entry = {.path = strdup(path)};
    size_t room = 0;
    size_t got = 0;

    if (file == NULL) {
        free(entry.path);
        return false;
    }
    do {
        room += 65536;
        entry.bytes = realloc(entry.bytes, room);
        fuzz_check(entry.bytes != NULL);
        got = fread(entry.bytes + entry.size, 1, room - entry.size, file);
        entry.size += got;
    } while (got > 0);
    (void)fclose(file);
    add_entry(entries, entry);
    return true;
}

void fuzz_entries_free(fuzz_entries *entries)
{
    for (size_t i = 0; i < entries->count; i++) {
        free(entries->items[i].path);
        free(entries->items[i].bytes);
    }
    free(entries->items);
    *entries = (fuzz_entries){0};
}

static int is_shown(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void add_folder(fuzz_entries *entries, const char *folder)
{
    struct dirent **names = NULL;
    int count = scandir(folder, &names, is_shown, alphasort);
    char path[1024];

    for (int i = 0; i < count; i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", folder, names[i]->d_name);
        DIR *below = opendir(path);
        if (below != NULL) {
            (void)closedir(below);
            add_folder(entries, path);
        } else {
            fuzz_check(fuzz_entries_add_file(entries, path));
        }
        free(names[i]);
    }
    free(names);
}

/* --- words ------------------------------------------------------------------------------------ */

static uint8_t take_escaped(const char **at)
{
    unsigned byte = 0;

    if (**at != '\\')
        return (uint8_t) * (*at)++;
    if ((*at)[1] == 'x' && sscanf(*at + 2, "%2x", &byte) == 1) {
        *at += 4;
        return (uint8_t)byte;
    }
    *at += 2;
    return (uint8_t)(*at)[-1];
}

/* name="bytes", where \xAB, \\ and \" stand for one byte. */
static void add_word(fuzz_entries *words, const char *line)
{
    const char *at = strchr(line, '"');
    const char *end = strrchr(line, '"');
    fuzz_entry word = {0};

    if (line[0] == '#' || at == NULL || at == end)
        return;
    word.bytes = malloc((size_t)(end - at));
    fuzz_check(word.bytes != NULL);
    for (at++; at < end;)
        word.bytes[word.size++] = take_escaped(&at);
    add_entry(words, word);
}

static void add_words(fuzz_entries *words, const char *path)
{
    FILE *file = fopen(path, "r");
    char line[512];

    if (file == NULL)
        return;
    while (fgets(line, sizeof(line), file) != NULL)
        add_word(words, line);
    (void)fclose(file);
}

/* --- all of a target -------------------------------------------------------------------------- */

void fuzz_corpus_load(fuzz_corpus *corpus, const fuzz_target *target)
{
    static const char *const places[] = {FOCUS_TEST_DATA_DIR, FOCUS_SHARED_DATA_DIR};
    char path[1024];

    *corpus = (fuzz_corpus){0};
    (void)snprintf(path, sizeof(path), "%s/corpus/%s", FUZZ_DIR, target->name);
    add_folder(&corpus->entries, path);
    fuzz_check(corpus->entries.count > 0);
    for (size_t i = 0; i < sizeof(target->seeds) / sizeof(target->seeds[0]); i++) {
        for (size_t place = 0; place < 2 && target->seeds[i] != NULL; place++) {
            (void)snprintf(path, sizeof(path), "%s/%s", places[place], target->seeds[i]);
            add_folder(&corpus->entries, path);
        }
    }
    (void)snprintf(path, sizeof(path), "%s/words/%s.dict", FUZZ_DIR, target->name);
    add_words(&corpus->words, path);
}

void fuzz_corpus_free(fuzz_corpus *corpus)
{
    fuzz_entries_free(&corpus->entries);
    fuzz_entries_free(&corpus->words);
}
