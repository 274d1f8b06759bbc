//! Settings, diagnostics, and writing a text that the window shows into a file.

use preferences::{Key, SettingValue};
use tauri::{AppHandle, State};

use super::{Outcome, ask_where_to};
use crate::{
    controller::{Handle, Message},
    diagnostics::Shown,
    strings,
    view::{MessageView, SavedText},
};

/// The longest text that is written: a log of a few thousand long lines.
const MAX_TEXT: usize = 16 << 20;

/// Chooses one setting of the person.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_setting(controller: State<'_, Handle>, key: Key, value: SettingValue) -> Outcome {
    controller.ask(|reply| Message::SetSetting(key, value, reply)).await
}

/// Sets all settings of the person back to their defaults.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reset_settings(controller: State<'_, Handle>) -> Outcome {
    controller.ask(Message::ResetSettings).await
}

/// The lines of the diagnostics, without names and addresses unless they are wanted.
#[tauri::command]
#[specta::specta]
pub(crate) async fn diagnostics(controller: State<'_, Handle>, names: bool, addresses: bool) -> Outcome<Vec<String>> {
    controller.ask(|reply| Message::Diagnose(Shown { names, addresses }, reply)).await
}

/// Asks where to, and writes the text as the window shows it. Gives whether it was written: a person may close the question.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_text(app: AppHandle, what: SavedText, text: String) -> Outcome<bool> {
    let (title, file) = match what {
        SavedText::Diagnostics => ("diagnostics-save-title", "adit-diagnostics.txt"),
        SavedText::Log => ("log-save-title", "adit-log.txt"),
    };
    let Some(path) = ask_where_to(&app, strings::text(title, &[]), file.to_owned()).await else { return Ok(false) };
    let end = (0..=text.len().min(MAX_TEXT)).rev().find(|end| text.is_char_boundary(*end));
    let kept = end.and_then(|end| text.get(..end)).unwrap_or_default();
    let written = profiles::write_private(&path, kept.as_bytes());
    written.map(|()| true).map_err(|error| not_written(&path, error))
}

fn not_written(path: &std::path::Path, error: std::io::Error) -> MessageView {
    strings::message("text-not-saved", &[("path", strings::Value::from(path.display().to_string()))], error)
}
