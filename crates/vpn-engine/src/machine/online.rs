//! What the machine does about the network that it is on: waits without one, goes on with one, and finds out what is left of the
//! tunnel after a change.

use vpn_api::{Blame, Connectivity, Failure, FailureKind, Offline, Phase, Retry, Waiting, contract::LogLevel};

use super::{Effect, Machine, Stage, State, Trying, Up, step::Step};

impl Machine {
    /// Whether nothing can leave this machine for the servers.
    pub(super) fn is_offline(&self) -> Option<Offline> {
        match self.online {
            Connectivity::Offline(why) => Some(why),
            Connectivity::Up | Connectivity::SignIn { .. } => None,
        }
    }

    /// Whether nothing is tried until the network is another one.
    pub(super) fn is_held(&self) -> bool {
        self.online != Connectivity::Up
    }

    /// Whether a tunnel is up whose server was not heard since the network changed.
    pub(crate) fn is_in_doubt(&self) -> bool {
        matches!(&self.state, State::Connected(up) if up.doubt.is_some())
    }

    /// What a tunnel waits for that is up and whose server is not heard. One whose server is heard needs no sign-in.
    pub(super) fn waiting_up(&self, up: &Up) -> Option<Waiting> {
        match &self.online {
            Connectivity::Offline(why) => Some(Waiting::Network(*why)),
            Connectivity::SignIn { page } if up.unproved || up.silent.is_some() || up.doubt.is_some() => {
                Some(Waiting::NetworkSignIn { page: page.clone() })
            }
            Connectivity::SignIn { .. } | Connectivity::Up => None,
        }
    }

    pub(super) fn waiting(&self, trying: &Trying, now: std::time::Instant) -> Option<Waiting> {
        match (&trying.stage, &self.online) {
            (Stage::Waiting { .. } | Stage::Session { pending: None, .. }, Connectivity::Offline(why)) => {
                Some(Waiting::Network(*why))
            }
            (Stage::Waiting { .. }, Connectivity::SignIn { page }) => {
                Some(Waiting::NetworkSignIn { page: page.clone() })
            }
            (Stage::Waiting { until }, Connectivity::Up) => {
                let left = until.saturating_duration_since(now).as_millis();
                Some(Waiting::NextTry { left_ms: u64::try_from(left).unwrap_or(u64::MAX) })
            }
            (Stage::Session { .. }, Connectivity::Offline(_) | Connectivity::SignIn { .. } | Connectivity::Up)
            | (Stage::Resolving { .. } | Stage::Asking { .. }, _) => None,
        }
    }
}

impl Step<'_> {
    pub(super) fn online(&mut self, online: Connectivity) {
        if self.machine.online == online {
            return;
        }
        let was_offline = self.machine.is_offline().is_some();
        self.machine.online = online;
        if self.machine.is_offline().is_some() {
            if !was_offline {
                self.lost();
            }
        } else {
            if self.machine.is_held() {
                self.stop_what_is_silent();
            }
            self.reached(was_offline);
        }
    }

    /// There is no network any more.
    fn lost(&mut self) {
        if self.machine.target() == vpn_api::Target::Tunnelled {
            self.log(LogLevel::Info, "No network; waiting for one");
        }
        if let State::Connected(up) = &mut self.machine.state {
            up.doubt = None;
        }
        self.stop_what_is_silent();
    }

    /// Ends an attempt that nobody has answered. A server that has not answered has nothing to remember; one that has may still know
    /// us in a moment.
    fn stop_what_is_silent(&mut self) {
        let now = self.now;
        if let State::Connecting(trying) | State::Reconnecting(trying) = &mut self.machine.state {
            match trying.stage {
                Stage::Resolving { .. } => trying.stage = Stage::Waiting { until: now },
                Stage::Session { attempt, phase: Phase::Contacting, pending: None, .. } => {
                    trying.stage = Stage::Waiting { until: now };
                    self.effects.push(Effect::AbortSession { attempt });
                }
                Stage::Session { .. } | Stage::Waiting { .. } | Stage::Asking { .. } => {}
            }
        }
    }

    /// There is a network, or it leads further than before.
    fn reached(&mut self, was_offline: bool) {
        self.begin_anew();
        let until = self.now + self.settings.back;
        match &mut self.machine.state {
            State::Connecting(trying) | State::Reconnecting(trying) => match trying.stage {
                Stage::Waiting { .. } => self.go_on_at_once(),
                Stage::Session { attempt, .. } if was_offline => {
                    self.effects.push(Effect::TellNetworkChanged { attempt });
                }
                Stage::Session { .. } | Stage::Resolving { .. } | Stage::Asking { .. } => {}
            },
            State::Connected(up) => {
                if was_offline {
                    (up.doubt, up.unproved) = (Some(until), true);
                }
                let attempt = up.attempt;
                self.effects.push(Effect::TellNetworkChanged { attempt });
                self.log(LogLevel::Info, "There is a network; checking the tunnel");
            }
            State::Disconnected { .. } | State::Disconnecting(_) | State::Blocked { .. } => {}
        }
    }

    pub(super) fn network_changed(&mut self) {
        self.doubted("The network changed; checking the tunnel");
    }

    /// The machine was asleep, and no clock of the engine counted that.
    pub(super) fn woke(&mut self) {
        self.doubted("The machine was asleep; checking the tunnel");
        if self.machine.resolving().is_some() {
            self.attempt_again();
        }
    }

    fn doubted(&mut self, why: &str) {
        self.begin_anew();
        if self.machine.is_offline().is_some() {
            return;
        }
        match &mut self.machine.state {
            State::Connecting(trying) | State::Reconnecting(trying) => match trying.stage {
                Stage::Waiting { .. } => self.go_on_at_once(),
                Stage::Session { attempt, .. } => self.effects.push(Effect::TellNetworkChanged { attempt }),
                // A look-up is short, and a question does not depend on the network.
                Stage::Resolving { .. } | Stage::Asking { .. } => {}
            },
            State::Connected(up) => {
                let attempt = up.attempt;
                // Changes come in bursts; the first one's deadline counts, or a long burst would put it off for ever.
                if let Some(keepalive) = self.machine.keepalive {
                    let until = self.now + self.settings.recover.max(keepalive.saturating_mul(2));
                    up.doubt.get_or_insert(until);
                }
                self.effects.push(Effect::TellNetworkChanged { attempt });
                self.log(LogLevel::Info, why);
            }
            State::Disconnected { .. } | State::Disconnecting(_) | State::Blocked { .. } => {}
        }
    }

    /// What was found out about servers was found out on another network.
    fn begin_anew(&mut self) {
        self.machine.backoffs.reset();
        if let State::Connecting(Trying { stage: Stage::Waiting { .. }, .. })
        | State::Reconnecting(Trying { stage: Stage::Waiting { .. }, .. }) = &self.machine.state
        {
            self.machine.rotation.begin_anew();
        }
    }

    /// The next try, without the rest of the wait before it.
    fn go_on_at_once(&mut self) {
        // Another network does not make a sign-in right that was turned away.
        if self.sign_in_gate().is_none() {
            self.attempt_again();
        }
    }

    /// The person does not want to wait. A network that wants somebody to sign in may let the server through all the same.
    pub(super) fn try_now(&mut self) {
        self.machine.backoffs.reset();
        self.machine.after_sign_in.reset();
        if let State::Connecting(Trying { stage: Stage::Waiting { .. }, .. })
        | State::Reconnecting(Trying { stage: Stage::Waiting { .. }, .. }) = &self.machine.state
            && self.machine.is_offline().is_none()
        {
            self.log(LogLevel::Info, "Trying now");
            self.asked = true;
            self.attempt_again();
        }
    }

    pub(super) fn heard(&mut self) {
        if let State::Connected(up) = &mut self.machine.state
            && up.doubt.take().is_some()
        {
            up.unproved = false;
            self.log(LogLevel::Info, "The tunnel is as it was");
        }
    }
}

/// Why a tunnel does not carry anything at the moment.
pub(super) fn no_network() -> Failure {
    Failure::new(FailureKind::NoNetwork, Blame::Network, Retry::NextServer)
}
