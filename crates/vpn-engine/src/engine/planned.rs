//! The plans that are made so, in the order in which their tunnels came up, and what follows from them for the machine.

use std::sync::PoisonError;

use vpn_api::{NetworkPlan, Ways, contract::Event, ways::TunnelName};

use super::{messages::Key, table::ConnectionTable};
use crate::ways::{Named, ways};

#[derive(Debug, Default)]
pub(super) struct Planned {
    plans: Vec<Named>,
    ways: Ways,
}

impl ConnectionTable {
    /// The plan of a connection is made so from here on; None: it has none any more. `one_list` as in [`Ways`].
    pub(super) fn planned(&self, key: &Key, plan: Option<&NetworkPlan>, one_list: bool) {
        let tunnel = TunnelName { owner: key.0.clone(), connection: key.1.clone() };
        let mut planned = self.planned.lock().unwrap_or_else(PoisonError::into_inner);
        let known = planned.plans.iter_mut().find(|(of, _)| *of == tunnel);
        match (known, plan) {
            (Some((_, known)), Some(plan)) => known.clone_from(plan),
            (None, Some(plan)) => planned.plans.push((tunnel, plan.clone())),
            (Some(_), None) => planned.plans.retain(|(of, _)| *of != tunnel),
            (None, None) => return,
        }
        let ways = ways(&planned.plans, one_list);
        if ways != planned.ways {
            planned.ways.clone_from(&ways);
            // Sent under the lock, so that the newest is told last.
            self.tell_all(Event::Ways(Box::new(ways)));
        }
    }

    /// What goes where.
    pub(super) fn ways(&self) -> Ways {
        self.planned.lock().unwrap_or_else(PoisonError::into_inner).ways.clone()
    }

    /// The plans that are made so, the tunnel that was up first in front.
    pub(super) fn plans(&self) -> Vec<Named> {
        self.planned.lock().unwrap_or_else(PoisonError::into_inner).plans.clone()
    }
}
