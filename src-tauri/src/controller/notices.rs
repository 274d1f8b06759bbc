//! When to tell the person by a notification: once when connected, once when a connection ends unasked, once when an
//! answer is needed and the window is not seen. Each replaces the one before. Nothing is announced that the user has just done.

use vpn_api::contract::ConnectionSnapshot;
use vpn_api::{Failure, FailureKind, TunnelState};

use super::named;
use crate::{
    ports::{Attention, Notice, NoticeKind},
    strings,
    view::MessageView,
};

/// What a change of a connection of ours is worth telling. `before` is `None` for a connection that was not known; `was_up`
/// tells whether there has been a tunnel since it was begun.
pub(crate) fn of_change(
    before: Option<&ConnectionSnapshot>,
    after: &ConnectionSnapshot,
    was_up: bool,
    name: &str,
    attention: Attention,
) -> Option<Notice> {
    let known = before.map(|before| &before.state);
    let asked_before = before.and_then(|before| before.prompt.as_ref()).map(|prompt| prompt.id);
    let asks = after.prompt.as_ref().map(|prompt| prompt.id);
    if asks.is_some() && asks != asked_before {
        return (attention == Attention::Hidden).then(|| asking(name));
    }
    let notice = match (&after.state, known) {
        (TunnelState::Connected(details), Some(state)) if !matches!(state, TunnelState::Connected(_)) => {
            let title = strings::text("notify-connected", &named(name));
            Notice { title, body: super::view_builder::summary(details, name), kind: NoticeKind::News }
        }
        (TunnelState::Disconnected { failure: Some(failure) }, Some(state)) if state.is_active() => {
            if failure.kind == FailureKind::Cancelled {
                return None;
            }
            let said = strings::failure(failure);
            let id = if was_up { "notify-ended" } else { "notify-failed" };
            Notice {
                title: strings::text(id, &named(name)),
                body: join(&said.title, &said.advice),
                kind: NoticeKind::Trouble,
            }
        }
        (TunnelState::Blocked { failure }, Some(state)) if !matches!(state, TunnelState::Blocked { .. }) => {
            let said = strings::failure(failure);
            let title = strings::text("notify-blocked", &named(name));
            Notice { title, body: join(&said.title, &said.advice), kind: NoticeKind::Trouble }
        }
        (_, _) => return None,
    };
    (attention != Attention::Focused).then_some(notice)
}

/// The window is closed, there is no tray, and tunnels go on.
pub(crate) fn in_the_background() -> Notice {
    let said = strings::message("notify-background", &[], "");
    Notice { title: said.title, body: said.advice, kind: NoticeKind::News }
}

/// A connection broke and is not back yet.
pub(crate) fn reconnecting(name: &str, cause: &Failure) -> Notice {
    let said = strings::failure(cause);
    let title = strings::text("notify-reconnecting", &named(name));
    Notice { title, body: join(&said.title, &said.advice), kind: NoticeKind::Trouble }
}

/// A profile that should be connected, and nobody looks, cannot be opened.
pub(crate) fn not_begun(name: &str, said: &MessageView) -> Notice {
    let title = strings::text("notify-failed", &named(name));
    Notice { title, body: join(&said.title, &said.advice), kind: NoticeKind::Trouble }
}

/// Traffic is held back and goes on being so.
pub(crate) fn held(said: MessageView) -> Notice {
    Notice { title: said.title, body: said.advice, kind: NoticeKind::Trouble }
}

/// The helper went away while tunnels were up.
pub(crate) fn helper_gone() -> Notice {
    let said = strings::message("notify-helper", &[], "");
    Notice { title: said.title, body: said.advice, kind: NoticeKind::Trouble }
}

fn asking(name: &str) -> Notice {
    let said = strings::message("notify-asking", &named(name), "");
    Notice { title: said.title, body: said.advice, kind: NoticeKind::Question }
}

fn join(first: &str, second: &str) -> String {
    if second.is_empty() { first.to_owned() } else { format!("{first} {second}") }
}

#[cfg(test)]
mod tests {
    use super::{super::view_builder::tests as examples, *};

    fn told(before: TunnelState, after: TunnelState, attention: Attention) -> Option<String> {
        let was_up = matches!(before, TunnelState::Connected(_));
        told_of(before, after, was_up, attention)
    }

    fn told_of(before: TunnelState, after: TunnelState, was_up: bool, attention: Attention) -> Option<String> {
        let before = examples::connection("work", before);
        let after = examples::connection("work", after);
        of_change(Some(&before), &after, was_up, "Work", attention).map(|notice| notice.title)
    }

    #[test]
    fn connected_is_told_once_and_not_to_whoever_looks() {
        let (connecting, connected) = (examples::connecting(), examples::connected());
        let said = told(connecting.clone(), connected.clone(), Attention::Hidden);
        assert_eq!(said.as_deref(), Some("Connected to Work"));
        assert!(told(connecting.clone(), connected.clone(), Attention::Visible).is_some());
        assert_eq!(told(connecting, connected.clone(), Attention::Focused), None);
        assert_eq!(told(connected.clone(), connected.clone(), Attention::Hidden), None);
        let found_up = examples::connection("work", connected);
        assert_eq!(of_change(None, &found_up, false, "Work", Attention::Hidden), None, "found up when Adit started");
    }

    #[test]
    fn an_end_is_told_only_if_nobody_asked_for_it() {
        let ended = TunnelState::Disconnected { failure: Some(examples::failure()) };
        let said = told(examples::connected(), ended.clone(), Attention::Hidden);
        assert_eq!(said.as_deref(), Some("Work was disconnected"));
        let said = told(examples::connecting(), ended.clone(), Attention::Hidden);
        assert_eq!(said.as_deref(), Some("Work could not be connected"));
        // What ends is undone first.
        for (was_up, expected) in [(true, "Work was disconnected"), (false, "Work could not be connected")] {
            let said = told_of(TunnelState::Disconnecting, ended.clone(), was_up, Attention::Hidden);
            assert_eq!(said.as_deref(), Some(expected));
        }
        let asked = TunnelState::Disconnected { failure: None };
        assert_eq!(told(TunnelState::Disconnecting, asked.clone(), Attention::Hidden), None);
        assert_eq!(told(examples::connected(), asked, Attention::Hidden), None);
        assert_eq!(told(ended.clone(), ended, Attention::Hidden), None);
    }

    #[test]
    fn a_question_is_told_once_and_only_while_the_window_is_hidden() {
        let before = examples::connection("work", examples::connecting());
        let after = examples::asking("work", 7);
        for (attention, expected) in
            [(Attention::Hidden, true), (Attention::Visible, false), (Attention::Focused, false)]
        {
            assert_eq!(of_change(Some(&before), &after, false, "Work", attention).is_some(), expected);
        }
        assert_eq!(of_change(Some(&after), &after, false, "Work", Attention::Hidden), None);
        let again = examples::asking("work", 8);
        assert!(of_change(Some(&after), &again, false, "Work", Attention::Hidden).is_some());
    }
}
