//! From the import sheet to the list of profiles.

use super::*;
use crate::{
    import::tests::server::{TestServer, reply},
    view::{DraftVerdict, NeedKind},
};

fn stored_files(bench: &Bench) -> usize {
    bench.stored()
}

#[tokio::test]
async fn nothing_is_stored_or_connected_before_the_person_says_so() {
    let bench = Bench::start(FakeKeychain::default());
    let sheet = bench.put_on("work", &profile("vpn.example.com", "")).await;
    assert_eq!(sheet.drafts.len(), 1);
    assert!(bench.view().await.profiles.is_empty());
    assert_eq!((stored_files(&bench), bench.keychain.items().len()), (0, 0), "the keychain is not even asked");

    bench.handle.send(Message::ImportCancel);
    assert!(bench.sheet(SheetAsk::Show).await.unwrap().drafts.is_empty());
    assert_eq!(stored_files(&bench), 0);

    let draft = bench.put_on("work", &profile("vpn.example.com", "")).await.drafts.remove(0);
    let named = ImportChoice { name: " Office ".to_owned(), ..choice(&draft, Place::New) };
    let done = bench.confirm(vec![named]).await.remove(0);
    assert_eq!((done.name.as_str(), done.refused, done.remarks.len()), ("Office", None, 0));
    assert_eq!(bench.view().await.profiles[0].name, "Office");
    assert_eq!(stored_files(&bench), 1);
    assert!(bench.sheet(SheetAsk::Show).await.unwrap().drafts.is_empty(), "the sheet is closed");
    assert!(bench.helper.requests.lock().unwrap().is_empty(), "nothing connects by itself");
}

#[tokio::test]
async fn drafts_gather_on_one_sheet_and_can_be_taken_off() {
    let bench = Bench::start(FakeKeychain::default());
    let first = bench.put_on("one", &profile("one.example.com", "")).await.drafts.remove(0);
    let both = bench.put_on("two", &profile("two.example.com", "")).await;
    assert_eq!(both.drafts.iter().map(|draft| draft.name.as_str()).collect::<Vec<_>>(), ["one", "two"]);
    let text = profile("one.example.com", "");
    bench.put_on("three", &text).await;
    let once = bench.put_on("three", &text).await.drafts.pop().unwrap();
    assert_eq!(bench.sheet(SheetAsk::Drop { draft: once.id }).await.unwrap(), both, "the same file twice is one draft");
    let left = bench.sheet(SheetAsk::Drop { draft: first.id.clone() }).await.unwrap();
    assert_eq!(left.drafts.len(), 1);
    assert!(bench.sheet(SheetAsk::Drop { draft: first.id.clone() }).await.is_err());
    let done = bench.confirm(vec![choice(&first, Place::New), choice(&left.drafts[0], Place::Skip)]).await;
    assert!(done[0].refused.is_some(), "what was taken off is not stored");
    assert_eq!((done[1].profile.as_ref(), done[1].refused.as_ref()), (None, None));
    assert!(bench.view().await.profiles.is_empty());
}

#[tokio::test]
async fn an_existing_profile_is_never_overwritten_unasked() {
    let bench = Bench::start(FakeKeychain::default());
    let first_edition = profile("vpn.example.com", "");
    let first = bench.import("work", &first_edition).await.profile.unwrap();

    let again = bench.put_on("copy of work", &first_edition).await.drafts.remove(0);
    let existing = again.existing.clone().unwrap();
    assert_eq!((existing.id.as_str(), existing.name.as_str(), existing.same), (first.as_str(), "work", true));
    bench.handle.send(Message::ImportCancel);

    let renewed = bench.put_on("work", &profile("vpn.example.com", "")).await.drafts.remove(0);
    assert!(renewed.existing.as_ref().is_some_and(|existing| existing.id == first && !existing.same));
    let beside = bench.confirm(vec![choice(&renewed, Place::New)]).await.remove(0);
    assert_eq!(beside.name, "work 2", "as a new one it stands beside the other");
    assert_eq!(bench.view().await.profiles.len(), 2);

    let renewed = bench.put_on("work", &profile("vpn.example.com", "")).await.drafts.remove(0);
    let replaced = bench.confirm(vec![choice(&renewed, Place::Replace)]).await.remove(0);
    assert_eq!((replaced.profile, replaced.name.as_str()), (Some(first), "work"));
    assert_eq!(bench.view().await.profiles.len(), 2);

    let other = bench.put_on("work", &profile("other.example.com", "")).await.drafts.remove(0);
    assert_eq!(other.existing, None, "another server is another profile");
    let done = bench.confirm(vec![choice(&other, Place::Replace)]).await.remove(0);
    assert_eq!(done.name, "work 3", "nothing is replaced that the sheet did not name");
}

#[tokio::test]
async fn what_cannot_be_used_is_not_stored() {
    let bench = Bench::start(FakeKeychain::default());
    let draft = bench.put_on("work", &profile("vpn.example.com", "plugin x.so\n")).await.drafts.remove(0);
    assert_eq!(draft.verdict, DraftVerdict::Reject);
    let done = bench.confirm(vec![choice(&draft, Place::New)]).await.remove(0);
    assert!(done.refused.is_some() && done.profile.is_none());
    let missing = vec![Source::Path("/nowhere/work.ovpn".into())];
    let refused = bench.handle.ask(|reply| Message::Import(missing, Some(reply))).await.unwrap_err();
    assert_eq!(refused.title, "The file is not there.");
    assert!(bench.sheet(SheetAsk::Show).await.unwrap().drafts.is_empty());
}

#[tokio::test]
async fn fixes_and_files_reach_what_is_stored() {
    let bench = Bench::start(FakeKeychain::default());
    let whole = profile("vpn.example.com", "cipher AES-256-CBC\n");
    let (head, rest) = whole.split_once("<ca>\n").unwrap();
    let (authority, tail) = rest.split_once("</ca>\n").unwrap();
    let draft = bench.put_on("work", &format!("{head}{tail}ca ca.crt\n")).await.drafts.remove(0);
    assert_eq!(draft.needs[0].kind, NeedKind::File);
    let file = bench.home.path().join("ca.crt");
    std::fs::write(&file, authority).unwrap();
    let id = draft.id.clone();
    let wrong = SheetAsk::Provide { draft: id.clone(), files: vec!["/nowhere/ca.crt".into()] };
    assert!(bench.sheet(wrong).await.is_err());
    let given = bench.sheet(SheetAsk::Provide { draft: id.clone(), files: vec![file.clone()] }).await.unwrap();
    std::fs::remove_file(file).unwrap();
    let fix = given.drafts[0].fixes.iter().find(|fix| fix.id.starts_with("cipher-list")).unwrap().id.clone();
    let fixed = bench.sheet(SheetAsk::Fix { draft: id, fix, on: true }).await.unwrap().drafts.remove(0);
    let profile = bench.confirm(vec![choice(&fixed, Place::New)]).await.remove(0).profile.unwrap();
    let edit = bench.edit_open(&profile).await.unwrap();
    assert!(edit.text.contains("data-ciphers") && edit.text.contains("<ca>") && !edit.text.contains("ca.crt"));
}

#[tokio::test]
async fn what_begins_elsewhere_opens_the_sheet_once_the_window_listens() {
    let bench = Bench::start(FakeKeychain::default());
    let source = Source::Text { name: "work.ovpn".to_owned(), text: profile("vpn.example.com", "") };
    bench.handle.send(Message::Import(vec![source, Source::Path("/nowhere/x.ovpn".into())], None));
    for _ in 0..500 {
        if bench.did("focus") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(bench.did("focus") && bench.shell.sheets.lock().unwrap().is_empty());
    bench.handle.send(Message::Ready);
    bench.view().await;
    let sheets = bench.shell.sheets.lock().unwrap();
    assert_eq!(sheets[0].drafts.iter().map(|draft| draft.file.as_str()).collect::<Vec<_>>(), ["work.ovpn", "x.ovpn"]);
    assert!(bench.shell.views.lock().unwrap().iter().all(|view| view.profiles.is_empty()));
}

fn deep(server: &TestServer) -> Source {
    let host = crate::import::tests::server::HOST;
    let link = format!("openvpn://import-profile/https://{host}:{}/p?token=CANARY", server.port);
    Source::of_argument(std::path::Path::new(&link), std::path::Path::new("/"), &Formats::new(OpenVpn))
}

const HEADERS: &str = "Content-Type: application/x-openvpn-profile\r\nVPN-Session-User: YWxpY2U=\r\n\
                       VPN-Session-Token: QVQtMTIz\r\n";

#[tokio::test]
async fn a_deep_link_is_fetched_when_the_person_agrees_and_its_session_is_used_once() {
    let text = profile("vpn.example.com", "");
    let server = TestServer::start(move |_| reply("200 OK", HEADERS, &text)).await;
    let bench = Bench::start_with(server.fetcher());
    let source = deep(&server);
    let asking = bench.handle.ask(|reply| Message::Import(vec![source], Some(reply))).await.unwrap().drafts.remove(0);
    assert_eq!(asking.needs[0].kind, NeedKind::Fetch);
    assert!(asking.headline.title.contains("vpn.example.com"));
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(server.asked().len(), 0, "nobody has agreed");
    let refused = bench.confirm(vec![choice(&asking, Place::New)]).await.remove(0);
    assert!(refused.refused.is_some());

    let source = deep(&server);
    let asking = bench.handle.ask(|reply| Message::Import(vec![source], Some(reply))).await.unwrap().drafts.remove(0);
    let fetched = bench.sheet(SheetAsk::Fetch { draft: asking.id.clone() }).await.unwrap().drafts.remove(0);
    assert_eq!((fetched.id.as_str(), fetched.verdict), (asking.id.as_str(), DraftVerdict::Importable));
    assert!(bench.view().await.profiles.is_empty());
    let id = bench.confirm(vec![choice(&fetched, Place::New)]).await.remove(0).profile.unwrap();

    let mut used = Vec::new();
    for _ in 0..2 {
        let connect = bench.connects(&id).await;
        used.push((connect.secrets.username, connect.secrets.password));
        bench.helper_says(&id, examples::connecting());
        bench.helper_says(&id, ended());
        bench.until("off", |view| view.profiles[0].status.shape == Shape::Off).await;
    }
    assert_eq!(used, [(Some("alice".to_owned()), Some(Secret::from("AT-123"))), (None, None)]);
    assert!(!bench.keychain.items().contains_key(&format!("{id}/login")), "a session is not remembered");
}

#[tokio::test]
async fn a_typed_link_is_fetched_at_once_and_a_failure_is_told() {
    let text = profile("vpn.example.com", "");
    let server = TestServer::start(move |line| {
        if line.starts_with("GET /gone") { reply("404 Not Found", "", "") } else { reply("200 OK", HEADERS, &text) }
    })
    .await;
    let bench = Bench::start_with(server.fetcher());
    let url = |path: &str| SheetAsk::Url { url: server.link(path).for_browser().to_owned() };
    assert_eq!(bench.sheet(url("/p")).await.unwrap().drafts.len(), 1);
    assert!(bench.sheet(url("/gone?token=CANARY")).await.unwrap_err().title.contains("does not hand out"));
    let local = SheetAsk::Url { url: "https://127.0.0.1/p".to_owned() };
    assert!(bench.sheet(local).await.unwrap_err().title.contains("own computer"));

    // One that waits for the person's word can be tried again.
    let host = crate::import::tests::server::HOST;
    let link = format!("openvpn://import-profile/https://{host}:{}/gone", server.port);
    let asking = bench.sheet(SheetAsk::Url { url: link }).await.unwrap().drafts.pop().unwrap();
    let failed = bench.sheet(SheetAsk::Fetch { draft: asking.id.clone() }).await.unwrap().drafts.pop().unwrap();
    assert!(failed.headline.title.contains("does not hand out") && failed.needs == asking.needs);
}

#[tokio::test]
async fn a_server_with_a_sign_in_page_opens_the_browser_when_asked() {
    let server = TestServer::start(|_| reply("200 OK", "Ovpn-WebAuth: Example,external\r\n", "")).await;
    let bench = Bench::start_with(server.fetcher());
    let url = server.link("").for_browser().to_owned();
    let page = bench.sheet(SheetAsk::Url { url: url.clone() }).await.unwrap().drafts.remove(0);
    assert_eq!(page.needs[0].kind, NeedKind::Browser);
    assert!(!bench.shell.done.lock().unwrap().iter().any(|done| done.starts_with("open ")));
    bench.sheet(SheetAsk::Fetch { draft: page.id }).await.unwrap();
    let done = bench.shell.done.lock().unwrap();
    assert!(done.iter().any(|done| done.starts_with(&format!("open {url}openvpn-api/profile"))), "{done:?}");
}

#[tokio::test]
async fn profiles_that_are_kept_in_memory_only_are_counted() {
    let bench = Bench::start(FakeKeychain::missing());
    for name in ["one", "two", "three"] {
        bench.put_on(name, &profile(&format!("{name}.example.com"), "")).await;
    }
    let drafts = bench.sheet(SheetAsk::Show).await.unwrap().drafts;
    let done = bench.confirm(drafts.iter().map(|draft| choice(draft, Place::New)).collect()).await;
    let said: Vec<_> = done.iter().flat_map(|one| &one.remarks).map(|remark| remark.title.as_str()).collect();
    let all = "3 profiles are kept in memory only, because there is no keychain to seal them with.";
    assert_eq!(said, [all]);
    let one = bench.import("four", &profile("four.example.com", "")).await;
    assert_eq!(one.remarks.len(), 1);
    assert!(one.remarks[0].title.starts_with("four is kept in memory only"), "{:?}", one.remarks);
}
