//! In which condition a tunnel is: what its server says, and what other programs on this machine did to it.

use vpn_api::{
    Blame, Failure, FailureKind, NetworkProblem, NetworkStep, Notice, Phase, Retry, TunnelState, contract::LogLevel,
    text,
};

use super::{active::ActiveConnection, now};
use crate::platform::Platform;

impl<P: Platform> ActiveConnection<'_, P> {
    /// What is the case. A tunnel whose routes, say, are gone is not up, whatever its server thinks.
    pub(super) fn state(&self) -> TunnelState {
        let state = self.accepted.machine.state(now());
        if !state.is_active()
            && let Some(off) = self.shown_off()
        {
            return off;
        }
        match (state, self.broken) {
            (TunnelState::Connected(details), Some(step)) => {
                let kind = FailureKind::NetworkSetup { step, problem: NetworkProblem::NotKept };
                let cause = Failure::new(kind, Blame::Machine, Retry::NextServer);
                let (phase, server) = (Phase::Configuring, Some(details.server));
                TunnelState::Reconnecting { phase, server, attempt: 1, cause, waiting: None }
            }
            (TunnelState::Connected(mut details), None) => {
                let told = |(what, by): (&NetworkStep, &Option<_>)| Notice::TakenAway { what: *what, by: by.clone() };
                details.notices.insert_all(self.taken_away.iter().map(told));
                TunnelState::Connected(details)
            }
            (state, _) => state,
        }
    }

    /// Something that the tunnel needs is gone, or everything is there again.
    pub(super) fn breaks(&mut self, what: Option<NetworkStep>) {
        if self.broken == what {
            return;
        }
        match what {
            Some(step) => {
                self.log(LogLevel::Warn, &format!("Another program took {step} away, and it cannot be put back"))
            }
            None => self.log(LogLevel::Info, "Everything that the tunnel needs is there again"),
        }
        self.broken = what;
        self.refresh();
    }

    /// Something was taken away and put back. What happens again and again is told of the machine, not of this tunnel.
    pub(super) fn repaired(&mut self, what: NetworkStep, times: u32, by: Option<String>) {
        let often = if times > 1 { format!(", {times} times in ten minutes") } else { String::new() };
        let by = by.map(|program| text::plain(&program));
        let who = by.as_deref().unwrap_or("Another program");
        self.log(LogLevel::Warn, &format!("{who} took {what} away{often}; it was put back"));
        if times > 1 {
            self.taken_away.remove(&what);
        } else {
            self.taken_away.insert(what, by);
        }
        self.refresh();
    }
}
