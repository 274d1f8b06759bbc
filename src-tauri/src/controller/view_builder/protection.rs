//! The lock as the window shows it.

use profiles::ProfileId;
use vpn_api::{
    ConnectionId, Lock, Owner, Protection, ProtectionState, TunnelState,
    protection::{Exception, HeldCause},
};

use super::Connections;
use crate::{
    strings::{self, Waited},
    view::{LockChoice, LockView, ProtectionKind, ProtectionView},
};

/// The choices, in the order of how much they hold back.
const CHOICES: [Lock; 3] = [Lock::Off, Lock::WhileWanted, Lock::Always];

/// What the window shows of the lock. `name` gives a profile's name.
pub(super) fn build(
    protection: &Protection,
    connections: &Connections,
    name: &dyn Fn(&ProfileId) -> String,
) -> ProtectionView {
    let of = |id: &ConnectionId, owner: &Owner| waited(connections, name, id, owner);
    let mine = match &protection.state {
        ProtectionState::Held { cause: HeldCause::NotUp { connection, owner } } => {
            Some(of(connection, owner)).filter(|waited| waited.name.is_some()).map(|waited| (connection, waited.trying))
        }
        ProtectionState::Held { cause: HeldCause::Always }
        | ProtectionState::Open
        | ProtectionState::Tunnels
        | ProtectionState::LetOut
        | ProtectionState::Failed => None,
    };
    ProtectionView {
        state: match &protection.state {
            ProtectionState::Open => ProtectionKind::Open,
            ProtectionState::Tunnels => ProtectionKind::Tunnels,
            ProtectionState::Held { .. } => ProtectionKind::Held,
            ProtectionState::LetOut => ProtectionKind::LetOut,
            ProtectionState::Failed => ProtectionKind::Failed,
        },
        message: strings::protection(protection, of),
        trying: mine.as_ref().is_some_and(|(_, trying)| *trying),
        reconnect: mine.filter(|(_, trying)| !trying).map(|(connection, _)| connection.to_string()),
        lock: choice(protection.settings.lock),
        lan: protection.settings.lan,
        sign_in_check: protection.settings.sign_in_check,
        choices: CHOICES.map(|lock| LockView { lock: choice(lock), message: strings::lock(lock) }).to_vec(),
        portal: protection.exceptions.iter().any(|exception| matches!(exception, Exception::Portal { .. })),
        exceptions: protection.exceptions.iter().map(|exception| strings::exception(exception, of)).collect(),
        taken_away: protection.taken_away.iter().map(strings::taken_away).collect(),
    }
}

/// What is known of the connection that the lock waits for.
pub(in crate::controller) fn waited(
    connections: &Connections,
    name: &dyn Fn(&ProfileId) -> String,
    id: &ConnectionId,
    owner: &Owner,
) -> Waited {
    if connections.others.contains_key(&(owner.clone(), id.clone())) {
        return Waited { name: None, trying: false };
    }
    let id = ProfileId::from(id.clone());
    let trying = match connections.connection(&id).map(|connection| &connection.state) {
        Some(TunnelState::Connecting { .. } | TunnelState::Reconnecting { .. }) => true,
        None
        | Some(
            TunnelState::Connected(_)
            | TunnelState::Disconnected { .. }
            | TunnelState::Disconnecting
            | TunnelState::Blocked { .. },
        ) => connections.starting.contains_key(&id),
    };
    Waited { name: Some(name(&id)), trying }
}

fn choice(lock: Lock) -> LockChoice {
    match lock {
        Lock::Off => LockChoice::Off,
        Lock::WhileWanted => LockChoice::WhileWanted,
        Lock::Always => LockChoice::Always,
    }
}
