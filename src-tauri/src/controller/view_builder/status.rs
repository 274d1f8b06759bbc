//! One profile's state as text, with its picture and its one button.

use profiles::Card;
use vpn_api::{DataPathReport, Failure, FailureKind, Phase, TunnelState, Waiting, state::ServerLabel};

use super::{
    super::connections::{Connections, Helper, StartFailure},
    chain, details,
};
use crate::{
    strings::{self, Value},
    view::{Action, MessageView, Progress, Shape, Status, Step, WaitView},
};

/// After so many attempts it is no passing trouble: profiles name a few servers, and each is tried once before the first comes again.
const MANY_ATTEMPTS: u32 = 6;

const PHASES: [(Phase, &str); 5] = [
    (Phase::Resolving, "step-resolving"),
    (Phase::Contacting, "step-contacting"),
    (Phase::Securing, "step-securing"),
    (Phase::Authenticating, "step-authenticating"),
    (Phase::Configuring, "step-configuring"),
];

/// What is the case for one profile. `held`: traffic is held back on this machine.
pub(super) fn build(connections: &Connections, card: &Card, held: bool) -> Status {
    let name = [("name", Value::from(card.name.clone()))];
    let connection = connections.connection(&card.id);
    let state = connection.map(|connection| connection.state.clone().later(connections.age(&card.id)));
    let state = state.as_ref();
    let path = connection.and_then(|connection| connection.data_path.as_ref());
    let mut status = match state {
        Some(state) if state.is_active() => of_tunnel(state, path, card),
        Some(_) | None if connections.starting.contains_key(&card.id) => {
            let sentence = strings::text("sentence-preparing", &name);
            Status { steps: steps(None), ..plain(Shape::Working, "state-connecting", sentence, Action::Cancel) }
        }
        // Tunnels may outlive a helper that is not reached, and the network may be held back.
        other if connections.helper != Helper::Running => {
            let status = plain(Shape::Off, "state-unknown", strings::text("sentence-unknown", &[]), Action::Wait);
            Status { failure: failure(connections, card, other), ..status }
        }
        other => match failure(connections, card, other) {
            Some(failure) => {
                let sentence = strings::text("sentence-failed", &name);
                let status = plain(Shape::Trouble, "state-failed", sentence, Action::TryAgain);
                Status { failure: Some(failure), ..status }
            }
            None => {
                let sentence = if held { "sentence-disconnected-held" } else { "sentence-disconnected" };
                let sentence = strings::text(sentence, &name);
                plain(Shape::Off, "state-disconnected", sentence, Action::Connect)
            }
        },
    };
    status.chain = chain::build(connections, &card.id, state, state.and_then(server));
    if connections.is_asking(&card.id) {
        status.label = strings::text("state-asking", &[]);
        status.sentence = strings::text("sentence-asking", &name);
        // The question says why it is asked again; here it would be advice for what is being done already.
        status.failure = None;
    }
    status
}

/// The message that names a state.
pub(super) fn label_id(state: &TunnelState) -> &'static str {
    match state {
        state if matches!(state.waiting(), Some(Waiting::Network(_))) => "state-offline",
        state if matches!(state.waiting(), Some(Waiting::OtherNetwork(_))) => "state-other-network",
        TunnelState::Disconnected { .. } => "state-disconnected",
        TunnelState::Connecting { .. } => "state-connecting",
        TunnelState::Connected(_) => "state-connected",
        TunnelState::Reconnecting { .. } => "state-reconnecting",
        TunnelState::Disconnecting => "state-disconnecting",
        TunnelState::Blocked { .. } => "state-blocked",
    }
}

/// The server that is tried or used.
pub(super) fn server(state: &TunnelState) -> Option<&ServerLabel> {
    match state {
        TunnelState::Connecting { server, .. } | TunnelState::Reconnecting { server, .. } => server.as_ref(),
        TunnelState::Connected(details) => Some(&details.server),
        TunnelState::Disconnected { .. } | TunnelState::Disconnecting | TunnelState::Blocked { .. } => None,
    }
}

fn plain(shape: Shape, label: &str, sentence: String, action: Action) -> Status {
    let label = strings::text(label, &[]);
    Status {
        shape,
        label,
        sentence,
        action,
        steps: Vec::new(),
        failure: None,
        details: None,
        wait: None,
        chain: Vec::new(),
    }
}

fn failure(connections: &Connections, card: &Card, state: Option<&TunnelState>) -> Option<MessageView> {
    match (connections.start_failures.get(&card.id), state) {
        (Some(StartFailure::Here(sentence)), _) => Some(sentence.clone()),
        (Some(StartFailure::Helper(failure)), _)
        | (None, Some(TunnelState::Disconnected { failure: Some(failure) })) => {
            (failure.kind != FailureKind::Cancelled).then(|| strings::failure(failure))
        }
        (None, _) => None,
    }
}

fn of_tunnel(state: &TunnelState, path: Option<&DataPathReport>, card: &Card) -> Status {
    let name = [("name", Value::from(card.name.clone()))];
    let label = label_id(state);
    if let Some(Waiting::OtherNetwork(rule)) = state.waiting() {
        let sentence = i18n::waiting(&Waiting::OtherNetwork(*rule), None, 0);
        return plain(Shape::Off, label, sentence, Action::Cancel);
    }
    match state {
        TunnelState::Connecting { server, last_failure, attempt, waiting: Some(waiting), .. } => waits(
            waiting,
            server.as_ref(),
            *attempt,
            plain(Shape::Working, label, String::new(), Action::Cancel),
            last_failure.as_ref(),
        ),
        TunnelState::Reconnecting { server, cause, attempt, waiting: Some(waiting), .. } => waits(
            waiting,
            server.as_ref(),
            *attempt,
            plain(Shape::Working, label, String::new(), Action::Disconnect),
            Some(cause),
        ),
        TunnelState::Connecting { phase, server, last_failure, attempt, waiting: None } => {
            let sentence = match last_failure {
                Some(_) if *attempt > MANY_ATTEMPTS => still_trying("sentence-still-trying", *attempt, card),
                Some(_) | None => on_the_way(*phase, server.as_ref()),
            };
            let status = plain(Shape::Working, label, sentence, Action::Cancel);
            let failure = last_failure.as_ref().map(strings::failure);
            Status { steps: steps(Some(*phase)), failure, ..status }
        }
        TunnelState::Connected(tunnel) => {
            let status = plain(Shape::On, label, details::summary(tunnel, &card.name), Action::Disconnect);
            Status { details: Some(details::build(tunnel, path)), ..status }
        }
        TunnelState::Reconnecting { phase, cause, attempt, waiting: None, .. } => {
            let sentence = if *attempt > MANY_ATTEMPTS {
                still_trying("sentence-still-reconnecting", *attempt, card)
            } else {
                strings::text("sentence-reconnecting", &name)
            };
            let status = plain(Shape::Working, label, sentence, Action::Disconnect);
            Status { steps: steps(Some(*phase)), failure: Some(strings::failure(cause)), ..status }
        }
        TunnelState::Disconnecting | TunnelState::Disconnected { .. } => {
            plain(Shape::Working, label, strings::text("sentence-disconnecting", &name), Action::Wait)
        }
        TunnelState::Blocked { failure } => {
            let sentence = strings::text("sentence-blocked", &name);
            let status = plain(Shape::Trouble, label, sentence, Action::Disconnect);
            Status { failure: Some(strings::failure(failure)), ..status }
        }
    }
}

/// Nothing is tried: what is waited for, and what may be done about it. A network that is missing is the whole reason.
fn waits(waiting: &Waiting, server: Option<&ServerLabel>, tried: u32, status: Status, why: Option<&Failure>) -> Status {
    let plan = i18n::next_try(server, tried);
    let (sentence, wait, failure) = match waiting {
        // The window counts by itself: a text with the seconds in it would be another one each second.
        Waiting::NextTry { left_ms } => (
            strings::text("waiting-for-next-try", &[("plan", Value::from(plan.clone()))]),
            Some(WaitView { plan, left_ms: Some(*left_ms) }),
            why.map(strings::failure),
        ),
        Waiting::NetworkSignIn { .. } => {
            (i18n::waiting(waiting, server, tried), Some(WaitView { plan, left_ms: None }), None)
        }
        Waiting::Network(_) | Waiting::OtherNetwork(_) => (i18n::waiting(waiting, server, tried), None, None),
    };
    Status { sentence, wait, failure, ..status }
}

/// The step matters less now than that it goes on, and how to end it. What would help stands with the failure.
fn still_trying(id: &str, attempt: u32, card: &Card) -> String {
    let tried = Value::from(attempt.saturating_sub(1));
    strings::text(id, &[("name", Value::from(card.name.clone())), ("count", tried)])
}

fn on_the_way(phase: Phase, server: Option<&ServerLabel>) -> String {
    let id = match phase {
        Phase::Configuring => "sentence-configuring",
        _ if server.is_none() => "sentence-connecting",
        Phase::Resolving => "sentence-resolving",
        Phase::Contacting => "sentence-contacting",
        Phase::Securing => "sentence-securing",
        Phase::Authenticating => "sentence-authenticating",
    };
    strings::text(id, &server.map(details::server_values).unwrap_or_default())
}

/// The steps, the current one being `active`; `None`: none has begun.
fn steps(active: Option<Phase>) -> Vec<Step> {
    let progress = |phase: Phase| match active {
        None => Progress::Ahead,
        Some(active) => match phase.cmp(&active) {
            std::cmp::Ordering::Less => Progress::Done,
            std::cmp::Ordering::Equal => Progress::Active,
            std::cmp::Ordering::Greater => Progress::Ahead,
        },
    };
    PHASES.iter().map(|(phase, id)| Step { name: strings::text(id, &[]), progress: progress(*phase) }).collect()
}
