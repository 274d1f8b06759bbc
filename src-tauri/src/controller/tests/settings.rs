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
