//! What the person has set.

use preferences::{Appearance, Key, SettingValue};

use super::*;

async fn set(bench: &Bench, key: Key, value: SettingValue) -> Result<(), MessageView> {
    bench.handle.ask(|reply| Message::SetSetting(key, value, reply)).await
}

#[tokio::test]
async fn a_setting_holds_at_once_and_at_the_next_start() {
    let bench = Bench::start(FakeKeychain::default());
    assert_eq!(bench.view().await.settings.appearance, Appearance::System);
    set(&bench, Key::Appearance, SettingValue::Name("dark".to_owned())).await.unwrap();
    bench.until("set", |view| view.settings.appearance == Appearance::Dark).await;
    let refused = set(&bench, Key::Appearance, SettingValue::Name("purple".to_owned())).await.unwrap_err();
    assert_eq!(refused.title, "The setting cannot be that.");
    assert_eq!(bench.view().await.settings.appearance, Appearance::Dark);
    let next = Bench::start_in(bench.home.clone(), FakeKeychain::default(), true);
    assert_eq!(next.view().await.settings.appearance, Appearance::Dark);
}

#[tokio::test]
async fn a_damaged_file_is_told_and_defaults_hold() {
    let home = Arc::new(tempfile::tempdir().unwrap());
    let file = home.path().join("kept/settings.json");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, "{\"appearance\":").unwrap();
    let bench = Bench::start_in(home, FakeKeychain::default(), true);
    let view = bench.view().await;
    assert_eq!(view.settings.appearance, Appearance::System);
    let told = view.notices.iter().find(|notice| notice.title.contains("settings")).unwrap();
    assert!(told.advice.contains("settings.json.damaged"), "{told:?}");
}

#[tokio::test]
async fn what_another_program_writes_holds_at_once() {
    let bench = Bench::start(FakeKeychain::default());
    bench.view().await;
    let other = PreferencesFile::at(bench.home.path().join("kept/settings.json"));
    other.set(Key::Sort, &SettingValue::Name("added".to_owned())).unwrap();
    bench.until("read", |view| view.settings.sort == preferences::Sort::Added).await;
    set(&bench, Key::History, SettingValue::Switch(false)).await.unwrap();
    assert_eq!(other.read().preferences.sort, preferences::Sort::Added, "it is not written over");
    bench.handle.ask(Message::ResetSettings).await.unwrap();
    bench.until("reset", |view| view.settings.history && view.settings.sort == preferences::Sort::Name).await;
}

#[tokio::test]
async fn notifications_are_as_the_person_wants_them() {
    for (wanted, connected, lost) in [("all", 1, 1), ("not-mine", 0, 1), ("none", 0, 0)] {
        let bench = Bench::start(FakeKeychain::default());
        let id = bench.imported("Work").await;
        set(&bench, Key::Notifications, SettingValue::Name(wanted.to_owned())).await.unwrap();
        bench.connects(&id).await;
        bench.helper_says(&id, examples::connecting());
        bench.helper_says(&id, examples::connected());
        bench.until("up", |view| view.profiles[0].status.shape == Shape::On).await;
        assert_eq!(bench.shell.notices.lock().unwrap().len(), connected, "{wanted}");
        bench.helper_says(&id, TunnelState::Disconnected { failure: Some(examples::failure()) });
        bench.until("down", |view| view.profiles[0].status.shape == Shape::Trouble).await;
        assert_eq!(bench.shell.notices.lock().unwrap().len(), connected + lost, "{wanted}");
    }
}

#[tokio::test]
async fn after_sleep_what_is_connected_stays_unless_that_is_set() {
    for (wanted, ends) in [("reconnect", false), ("disconnect", true)] {
        let bench = Bench::start(FakeKeychain::default());
        let id = bench.imported("Work").await;
        set(&bench, Key::AfterSleep, SettingValue::Name(wanted.to_owned())).await.unwrap();
        bench.connects(&id).await;
        bench.helper_says(&id, examples::connected());
        bench.until("up", |view| view.profiles[0].status.shape == Shape::On).await;
        bench.handle.send(Message::Woke);
        bench.view().await;
        let is_end = |request: &Request| matches!(request, Request::Disconnect { .. });
        if ends {
            bench.request("disconnect", is_end).await;
        } else {
            assert!(!bench.helper.requests.lock().unwrap().iter().any(is_end));
        }
    }
}

#[tokio::test]
async fn nothing_is_offered_to_be_remembered_where_the_person_does_not_want_that() {
    let bench = Bench::start(FakeKeychain::default());
    let id = bench.imported("Work").await;
    bench.connects(&id).await;
    bench.ask_for_login(&id, 1, false);
    let view = bench.until("asked", |view| view.prompt.is_some()).await;
    assert!(view.prompt.unwrap().can_remember);
    set(&bench, Key::Remember, SettingValue::Switch(false)).await.unwrap();
    bench.until("set", |view| view.prompt.as_ref().is_some_and(|prompt| !prompt.can_remember)).await;
}

#[tokio::test]
async fn the_diagnostics_do_not_tell_the_names_of_profiles_and_servers() {
    let bench = Bench::start(FakeKeychain::default());
    let id = bench.imported("Grandma").await;
    bench.connects(&id).await;
    bench.helper_says(&id, examples::connected());
    bench.until("up", |view| view.profiles[0].status.shape == Shape::On).await;
    let told = |names, addresses| {
        let shown = crate::diagnostics::Shown { names, addresses };
        bench.handle.ask(move |reply| Message::Diagnose(shown, reply))
    };
    let text = told(false, false).await.unwrap().join("\n");
    assert!(!text.contains("Grandma") && !text.contains(&id) && !text.contains("example.com"), "{text}");
    let text = told(true, true).await.unwrap().join("\n");
    assert!(text.contains(&id), "{text}");
}
