//! Without a network, and with one again; waits, and what ends them.

use vpn_api::{Offline, Secret, Waiting};

use super::*;
use crate::platform::{Reach, ReachedNetwork, Uplinks};

/// A machine with a way to these networks only.
fn reaching(networks: &[&str]) -> Uplinks {
    let networks = networks.iter().map(|network| ReachedNetwork { network: network.parse().unwrap(), routed: true });
    Uplinks::found(Reach { carrier: true, address: true, networks: networks.collect(), ..Reach::default() })
}

fn unplugged() -> Uplinks {
    Uplinks::found(Reach::default())
}

fn waits_for(view: &ConnectionSnapshot) -> Option<Waiting> {
    view.state.waiting().cloned()
}

fn tries(bench: &Bench) -> usize {
    let is_try = |call: &&FakeCall| matches!(call, FakeCall::LookedUp(_) | FakeCall::Contacted(..));
    bench.platform.calls().iter().filter(is_try).count()
}

#[tokio::test(start_paused = true)]
async fn a_machine_without_a_network_tries_nothing_and_goes_on_at_once_with_one() {
    let mut bench = Bench::new();
    bench.platform.set_uplinks(unplugged());
    tokio::time::sleep(Duration::from_millis(1)).await;
    bench.engine.connect(ALICE, order("work", &["a.example"])).unwrap();
    let offline = |view: &ConnectionSnapshot| waits_for(view) == Some(Waiting::Network(Offline::NoCarrier));
    bench.until("work", offline).await;
    tokio::time::sleep(Duration::from_secs(3600)).await;
    assert_eq!(tries(&bench), 0);
    bench.platform.script(Script::Comes(config()));
    let begin = tokio::time::Instant::now();
    bench.platform.set_uplinks(reaching(&["0.0.0.0/0"]));
    bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
    assert!(begin.elapsed() < Duration::from_millis(200), "{:?}", begin.elapsed());

    let begin = tokio::time::Instant::now();
    bench.platform.set_uplinks(reaching(&["192.0.2.0/24"]));
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(matches!(bench.view("work").state, TunnelState::Connected(_)), "its server is on an attached network");
    bench.platform.set_uplinks(reaching(&["198.51.100.0/24"]));
    bench.until("work", |view| waits_for(view) == Some(Waiting::Network(Offline::NoRoute))).await;
    assert!(begin.elapsed() < Duration::from_millis(1300), "{:?}", begin.elapsed());
    bench.platform.take_calls();
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(bench.platform.take_calls(), [], "the session stays, and is told nothing");
    bench.platform.set_uplinks(reaching(&["0.0.0.0/0"]));
    bench.platform.hear();
    tokio::time::sleep(Duration::from_secs(2)).await;
    bench.platform.hear();
    bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
    let calls = bench.platform.take_calls();
    assert!(calls.contains(&FakeCall::ToldOfNetwork), "{calls:?}");
    assert!(!calls.iter().any(|call| matches!(call, FakeCall::Contacted(..))), "the same session: {calls:?}");
}

#[tokio::test(start_paused = true)]
async fn what_is_left_of_a_wait_is_told_to_whoever_asks_and_the_wait_can_be_ended() {
    let mut bench = Bench::new();
    bench.platform.set_retry(Duration::from_secs(40), Duration::from_secs(60));
    for _ in 0..3 {
        bench.platform.script(Script::Fails(Duration::ZERO, lost()));
    }
    bench.engine.connect(ALICE, order("work", &["b.example"])).unwrap();
    let view = bench.until("work", |view| waits_for(view).is_some()).await;
    assert_eq!(waits_for(&view), Some(Waiting::NextTry { left_ms: 40_000 }));
    tokio::time::sleep(Duration::from_secs(30)).await;
    let left = |bench: &Bench| match waits_for(&bench.view("work")) {
        Some(Waiting::NextTry { left_ms }) => left_ms,
        other => panic!("{other:?}"),
    };
    assert!((9_900..=10_000).contains(&left(&bench)), "{}", left(&bench));
    let before = tries(&bench);
    let refused = bench.engine.try_now(BOB, Some(ALICE.clone()), id("work")).unwrap_err();
    assert!(matches!(refused.kind, FailureKind::NotPermitted { .. }));
    assert_eq!(tries(&bench), before);
    bench.engine.try_now(ALICE, None, id("work")).unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(tries(&bench), before + 2, "looked up and contacted");
    assert!((38_000..=40_000).contains(&left(&bench)), "the first wait again: {}", left(&bench));
    bench.engine.disconnect(ALICE, None, id("work")).unwrap();
    bench.down("work").await;
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_fits_once_is_used_once_whatever_the_network_does() {
    let mut bench = Bench::new();
    bench.platform.script(Script::Comes(config()));
    bench.platform.script(Script::Comes(config()));
    bench.platform.script(Script::Comes(config()));
    let mut order = order("work", &["a.example"]);
    order.secrets.challenge_response = Some(Secret::from("123456"));
    bench.engine.connect(ALICE, order).unwrap();
    bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
    for _ in 0..2 {
        tokio::time::sleep(Duration::from_secs(60)).await;
        bench.platform.set_uplinks(unplugged());
        bench.platform.wake.send(()).unwrap();
        bench.until("work", |view| waits_for(view).is_some()).await;
        bench.platform.say(SessionEvent::Closed(lost()));
        tokio::time::sleep(Duration::from_secs(60)).await;
        bench.platform.set_uplinks(reaching(&["0.0.0.0/0"]));
        bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
    }
    assert_eq!(bench.platform.challenge_responses(), [Some("123456".to_owned()), None, None]);
}
