//! What the facts mean, and the way out of each. Pure.

use vpn_api::FailureKind;

use crate::{
    facts::{
        Capabilities, Clock, Facts, FoundProgram, KernelOffload, Keychain, NetworkManager, Program, Resolver, Socket,
        SocketFile, Tun,
    },
    finding::{Finding, Level, Reached},
    service::Service,
};

/// Kernel from which the tunnel device takes UDP packets by the batch (`TUN_F_USO4`).
const TUN_USO: (u32, u32) = (6, 2);
/// Kernel from which sockets split and join UDP datagrams (`UDP_SEGMENT` in 4.18, `UDP_GRO` in 5.0).
const UDP_GRO: (u32, u32) = (5, 0);

/// All findings, in the order in which the things depend on each other.
pub(crate) fn all(facts: &Facts) -> Vec<Finding> {
    vec![
        programs(&facts.programs),
        service(&facts.service, facts.socket.reached.is_ok()),
        socket(&facts.socket),
        tun(facts.tun),
        capabilities(facts.capabilities),
        resolver(&facts.resolver),
        network_manager(&facts.network_manager),
        udp_offload(&facts.kernel),
        kernel_offload(facts.offload),
        keychain(facts.keychain),
        clock(facts.clock),
        policy(&facts.socket.reached),
    ]
}

fn found(check: &'static str, level: Level, message: &'static str) -> Finding {
    Finding { check, level, message, values: Vec::new(), detail: String::new() }
}

impl Finding {
    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.values.push((name, value.into()));
        self
    }

    fn detailed(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
}

fn programs(programs: &[Program]) -> Finding {
    let folder = programs.first().and_then(|program| program.path.parent()).map(|path| path.display().to_string());
    let all_are = |wanted| !programs.is_empty() && programs.iter().all(|program| program.found == wanted);
    if all_are(FoundProgram::Sound) {
        return found("programs", Level::Ok, "doctor-programs-there").with("folder", folder.unwrap_or_default());
    }
    if programs.iter().all(|program| program.found == FoundProgram::Missing) {
        return found("programs", Level::Notice, "doctor-programs-none");
    }
    let bad = programs.iter().find(|program| program.found != FoundProgram::Sound);
    let path = bad.map(|program| program.path.display().to_string()).unwrap_or_default();
    let message = match bad.map(|program| program.found) {
        Some(FoundProgram::Missing) | None => "doctor-programs-missing",
        Some(FoundProgram::NotExecutable | FoundProgram::Sound) => "doctor-programs-not-executable",
        Some(FoundProgram::Replaceable) => "doctor-programs-replaceable",
    };
    found("programs", Level::Problem, message).with("path", path)
}

fn service(service: &Service, reached: bool) -> Finding {
    // Whoever reaches a helper need not have it as a service.
    let missing = if reached { Level::Notice } else { Level::Problem };
    let say = |level, message| found("service", level, message);
    match service {
        Service::Running => say(Level::Ok, "doctor-service-runs"),
        Service::Starting => say(Level::Notice, "doctor-service-starting"),
        Service::Unknown => say(missing, "doctor-service-unknown"),
        Service::NotInstalled => say(missing, "doctor-service-not-installed"),
        Service::Blocked => say(missing, "doctor-service-blocked"),
        Service::Off { enabled: true } => say(missing, "doctor-service-stopped"),
        Service::Off { enabled: false } => say(missing, "doctor-service-off"),
        Service::Failing { detail } => say(Level::Problem, "doctor-service-failing").detailed(detail),
    }
}

fn socket(socket: &Socket) -> Finding {
    let path = socket.path.display().to_string();
    let say = |level, message| found("socket", level, message).with("path", path.clone());
    let failure = match &socket.reached {
        Ok(helper) => return say(Level::Ok, "doctor-socket-answers").with("version", &helper.version),
        Err(failure) => failure,
    };
    if let FailureKind::HelperVersion { ours, theirs } = failure.kind {
        let message = if theirs < ours { "doctor-socket-older" } else { "doctor-socket-newer" };
        return say(Level::Problem, message).with("version", &failure.detail);
    }
    let message = match socket.file {
        SocketFile::Missing => "doctor-socket-missing",
        SocketFile::NotASocket => "doctor-socket-other-file",
        SocketFile::Closed => "doctor-socket-closed",
        SocketFile::Open => "doctor-socket-silent",
    };
    say(Level::Problem, message).detailed(&failure.detail)
}

fn tun(tun: Tun) -> Finding {
    match tun {
        Tun::There => found("tun-device", Level::Ok, "doctor-tun-there"),
        Tun::Missing => found("tun-device", Level::Problem, "doctor-tun-missing"),
        Tun::Wrong => found("tun-device", Level::Problem, "doctor-tun-wrong"),
    }
}

fn capabilities(capabilities: Capabilities) -> Finding {
    let say = |level, message| found("capabilities", level, message);
    match capabilities {
        Capabilities::Right => say(Level::Ok, "doctor-capabilities-right"),
        Capabilities::OneProcess => say(Level::Ok, "doctor-capabilities-one-process"),
        Capabilities::Unknown => say(Level::Notice, "doctor-capabilities-unknown"),
        Capabilities::Missing => say(Level::Problem, "doctor-capabilities-missing"),
        Capabilities::More => say(Level::Notice, "doctor-capabilities-more"),
    }
}

fn resolver(resolver: &Resolver) -> Finding {
    let say = |level, message| found("resolver", level, message);
    match resolver {
        Resolver::Resolved => say(Level::Ok, "doctor-resolver-resolved"),
        Resolver::ResolvedSilent => say(Level::Problem, "doctor-resolver-silent"),
        Resolver::File { target } => say(Level::Ok, "doctor-resolver-file").with("path", target.display().to_string()),
        Resolver::Missing(detail) => say(Level::Problem, "doctor-resolver-missing").detailed(detail),
    }
}

fn network_manager(manager: &NetworkManager) -> Finding {
    let say = |level, message| found("network-manager", level, message);
    match manager {
        NetworkManager::Absent => say(Level::Ok, "doctor-network-manager-absent"),
        NetworkManager::Runs { version, told: true } => {
            say(Level::Ok, "doctor-network-manager-told").with("version", version)
        }
        NetworkManager::Runs { version, told: false } => {
            say(Level::Notice, "doctor-network-manager-untold").with("version", version)
        }
    }
}

fn udp_offload(kernel: &str) -> Finding {
    let (level, message) = match version(kernel) {
        Some(found) if found >= TUN_USO => (Level::Ok, "doctor-udp-offload-both"),
        Some(found) if found >= UDP_GRO => (Level::Ok, "doctor-udp-offload-sockets"),
        Some(_) => (Level::Notice, "doctor-udp-offload-none"),
        None => (Level::Notice, "doctor-udp-offload-unknown"),
    };
    found("udp-offload", level, message).with("kernel", kernel)
}

/// That Adit does not use it is no reason to complain.
fn kernel_offload(offload: KernelOffload) -> Finding {
    let message = match offload {
        KernelOffload::Loaded => "doctor-kernel-offload-loaded",
        KernelOffload::Possible => "doctor-kernel-offload-possible",
        KernelOffload::Absent => "doctor-kernel-offload-absent",
    };
    found("kernel-offload", Level::Ok, message)
}

fn keychain(keychain: Keychain) -> Finding {
    match keychain {
        Keychain::Runs => found("keychain", Level::Ok, "doctor-keychain-runs"),
        Keychain::Starts => found("keychain", Level::Ok, "doctor-keychain-starts"),
        Keychain::Missing => found("keychain", Level::Notice, "doctor-keychain-missing"),
        Keychain::NoSession => found("keychain", Level::Notice, "doctor-keychain-no-session"),
    }
}

fn clock(clock: Clock) -> Finding {
    match clock {
        Clock::Set => found("clock", Level::Ok, "doctor-clock-set"),
        Clock::NotSet => found("clock", Level::Notice, "doctor-clock-not-set"),
        Clock::Unknown => found("clock", Level::Ok, "doctor-clock-unknown"),
        Clock::Behind => found("clock", Level::Problem, "doctor-clock-behind"),
    }
}

/// What an organisation settles is kept by the helper, and told by it.
fn policy(reached: &Reached) -> Finding {
    let Ok(helper) = reached else { return found("policy", Level::Ok, "doctor-policy-unknown") };
    let Some(policy) = &helper.policy else { return found("policy", Level::Ok, "doctor-policy-none") };
    match (&policy.problem, &policy.organisation) {
        (Some(problem), _) => {
            let line = problem.line.map_or_else(String::new, |line| line.to_string());
            let finding = found("policy", Level::Problem, "doctor-policy-unusable").with("file", &problem.file);
            if line.is_empty() { finding } else { finding.detailed(format!("{}:{line}", problem.file)) }
        }
        (None, Some(organisation)) => {
            found("policy", Level::Ok, "doctor-policy-settled-by").with("organisation", organisation)
        }
        (None, None) => found("policy", Level::Ok, "doctor-policy-settled"),
    }
}

/// The first two numbers of a kernel's version.
pub(crate) fn version(release: &str) -> Option<(u32, u32)> {
    let mut numbers = release.split(|c: char| !c.is_ascii_digit()).map(str::parse::<u32>);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests;
