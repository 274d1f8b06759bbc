//! A connection that is to be up in some networks only.

use vpn_api::{KeyHash, NetworkCondition, NetworkProof, NetworkRule, Waiting};

use super::*;

fn only(rule: NetworkRule) -> ConnectRequest {
    let proof = NetworkProof { server: address("10.0.0.1:443"), key: KeyHash([7; 32]) };
    let network = Some(NetworkCondition { rule, proof });
    ConnectRequest {
        options: ConnectOptions { takes_all: true, network, ..ConnectOptions::default() },
        ..order("work", &["a.example"])
    }
}

fn is_off(view: &ConnectionSnapshot) -> bool {
    matches!(view.state.waiting(), Some(Waiting::OtherNetwork(_)))
}

fn is_up(view: &ConnectionSnapshot) -> bool {
    matches!(view.state, TunnelState::Connected(_))
}

/// What the privileged side holds back for the connection; `None`: it is not wanted.
async fn held(bench: &Bench) -> Option<Hold> {
    tokio::time::sleep(Duration::from_millis(10)).await;
    bench.platform.wanted_now().first().map(|want| want.hold)
}

#[tokio::test(start_paused = true)]
async fn it_is_taken_down_in_the_network_and_comes_back_outside() {
    let mut bench = Bench::new();
    bench.platform.script(Script::Comes(config()));
    bench.platform.script(Script::Comes(config()));
    bench.engine.connect(ALICE, only(NetworkRule::NotOn)).unwrap();
    bench.until("work", is_up).await;
    assert_eq!(held(&bench).await, Some(Hold::Yes));
    let servers = bench.platform.wanted_now().remove(0).servers;
    assert!(
        servers.contains(&address("10.0.0.1:443")),
        "its sockets may lead to the server that is asked: {servers:?}"
    );
    bench.platform.take_calls();

    bench.platform.moves(true);
    bench.until("work", is_off).await;
    assert_eq!(held(&bench).await, Some(Hold::No), "traffic flows there");
    let calls = bench.platform.take_calls();
    assert!(calls.contains(&FakeCall::Reverted) && calls.contains(&FakeCall::Goodbye(CloseReason::User)), "{calls:?}");
    assert!(!calls.iter().any(|call| matches!(call, FakeCall::Unwanted(_))), "it is wanted as before: {calls:?}");

    bench.platform.moves(false);
    bench.until("work", is_up).await;
    assert_eq!(held(&bench).await, Some(Hold::Yes));
    let held_before = bench.platform.wants().iter().rev().skip_while(|want| want.hold == Hold::Yes).count();
    assert!(held_before > 0);
    bench.engine.disconnect(ALICE, None, id("work")).unwrap();
    assert_eq!(bench.down("work").await, None);
    assert_eq!(held(&bench).await, None);
}

#[tokio::test(start_paused = true)]
async fn it_waits_for_its_only_network_contacts_nobody_and_is_ended_there() {
    let mut bench = Bench::new();
    bench.engine.connect(ALICE, only(NetworkRule::OnlyOn)).unwrap();
    bench.until("work", is_off).await;
    tokio::time::sleep(Duration::from_secs(3600)).await;
    let contacted = |bench: &Bench| bench.platform.calls().iter().any(|call| matches!(call, FakeCall::Contacted(..)));
    assert!(!contacted(&bench) && is_off(&bench.view("work")));
    assert_eq!(held(&bench).await, Some(Hold::No));
    bench.engine.disconnect(ALICE, None, id("work")).unwrap();
    assert_eq!(bench.down("work").await, None);
    assert_eq!(held(&bench).await, None);

    bench.platform.script(Script::Comes(config()));
    bench.platform.moves(true);
    bench.engine.connect(ALICE, only(NetworkRule::OnlyOn)).unwrap();
    bench.until("work", is_up).await;
    bench.platform.moves(false);
    bench.until("work", is_off).await;
    bench.engine.connect(ALICE, order("work", &["a.example"])).unwrap();
    bench.platform.script(Script::Comes(config()));
    bench.until("work", is_up).await;
}

#[tokio::test(start_paused = true)]
async fn a_server_that_everybody_reaches_is_refused() {
    let bench = Bench::new();
    let mut request = only(NetworkRule::NotOn);
    for server in ["192.0.2.1:443", "127.0.0.1:443", "[2001:db8::1]:443"] {
        let Some(condition) = &mut request.options.network else { panic!() };
        condition.proof.server = address(server);
        let failure = bench.engine.connect(ALICE, request.clone()).unwrap_err();
        assert_eq!(failure.kind, FailureKind::BadRequest { problem: RequestProblem::PublicAddress }, "{server}");
    }
}
