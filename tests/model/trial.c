/*
 * trial.c - see trial.h.
 */
#define _XOPEN_SOURCE 700

#include "model/trial.h"

#include "model/shrink.h"

#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SECONDS_MAX = 60 };

void sequence_of(sequence *s, const step_plan *plan, fixture *f, uint64_t seed)
{
    *s = (sequence){.plan = plan, .f = f, .count = STEPS_MAX};
    for (size_t i = 0; i < STEPS_MAX; i++) {
        chance c = chance_of(seed * UINT64_C(0xD1342543DE82EF95) + i);
        s->steps[i] = chance_next(&c);
    }
}

/* --- in the child ----------------------------------------------------------------------------- */

/* A failed assertion must not go on as the test that the child is a copy of. */
static void leave_the_test(FILE *print)
{
    int nowhere = open("/dev/null", O_WRONLY);

    (void)setenv("CMOCKA_TEST_ABORT", "1", 1);
    (void)alarm(SECONDS_MAX);
    if (print == NULL && nowhere >= 0)
        (void)dup2(nowhere, STDERR_FILENO);
}

static void run_child(const sequence *s, FILE *print, int to)
{
    static world w; /* too large for a stack */
    trial result = {.result = TRIAL_AGREES};

    leave_the_test(print);
    w.print = print;
    w.saboteur = s->saboteur;
    world_begin(&w, s->plan, s->f);
    result.ran = world_run(&w, s->steps, s->count);
    result.result = w.differs ? TRIAL_DIFFERS : TRIAL_AGREES;
    result.variables = w.variables;
    memcpy(result.difference, w.difference, sizeof(result.difference));
    (void)!write(to, &result, sizeof(result));
    _exit(0);
}

/* --- outside ---------------------------------------------------------------------------------- */

/* The child gets no open store: SQLite must not be carried across a fork. */
trial run_apart(const sequence *s, FILE *print)
{
    trial result = {.result = TRIAL_CRASHES, .ran = s->count, .difference = "it crashes"};
    trial told;
    int ends[2];
    pid_t child;

    focus_close(s->f->store);
    s->f->store = NULL;
    assert_int_equal(pipe(ends), 0);
    (void)fflush(NULL);
    child = fork();
    assert_true(child >= 0);
    if (child == 0)
        run_child(s, print, ends[1]);
    (void)close(ends[1]);
    if (read(ends[0], &told, sizeof(told)) == (ssize_t)sizeof(told))
        result = told;
    (void)close(ends[0]);
    (void)waitpid(child, NULL, 0);
    return result;
}

static bool trial_fails(void *user, const uint64_t *steps, size_t count)
{
    sequence rest = *(const sequence *)user;

    memcpy(rest.steps, steps, count * sizeof(*steps));
    rest.count = count;
    return run_apart(&rest, NULL).result != TRIAL_AGREES;
}

trial shrink(sequence *s)
{
    trial whole = run_apart(s, NULL);

    s->count = whole.ran; /* none came after the difference */
    s->count = shrink_steps(s->steps, s->count, trial_fails, s);
    return run_apart(s, NULL);
}

/* --- as C ------------------------------------------------------------------------------------- */

static void copy_file(FILE *from, FILE *to)
{
    char line[4 * TEXT_SIZE];

    rewind(from);
    while (fgets(line, sizeof(line), from) != NULL)
        (void)fputs(line, to);
}

void print_as_c(const sequence *s, const char *name, FILE *to)
{
    FILE *body = tmpfile();
    trial result;

    assert_non_null(body);
    result = run_apart(s, body);
    (void)fprintf(to,
                  "static void %s(void **state)\n"
                  "{\n"
                  "    fixture *f = *state;\n"
                  "    focus_id ids[%d] = {0};\n"
                  "    const focus_session *session = NULL;\n"
                  "    focus_import_report report;\n"
                  "    int64_t count = 0;\n\n",
                  name, result.variables + 1);
    copy_file(body, to);
    (void)fprintf(to, "    (void)ids, (void)session, (void)report, (void)count;\n}\n");
    (void)fflush(to);
    (void)fclose(body);
}

void tell_and_fail(sequence *s, uint64_t seed, const char *name)
{
    size_t steps = s->count;
    trial last = shrink(s);
    char whole_name[96];

    (void)snprintf(whole_name, sizeof(whole_name), "seed_%" PRIu64 "_%s", seed, name);
    print_error("%s (%zu of %zu steps are needed):\n\n", last.difference, s->count, steps);
    print_as_c(s, whole_name, stderr);
    fail_msg("the store and the model differ: %s", last.difference);
}

/* --- around the tests ------------------------------------------------------------------------- */

static const campaign *watched;

/* An assertion of the library ends the process before anything else can be said. */
static void tell_seed_of_crash(int signal_number)
{
    campaign_tell_seed(watched);
    (void)signal(signal_number, SIG_DFL);
    (void)raise(signal_number);
}

void trial_watch(const campaign *c)
{
    watched = c;
    (void)signal(SIGABRT, c != NULL ? tell_seed_of_crash : SIG_DFL);
}

int trial_teardown(void **state)
{
    fixture *f = *state;

    if (watched != NULL)
        campaign_tell_seed(watched);
    trial_watch(NULL);
    open_anew(f);
    return fixture_teardown(state);
}
