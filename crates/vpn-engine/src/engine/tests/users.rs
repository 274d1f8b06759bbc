//! Several users: whose a connection is, and how much each may have.

use super::*;

#[tokio::test(start_paused = true)]
async fn others_may_not_touch_a_connection_and_root_may() {
    let mut bench = Bench::connected().await;
    let (work, alice) = (|| id("work"), || Some(ALICE.clone()));
    let refused = FailureKind::NotPermitted { owner: alice() };
    assert_eq!(bench.engine.disconnect(BOB, alice(), work()).unwrap_err().kind, refused);
    assert_eq!(bench.engine.answer(BOB, alice(), work(), PromptId(1), Answer::Cancel).unwrap_err().kind, refused);
    for (caller, owner, name) in [(BOB, None, "work"), (BOB, None, "none"), (ROOT, None, "work"), (ROOT, alice(), "x")]
    {
        let unknown = bench.engine.disconnect(caller, owner, id(name)).unwrap_err();
        assert_eq!(unknown.kind, FailureKind::UnknownConnection);
    }
    assert_eq!(
        bench.engine.disconnect(BOB, alice(), id("none")).unwrap_err().kind,
        refused,
        "nor is it told what there is"
    );
    tokio::time::sleep(Duration::from_secs(10)).await;
    assert!(matches!(bench.view("work").state, TunnelState::Connected(_)));
    assert_eq!(bench.view("work").owner, *ALICE);
    bench.engine.disconnect(ROOT, alice(), work()).unwrap();
    assert_eq!(bench.down("work").await, None);
}

#[tokio::test(start_paused = true)]
async fn two_users_may_choose_the_same_id() {
    let bench = Bench::connected().await;
    bench.platform.script(Script::Comes(config()));
    bench.engine.connect(BOB, order("work", &["b.example"])).unwrap();
    tokio::time::sleep(Duration::from_secs(10)).await;
    let states = |bench: &Bench| {
        let whole = |view: ConnectionSnapshot| (view.owner, matches!(view.state, TunnelState::Connected(_)));
        bench.engine.snapshot().into_iter().map(whole).collect::<Vec<_>>()
    };
    let (alice, bob) = (ALICE.clone(), BOB.clone());
    assert_eq!(states(&bench), [(alice.clone(), true), (bob.clone(), true)]);
    bench.engine.disconnect(BOB, None, id("work")).unwrap();
    tokio::time::sleep(Duration::from_secs(10)).await;
    assert_eq!(states(&bench), [(alice.clone(), true), (bob.clone(), false)]);
    bench.engine.disconnect(ALICE, None, id("work")).unwrap();
    bench.engine.connect(BOB, order("work", &["b.example"])).unwrap();
    tokio::time::sleep(Duration::from_millis(10)).await;
    assert_eq!(states(&bench)[0], (alice, false), "what bob asks for is his");
}

#[tokio::test(start_paused = true)]
async fn tunnels_and_names_are_bounded() {
    let mut bench = Bench::new();
    for number in 0..8 {
        bench.engine.connect(ALICE, order(&format!("t{number}"), &["a.example"])).unwrap();
    }
    let refused = bench.engine.connect(ALICE, order("t8", &["a.example"])).unwrap_err();
    assert!(matches!(refused.kind, FailureKind::BadRequest { .. }), "{refused}");
    bench.engine.connect(BOB, order("bob", &["a.example"])).unwrap();
    bench.engine.disconnect(ALICE, None, id("t0")).unwrap();
    bench.down("t0").await;
    bench.engine.connect(ALICE, order("t8", &["a.example"])).unwrap();

    for name in ["x".repeat(257), "a\u{1b}b".to_owned()] {
        let wish = ConnectRequest { name, ..order("named", &["a.example"]) };
        assert!(matches!(bench.engine.connect(BOB, wish).unwrap_err().kind, FailureKind::BadRequest { .. }));
    }
    let empty = bench.engine.connect(BOB, order("empty", &[])).unwrap_err();
    assert!(matches!(empty.kind, FailureKind::ProfileRefused { .. }));
}

#[tokio::test(start_paused = true)]
async fn two_users_do_not_take_all_tunnels_from_a_third_nor_three_from_root() {
    let bench = Bench::new();
    let connect = |user: &Owner, name: &str| bench.engine.connect(user, order(name, &["a.example"])).is_ok();
    let taken = |user: &Owner| (0..20).filter(|number| connect(user, &format!("t{number}"))).count();
    assert_eq!([taken(ALICE), taken(BOB)], [8, 2]);
    let others = (2000..2010).map(Owner::Uid).filter(|user| connect(user, "one")).count();
    assert_eq!((others, connect(ROOT, "one"), connect(ROOT, "two"), connect(ROOT, "three")), (4, true, true, false));
}

#[tokio::test(start_paused = true)]
async fn connections_that_are_down_are_forgotten_when_there_are_many() {
    let mut bench = Bench::new();
    for number in 0..100 {
        let name = format!("c{number:03}");
        bench.engine.connect(ALICE, order(&name, &["a.example"])).unwrap();
        bench.engine.disconnect(ALICE, None, id(&name)).unwrap();
        bench.down(&name).await;
    }
    assert_eq!(bench.engine.snapshot().len(), 64);
}
