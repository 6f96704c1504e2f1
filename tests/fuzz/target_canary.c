/*
 * target_canary.c - a small parser with four faults planted in it, which the driver must find.
 *
 * Text is pairs "name=value;", where %41 stands for a byte. Planted: "%00" is lost on the way
 * through, "%;" ends in a signal, "=;;" is read for ever, and a number of six digits is the size of
 * a block.
 */
#include "fuzz/fuzz.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

const fuzz_target fuzz_target_here = {
    .name = "canary",
    .rounds = 40,
    .round_size = 500,
    .size_max = 200,
    .must_find_kinds = FUZZ_ABORT | FUZZ_CRASH | FUZZ_HANG | FUZZ_MEMORY,
};

static int hex_digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c != '\0' ? strchr(digits, c) : NULL;

    return at != NULL ? (int)(at - digits) : -1;
}

/* Undo %41. Gives the size, which counts a byte of 0 as one. */
static size_t decode(const char *text, char *out)
{
    size_t size = 0;

    for (; *text != '\0'; text++) {
        if (text[0] == '%' && text[1] == ';')
            (void)raise(SIGSEGV);
        if (text[0] == '%' && hex_digit(text[1]) >= 0 && hex_digit(text[2]) >= 0) {
            out[size++] = (char)(hex_digit(text[1]) * 16 + hex_digit(text[2]));
            text += 2;
        } else {
            out[size++] = *text;
        }
    }
    out[size] = '\0';
    return size;
}

static void read_block(const char *text)
{
    size_t size = (size_t)(FUZZ_MEMORY_MAX_MB + 16) << 20;
    volatile char *block = NULL; /* or the compiler would see that nobody reads it */

    if (strspn(text, "0123456789") < 6)
        return;
    block = malloc(size);
    for (size_t i = 0; block != NULL && i < size; i += 4096)
        block[i] = 1;
    free((void *)block);
}

static void read_pairs(const char *text)
{
    const char *at = text;

    while (strchr(at, '=') != NULL) {
        const char *equals = strchr(at, '=');
        const char *end = strchr(at, ';');
        volatile bool is_empty = strncmp(equals, "=;;", 3) == 0;
        while (is_empty)
            ;
        read_block(equals + 1);
        if (end == NULL)
            return;
        at = end + 1;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_bytes in = {data, size};
    char *text = fuzz_take_rest(&in);
    char *decoded = malloc(size + 1);

    fuzz_check(decoded != NULL);
    read_pairs(text);
    fuzz_check(decode(text, decoded) == strlen(decoded));
    free(decoded);
    free(text);
    return 0;
}
