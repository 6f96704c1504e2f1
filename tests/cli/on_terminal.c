/*
 * on_terminal.c - runs a command on a terminal of its own, for the tests of what is drawn there.
 *
 *     on_terminal COLUMNS ACTIONS COMMAND [WORDS...]
 *
 * ACTIONS are words such as "500:columns=40" and "1500:key=3": so many milliseconds after the start the
 * terminal is resized, or a key is pressed, by its code. What the command wrote goes to stdout, its
 * exit code is the exit code.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static long now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void resize(int terminal, int columns)
{
    struct winsize size = {.ws_row = 24, .ws_col = (unsigned short)columns};
    if (ioctl(terminal, TIOCSWINSZ, &size) != 0)
        perror("on_terminal: TIOCSWINSZ");
}

static void act(int terminal, const char *what)
{
    int value = atoi(strchr(what, '=') + 1);
    char key = (char)value;
    if (strncmp(what, "columns=", 8) == 0)
        resize(terminal, value);
    else if (write(terminal, &key, 1) != 1)
        perror("on_terminal: write");
}

/* Reads until the other side has gone; acts in between. */
static void follow(int terminal, char *actions)
{
    long began_ms = now_ms();
    char *action = strtok(actions, " ");
    for (;;) {
        struct pollfd input = {.fd = terminal, .events = POLLIN};
        char bytes[4096];
        ssize_t size;
        long due_ms = action != NULL ? began_ms + atol(action) - now_ms() : -1;
        if (action != NULL && due_ms <= 0) {
            act(terminal, strchr(action, ':') + 1);
            action = strtok(NULL, " ");
            continue;
        }
        if (poll(&input, 1, (int)due_ms) == 0)
            continue;
        size = read(terminal, bytes, sizeof bytes);
        if (size < 0 && errno == EINTR)
            continue;
        if (size <= 0)
            return;
        (void)fwrite(bytes, 1, (size_t)size, stdout);
        (void)fflush(stdout);
    }
}

static int run_child(const char *slave_name, int columns, char **command)
{
    int slave;
    (void)setsid();
    slave = open(slave_name, O_RDWR); /* the first one opened is the terminal of the session */
    if (slave < 0)
        return 125;
#ifdef TIOCSCTTY
    (void)ioctl(slave, TIOCSCTTY, 0);
#endif
    resize(slave, columns);
    for (int i = 0; i < 3; i++)
        if (dup2(slave, i) < 0)
            return 125;
    (void)execvp(command[0], command);
    return 127;
}

int main(int argc, char **argv)
{
    int terminal = posix_openpt(O_RDWR | O_NOCTTY);
    int status = 0;
    pid_t child;
    if (argc < 4 || terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0)
        return 125;
    child = fork();
    if (child == 0)
        _exit(run_child(ptsname(terminal), atoi(argv[1]), argv + 3));
    if (child < 0)
        return 125;
    follow(terminal, argv[2]);
    if (waitpid(child, &status, 0) != child)
        return 125;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
