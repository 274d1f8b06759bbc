//! Pings, silence, tunnels that nobody uses, and those through which nothing comes that can be read.

use std::time::{Duration, Instant};

use ovpn_settings::{AfterSilence, Silence};
use vpn_api::{Blame, Failure, FailureKind, Output, Retry};

use super::{LINK, Session, State};
use crate::data::Unreadable;

/// How soon to connect again to a server whose packets cannot be read: somebody has to change an option first.
const OPTIONS_CHANGE_SLOWLY: Duration = Duration::from_secs(10);

impl Session {
    /// Pings, and notices silence.
    pub(super) fn keepalive(&mut self, now: Instant) -> Result<(), Failure> {
        if self.data.judged_at().is_some_and(|at| now >= at)
            && let Some(failure) = self.judge()
        {
            return Err(failure);
        }
        if let Some((at, after, retry)) = self.silence_limit()
            && now >= at
        {
            if self.data.unreadable().is_some() && retry != Retry::Never {
                return Err(self.nothing_readable());
            }
            let kind = FailureKind::KeepaliveTimeout { seconds: after.as_secs() };
            return Err(Failure::new(kind, Blame::Network, retry));
        }
        if let Some((at, limit)) = self.idle_limit()
            && now >= at
        {
            let kind = FailureKind::TunnelIdle { seconds: limit.as_secs() };
            self.part(now, Failure::new(kind, Blame::Server, Retry::Never));
            return Ok(());
        }
        if self.ping_due().is_some_and(|at| now >= at) {
            // A key that is used up seals nothing; the next try is a ping's time away, not at once.
            self.pinged = now;
            let ping = self.data.seal_ping(now);
            self.out.extend(ping.map(|frame| Output::Transmit(LINK, frame)));
        }
        Ok(())
    }

    /// Ends a session through which nothing comes that can be read. What cannot even be opened may be anybody's: it counts only
    /// beside an option that explains it.
    fn judge(&mut self) -> Option<Failure> {
        match self.data.judge()? {
            Unreadable::Senseless => Some(self.nothing_readable()),
            Unreadable::Forged => self.running.differs.protection.is_some().then(|| self.nothing_readable()),
        }
    }

    fn nothing_readable(&self) -> Failure {
        let differs = &self.running.differs;
        let differs = match self.data.unreadable() {
            Some(Unreadable::Forged) => differs.protection.clone(),
            Some(Unreadable::Senseless) | None => differs.framing.clone(),
        };
        let retry = Retry::After(OPTIONS_CHANGE_SLOWLY);
        Failure::new(FailureKind::NothingReadable { differs }, Blame::Profile, retry)
    }

    pub(super) fn ping_due(&self) -> Option<Instant> {
        let every = self.agreed.as_ref()?.ping?;
        // Without a key nothing can be sent, and the session is about to end.
        self.data.sending_key()?;
        Some(self.data.last_sent()?.max(self.pinged) + every)
    }

    /// When silence ends the session, after how long, and what follows.
    pub(super) fn silence_limit(&self) -> Option<(Instant, Duration, Retry)> {
        let agreed = self.agreed.as_ref().filter(|_| self.state == State::Connected)?;
        let heard = self.data.last_received()?.max(self.control_heard);
        let Silence { after, then } = agreed.silence?;
        let retry = match then {
            AfterSilence::Restart => Retry::After(Duration::from_secs(1)),
            AfterSilence::Exit => Retry::Never,
        };
        Some((heard + after, after, retry))
    }

    /// When the tunnel was not used for too long, and how long that is.
    pub(super) fn idle_limit(&self) -> Option<(Instant, Duration)> {
        self.data.idle_at().filter(|_| self.state == State::Connected)
    }

    /// How often the server is heard at least. A server's `keepalive` gives it the same ping interval that it pushes; a time
    /// to restart beside it says that the server does ping (docs/protocol/openvpn.md §6).
    pub(super) fn keepalive_of_server(&self) -> Option<Duration> {
        let agreed = self.agreed.as_ref()?;
        agreed.ping.filter(|_| agreed.silence.is_some())
    }
}
