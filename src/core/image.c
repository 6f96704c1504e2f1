/*
 * image.c - fields of a row to bytes and back.
 */
#include "core/image.h"

enum { IMAGE_NUMBER_SIZE = 10 };

static size_t put_number(char *bytes, uint64_t number)
{
    size_t size = 0;

    for (; number > 0x7f; number >>= 7)
        bytes[size++] = (char)(0x80 | (number & 0x7f));
    bytes[size++] = (char)number;
    return size;
}

/* In place where there is room, as every write of a session goes through here dozens of times. */
static void write_number(focus__buffer *out, uint64_t number)
{
    char bytes[IMAGE_NUMBER_SIZE];

    if (!out->failed && out->capacity - out->size > IMAGE_NUMBER_SIZE)
        out->size += put_number(out->bytes + out->size, number);
    else
        focus__buffer_append(out, bytes, put_number(bytes, number));
}

static uint64_t read_number(focus__image *image)
{
    uint64_t number = 0;

    for (int shift = 0; shift < 64 && image->at < image->end; shift += 7) {
        uint64_t byte = *image->at++;
        number |= (byte & 0x7f) << shift;
        if (byte <= 0x7f)
            return number;
    }
    image->is_broken = true;
    return 0;
}

/* The sign goes last, so that small numbers stay short below zero as well. */
void focus__image_int(focus__image *image, int64_t *value)
{
    uint64_t number = (uint64_t)*value;

    if (image->out != NULL) {
        write_number(image->out, (number << 1) ^ (*value < 0 ? UINT64_MAX : 0));
        return;
    }
    number = read_number(image);
    *value = (int64_t)((number >> 1) ^ (0 - (number & 1)));
}

void focus__image_int32(focus__image *image, int32_t *value)
{
    int64_t number = *value;

    focus__image_int(image, &number);
    if (number < INT32_MIN || number > INT32_MAX)
        image->is_broken = true;
    else
        *value = (int32_t)number;
}

void focus__image_bool(focus__image *image, bool *value)
{
    int64_t number = *value;

    focus__image_int(image, &number);
    *value = number != 0;
}

void focus__image_id(focus__image *image, focus_id *value)
{
    if (image->out != NULL) {
        focus__buffer_add(image->out, (const char *)value->bytes, sizeof(value->bytes));
    } else if ((size_t)(image->end - image->at) < sizeof(value->bytes)) {
        image->is_broken = true;
    } else {
        memcpy(value->bytes, image->at, sizeof(value->bytes));
        image->at += sizeof(value->bytes);
    }
}

static void image_read_text(focus__image *image, const char **value)
{
    uint64_t size = read_number(image);

    *value = NULL;
    if (size == 0 || image->is_broken)
        return;
    size--;
    if (size > (uint64_t)(image->end - image->at) ||
        memchr(image->at, '\0', (size_t)size) != NULL) {
        image->is_broken = true;
        return;
    }
    *value = focus__box_bytes(image->box, (const char *)image->at, (size_t)size);
    image->failed = image->failed || *value == NULL;
    image->at += size;
}

void focus__image_text(focus__image *image, const char **value)
{
    size_t size;

    if (image->out == NULL) {
        image_read_text(image, value);
        return;
    }
    size = *value != NULL ? strlen(*value) : 0;
    write_number(image->out, *value != NULL ? (uint64_t)size + 1 : 0);
    if (size > 0)
        focus__buffer_add(image->out, *value, size);
}
