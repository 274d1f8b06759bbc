//! What an engine that was taken over may ask the broker for. Requests as they cross the border, one a line, and requests made of
//! whatever is no such line, go through the broker to a simulated machine that compares each thing it is asked for with what
//! is wanted.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    net::{SocketAddr, UdpSocket},
    sync::{Arc, Mutex, MutexGuard},
};

use arbitrary::Unstructured;
use netconf::{
    BoxFuture, Configurator, MachineNetwork, NetError, UplinkNames,
    journal::Journal,
    linux::{
        LinuxNetworkState,
        fake::{FakeBackend, FakeMachine},
        ids,
    },
};
use netd::broker::Broker;
use privileged::{
    Capabilities, Hold, InterfaceError, InterfaceFeatures, InterfaceGrant, InterfaceHandle, InterfaceRequest,
    NetworkRequest, Offload, Privileged, PrivilegedEvent, Refusal, Request, Response, SocketError, Want, dispatch,
    wire,
};
use tokio::sync::mpsc;
use vpn_api::{
    ConnectionId, InterfacePlan, Mtu, NetworkPlan, Owner, Protection, ProtectionRequest, RouteAction, RouteSpec,
    TunnelSlot, plan::MAX_TUNNELS,
};

/// Requests of one input.
const MOST: usize = 64;
/// The name server of the network that the machine is in.
const NAME_SERVER: &str = "192.0.2.53:53";

/// Has no rights. Panics when it is asked for what is nobody's who is wanted.
struct Machine {
    machine: FakeMachine,
    network: Arc<tokio::sync::Mutex<MachineNetwork<FakeBackend>>>,
    wanted: Arc<Mutex<BTreeMap<TunnelSlot, Want>>>,
    asked_for_names: Mutex<bool>,
}

impl Machine {
    fn new() -> Self {
        let machine = FakeMachine::new();
        machine.add_interface("eth0", 2);
        let backend = machine.clone();
        let open = move |slot| Ok(Configurator::new(slot, backend.backend(), Journal::in_memory(slot)));
        let network = Arc::new(tokio::sync::Mutex::new(MachineNetwork::new(open)));
        Self { machine, network, wanted: Arc::default(), asked_for_names: Mutex::new(false) }
    }

    fn wanted(&self) -> MutexGuard<'_, BTreeMap<TunnelSlot, Want>> {
        self.wanted.lock().unwrap()
    }
}

impl Privileged for Machine {
    fn capabilities(&self) -> Capabilities {
        Capabilities { interfaces: true, bypass: true, network: true }
    }

    fn create_interface(
        &self,
        request: &InterfaceRequest,
    ) -> Result<(InterfaceGrant, InterfaceHandle), InterfaceError> {
        let slot = self.wanted().keys().copied().find(|slot| slot.interface() == request.name);
        let slot = slot.unwrap_or_else(|| panic!("an interface of no tunnel that is wanted: {:?}", request.name));
        self.machine.add_interface(&request.name, 100 + u32::from(slot.0));
        let features = InterfaceFeatures { header: false, udp: false };
        let grant = InterfaceGrant { name: request.name.clone(), features, refused_offload: None };
        Ok((grant, File::open("/dev/null").unwrap().into()))
    }

    fn lead_past_tunnels(&self, _socket: &socket2::Socket, remote: SocketAddr) -> Result<(), SocketError> {
        let to_server = self.wanted().values().any(|want| want.servers.contains(&remote));
        let to_name_server =
            *self.asked_for_names.lock().unwrap() && remote == NAME_SERVER.parse::<SocketAddr>().unwrap();
        assert!(to_server || to_name_server, "a socket to nobody who is wanted: {remote}");
        Err(SocketError::Unsupported)
    }

    fn network(&self, request: NetworkRequest) -> BoxFuture<'static, Result<(), NetError>> {
        if let NetworkRequest::Apply(plan) = &request {
            assert!(self.wanted().contains_key(&plan.slot), "a plan for no tunnel that is wanted");
            let other = plan.interface.iter().find(|interface| interface.name != plan.slot.interface());
            assert!(other.is_none(), "a plan for an interface of somebody else: {other:?}");
        }
        let (network, machine) = (Arc::clone(&self.network), self.machine.clone());
        Box::pin(async move {
            let mut network = network.lock().await;
            let result = match request {
                NetworkRequest::Apply(plan) => network.apply(plan.slot, &plan).await,
                NetworkRequest::Verify(slot) => network.verify(slot).await,
                NetworkRequest::Revert(slot) => network.revert(slot).await,
            };
            ours_only(&machine.network());
            result
        })
    }

    fn uplink_names(&self, _: String) -> BoxFuture<'static, UplinkNames> {
        *self.asked_for_names.lock().unwrap() = true;
        let names = UplinkNames { servers: vec![NAME_SERVER.parse().unwrap()], ..UplinkNames::default() };
        Box::pin(async move { names })
    }

    fn want(&self, want: Want) -> BoxFuture<'static, Result<(), Refusal>> {
        assert!(want.slot.0 < MAX_TUNNELS, "a tunnel beyond the last one");
        self.wanted().insert(want.slot, want);
        Box::pin(async { Ok(()) })
    }

    fn unwant(&self, slot: TunnelSlot) -> BoxFuture<'static, Result<(), Refusal>> {
        let reverted = self.network(NetworkRequest::Revert(slot));
        let wanted = Arc::clone(&self.wanted);
        Box::pin(async move {
            let result = reverted.await;
            wanted.lock().unwrap().remove(&slot);
            Ok(result?)
        })
    }

    fn wanted(&self) -> BoxFuture<'static, Vec<Want>> {
        let wanted = self.wanted().values().cloned().collect();
        Box::pin(async { wanted })
    }

    fn protect(&self, _: Owner, _: ProtectionRequest) -> BoxFuture<'static, Result<Protection, Refusal>> {
        Box::pin(async { Ok(Protection::default()) })
    }

    fn protection(&self) -> BoxFuture<'static, Protection> {
        Box::pin(async { Protection::default() })
    }

    fn events(&self) -> mpsc::Receiver<PrivilegedEvent> {
        mpsc::channel(1).1
    }
}

/// Whether everything on the machine is in the tables, at the rules and on the interfaces of our tunnels.
fn ours_only(network: &LinuxNetworkState) {
    let slots = || (0..MAX_TUNNELS).map(TunnelSlot);
    let tables: BTreeSet<u32> = slots().map(ids::table).collect();
    let interfaces: BTreeSet<String> = slots().map(TunnelSlot::interface).collect();
    assert!(network.routes.keys().all(|key| tables.contains(&key.table)), "{:?}", network.routes);
    let rule_is_ours = |rule: &netconf::linux::op::Rule| {
        slots().any(|slot| (rule.table, rule.priority) == (ids::table(slot), ids::rule_priority(slot)))
    };
    assert!(network.rules.iter().all(rule_is_ours), "{:?}", network.rules);
    let named = network.links.keys().chain(network.link_dns.keys());
    let mut named = named.chain(network.addresses.iter().map(|address| &address.interface));
    assert!(named.all(|interface| interfaces.contains(&interface.name)), "{network:?}");
}

/// No request panics, and none reaches what is not of a tunnel that is wanted. When nothing is wanted any more, nothing is left.
pub(crate) fn broker(bytes: &[u8]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let machine = Arc::new(Machine::new());
        let inner: Arc<dyn Privileged> = Arc::<Machine>::clone(&machine);
        let broker = Broker::new(inner, netd::store::Taken::default()).await;
        for line in bytes.split(|byte| *byte == b'\n').take(MOST) {
            let request = match wire::parse::<Request>(line) {
                Ok(request) => request,
                Err(_) => match made_of(&mut Unstructured::new(line)) {
                    Ok(request) => request,
                    Err(_) => continue,
                },
            };
            let socket = line.len().is_multiple_of(2).then(|| UdpSocket::bind("127.0.0.1:0").unwrap().into());
            let reply = dispatch(&broker, request, socket).await;
            let comes = matches!(reply.result, Ok(Response::Interface(_)));
            assert_eq!(comes, reply.descriptor.is_some(), "{:?}", reply.result);
        }
        broker.undo_all().await;
        assert!(machine.wanted().is_empty());
        let left = machine.machine.network();
        assert_eq!(left, LinuxNetworkState::default(), "something is left");
    });
}

fn slot(input: &mut Unstructured<'_>) -> arbitrary::Result<TunnelSlot> {
    Ok(TunnelSlot(*input.choose(&[0, 1, 2, 15, 16, 255])?))
}

fn remote(input: &mut Unstructured<'_>) -> arbitrary::Result<SocketAddr> {
    let all = ["192.0.2.1:1194", "192.0.2.1:1195", NAME_SERVER, "127.0.0.1:22", "[2001:db8::1]:443", "[::1]:53"];
    Ok(input.choose(&all)?.parse().unwrap())
}

fn interface(input: &mut Unstructured<'_>) -> arbitrary::Result<String> {
    let others = ["eth0", "lo", "adit", "adit00", "adit0 ", "../adit0", ""];
    Ok(if input.ratio(2, 3)? { slot(input)?.interface() } else { (*input.choose(&others)?).to_owned() })
}

fn want(input: &mut Unstructured<'_>) -> arbitrary::Result<Want> {
    Ok(Want {
        slot: slot(input)?,
        connection: ConnectionId::try_from((*input.choose(&["work", "home"])?).to_owned()).unwrap(),
        owner: Owner::Uid(*input.choose(&[0, 1000, 1001])?),
        hold: *input.choose(&[Hold::No, Hold::Yes])?,
        servers: [remote(input)?].into(),
        signs_in: input.arbitrary()?,
        kept: input.ratio(1, 4)?.then(|| "opaque".into()),
    })
}

fn plan(input: &mut Unstructured<'_>) -> arbitrary::Result<NetworkPlan> {
    let mut plan = NetworkPlan::open(slot(input)?);
    if input.ratio(5, 6)? {
        let addresses = ["10.8.0.2/24", "10.9.0.2/32", "fd00::2/64"];
        plan.interface = Some(InterfacePlan {
            name: if input.ratio(3, 4)? { plan.slot.interface() } else { interface(input)? },
            addresses: [input.choose(&addresses)?.parse().unwrap()].into(),
            mtu: Mtu::new(*input.choose(&[576, 1280, 1500])?).unwrap(),
        });
    }
    for _ in 0..input.int_in_range(0..=4)? {
        let networks = ["0.0.0.0/0", "10.0.0.0/8", "192.0.2.1/32", "::/0"];
        let destination = input.choose(&networks)?.parse().unwrap();
        let action = *input.choose(&[RouteAction::Tunnel, RouteAction::Outside, RouteAction::Unreachable])?;
        let _ = plan.routes.insert(RouteSpec { destination, action, metric: input.int_in_range(0..=2)? });
    }
    plan.lan = input.arbitrary()?;
    plan.names_held_back = input.arbitrary()?;
    Ok(plan)
}

fn made_of(input: &mut Unstructured<'_>) -> arbitrary::Result<Request> {
    Ok(match input.int_in_range(0..=11)? {
        0..=2 => Request::Want(Box::new(want(input)?)),
        3 | 4 => Request::CreateInterface(InterfaceRequest { name: interface(input)?, offload: Offload::Automatic }),
        5 | 6 => Request::LeadPast(remote(input)?),
        7 | 8 => Request::Network(NetworkRequest::Apply(Box::new(plan(input)?))),
        9 => Request::Network(match input.arbitrary()? {
            true => NetworkRequest::Verify(slot(input)?),
            false => NetworkRequest::Revert(slot(input)?),
        }),
        10 => Request::Unwant(slot(input)?),
        _ => Request::UplinkNames("vpn.example".to_owned()),
    })
}

/// A tunnel from its wish to its end, as an engine asks for it, with what it may not have in between.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let written = |requests: &[Request]| {
        let lines: Vec<_> = requests.iter().map(|request| serde_json::to_string(request).unwrap()).collect();
        lines.join("\n").into_bytes()
    };
    let server: SocketAddr = "192.0.2.1:1194".parse().unwrap();
    let want = Request::Want(Box::new(Want {
        slot: TunnelSlot(0),
        connection: ConnectionId::try_from("work".to_owned()).unwrap(),
        owner: Owner::Uid(1000),
        hold: Hold::Yes,
        servers: [server].into(),
        signs_in: false,
        kept: None,
    }));
    let interface =
        |name: &str| Request::CreateInterface(InterfaceRequest { name: name.to_owned(), offload: Offload::Automatic });
    let everything = RouteSpec { destination: "0.0.0.0/0".parse().unwrap(), action: RouteAction::Tunnel, metric: 0 };
    let plan = |name: &str| {
        Request::Network(NetworkRequest::Apply(Box::new(NetworkPlan {
            interface: Some(InterfacePlan {
                name: name.to_owned(),
                addresses: ["10.8.0.2/24".parse().unwrap()].into(),
                mtu: Mtu::new(1400).unwrap(),
            }),
            routes: [everything.clone()].into(),
            ..NetworkPlan::open(TunnelSlot(0))
        })))
    };
    let verify = Request::Network(NetworkRequest::Verify(TunnelSlot(0)));
    vec![
        written(&[
            want.clone(),
            interface("adit0"),
            Request::LeadPast(server),
            plan("adit0"),
            verify.clone(),
            Request::Unwant(TunnelSlot(0)),
        ]),
        written(&[interface("adit0"), plan("adit0"), Request::LeadPast(server), verify]),
        written(&[want.clone(), interface("eth0"), plan("eth0"), Request::LeadPast("127.0.0.1:22".parse().unwrap())]),
        written(&[
            want,
            Request::UplinkNames("vpn.example".to_owned()),
            Request::LeadPast(NAME_SERVER.parse().unwrap()),
            Request::Wanted,
            Request::Protect { user: Owner::Uid(1000), request: ProtectionRequest::LetOut },
            Request::Network(NetworkRequest::Revert(TunnelSlot(255))),
        ]),
    ]
}
