//! Adit's window.
#![expect(dead_code)]
mod view;
/// Runs the app.
pub fn run() {
    let _ = tauri::Builder::<tauri::Wry>::default().plugin(tauri_plugin_dialog::init()).run(tauri::generate_context!());
}
