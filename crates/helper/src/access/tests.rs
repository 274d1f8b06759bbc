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
        is_member: |user| *user == Owner::Uid(1001),
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
