/*
 * json.h - a writer of JSON, one object to a line. Keys are NULL inside arrays.
 */
#ifndef CLI_JSON_H
#define CLI_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define JSON_DEPTH_MAX 16

typedef struct json_writer {
    FILE *out;
    int depth;
    bool has_items[JSON_DEPTH_MAX]; /* a comma is due before the next one */
} json_writer;

void json_begin(json_writer *w, FILE *out);
/** Begin a whole document: {"v":1,"kind":KIND */
void json_document(json_writer *w, FILE *out, const char *kind);
/** Close the document and its line. */
void json_finish(json_writer *w);

void json_object(json_writer *w, const char *key);
void json_object_end(json_writer *w);
void json_array(json_writer *w, const char *key);
void json_array_end(json_writer *w);

/** NULL gives null. What is not UTF-8 becomes U+FFFD. */
void json_string(json_writer *w, const char *key, const char *value);
void json_int(json_writer *w, const char *key, int64_t value);
void json_bool(json_writer *w, const char *key, bool value);
void json_null(json_writer *w, const char *key);
/** With three decimals. */
void json_ratio(json_writer *w, const char *key, double value);
/** The number, or null where it is 0. */
void json_int_or_null(json_writer *w, const char *key, int64_t value);

#endif
