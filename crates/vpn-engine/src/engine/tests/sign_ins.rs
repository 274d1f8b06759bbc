//! A network that wants somebody to sign in first.

use vpn_api::Waiting;

use super::*;
use crate::platform::NetworkSignIn;

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
