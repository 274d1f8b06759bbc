//! The plans that are made so, in the order in which their tunnels came up, and what follows from them for the machine.

use vpn_api::{NetworkPlan, Ways, ways::TunnelName};

use super::messages::Key;
use crate::ways::{Named, ways};

#[derive(Debug, Default)]
pub(super) struct Planned {
    /// The tunnel that was up first in front.
    pub(super) plans: Vec<Named>,
    /// What goes where.
    pub(super) ways: Ways,
}

impl Planned {
    /// The plan of a connection is made so from here on; None: it has none any more. `one_list` as in [`Ways`], looked up where something changes. Gives what goes
    /// where, if that is news.
    pub(super) fn set(
        &mut self,
        key: &Key,
        plan: Option<&NetworkPlan>,
        one_list: impl FnOnce() -> bool,
    ) -> Option<Ways> {
        let tunnel = TunnelName { owner: key.0.clone(), connection: key.1.clone() };
        let known = self.plans.iter_mut().find(|(of, _)| *of == tunnel);
        match (known, plan) {
            (Some((_, known)), Some(plan)) => known.clone_from(plan),
            (None, Some(plan)) => self.plans.push((tunnel, plan.clone())),
            (Some(_), None) => self.plans.retain(|(of, _)| *of != tunnel),
            (None, None) => return None,
        }
        let ways = ways(&self.plans, one_list());
        let is_news = ways != self.ways;
        self.ways = ways;
        is_news.then(|| self.ways.clone())
    }
}
