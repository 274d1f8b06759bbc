use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use vpn_ipc::Process;

use super::*;

fn peer(uid: u32) -> Peer {
    Peer { owner: Owner::Uid(uid), process: Some(Process { pid: 7, handle: None }) }
}

fn access(file: Option<&str>, verdict: Verdict) -> (Access, tempfile::TempDir, Arc<AtomicUsize>) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("access.conf");
    if let Some(text) = file {
        std::fs::write(&path, text).unwrap();
    }
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let access = Access {
        options: AccessOptions::default(),
        file: path,
        own: Some(Owner::Uid(500)),
        ask: Box::new(move |_| {
            counter.fetch_add(1, Ordering::SeqCst);
            Box::pin(async move { verdict })
        }),
        ask_about: Box::new(move |_| Box::pin(async move { verdict })),
        is_member: |user| *user == Owner::Uid(1001),
        is_service: |user| *user == Owner::Uid(990),
        remembered: Mutex::default(),
    };
    (access, directory, asked)
}

fn connecting() -> Request {
    serde_json::from_str(r#"{"protect":"let-out"}"#).unwrap()
}

#[tokio::test]
async fn the_file_decides_and_without_polkit_the_group() {
    use Verdict::{Denied, NobodyToAsk, Permitted};
    for (file, verdict, permitted) in [
        (None, Permitted, [true, true]),
        (None, Denied, [false, false]),
        (None, NobodyToAsk, [false, true]),
        (Some("allow = \"session\"\n"), Permitted, [true, true]),
        (Some("# who\nallow = \"group\" # members\n"), Permitted, [false, true]),
        (Some("allow=everyone"), Denied, [true, true]),
        (Some("allow = \"administrators\""), Permitted, [false, false]),
        (Some("allow = \"evryone\""), Permitted, [false, false]),
        (Some("allow = everyone\nallow = everyone"), Permitted, [false, false]),
        (Some("deny = \"everyone\""), Permitted, [false, false]),
        (Some(""), Permitted, [false, false]),
        (Some("\u{0}\u{1}"), Permitted, [false, false]),
    ] {
        let (access, _directory, _) = access(file, verdict);
        let request = connecting();
        let found = [access.permits(&peer(1000), &request).await, access.permits(&peer(1001), &request).await];
        assert_eq!(found, permitted, "{file:?} {verdict:?}");
        for always in [0, 500] {
            assert!(access.permits(&peer(always), &request).await, "root, and who runs the helper: {file:?}");
        }
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_for_administrators() {
    let (mut access, directory, _) = access(None, Verdict::Permitted);
    access.file = directory.path().to_owned();
    assert!(!access.permits(&peer(1001), &connecting()).await && access.permits(&peer(0), &connecting()).await);
}

#[tokio::test]
async fn arguments_go_before_the_file_and_name_users() {
    let (mut access, _directory, _) = access(Some("allow = \"administrators\""), Verdict::Denied);
    access.options.uids = vec![1000];
    assert!(access.permits(&peer(1000), &connecting()).await && !access.permits(&peer(1002), &connecting()).await);
    access.options.allow = Some(Allow::Everyone);
    assert!(access.permits(&peer(1002), &connecting()).await);
}

#[tokio::test]
async fn looking_and_ending_need_no_permission() {
    let (access, _directory, asked) = access(Some("allow = \"administrators\""), Verdict::Denied);
    let disconnect = serde_json::from_str(r#"{"disconnect":{"connection":"work"}}"#).unwrap();
    let log = serde_json::from_str(r#"{"read-log":{"after":0,"limit":1}}"#).unwrap();
    for request in [Request::Snapshot, Request::Subscribe, Request::Doctor, disconnect, log] {
        assert!(access.permits(&peer(1000), &request).await, "{request:?}");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_process_that_was_permitted_is_not_asked_about_at_once_again_and_a_refused_one_is() {
    for (verdict, times) in [(Verdict::Permitted, 1), (Verdict::Denied, 3)] {
        let (access, _directory, asked) = access(None, verdict);
        for _ in 0..3 {
            access.permits(&peer(1000), &connecting()).await;
        }
        assert_eq!(asked.load(Ordering::SeqCst), times);
        access.permits(&peer(1002), &connecting()).await;
        assert_eq!(asked.load(Ordering::SeqCst), times + 1, "another user is another question");
    }
}

fn connecting_for(owner: u32) -> Request {
    let request = r#"{"connection":"work","name":"Work","profile":{"protocol":"openvpn","settings":"{}"}}"#;
    Request::ConnectFor { owner: Owner::Uid(owner), request: Box::new(serde_json::from_str(request).unwrap()) }
}

#[tokio::test]
async fn the_service_connects_for_users_who_might_do_it_themselves() {
    use Verdict::{Denied, NobodyToAsk, Permitted};
    // For 1000, for 1001 (a member of the group), and for the administrator: a connection of all users.
    for (file, verdict, permitted) in [
        (None, Permitted, [true, true, true]),
        (None, Denied, [false, false, true]),
        (None, NobodyToAsk, [false, true, true]),
        (Some("allow = \"group\""), Permitted, [false, true, false]),
        (Some("allow = \"everyone\""), Denied, [true, true, true]),
        (Some("allow = \"administrators\""), Permitted, [false, false, false]),
        (Some("allow = \"evryone\""), Permitted, [false, false, false]),
    ] {
        let (access, _directory, _) = access(file, verdict);
        for (owner, permitted) in [1000, 1001, 0].into_iter().zip(permitted) {
            assert_eq!(access.permits(&peer(990), &connecting_for(owner)).await, permitted, "{file:?} for {owner}");
            assert!(access.permits(&peer(0), &connecting_for(owner)).await, "root does what it wants");
            for other in [500, 1000, 1001] {
                assert!(!access.permits(&peer(other), &connecting_for(owner)).await, "{other} for {owner}");
            }
        }
    }
}

#[test]
fn only_the_service_acts_as_another_user() {
    let (access, _directory, _) = access(None, Verdict::Permitted);
    let [service, alice, bob] = [990, 1000, 1001].map(Owner::Uid);
    let end =
        |owner| serde_json::from_str(&format!(r#"{{"disconnect":{{"connection":"work","owner":{owner}}}}}"#)).unwrap();
    assert_eq!(access.acting(&service, &end(r#"{"uid":1000}"#)), alice);
    assert_eq!(access.acting(&bob, &end(r#"{"uid":1000}"#)), bob, "whom the engine refuses");
    assert_eq!(access.acting(&service, &end("null")), service);
    assert_eq!(access.acting(&service, &connecting_for(1001)), bob);
    assert_eq!((access.looking(&service), access.looking(&bob)), (Owner::Uid(0), bob));
}
