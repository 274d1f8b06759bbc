//! What was connected comes back by itself.

use preferences::{AtStart, Key, SettingValue};

use super::*;

async fn choose(bench: &Bench, choice: AtStart, chosen: &[&String]) {
    let chosen = SettingValue::Names(chosen.iter().map(|id| (*id).clone()).collect());
    set(bench, Key::AtStartProfiles, chosen).await;
    set(bench, Key::AtStart, SettingValue::Name(choice.name().to_owned())).await;
}

async fn set(bench: &Bench, key: Key, value: SettingValue) {
    bench.handle.ask(|reply| Message::SetSetting(key, value, reply)).await.unwrap();
}

/// The machine begins anew, and the desktop begins Adit.
fn next_start(bench: &Bench, boot: &str) -> Bench {
    Bench::start_at(boot, bench.home.clone(), bench.keychain.clone(), true, Fetcher::default())
}

#[tokio::test]
async fn what_was_connected_comes_back_after_a_restart_and_nobody_is_shown_a_window() {
    let bench = Bench::start(FakeKeychain::default());
    let (id, other) = (bench.imported("Work").await, bench.imported("Home").await);
    bench.connects(&id).await;
    bench.helper_says(&id, examples::connected());
    bench.connects(&other).await;
    bench.helper_says(&other, examples::connected());
    bench.until("up", |view| view.profiles.iter().all(|one| one.status.shape == Shape::On)).await;
    bench.handle.ask(|reply| Message::Disconnect(other.clone(), reply)).await.unwrap();
    bench.helper_says(&other, ended());
    bench.until("down", |view| view.profiles.iter().any(|one| one.status.shape == Shape::Off)).await;
    assert!(bench.did("begin true"));
    bench.handle.send(Message::Helper(HelperEvent::Event(Event::ShuttingDown)));
    bench.helper_says(&id, TunnelState::Disconnected { failure: None });
    bench.until("down", |view| view.profiles.iter().all(|one| one.status.shape == Shape::Off)).await;

    let bench = next_start(&bench, "second");
    let Request::Connect(request) = bench.request("connect", is_connect).await else { unreachable!() };
    assert_eq!(request.connection.as_str(), id);
    bench.ask_for_login(&id, 1, false);
    bench.until("asked", |view| view.prompt.is_some()).await;
    assert!(!bench.did("focus"), "the window opens when the person opens it");
    assert_eq!(bench.shell.notices.lock().unwrap().len(), 1, "a question is told by a notification");
    assert!(!bench.helper.requests.lock().unwrap().iter().any(is_connect), "and nothing else is connected");
}

#[tokio::test]
async fn the_choice_is_kept_and_decides() {
    let bench = Bench::start(FakeKeychain::default());
    let (id, other) = (bench.imported("Work").await, bench.imported("Home").await);
    assert_eq!(bench.view().await.settings.at_start, AtStart::WasConnected);
    bench.connects(&id).await;
    bench.helper_says(&id, examples::connected());
    choose(&bench, AtStart::Chosen, &[&other]).await;
    let shown = bench.view().await.settings;
    assert_eq!((shown.at_start, shown.at_start_profiles), (AtStart::Chosen, vec![other.clone()]));

    let bench = next_start(&bench, "second");
    let Request::Connect(request) = bench.request("connect", is_connect).await else { unreachable!() };
    assert_eq!(request.connection.as_str(), other);
    choose(&bench, AtStart::Nothing, &[]).await;
    bench.until("chosen", |view| view.settings.at_start == AtStart::Nothing).await;
    assert!(bench.did("begin false"));

    let bench = next_start(&bench, "third");
    bench.view().await;
    assert!(!bench.helper.requests.lock().unwrap().iter().any(is_connect));
}

#[tokio::test]
async fn adit_begins_with_the_session_where_that_is_chosen_also_when_nothing_comes_back() {
    let bench = Bench::start(FakeKeychain::default());
    choose(&bench, AtStart::Nothing, &[]).await;
    assert!(!bench.view().await.settings.at_login && !bench.did("begin true"), "off until it is chosen");
    set(&bench, Key::AtLogin, SettingValue::Switch(true)).await;
    bench.until("chosen", |view| view.settings.at_login).await;
    assert!(bench.did("begin true"));
    let bench = next_start(&bench, "second");
    assert!(bench.view().await.settings.at_login, "the choice is kept");
    set(&bench, Key::AtLogin, SettingValue::Switch(false)).await;
    bench.until("taken back", |view| !view.settings.at_login).await;
    assert!(bench.did("begin false"));
}

#[tokio::test]
async fn a_profile_that_cannot_be_opened_at_the_start_is_told() {
    let bench = Bench::start(FakeKeychain::default());
    let id = bench.imported("Work").await;
    bench.connects(&id).await;
    bench.helper_says(&id, examples::connected());
    bench.until("up", |view| view.profiles.iter().all(|one| one.status.shape == Shape::On)).await;
    bench.keychain.missing.store(true, Ordering::SeqCst);
    let bench = next_start(&bench, "second");
    bench.until("failed", |view| view.profiles[0].status.failure.is_some()).await;
    assert_eq!(bench.shell.notices.lock().unwrap()[0].title, "Work could not be connected");
}
