use std::path::PathBuf;

use vpn_api::{
    Blame, Failure, Retry,
    policy::{PolicyFault, PolicyProblem, PolicyView},
};

use super::*;
use crate::Helper;

fn program(found: FoundProgram) -> Program {
    Program { path: PathBuf::from("/usr/lib/adit/aditd"), found }
}

fn failure(kind: FailureKind) -> Failure {
    Failure::new(kind, Blame::Machine, Retry::Never)
}

fn helper() -> Helper {
    Helper { version: "0.1.0".to_owned(), checks: Vec::new(), policy: None }
}

fn policy(organisation: Option<&str>, unusable: bool) -> PolicyView {
    let file = "/etc/adit/policy.toml".to_owned();
    let problem = unusable.then_some(PolicyProblem { file, line: Some(3), fault: PolicyFault::Owner });
    PolicyView {
        organisation: organisation.map(str::to_owned),
        lock: None,
        lan: None,
        let_out: true,
        own_profiles: true,
        profiles: Vec::new(),
        problem,
    }
}

fn well() -> Facts {
    Facts {
        programs: vec![program(FoundProgram::Sound)],
        service: Service::Running,
        socket: Socket { path: "/run/adit/aditd.sock".into(), file: SocketFile::Open, reached: Ok(helper()) },
        tun: Tun::There,
        capabilities: Capabilities::Right,
        resolver: Resolver::Resolved,
        network_manager: NetworkManager::Runs { version: "1.52".to_owned(), told: true },
        kernel: "6.18.0".to_owned(),
        offload: KernelOffload::Absent,
        keychain: Keychain::Runs,
        clock: Clock::Set,
    }
}

/// Facts that each differ from a computer where all is well in one thing, and what is said of it.
fn troubles() -> Vec<(&'static str, Level, Facts)> {
    let with = |change: &dyn Fn(&mut Facts)| {
        let mut facts = well();
        change(&mut facts);
        facts
    };
    let unreached = |file| {
        with(&|facts| {
            facts.socket = Socket {
                path: "/run/adit/aditd.sock".into(),
                file,
                reached: Err(failure(FailureKind::HelperNotRunning)),
            };
        })
    };
    let version =
        |ours, theirs| with(&|facts| facts.socket.reached = Err(failure(FailureKind::HelperVersion { ours, theirs })));
    let service = |service: Service| {
        with(&|facts| {
            facts.service = service.clone();
            facts.socket.reached = Err(failure(FailureKind::HelperNotRunning));
        })
    };
    let programs = |list: &[FoundProgram]| with(&|facts| facts.programs = list.iter().copied().map(program).collect());
    vec![
        ("doctor-programs-none", Level::Notice, programs(&[FoundProgram::Missing, FoundProgram::Missing])),
        ("doctor-programs-missing", Level::Problem, programs(&[FoundProgram::Sound, FoundProgram::Missing])),
        ("doctor-programs-not-executable", Level::Problem, programs(&[FoundProgram::NotExecutable])),
        ("doctor-programs-replaceable", Level::Problem, programs(&[FoundProgram::Replaceable])),
        ("doctor-service-starting", Level::Notice, service(Service::Starting)),
        ("doctor-service-unknown", Level::Problem, service(Service::Unknown)),
        ("doctor-service-not-installed", Level::Problem, service(Service::NotInstalled)),
        ("doctor-service-blocked", Level::Problem, service(Service::Blocked)),
        ("doctor-service-stopped", Level::Problem, service(Service::Off { enabled: true })),
        ("doctor-service-off", Level::Problem, service(Service::Off { enabled: false })),
        ("doctor-service-failing", Level::Problem, service(Service::Failing { detail: "status 1".to_owned() })),
        ("doctor-socket-missing", Level::Problem, unreached(SocketFile::Missing)),
        ("doctor-socket-other-file", Level::Problem, unreached(SocketFile::NotASocket)),
        ("doctor-socket-closed", Level::Problem, unreached(SocketFile::Closed)),
        ("doctor-socket-silent", Level::Problem, unreached(SocketFile::Open)),
        ("doctor-socket-older", Level::Problem, version(5, 4)),
        ("doctor-socket-newer", Level::Problem, version(5, 6)),
        ("doctor-tun-missing", Level::Problem, with(&|facts| facts.tun = Tun::Missing)),
        ("doctor-tun-wrong", Level::Problem, with(&|facts| facts.tun = Tun::Wrong)),
        ("doctor-capabilities-unknown", Level::Notice, with(&|facts| facts.capabilities = Capabilities::Unknown)),
        ("doctor-capabilities-missing", Level::Problem, with(&|facts| facts.capabilities = Capabilities::Missing)),
        ("doctor-capabilities-more", Level::Notice, with(&|facts| facts.capabilities = Capabilities::More)),
        ("doctor-resolver-silent", Level::Problem, with(&|facts| facts.resolver = Resolver::ResolvedSilent)),
        ("doctor-resolver-missing", Level::Problem, with(&|facts| facts.resolver = Resolver::Missing(String::new()))),
        (
            "doctor-network-manager-untold",
            Level::Notice,
            with(&|facts| facts.network_manager = NetworkManager::Runs { version: "1.42".to_owned(), told: false }),
        ),
        ("doctor-udp-offload-none", Level::Notice, with(&|facts| facts.kernel = "4.9".to_owned())),
        ("doctor-udp-offload-unknown", Level::Notice, with(&|facts| facts.kernel = "linux".to_owned())),
        ("doctor-keychain-missing", Level::Notice, with(&|facts| facts.keychain = Keychain::Missing)),
        ("doctor-keychain-no-session", Level::Notice, with(&|facts| facts.keychain = Keychain::NoSession)),
        ("doctor-clock-not-set", Level::Notice, with(&|facts| facts.clock = Clock::NotSet)),
        (
            "doctor-policy-unusable",
            Level::Problem,
            with(&|facts| facts.socket.reached = Ok(Helper { policy: Some(Box::new(policy(None, true))), ..helper() })),
        ),
        ("doctor-clock-behind", Level::Problem, with(&|facts| facts.clock = Clock::Behind)),
    ]
}

fn others_that_are_well() -> Vec<Facts> {
    let mut facts = well();
    facts.resolver = Resolver::File { target: "/etc/resolv.conf".into() };
    facts.network_manager = NetworkManager::Absent;
    facts.kernel = "5.10".to_owned();
    facts.offload = KernelOffload::Loaded;
    facts.keychain = Keychain::Starts;
    facts.clock = Clock::Unknown;
    facts.capabilities = Capabilities::OneProcess;
    let settled = |organisation| {
        let mut facts = well();
        facts.socket.reached = Ok(Helper { policy: Some(Box::new(policy(organisation, false))), ..helper() });
        facts
    };
    let mut last = well();
    last.offload = KernelOffload::Possible;
    vec![well(), facts, last, settled(None), settled(Some("Example AG"))]
}

fn sentence(finding: &Finding) -> i18n::Message {
    let values: Vec<_> = finding.values.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
    i18n::message(finding.message, &values)
}

#[test]
fn a_computer_where_all_is_well_has_no_trouble() {
    for facts in others_that_are_well() {
        for finding in all(&facts) {
            assert_eq!(finding.level, Level::Ok, "{finding:?}");
            let said = sentence(&finding);
            assert!(said.title.ends_with('.') && said.advice.is_empty(), "{said:?}");
            assert!(!said.title.contains('{'), "{said:?}");
        }
    }
}

#[test]
fn each_trouble_is_said_with_a_way_out() {
    for (message, level, facts) in troubles() {
        let findings = all(&facts);
        let finding = findings.iter().find(|finding| finding.message == message);
        let finding = finding.unwrap_or_else(|| panic!("{message} is not said: {findings:?}"));
        assert_eq!(finding.level, level, "{message}");
        let said = sentence(finding);
        assert!(said.title.ends_with('.') && said.advice.ends_with('.'), "{message}: {said:?}");
        assert!(!said.to_string().contains('{'), "{message}: {said:?}");
    }
}

#[test]
fn every_check_is_there_once_and_in_the_same_order() {
    let expected = [
        "programs",
        "service",
        "socket",
        "tun-device",
        "capabilities",
        "resolver",
        "network-manager",
        "udp-offload",
        "kernel-offload",
        "keychain",
        "clock",
        "policy",
    ];
    for (_, _, facts) in troubles() {
        let names: Vec<&str> = all(&facts).iter().map(|finding| finding.check).collect();
        assert_eq!(names, expected);
    }
}

#[test]
fn a_helper_that_answers_need_not_be_a_service() {
    let mut facts = well();
    facts.service = Service::NotInstalled;
    let levels: Vec<Level> = all(&facts).iter().map(|finding| finding.level).collect();
    assert!(!levels.contains(&Level::Problem), "{levels:?}");
}

#[test]
fn kernel_versions_are_read() {
    assert_eq!(version("6.18.0-rc1"), Some((6, 18)));
    assert_eq!(version("5.10"), Some((5, 10)));
    assert_eq!(version("linux"), None);
}
