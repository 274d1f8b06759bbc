//! A machine that belongs to somebody else too: its own interfaces, routes, rules and files are there before, and have to be there
//! after.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard},
};

use netconf::{
    BoxFuture, NetError, journal,
    linux::{
        LinuxNetworkState,
        fake::FakeMachine,
        ids,
        op::{Address, Family, Interface, RouteKey, RouteTarget, Rule},
    },
};
use privileged::{
    InterfaceError, InterfaceFeatures, InterfaceGrant, InterfaceHandle, Local, NameServers, NetworkRequest, Privileged,
    PrivilegedEvent, Refusal, SocketError, Want,
    testing::{self, Rules},
};
use tokio::sync::mpsc;
use vpn_api::{
    DnsPlan, Owner, Protection, ProtectionRequest, ProtectionState, RouteAction, TunnelSlot, plan::MAX_TUNNELS,
};

use super::requests::KEPT;

/// The table `main`, and the priority of the rule that leads to it.
const MAIN: (u32, u32) = (254, 32_766);

/// What outlives the broker.
#[derive(Debug)]
pub(super) struct Machine {
    pub(super) network: FakeMachine,
    pub(super) rules: Rules,
    dir: tempfile::TempDir,
    before: LinuxNetworkState,
}

impl Machine {
    pub(super) fn new() -> Self {
        // In memory where there is such a place: every change is made to last before it is made.
        let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        fs::create_dir(dir.path().join("state")).unwrap();
        for foreign in ["network-0.json", "intent.json", "state/profiles.json", "state/network-x.json"] {
            fs::write(dir.path().join(foreign), foreign).unwrap();
        }
        let network = FakeMachine::new();
        network.add_interface("eth0", 2);
        let before = theirs();
        network.meddle(|now| *now = before.clone());
        Self { network, rules: Rules::default(), dir, before }
    }

    pub(super) fn state_dir(&self) -> PathBuf {
        self.dir.path().join("state")
    }

    pub(super) fn socket(&self) -> PathBuf {
        self.dir.path().join("socket")
    }

    /// As a new broker finds the machine: what belongs to no tunnel that is wanted is taken back.
    pub(super) async fn recover(&self, wanted: &[Want]) {
        let state_dir = self.state_dir();
        let mut network = self.network.machine_network(&state_dir);
        let slots = journal::slots(&state_dir).unwrap();
        for slot in slots.into_iter().filter(|slot| wanted.iter().all(|want| want.slot != *slot)) {
            network.revert(slot).await.unwrap();
        }
    }

    /// Whether everything that is not ours is as it was, and everything that is ours in its place.
    pub(super) fn check(&self) {
        let ours = |slot: TunnelSlot| (slot.interface(), ids::table(slot), ids::rule_priority(slot));
        let ours: Vec<_> = (0..MAX_TUNNELS).map(TunnelSlot).map(ours).collect();
        let our_interface = |name: &str| ours.iter().any(|(interface, ..)| interface == name);
        let mut others = self.network.network();
        others.links.retain(|interface, _| !our_interface(&interface.name));
        others.link_dns.retain(|interface, _| !our_interface(&interface.name));
        others.addresses.retain(|address| !our_interface(&address.interface.name));
        others.routes.retain(|key, _| ours.iter().all(|(_, table, _)| key.table != *table));
        others.rules.retain(|rule| ours.iter().all(|(_, table, at)| (rule.table, rule.priority) != (*table, *at)));
        // One file for the machine, and a filter of the uplinks: given back at the end.
        others.resolver_file = None;
        others.loose.clear();
        assert_eq!(others, self.before, "something of somebody else is not as it was");
        let lock = self.rules.lock();
        let named = lock.addresses.keys().chain(lock.held.iter().flat_map(|held| held.tunnels.keys()));
        assert!(named.into_iter().all(|name| our_interface(name)), "{lock:?}");
        self.check_files();
    }

    fn check_files(&self) {
        let names = |path: &Path| -> BTreeSet<String> {
            fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
        };
        assert!(names(self.dir.path()).is_subset(&of(["intent.json", "network-0.json", "socket", "state"])));
        for foreign in ["network-0.json", "intent.json", "state/profiles.json", "state/network-x.json"] {
            assert_eq!(fs::read_to_string(self.dir.path().join(foreign)).unwrap(), foreign);
        }
        let ours = (0..MAX_TUNNELS).map(|slot| format!("network-{slot}.json"));
        let known = of(["intent.json", "protection.json", "profiles.json", "network-x.json"]);
        let known: BTreeSet<String> = known.into_iter().chain(ours).collect();
        let there = names(&self.state_dir());
        assert!(there.is_subset(&known), "{there:?}");
        for name in there {
            let content = fs::read_to_string(self.state_dir().join(name)).unwrap();
            assert!(!content.contains(KEPT), "what is kept was written: {content}");
        }
    }

    /// Whether nothing of ours is left but the settings of the lock.
    pub(super) fn check_undone(&self, protection: &Protection) {
        self.check();
        assert_eq!(self.network.network(), self.before, "something is left");
        let lock = self.rules.lock();
        assert!(lock.addresses.is_empty(), "{lock:?}");
        let always = protection.settings.lock == vpn_api::Lock::Always;
        assert!(lock.held.is_none() || always, "{lock:?}");
        for slot in 0..MAX_TUNNELS {
            assert!(!journal::path(&self.state_dir(), TunnelSlot(slot)).exists(), "a journal of {slot} is left");
        }
        assert!(!self.state_dir().join("intent.json").exists(), "something is still wanted");
    }

    /// Whether what is shown of the lock is what the firewall does.
    pub(super) fn check_lock(&self, protection: &Protection) {
        let held = self.rules.lock().held.is_some();
        match protection.state {
            ProtectionState::Open | ProtectionState::LetOut => assert!(!held, "{protection:?}"),
            ProtectionState::Tunnels | ProtectionState::Held { .. } => assert!(held, "{protection:?}"),
            ProtectionState::Failed => panic!("this firewall takes everything"),
        }
    }
}

fn of<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.map(str::to_owned).into()
}

/// The machine's own network, as a tunnel finds it.
fn theirs() -> LinuxNetworkState {
    let eth0 = Interface { name: "eth0".to_owned(), index: 2 };
    let (table, priority) = MAIN;
    let key = RouteKey { table, destination: "0.0.0.0/0".parse().unwrap(), metric: 100 };
    let dns =
        DnsPlan { servers: ["192.0.2.53".parse().unwrap()].into(), search: [].into(), domains: [].into(), all: true };
    LinuxNetworkState {
        links: [(eth0.clone(), 1500)].into(),
        addresses: [Address { interface: eth0.clone(), net: "192.0.2.99/24".parse().unwrap() }].into(),
        routes: [(key, RouteTarget { action: RouteAction::Tunnel, index: Some(2) })].into(),
        rules: [Rule { family: Family::V4, priority, table }].into(),
        link_dns: [(eth0, dns)].into(),
        ..LinuxNetworkState::default()
    }
}

/// The privileged side of a simulated machine. What would make something real is judged and pretended; everything else goes
/// through the ledger, the lock and the journal to the simulated kernel.
pub(super) struct Side {
    local: Local,
    machine: Arc<Machine>,
    wanted: Arc<Mutex<BTreeMap<TunnelSlot, Want>>>,
    /// All that were ever said.
    name_servers: Mutex<BTreeSet<SocketAddr>>,
}

impl Side {
    pub(super) async fn start(machine: &Arc<Machine>) -> Self {
        let state_dir = machine.state_dir();
        let local = testing::over(machine.network.machine_network(&state_dir), &machine.rules, &state_dir);
        let wanted = local.wanted().await.into_iter().map(|want| (want.slot, want)).collect();
        Self {
            local,
            machine: Arc::clone(machine),
            wanted: Arc::new(Mutex::new(wanted)),
            name_servers: Mutex::default(),
        }
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<TunnelSlot, Want>> {
        self.wanted.lock().unwrap()
    }
}

impl Privileged for Side {
    fn create_interface(&self, slot: TunnelSlot) -> Result<(InterfaceGrant, InterfaceHandle), InterfaceError> {
        assert!(self.known().contains_key(&slot), "an interface of no tunnel that is wanted: {}", slot.0);
        self.machine.network.add_interface(&slot.interface(), 100 + u32::from(slot.0));
        let features = InterfaceFeatures { header: false, udp: false };
        let grant = InterfaceGrant { name: slot.interface(), features, refused_offload: None };
        Ok((grant, File::open("/dev/null").unwrap().into()))
    }

    fn lead_past_tunnels(&self, _socket: &socket2::Socket, remote: SocketAddr) -> Result<(), SocketError> {
        let to_server = self.known().values().any(|want| want.servers.contains(&remote));
        let to_name_server = remote.port() == 53 && self.name_servers.lock().unwrap().contains(&remote);
        assert!(to_server || to_name_server, "a socket to nobody who is wanted: {remote}");
        Err(SocketError::Unsupported)
    }

    fn network(&self, request: NetworkRequest) -> BoxFuture<'static, Result<(), NetError>> {
        if let NetworkRequest::Apply(plan) = &request {
            assert!(self.known().contains_key(&plan.slot), "a plan for no tunnel that is wanted");
            let other = plan.interface.iter().find(|interface| interface.name != plan.slot.interface());
            assert!(other.is_none(), "a plan for an interface of somebody else: {other:?}");
        }
        self.local.network(request)
    }

    fn name_servers(&self, servers: NameServers) -> BoxFuture<'static, Result<(), Refusal>> {
        self.name_servers.lock().unwrap().extend(servers.iter().copied());
        self.local.name_servers(servers)
    }

    fn want(&self, want: Want) -> BoxFuture<'static, Result<(), Refusal>> {
        assert!(want.slot.0 < MAX_TUNNELS, "a tunnel beyond the last one");
        let (said, known, wanted) = (self.local.want(want.clone()), Arc::clone(&self.wanted), want);
        Box::pin(async move {
            said.await?;
            known.lock().unwrap().insert(wanted.slot, wanted);
            Ok(())
        })
    }

    fn unwant(&self, slot: TunnelSlot) -> BoxFuture<'static, Result<(), Refusal>> {
        let (said, known) = (self.local.unwant(slot), Arc::clone(&self.wanted));
        Box::pin(async move {
            let result = said.await;
            known.lock().unwrap().remove(&slot);
            result
        })
    }

    fn wanted(&self) -> BoxFuture<'static, Vec<Want>> {
        self.local.wanted()
    }

    fn protect(&self, user: Owner, request: ProtectionRequest) -> BoxFuture<'static, Result<Protection, Refusal>> {
        self.local.protect(user, request)
    }

    fn protection(&self) -> BoxFuture<'static, Protection> {
        self.local.protection()
    }

    fn events(&self) -> mpsc::Receiver<PrivilegedEvent> {
        self.local.events()
    }
}
