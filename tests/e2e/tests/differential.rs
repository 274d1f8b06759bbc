//! Adit's reader and OpenVPN's own, over profiles that nobody would write. Where OpenVPN stops at the syntax, so does Adit, or
//! it says which leniency it used; where OpenVPN goes on, so does Adit, or it says why not, and not for a reason of syntax.
//! Where both go on, they read the same values.
//!
//! OpenVPN runs without rights and without a network, and ends before it connects: once with `--show-digests`, with which it
//! reads the profile and does nothing with it, and once up to its dump of all settings, after which the port of its management
//! interface cannot be taken.
//!
//! Among what is generated are the kinds on which both went on and read different things for a long time: words about names,
//! `[inline]` with a direction, digests, gateways, timers that are one setting, lists with comments and long ones.
//!
//! `make differential` tries 5,000; `make test` 500. `ADIT_SEED` gives others.

#![cfg(test)]

#[path = "differential/mutate.rs"]
mod mutate;
#[path = "differential/values.rs"]
mod values;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    net::Ipv4Addr,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use ovpn_profile::{
    Import, NoSideFiles, Profile, Reason, Rejected, Verdict, parse,
    profile::{AfterSilence, KeyDirection, Route, RouteGateway, Wrap},
};
use vpn_api::{
    Domain, RouteDestination,
    session::{Family, Transport},
};

/// Reads each profile of a directory twice.
const READ_ALL: &str = r#"
cd "$1/empty"
for profile in "$1"/*.ovpn; do
    run() { setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs timeout 5 openvpn --config "$profile" "$@" </dev/null 2>&1 | head -c 65536; }
    run --show-digests >"$profile.syntax"
    run --verb 4 --mute 0 --management-hold --management 127.0.0.1 1 >"$profile.values"
done
"#;

/// A directory of profiles, removed at the end.
struct Batch(PathBuf);

impl Batch {
    fn new() -> Result<Self> {
        let path = std::env::temp_dir().join(format!("adit-differential-{}", std::process::id()));
        fs::create_dir_all(path.join("empty"))?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
        Ok(Self(path))
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What OpenVPN made of one profile.
struct Theirs {
    /// It read the whole file.
    accepts: bool,
    /// What it says about the syntax.
    says: String,
    /// Its settings, if it got that far; those of the servers one after another.
    settings: Option<Settings>,
}

impl Theirs {
    /// The line that says why it stopped.
    fn complaint(&self) -> &str {
        let fatal = |line: &&str| line.contains("Options error") || line.contains("ERROR") || line.contains("ssertion");
        self.says.lines().find(fatal).or(self.says.lines().next()).unwrap_or_default()
    }
}

#[derive(Default)]
struct Settings {
    servers: Vec<BTreeMap<String, String>>,
    global: BTreeMap<String, String>,
    /// What may be there several times: `route`, `verify_hash`, `search`.
    lists: BTreeMap<&'static str, Vec<String>>,
}

fn read(path: &Path) -> Result<String> {
    Ok(String::from_utf8_lossy(&fs::read(path)?).into_owned())
}

fn theirs(profile: &Path) -> Result<Theirs> {
    let name = profile.display().to_string();
    let says = read(Path::new(&format!("{name}.syntax")))?;
    let values = read(Path::new(&format!("{name}.values")))?;
    Ok(Theirs { accepts: says.contains("The following message digests"), says, settings: settings(&values) })
}

fn settings(dump: &str) -> Option<Settings> {
    let (_, dump) = dump.split_once("Current Parameter Settings:")?;
    let mut found = Settings::default();
    let (mut within, mut searching) = (false, false);
    for line in dump.lines() {
        if line.contains("Connection profiles [") {
            within = true;
            found.servers.push(BTreeMap::new());
        } else if line.contains("Connection profiles END") {
            within = false;
        }
        // Behind the time of the log.
        let said = line.split_once("us=").map_or(line, |(_, rest)| rest.split_once(' ').map_or(rest, |(_, said)| said));
        let mut list = |name, value: &str| found.lists.entry(name).or_default().push(value.to_owned());
        if said.trim() == "DNS search domains:" {
            searching = true;
        } else if searching && said.starts_with("    ") {
            list("search", said.trim());
        } else {
            searching = false;
        }
        if let Some(route) = said.trim().strip_prefix("route ").filter(|rest| rest.contains('/')) {
            list("route", route);
        } else if let Some(hash) = said.trim().strip_prefix("verify_hash = ") {
            list("verify_hash", hash);
        }
        let Some((name, value)) = line.split_once(" = ") else { continue };
        let name = name.rsplit(' ').next().unwrap_or(name).to_owned();
        let value = value.strip_prefix('\'').and_then(|value| value.strip_suffix('\'')).unwrap_or(value).to_owned();
        match found.servers.last_mut() {
            Some(server) if within => drop(server.insert(name, value)),
            Some(_) | None => drop(found.global.insert(name, value)),
        }
    }
    found.global.contains_key("authname").then_some(found)
}

/// Reasons of syntax: where OpenVPN goes on, Adit may not stop for one of these.
fn is_syntax(reason: &Reason) -> bool {
    matches!(
        reason,
        Reason::UnbalancedQuote
            | Reason::MissingEndTag { .. }
            | Reason::StrayEndTag { .. }
            | Reason::UnknownDirective { .. }
            | Reason::MisspelledDirective { .. }
            | Reason::NotInConnection { .. }
            | Reason::ExtraWords { .. }
    )
}

/// What Adit lets pass and says so, where OpenVPN stops.
fn leniencies(import: &Import, text: &str, complaint: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    let lines = import.report.lines.iter().map(|line| (line.name.as_str(), &line.verdict));
    for (name, verdict) in lines {
        match verdict.reason() {
            Some(Reason::LiteralBackslash) => found.push("backslash as it stands"),
            Some(Reason::LongLine) => found.push("line longer than 254 bytes"),
            Some(Reason::MisspelledDirective { .. }) => found.push("slip in a harmless name"),
            Some(Reason::PartlyUsed { .. }) => found.push("unknown flag left out"),
            Some(Reason::DomainsWithoutServer { .. }) => found.push("domains without a DNS server"),
            Some(Reason::WeakAccepted) => found.push("name of a TLS profile"),
            _ => {}
        }
        if UNKNOWN_TO_2_6_LINUX.contains(&name) {
            found.push("directive of another system or version");
        }
        // Values are not looked at where the directive means nothing to Adit.
        let left_out = matches!(verdict, Verdict::Ignored { .. } | Verdict::Warning { .. });
        // "unknown socket flag" is about socket-flags.
        if left_out && complaint.replace(' ', "-").contains(name.trim_end_matches('s')) {
            found.push("value of a directive that is left out");
        }
    }
    if text.contains('\r') && ["<peer-fingerprint>", "<verify-hash>"].iter().any(|tag| text.contains(tag)) {
        found.push("carriage returns behind fingerprints");
    }
    if complaint.contains("mutually exclusive") && complaint.contains("verify-hash") {
        found.push("verify-hash beside peer-fingerprint, which both count");
    }
    if text.to_ascii_uppercase().contains("PROTO UDP") || text.to_ascii_uppercase().contains("PROTO TCP") {
        found.push("transport in capitals");
    }
    found
}

/// Directives that the openvpn of the test, 2.6 for Linux, does not know.
const UNKNOWN_TO_2_6_LINUX: &[&str] = &[
    "allow-nonadmin",
    "allow-password-save",
    "auth-federate",
    "auto-start",
    "become-primary",
    "block-ipv4",
    "block-outside-dns",
    "client-ip",
    "custom-control",
    "dhcp-internal",
    "dhcp-pre-release",
    "dhcp-release",
    "dhcp-renew",
    "foreign-option",
    "http-proxy-fallback",
    "socks-proxy-user-pass",
    "inetd",
    "ip-win32",
    "iproute",
    "keysize",
    "management-client-pf",
    "mssfix-ctrl",
    "ncp-disable",
    "pause-exit",
    "rdns-internal",
    "redirect-dns",
    "register-dns",
    "remote-cache-lifetime",
    "remote-override",
    "route-table",
    "service",
    "setcon",
    "show-net-up",
    "tap-sleep",
    "tls-auth-digest",
    "use-prediction-resistance",
    "win-sys",
    "windows-driver",
];

/// What differs between two readings of the same profile.
fn differences(settings: &Settings, profile: &Profile) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |what: &str, theirs: Option<&String>, ours: String| {
        if let Some(theirs) = theirs.filter(|theirs| **theirs != ours) {
            found.push(format!("{what}: OpenVPN {theirs:?}, Adit {ours:?}"));
        }
    };
    compare("number of servers", Some(&settings.servers.len().to_string()), profile.remotes.len().to_string());
    for (theirs, ours) in settings.servers.iter().zip(&profile.remotes) {
        let proto = match (ours.transport, ours.family) {
            (Transport::Udp, Family::Any) => "udp",
            (Transport::Udp, Family::V4) => "udp4",
            (Transport::Udp, Family::V6) => "udp6",
            (Transport::Tcp, Family::Any) => "tcp-client",
            (Transport::Tcp, Family::V4) => "tcp4-client",
            (Transport::Tcp, Family::V6) => "tcp6-client",
        };
        compare("remote", theirs.get("remote"), ours.host.clone());
        compare("remote_port", theirs.get("remote_port"), ours.port.to_string());
        compare("proto", theirs.get("proto"), proto.to_owned());
        compare("connect_timeout", theirs.get("connect_timeout"), ours.answer_timeout.as_secs().to_string());
        compare("tun_mtu", theirs.get("tun_mtu"), ours.tun_mtu.to_string());
        if let Wrap::TlsAuth { direction, .. } = &ours.wrap {
            let direction = match direction {
                KeyDirection::Bidirectional => "not set",
                KeyDirection::Normal => "0",
                KeyDirection::Inverse => "1",
            };
            compare("direction of tls-auth", theirs.get("key_direction"), direction.to_owned());
        }
        compare("tls_mtu", theirs.get("tls_mtu"), ours.max_packet_size.to_string());
    }
    let global = |name: &str| settings.global.get(name);
    let seconds = |time: Option<std::time::Duration>| time.map_or(0, |time| time.as_secs()).to_string();
    let (timing, data) = (&profile.timing, &profile.data);
    compare("ping", global("ping_send_timeout"), seconds(timing.ping));
    compare(
        "ping-restart or ping-exit",
        global("ping_rec_timeout"),
        seconds(timing.silence.map(|silence| silence.after)),
    );
    let action = match timing.silence.map(|silence| silence.then) {
        None => None,
        Some(AfterSilence::Exit) => Some("1"),
        Some(AfterSilence::Restart) => Some("2"),
    };
    let compared = action.and(global("ping_rec_timeout_action"));
    compare("what silence leads to", compared, action.unwrap_or_default().to_owned());
    compare("reneg-sec", global("renegotiate_seconds"), timing.renegotiate.as_secs().to_string());
    compare("hand-window", global("handshake_window"), timing.handshake.as_secs().to_string());
    compare("tran-window", global("transition_window"), timing.transition.as_secs().to_string());
    compare("replay-window", global("replay_window"), data.replay_window.to_string());
    let configured = data.configured_cipher.clone().unwrap_or_else(|| "BF-CBC".into());
    compare("cipher", global("ciphername").map(|name| name.to_ascii_uppercase()).as_ref(), configured);
    let word = |on: bool| if on { "ENABLED" } else { "DISABLED" }.to_owned();
    compare("remote-random", global("remote_random"), word(profile.remote_random));
    compare("route-nopull", global("route_nopull"), word(profile.network.route_nopull));
    // One that Adit does not have is none, and the ciphers do without.
    let known = global("authname").map(|name| digest(name)).filter(|name| is_digest(name));
    compare("auth", known.as_ref(), digest(&format!("{:?}", data.auth)));
    let gateway = profile.network.route_gateway.map_or("[UNDEF]".to_owned(), |gateway| gateway.to_string());
    let named = |text: &&String| *text == "[UNDEF]" || text.parse::<Ipv4Addr>().is_ok();
    compare("route-gateway", global("route_default_gateway").filter(named), gateway);
    let listed = |name: &str| settings.lists.get(name).into_iter().flatten();
    let routes: BTreeSet<String> = listed("route").filter_map(|route| route_of(route)).collect();
    let ours = profile.network.routes.iter().map(|route| Route { metric: None, ..*route }.to_string());
    let ours: BTreeSet<String> = ours.filter(|route| !route.contains(':')).collect();
    let only = |these: &BTreeSet<String>, others: &BTreeSet<String>| -> Vec<String> {
        these.difference(others).take(5).cloned().collect()
    };
    compare("routes", Some(&format!("{:?}", only(&routes, &ours))), format!("{:?}", only(&ours, &routes)));
    let hashes: BTreeSet<String> = listed("verify_hash").map(|hash| hash.to_ascii_lowercase()).collect();
    let tls = &profile.tls;
    let prints = tls.peer_fingerprints.iter().map(|print| &print[..]);
    let prints = prints.chain(tls.verify_hash.iter().chain(&tls.verify_hash_others).map(Vec::as_slice));
    let prints: BTreeSet<String> = prints.map(colons).collect();
    compare("fingerprints", Some(&format!("{:?}", only(&hashes, &prints))), format!("{:?}", only(&prints, &hashes)));
    let theirs: Vec<Domain> = listed("search").filter_map(|name| name.parse().ok()).collect();
    let ours = profile.network.dns.search.get(..theirs.len()).unwrap_or_default();
    compare("first search domains", Some(&format!("{theirs:?}")), format!("{ours:?}"));
    found
}

fn colons(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(":")
}

/// A route of the dump as Adit writes it: `10.0.0.0/255.0.0.0/192.168.1.1/5`. `None`: one that Adit leaves out and says so.
fn route_of(dump: &str) -> Option<String> {
    let mut words = dump.splitn(4, '/');
    let (net, mask, gateway) = (words.next()?, words.next()?, words.next()?);
    let address = |text: &str| text.parse::<Ipv4Addr>().ok();
    let mask = if mask.starts_with("default") { Ipv4Addr::BROADCAST } else { address(mask)? };
    let bits = u32::from(mask).leading_ones();
    // Zeros behind the ones, and nothing else.
    if u32::from(mask).checked_shl(bits).unwrap_or(0) != 0 {
        return None;
    }
    let net = u32::from(address(net)?) & u32::from(mask);
    let destination: RouteDestination = format!("{}/{bits}", Ipv4Addr::from(net)).parse().ok()?;
    let gateway = match gateway {
        "vpn_gateway" | "0.0.0.0" => RouteGateway::Vpn,
        text if text.starts_with("default") => RouteGateway::Vpn,
        text => match address(text) {
            Some(at) => RouteGateway::Address(at),
            None if text.parse::<Domain>().is_err() || text.starts_with(|c: char| c.is_ascii_digit()) => return None,
            // `net_gateway`, `remote_host`, a name.
            None => RouteGateway::Net,
        },
    };
    Some(Route { destination, gateway, metric: None }.to_string())
}

fn is_digest(name: &str) -> bool {
    ["NONE", "MD5", "SHA1", "SHA224", "SHA256", "SHA384", "SHA512"].contains(&name)
}

/// Words about names and logs, and digests that nothing needs, never cost a profile that OpenVPN starts with.
const NEVER_COST: &[&str] = &[
    "auth",
    "dhcp-option",
    "errors-to-stderr",
    "machine-readable-output",
    "mute",
    "mute-replay-warnings",
    "peer-fingerprint",
    "route",
    "route-gateway",
    "status-version",
    "suppress-timestamps",
    "tls-auth",
    "verb",
    "verify-hash",
];

/// Lines of these for which Adit stops all the same, without needing what they say.
fn costly(import: &Import) -> Vec<String> {
    let refused = import.report.lines.iter().filter_map(|line| {
        let Verdict::Refused { because } = &line.verdict else { return None };
        NEVER_COST.contains(&line.name.as_str()).then_some((line, because))
    });
    let needed = |reason: &Reason| {
        matches!(
            reason,
            Reason::UnsupportedDigest { .. }
                | Reason::CbcWithoutDigest
                | Reason::TlsAuthWithoutDigest
                | Reason::SeveralControlKeys
                | Reason::BadStaticKey
        )
    };
    refused.filter(|(_, why)| !needed(why)).map(|(line, why)| format!("{}: {why}", line.text)).collect()
}

fn digest(name: &str) -> String {
    name.to_ascii_uppercase().replace("RSA-", "").replace('-', "")
}

fn fixtures() -> Result<Vec<(String, String)>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates/ovpn-profile/tests/fixtures/profiles");
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "ovpn") {
            let name = path.file_stem().context("name")?.to_string_lossy().into_owned();
            let text = fs::read_to_string(&path)?;
            // One with what only other systems and versions know, and one without.
            let known =
                |line: &&str| !UNKNOWN_TO_2_6_LINUX.iter().any(|name| line.split_whitespace().next() == Some(name));
            let plain = text.lines().filter(known).map(|line| format!("{line}\n")).collect::<String>();
            if plain != text {
                found.push((format!("{name} for 2.6"), plain));
            }
            found.push((name, text));
        }
    }
    found.sort();
    ensure!(!found.is_empty(), "there are no fixtures");
    Ok(found)
}

/// Where the two readers may differ in a value, and why.
fn excused(difference: &str, text: &str, import: &Import) -> bool {
    let warned = |reason: fn(&Reason) -> bool| {
        let verdicts = import.report.lines.iter().map(|line| &line.verdict);
        verdicts.filter_map(Verdict::reason).any(reason)
    };
    // A backslash that one of the two takes for itself, and one at the end of a line, into which OpenVPN takes the line's end.
    warned(|reason| matches!(reason, Reason::LiteralBackslash))
        // A value that makes no sense, behind `setenv opt`: OpenVPN finds out when it connects, Adit leaves it out at once.
        || warned(|reason| matches!(reason, Reason::BadValue { .. })) && text.contains("setenv opt")
        // OpenVPN drops IPv6 for what goes through a SOCKS proxy.
        || difference.starts_with("proto:") && text.contains("socks-proxy")
}

#[test]
fn both_readers_agree() -> Result<()> {
    let count: usize = std::env::var("ADIT_DIFFERENTIAL").ok().and_then(|count| count.parse().ok()).unwrap_or(500);
    let seed: u64 = std::env::var("ADIT_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(4);
    let fixtures = fixtures()?;
    let batch = Batch::new()?;
    let mut chance = mutate::Chance::new(seed);
    let mut mutants = Vec::with_capacity(count);
    for number in 0..count {
        let mutant = mutate::mutant(&mut chance, &fixtures);
        let path = batch.0.join(format!("{number:05}.ovpn"));
        fs::write(&path, &mutant.bytes)?;
        mutants.push((path, mutant));
    }
    let status = Command::new("unshare")
        .args(["--net", "--pid", "--fork", "--kill-child", "sh", "-c", READ_ALL, "sh"])
        .arg(&batch.0)
        .stdin(Stdio::null())
        .status()
        .context("start unshare")?;
    ensure!(status.success(), "the readers ended with {status}");

    let mut complaints: Vec<String> = Vec::new();
    let (mut accepted, mut refused, mut compared, mut ours) = (0, 0, 0, 0);
    let mut lenient: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut stricter: BTreeMap<&'static str, usize> = BTreeMap::new();
    for (path, mutant) in &mutants {
        let text = String::from_utf8_lossy(&mutant.bytes).into_owned();
        let theirs = theirs(path)?;
        let import = parse(&mutant.bytes, &NoSideFiles);
        let reasons: Vec<Reason> = import.report.refusals().into_iter().map(|(_, reason)| reason.clone()).collect();
        let mut complain = |what: String| {
            complaints.push(format!(
                "{}: {what}\n    {}\n    OpenVPN: {}",
                path.display(),
                mutant.story,
                theirs.complaint()
            ));
        };
        if theirs.accepts {
            accepted += 1;
            for reason in &reasons {
                *stricter.entry(reason.id()).or_default() += 1;
            }
            if let Some(reason) = reasons.iter().find(|reason| is_syntax(reason)) {
                complain(format!("OpenVPN reads it, Adit stops: {reason}"));
            }
            for line in costly(&import) {
                complain(format!("OpenVPN reads it, and it costs the profile: {line}"));
            }
        } else {
            refused += 1;
            if reasons.is_empty() {
                let used = leniencies(&import, &text, theirs.complaint());
                match used.first() {
                    Some(leniency) => *lenient.entry(leniency).or_default() += 1,
                    None => complain("OpenVPN stops, Adit does not".into()),
                }
            }
        }
        if let (Some(settings), Ok(parsed)) = (&theirs.settings, &import.outcome) {
            compared += 1;
            for difference in differences(settings, &parsed.profile) {
                if !excused(&difference, &text, &import) {
                    complain(difference);
                }
            }
        }
        ours += usize::from(matches!(import.outcome, Ok(_) | Err(Rejected::Incomplete { .. })));
    }
    println!(
        "{count} profiles (seed {seed}): OpenVPN reads {accepted} and stops at {refused}; Adit takes {ours}; all values of {compared} compared; {} disagreements",
        complaints.len()
    );
    println!("where only Adit goes on: {lenient:?}");
    println!("why only Adit stops: {stricter:?}");
    if let Ok(keep) = std::env::var("ADIT_DIFFERENTIAL_KEEP") {
        Command::new("cp").arg("-r").arg(&batch.0).arg(keep).status()?;
    }
    ensure!(complaints.is_empty(), "{}", complaints.join("\n"));
    // Both kinds have to be there in numbers, or nothing was tried.
    ensure!(accepted * 5 > count && refused * 20 > count && compared * 20 > count, "too few of one kind");
    Ok(())
}

#[test]
fn the_comparison_sees_a_difference() -> Result<()> {
    let text = &fixtures()?.into_iter().find(|(name, _)| name == "inline-udp").context("fixture")?.1;
    let parsed = parse(text.as_bytes(), &NoSideFiles).outcome?;
    let dump = "Current Parameter Settings:\nConnection profiles [0]:\n  remote = 'other.example'\nConnection profiles END\n  authname = 'MD5'\n";
    let found = differences(&settings(dump).context("settings")?, &parsed.profile);
    ensure!(found.len() == 2 && found.iter().any(|found| found.starts_with("remote:")), "{found:?}");
    ensure!(is_syntax(&Reason::UnbalancedQuote) && !is_syntax(&Reason::TapDevice));
    ensure!(matches!(Verdict::refused(Reason::TapDevice), Verdict::Refused { .. }));
    Ok(())
}
