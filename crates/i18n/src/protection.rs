//! The lock: what is held back, what is let out nevertheless, and what can be chosen.

use vpn_api::{
    ConnectionId, Lock, Owner, Protection,
    plan::NetworkStep,
    protection::{Exception, HeldCause, ProtectionState, TakenAway},
};

use crate::{Message, Value, clock, message, text, user_name};

/// What a client knows of the connection that a lock waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waited {
    /// Its name; `None`: it is another user's.
    pub name: Option<String>,
    /// It is being tried.
    pub trying: bool,
}

/// Whether traffic is held back, and what to do. `of` tells what is known of a connection.
#[must_use]
pub fn protection(protection: &Protection, of: impl Fn(&ConnectionId, &Owner) -> Waited) -> Message {
    match &protection.state {
        ProtectionState::Open => message("protection-open", &[]),
        ProtectionState::Tunnels => message("protection-tunnels", &[]),
        ProtectionState::LetOut => message("protection-let-out", &[]),
        ProtectionState::Failed => message("protection-failed", &[]),
        ProtectionState::Held { cause: HeldCause::Always } => message("protection-held-always", &[]),
        ProtectionState::Held { cause: HeldCause::NotUp { connection, owner } } => {
            let Waited { name, trying } = of(connection, owner);
            match name {
                None => message("protection-held-other", &[("user", user_name(owner).into())]),
                Some(name) => {
                    let id = if trying { "protection-held-trying" } else { "protection-held" };
                    message(id, &[("name", name.into())])
                }
            }
        }
    }
}

/// What is let out for a while although traffic is held back. `of` tells what is known of a connection.
#[must_use]
pub fn exception(exception: &Exception, of: impl Fn(&ConnectionId, &Owner) -> Waited) -> String {
    match exception {
        Exception::SignIn { connection, owner, until } => {
            let name = of(connection, owner).name.unwrap_or_else(|| connection.to_string());
            let values = [("user", user_name(owner).into()), ("time", at(*until)), ("name", name.into())];
            text("protection-exception-sign-in", &values)
        }
        Exception::Portal { user, until } => {
            text("protection-exception-portal", &[("user", user_name(user).into()), ("time", at(*until))])
        }
    }
}

/// What somebody else takes away again and again, and what to do.
#[must_use]
pub fn taken_away(taken: &TakenAway) -> Message {
    let mut values = vec![("what", Value::from(part(taken.what))), ("times", taken.times.into())];
    match &taken.by {
        None => message("protection-taken-away", &values),
        Some(program) => {
            values.push(("program", vpn_api::text::plain(program).into()));
            message("protection-taken-away-by", &values)
        }
    }
}

/// A choice and what it means.
#[must_use]
pub fn lock(lock: Lock) -> Message {
    let id = match lock {
        Lock::Off => "protection-lock-off",
        Lock::WhileWanted => "protection-lock-while-wanted",
        Lock::Always => "protection-lock-always",
    };
    message(id, &[])
}

fn at(until: u64) -> Value {
    Value::from(clock(until))
}

/// A part of a tunnel's network settings.
pub(crate) fn part(what: NetworkStep) -> String {
    text("protection-what", &[("what", what_id(what).into())])
}

fn what_id(what: NetworkStep) -> &'static str {
    match what {
        NetworkStep::Address => "address",
        NetworkStep::Dns => "dns",
        NetworkStep::Firewall => "firewall",
        NetworkStep::Interface => "interface",
        NetworkStep::Route => "route",
        NetworkStep::Rule => "rule",
        NetworkStep::Plan
        | NetworkStep::Look
        | NetworkStep::Journal
        | NetworkStep::PathFilter
        | NetworkStep::ReadBack
        | NetworkStep::Watch
        | NetworkStep::Bypass
        | NetworkStep::Apply
        | NetworkStep::Undo => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::format;

    fn work() -> (ConnectionId, Owner) {
        (ConnectionId::try_from("work".to_owned()).unwrap(), Owner::Uid(4_000_000_000))
    }

    fn said(state: ProtectionState, name: Option<&str>, trying: bool) -> Message {
        let protection = Protection { state, ..Protection::default() };
        super::protection(&protection, |_, _| Waited { name: name.map(str::to_owned), trying })
    }

    #[test]
    fn held_back_names_its_cause_first_and_a_way_out() {
        let (connection, owner) = work();
        let held = || ProtectionState::Held {
            cause: HeldCause::NotUp { connection: connection.clone(), owner: owner.clone() },
        };
        let always = ProtectionState::Held { cause: HeldCause::Always };
        let all = [
            (said(held(), Some("Work"), false), "because “Work” is not connected."),
            (said(held(), Some("Work"), true), "until “Work” is connected."),
            (said(held(), None, false), "because a tunnel of 4000000000 is not connected."),
            (said(always, None, false), "because no tunnel is connected."),
        ];
        for (message, end) in all {
            assert!(message.title.starts_with("Traffic is held back") && message.title.ends_with(end), "{message}");
            assert!(message.advice.contains("let the traffic out"), "{message}");
        }
    }

    #[test]
    fn every_state_and_choice_has_whole_sentences() {
        for state in [ProtectionState::Open, ProtectionState::Tunnels, ProtectionState::LetOut, ProtectionState::Failed]
        {
            let message = said(state, None, false);
            assert!(message.title.ends_with('.') && !message.title.contains('{'), "{message}");
        }
        for choice in [Lock::Off, Lock::WhileWanted, Lock::Always] {
            assert!(!lock(choice).title.contains("protection-") && lock(choice).advice.ends_with('.'));
        }
        for what in ["address", "dns", "firewall", "interface", "route", "rule", "other"] {
            assert!(format("protection-what", None, &[("what", what.into())]).1);
        }
    }

    #[test]
    fn what_is_taken_away_is_counted_and_its_remover_named() {
        let mut taken = TakenAway { what: NetworkStep::Route, times: 37, by: None };
        let message = taken_away(&taken);
        assert!(message.title.starts_with("Another program removes the tunnel’s routes again and again (37 times"));
        taken.by = Some("Network\u{1b}Manager".to_owned());
        let message = taken_away(&taken);
        assert!(message.title.starts_with("Network") && !message.title.contains('\u{1b}'), "{message}");
        assert!(message.advice.starts_with("Tell Network"), "{message}");
    }

    #[test]
    fn an_exception_names_who_and_until_when() {
        let (connection, owner) = work();
        let of = |_: &ConnectionId, _: &Owner| Waited { name: Some("Work".to_owned()), trying: false };
        let until = 1_772_500_000;
        let portal = exception(&Exception::Portal { user: owner.clone(), until }, of);
        assert!(portal.contains("4000000000") && portal.ends_with(&format!("until {}.", clock(until))), "{portal}");
        let sign_in = exception(&Exception::SignIn { connection, owner, until }, of);
        assert!(sign_in.contains("“Work”") && sign_in.contains(&clock(until)), "{sign_in}");
    }
}
