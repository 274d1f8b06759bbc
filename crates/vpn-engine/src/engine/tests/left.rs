//! Connections that an engine before this one left as wanted.

use super::*;

fn want(slot: u8, connection: &str, kept: Option<&str>) -> Want {
    Want {
        slot: TunnelSlot(slot),
        connection: id(connection),
        owner: ALICE.clone(),
        hold: Hold::Yes,
        servers: [].into(),
        signs_in: false,
        kept: kept.map(Into::into),
    }
}

/// An engine that finds these wanted.
async fn found(wants: &[Want]) -> Bench {
    let bench = Bench::new();
    for want in wants {
        bench.platform.want(want.clone()).await.unwrap();
    }
    bench.engine.resume().await;
    bench
}

#[tokio::test(start_paused = true)]
async fn one_that_cannot_be_brought_back_is_shown_and_its_person_frees_it() {
    for kept in [None, Some("{}"), Some("\u{0}")] {
        let mut bench = found(&[want(3, "work", kept)]).await;
        let view = bench.view("work");
        let TunnelState::Disconnected { failure: Some(failure) } = &view.state else { panic!("{view:?}") };
        assert_eq!((&failure.kind, view.owner.clone()), (&FailureKind::NotBroughtBack, ALICE.clone()));
        // Whoever watches is told, and others may not end it.
        bench.until("work", |shown| *shown == view).await;
        assert!(bench.engine.disconnect(BOB, Some(ALICE.clone()), id("work")).is_err());
        tokio::time::sleep(Duration::from_secs(60)).await;
        assert_eq!(bench.platform.wanted_now().len(), 1, "traffic is held back until its person says so");
        assert!(!bench.platform.calls().iter().any(|call| matches!(call, FakeCall::Contacted(..))));
        // Its number is not given to another one meanwhile.
        for other in 0..4 {
            bench.engine.connect(ALICE, order(&format!("other{other}"), &["b.example"])).unwrap();
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(bench.platform.wanted_now().iter().filter(|want| want.slot == TunnelSlot(3)).count(), 1);
        bench.engine.disconnect(ALICE, None, id("work")).unwrap();
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert!(!bench.platform.wanted_now().iter().any(|want| want.connection == id("work")));
        assert_eq!(bench.view("work").state, TunnelState::Disconnected { failure: None });
    }
}

#[tokio::test(start_paused = true)]
async fn connecting_it_again_takes_over_what_is_there_without_a_moment_in_between() {
    let mut bench = found(&[want(3, "work", None)]).await;
    bench.platform.script(Script::Comes(config()));
    bench.engine.connect(ALICE, order("work", &["a.example"])).unwrap();
    bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
    let calls = bench.platform.calls();
    assert!(calls.contains(&FakeCall::DeviceMade("adit3".to_owned())), "{calls:?}");
    assert!(!calls.iter().any(|call| matches!(call, FakeCall::Reverted | FakeCall::Unwanted(_))), "{calls:?}");
    bench.engine.disconnect(ALICE, None, id("work")).unwrap();
    assert_eq!(bench.down("work").await, None);
    assert_eq!(bench.platform.wanted_now(), []);
}

#[tokio::test(start_paused = true)]
async fn one_that_was_kept_is_brought_back_and_one_whose_profile_is_not_usable_says_why() {
    let kept = |connection: &str, servers: &[&str]| kept::text(&order(connection, servers)).unwrap();
    let good = Want { kept: Some(kept("good", &["a.example"])), ..want(1, "good", None) };
    let bad = Want { kept: Some(kept("bad", &[])), ..want(2, "bad", None) };
    let bench = Bench::new();
    bench.platform.script(Script::Comes(config()));
    for want in [good, bad] {
        bench.platform.want(want).await.unwrap();
    }
    bench.engine.resume().await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(matches!(bench.view("good").state, TunnelState::Connected(_)));
    let TunnelState::Disconnected { failure: Some(failure) } = bench.view("bad").state else { panic!() };
    assert_eq!(failure.kind, FailureKind::ProfileRefused { what: "remote".to_owned() });
}
