//! A connection that is wanted and not to be up in the network that the machine is in: its tunnel is taken down, nothing is held
//! back for it, and it is begun anew elsewhere.

use tokio::sync::watch;
use vpn_api::{CloseReason, NetworkCondition, Phase, TunnelState, Waiting, contract::LogLevel};

use super::{
    active::{ActiveConnection, EndedBy},
    machine_state::{MachineState, SeenOfMachine},
    now,
    place::{Off, Place, Standing},
};
use crate::{
    machine::{Machine, MachineInput},
    platform::Platform,
    sockets::Tell,
};

impl<P: Platform> ActiveConnection<'_, P> {
    /// Watches for the network in which this connection is to be up.
    pub(super) fn place(&self, machine: &watch::Receiver<MachineState>) -> Place {
        let Some(NetworkCondition { rule, proof }) = self.accepted.request.options.network else {
            return Place::anywhere();
        };
        let (platform, wanting) = (self.platform.clone(), self.wanting.clone());
        let looks = |machine: &MachineState| machine.changes.wrapping_add(machine.wakes);
        Place::watch(rule, (machine.clone(), looks), move || {
            let wanting = wanting.clone();
            platform.proves(proof, Tell::new(move |addresses| wanting.reaches(addresses)))
        })
    }

    /// Begins, where that is allowed.
    pub(super) fn begin_at(&mut self, standing: Standing, fresh: &Machine) {
        self.off = self.accepted.request.options.network.map(|condition| Off::Asking(condition.rule));
        match self.off {
            None => self.begin_anew(),
            Some(_) => self.stands(standing, fresh),
        }
    }

    fn begin_anew(&mut self) {
        self.seen = SeenOfMachine::default();
        self.begin_to_watch();
        self.step(MachineInput::Connect);
    }

    /// Something else is known of the network.
    pub(super) fn stands(&mut self, standing: Standing, fresh: &Machine) {
        let rule = self.accepted.request.options.network.map(|condition| condition.rule);
        match (standing, rule) {
            (Standing::Elsewhere, Some(rule)) if self.off != Some(Off::Elsewhere(rule)) => {
                if self.off.is_none() {
                    self.log(LogLevel::Info, "The tunnel is not used in this network");
                }
                self.off = Some(Off::Elsewhere(rule));
                if self.accepted.machine.state(now()).is_active() {
                    self.step(MachineInput::Disconnect(CloseReason::User));
                }
            }
            (Standing::Unknown, Some(rule)) => self.off = self.off.map(|_| Off::Asking(rule)),
            (Standing::Allowed, _) => self.off = self.off.map(|_| Off::Returning),
            (Standing::Elsewhere | Standing::Unknown, _) => {}
        }
        self.settle(fresh);
    }

    /// Does what follows once the tunnel is down.
    pub(super) fn settle(&mut self, fresh: &Machine) {
        if self.accepted.machine.state(now()).is_active() {
            return;
        }
        match self.off {
            None => {}
            // Traffic flows here as without a tunnel; where that is not known, it is held back as if there was one.
            Some(Off::Elsewhere(_)) => self.wanting.pauses(true),
            Some(Off::Asking(_)) => self.wanting.pauses(false),
            Some(Off::Returning) => {
                self.wanting.pauses(false);
                self.off = None;
                self.accepted.machine = fresh.clone();
                return self.begin_anew();
            }
        }
        self.refresh();
    }

    /// Whether there is something to do: a tunnel, the way to one, or another network to wait for.
    pub(super) fn goes_on(&self) -> bool {
        self.off.is_some() || self.accepted.machine.state(now()).is_active()
    }

    /// Somebody ends it, also where it is off.
    pub(super) fn ends(&mut self, by: EndedBy, reason: CloseReason) {
        self.ended_by = by;
        self.off = None;
        self.step(MachineInput::Disconnect(reason));
    }

    /// What is shown while it is off.
    pub(super) fn shown_off(&self) -> Option<TunnelState> {
        let (Off::Asking(rule) | Off::Elsewhere(rule)) = self.off? else { return None };
        let waiting = Some(Waiting::OtherNetwork(rule));
        let (phase, server, attempt, last_failure) = (Phase::Resolving, None, 0, None);
        Some(TunnelState::Connecting { phase, server, attempt, last_failure, waiting })
    }
}
