use std::{
    fs::{self, Permissions},
    os::unix::fs::{PermissionsExt, symlink},
};

use tempfile::TempDir;
use vpn_api::{
    ConnectionId, Lock, PolicyFault, ProtectionSettings, ProtocolId, ProtocolProfile, Secret, Secrets,
    contract::ConnectOptions,
    policy::{ManagedCard, managed},
};

use super::*;

const ROOT: Owner = Owner::Uid(0);
/// In nobody's list.
const CAROL: Owner = Owner::Uid(4_000_000_123);

fn profile(id: &str, users: &[&str]) -> ManagedProfile {
    ManagedProfile {
        card: ManagedCard {
            id: ConnectionId::try_from(id.to_owned()).unwrap(),
            name: "Office".to_owned(),
            servers: vec!["vpn.example.com".to_owned()],
            certificate: true,
            password: false,
            browser: false,
            never_remember: false,
            takes_all: false,
        },
        users: users.iter().map(|&user| user.to_owned()).collect(),
        groups: Vec::new(),
        profile: ProtocolProfile {
            protocol: ProtocolId::from_static("openvpn"),
            settings: Secret::from(r#"{"key":"PRIVATE"}"#),
        },
    }
}

fn policy() -> Policy {
    Policy {
        organisation: Some("Example Ltd".to_owned()),
        lock: Some(Lock::Always),
        lan: None,
        let_out: false,
        own_profiles: false,
        profiles: vec![profile("office", &[]), profile("board", &["carol"])],
        problem: None,
    }
}

struct Place {
    folder: TempDir,
    files: PolicyFiles,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let files =
            PolicyFiles { source: folder.path().join("policy.toml"), applied: folder.path().join("policy.json") };
        fs::write(&files.source, "").unwrap();
        Self { folder, files }
    }

    fn apply(&self, text: &str) {
        let new = self.folder.path().join("new");
        fs::write(&new, text).unwrap();
        fs::set_permissions(&new, Permissions::from_mode(0o640)).unwrap();
        fs::rename(new, &self.files.applied).unwrap();
    }

    fn apply_policy(&self, policy: &Policy) {
        self.apply(&serde_json::to_string(policy).unwrap());
    }

    fn fault(&self) -> Option<PolicyFault> {
        let now = PolicyKeeper::new(self.files.clone()).now().unwrap();
        if let Some(problem) = &now.problem {
            assert_eq!(*now, Policy::strictest(problem.clone()));
        }
        now.problem.as_ref().map(|problem| problem.fault.clone())
    }
}

fn connect(profile: ProtocolProfile) -> Request {
    Request::Connect(Box::new(ConnectRequest {
        connection: ConnectionId::try_from("x".to_owned()).unwrap(),
        name: "X".to_owned(),
        profile,
        secrets: Secrets::default(),
        options: ConnectOptions::default(),
    }))
}

fn limit(outcome: Result<Request, Failure>) -> Option<PolicyLimit> {
    let kind = outcome.err()?.kind;
    let FailureKind::NotAllowed { limit } = kind else { panic!("{kind}") };
    Some(limit)
}

#[test]
fn without_a_policy_everything_is_as_it_was() {
    let place = Place::new();
    fs::remove_file(&place.files.source).unwrap();
    // What was made of an earlier one does not count.
    place.apply_policy(&policy());
    let keeper = PolicyKeeper::new(place.files.clone());
    assert_eq!((keeper.now(), keeper.view(&CAROL)), (None, None));
    let own = connect(profile("x", &[]).profile);
    assert_eq!(keeper.judge(&CAROL, &CAROL, own.clone()).unwrap(), own);
    let let_out = Request::Protect(ProtectionRequest::LetOut);
    assert!(keeper.judge(&CAROL, &CAROL, let_out).is_ok());
    let id = ConnectionId::try_from("office".to_owned()).unwrap();
    assert_eq!(limit(keeper.judge(&ROOT, &ROOT, connect(managed(&id)))), Some(PolicyLimit::ManagedProfile));
}

#[test]
fn what_is_settled_is_refused_to_every_client() {
    let place = Place::new();
    place.apply_policy(&policy());
    let keeper = PolicyKeeper::new(place.files.clone());
    let set =
        |lock, lan| Request::Protect(ProtectionRequest::Set(ProtectionSettings { lock, lan, sign_in_check: true }));
    for user in [&CAROL, &ROOT] {
        assert_eq!(limit(keeper.judge(user, user, set(Lock::Off, true))), Some(PolicyLimit::Lock));
        assert_eq!(limit(keeper.judge(user, user, set(Lock::WhileWanted, true))), Some(PolicyLimit::Lock));
        // The local network is not settled.
        assert!(
            keeper.judge(user, user, set(Lock::Always, true)).is_ok()
                && keeper.judge(user, user, set(Lock::Always, false)).is_ok()
        );
        assert!(keeper.judge(user, user, Request::Protect(ProtectionRequest::OpenPortal)).is_ok());
        assert!(keeper.judge(user, user, Request::Snapshot).is_ok());
    }
    let let_out = Request::Protect(ProtectionRequest::LetOut);
    assert_eq!(limit(keeper.judge(&CAROL, &CAROL, let_out.clone())), Some(PolicyLimit::LetOut));
    assert!(keeper.judge(&ROOT, &ROOT, let_out).is_ok());
    let own = connect(profile("x", &[]).profile);
    assert_eq!(limit(keeper.judge(&CAROL, &CAROL, own.clone())), Some(PolicyLimit::OwnProfile));
    assert!(keeper.judge(&ROOT, &ROOT, own).is_ok());
}

#[test]
fn a_managed_profile_is_put_in_the_place_of_its_name_for_those_who_may_use_it() {
    let place = Place::new();
    place.apply_policy(&policy());
    let keeper = PolicyKeeper::new(place.files.clone());
    let ask = |user: &Owner, id: &str| {
        keeper.judge(user, user, connect(managed(&ConnectionId::try_from(id.to_owned()).unwrap())))
    };
    let Ok(Request::Connect(request)) = ask(&CAROL, "office") else { panic!("refused") };
    assert_eq!(request.profile, policy().profiles[0].profile);
    for id in ["board", "nowhere"] {
        assert_eq!(limit(ask(&CAROL, id)), Some(PolicyLimit::ManagedProfile), "{id}");
    }
    assert!(ask(&ROOT, "board").is_ok());
    let shown = keeper.view(&CAROL).unwrap();
    assert_eq!(shown.profiles.iter().map(|card| card.id.as_str()).collect::<Vec<_>>(), ["office"]);
    assert!(!shown.own_profiles && !serde_json::to_string(&shown).unwrap().contains("PRIVATE"));
    let root = keeper.view(&ROOT).unwrap();
    assert!(root.own_profiles && root.let_out && root.profiles.len() == 2);
}

#[test]
fn a_service_that_acts_as_root_is_bound_as_its_users_are() {
    let place = Place::new();
    place.apply_policy(&policy());
    let keeper = PolicyKeeper::new(place.files.clone());
    let own = || {
        let Request::Connect(request) = connect(profile("x", &[]).profile) else { panic!("no request to connect") };
        Request::ConnectFor { owner: ROOT, request }
    };
    assert_eq!(limit(keeper.judge(&CAROL, &ROOT, own())), Some(PolicyLimit::OwnProfile));
    assert!(keeper.judge(&ROOT, &ROOT, own()).is_ok());
}

#[test]
fn a_file_that_others_could_have_written_allows_nothing() {
    let place = Place::new();
    assert_eq!(place.fault(), Some(PolicyFault::NotApplied), "not there");
    place.apply_policy(&policy());
    assert_eq!(place.fault(), None, "the control");
    for mode in [0o660, 0o642, 0o666, 0o777] {
        fs::set_permissions(&place.files.applied, Permissions::from_mode(mode)).unwrap();
        assert_eq!(place.fault(), Some(PolicyFault::Writable), "{mode:o}");
    }
    fs::set_permissions(&place.files.applied, Permissions::from_mode(0o640)).unwrap();
    for mode in [0o775, 0o757] {
        fs::set_permissions(place.folder.path(), Permissions::from_mode(mode)).unwrap();
        assert_eq!(place.fault(), Some(PolicyFault::Writable), "folder {mode:o}");
    }
    fs::set_permissions(place.folder.path(), Permissions::from_mode(0o755)).unwrap();
    assert_eq!(place.fault(), None);

    let other = place.folder.path().join("other");
    fs::rename(&place.files.applied, &other).unwrap();
    symlink(&other, &place.files.applied).unwrap();
    assert_eq!(place.fault(), Some(PolicyFault::NotAFile), "a link");
    fs::remove_file(&place.files.applied).unwrap();
    fs::create_dir(&place.files.applied).unwrap();
    assert_eq!(place.fault(), Some(PolicyFault::NotAFile), "a folder");
    fs::remove_dir(&place.files.applied).unwrap();
    // Needs root: elsewhere the rest is enough.
    if rustix::process::geteuid().is_root() {
        place.apply_policy(&policy());
        std::os::unix::fs::chown(&place.files.applied, Some(4_000_123), None).unwrap();
        assert_eq!(place.fault(), Some(PolicyFault::Owner));
        std::os::unix::fs::chown(&place.files.applied, Some(0), None).unwrap();
        std::os::unix::fs::chown(place.folder.path(), Some(4_000_123), None).unwrap();
        assert_eq!(place.fault(), Some(PolicyFault::Owner), "its folder");
    }
}

#[test]
fn a_pipe_is_not_waited_for() {
    let place = Place::new();
    let made = rustix::fs::mknodat(
        rustix::fs::CWD,
        &place.files.applied,
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::from_raw_mode(0o600),
        0,
    );
    made.unwrap();
    assert_eq!(place.fault(), Some(PolicyFault::NotAFile));
}

#[test]
fn what_cannot_be_read_allows_nothing_and_its_content_is_not_told() {
    let place = Place::new();
    let good = serde_json::to_string(&policy()).unwrap();
    let twice = good.replacen('{', r#"{"let_out":true,"#, 1);
    let unknown = good.replacen('{', r#"{"more":1,"#, 1);
    for bad in ["", "{}", "[]", "null", "\0\u{1}", &good[..good.len() - 9], &twice, &unknown] {
        place.apply(bad);
        assert_eq!(place.fault(), Some(PolicyFault::NotApplied), "{bad}");
    }
    place.apply(&good.replace("\"let_out\":false", "\"let_out\":\"PRIVATE\""));
    let keeper = PolicyKeeper::new(place.files.clone());
    assert!(!format!("{:?}", keeper.now()).contains("PRIVATE"));
    let huge = fs::File::create(&place.files.applied).unwrap();
    huge.set_permissions(Permissions::from_mode(0o640)).unwrap();
    huge.set_len(1 << 40).unwrap();
    assert!(matches!(place.fault(), Some(PolicyFault::TooLarge { .. })));
    let many = Policy { profiles: vec![profile("x", &[]); 65], ..policy() };
    place.apply_policy(&many);
    assert_eq!(place.fault(), Some(PolicyFault::NotApplied));
}

#[test]
fn a_problem_that_was_found_when_it_was_applied_leaves_nothing_open() {
    let place = Place::new();
    let problem = found(7);
    place.apply_policy(&Policy { problem: Some(problem.clone()), let_out: true, own_profiles: true, ..policy() });
    let now = PolicyKeeper::new(place.files).now().unwrap();
    assert_eq!(*now, Policy { organisation: Some("Example Ltd".to_owned()), ..Policy::strictest(problem) });
}

fn found(line: u32) -> vpn_api::PolicyProblem {
    let fault = PolicyFault::Syntax { detail: "unknown field `lcok`".to_owned() };
    vpn_api::PolicyProblem { file: "/etc/adit/policy.toml".to_owned(), line: Some(line), fault }
}

#[test]
fn a_change_counts_from_the_next_request_on_and_is_told_once() {
    let place = Place::new();
    place.apply_policy(&policy());
    let keeper = PolicyKeeper::new(place.files.clone());
    let changes = keeper.changes();
    assert!(keeper.now().unwrap().lock.is_some() && !changes.has_changed().unwrap());
    place.apply_policy(&policy());
    assert!(keeper.now().is_some() && !changes.has_changed().unwrap(), "written anew, and the same");
    place.apply_policy(&Policy { lock: None, ..policy() });
    assert!(keeper.now().unwrap().lock.is_none() && changes.has_changed().unwrap());
    fs::remove_file(&place.files.source).unwrap();
    assert!(keeper.now().is_none());
    fs::write(&place.files.source, "anything").unwrap();
    assert!(keeper.now().is_some());
}

#[test]
fn one_that_was_just_written_has_time_to_be_applied_and_no_more() {
    let place = Place::new();
    fs::remove_file(&place.files.source).unwrap();
    let mut keeper = PolicyKeeper::new(place.files.clone());
    fs::write(&place.files.source, "").unwrap();
    assert_eq!(keeper.now(), None, "as it was before");
    place.apply_policy(&policy());
    assert_eq!(keeper.now().as_deref(), Some(&policy()));
    fs::remove_file(&place.files.applied).unwrap();
    assert_eq!(keeper.now().as_deref(), Some(&policy()));
    keeper.patience = Duration::ZERO;
    let now = keeper.now().unwrap();
    assert_eq!(now.problem.as_ref().map(|problem| &problem.fault), Some(&PolicyFault::NotApplied));
    // And one that is broken is not waited for.
    keeper.patience = PATIENCE;
    place.apply_policy(&policy());
    assert!(keeper.now().unwrap().problem.is_none());
    place.apply("{}");
    assert!(keeper.now().unwrap().problem.is_none(), "it may be on its way");
    fs::set_permissions(&place.files.applied, Permissions::from_mode(0o666)).unwrap();
    assert!(keeper.now().unwrap().problem.is_some());
}
