//! Profiles after their import: edited, restored, copied, written out.

use profiles::{Body, Stored};

use super::*;
use crate::view::{DraftVerdict, EditTraffic};

/// A profile with secrets in its text.
fn secretive() -> String {
    let key = "0123456789abcdef0123456789abcdef\n".repeat(16);
    let key = format!("-----BEGIN OpenVPN Static key V1-----\n{key}-----END OpenVPN Static key V1-----\n");
    let login = "<auth-user-pass>\nalice\nCANARY-PASSWORD\n</auth-user-pass>\n";
    profile("vpn.example.com", &format!("# a comment\n<tls-crypt>\n{key}</tls-crypt>\n{login}mute 3\n"))
        .replace("auth-user-pass\nverb", "verb")
}

#[tokio::test]
async fn a_profile_is_edited_saved_and_restored_without_showing_its_secrets() {
    let bench = Bench::start(FakeKeychain::default());
    let text = secretive();
    let id = bench.import("work", &text).await.profile.unwrap();
    let open = bench.edit_open(&id).await.unwrap();
    assert_eq!((open.name.as_str(), open.verdict), ("work", DraftVerdict::Importable), "{:#?}", open.findings);
    assert!(!open.text.contains("CANARY") && !open.text.contains("abcdef") && open.text.contains("# a comment"));
    let mute = open.lines.iter().find(|line| line.directive == "mute").unwrap();
    assert_eq!(
        open.text.lines().nth(mute.line as usize - 1),
        Some("mute 3"),
        "lines are those of the text that is seen"
    );
    let key = open.lines.iter().find(|line| line.directive == "tls-crypt").unwrap();
    assert_eq!(open.text.lines().nth(key.end_line as usize - 1), Some("</tls-crypt>"));
    assert_eq!(open.form.servers[0].host, "vpn.example.com");
    assert_eq!(open.lines.len(), open.lines.iter().filter(|line| line.line > 0).count());

    let mut form = open.form.clone();
    form.servers[0].host = "new.example.com".to_owned();
    form.traffic = EditTraffic::Everything;
    let changed = bench.edit(&id, EditAsk::Change { text: open.text.clone(), form: form.clone() }).await.unwrap();
    assert_eq!((changed.form, changed.problem), (form.clone(), None));
    form.routes = vec!["nonsense".to_owned()];
    let refused = bench.edit(&id, EditAsk::Change { text: open.text.clone(), form }).await.unwrap();
    assert!(refused.problem.is_some_and(|problem| problem.title.contains("nonsense")));
    assert_eq!(refused.text, open.text);

    assert_eq!(bench.edit_save(&id, " Office ", &changed.text).await, Ok(None));
    let view = bench.view().await;
    assert_eq!((view.profiles[0].name.as_str(), view.profiles[0].servers.as_str()), ("Office", "new.example.com"));
    let connect = bench.connects(&id).await;
    let profile = ovpn_profile::Profile::from_settings(&connect.profile.settings).unwrap();
    assert_eq!(profile.remotes[0].host, "new.example.com");
    assert_eq!(profile.login.unwrap().password, Some(Secret::from("CANARY-PASSWORD")), "the secret is still there");

    let original: Result<OriginalView, _> = bench.handle.ask(|reply| Message::EditOriginal(id.clone(), reply)).await;
    let original = original.unwrap();
    assert!(original.changed && original.diff.iter().any(|line| line.text.contains("new.example.com")));
    assert!(!format!("{original:?}").contains("CANARY"));
    let restored = bench.edit(&id, EditAsk::Restore).await.unwrap();
    assert_eq!(restored.text, open.text);
    assert_eq!(bench.view().await.profiles[0].servers, "new.example.com", "not saved yet");
    bench.edit_save(&id, "Office", &restored.text).await.unwrap();
    assert_eq!(bench.view().await.profiles[0].servers, "vpn.example.com");

    // The next start of Adit finds it all.
    let again = Bench::start_in(bench.home.clone(), bench.keychain.clone(), true);
    assert_eq!(again.edit_open(&id).await.unwrap().text, open.text);
}

#[tokio::test]
async fn what_makes_no_profile_is_not_saved() {
    let bench = Bench::start(FakeKeychain::default());
    let id = bench.import("work", &secretive()).await.profile.unwrap();
    assert!(bench.edit(&id, EditAsk::Look { text: "client\n".to_owned() }).await.is_err(), "it is not open");
    let open = bench.edit_open(&id).await.unwrap();
    let bad = format!("{}plugin x.so\n", open.text);
    assert_eq!(bench.edit(&id, EditAsk::Look { text: bad.clone() }).await.unwrap().verdict, DraftVerdict::Reject);
    assert!(bench.edit_save(&id, "work", &bad).await.is_err());
    assert!(bench.edit_save(&id, " ", &open.text).await.is_err());
    let broken = open.text.replace("kept (", "lost (");
    assert_ne!(broken, open.text);
    assert!(bench.edit(&id, EditAsk::Look { text: broken.clone() }).await.unwrap().problem.is_some());
    assert!(bench.edit_save(&id, "work", &broken).await.is_err());
    assert!(bench.edit_save(&id, "work", &open.text).await.is_ok());
    bench.handle.ask(|reply| Message::Remove(vec![id.clone()], reply)).await.unwrap();
    assert!(bench.edit_save(&id, "work", &open.text).await.is_err(), "it is gone");
}

#[tokio::test]
async fn a_change_to_a_connected_profile_counts_from_the_next_connection() {
    let bench = Bench::start(FakeKeychain::default());
    let id = bench.imported("work").await;
    let open = bench.edit_open(&id).await.unwrap();
    assert_eq!(bench.edit_save(&id, "work", &open.text).await, Ok(None));
    bench.helper_says(&id, examples::connected());
    let said = bench.edit_save(&id, "work", &open.text).await.unwrap().unwrap();
    assert!(said.title.contains("next connection"), "{said:?}");
    assert!(bench.helper.requests.lock().unwrap().is_empty(), "the tunnel is left alone");
}

#[tokio::test]
async fn a_profile_stored_before_texts_were_kept_can_be_edited() {
    let bench = Bench::start(FakeKeychain::default());
    let id = bench.imported("work").await;
    // As the earlier version wrote it: the profile alone.
    let vault = Vault::new(bench.keychain.clone());
    let (store, _) = Store::open(bench.home.path());
    let stored = store.iter().next().unwrap().clone();
    let profile = vault.open(&stored, &Formats::new(OpenVpn)).await.unwrap();
    let key = vault.sealing_key().await.unwrap();
    let document = profiles::Sealed::seal(&profile.clone().into(), &stored.card.id, &key).unwrap();
    let body = Body::Sealed { document, fingerprint: profiles::fingerprint(&profile, &key).unwrap() };
    let (mut store, _) = Store::open(bench.home.path());
    store.put(Stored { body, ..stored }).unwrap();

    let again = Bench::start_in(bench.home.clone(), bench.keychain.clone(), true);
    let open = again.edit_open(&id).await.unwrap();
    assert_eq!(open.form.servers[0].host, "vpn.example.com");
    assert_eq!(again.edit_save(&id, "work", &open.text).await, Ok(None));
    let (store, _) = Store::open(bench.home.path());
    assert_eq!(
        vault.open(store.iter().next().unwrap(), &Formats::new(OpenVpn)).await.unwrap(),
        profile,
        "written anew it means the same"
    );
}

#[tokio::test]
async fn profiles_are_copied_and_written_out() {
    let bench = Bench::start(FakeKeychain::default());
    let text = secretive();
    let id = bench.import("work", &text).await.profile.unwrap();
    let copy = bench.handle.ask(|reply| Message::OpenProfile(id.clone(), Opening::Duplicate(reply))).await.unwrap();
    assert_ne!(copy, id);
    let names: Vec<String> = bench.view().await.profiles.into_iter().map(|profile| profile.name).collect();
    assert_eq!(names, ["work", "work copy"]);
    let again = Bench::start_in(bench.home.clone(), bench.keychain.clone(), true);
    assert!(again.edit_open(&copy).await.is_ok(), "the copy is sealed for its own id");

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("work.ovpn");
    bench.handle.ask(|reply| Message::OpenProfile(id, Opening::Export(path.clone(), reply))).await.unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let nowhere = folder.path().join("missing/work.ovpn");
    assert!(bench.handle.ask(|reply| Message::OpenProfile(copy, Opening::Export(nowhere, reply))).await.is_err());
}
