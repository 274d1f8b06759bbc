//! What goes where, and whether it really does.

use vpn_api::{
    TunnelConfig, Ways,
    proof::{Ipv6Proof, NameServerFound},
    tunnel::TunnelDns,
    ways::Way,
};

use super::*;

fn with_dns() -> TunnelConfig {
    let dns = TunnelDns { servers: ["10.8.0.1".parse().unwrap()].into(), ..TunnelDns::default() };
    TunnelConfig { dns, ..config() }
}

async fn connected(config: TunnelConfig) -> Bench {
    let mut bench = Bench::new();
    bench.platform.script(Script::Comes(config));
    bench.engine.connect(ALICE, order("work", &["a.example"])).unwrap();
    bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
    bench
}

async fn proof(bench: &Bench) -> Proof {
    bench.engine.prove(ALICE, None, id("work")).await.unwrap().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_tunnel_that_does_what_it_should_passes_and_one_fault_is_found_at_a_time() {
    let bench = connected(with_dns()).await;
    let (good, servers) = ([("0.0.0.0/0", "adit0")], ["10.8.0.1"]);
    bench.platform.set_kernel(&good, &servers);
    bench.platform.set_system_names(&["10.8.0.1"]);
    bench.platform.set_round_trip(Duration::from_millis(24));
    let found = proof(&bench).await;
    assert!(found.passes(), "{found:?}");
    assert_eq!((found.routes.asked, &found.ipv6, found.names_asked), (2, &Ipv6Proof::HeldBack, Some(true)));
    assert_eq!((found.round_trip_us, found.name_servers.len()), (Some(24_000), 1));

    bench.platform.set_kernel(&[("0.0.0.0/0", "adit0"), ("128.0.0.0/1", "eth0")], &servers);
    let found = proof(&bench).await;
    assert_eq!((found.passes(), found.routes.astray_count), (false, 1), "{found:?}");
    assert_eq!(found.routes.astray[0].by.as_deref(), Some("eth0"));

    bench.platform.set_kernel(&[], &servers);
    let found = proof(&bench).await;
    assert_eq!((found.routes.astray_count, &found.routes.astray[0].by), (2, &None), "both halves are one network");
    assert_eq!(found.name_servers[0].found, NameServerFound::Beside { by: None });

    bench.platform.set_kernel(&[("0.0.0.0/0", "adit0"), ("10.8.0.0/24", "wg0")], &servers);
    let found = proof(&bench).await;
    assert_eq!(found.name_servers[0].found, NameServerFound::Beside { by: Some("wg0".to_owned()) });

    bench.platform.set_kernel(&good, &[]);
    let found = proof(&bench).await;
    assert_eq!((found.passes(), &found.name_servers[0].found), (false, &NameServerFound::Silent));

    bench.platform.set_kernel(&[("0.0.0.0/0", "adit0"), ("::/0", "eth0")], &servers);
    let found = proof(&bench).await;
    assert_eq!((found.passes(), found.ipv6), (false, Ipv6Proof::Astray { by: "eth0".to_owned() }));

    bench.platform.set_kernel(&good, &servers);
    bench.platform.set_system_names(&["192.0.2.53"]);
    let found = proof(&bench).await;
    assert_eq!((found.passes(), found.names_asked), (false, Some(false)));
    bench.platform.set_system_names(&["192.0.2.53", "10.8.0.1"]);
    assert!(proof(&bench).await.passes(), "it is among those that are asked");
}

#[tokio::test(start_paused = true)]
async fn only_its_owner_may_look_and_only_while_it_is_up() {
    let mut bench = connected(config()).await;
    let look = |caller, owner| bench.engine.prove(caller, owner, id("work"));
    let refused = look(BOB, Some(ALICE.clone())).await.unwrap_err();
    assert_eq!(refused.kind, FailureKind::NotPermitted { owner: Some(ALICE.clone()) });
    assert!(look(ROOT, Some(ALICE.clone())).await.unwrap().is_some());
    assert_eq!(look(BOB, None).await.unwrap_err().kind, FailureKind::UnknownConnection);
    bench.engine.disconnect(ALICE, None, id("work")).unwrap();
    bench.down("work").await;
    assert_eq!(bench.engine.prove(ALICE, None, id("work")).await.unwrap(), None);
}

/// `network connection (others)`
fn told(ways: &Ways) -> Vec<String> {
    let line = |way: &vpn_api::ways::NetworkWay| {
        let others: Vec<_> = way.others.iter().map(|other| other.tunnel.connection.to_string()).collect();
        let held = if matches!(way.way, Way::HeldBack(_)) { "!" } else { "" };
        format!("{held}{} {} {}", way.network, way.way.tunnel().connection, others.join(","))
    };
    ways.networks.iter().map(|way| line(way).trim_end().to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn what_goes_where_is_told_before_a_tunnel_is_up_and_when_it_has_ended() {
    let mut bench = Bench::connected().await;
    assert_eq!(told(&bench.engine.ways()), ["0.0.0.0/0 work", "!::/0 work"]);
    bench.platform.script(Script::Comes(config()));
    bench.engine.connect(ALICE, order("second", &["b.example"])).unwrap();
    let mut before = None;
    loop {
        let event = bench.events.recv().await.unwrap();
        if let Event::Ways(ways) = &event {
            before = Some(told(ways));
        }
        if let Event::Connection(view) = &event
            && matches!(view.state, TunnelState::Connected(_))
        {
            break;
        }
    }
    let first = ["0.0.0.0/0 work second", "10.8.0.0/24 work second", "!::/0 work second"].map(str::to_owned);
    let mut found = before.unwrap();
    found.sort();
    let mut expected = first.to_vec();
    expected.sort();
    assert_eq!(found, expected, "the first one keeps all");
    bench.engine.disconnect(ALICE, None, id("work")).unwrap();
    bench.down("work").await;
    assert_eq!(told(&bench.engine.ways()), ["0.0.0.0/0 second", "!::/0 second"]);
    bench.engine.disconnect(ALICE, None, id("second")).unwrap();
    bench.down("second").await;
    assert_eq!(bench.engine.ways(), Ways::default());
}
