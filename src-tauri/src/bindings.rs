//! What the window may ask and what it is told, in one list. The window calls and listens through the TypeScript that is
//! generated from it, so that a command, an argument or an event that only one side knows does not compile.

use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

use crate::{
    commands,
    view::{AskQuitView, DragView, ImportSheetView, LogLines, TrafficView, View},
};

/// All commands and events. A command that fails rejects its promise with a `MessageView`.
pub(crate) fn bindings() -> Builder<tauri::Wry> {
    Builder::new()
        .error_handling(ErrorHandlingMode::Throw)
        .commands(collect_commands![
            commands::view,
            commands::ready,
            commands::fit_window,
            commands::connect,
            commands::disconnect,
            commands::try_now,
            commands::answer,
            commands::import_dialog,
            commands::import_folder,
            commands::import_text,
            commands::import_url,
            commands::import_sheet,
            commands::import_fix,
            commands::import_provide,
            commands::import_answer,
            commands::import_drop,
            commands::import_fetch,
            commands::import_confirm,
            commands::import_cancel,
            commands::edit_open,
            commands::edit_look,
            commands::edit_change,
            commands::edit_save,
            commands::edit_original,
            commands::edit_restore,
            commands::duplicate_profile,
            commands::export_profile,
            commands::rename_profile,
            commands::remove_profiles,
            commands::undo_remove,
            commands::set_favourite,
            commands::set_group,
            commands::rename_group,
            commands::forget_group,
            commands::forget,
            commands::set_protection,
            commands::let_out,
            commands::open_portal,
            commands::close_portal,
            commands::learn_network,
            commands::set_network,
            commands::window_seen,
            commands::set_setting,
            commands::reset_settings,
            commands::diagnostics,
            commands::save_text,
            commands::read_log,
            commands::start_helper,
            commands::examine,
            commands::open_guide,
            commands::check_now,
            commands::reconnect,
            commands::choose_overlap,
            commands::traffic_history,
            commands::clear_history,
            commands::quit,
            commands::about,
        ])
        .events(collect_events![View, TrafficView, LogLines, ImportSheetView, DragView, AskQuitView])
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use specta_typescript::Typescript;

    use super::*;

    #[test]
    fn the_generated_typescript_is_current() {
        let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/generated/bindings.ts");
        let folder = tempfile::tempdir().unwrap();
        let fresh = folder.path().join("bindings.ts");
        bindings()
            // Counters of bytes and milliseconds, all below 2^53, where a JavaScript number is exact.
            .dangerously_cast_bigints_to_number()
            // Each type crosses in one direction only, so that one TypeScript type is enough.
            .disable_serde_phases()
            .export(Typescript::default(), &fresh)
            .unwrap();
        let (fresh, before) = (fs::read_to_string(fresh).unwrap(), fs::read_to_string(&committed).unwrap_or_default());
        assert!(fresh.contains("importConfirm: ") && fresh.contains("importSheet: "), "{fresh}");
        if fresh != before {
            fs::write(&committed, fresh).unwrap();
            panic!("{} was not current; it is written anew: commit it", committed.display());
        }
    }
}
