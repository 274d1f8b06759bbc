//! The lock: what the helper says of it, and what the person asks.

use std::time::Duration;

use profiles::ProfileId;
use vpn_api::{
    Failure, Protection, ProtectionRequest, ProtectionState, TunnelState,
    contract::Request,
    protection::{Exception, HeldCause},
};

use super::{
    Controller,
    message::{Done, Reply, answer},
    notices,
    settings::Cause,
    view_builder::protection::waited,
};
use crate::{ports::Attention, strings};

/// Traffic that flows again within this time is not worth telling: a connection that broke is mostly back by then.
const HELD_GRACE: Duration = Duration::from_secs(10);

/// A page for exactly this: a network that wants a sign-in answers with its own page instead. Desktops ask the same one.
const PORTAL_PAGE: &str = "http://nmcheck.gnome.org/";

/// The lock, and since when it holds traffic back.
#[derive(Debug, Default)]
pub(super) struct Lock {
    /// As the helper told it; `None`: not yet, or there is no helper.
    pub(super) now: Option<Protection>,
    /// Whether somebody had to sign in to the network, and whether a tunnel was up.
    portal: (bool, bool),
    /// Grows each time that traffic begins to be held back.
    held: u64,
}

impl Lock {
    /// The lock is new or changed. The number of the time that begins, if traffic is held back from here on.
    pub(super) fn changed(&mut self, protection: Protection) -> Option<u64> {
        let was_held = self.is_held();
        self.now = Some(protection);
        if was_held || !self.is_held() {
            return None;
        }
        self.held += 1;
        Some(self.held)
    }

    /// Whether traffic is held back for want of a connection.
    pub(super) fn is_held(&self) -> bool {
        self.cause().is_some()
    }

    /// Why traffic is held back, if it is since the time of this number.
    fn held_since(&self, number: u64) -> Option<&HeldCause> {
        self.cause().filter(|_| self.held == number)
    }

    /// A lock that holds although no connection is wanted is what was chosen, and nothing to tell.
    fn cause(&self) -> Option<&HeldCause> {
        match &self.now.as_ref()?.state {
            ProtectionState::Held { cause: cause @ HeldCause::NotUp { .. } } => Some(cause),
            ProtectionState::Held { cause: HeldCause::Always }
            | ProtectionState::Open
            | ProtectionState::Tunnels
            | ProtectionState::LetOut
            | ProtectionState::Failed => None,
        }
    }
}

impl Controller {
    pub(super) fn protection_changed(&mut self, protection: Protection) {
        if let Some(since) = self.lock.changed(protection) {
            self.services.spawn(async move {
                tokio::time::sleep(HELD_GRACE).await;
                Done::StillHeld { since }
            });
        }
    }

    /// Tells once that traffic stays held back, unless the connection itself has told that it needs the person.
    pub(super) fn still_held(&mut self, since: u64) {
        let Some(HeldCause::NotUp { connection, owner }) = self.lock.held_since(since) else { return };
        let ours = self.connections.known.get(connection).filter(|ours| ours.owner == *owner);
        if ours.is_some_and(|ours| matches!(ours.state, TunnelState::Blocked { .. })) {
            return;
        }
        if let Some(protection) = &self.lock.now
            && self.services.shell.attention() != Attention::Focused
        {
            let name = |id: &ProfileId| self.name_of(id);
            let said = strings::protection(protection, |id, owner| waited(&self.connections, &name, id, owner));
            self.notify(notices::held(said), Cause::Unasked);
        }
    }

    /// Nobody has to sign in to the network any more, or a tunnel is up: what was let out for that is held back again.
    pub(super) fn end_portal_if_over(&mut self) {
        let wanted = self.connections.network_sign_in().is_some();
        let up = self.connections.active().any(|ours| matches!(ours.state, TunnelState::Connected(_)));
        let (was_wanted, was_up) = std::mem::replace(&mut self.lock.portal, (wanted, up));
        let over = was_wanted && !wanted || up && !was_up;
        let is_open = |protection: &Protection| {
            protection.exceptions.iter().any(|exception| matches!(exception, Exception::Portal { .. }))
        };
        if over && self.lock.now.as_ref().is_some_and(is_open) {
            tokio::spawn(self.services.request(Request::Protect(ProtectionRequest::ClosePortal)));
        }
    }

    /// Asks the helper to change the lock.
    pub(super) fn protect(&self, request: ProtectionRequest, reply: Option<Reply>) {
        let (shell, asked) = (self.services.shell.clone(), self.services.request(Request::Protect(request)));
        let page = self.connections.network_sign_in().flatten().filter(|page| page.starts_with("http://"));
        let page = page.unwrap_or(PORTAL_PAGE).to_owned();
        tokio::spawn(async move {
            let outcome = asked.await.map(|_| ()).map_err(|failure: Failure| strings::failure(&failure));
            let outcome = outcome.and_then(|()| match request {
                ProtectionRequest::OpenPortal => {
                    shell.open_url(&page).map_err(|error| strings::message("browser-not-opened", &[], error))
                }
                ProtectionRequest::Set(_) | ProtectionRequest::LetOut | ProtectionRequest::ClosePortal => Ok(()),
            });
            match (reply, outcome) {
                (Some(reply), outcome) => answer(reply, outcome),
                // From the tray, which has no place for an answer: the window shows that nothing changed.
                (None, Err(_)) => shell.focus_window(),
                (None, Ok(())) => {}
            }
        });
    }
}
