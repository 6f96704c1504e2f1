/*
 * image.h - a row as bytes, for the journal. One walk over the fields of a row writes them and reads
 * them back, so that both always agree.
 *
 * Numbers take as many bytes as they need, 7 bits in each; a text is its length and its bytes. The same
 * on every machine: it is kept in files.
 */
#ifndef FOCUS_CORE_IMAGE_H
#define FOCUS_CORE_IMAGE_H

#include "base/text.h"

typedef struct focus__image {
    focus__buffer *out;      /* written to; NULL: read from what follows */
    const unsigned char *at; /* what is left to read */
    const unsigned char *end;
    void *box;      /* texts that are read go there */
    bool is_broken; /* the bytes make no sense */
    bool failed;    /* no memory */
} focus__image;

void focus__image_int(focus__image *image, int64_t *value);
void focus__image_int32(focus__image *image, int32_t *value);
void focus__image_bool(focus__image *image, bool *value);
void focus__image_id(focus__image *image, focus_id *value);
void focus__image_text(focus__image *image, const char **value); /* NULL is NULL */

#endif
