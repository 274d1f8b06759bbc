//! `aditctl lock` and `aditctl open`: whether traffic is held back, and letting it out.

use std::path::Path;

use clap::{Args, ValueEnum};
use vpn_api::{
    ConnectionId, Lock, Owner, Protection, ProtectionRequest, ProtectionSettings, ProtectionState,
    contract::{ConnectionSnapshot, Request},
};
use vpn_ipc::Client;

use crate::{
    exit::{CommandError, Exit},
    machine::{Machine, machine},
    output::Output,
    policy,
};

/// The codes of `aditctl lock` without a choice, for `--help`.
pub(crate) const EXIT_CODES: &str = "\
Exit codes, beside those of aditctl --help:
   0  shown or set
   5  not permitted
  10  traffic should be held back, and this computer's firewall does not do so";

/// What is to be set.
#[derive(Debug, Args)]
pub(crate) struct LockArguments {
    /// When traffic is held back. Without it the lock is shown, unless something else is chosen.
    #[arg(value_enum, value_name = "off|wanted|always")]
    choice: Option<Choice>,
    /// Whether devices in the local network can be reached while traffic is held back.
    #[arg(long, value_enum, value_name = "yes|no")]
    lan: Option<YesNo>,
    /// Whether a network in which no server answers is asked, by one request to a check page, if it wants a sign-in.
    #[arg(long, value_enum, value_name = "yes|no")]
    sign_in_check: Option<YesNo>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Choice {
    /// Never.
    Off,
    /// While a connection that takes all traffic is wanted.
    Wanted,
    /// Always, also without a connection and from the start of the machine.
    Always,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum YesNo {
    Yes,
    No,
}

impl LockArguments {
    /// What is chosen from here on; `None`: nothing was chosen.
    fn chosen(&self, before: ProtectionSettings) -> Option<ProtectionSettings> {
        if self.choice.is_none() && self.lan.is_none() && self.sign_in_check.is_none() {
            return None;
        }
        let lock = self.choice.map_or(before.lock, |choice| match choice {
            Choice::Off => Lock::Off,
            Choice::Wanted => Lock::WhileWanted,
            Choice::Always => Lock::Always,
        });
        let or = |chosen: Option<YesNo>, before| chosen.map_or(before, |chosen| matches!(chosen, YesNo::Yes));
        let (lan, sign_in_check) = (or(self.lan, before.lan), or(self.sign_in_check, before.sign_in_check));
        Some(ProtectionSettings { lock, lan, sign_in_check })
    }
}

/// Shows the lock, or sets it.
pub(crate) async fn lock(socket: &Path, arguments: LockArguments, output: Output) -> Result<Exit, CommandError> {
    let (client, _events) = Client::connect(socket).await?;
    let before = machine(&client).await?.protection.settings;
    if let Some(settings) = arguments.chosen(before) {
        client.request(Request::Protect(ProtectionRequest::Set(settings))).await?;
    }
    show(&client, output).await
}

/// Lets out what is held back.
pub(crate) async fn open(socket: &Path, output: Output) -> Result<Exit, CommandError> {
    let (client, _events) = Client::connect(socket).await?;
    client.request(Request::Protect(ProtectionRequest::LetOut)).await?;
    show(&client, output).await
}

async fn show(client: &Client, output: Output) -> Result<Exit, CommandError> {
    let Machine { connections, protection } = machine(client).await?;
    if output.json {
        output.value(&protection)?;
    } else {
        output.line(&i18n::lock(protection.settings.lock).title);
        let lan = if protection.settings.lan { "protection-lan-yes" } else { "protection-lan-no" };
        output.line(&i18n::text(lan, &[]));
        let check = if protection.settings.sign_in_check { "protection-check-yes" } else { "protection-check-no" };
        output.line(&i18n::text(check, &[]));
        for line in lines(&protection, &connections) {
            output.line(&line);
        }
        if let Some(settled) = policy::ask(client).await?.as_ref().and_then(policy::of_lock) {
            output.line(&settled);
        }
    }
    Ok(match protection.state {
        ProtectionState::Failed => Exit::Machine,
        ProtectionState::Open | ProtectionState::Tunnels | ProtectionState::Held { .. } | ProtectionState::LetOut => {
            Exit::Done
        }
    })
}

/// Whether traffic is held back, what is let out nevertheless, and what somebody takes away.
pub(crate) fn lines(protection: &Protection, connections: &[ConnectionSnapshot]) -> Vec<String> {
    let of = |id: &ConnectionId, owner: &Owner| waited(connections, id, owner);
    let said = i18n::protection(protection, of);
    let held = matches!(protection.state, ProtectionState::Held { .. });
    let open = held.then(|| "Let it out: aditctl open".to_owned());
    let exceptions = protection.exceptions.iter().map(|exception| i18n::exception(exception, of));
    let taken = protection.taken_away.iter().map(|taken| i18n::taken_away(taken).to_string());
    [said.to_string()].into_iter().chain(open).chain(exceptions).chain(taken).collect()
}

fn waited(connections: &[ConnectionSnapshot], id: &ConnectionId, owner: &Owner) -> i18n::Waited {
    let found = connections.iter().find(|one| one.connection == *id && one.owner == *owner);
    let name = found.filter(|one| one.yours).map(|one| if one.name.is_empty() { id.as_str() } else { &one.name });
    i18n::Waited {
        name: name.map(str::to_owned),
        trying: found.is_some_and(|one| match &one.state {
            vpn_api::TunnelState::Connecting { .. } | vpn_api::TunnelState::Reconnecting { .. } => true,
            vpn_api::TunnelState::Connected(_)
            | vpn_api::TunnelState::Disconnected { .. }
            | vpn_api::TunnelState::Disconnecting
            | vpn_api::TunnelState::Blocked { .. } => false,
        }),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use vpn_api::{Traffic, TunnelState, protection::HeldCause};

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        lock: LockArguments,
    }

    fn chosen(words: &[&str], before: ProtectionSettings) -> Option<ProtectionSettings> {
        Line::try_parse_from(["lock"].iter().chain(words)).unwrap().lock.chosen(before)
    }

    #[test]
    fn a_choice_leaves_alone_what_it_does_not_name() {
        let before = ProtectionSettings { lock: Lock::Always, lan: false, sign_in_check: false };
        assert_eq!(chosen(&[], before), None);
        assert_eq!(chosen(&["off"], before), Some(ProtectionSettings { lock: Lock::Off, ..before }));
        assert_eq!(chosen(&["wanted"], before), Some(ProtectionSettings { lock: Lock::WhileWanted, ..before }));
        assert_eq!(chosen(&["--lan", "yes"], before), Some(ProtectionSettings { lan: true, ..before }));
        let asks = Some(ProtectionSettings { sign_in_check: true, ..before });
        assert_eq!(chosen(&["--sign-in-check", "yes"], before), asks);
        let both = Some(ProtectionSettings { lan: false, lock: Lock::Always, ..ProtectionSettings::default() });
        assert_eq!(chosen(&["always", "--lan", "no"], ProtectionSettings::default()), both);
        assert!(Line::try_parse_from(["lock", "sometimes"]).is_err());
    }

    fn snapshot(yours: bool, state: TunnelState) -> ConnectionSnapshot {
        ConnectionSnapshot {
            connection: ConnectionId::try_from("work".to_owned()).unwrap(),
            name: if yours { "Work".to_owned() } else { String::new() },
            owner: Owner::Uid(4_000_000_000),
            yours,
            state,
            prompt: None,
            traffic: Traffic::default(),
            data_path: None,
        }
    }

    #[test]
    fn held_traffic_says_for_what_it_waits_and_how_to_let_it_out() {
        let down = TunnelState::Disconnected { failure: None };
        let cause = HeldCause::NotUp {
            connection: ConnectionId::try_from("work".to_owned()).unwrap(),
            owner: Owner::Uid(4_000_000_000),
        };
        let held = Protection { state: ProtectionState::Held { cause }, ..Protection::default() };
        let said = lines(&held, &[snapshot(true, down.clone())]);
        assert!(said[0].starts_with("Traffic is held back because “Work” is not connected."), "{said:?}");
        assert_eq!(said[1], "Let it out: aditctl open");
        let said = lines(&held, &[snapshot(false, down)]);
        assert!(said[0].starts_with("Traffic is held back because a tunnel of 4000000000"), "{said:?}");
        let open = lines(&Protection::default(), &[]);
        assert_eq!(open, ["Nothing is held back."]);
    }
}
