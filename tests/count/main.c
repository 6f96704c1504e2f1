/*
 * main.c - runs the operations, the whole of them or those that are named.
 *
 *     focus_count                         what it is made of
 *     focus_count FOLDER [OPERATION...]   FOLDER is for its files
 *
 * Prints the name of each operation and how often it was counted. The store that they begin with is
 * made in the first run, which ends there: it need not run under valgrind.
 */
#include "count.h"

#include <stdio.h>
#include <string.h>

enum { ROUNDS = 10, ROUNDS_UNCOUNTED = 3 };

static const operations *const all[] = {
    &store_operations, &session_operations,  &editing_operations, &history_operations,
    &music_operations, &exchange_operations, &care_operations,
};

static void go(subject *s, const operation *op, bool counted)
{
    if (op->prepare != NULL)
        op->prepare(s);
    if (counted)
        count_this(op->run, s);
    else
        op->run(s);
    s->round++;
}

/* The first rounds prepare statements and fill the cache. What goes through the whole file is counted
 * once, as it is seldom done twice. */
static void count_one(const char *folder, const char *content, const operation *op)
{
    const int rounds = op->rounds != 0 ? op->rounds : ROUNDS;
    subject s;

    subject_open(&s, folder, content);
    for (int i = 0; i < ROUNDS_UNCOUNTED && rounds > 1; i++)
        go(&s, op, false);
    for (int i = 0; i < rounds; i++)
        go(&s, op, true);
    count_is_whole();
    subject_close(&s);
    (void)printf("%s %d\n", op->name, rounds);
}

static bool is_named(const operation *op, int count, char **names)
{
    for (int i = 0; i < count; i++)
        if (strcmp(op->name, names[i]) == 0)
            return true;
    return count == 0;
}

static bool file_exists(const char *path)
{
    FILE *file = fopen(path, "rb");

    if (file != NULL)
        (void)fclose(file);
    return file != NULL;
}

static void print_build(void)
{
#if defined(__clang__)
    (void)printf("compiler %s\n", __VERSION__);
#elif defined(__GNUC__)
    (void)printf("compiler gcc %s\n", __VERSION__);
#else
    (void)printf("compiler unknown\n");
#endif
    (void)printf("sqlite %s %s\n", focus_build()->sqlite_version, focus_build()->sqlite_source_id);
}

int main(int argc, char **argv)
{
    char content[PATH_SIZE];

    if (argc < 2) {
        print_build();
        return 0;
    }
    (void)snprintf(content, sizeof(content), "%s/content.db", argv[1]);
    if (!file_exists(content)) {
        make_content(content);
        return 0;
    }
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        for (size_t j = 0; j < all[i]->count; j++)
            if (is_named(&all[i]->items[j], argc - 2, argv + 2))
                count_one(argv[1], content, &all[i]->items[j]);
    return 0;
}
