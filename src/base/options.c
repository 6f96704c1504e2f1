/*
 * options.c - structs that begin with their size: callers and library may differ in version.
 */
#include "base/base.h"

/* A size beyond this is not a newer struct but one that nobody initialised. */
#define OPTIONS_TAIL_MAX ((size_t)4096)

/* Bytes that this build does not know and the caller uses: where the first one lies, 0 for none. */
static size_t options_used_tail(const unsigned char *bytes, size_t known_size, size_t size)
{
    for (size_t i = known_size; i < size; i++) {
        if (bytes[i] != 0)
            return i;
    }
    return 0;
}

focus_status focus__options_overlay(void *dst, size_t dst_size, size_t smallest, const void *src,
                                    focus_error *error)
{
    assert(smallest >= sizeof(size_t) && smallest <= dst_size);
    if (src == NULL)
        return focus__fail(error, FOCUS_E_MISUSE, "options are NULL");
    size_t size;
    memcpy(&size, src, sizeof size);
    if (size < smallest || size > dst_size + OPTIONS_TAIL_MAX)
        return focus__fail(error, FOCUS_E_MISUSE, "struct_size is %lu, expected %lu",
                           (unsigned long)size, (unsigned long)dst_size);
    size_t tail = options_used_tail(src, dst_size, size);
    if (tail != 0)
        return focus__fail(error, FOCUS_E_UNSUPPORTED,
                           "an option at byte %lu is set that version " FOCUS_VERSION
                           " does not know",
                           (unsigned long)tail);
    memcpy(dst, src, size < dst_size ? size : dst_size);
    memcpy(dst, &dst_size, sizeof dst_size);
    return FOCUS_OK;
}

focus_status focus__options_import(void *dst, size_t dst_size, size_t smallest, const void *src,
                                   focus_error *error)
{
    memset(dst, 0, dst_size);
    return focus__options_overlay(dst, dst_size, smallest, src, error);
}

void focus_open_options_init(focus_open_options *options, size_t size)
{
    if (options == NULL || size < sizeof options->struct_size)
        return;
    memset(options, 0, size);
    options->struct_size = size;
}

#undef OPTIONS_TAIL_MAX
