//! What an engine that was taken over asks for, as a series of steps.

use std::{collections::BTreeSet, net::SocketAddr};

use arbitrary::Unstructured;
use privileged::{
    Hold, NetworkRequest, Request, Want,
    wire::{self, FromEngine},
};
use vpn_api::{
    ConnectionId, DnsPlan, InterfacePlan, Mtu, NetworkPlan, NetworkStep, Owner, ProtectionRequest, ProtectionSettings,
    RouteAction, RouteSpec, TunnelSlot,
};

/// Steps of one input.
const MOST: usize = 64;
/// Routes of a plan that is large, and still quick to simulate.
const MANY: u32 = 400;
/// The name server of the network that the machine is in.
pub(super) const NAME_SERVER: &str = "192.0.2.53:53";
/// What is kept for a connection. Nothing of it may be written.
pub const KEPT: &str = "opaque-and-secret";

/// What happens next.
#[derive(Debug)]
pub enum Step {
    /// The engine asks, and waits for the answer.
    Ask(Box<Request>),
    /// The engine asks, and does not wait.
    Hurry(Box<Request>),
    /// Nobody waits any more for the answer to the request that was made so many requests ago.
    Forget(u64),
    /// The engine sends something else than a message.
    Noise(Vec<u8>),
    /// The engine sends so many descriptors that belong to nothing.
    Descriptors(usize),
    /// Another engine takes its place.
    Reconnect,
    /// The broker dies, and another takes its place.
    Restart,
    /// The machine refuses changes of this kind from here on, or takes all of them.
    Refuse(Option<NetworkStep>),
}

/// The steps of an input. Each line is a message as it crosses the border, or makes a step of whatever it is.
#[must_use]
pub fn steps(bytes: &[u8]) -> Vec<Step> {
    bytes.split(|byte| *byte == b'\n').take(MOST).filter_map(step).collect()
}

fn step(line: &[u8]) -> Option<Step> {
    if let Ok(request) = wire::parse::<Request>(line) {
        return Some(Step::Ask(Box::new(request)));
    }
    match wire::parse::<FromEngine>(line) {
        Ok(FromEngine::Call { request, .. }) => Some(Step::Hurry(request)),
        Ok(FromEngine::Forget(number)) => Some(Step::Forget(number)),
        Err(_) => made_of(&mut Unstructured::new(line)).ok(),
    }
}

fn made_of(input: &mut Unstructured<'_>) -> arbitrary::Result<Step> {
    Ok(match input.int_in_range(0..=63)? {
        0 => Step::Noise(input.arbitrary()?),
        1 => Step::Reconnect,
        2 => Step::Restart,
        3 => Step::Refuse(Some(*input.choose(&[
            NetworkStep::Interface,
            NetworkStep::Address,
            NetworkStep::Route,
            NetworkStep::Rule,
            NetworkStep::Dns,
        ])?)),
        4 => Step::Refuse(None),
        5 => Step::Descriptors(input.int_in_range(0..=20)?),
        6 | 7 => Step::Forget(input.int_in_range(0..=3)?),
        8..=23 => Step::Hurry(Box::new(request(input)?)),
        _ => Step::Ask(Box::new(request(input)?)),
    })
}

fn slot(input: &mut Unstructured<'_>) -> arbitrary::Result<TunnelSlot> {
    Ok(TunnelSlot(*input.choose(&[0, 0, 0, 1, 1, 2, 15, 16, 255])?))
}

fn remote(input: &mut Unstructured<'_>) -> arbitrary::Result<SocketAddr> {
    let all = [
        "192.0.2.1:1194",
        "192.0.2.1:1195",
        NAME_SERVER,
        "127.0.0.1:22",
        "169.254.169.254:80",
        "10.8.0.2:1194",
        "[2001:db8::1]:443",
        "[::1]:53",
    ];
    Ok(input.choose(&all)?.parse().unwrap())
}

fn interface(input: &mut Unstructured<'_>) -> arbitrary::Result<String> {
    let others = ["eth0", "up0", "lo", "adit", "adit00", "adit0 ", "../adit0", "", "a-name-that-no-kernel-takes"];
    Ok(if input.ratio(2, 3)? { slot(input)?.interface() } else { (*input.choose(&others)?).to_owned() })
}

fn owner(input: &mut Unstructured<'_>) -> arbitrary::Result<Owner> {
    Ok(Owner::Uid(*input.choose(&[0, 1000, 1001])?))
}

fn want(input: &mut Unstructured<'_>) -> arbitrary::Result<Want> {
    Ok(Want {
        slot: slot(input)?,
        connection: ConnectionId::try_from((*input.choose(&["work", "home", "office"])?).to_owned()).unwrap(),
        owner: owner(input)?,
        hold: *input.choose(&[Hold::No, Hold::Yes])?,
        servers: [remote(input)?].into(),
        signs_in: input.arbitrary()?,
        kept: input.ratio(1, 4)?.then(|| KEPT.into()),
    })
}

fn plan(input: &mut Unstructured<'_>) -> arbitrary::Result<NetworkPlan> {
    let mut plan = NetworkPlan::open(slot(input)?);
    if input.ratio(5, 6)? {
        let addresses = ["10.8.0.2/24", "10.9.0.2/32", "192.0.2.1/32", "fd00::2/64", "fe80::2/64"];
        plan.interface = Some(InterfacePlan {
            name: if input.ratio(3, 4)? { plan.slot.interface() } else { interface(input)? },
            addresses: [input.choose(&addresses)?.parse().unwrap()].into(),
            mtu: Mtu::new(*input.choose(&[576, 1280, 1500])?).unwrap(),
        });
    }
    for _ in 0..input.int_in_range(0..=4)? {
        let networks = ["0.0.0.0/0", "128.0.0.0/1", "10.0.0.0/8", "192.0.2.1/32", "100.64.0.0/10", "::/0"];
        let destination = input.choose(&networks)?.parse().unwrap();
        let action = *input.choose(&[RouteAction::Tunnel, RouteAction::Outside, RouteAction::Unreachable])?;
        let _ = plan.routes.insert(RouteSpec { destination, action, metric: input.int_in_range(0..=2)? });
    }
    if input.ratio(1, 32)? {
        for number in 0..MANY {
            let destination = format!("172.{}.{}.0/24", 16 + number / 256, number % 256).parse().unwrap();
            let _ = plan.routes.insert(RouteSpec { destination, action: RouteAction::Tunnel, metric: 0 });
        }
    }
    if input.ratio(1, 3)? {
        let servers = ["10.8.0.1", "fd00::1", "192.0.2.53"];
        plan.dns = Some(DnsPlan {
            servers: [input.choose(&servers)?.parse().unwrap()].into(),
            search: [].into(),
            domains: ["corp.example".parse().unwrap()].into(),
            all: input.arbitrary()?,
        });
    }
    plan.lan = input.arbitrary()?;
    plan.names_held_back = input.ratio(1, 8)?;
    Ok(plan)
}

fn protection(input: &mut Unstructured<'_>) -> arbitrary::Result<Request> {
    let request = match input.int_in_range(0..=5)? {
        0..=2 => {
            let lock = *input.choose(&[vpn_api::Lock::Off, vpn_api::Lock::WhileWanted, vpn_api::Lock::Always])?;
            ProtectionRequest::Set(ProtectionSettings {
                lock,
                lan: input.arbitrary()?,
                sign_in_check: input.arbitrary()?,
            })
        }
        3 => ProtectionRequest::LetOut,
        4 => ProtectionRequest::OpenPortal,
        _ => ProtectionRequest::ClosePortal,
    };
    Ok(Request::Protect { user: owner(input)?, request })
}

fn request(input: &mut Unstructured<'_>) -> arbitrary::Result<Request> {
    Ok(match input.int_in_range(0..=15)? {
        0..=3 => Request::Want(Box::new(want(input)?)),
        4 | 5 => Request::CreateInterface(slot(input)?),
        6 => Request::LeadPast(remote(input)?),
        7..=10 => Request::Network(NetworkRequest::Apply(Box::new(plan(input)?))),
        11 => Request::Network(NetworkRequest::Revert(slot(input)?)),
        12 => Request::Unwant(slot(input)?),
        13 => protection(input)?,
        14 => Request::Protection,
        _ => {
            let some =
                (0..input.int_in_range(0..=8)?).map(|_| remote(input)).collect::<arbitrary::Result<BTreeSet<_>>>()?;
            Request::NameServers(some.try_into().unwrap_or_default())
        }
    })
}

/// A tunnel from its wish to its end, as an engine asks for it, with what it may not have in between.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let written = |requests: &[Request]| {
        let lines: Vec<_> = requests.iter().map(|request| serde_json::to_string(request).unwrap()).collect();
        lines.join("\n").into_bytes()
    };
    let server: SocketAddr = "192.0.2.1:1194".parse().unwrap();
    let want = |slot, owner| {
        Request::Want(Box::new(Want {
            slot: TunnelSlot(slot),
            connection: ConnectionId::try_from("work".to_owned()).unwrap(),
            owner: Owner::Uid(owner),
            hold: Hold::Yes,
            servers: [server].into(),
            signs_in: false,
            kept: Some(KEPT.into()),
        }))
    };
    let interface = |slot| Request::CreateInterface(TunnelSlot(slot));
    let everything = RouteSpec { destination: "0.0.0.0/0".parse().unwrap(), action: RouteAction::Tunnel, metric: 0 };
    let plan = |slot, name: &str| {
        Request::Network(NetworkRequest::Apply(Box::new(NetworkPlan {
            interface: Some(InterfacePlan {
                name: name.to_owned(),
                addresses: ["10.8.0.2/24".parse().unwrap()].into(),
                mtu: Mtu::new(1400).unwrap(),
            }),
            routes: [everything.clone()].into(),
            ..NetworkPlan::open(TunnelSlot(slot))
        })))
    };
    let revert = Request::Network(NetworkRequest::Revert(TunnelSlot(0)));
    let unwant = Request::Unwant(TunnelSlot(0));
    vec![
        written(&[want(0, 1000), interface(0), Request::LeadPast(server), plan(0, "adit0"), unwant.clone()]),
        written(&[unwant.clone(), interface(0), plan(0, "adit0"), Request::LeadPast(server), want(0, 1000)]),
        written(&[
            want(0, 1000),
            interface(255),
            plan(0, "eth0"),
            interface(0),
            plan(1, "adit0"),
            Request::LeadPast("127.0.0.1:22".parse().unwrap()),
        ]),
        written(&[
            want(0, 1000),
            Request::NameServers([NAME_SERVER.parse().unwrap()].into()),
            Request::LeadPast(NAME_SERVER.parse().unwrap()),
            Request::Wanted,
            Request::Protect { user: Owner::Uid(1000), request: ProtectionRequest::LetOut },
            Request::Network(NetworkRequest::Revert(TunnelSlot(255))),
        ]),
        written(&[
            want(0, 1000),
            interface(0),
            plan(0, "adit0"),
            want(1, 1001),
            interface(1),
            plan(1, "adit1"),
            revert,
            unwant,
            plan(1, "adit1"),
        ]),
    ]
}
