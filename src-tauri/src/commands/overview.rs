//! What goes where, whether it really does, and how much went through.

use tauri::State;

use super::Outcome;
use crate::{
    controller::{Handle, Message, OverviewAsk},
    view::{HistoryView, OverlapChoice},
};

/// Looks at once whether the tunnel of a profile does what it should.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_now(controller: State<'_, Handle>, profile: String) -> Outcome {
    controller.ask(|reply| Message::Overview(OverviewAsk::Check(profile, reply))).await
}

/// Takes the tunnel of a profile down and brings it up again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reconnect(controller: State<'_, Handle>, profile: String) -> Outcome {
    controller.ask(|reply| Message::Overview(OverviewAsk::Reconnect(profile, reply))).await
}

/// Chooses what becomes of a profile that wants what another tunnel has.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_overlap(controller: State<'_, Handle>, choice: OverlapChoice) -> Outcome {
    controller.ask(|reply| Message::Overview(OverviewAsk::Overlap(choice, reply))).await
}

/// How much went through the tunnels of a profile, and of all of them this month.
#[tauri::command]
#[specta::specta]
pub(crate) async fn traffic_history(controller: State<'_, Handle>, profile: String) -> Outcome<HistoryView> {
    controller.ask(|reply| Message::Overview(OverviewAsk::History(profile, reply))).await
}

/// Forgets how much went through.
#[tauri::command]
#[specta::specta]
pub(crate) async fn clear_history(controller: State<'_, Handle>) -> Outcome {
    controller.ask(|reply| Message::Overview(OverviewAsk::ClearHistory(reply))).await
}
