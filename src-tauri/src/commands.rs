//! What the window may ask: each command is a message to the controller. Arguments are bounded here or where they are used.

mod arranging;
mod editor;
mod overview;
mod settings;
mod sheet;

use std::path::PathBuf;

use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;
use tokio::sync::oneshot;
use vpn_api::ProtectionRequest;

use crate::{
    controller::{Handle, Message},
    licences,
    shell::WindowPlace,
    strings,
    view::{
        AboutView, AnswerInput, FindingView, LockChoice, LogLineView, MessageView, NetworkProofView, NetworkRuleView,
        View,
    },
};
pub(crate) use arranging::*;
pub(crate) use editor::*;
pub(crate) use overview::*;
pub(crate) use settings::*;
pub(crate) use sheet::*;

/// What a command gives: the user reads the sentence when it did not work.
type Outcome<T = ()> = Result<T, MessageView>;

/// Asks where to write a file. `None`: the person closed the question.
async fn ask_where_to(app: &AppHandle, title: String, file: String) -> Option<PathBuf> {
    let (picked, path) = oneshot::channel();
    app.dialog().file().set_title(title).set_file_name(file).save_file(move |path| {
        let _gone = picked.send(path);
    });
    path.await.ok().flatten()?.into_path().ok()
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn view(controller: State<'_, Handle>) -> Outcome<View> {
    let (reply, answer) = oneshot::channel();
    controller.send(Message::View(reply));
    answer.await.map_err(|_| strings::failure(&vpn_api::Failure::internal("the controller is gone")))
}

#[tauri::command]
#[specta::specta]
pub(crate) fn ready(controller: State<'_, Handle>) {
    controller.send(Message::Ready);
}

/// How much of the user's text size fits into the window's width. Called once, before the window is shown.
#[tauri::command]
#[specta::specta]
pub(crate) fn fit_window(window: tauri::WebviewWindow, place: State<'_, WindowPlace>, rems: f64) {
    place.fit(&window, rems);
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn connect(controller: State<'_, Handle>, profile: String) -> Outcome {
    controller.ask(|reply| Message::Connect(profile, reply)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn disconnect(controller: State<'_, Handle>, profile: String) -> Outcome {
    controller.ask(|reply| Message::Disconnect(profile, reply)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn try_now(controller: State<'_, Handle>, profile: String) -> Outcome {
    controller.ask(|reply| Message::TryNow(profile, reply)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn answer(
    controller: State<'_, Handle>,
    profile: String,
    prompt: u64,
    answer: AnswerInput,
) -> Outcome {
    controller.ask(|reply| Message::Answer { profile, prompt, answer, reply }).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn rename_profile(controller: State<'_, Handle>, profile: String, name: String) -> Outcome {
    controller.ask(|reply| Message::Rename(profile, name, reply)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn forget(controller: State<'_, Handle>, profile: String) -> Outcome {
    controller.ask(|reply| Message::Forget(profile, reply)).await
}

/// Chooses when traffic is held back. The same choice again holds back what was let out.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_protection(
    controller: State<'_, Handle>,
    lock: LockChoice,
    lan: bool,
    sign_in_check: bool,
) -> Outcome {
    let request = ProtectionRequest::Set(lock.settings(lan, sign_in_check));
    controller.ask(|reply| Message::Protect(request, Some(reply))).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn let_out(controller: State<'_, Handle>) -> Outcome {
    controller.ask(|reply| Message::Protect(ProtectionRequest::LetOut, Some(reply))).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn open_portal(controller: State<'_, Handle>) -> Outcome {
    controller.ask(|reply| Message::Protect(ProtectionRequest::OpenPortal, Some(reply))).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn close_portal(controller: State<'_, Handle>) -> Outcome {
    controller.ask(|reply| Message::Protect(ProtectionRequest::ClosePortal, Some(reply))).await
}

/// Asks a server of the network that the machine is in for its key, by which the network is recognised.
#[tauri::command]
#[specta::specta]
pub(crate) async fn learn_network(controller: State<'_, Handle>, server: String) -> Outcome<NetworkProofView> {
    controller.ask(|reply| Message::LearnNetwork(server, reply)).await
}

/// Chooses in which network a profile is connected, from the next time on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_network(
    controller: State<'_, Handle>,
    profile: String,
    network: Option<NetworkRuleView>,
) -> Outcome {
    controller.ask(|reply| Message::SetNetwork(profile, network, reply)).await
}

/// The window can be seen, or cannot: it is hidden in the tray, or minimised.
#[tauri::command]
#[specta::specta]
pub(crate) fn window_seen(controller: State<'_, Handle>, seen: bool) {
    controller.send(Message::Seen(seen));
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn read_log(controller: State<'_, Handle>, after: u64, limit: u32) -> Outcome<Vec<LogLineView>> {
    controller.ask(|reply| Message::ReadLog { after, limit, reply }).await
}

/// Starts the helper, in the way that fits how it is (`HelperWay`).
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_helper(controller: State<'_, Handle>) -> Outcome {
    controller.ask(Message::StartHelper).await
}

/// Looks at everything that Adit needs of this computer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn examine(controller: State<'_, Handle>) -> Outcome<Vec<FindingView>> {
    controller.ask(Message::Examine).await
}

/// Opens the guide in the program that the desktop opens such files with.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_guide(controller: State<'_, Handle>) -> Outcome {
    controller.ask(Message::OpenGuide).await
}

#[tauri::command]
#[specta::specta]
pub(crate) fn quit(controller: State<'_, Handle>, confirmed: bool) {
    controller.send(Message::Quit { confirmed });
}

#[tauri::command]
#[specta::specta]
pub(crate) fn about() -> AboutView {
    AboutView {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        contract: vpn_api::contract::PROTOCOL,
        licence: env!("CARGO_PKG_LICENSE").to_owned(),
        parts: licences::parts(),
    }
}
