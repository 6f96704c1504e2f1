/*
 * text.c - memory, growing text, UTF-8 as a terminal shows it.
 *
 * The tables below hold what commonly occurs in titles, not all of Unicode.
 */
#include "text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define REPLACEMENT 0xFFFDu

typedef struct span {
    uint32_t first;
    uint32_t last;
} span;

static const span COMBINING[] = {
    {0x0300, 0x036F},   {0x0483, 0x0489},   {0x0591, 0x05BD}, {0x05BF, 0x05BF}, {0x05C1, 0x05C2},
    {0x05C4, 0x05C5},   {0x0610, 0x061A},   {0x064B, 0x065F}, {0x0670, 0x0670}, {0x06D6, 0x06DC},
    {0x06DF, 0x06E4},   {0x06E7, 0x06E8},   {0x06EA, 0x06ED}, {0x0900, 0x0902}, {0x093C, 0x093C},
    {0x0941, 0x0948},   {0x094D, 0x094D},   {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E},
    {0x1160, 0x11FF},   {0x1AB0, 0x1AFF},   {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x2060, 0x2064},
    {0x20D0, 0x20F0},   {0x3099, 0x309A},   {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF},
    {0x1F3FB, 0x1F3FF}, {0xE0100, 0xE01EF},
};

static const span WIDE[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},
    {0x23F0, 0x23F0},   {0x23F3, 0x23F3},   {0x25FD, 0x25FE},   {0x2614, 0x2615},
    {0x2648, 0x2653},   {0x267F, 0x267F},   {0x2693, 0x2693},   {0x26A1, 0x26A1},
    {0x26AA, 0x26AB},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},   {0x26CE, 0x26CE},
    {0x26D4, 0x26D4},   {0x26EA, 0x26EA},   {0x26F2, 0x26F3},   {0x26F5, 0x26F5},
    {0x26FA, 0x26FA},   {0x26FD, 0x26FD},   {0x2705, 0x2705},   {0x270A, 0x270B},
    {0x2728, 0x2728},   {0x274C, 0x274C},   {0x274E, 0x274E},   {0x2753, 0x2755},
    {0x2757, 0x2757},   {0x2795, 0x2797},   {0x27B0, 0x27B0},   {0x2B1B, 0x2B1C},
    {0x2B50, 0x2B50},   {0x2B55, 0x2B55},   {0x2E80, 0x303E},   {0x3041, 0x3096},
    {0x309B, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97C},   {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},
    {0x1F18E, 0x1F18E}, {0x1F191, 0x1F19A}, {0x1F200, 0x1F3FA}, {0x1F400, 0x1F64F},
    {0x1F680, 0x1F6FC}, {0x1F7E0, 0x1F7F0}, {0x1F900, 0x1F9FF}, {0x1FA70, 0x1FAFF},
    {0x20000, 0x3FFFD},
};

/* --- memory ----------------------------------------------------------------------------------- */

void *mem_alloc(size_t size)
{
    void *memory = calloc(1, size != 0 ? size : 1);
    if (memory == NULL) {
        (void)fputs("focus: out of memory\n", stderr);
        exit(1);
    }
    return memory;
}

void *mem_grow(void *old, size_t size)
{
    void *memory = realloc(old, size);
    if (memory == NULL) {
        (void)fputs("focus: out of memory\n", stderr);
        exit(1);
    }
    return memory;
}

char *mem_text(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = mem_alloc(size);
    memcpy(copy, text, size);
    return copy;
}

/* --- growing text ----------------------------------------------------------------------------- */

void text_add_size(text_buffer *buffer, const char *text, size_t size)
{
    if (buffer->size + size + 1 > buffer->room) {
        buffer->room = (buffer->size + size + 1) * 2;
        buffer->text = mem_grow(buffer->text, buffer->room);
    }
    memcpy(buffer->text + buffer->size, text, size);
    buffer->size += size;
    buffer->text[buffer->size] = '\0';
}

void text_add(text_buffer *buffer, const char *text)
{
    text_add_size(buffer, text, strlen(text));
}

void text_addf(text_buffer *buffer, const char *format, ...)
{
    va_list list;
    char *text;
    int size;
    va_start(list, format);
    size = vsnprintf(NULL, 0, format, list);
    va_end(list);
    if (size < 0)
        return;
    text = mem_alloc((size_t)size + 1);
    va_start(list, format);
    (void)vsnprintf(text, (size_t)size + 1, format, list);
    va_end(list);
    text_add_size(buffer, text, (size_t)size);
    free(text);
}

void text_free(text_buffer *buffer)
{
    free(buffer->text);
    memset(buffer, 0, sizeof *buffer);
}

/* --- UTF-8 ------------------------------------------------------------------------------------ */

/* Bytes that a first byte announces, and the bits it holds itself; 0: no first byte. */
static size_t announced(unsigned char first, uint32_t *bits)
{
    if (first < 0x80) {
        *bits = first;
        return 1;
    }
    if (first >= 0xC2 && first < 0xE0) {
        *bits = first & 0x1Fu;
        return 2;
    }
    if (first >= 0xE0 && first < 0xF0) {
        *bits = first & 0x0Fu;
        return 3;
    }
    if (first >= 0xF0 && first < 0xF5) {
        *bits = first & 0x07u;
        return 4;
    }
    return 0;
}

size_t text_decode(const char *text, uint32_t *out_character)
{
    static const uint32_t SMALLEST[] = {0, 0, 0x80, 0x800, 0x10000};
    uint32_t character = 0;
    size_t size = announced((unsigned char)text[0], &character);
    *out_character = REPLACEMENT;
    if (size == 0)
        return 1;
    for (size_t i = 1; i < size; i++) {
        unsigned char next = (unsigned char)text[i];
        if ((next & 0xC0) != 0x80)
            return 1; /* the NUL at the end is none either */
        character = character << 6 | (next & 0x3Fu);
    }
    if (character < SMALLEST[size] || character > 0x10FFFF ||
        (character >= 0xD800 && character < 0xE000))
        return 1;
    *out_character = character;
    return size;
}

static bool in_spans(const span *spans, size_t count, uint32_t character)
{
    for (size_t i = 0; i < count; i++)
        if (character >= spans[i].first && character <= spans[i].last)
            return true;
    return false;
}

static size_t width_of(uint32_t character)
{
    if (character < 0x300)
        return 1;
    if (in_spans(COMBINING, sizeof COMBINING / sizeof COMBINING[0], character))
        return 0;
    return in_spans(WIDE, sizeof WIDE / sizeof WIDE[0], character) ? 2 : 1;
}

size_t text_width(const char *text)
{
    size_t width = 0;
    while (*text != '\0') {
        uint32_t character;
        text += text_decode(text, &character);
        width += width_of(character);
    }
    return width;
}

size_t text_fit(const char *text, size_t columns)
{
    size_t size = 0;
    size_t width = 0;
    while (text[size] != '\0') {
        uint32_t character;
        size_t step = text_decode(text + size, &character);
        width += width_of(character);
        if (width > columns)
            break;
        size += step;
    }
    return size;
}

/* C0 and C1 controls, and the marks that turn the direction of a line. */
static bool is_control(uint32_t character)
{
    return character < 0x20 || (character >= 0x7F && character < 0xA0) ||
           (character >= 0x202A && character <= 0x202E) ||
           (character >= 0x2066 && character <= 0x2069);
}

void text_print_size(FILE *out, const char *text, size_t size)
{
    const char *end = text + size;
    while (text < end && *text != '\0') {
        uint32_t character;
        size_t step = text_decode(text, &character);
        if (is_control(character) || (character == REPLACEMENT && step == 1))
            (void)fputs("\xEF\xBF\xBD", out);
        else
            (void)fwrite(text, 1, step, out);
        text += step;
    }
}

void text_print(FILE *out, const char *text)
{
    text_print_size(out, text, strlen(text));
}

const char *text_excerpt(const char *text, char out[TEXT_EXCERPT_SIZE])
{
    size_t size = text_fit(text, 30);
    if (size > TEXT_EXCERPT_SIZE - 4) {
        size = TEXT_EXCERPT_SIZE - 4;
        while (size > 0 && ((unsigned char)text[size] & 0xC0) == 0x80)
            size--;
    }
    memcpy(out, text, size);
    (void)snprintf(out + size, TEXT_EXCERPT_SIZE - size, "%s",
                   text[size] != '\0' ? "\xE2\x80\xA6" : "");
    return out;
}
