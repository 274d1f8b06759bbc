//! The lock: shown, changed, and told.

use vpn_api::{
    Lock, Protection, ProtectionRequest, ProtectionSettings, ProtectionState, Waiting,
    protection::{Exception, HeldCause},
};

use super::*;
use crate::view::{LockChoice, ProtectionKind};

/// Traffic is held back for a connection of the user of the tests.
fn held_for(id: &str) -> Protection {
    let connection = ProfileId::try_from(id.to_owned()).unwrap().connection().clone();
    let cause = HeldCause::NotUp { connection, owner: Owner::Uid(1000) };
    Protection { state: ProtectionState::Held { cause }, ..Protection::default() }
}

fn tell(bench: &Bench, protection: Protection) {
    bench.handle.send(Message::Helper(HelperEvent::Event(Event::Protection(Box::new(protection)))));
}

fn told(bench: &Bench) -> Vec<String> {
    bench.shell.notices.lock().unwrap().iter().map(|notice| notice.title.clone()).collect()
}

#[tokio::test]
async fn held_traffic_is_shown_with_its_cause_and_goes_with_the_helper() {
    let bench = Bench::start(FakeKeychain::default());
    assert_eq!(bench.view().await.protection, None, "not told yet");
    let id = bench.imported("Work").await;
    tell(&bench, held_for(&id));
    let shown = bench.view().await.protection.unwrap();
    assert_eq!((shown.state, shown.trying, shown.reconnect.as_ref()), (ProtectionKind::Held, false, Some(&id)));
    assert_eq!(shown.message.title, "Traffic is held back because “Work” is not connected.");
    assert_eq!((shown.lock, shown.lan, shown.choices.len()), (LockChoice::WhileWanted, true, 3));
    bench.helper_says(&id, examples::connecting());
    let shown = bench.view().await.protection.unwrap();
    assert_eq!((shown.trying, shown.reconnect), (true, None));
    assert_eq!(shown.message.title, "Traffic is held back until “Work” is connected.");
    bench.handle.send(Message::Helper(HelperEvent::Down(examples::failure())));
    assert_eq!(bench.view().await.protection, None);
}

#[tokio::test]
async fn what_the_person_chooses_reaches_the_helper_and_a_refusal_the_person() {
    let bench = Bench::start(FakeKeychain::default());
    let chosen = ProtectionSettings { lock: Lock::Always, lan: false, sign_in_check: true };
    assert_eq!(LockChoice::Always.settings(false, true), chosen);
    let ask = |request| bench.handle.ask(move |reply| Message::Protect(request, Some(reply)));
    for request in [ProtectionRequest::Set(chosen), ProtectionRequest::LetOut, ProtectionRequest::ClosePortal] {
        ask(request).await.unwrap();
        bench.request("it", |heard| *heard == Request::Protect(request)).await;
    }
    assert!(!bench.shell.done.lock().unwrap().iter().any(|done| done.starts_with("open ")));
    ask(ProtectionRequest::OpenPortal).await.unwrap();
    assert!(bench.shell.done.lock().unwrap().iter().any(|done| done.starts_with("open http://")));
    *bench.helper.refusal.lock().unwrap() = Some(examples::failure());
    assert!(ask(ProtectionRequest::LetOut).await.is_err());
    bench.handle.send(Message::Protect(ProtectionRequest::LetOut, None));
    bench.until("shown", |_| bench.shell.done.lock().unwrap().contains(&"focus".to_owned())).await;
}

#[tokio::test(start_paused = true)]
async fn traffic_that_stays_held_is_told_once_and_a_short_break_is_not() {
    let bench = Bench::start(FakeKeychain::default());
    let open = Protection { state: ProtectionState::Tunnels, ..Protection::default() };
    let id = "work";
    tell(&bench, held_for(id));
    tokio::time::sleep(Duration::from_secs(5)).await;
    tell(&bench, open.clone());
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(told(&bench), [""; 0], "it was back within the time");
    for _ in 0..3 {
        tell(&bench, held_for(id));
        tokio::time::sleep(Duration::from_secs(6)).await;
    }
    assert_eq!(told(&bench), ["Traffic is held back because “work” is not connected."]);
    tell(&bench, Protection { state: ProtectionState::Held { cause: HeldCause::Always }, ..Protection::default() });
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(told(&bench).len(), 1, "what was chosen is not told");
    *bench.shell.attention.lock().unwrap() = Attention::Focused;
    tell(&bench, held_for(id));
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(told(&bench).len(), 1, "whoever looks sees it");
}

#[tokio::test]
async fn a_profile_that_takes_all_traffic_is_held_back_for_from_its_start() {
    let bench = Bench::start(FakeKeychain::default());
    let asked = async |bench: &Bench, id: &str| {
        bench.handle.ask(|reply| Message::Connect(id.to_owned(), reply)).await.unwrap();
        let request = bench.request("connect", |request| matches!(request, Request::Connect(_))).await;
        let Request::Connect(request) = request else { panic!("{request:?}") };
        request.options.takes_all
    };
    let says = bench.import("All", &profile("vpn.example.com", "redirect-gateway def1")).await.profile.unwrap();
    assert!(asked(&bench, &says).await, "its text says so");
    let id = bench.imported("Work").await;
    assert!(!asked(&bench, &id).await, "nobody knows yet");
    let TunnelState::Connected(mut tunnel) = examples::connected() else { panic!("not connected") };
    tunnel.all_ipv4 = true;
    bench.helper_says(&id, TunnelState::Connected(tunnel));
    bench.helper_says(&id, TunnelState::Disconnected { failure: None });
    bench.until("used", |view| view.profiles.iter().any(|one| one.id == id && one.last_used.is_some())).await;
    assert!(asked(&bench, &id).await, "its last tunnel did");
}

#[tokio::test]
async fn a_network_that_wants_a_sign_in_is_told_with_its_page_and_what_was_let_out_ends_with_it() {
    let bench = Bench::start(FakeKeychain::default());
    let id = bench.imported("Work").await;
    let waits = |page: Option<&str>| {
        let TunnelState::Connecting { phase, server, attempt, last_failure, .. } = examples::connecting() else {
            panic!("not connecting")
        };
        let waiting = Some(Waiting::NetworkSignIn { page: page.map(str::to_owned) });
        TunnelState::Connecting { phase, server, attempt, last_failure, waiting }
    };
    bench.helper_says(&id, waits(Some("http://check.example/")));
    let view = bench.until("told", |view| view.network_sign_in.is_some()).await;
    assert_eq!(view.network_sign_in.unwrap().title, "This network wants you to sign in first.");
    bench.handle.ask(|reply| Message::Protect(ProtectionRequest::OpenPortal, Some(reply))).await.unwrap();
    assert!(bench.did("open http://check.example/"));
    bench.helper_says(&id, waits(Some("file:///etc/passwd")));
    bench.handle.ask(|reply| Message::Protect(ProtectionRequest::OpenPortal, Some(reply))).await.unwrap();
    assert!(!bench.shell.done.lock().unwrap().iter().any(|done| done.contains("passwd")));

    let portal = Exception::Portal { user: Owner::Uid(1000), until: 1_800_000_000 };
    tell(&bench, Protection { exceptions: vec![portal], ..held_for(&id) });
    let closes = |request: &Request| *request == Request::Protect(ProtectionRequest::ClosePortal);
    bench.view().await;
    assert!(!bench.helper.requests.lock().unwrap().iter().any(closes));
    bench.helper_says(&id, examples::connecting());
    bench.request("it", closes).await;
    assert_eq!(bench.view().await.network_sign_in, None);
}
