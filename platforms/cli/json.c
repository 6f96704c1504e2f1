/*
 * json.c - writing JSON. Nothing here knows what is written.
 */
#include "json.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "text.h"

static void write_escaped(FILE *out, uint32_t character, const char *bytes, size_t size)
{
    switch (character) {
    case '"':
        (void)fputs("\\\"", out);
        return;
    case '\\':
        (void)fputs("\\\\", out);
        return;
    case '\n':
        (void)fputs("\\n", out);
        return;
    case '\r':
        (void)fputs("\\r", out);
        return;
    case '\t':
        (void)fputs("\\t", out);
        return;
    default:
        break;
    }
    if (character < 0x20 || character == 0x7F)
        (void)fprintf(out, "\\u%04" PRIx32, character);
    else if (character == 0xFFFD && size == 1)
        (void)fputs("\xEF\xBF\xBD", out);
    else
        (void)fwrite(bytes, 1, size, out);
}

static void write_string(FILE *out, const char *text)
{
    (void)fputc('"', out);
    while (*text != '\0') {
        uint32_t character;
        size_t size = text_decode(text, &character);
        write_escaped(out, character, text, size);
        text += size;
    }
    (void)fputc('"', out);
}

static void before_value(json_writer *w, const char *key)
{
    if (w->has_items[w->depth])
        (void)fputc(',', w->out);
    w->has_items[w->depth] = true;
    if (key != NULL) {
        write_string(w->out, key);
        (void)fputc(':', w->out);
    }
}

static void open_level(json_writer *w, const char *key, char bracket)
{
    before_value(w, key);
    (void)fputc(bracket, w->out);
    w->depth++;
    assert(w->depth < JSON_DEPTH_MAX);
    w->has_items[w->depth] = false;
}

static void close_level(json_writer *w, char bracket)
{
    assert(w->depth > 0);
    (void)fputc(bracket, w->out);
    w->depth--;
}

void json_begin(json_writer *w, FILE *out)
{
    memset(w, 0, sizeof *w);
    w->out = out;
}

void json_document(json_writer *w, FILE *out, const char *kind)
{
    json_begin(w, out);
    json_object(w, NULL);
    json_int(w, "v", 1);
    json_string(w, "kind", kind);
}

void json_finish(json_writer *w)
{
    json_object_end(w);
    assert(w->depth == 0);
    (void)fputc('\n', w->out);
}

void json_object(json_writer *w, const char *key)
{
    open_level(w, key, '{');
}

void json_object_end(json_writer *w)
{
    close_level(w, '}');
}

void json_array(json_writer *w, const char *key)
{
    open_level(w, key, '[');
}

void json_array_end(json_writer *w)
{
    close_level(w, ']');
}

void json_string(json_writer *w, const char *key, const char *value)
{
    if (value == NULL) {
        json_null(w, key);
        return;
    }
    before_value(w, key);
    write_string(w->out, value);
}

void json_int(json_writer *w, const char *key, int64_t value)
{
    before_value(w, key);
    (void)fprintf(w->out, "%" PRId64, value);
}

void json_int_or_null(json_writer *w, const char *key, int64_t value)
{
    if (value == 0)
        json_null(w, key);
    else
        json_int(w, key, value);
}

void json_bool(json_writer *w, const char *key, bool value)
{
    before_value(w, key);
    (void)fputs(value ? "true" : "false", w->out);
}

void json_null(json_writer *w, const char *key)
{
    before_value(w, key);
    (void)fputs("null", w->out);
}

/* In thousandths, so that no locale and no exponent gets in. */
void json_ratio(json_writer *w, const char *key, double value)
{
    int64_t thousandths = (int64_t)(value * 1000.0 + 0.5);
    before_value(w, key);
    (void)fprintf(w->out, "%" PRId64 ".%03" PRId64, thousandths / 1000, thousandths % 1000);
}
