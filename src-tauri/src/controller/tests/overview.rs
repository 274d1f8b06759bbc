//! What goes where, whether it does, what two tunnels both want, and how much went through.

use vpn_api::{
    Proof, Traffic, Ways,
    proof::{Astray, RouteProof},
    ways::{Lost, NetworkWay, OtherTunnel, TunnelName, Way},
};

use super::*;
use crate::view::{HistoryView, OverlapChoice};

fn up(all: bool) -> TunnelState {
    let TunnelState::Connected(mut details) = examples::connected() else { unreachable!() };
    (details.all_ipv4, details.since) = (all, unix_now());
    TunnelState::Connected(details)
}

fn tunnel(id: &str) -> TunnelName {
    let connection = ProfileId::try_from(id.to_owned()).unwrap().connection().clone();
    TunnelName { owner: Owner::Uid(1000), connection }
}

async fn overview<T>(bench: &Bench, ask: impl FnOnce(message::Reply<T>) -> OverviewAsk) -> Result<T, MessageView> {
    bench.handle.ask(|reply| Message::Overview(ask(reply))).await
}

fn is_prove(request: &Request) -> bool {
    matches!(request, Request::Prove { .. })
}

#[tokio::test]
async fn a_tunnel_is_looked_at_while_it_is_seen_and_what_is_wrong_is_a_caution() {
    let bench = Bench::start(FakeKeychain::default());
    let id = bench.imported("work").await;
    let astray = vec![Astray { network: "10.20.0.0/16".parse().unwrap(), by: Some("eth0".to_owned()) }];
    *bench.helper.proof.lock().unwrap() =
        Proof { routes: RouteProof { asked: 1, astray, astray_count: 1 }, ..Proof::default() };
    bench.helper_says(&id, up(true));
    bench.until("up", |view| view.profiles[0].status.details.is_some()).await;
    assert!(!bench.helper.requests.lock().unwrap().iter().any(is_prove), "nobody looks");
    bench.handle.send(Message::Seen(true));
    bench.request("look", is_prove).await;
    let found = |view: &View| view.overview.checked.first().is_some_and(|checked| !checked.running);
    let view = bench.until("found", found).await;
    let checked = &view.overview.checked[0];
    assert_eq!((checked.profile.as_str(), checked.passes, checked.number), (id.as_str(), false, 1));
    let cautions = &view.profiles[0].status.details.as_ref().unwrap().cautions;
    assert_eq!(cautions[0].title, "10.20.0.0/16 does not go through the tunnel");

    *bench.helper.proof.lock().unwrap() = Proof::default();
    overview(&bench, |reply| OverviewAsk::Check(id.clone(), reply)).await.unwrap();
    let view = bench.until("passes", |view| view.overview.checked[0].passes).await;
    assert!(view.profiles[0].status.details.as_ref().unwrap().cautions.is_empty());
    overview(&bench, |reply| OverviewAsk::Reconnect(id.clone(), reply)).await.unwrap();
    bench.request("a second request for the same connection", is_connect).await;
    bench.helper_says(&id, ended());
    bench.until("forgotten", |view| view.overview.checked.is_empty()).await;
}

#[tokio::test]
async fn a_profile_that_wants_what_another_has_asks_first_and_once() {
    let bench = Bench::start(FakeKeychain::default());
    let (home, work) = (bench.imported("home").await, bench.imported("work").await);
    // Both took all traffic when they were up last.
    for id in [&work, &home] {
        bench.connects(id).await;
        bench.helper_says(id, up(true));
        bench.until("up", |view| view.profiles.iter().any(|one| one.id == **id && one.last_used.is_some())).await;
        bench.helper_says(id, ended());
    }
    bench.connects(&home).await;
    bench.helper_says(&home, up(true));
    bench.connect(&work).await.unwrap();
    let view = bench.until("asked", |view| view.overview.overlap.is_some()).await;
    let overlap = view.overview.overlap.unwrap();
    assert_eq!((overlap.profile, overlap.title.as_str()), (work.clone(), "work and home both take all traffic"));
    assert_eq!(overlap.lines[0], "All traffic stays with home, which is connected already.");
    assert!(bench.did("focus"), "somebody has to see it");
    assert!(!bench.helper.requests.lock().unwrap().iter().any(is_connect), "nothing is connected before the choice");

    overview(&bench, |reply| OverviewAsk::Overlap(OverlapChoice::Cancel, reply)).await.unwrap();
    let view = bench.until("closed", |view| view.overview.overlap.is_none()).await;
    assert!(view.profiles.iter().all(|one| one.id != work || one.status.action == Action::Connect));
    bench.connect(&work).await.unwrap();
    bench.until("asked again", |view| view.overview.overlap.is_some()).await;
    overview(&bench, |reply| OverviewAsk::Overlap(OverlapChoice::Both, reply)).await.unwrap();
    bench.request("connect", is_connect).await;
    bench.helper_says(&work, up(true));
    bench.until("up", |view| view.profiles.iter().all(|one| one.status.details.is_some())).await;
    bench.helper_says(&work, ended());
    bench.connects(&work).await;
    assert_eq!(bench.view().await.overview.overlap, None, "it was chosen for these two");
}

#[tokio::test]
async fn the_other_one_may_be_disconnected_first() {
    let bench = Bench::start(FakeKeychain::default());
    let (home, work) = (bench.imported("home").await, bench.imported("work").await);
    for id in [&work, &home] {
        bench.connects(id).await;
        bench.helper_says(id, up(false));
        bench.until("up", |view| view.profiles.iter().any(|one| one.id == **id && one.last_used.is_some())).await;
        bench.helper_says(id, ended());
    }
    bench.connects(&home).await;
    bench.helper_says(&home, up(false));
    bench.connect(&work).await.unwrap();
    let view = bench.until("asked", |view| view.overview.overlap.is_some()).await;
    assert_eq!(view.overview.overlap.unwrap().lines, ["10.8.0.0/24 stays with home, which is connected already."]);
    overview(&bench, |reply| OverviewAsk::Overlap(OverlapChoice::Instead, reply)).await.unwrap();
    let ends =
        |request: &Request| matches!(request, Request::Disconnect { connection, .. } if connection.as_str() == home);
    bench.request("disconnect", ends).await;
    bench.request("connect", is_connect).await;
}

#[tokio::test]
async fn each_sentence_says_what_goes_through_it_beside_the_others() {
    let bench = Bench::start(FakeKeychain::default());
    let (home, work) = (bench.imported("home").await, bench.imported("work").await);
    let network = |network: &str, owner: &str, other: &str, why| NetworkWay {
        network: network.parse().unwrap(),
        way: Way::Tunnel(tunnel(owner)),
        others: vec![OtherTunnel { tunnel: tunnel(other), why }],
    };
    let all = "0.0.0.0/0".parse().unwrap();
    let networks = vec![
        network("10.20.0.0/16", &work, &home, Lost::Wider { network: all }),
        NetworkWay { others: Vec::new(), ..network("0.0.0.0/0", &home, &home, Lost::LaterUp) },
    ];
    let ways = Ways { networks, ..Ways::default() };
    bench.handle.send(Message::Helper(HelperEvent::Event(Event::Ways(Box::new(ways)))));
    bench.helper_says(&work, up(false));
    bench.helper_says(&home, up(true));
    let told = "All traffic goes through home, except 10.20.0.0/16, which goes through work.";
    let view = bench.until("told", |view| view.profiles.iter().any(|one| one.status.sentence == told)).await;
    let rows: Vec<_> = view.overview.ways.networks.iter().map(|row| (row.what.as_str(), row.way.as_str())).collect();
    assert_eq!(rows, [("10.20.0.0/16", "work"), ("Everything else", "home"), ("Other IPv6", "directly")]);
    let body = bench.shell.notices.lock().unwrap().last().map(|notice| notice.body.clone());
    assert!(body.is_none_or(|body| body == told), "a notification says the same");
    bench.handle.send(Message::Helper(HelperEvent::Down(examples::failure())));
    bench.until("nothing is told of it", |view| view.overview.ways.networks.is_empty()).await;
}

#[tokio::test]
async fn how_much_went_through_is_kept_until_it_is_cleared_or_switched_off() {
    let bench = Bench::start(FakeKeychain::default());
    let id = bench.imported("work").await;
    let with = |state, received| {
        let traffic = Traffic { received, sent: 10, ..Traffic::default() };
        ConnectionSnapshot { traffic, ..examples::connection(&id, state) }
    };
    bench.tell(with(up(true), 0));
    bench.tell(with(TunnelState::Disconnecting, 5_000));
    bench.tell(with(ended(), 5_000));
    let history =
        async || -> HistoryView { overview(&bench, |reply| OverviewAsk::History(id.clone(), reply)).await.unwrap() };
    let found = history().await;
    assert_eq!((found.kept, found.hour.len(), found.month.len()), (true, 60, 1), "{found:?}");
    assert_eq!((found.month[0].name.as_str(), found.month[0].moved.received), ("work", 5_000));
    assert_eq!(found.hour.iter().map(|part| part.received).sum::<u64>(), 5_000);
    overview(&bench, OverviewAsk::ClearHistory).await.unwrap();
    assert!(history().await.month.is_empty());
}
