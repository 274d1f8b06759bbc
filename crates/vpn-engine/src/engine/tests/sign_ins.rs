//! A network that wants somebody to sign in first.

use vpn_api::Waiting;

use super::*;
use crate::{platform::NetworkSignIn, sign_in::Asked};

#[tokio::test(start_paused = true)]
async fn a_network_that_wants_a_sign_in_is_waited_for_and_its_page_is_told() {
    let mut bench = Bench::new();
    bench.platform.script(Script::Comes(config()));
    let page = Some("http://check.example/".to_owned());
    bench.platform.sign_in.send(Some(NetworkSignIn { page: page.clone() })).unwrap();
    tokio::time::sleep(Duration::from_millis(1)).await;
    bench.engine.connect(ALICE, order("work", &["a.example"])).unwrap();
    let waits = Some(Waiting::NetworkSignIn { page });
    bench.until("work", |view| view.state.waiting() == waits.as_ref()).await;
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert!(
        !bench.platform.calls().iter().any(|call| matches!(call, FakeCall::Contacted(..))),
        "nothing is tried meanwhile"
    );
    let signed_in = tokio::time::Instant::now();
    bench.platform.sign_in.send(None).unwrap();
    bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
    assert!(signed_in.elapsed() < Duration::from_secs(1), "{:?}", signed_in.elapsed());
}

/// A machine in whose network no server answers.
fn silent() -> Bench {
    let bench = Bench::new();
    for _ in 0..2000 {
        bench.platform.script(Script::Silent);
    }
    bench
}

fn wants() -> (Asked, Option<Waiting>) {
    let page = Some("http://check.example/".to_owned());
    (Asked::Wants(NetworkSignIn { page: page.clone() }), Some(Waiting::NetworkSignIn { page }))
}

#[tokio::test(start_paused = true)]
async fn a_network_is_asked_where_no_server_answers_and_again_until_somebody_has_signed_in() {
    let mut bench = silent();
    let (answer, waits) = wants();
    bench.platform.answers(answer);
    bench.engine.connect(ALICE, order("work", &["a.example"])).unwrap();
    let begun = tokio::time::Instant::now();
    bench.until("work", |view| view.state.waiting() == waits.as_ref()).await;
    assert!(begun.elapsed() < Duration::from_millis(1100), "{:?}", begun.elapsed());
    let servers = bench.platform.wanted_now()[0].servers.clone();
    assert!(servers.contains(&"192.0.2.80:80".parse().unwrap()), "it is told before it is asked");
    tokio::time::sleep(Duration::from_secs(60)).await;
    let in_a_minute = bench.platform.times_asked();
    assert!((10..=20).contains(&in_a_minute), "{in_a_minute}");
    tokio::time::sleep(Duration::from_secs(3600)).await;
    assert!(bench.platform.times_asked() < in_a_minute + 90, "{}", bench.platform.times_asked());
    let tries = bench.platform.calls().len();
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(bench.platform.calls().len(), tries, "no server is tried meanwhile");
    bench.platform.answers(Asked::Free);
    bench.until("work", |view| view.state.waiting() != waits.as_ref()).await;
    let asked = bench.platform.times_asked();
    tokio::time::sleep(Duration::from_secs(7200)).await;
    assert_eq!(bench.platform.times_asked(), asked, "it leads out, and the server is silent all the same");
}

#[tokio::test(start_paused = true)]
async fn a_network_in_which_the_server_answers_is_not_asked_and_each_other_one_is_asked_once() {
    let mut bench = Bench::new();
    bench.platform.script(Script::Comes(config()));
    bench.engine.connect(ALICE, order("work", &["a.example"])).unwrap();
    bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(bench.platform.times_asked(), 0);

    let bench = silent();
    bench.platform.answers(Asked::Free);
    for name in ["work", "home"] {
        bench.engine.connect(ALICE, order(name, &["a.example"])).unwrap();
    }
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert_eq!(bench.platform.times_asked(), 1, "once for both connections");
    bench.platform.change.send(()).unwrap();
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert_eq!(bench.platform.times_asked(), 2, "another network");
    bench.platform.answers(Asked::Silent);
    bench.platform.change.send(()).unwrap();
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert_eq!(bench.platform.times_asked(), 6, "four times where nobody answers");
}

#[tokio::test(start_paused = true)]
async fn a_question_that_is_switched_off_is_not_asked_and_another_connection_takes_it_over() {
    let bench = silent();
    let (answer, waits) = wants();
    bench.platform.answers(answer);
    let off = vpn_api::ProtectionSettings { sign_in_check: false, ..vpn_api::ProtectionSettings::default() };
    bench.engine.protect(ALICE, vpn_api::ProtectionRequest::Set(off)).await.unwrap();
    bench.engine.connect(ALICE, order("work", &["a.example"])).unwrap();
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(bench.platform.times_asked(), 0);

    let on = vpn_api::ProtectionSettings::default();
    bench.engine.protect(ALICE, vpn_api::ProtectionRequest::Set(on)).await.unwrap();
    bench.engine.connect(ALICE, order("home", &["a.example"])).unwrap();
    tokio::time::sleep(Duration::from_secs(15)).await;
    let all = bench.engine.snapshot();
    assert!(all.len() == 2 && all.iter().all(|view| view.state.waiting() == waits.as_ref()), "{all:?}");
    bench.engine.disconnect(ALICE, None, id("work")).unwrap();
    tokio::time::sleep(Duration::from_secs(20)).await;
    let views = bench.engine.snapshot();
    let home = views.iter().find(|view| view.connection == id("home")).unwrap();
    assert_eq!(home.state.waiting(), waits.as_ref());
    let asked = bench.platform.times_asked();
    tokio::time::sleep(Duration::from_secs(120)).await;
    assert!(bench.platform.times_asked() > asked, "it is asked for the other one");
}
