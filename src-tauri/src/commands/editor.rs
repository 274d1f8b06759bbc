//! The editor, and what else is done with a stored profile's text.

use profile_api::Formats;
use tauri::{AppHandle, State};

use super::{Outcome, ask_where_to, view};
use crate::{
    controller::{EditAsk, Handle, Message, Opening},
    strings::{self, Value},
    view::{EditForm, EditView, MessageView, OriginalView},
};

#[tauri::command]
#[specta::specta]
pub(crate) async fn edit_open(controller: State<'_, Handle>, profile: String) -> Outcome<EditView> {
    controller.ask(|reply| Message::OpenProfile(profile, Opening::Edit(reply))).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn edit_look(controller: State<'_, Handle>, profile: String, text: String) -> Outcome<EditView> {
    controller.ask(|reply| Message::Edit(profile, EditAsk::Look { text }, reply)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn edit_change(
    controller: State<'_, Handle>,
    profile: String,
    text: String,
    form: EditForm,
) -> Outcome<EditView> {
    controller.ask(|reply| Message::Edit(profile, EditAsk::Change { text, form }, reply)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn edit_restore(controller: State<'_, Handle>, profile: String) -> Outcome<EditView> {
    controller.ask(|reply| Message::Edit(profile, EditAsk::Restore, reply)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn edit_original(controller: State<'_, Handle>, profile: String) -> Outcome<OriginalView> {
    controller.ask(|reply| Message::EditOriginal(profile, reply)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn edit_save(
    controller: State<'_, Handle>,
    profile: String,
    name: String,
    text: String,
) -> Outcome<Option<MessageView>> {
    controller.ask(|reply| Message::EditSave { profile, name, text, reply }).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn duplicate_profile(controller: State<'_, Handle>, profile: String) -> Outcome<String> {
    controller.ask(|reply| Message::OpenProfile(profile, Opening::Duplicate(reply))).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn export_profile(
    app: AppHandle,
    controller: State<'_, Handle>,
    formats: State<'_, Formats>,
    profile: String,
) -> Outcome {
    let seen = view(controller.clone()).await?;
    let name = seen.profiles.into_iter().find(|shown| shown.id == profile).map(|shown| shown.name).unwrap_or_default();
    let title = strings::text("export-title", &[("name", Value::from(name.clone()))]);
    let file = name.replace(|c: char| c == '/' || c == '\\' || c.is_control(), "-");
    let file = formats.extensions().first().map_or(file.clone(), |extension| format!("{file}.{extension}"));
    let Some(path) = ask_where_to(&app, title, file).await else { return Ok(()) };
    controller.ask(|reply| Message::OpenProfile(profile, Opening::Export(path, reply))).await
}
