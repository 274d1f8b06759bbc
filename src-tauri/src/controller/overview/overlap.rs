//! What two tunnels both want, told before the second one is connected, with a choice.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use ipnet::IpNet;
use profiles::ProfileId;
use serde::{Deserialize, Serialize};
use vpn_api::{ConnectionId, TunnelState};

use crate::{
    controller::{Controller, connections::Connections},
    kept_file,
    strings::{self, Value},
    view::{MessageView, OverlapChoice, OverlapView},
};

/// Networks that are told one by one.
const TOLD: usize = 5;
/// Pairs that are kept.
const MAX_ACCEPTED: usize = 1000;
/// A larger file is none of ours.
const MAX_FILE: u64 = 64 << 20;

/// What a tunnel takes, as far as it is known before it is up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::controller) struct Wants {
    /// All IPv4 traffic.
    pub(in crate::controller) all: bool,
    /// Networks.
    pub(in crate::controller) networks: BTreeSet<IpNet>,
}

/// Overlaps.
#[derive(Debug, Default)]
pub(crate) struct Overlaps {
    path: PathBuf,
    kept: Kept,
    /// What a person is asked.
    pub(super) asked: Option<Overlap>,
    /// Profiles that are connected without a question the next time.
    pass: BTreeSet<ProfileId>,
}

/// What lasts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    /// What is known of each profile from its last tunnel.
    wants: BTreeMap<ConnectionId, Wants>,
    /// Pairs that are to be up side by side, as a person chose.
    accepted: Vec<Accepted>,
}

/// A pair, the lesser id first, and what both want: networks, and all traffic as none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Accepted {
    pair: (ConnectionId, ConnectionId),
    both: BTreeSet<Option<IpNet>>,
}

impl Overlaps {
    /// Reads the file, which need not exist.
    pub(crate) fn open(path: PathBuf) -> Self {
        let kept = kept_file::read(&path, MAX_FILE).unwrap_or_default();
        Self { path, kept, ..Self::default() }
    }

    /// The next time that this profile is connected, nothing is asked.
    pub(in crate::controller) fn pass(&mut self, id: &ProfileId) {
        self.pass.insert(id.clone());
    }

    fn accepted(&self, pair: &(ConnectionId, ConnectionId)) -> Option<&BTreeSet<Option<IpNet>>> {
        self.kept.accepted.iter().find(|accepted| accepted.pair == *pair).map(|accepted| &accepted.both)
    }

    fn accept(&mut self, pair: (ConnectionId, ConnectionId), both: BTreeSet<Option<IpNet>>) {
        self.change(|kept| {
            kept.accepted.retain(|accepted| accepted.pair != pair);
            kept.accepted.push(Accepted { pair, both });
            let over = kept.accepted.len().saturating_sub(MAX_ACCEPTED);
            kept.accepted.drain(..over);
        });
    }

    fn learn(&mut self, id: &ConnectionId, wants: Wants) {
        self.change(|kept| drop(kept.wants.insert(id.clone(), wants)));
    }

    /// Forgets profiles that are gone.
    pub(super) fn forget(&mut self, gone: &BTreeSet<&ConnectionId>) {
        self.change(|kept| {
            kept.wants.retain(|id, _| !gone.contains(id));
            kept.accepted.retain(|accepted| !gone.contains(&accepted.pair.0) && !gone.contains(&accepted.pair.1));
        });
    }

    fn change(&mut self, change: impl FnOnce(&mut Kept)) {
        let before = self.kept.clone();
        change(&mut self.kept);
        if before != self.kept
            && !self.path.as_os_str().is_empty()
            && let Err(error) = kept_file::write(&self.path, &self.kept)
        {
            tracing::warn!(%error, "what tunnels take could not be kept");
        }
    }
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::controller) struct Overlap {
    profile: ProfileId,
    others: Vec<(ProfileId, Vec<Shared>)>,
    view: OverlapView,
}

impl Overlap {
    pub(super) fn view(&self) -> OverlapView {
        self.view.clone()
    }
}

/// What both want.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Shared {
    /// All traffic: it stays with the one that is up.
    All,
    /// A network that stays with the one that is up.
    Stays(IpNet),
    /// A network within what the new one wants, which stays with the one that is up.
    StaysWithin(IpNet),
    /// A network within what the one that is up has, which the new one gets.
    Goes(IpNet),
}

impl Shared {
    /// The network that both want; none: all traffic. The same whichever of both is up.
    fn network(&self) -> Option<IpNet> {
        match self {
            Self::All => None,
            Self::Stays(network) | Self::StaysWithin(network) | Self::Goes(network) => Some(*network),
        }
    }
}

/// What both want, the most important first.
fn shared(new: &Wants, up: &Wants) -> Vec<Shared> {
    let mut shared = BTreeSet::new();
    if new.all && up.all {
        shared.insert(Shared::All);
    }
    for network in &new.networks {
        for other in &up.networks {
            if network == other {
                shared.insert(Shared::Stays(*network));
            } else if network.contains(other) {
                shared.insert(Shared::StaysWithin(*other));
            } else if other.contains(network) {
                shared.insert(Shared::Goes(*network));
            }
        }
    }
    shared.into_iter().collect()
}

fn line(shared: &Shared, name: &str, other: &str) -> String {
    let (id, network) = match shared {
        Shared::All => ("overlap-all-stays", None),
        Shared::Stays(network) => ("overlap-stays", Some(network)),
        Shared::StaysWithin(network) => ("overlap-stays-wider", Some(network)),
        Shared::Goes(network) => ("overlap-goes", Some(network)),
    };
    let mut values = vec![("name", Value::from(name.to_owned())), ("other", Value::from(other.to_owned()))];
    values.extend(network.map(|network| ("network", Value::from(network.to_string()))));
    strings::text(id, &values)
}

/// What the tunnel of a profile takes while it is up or comes back.
fn wants(connections: &Connections, id: &ProfileId, known: Option<&Wants>) -> Option<Wants> {
    match &connections.connection(id)?.state {
        TunnelState::Connected(details) => {
            Some(Wants { all: details.all_ipv4, networks: details.networks.iter().map(IpNet::trunc).collect() })
        }
        TunnelState::Reconnecting { .. } | TunnelState::Blocked { .. } => known.cloned(),
        TunnelState::Disconnected { .. } | TunnelState::Connecting { .. } | TunnelState::Disconnecting => None,
    }
}

impl Controller {
    /// Remembers what a tunnel takes that has come up.
    pub(in crate::controller) fn learn_wants(&mut self, id: &ProfileId) {
        if let Some(wants) = wants(&self.connections, id, None) {
            self.overview.overlaps.learn(id.connection(), wants);
        }
    }

    /// Asks about the overlaps of a profile that is about to be connected. False: there are none that were not accepted.
    pub(in crate::controller) fn asks_overlap(&mut self, id: &ProfileId, takes_all: bool) -> bool {
        if self.overview.overlaps.pass.remove(id) {
            return false;
        }
        let overlaps = &self.overview.overlaps;
        let known = overlaps.kept.wants.get(id.connection());
        let new = Wants { all: takes_all, networks: known.map(|known| known.networks.clone()).unwrap_or_default() };
        let active = self.connections.active().map(|snapshot| ProfileId::from(snapshot.connection.clone()));
        let others: Vec<(ProfileId, Vec<Shared>)> = active
            .filter(|other| other != id)
            .filter_map(|other| {
                let up = wants(&self.connections, &other, overlaps.kept.wants.get(other.connection()))?;
                let shared = shared(&new, &up);
                let accepted = overlaps.accepted(&pair(id, &other));
                let is_known = |one: &Shared| accepted.is_some_and(|accepted| accepted.contains(&one.network()));
                let is_news = !shared.iter().all(is_known);
                is_news.then_some((other, shared))
            })
            .collect();
        let Some((first, _)) = others.first() else { return false };
        let (name, other) = (self.name_of(id), self.name_of(first));
        let lines: Vec<String> = others
            .iter()
            .flat_map(|(of, shared)| shared.iter().map(|one| line(one, &name, &self.name_of(of))).collect::<Vec<_>>())
            .collect();
        let all = others.iter().any(|(_, shared)| shared.contains(&Shared::All));
        let values = [("name", Value::from(name)), ("other", Value::from(other))];
        let more = lines.len().saturating_sub(TOLD);
        let told = lines.into_iter().take(TOLD);
        let more = (more > 0).then(|| strings::text("overlap-more", &[("count", Value::from(more))]));
        let view = OverlapView {
            profile: id.to_string(),
            title: strings::text(if all { "overlap-title-all" } else { "overlap-title" }, &values),
            lines: told.chain(more).collect(),
            both: strings::text("overlap-both", &[]),
            instead: strings::text("overlap-instead", &values),
        };
        self.overview.overlaps.asked = Some(Overlap { profile: id.clone(), others, view });
        self.services.shell.focus_window();
        true
    }

    pub(in crate::controller) fn choose_overlap(&mut self, choice: OverlapChoice) -> Result<(), MessageView> {
        let Some(Overlap { profile, others, view: _ }) = self.overview.overlaps.asked.take() else { return Ok(()) };
        match choice {
            OverlapChoice::Cancel => Ok(()),
            OverlapChoice::Both => {
                for (other, shared) in &others {
                    let both = shared.iter().map(Shared::network).collect();
                    self.overview.overlaps.accept(pair(&profile, other), both);
                }
                self.connect(&profile)
            }
            OverlapChoice::Instead => {
                others.iter().for_each(|(other, _)| self.disconnect(other));
                self.overview.overlaps.pass(&profile);
                self.connect(&profile)
            }
        }
    }
}

/// Both ways round it is the same pair.
fn pair(one: &ProfileId, other: &ProfileId) -> (ConnectionId, ConnectionId) {
    let (one, other) = (one.connection().clone(), other.connection().clone());
    if one <= other { (one, other) } else { (other, one) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn takes(all: bool, networks: &[&str]) -> Wants {
        Wants { all, networks: networks.iter().map(|network| network.parse().unwrap()).collect() }
    }

    #[test]
    fn only_what_both_name_is_an_overlap() {
        let (full, office) = (takes(true, &[]), takes(false, &["10.20.0.0/16", "10.8.0.0/24"]));
        assert!(shared(&full, &office).is_empty() && shared(&office, &full).is_empty(), "the smaller network wins");
        assert_eq!(shared(&full, &full), [Shared::All]);
        let net = |text: &str| text.parse::<IpNet>().unwrap();
        let customer = takes(false, &["10.20.0.0/16", "10.8.0.128/25", "172.16.0.0/12"]);
        let both = [Shared::Stays(net("10.20.0.0/16")), Shared::Goes(net("10.8.0.128/25"))];
        assert_eq!(shared(&customer, &office), both);
        let other_way = [Shared::Stays(net("10.20.0.0/16")), Shared::StaysWithin(net("10.8.0.128/25"))];
        assert_eq!(shared(&office, &customer), other_way);
        let networks = |shared: &[Shared]| shared.iter().map(Shared::network).collect::<BTreeSet<_>>();
        assert_eq!(networks(&both), networks(&other_way), "the same, whichever is up");
        for one in both.iter().chain(&[Shared::All]) {
            assert!(line(one, "Customer", "Office").contains("Office") || *one == both[1]);
        }
    }

    #[test]
    fn what_was_chosen_lasts() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("overlaps.json");
        let (a, b) = (ProfileId::from(ConnectionId::of_file("a")), ProfileId::from(ConnectionId::of_file("b")));
        let mut overlaps = Overlaps::open(path.clone());
        let both: BTreeSet<_> = [None, Some("10.0.0.0/8".parse().unwrap())].into();
        overlaps.accept(pair(&b, &a), both.clone());
        overlaps.learn(a.connection(), takes(true, &["10.0.0.0/8"]));
        let again = Overlaps::open(path.clone());
        assert_eq!((again.accepted(&pair(&a, &b)), &again.kept), (Some(&both), &overlaps.kept));
        std::fs::write(&path, "{").unwrap();
        assert_eq!(Overlaps::open(path).kept, Kept::default());
    }
}
