//! What is wanted on this machine: the connections, what was kept for them, and the lock. What has to outlive this process is
//! written before anything follows from it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    io::Read,
    net::IpAddr,
    path::{Path, PathBuf},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use netconf::{BadPlan, INTENT, NetError, files};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tokio::{sync::mpsc, time::Instant};
use vpn_api::{
    ConnectionId, NetworkPlan, Owner, Protection, ProtectionRequest, ProtectionSettings, TunnelSlot,
    protection::{MAX_ENTRIES, PORTAL_SECONDS, SIGN_IN_SECONDS},
};

use crate::{
    owners::{self, Claim},
    protection::{Facts, Wanted, takes_all},
    request::{Hold, MAX_KEPT, PrivilegedEvent, Refusal, Want},
};

/// Events that may wait for a listener.
const EVENTS: usize = 256;
/// Far more than 16 connections with all their servers.
const MAX_FILE: u64 = 4 << 20;
const SETTINGS: &str = "protection.json";
/// A plan with more routes is not written: without it, traffic is held back until the plan is said again.
const MAX_WRITTEN_ROUTES: usize = 1024;

/// A connection that is wanted, as it is written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    want: Want,
    was_up: bool,
    /// What its tunnel was made so, for a successor to whom it is still there.
    #[serde(default)]
    plan: Option<NetworkPlan>,
}

impl Written {
    /// The plan, if its interface is still there: somebody else holds it, and its routes are kept ([`crate::recover`]).
    fn plan_that_is_kept(&mut self) -> Option<NetworkPlan> {
        let plan = self.plan.take().filter(|plan| plan.slot == self.want.slot)?;
        let name = &plan.interface.as_ref()?.name;
        Path::new("/sys/class/net").join(name).exists().then_some(plan)
    }
}

/// What is wanted on this machine. One for each machine.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    state_dir: PathBuf,
    facts: Facts,
    /// Connections that were said by the engine that runs, not read.
    said: BTreeSet<TunnelSlot>,
    /// When exceptions end, on the clock that nobody sets.
    ends: Vec<(Instant, Ending)>,
    protection: Protection,
    listeners: Vec<mpsc::Sender<PrivilegedEvent>>,
    /// How often each tunnel was taken back: what was asked for before is not made any more.
    undone: BTreeMap<TunnelSlot, u64>,
    /// Those of the uplinks, as the engine said last.
    pub(crate) name_servers: BTreeSet<IpAddr>,
    /// Some of what is wanted is not written, or not on the disk yet.
    pub(crate) unwritten: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Ending {
    SignIn(TunnelSlot),
    Portal(Owner),
}

impl Ledger {
    /// As an earlier process left it. A file that cannot be read protects: settings that are there and not understood count as
    /// [`vpn_api::Lock::Always`], and connections that are not understood as one that takes all traffic.
    pub(crate) fn load(state_dir: &Path) -> Self {
        let mut facts = Facts::default();
        match read::<ProtectionSettings>(&state_dir.join(SETTINGS)) {
            Ok(settings) => facts.settings = settings.unwrap_or_default(),
            Err(error) => {
                tracing::error!(%error, "the settings of the lock cannot be read; traffic is held back");
                facts.settings.lock = vpn_api::Lock::Always;
            }
        }
        match read::<Vec<Written>>(&state_dir.join(INTENT)) {
            Ok(written) => {
                for mut written in written.unwrap_or_default() {
                    let (slot, plan) = (written.want.slot, written.plan_that_is_kept());
                    facts.up.extend(plan.map(|plan| (slot, plan)));
                    let Written { want, was_up, .. } = written;
                    let want = Want { signs_in: false, ..want };
                    facts.wanted.insert(slot, Wanted { want, was_up, sign_in: None });
                }
            }
            Err(error) => {
                tracing::error!(%error, "what is wanted cannot be read; traffic is held back");
                facts.unknown = true;
            }
        }
        let protection = facts.protection();
        Self { state_dir: state_dir.to_owned(), facts, protection, ..Self::default() }
    }

    /// Everything that decides about the lock.
    pub(crate) fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The name servers of the uplinks are these. `true`: they are let out just now.
    pub(crate) fn know_name_servers(&mut self, servers: impl Iterator<Item = IpAddr>) -> bool {
        self.name_servers = servers.collect();
        !self.facts.exceptions().is_empty()
    }

    /// Records what is wanted. What was kept stays unless there is something new to keep.
    pub(crate) fn want(&mut self, mut want: Want) -> Result<(), Refusal> {
        if want.kept.as_ref().is_some_and(|kept| kept.expose().len() > MAX_KEPT) {
            return Err(Refusal::TooLarge);
        }
        if let Some(owner) = owners::held_by(&want, self.wants()) {
            return Err(Refusal::InUse { owner: owner.clone() });
        }
        let slot = want.slot;
        let same = |other: &Want| other.connection == want.connection && other.owner == want.owner;
        let before = self.facts.wanted.get(&slot).filter(|wanted| same(&wanted.want)).cloned();
        let elsewhere = self.facts.wanted.iter().find(|(at, wanted)| **at != slot && same(&wanted.want));
        let elsewhere = elsewhere.map(|(at, _)| *at);
        if let Some(before) = &before {
            want.kept = want.kept.or_else(|| before.want.kept.clone());
        }
        let (was_up, mut sign_in) = before.as_ref().map_or((false, None), |known| (known.was_up, known.sign_in));
        let signed_in = before.as_ref().is_some_and(|known| known.want.signs_in);
        if want.signs_in && !signed_in {
            sign_in = Some(unix_now() + SIGN_IN_SECONDS);
            self.ends.push((Instant::now() + Duration::from_secs(SIGN_IN_SECONDS), Ending::SignIn(slot)));
        } else if !want.signs_in {
            sign_in = None;
            self.ends.retain(|(_, ending)| *ending != Ending::SignIn(slot));
        }
        let after = Wanted { want, was_up, sign_in };
        self.said.insert(slot);
        if before.as_ref() == Some(&after) {
            return Ok(());
        }
        let mut facts = self.facts.clone();
        facts.unknown = false;
        // A connection has one tunnel.
        if let Some(elsewhere) = elsewhere {
            facts.wanted.remove(&elsewhere);
        }
        facts.wanted.insert(slot, after);
        self.adopt(facts)
    }

    /// Forgets a connection, and its tunnel.
    pub(crate) fn unwant(&mut self, slot: TunnelSlot) -> Result<(), Refusal> {
        self.take_back(slot);
        let mut facts = self.facts.clone();
        facts.unknown = false;
        facts.wanted.remove(&slot);
        facts.up.remove(&slot);
        self.ends.retain(|(_, ending)| *ending != Ending::SignIn(slot));
        self.said.remove(&slot);
        self.adopt(facts)
    }

    /// Takes what is new. Which connections are wanted, and which of them hold traffic back, is written before anything follows from
    /// it, and is on the disk where something is held back: the machine's next start has to know it. The rest, their servers and
    /// plans, is written later: a successor that does not know them holds more back.
    fn adopt(&mut self, facts: Facts) -> Result<(), Refusal> {
        let soon = held_back(&facts) == held_back(&self.facts);
        let grows = facts.wanted.keys().any(|slot| !self.facts.wanted.contains_key(slot));
        self.unwritten |= !soon || written(&facts) != written(&self.facts);
        let before = std::mem::replace(&mut self.facts, facts);
        let lasting = self.facts.wanted.values().any(|wanted| wanted.want.hold == Hold::Yes);
        match if soon { Ok(()) } else { self.write_down(lasting) } {
            Err(error) if grows => {
                self.facts = before;
                Err(self.unwritten(INTENT, error))
            }
            // What is wanted less is not held up by a disk that is full: it counts, and is written the next time.
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Writes what is not written yet. `lasting`: and waits for the disk, which is left for later otherwise.
    pub(crate) fn write_down(&mut self, lasting: bool) -> io::Result<()> {
        if self.unwritten {
            let (path, entries) = (self.state_dir.join(INTENT), written(&self.facts));
            if entries.is_empty() { files::remove_file(&path) } else { write(&path, &entries, lasting) }?;
            self.unwritten = !lasting && !entries.is_empty();
        }
        Ok(())
    }

    fn unwritten(&self, file: &str, error: io::Error) -> Refusal {
        NetError::Journal { path: self.state_dir.join(file), cause: error.into() }.into()
    }

    fn wants(&self) -> impl Iterator<Item = &Want> {
        self.facts.wanted.values().map(|wanted| &wanted.want)
    }

    /// A plan is about to be applied, if nobody else has what it takes.
    pub(crate) fn give(&mut self, plan: &NetworkPlan) -> Result<(), NetError> {
        if let Some(server) = owners::server_taken(plan, self.wants()) {
            return Err(NetError::BadPlan(BadPlan::TakenAddress(server)));
        }
        if let Some(own) = self.facts.wanted.get(&plan.slot) {
            let given = |slot| self.facts.coming.get(slot).or_else(|| self.facts.up.get(slot));
            let claims = self.wants().map(|want| Claim { want, plan: given(&want.slot) });
            if let Some(owner) = owners::in_use(plan, &own.want.owner, claims) {
                return Err(NetError::InUse { owner: owner.clone() });
            }
        }
        self.facts.coming.insert(plan.slot, plan.clone());
        Ok(())
    }

    /// How often this tunnel was taken back so far.
    pub(crate) fn undone(&self, slot: TunnelSlot) -> u64 {
        self.undone.get(&slot).copied().unwrap_or_default()
    }

    /// A plan was applied, or was not. `undone`: when it was asked for.
    pub(crate) fn came(&mut self, plan: &NetworkPlan, undone: u64, applied: bool) -> Result<(), Refusal> {
        if undone != self.undone(plan.slot) {
            return Ok(());
        }
        let mut facts = self.facts.clone();
        facts.coming.remove(&plan.slot);
        if applied {
            let is_new = facts.up.insert(plan.slot, plan.clone()).is_none();
            facts.let_out &= !is_new;
            if let Some(wanted) = facts.wanted.get_mut(&plan.slot) {
                wanted.was_up = true;
                if takes_all(plan) {
                    wanted.want.hold = Hold::Yes;
                }
            }
        }
        self.adopt(facts)
    }

    /// A tunnel is about to be taken back.
    pub(crate) fn take_back(&mut self, slot: TunnelSlot) {
        *self.undone.entry(slot).or_default() += 1;
        self.facts.coming.remove(&slot);
    }

    /// A tunnel was taken back.
    pub(crate) fn went(&mut self, slot: TunnelSlot) {
        let mut facts = self.facts.clone();
        facts.up.remove(&slot);
        facts.coming.remove(&slot);
        if let Err(error) = self.adopt(facts) {
            tracing::warn!(%error, "what is wanted could not be written");
        }
    }

    /// Changes the lock.
    pub(crate) fn protect(&mut self, user: Owner, request: ProtectionRequest) -> Result<(), Refusal> {
        match request {
            ProtectionRequest::Set(settings) => {
                let written = write(&self.state_dir.join(SETTINGS), &settings, true);
                written.map_err(|error| self.unwritten(SETTINGS, error))?;
                self.facts = Facts { settings, let_out: false, unknown: false, ..self.facts.clone() };
            }
            ProtectionRequest::LetOut => {
                let mut facts = Facts { let_out: true, unknown: false, ..self.facts.clone() };
                // Nobody is left to say that these are not wanted any more.
                facts.wanted.retain(|slot, _| self.said.contains(slot));
                facts.up.retain(|slot, _| facts.wanted.contains_key(slot));
                self.adopt(facts)?;
            }
            ProtectionRequest::OpenPortal => {
                if self.facts.portals.len() >= MAX_ENTRIES && !self.facts.portals.contains_key(&user) {
                    return Err(Refusal::TooLarge);
                }
                self.ends.retain(|(_, ending)| *ending != Ending::Portal(user.clone()));
                self.ends.push((Instant::now() + Duration::from_secs(PORTAL_SECONDS), Ending::Portal(user.clone())));
                self.facts.portals.insert(user, unix_now() + PORTAL_SECONDS);
            }
            ProtectionRequest::ClosePortal => {
                self.facts.portals.remove(&user);
                self.ends.retain(|(_, ending)| *ending != Ending::Portal(user.clone()));
            }
        }
        Ok(())
    }

    /// When the next exception ends.
    pub(crate) fn next_end(&self) -> Option<Instant> {
        self.ends.iter().map(|(at, _)| *at).min()
    }

    /// Ends the exceptions whose time has come.
    pub(crate) fn end_exceptions(&mut self, now: Instant) {
        let (over, left): (Vec<_>, Vec<_>) = std::mem::take(&mut self.ends).into_iter().partition(|(at, _)| *at <= now);
        self.ends = left;
        for (_, ending) in over {
            match ending {
                Ending::SignIn(slot) => {
                    if let Some(wanted) = self.facts.wanted.get_mut(&slot) {
                        wanted.sign_in = None;
                    }
                }
                Ending::Portal(user) => {
                    self.facts.portals.remove(&user);
                }
            }
        }
    }

    /// Everything that is wanted.
    pub(crate) fn wanted(&self) -> Vec<Want> {
        self.facts.wanted.values().map(|wanted| wanted.want.clone()).collect()
    }

    /// The lock as it was read back last.
    pub(crate) fn protection(&self) -> &Protection {
        &self.protection
    }

    /// The lock is like this now.
    pub(crate) fn show(&mut self, protection: Protection) {
        if self.protection != protection {
            self.protection = protection.clone();
            self.tell(&PrivilegedEvent::Protection(Box::new(protection)));
        }
    }

    /// A new listener.
    pub(crate) fn listen(&mut self) -> mpsc::Receiver<PrivilegedEvent> {
        let (sender, receiver) = mpsc::channel(EVENTS);
        self.listeners.push(sender);
        receiver
    }

    /// Tells all listeners. One that is too far behind is dropped: its channel ends.
    pub(crate) fn tell(&mut self, event: &PrivilegedEvent) {
        self.listeners.retain(|listener| listener.try_send(event.clone()).is_ok());
    }
}

/// What decides whether traffic is held back, for a process that begins anew.
fn held_back(facts: &Facts) -> (bool, Vec<(TunnelSlot, &ConnectionId, &Owner, Hold)>) {
    let wants = facts.wanted.values().map(|wanted| &wanted.want);
    (facts.unknown, wants.map(|want| (want.slot, &want.connection, &want.owner, want.hold)).collect())
}

fn written(facts: &Facts) -> Vec<Written> {
    let written = facts.wanted.values().map(|wanted| Written {
        want: Want { kept: None, signs_in: false, ..wanted.want.clone() },
        was_up: wanted.was_up,
        plan: facts
            .up
            .get(&wanted.want.slot)
            .filter(|plan| plan.interface.is_some() && plan.routes.len() <= MAX_WRITTEN_ROUTES)
            .cloned(),
    });
    written.collect()
}

fn unix_now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

/// `None`: there is no such file.
fn read<T: DeserializeOwned>(path: &Path) -> io::Result<Option<T>> {
    let file = match fs::File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    let mut bytes = Vec::new();
    file.take(MAX_FILE).read_to_end(&mut bytes)?;
    serde_json::from_slice(&bytes).map(Some).map_err(io::Error::other)
}

fn write<T: Serialize>(path: &Path, value: &T, lasting: bool) -> io::Result<()> {
    files::replace_file(path, &serde_json::to_vec(value).map_err(io::Error::other)?, lasting)
}

#[cfg(test)]
mod tests;
