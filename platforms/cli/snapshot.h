/*
 * snapshot.h - how things stand at this moment: for status, today and the command without a verb.
 */
#ifndef CLI_SNAPSHOT_H
#define CLI_SNAPSHOT_H

#include "cli.h"
#include "render.h"

typedef enum snapshot_state {
    STATE_FOCUS = 0,
    STATE_BREAK,
    STATE_LONG_BREAK,
    STATE_PAUSED,
    STATE_OVERTIME,
    STATE_IDLE
} snapshot_state;

typedef struct snapshot {
    const focus_session *running; /* NULL: nothing runs */
    snapshot_state state;
    focus_cycle cycle; /* where it was asked for */
    focus_streak streak;
    focus_today today;
} snapshot;

/** Read everything, the cycle only where it is wanted. 0 or the exit code; free either way. */
int snapshot_read(const cli *c, bool has_cycle, snapshot *out);
/** The same, where a failure is not reported. */
focus_status snapshot_read_quietly(const cli *c, bool has_cycle, snapshot *out);
void snapshot_free(snapshot *now);

const char *snapshot_state_name(const snapshot *now);
render_style snapshot_style(const snapshot *now);
/** Progress of the running session, 0 to 100; 0 without a plan. */
int snapshot_percent(const snapshot *now);
/** The day has a goal; it is a length of focus time and no number of sessions. */
bool snapshot_has_goal(const snapshot *now);
bool snapshot_goal_is_time(const snapshot *now);
/** The exit code of status --exit-code. */
int snapshot_exit_code(const snapshot *now);

#endif
