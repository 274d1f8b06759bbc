//! What goes where, whether it really does, and how much went through: what several tunnels have to do with each other, and what is
//! looked at beside their states.

mod checks;
mod history;
pub(crate) mod overlap;
pub(super) mod ways;

use std::collections::{BTreeMap, BTreeSet};

use profiles::ProfileId;
use vpn_api::{ConnectionId, Proof, contract::Response};

use super::{
    Controller,
    message::{OverviewAsk, OverviewDone},
    parse_id,
};
use crate::{history::History, view::OverviewView};
use checks::Check;
use overlap::Overlap;

/// State of the overview.
pub(super) struct Overview {
    history: History,
    /// What was found last, for each tunnel that is up.
    checks: BTreeMap<ProfileId, Check>,
    /// Looks so far.
    looks: u64,
    /// A look is due at some time already.
    look_is_due: bool,
    /// Counting is due at some time already.
    count_is_due: bool,
    /// The ends of sessions that are waited for or were told.
    ends: BTreeMap<ProfileId, u64>,
    pub(super) overlaps: overlap::Overlaps,
}

impl Overview {
    pub(super) fn new(history: History, overlaps: overlap::Overlaps) -> Self {
        Self {
            history,
            checks: BTreeMap::new(),
            looks: 0,
            look_is_due: false,
            count_is_due: false,
            ends: BTreeMap::new(),
            overlaps,
        }
    }
}

impl Controller {
    /// Whether how much goes through the tunnels is kept.
    fn keeps_history(&self) -> bool {
        self.settings.now.history
    }

    /// Whether tunnels are looked at while somebody sees the window.
    fn checks_live(&self) -> bool {
        self.settings.now.live_check
    }

    pub(super) fn overview_ask(&mut self, ask: OverviewAsk) {
        use super::message::answer;
        match ask {
            OverviewAsk::Check(profile, reply) => answer(reply, parse_id(&profile).map(|id| self.check(&id))),
            OverviewAsk::Reconnect(profile, reply) => {
                answer(reply, self.known(&profile).and_then(|id| self.reconnect(&id)));
            }
            OverviewAsk::Overlap(choice, reply) => answer(reply, self.choose_overlap(choice)),
            OverviewAsk::History(profile, reply) => {
                answer(reply, parse_id(&profile).map(|id| self.history_view(&id)));
            }
            OverviewAsk::ClearHistory(reply) => {
                self.overview.history.clear();
                answer(reply, Ok(()));
            }
        }
    }

    pub(super) fn overview_done(&mut self, done: OverviewDone) {
        match done {
            OverviewDone::Checked { profile, number, outcome } => self.checked(&profile, number, outcome),
            OverviewDone::Look => self.overview.look_is_due = false,
            OverviewDone::Counted(connections) => self.counted(connections),
            OverviewDone::SessionEnds { profile, at } => self.session_ends(&profile, at),
        }
    }

    /// What is kept of profiles that are gone goes with them.
    pub(super) fn forget_overview(&mut self, gone: &BTreeSet<&ConnectionId>) {
        gone.iter().for_each(|id| self.overview.history.forget(id));
        self.overview.history.save();
        self.overview.overlaps.forget(gone);
    }

    /// What follows from whatever has just happened.
    pub(super) fn keep_overview(&mut self) {
        self.forget_checks();
        self.look_at_tunnels();
        self.plan_count();
        self.watch_session_ends();
    }

    pub(super) fn overview_view(&self) -> OverviewView {
        OverviewView {
            ways: ways::build(&self.connections, &|id| self.name_of(id)),
            checked: self.checked_views(),
            overlap: self.overview.overlaps.asked.as_ref().map(Overlap::view),
        }
    }
}

/// The proof of an answer.
fn proof(response: Response) -> Option<Box<Proof>> {
    if let Response::Proof { proof } = response { proof } else { None }
}
