/*
 * program.c - see program.h.
 */
#include "program.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"

/* Ctrl-C is the program's to understand meanwhile. */
static void keys_to(void (*handler)(int), struct sigaction old[2])
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(SIGINT, &action, &old[0]);
    (void)sigaction(SIGQUIT, &action, &old[1]);
}

static void keys_back(const struct sigaction old[2])
{
    (void)sigaction(SIGINT, &old[0], NULL);
    (void)sigaction(SIGQUIT, &old[1], NULL);
}

int program_run(const char *command, const char *argument, int input)
{
    text_buffer line = {0};
    struct sigaction old[2];
    int status = 0;
    pid_t child;
    text_addf(&line, "%s \"$@\"", command);
    keys_to(SIG_IGN, old);
    child = fork();
    if (child == 0) {
        keys_back(old);
        if (input >= 0)
            (void)dup2(input, STDIN_FILENO);
        (void)execl("/bin/sh", "sh", "-c", line.text, command, argument, (char *)NULL);
        _exit(127);
    }
    while (child > 0 && waitpid(child, &status, 0) != child)
        ;
    keys_back(old);
    text_free(&line);
    if (child < 0)
        return 126;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static const char *editor(void)
{
    const char *visual = getenv("VISUAL");
    const char *command = visual != NULL && visual[0] != '\0' ? visual : getenv("EDITOR");
    return command != NULL && command[0] != '\0' ? command : "vi";
}

int program_edit(const cli *c, const char *path)
{
    if (program_run(editor(), path, -1) == 0)
        return EXIT_DONE;
    return fail_report(c, EXIT_OTHER, "editor", "the editor failed",
                       "VISUAL or EDITOR names the editor");
}
