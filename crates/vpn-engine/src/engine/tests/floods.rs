//! Servers that change their tunnels faster than a machine's network can be changed, and what ends a tunnel meanwhile.

use super::*;

/// How long the machine takes for each change, and how often the server changes its mind.
const SLOW: Duration = Duration::from_millis(200);
const OFTEN: Duration = Duration::from_millis(1);

/// A configuration with this many routes of its own.
fn routes(count: u32) -> TunnelConfig {
    let network = |number: u32| format!("10.{}.{}.0/24", 16 + number / 256, number % 256).parse().unwrap();
    let mut config = config();
    config.routes.insert_all((0..count).map(network).map(|destination| vpn_api::values::TunnelRoute {
        destination,
        through_tunnel: true,
        metric: None,
    }));
    config
}

impl Bench {
    /// The server says this many configurations, each with another number of routes.
    fn flood(&self, most: u32) -> tokio::task::JoinHandle<()> {
        let server = self.platform.mouth();
        tokio::spawn(async move {
            for count in 0..most {
                // An error: the session has ended.
                let _ = server.send(SessionEvent::Configured(Box::new(routes(count % 700))));
                tokio::time::sleep(OFTEN).await;
            }
        })
    }

    fn applied(&self) -> Vec<usize> {
        let applied = |call| if let FakeCall::Applied { routes } = call { Some(routes) } else { None };
        self.platform.calls().into_iter().filter_map(applied).collect()
    }
}

#[tokio::test(start_paused = true)]
async fn a_flood_of_updates_neither_delays_the_end_nor_outlives_it() {
    for silent in [false, true] {
        let mut bench = Bench::new();
        bench.platform.script(if silent { Script::Silent } else { Script::Comes(config()) });
        bench.engine.connect(ALICE, order("work", &["a.example"])).unwrap();
        tokio::time::sleep(Duration::from_secs(1)).await;
        if silent {
            bench.platform.say(SessionEvent::Configured(Box::new(config())));
        }
        bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
        bench.platform.slow_down(SLOW);
        bench.platform.take_calls();
        let flood = bench.flood(3_000);
        tokio::time::sleep(Duration::from_secs(2)).await;
        let applied = bench.applied().len();
        assert!((8..=10).contains(&applied), "the flood keeps the network busy: {applied}");
        assert!(!flood.is_finished());
        let begin = tokio::time::Instant::now();
        bench.engine.disconnect(ALICE, None, id("work")).unwrap();
        assert_eq!(bench.down("work").await, None);
        assert!(begin.elapsed() < Duration::from_secs(1), "{:?}", begin.elapsed());
        tokio::time::sleep(Duration::from_secs(5)).await;
        let calls = bench.platform.calls();
        let undone = calls.iter().position(|call| *call == FakeCall::Reverted).unwrap();
        assert!(!calls[undone..].iter().any(|call| matches!(call, FakeCall::Applied { .. })), "nothing comes after it");
        assert_eq!(calls.last(), Some(&FakeCall::DeviceGone("adit0".to_owned())));
        assert_eq!(bench.platform.wanted_now(), []);
    }
}

#[tokio::test(start_paused = true)]
async fn of_many_updates_the_last_one_holds() {
    let bench = Bench::connected().await;
    bench.platform.slow_down(SLOW);
    bench.flood(500).await.unwrap();
    tokio::time::sleep(Duration::from_secs(2)).await;
    let applied = bench.applied();
    let own = |count: u32| crate::plan_builder::network_plan(TunnelSlot(0), "adit0", &routes(count), true).routes.len();
    assert_eq!(applied.last(), Some(&own(499)));
    assert!((3..=5).contains(&applied.len()), "{applied:?}");
    assert!(matches!(bench.view("work").state, TunnelState::Connected(_)));
}

#[tokio::test(start_paused = true)]
async fn an_end_stops_what_the_network_is_doing() {
    let mut bench = Bench::new();
    bench.platform.slow_down(Duration::from_secs(14));
    bench.platform.script(Script::Comes(config()));
    bench.engine.connect(ALICE, order("work", &["a.example"])).unwrap();
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(bench.platform.calls().contains(&FakeCall::DeviceMade("adit0".to_owned())));
    let begin = tokio::time::Instant::now();
    bench.engine.disconnect(ALICE, None, id("work")).unwrap();
    assert_eq!(bench.down("work").await, None);
    assert!(begin.elapsed() < Duration::from_secs(1), "{:?}", begin.elapsed());
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert!(bench.applied().is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_is_let_out_goes_before_a_change_that_is_under_way_and_the_tunnel_comes_up_after_it() {
    let mut bench = Bench::connected().await;
    bench.platform.script(Script::Comes(config()));
    bench.platform.say(SessionEvent::Closed(lost()));
    bench.until("work", |view| matches!(view.state, TunnelState::Reconnecting { .. })).await;
    bench.platform.slow_down(Duration::from_secs(10));
    tokio::time::sleep(Duration::from_secs(5)).await;
    bench.platform.take_calls();
    bench.platform.slow_down(Duration::from_millis(20));
    bench.engine.protect(ALICE, ProtectionRequest::LetOut).await.unwrap();
    bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
    let calls = bench.platform.calls();
    let at = |call: &FakeCall| calls.iter().position(|other| other == call);
    let (reverted, applied) = (at(&FakeCall::Reverted), at(&FakeCall::Applied { routes: 3 }));
    assert!(reverted.is_some() && reverted < applied, "{calls:?}");
}

#[tokio::test(start_paused = true)]
async fn what_the_person_says_is_not_lost_behind_others_words() {
    let mut bench = Bench::connected().await;
    for _ in 0..10_000 {
        bench.platform.tell(PrivilegedEvent::Repaired {
            slot: TunnelSlot(0),
            what: NetworkStep::Route,
            times: 3,
            by: None,
        });
        let _ = bench.engine.answer(ALICE, None, id("work"), vpn_api::PromptId(77), Answer::Cancel);
    }
    bench.engine.disconnect(ALICE, None, id("work")).unwrap();
    assert_eq!(bench.down("work").await, None);
    assert_eq!(bench.platform.wanted_now(), []);
}
