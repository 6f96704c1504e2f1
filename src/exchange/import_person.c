/*
 * import_person.c - files of a team say whose each record is: who is in them, and whose are taken.
 */
#include "exchange/import.h"

#include "base/text.h"

static bool person_is(const char *text, const char *wanted)
{
    for (; *text != '\0' && *wanted != '\0'; text++, wanted++) {
        char a = (char)(*text >= 'A' && *text <= 'Z' ? *text - 'A' + 'a' : *text);
        char b = (char)(*wanted >= 'A' && *wanted <= 'Z' ? *wanted - 'A' + 'a' : *wanted);
        if (a != b)
            return false;
    }
    return *text == *wanted;
}

/* Who have the same name may be told apart by their addresses. */
static bool person_is_known(const focus__people *people, const char *name, const char *address)
{
    for (size_t i = 0; i < people->count; i++) {
        if (strcmp(people->names[i], name) == 0 && strcmp(people->addresses[i], address) == 0)
            return true;
    }
    return false;
}

static focus_status person_note(focus__import *import, const char *name, const char *address)
{
    focus__people *people = &import->people;

    if (people->count == FOCUS__PEOPLE_MAX || person_is_known(people, name, address))
        return FOCUS_OK;
    if (people->box == NULL) {
        focus_status status = focus__import_box(import, &people->box);
        if (status != FOCUS_OK)
            return status;
    }
    people->names[people->count] = focus__box_text(people->box, name);
    people->addresses[people->count] = focus__box_text(people->box, address);
    if (people->names[people->count] == NULL || people->addresses[people->count] == NULL)
        return focus__fail(&import->store->error, FOCUS_E_NOMEM, "no memory for a name");
    import->report.people = (int64_t)++people->count;
    return FOCUS_OK;
}

focus_status focus__import_person(focus__import *import, const char *name, const char *address,
                                  bool *out_is_taken)
{
    const char *wanted = import->options.person;
    bool is_named = name[0] != '\0' || address[0] != '\0';

    *out_is_taken =
        wanted == NULL || (is_named && (person_is(name, wanted) || person_is(address, wanted)));
    import->people.is_found |= *out_is_taken;
    return is_named ? person_note(import, name, address) : FOCUS_OK;
}

focus_status focus__import_check_person(const focus__import *import)
{
    const focus__people *people = &import->people;
    const char *wanted = import->options.person;
    focus_error *error = &import->store->error;
    focus__buffer names = {0};

    if (wanted == NULL || people->is_found)
        return FOCUS_OK;
    if (people->count == 0)
        return focus__fail(error, FOCUS_E_INVALID, "%.100s does not say whose its records are",
                           import->reader->name);
    for (size_t i = 0; i < people->count; i++) {
        const char *name = people->names[i][0] != '\0' ? people->names[i] : people->addresses[i];
        focus__buffer_format(&names, "%s%s", i > 0 ? ", " : "", name);
    }
    focus_status status =
        focus__fail(error, FOCUS_E_INVALID, "nobody in %.60s is called \"%.40s\", but %s",
                    import->reader->name, wanted, names.failed ? "others are" : names.bytes);
    focus__buffer_free(&names);
    return status;
}
