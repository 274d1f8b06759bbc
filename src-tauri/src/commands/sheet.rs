//! The import sheet: what comes onto it, and what the user does with it.

use std::path::PathBuf;

use profile_api::Formats;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tokio::sync::oneshot;

use super::Outcome;
use crate::{
    controller::{Handle, Message, SheetAsk},
    import::{Source, is_profile_url},
    strings::{self, Value},
    view::{ImportChoice, ImportDone, ImportSheetView},
};

#[tauri::command]
#[specta::specta]
pub(crate) async fn import_dialog(
    app: AppHandle,
    controller: State<'_, Handle>,
    formats: State<'_, Formats>,
) -> Outcome<ImportSheetView> {
    let extensions = [formats.extensions(), profiles::CONTAINER_EXTENSIONS.to_vec()].concat();
    let dialog = app
        .dialog()
        .file()
        .set_title(strings::text("import-choose", &[]))
        .add_filter(strings::text("import-filter", &[]), &extensions)
        .add_filter(strings::text("import-filter-all", &[]), &["*"]);
    put_on(&controller, several(dialog).await).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn import_folder(app: AppHandle, controller: State<'_, Handle>) -> Outcome<ImportSheetView> {
    let (picked, folder) = oneshot::channel();
    app.dialog().file().set_title(strings::text("import-choose-folder", &[])).pick_folder(move |folder| {
        let _gone = picked.send(folder);
    });
    let folder = folder.await.ok().flatten().and_then(|folder| folder.into_path().ok());
    put_on(&controller, folder.into_iter().collect()).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn import_text(
    controller: State<'_, Handle>,
    formats: State<'_, Formats>,
    name: String,
    text: String,
) -> Outcome<ImportSheetView> {
    if is_profile_url(&text, &formats) {
        return ask(&controller, SheetAsk::Url { url: text }).await;
    }
    let sources = vec![Source::Text { name, text }];
    controller.ask(|reply| Message::Import(sources, Some(reply))).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn import_url(controller: State<'_, Handle>, url: String) -> Outcome<ImportSheetView> {
    ask(&controller, SheetAsk::Url { url }).await
}

/// The sheet as it is, for a window that was loaded again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_sheet(controller: State<'_, Handle>) -> Outcome<ImportSheetView> {
    ask(&controller, SheetAsk::Show).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn import_fix(
    controller: State<'_, Handle>,
    draft: String,
    fix: String,
    on: bool,
) -> Outcome<ImportSheetView> {
    ask(&controller, SheetAsk::Fix { draft, fix, on }).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn import_provide(
    app: AppHandle,
    controller: State<'_, Handle>,
    draft: String,
) -> Outcome<ImportSheetView> {
    let sheet = ask(&controller, SheetAsk::Show).await?;
    let name = sheet.drafts.into_iter().find(|shown| shown.id == draft).map(|shown| shown.name).unwrap_or_default();
    let title = strings::text("import-choose-side", &[("name", Value::from(name))]);
    let files = several(app.dialog().file().set_title(title)).await;
    if files.is_empty() {
        return ask(&controller, SheetAsk::Show).await;
    }
    ask(&controller, SheetAsk::Provide { draft, files }).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn import_answer(
    controller: State<'_, Handle>,
    draft: String,
    placeholder: String,
    address: String,
) -> Outcome<ImportSheetView> {
    ask(&controller, SheetAsk::Answer { draft, placeholder, address }).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn import_drop(controller: State<'_, Handle>, draft: String) -> Outcome<ImportSheetView> {
    ask(&controller, SheetAsk::Drop { draft }).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn import_fetch(controller: State<'_, Handle>, draft: String) -> Outcome<ImportSheetView> {
    ask(&controller, SheetAsk::Fetch { draft }).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn import_confirm(
    controller: State<'_, Handle>,
    choices: Vec<ImportChoice>,
) -> Outcome<Vec<ImportDone>> {
    controller.ask(|reply| Message::ImportConfirm(choices, reply)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) fn import_cancel(controller: State<'_, Handle>) {
    controller.send(Message::ImportCancel);
}

async fn ask(controller: &Handle, ask: SheetAsk) -> Outcome<ImportSheetView> {
    controller.ask(|reply| Message::Sheet(ask, reply)).await
}

/// Without paths the user has changed their mind.
async fn put_on(controller: &Handle, paths: Vec<PathBuf>) -> Outcome<ImportSheetView> {
    if paths.is_empty() {
        return ask(controller, SheetAsk::Show).await;
    }
    let sources = paths.into_iter().map(Source::Path).collect();
    controller.ask(|reply| Message::Import(sources, Some(reply))).await
}

async fn several(dialog: FileDialogBuilder<tauri::Wry>) -> Vec<PathBuf> {
    let (picked, files) = oneshot::channel();
    dialog.pick_files(move |files: Option<Vec<FilePath>>| {
        let _gone = picked.send(files);
    });
    let files = files.await.ok().flatten().unwrap_or_default();
    files.into_iter().filter_map(|file| file.into_path().ok()).collect()
}
