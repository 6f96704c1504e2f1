/*
 * header_user.h - each macro of focus.h that makes a struct, used; compiled as C11 and as C++11.
 */
#include <focus.h>

static inline int use_all_init_macros(void)
{
    focus_open_options open_options = FOCUS_OPEN_OPTIONS_INIT;
    focus_reward_policy policy = FOCUS_REWARD_POLICY_INIT;
    focus_settings settings = FOCUS_SETTINGS_INIT;
    focus_session_input session = FOCUS_SESSION_INPUT_INIT;
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    focus_track_input track = FOCUS_TRACK_INPUT_INIT;
    focus_import_options import_options = FOCUS_IMPORT_OPTIONS_INIT;
    focus_export_options export_options = FOCUS_EXPORT_OPTIONS_INIT;
    focus_salvage_report salvage_report = FOCUS_SALVAGE_REPORT_INIT;

    return open_options.struct_size > 0 && policy.struct_size > 0 && settings.struct_size > 0 &&
           session.struct_size > 0 && filter.struct_size > 0 && track.struct_size > 0 &&
           import_options.struct_size > 0 && export_options.struct_size > 0 &&
           salvage_report.struct_size > 0;
}
