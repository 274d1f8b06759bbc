//! What an engine gets, and what it does not.

use std::io;

use privileged::Hold;
use vpn_api::{ConnectionId, NetworkPlan};

use super::*;

/// Does what it is asked, notes it, and knows what is wanted as the real one does. Its interfaces are pipes.
#[derive(Default)]
struct Noting {
    wanted: Mutex<BTreeMap<TunnelSlot, Want>>,
    notes: Mutex<Vec<String>>,
    /// The other ends of the interfaces: one that is closed is an interface that is gone.
    ends: Mutex<Vec<io::PipeReader>>,
    refuses: Mutex<bool>,
}

impl Noting {
    fn note(&self, text: String) {
        self.notes.lock().unwrap().push(text);
    }

    fn notes(&self) -> Vec<String> {
        std::mem::take(&mut self.notes.lock().unwrap())
    }

    fn answer(&self) -> Result<(), Refusal> {
        if *self.refuses.lock().unwrap() { Err(Refusal::TooLarge) } else { Ok(()) }
    }
}

struct Inner(Arc<Noting>);

impl Privileged for Inner {
    fn create_interface(&self, slot: TunnelSlot) -> Result<(InterfaceGrant, InterfaceHandle), InterfaceError> {
        self.0.note(format!("create {}", slot.interface()));
        let (reader, writer) = io::pipe().unwrap();
        self.0.ends.lock().unwrap().push(reader);
        let (name, features) = (slot.interface(), Default::default());
        Ok((InterfaceGrant { name, features, refused_offload: None }, writer.into()))
    }

    fn lead_past_tunnels(&self, _: &socket2::Socket, remote: SocketAddr) -> Result<(), SocketError> {
        self.0.note(format!("lead {remote}"));
        Ok(())
    }

    fn network(&self, _: NetworkRequest) -> BoxFuture<'static, Result<(), NetError>> {
        self.0.note("network".to_owned());
        Box::pin(async { Ok(()) })
    }

    fn name_servers(&self, servers: NameServers) -> BoxFuture<'static, Result<(), Refusal>> {
        self.0.note(format!("names {}", servers.len()));
        Box::pin(async { Ok(()) })
    }

    fn want(&self, want: Want) -> BoxFuture<'static, Result<(), Refusal>> {
        let answer = self.0.answer();
        if answer.is_ok() {
            let kept = want.kept.as_ref().map_or(String::new(), |kept| format!(" {}", kept.expose()));
            self.0.note(format!("want {}{kept}", want.slot.0));
            let mut wanted = self.0.wanted.lock().unwrap();
            // A connection has one tunnel.
            wanted.retain(|_, other| other.connection != want.connection);
            wanted.insert(want.slot, want);
        }
        Box::pin(async { answer })
    }

    fn unwant(&self, slot: TunnelSlot) -> BoxFuture<'static, Result<(), Refusal>> {
        self.0.note(format!("unwant {}", slot.0));
        self.0.wanted.lock().unwrap().remove(&slot);
        let answer = self.0.answer();
        Box::pin(async { answer })
    }

    fn wanted(&self) -> BoxFuture<'static, Vec<Want>> {
        let wanted = self.0.wanted.lock().unwrap().values().cloned().collect();
        Box::pin(async { wanted })
    }

    fn protect(&self, _: Owner, _: ProtectionRequest) -> BoxFuture<'static, Result<Protection, Refusal>> {
        self.0.wanted.lock().unwrap().clear();
        Box::pin(async { Ok(Protection::default()) })
    }

    fn protection(&self) -> BoxFuture<'static, Protection> {
        Box::pin(async { Protection::default() })
    }

    fn events(&self) -> mpsc::Receiver<PrivilegedEvent> {
        mpsc::channel(1).1
    }
}

const SERVER: &str = "192.0.2.1:1194";

fn want(slot: u8, connection: &str, kept: Option<&str>) -> Want {
    Want {
        slot: TunnelSlot(slot),
        connection: ConnectionId::try_from(connection.to_owned()).unwrap(),
        owner: Owner::Uid(1000),
        hold: Hold::No,
        servers: [SERVER.parse().unwrap()].into(),
        signs_in: false,
        kept: kept.map(Into::into),
    }
}

async fn broker(taken: Taken, wanted: &[Want]) -> (Broker, Arc<Noting>) {
    let noting = Arc::new(Noting::default());
    for want in wanted {
        noting.wanted.lock().unwrap().insert(want.slot, want.clone());
    }
    (Broker::new(Arc::new(Inner(Arc::clone(&noting))), taken).await, noting)
}

fn leads(broker: &Broker, remote: &str) -> bool {
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::DGRAM, None).unwrap();
    broker.lead_past_tunnels(&socket, remote.parse().unwrap()).is_ok()
}

#[tokio::test]
async fn nothing_is_made_or_led_past_for_what_is_not_wanted() {
    let (broker, noting) = broker(Taken::default(), &[]).await;
    assert_eq!(broker.create_interface(TunnelSlot(1)).err(), Some(InterfaceError::NotPermitted));
    assert!(!leads(&broker, SERVER));
    let plan = NetworkRequest::Apply(Box::new(NetworkPlan::open(TunnelSlot(1))));
    assert_eq!(broker.network(plan.clone()).await, Err(NetError::BadPlan(BadPlan::OtherSlot)));
    assert_eq!(noting.notes(), [""; 0]);
    broker.want(want(1, "work", None)).await.unwrap();
    broker.create_interface(TunnelSlot(1)).unwrap();
    assert!(leads(&broker, SERVER) && !leads(&broker, "192.0.2.2:1194"));
    assert_eq!(broker.network(plan).await, Ok(()));
    assert_eq!(noting.notes(), ["want 1", "create adit1", "lead 192.0.2.1:1194", "network"]);
    broker.unwant(TunnelSlot(1)).await.unwrap();
    assert_eq!(broker.create_interface(TunnelSlot(1)).err(), Some(InterfaceError::NotPermitted));
    assert!(!leads(&broker, SERVER));
}

/// In the process that the next test starts, whose environment names a service manager.
#[tokio::test]
#[ignore = "started by the test after it"]
async fn says_the_same_twice() {
    let (broker, _) = broker(Taken::default(), &[]).await;
    for kept in ["one", "one", "two"] {
        broker.want(want(3, "work", Some(kept))).await.unwrap();
    }
}

#[test]
fn what_is_kept_is_replaced_by_news_only() {
    let told = store::tests::told("broker::tests::says_the_same_twice", None);
    assert_eq!(told.iter().filter(|told| *told == "FDSTOREREMOVE=1 FDNAME=want-3").count(), 2, "{told:?}");
}

#[tokio::test]
async fn what_is_refused_is_not_wanted() {
    let (broker, noting) = broker(Taken::default(), &[]).await;
    *noting.refuses.lock().unwrap() = true;
    assert_eq!(broker.want(want(1, "work", None)).await, Err(Refusal::TooLarge));
    assert!(!leads(&broker, SERVER));
    *noting.refuses.lock().unwrap() = false;
    assert_eq!(broker.want(want(MAX_TUNNELS, "work", None)).await, Err(Refusal::TooLarge));
    assert!(!leads(&broker, SERVER));
    assert_eq!(broker.want(want(MAX_TUNNELS - 1, "work", None)).await, Ok(()));
    assert!(leads(&broker, SERVER));
    // What could not be undone is not served any more all the same.
    *noting.refuses.lock().unwrap() = true;
    assert_eq!(broker.unwant(TunnelSlot(MAX_TUNNELS - 1)).await, Err(Refusal::TooLarge));
    assert!(!leads(&broker, SERVER));
}

#[tokio::test]
async fn an_interface_is_made_once_as_long_as_it_is_there() {
    let (broker, noting) = broker(Taken::default(), &[]).await;
    broker.want(want(1, "work", None)).await.unwrap();
    for _ in 0..2 {
        assert_eq!(broker.create_interface(TunnelSlot(1)).unwrap().0.name, "adit1");
    }
    assert_eq!(noting.notes(), ["want 1", "create adit1"]);
    // Somebody deleted it.
    noting.ends.lock().unwrap().clear();
    broker.create_interface(TunnelSlot(1)).unwrap();
    assert_eq!(noting.notes(), ["create adit1"]);
    // One of a tunnel that is taken back is not handed to the next one.
    broker.unwant(TunnelSlot(1)).await.unwrap();
    broker.want(want(1, "home", None)).await.unwrap();
    broker.create_interface(TunnelSlot(1)).unwrap();
    assert_eq!(noting.notes(), ["unwant 1", "want 1", "create adit1"]);
}

#[tokio::test]
async fn what_moved_or_was_let_go_is_forgotten() {
    let (broker, _) = broker(Taken::default(), &[]).await;
    broker.want(want(1, "work", None)).await.unwrap();
    broker.want(want(2, "home", None)).await.unwrap();
    broker.want(want(3, "work", None)).await.unwrap();
    assert_eq!(broker.create_interface(TunnelSlot(1)).err(), Some(InterfaceError::NotPermitted));
    for slot in [2, 3] {
        broker.create_interface(TunnelSlot(slot)).unwrap();
    }
    broker.protect(Owner::Uid(1000), ProtectionRequest::LetOut).await.unwrap();
    for slot in [2, 3] {
        assert_eq!(broker.create_interface(TunnelSlot(slot)).err(), Some(InterfaceError::NotPermitted));
    }
}

#[tokio::test]
async fn what_the_process_before_left_is_taken_where_it_is_still_wanted() {
    let pipe = || io::pipe().map(|(reader, writer)| (reader, OwnedFd::from(writer))).unwrap();
    let grant = |slot: u8| InterfaceGrant {
        name: TunnelSlot(slot).interface(),
        features: Default::default(),
        refused_offload: Some("of before".to_owned()),
    };
    let ((one, one_held), (two, two_held), (_three, three_held)) = (pipe(), pipe(), pipe());
    let interfaces = vec![
        (TunnelSlot(1), grant(1), one_held),
        (TunnelSlot(2), grant(2), two_held),
        (TunnelSlot(3), grant(3), three_held),
    ];
    // The second interface was deleted, the third tunnel is not wanted any more.
    drop(two);
    let other_owner = Want { owner: Owner::Uid(1001), ..want(2, "home", Some("of another")) };
    let wants = vec![want(1, "work", Some("secret")), other_owner, want(3, "gone", Some("old"))];
    let wanted = [want(1, "work", None), want(2, "home", None)];
    let (broker, noting) = broker(Taken { listener: None, interfaces, wants }, &wanted).await;
    assert_eq!(noting.notes(), ["want 1 secret"]);
    assert_eq!(broker.create_interface(TunnelSlot(1)).unwrap().0, grant(1));
    assert_eq!(noting.notes(), [""; 0]);
    assert_eq!(broker.create_interface(TunnelSlot(2)).unwrap().0.refused_offload, None);
    assert_eq!(broker.create_interface(TunnelSlot(3)).err(), Some(InterfaceError::NotPermitted));
    assert!(leads(&broker, SERVER));
    drop(one);
}

#[tokio::test]
async fn everything_is_taken_back_at_the_end() {
    let (broker, noting) = broker(Taken::default(), &[want(1, "work", None), want(2, "home", None)]).await;
    *noting.refuses.lock().unwrap() = true;
    broker.undo_all().await;
    assert_eq!(noting.notes(), ["unwant 1", "unwant 2"], "one that fails keeps no other");
    assert!(!leads(&broker, SERVER));
}

#[tokio::test]
async fn name_servers_that_are_remembered_are_bounded() {
    let (broker, noting) = broker(Taken::default(), &[]).await;
    let servers =
        |from: u8| (from..from + 8).map(|last| SocketAddr::from(([192, 0, 2, last], 53))).collect::<BTreeSet<_>>();
    let say = async |from: u8| {
        let servers = NameServers::try_from(servers(from)).unwrap();
        broker.name_servers(servers).await.unwrap();
    };
    for group in 0..8 {
        say(group * 8).await;
        assert_eq!(noting.notes(), ["names 8"]);
    }
    assert!(leads(&broker, "192.0.2.0:53") && leads(&broker, "192.0.2.63:53"), "as many as are remembered");
    say(64).await;
    assert!(!leads(&broker, "192.0.2.0:53") && !leads(&broker, "192.0.2.63:53"));
    assert!(leads(&broker, "192.0.2.64:53") && leads(&broker, "192.0.2.71:53"));
}

fn held() -> Held {
    let servers = BTreeSet::from(["192.0.2.1:1194".parse().unwrap()]);
    let name_servers = ["192.0.2.53:53", "192.0.2.53:22"].map(|server| server.parse().unwrap()).into();
    Held { wanted: BTreeMap::from([(TunnelSlot(3), servers)]), interfaces: BTreeMap::new(), name_servers }
}

#[test]
fn sockets_lead_to_servers_of_what_is_wanted_and_to_name_servers_only() {
    let may = |remote: &str| held().may_lead(&remote.parse().unwrap());
    assert!(may("192.0.2.1:1194") && may("192.0.2.53:53"));
    for remote in ["192.0.2.1:1195", "192.0.2.2:1194", "192.0.2.53:54", "192.0.2.53:22"] {
        assert!(!may(remote), "{remote}");
    }
}

#[test]
fn plans_are_those_of_what_is_wanted() {
    let held = held();
    let apply = |slot, name: Option<&str>| {
        let mut plan = NetworkPlan::open(TunnelSlot(slot));
        plan.interface = name.map(|name| vpn_api::InterfacePlan {
            name: name.to_owned(),
            addresses: [].into(),
            mtu: vpn_api::Mtu::try_from(1500).unwrap(),
        });
        held.may_apply(&NetworkRequest::Apply(Box::new(plan)))
    };
    assert_eq!((apply(3, None), apply(3, Some("adit3"))), (Ok(()), Ok(())));
    assert_eq!(apply(4, Some("adit4")), Err(BadPlan::OtherSlot));
    assert_eq!(apply(3, Some("eth0")), Err(BadPlan::InterfaceName));
    assert_eq!(held.may_apply(&NetworkRequest::Revert(TunnelSlot(9))), Ok(()), "an undo is never refused");
}
