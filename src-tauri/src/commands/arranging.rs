//! What is done to several profiles at once.

use tauri::State;

use super::Outcome;
use crate::controller::{ArrangeAsk, Handle, Message};

#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_profiles(controller: State<'_, Handle>, profiles: Vec<String>) -> Outcome {
    controller.ask(|reply| Message::Remove(profiles, reply)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn undo_remove(controller: State<'_, Handle>, profiles: Vec<String>) -> Outcome {
    controller.ask(|reply| Message::UndoRemove(profiles, reply)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn set_favourite(controller: State<'_, Handle>, profiles: Vec<String>, favourite: bool) -> Outcome {
    ask(&controller, ArrangeAsk::Favourite { profiles, favourite }).await
}

/// Puts profiles into the group of this name, which is made if there is none; without a name, into no group.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_group(controller: State<'_, Handle>, profiles: Vec<String>, name: Option<String>) -> Outcome {
    ask(&controller, ArrangeAsk::Group { profiles, name }).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn rename_group(controller: State<'_, Handle>, group: String, name: String) -> Outcome {
    ask(&controller, ArrangeAsk::Rename { group, name }).await
}

/// Forgets the sign-in that a group shares.
#[tauri::command]
#[specta::specta]
pub(crate) async fn forget_group(controller: State<'_, Handle>, group: String) -> Outcome {
    ask(&controller, ArrangeAsk::Forget { group }).await
}

async fn ask(controller: &Handle, ask: ArrangeAsk) -> Outcome {
    controller.ask(|reply| Message::Arrange(ask, reply)).await
}
