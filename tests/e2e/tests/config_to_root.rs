//! From a profile to a program or a file of the profile's choice: no way. Every directive that once led there, in every disguise
//! that once fooled a filter, is refused or means nothing; what imports is connected with the real helper under `strace`, which
//! starts no program and writes nowhere but in its own directories. The same for names of files that a profile may give.

#![cfg(test)]

use std::{
    collections::BTreeMap,
    fs::{self, File},
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use e2e::{Testbed, program};
use lab::{ServerOptions, wait_until};
use ovpn_profile::{NoSideFiles, Parsed, parse};
use rustix::fs::{CWD, RenameFlags};

/// What a directive that names a program, a file or a folder would be given: `@` stands for the canary.
const DIRECTIVES: &[(&str, &str)] = &[
    ("up", "\"/usr/bin/touch @\""),
    ("down", "\"/usr/bin/touch @\""),
    ("route-up", "\"/usr/bin/touch @\""),
    ("route-pre-down", "\"/usr/bin/touch @\""),
    ("ipchange", "\"/usr/bin/touch @\""),
    ("tls-verify", "\"/usr/bin/touch @\""),
    ("auth-user-pass-verify", "\"/usr/bin/touch @\" via-env"),
    ("client-connect", "\"/usr/bin/touch @\""),
    ("learn-address", "\"/usr/bin/touch @\""),
    ("plugin", "@.so"),
    ("engine", "@"),
    ("providers", "@"),
    ("pkcs11-providers", "@.so"),
    ("iproute", "@"),
    ("dns-updown", "\"/usr/bin/touch @\""),
    ("tls-crypt-v2-verify", "\"/usr/bin/touch @\""),
    ("config", "@"),
    ("cd", "@"),
    ("chroot", "@"),
    ("tmp-dir", "@"),
    ("log", "@"),
    ("log-append", "@"),
    ("status", "@ 1"),
    ("writepid", "@"),
    ("replay-persist", "@"),
    ("management", "@ unix"),
    ("setenv", "LD_PRELOAD @"),
    ("script-security", "3"),
    ("daemon", "@"),
    ("user", "root"),
    ("askpass", "@"),
    ("auth-user-pass", "@"),
    ("ca", "@"),
    ("pkcs12", "@"),
    ("http-proxy", "192.0.2.9 3128 @ basic"),
    ("crl-verify", "@ dir"),
    ("tls-export-cert", "@"),
];

/// How a line is disguised. The one that is pushed by the server has a connection of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Disguise {
    Plain,
    Dashes,
    WhiteSpace,
    Capitals,
    DoubleQuotes,
    SingleQuotes,
    Backslash,
    InlineBlock,
    Connection,
    SetenvOpt,
    Pushed,
    BehindEndTag,
    BehindLongLine,
    BehindNul,
    BehindCarriageReturn,
    BehindMark,
    FormFeeds,
    IgnoreUnknown,
}

const DISGUISES: [Disguise; 18] = [
    Disguise::Plain,
    Disguise::Dashes,
    Disguise::WhiteSpace,
    Disguise::Capitals,
    Disguise::DoubleQuotes,
    Disguise::SingleQuotes,
    Disguise::Backslash,
    Disguise::InlineBlock,
    Disguise::Connection,
    Disguise::SetenvOpt,
    Disguise::Pushed,
    Disguise::BehindEndTag,
    Disguise::BehindLongLine,
    Disguise::BehindNul,
    Disguise::BehindCarriageReturn,
    Disguise::BehindMark,
    Disguise::FormFeeds,
    Disguise::IgnoreUnknown,
];

/// The profile `base` with the directive in its disguise; `None` where it is the server that says it.
fn disguised(base: &str, name: &str, value: &str, disguise: Disguise) -> Option<String> {
    let line = match disguise {
        Disguise::Plain => format!("{name} {value}"),
        Disguise::Dashes => format!("--{name} {value}"),
        Disguise::WhiteSpace => format!("\t  \t{name}\t{value}"),
        Disguise::Capitals => format!("{} {value}", name.to_uppercase()),
        Disguise::DoubleQuotes => format!("\"{name}\" {value}"),
        Disguise::SingleQuotes => format!("'{name}' {value}"),
        Disguise::Backslash => format!("\\{name} {value}"),
        Disguise::InlineBlock => format!("<{name}>\n{value}\n</{name}>"),
        Disguise::Connection => {
            format!("<connection>\nremote 192.0.2.1 1194 udp\n{name} {value}\n</connection>")
        }
        Disguise::SetenvOpt => format!("setenv opt {name} {value}"),
        Disguise::Pushed => return None,
        Disguise::BehindEndTag => {
            return Some(base.replacen("</ca>", &format!("</ca>{name} {value}"), 1));
        }
        Disguise::BehindLongLine => format!("#{}{name} {value}", "x".repeat(4094)),
        Disguise::BehindNul => format!("verb 3\0{name} {value}"),
        Disguise::BehindCarriageReturn => format!("verb 3\r{name} {value}"),
        Disguise::BehindMark => format!("\u{feff}{name} {value}"),
        Disguise::FormFeeds => format!("\u{b}\u{c}{name}\u{b}{value}"),
        Disguise::IgnoreUnknown => format!("ignore-unknown-option {name} --{name}\n{name} {value}"),
    };
    Some(format!("{line}\n{base}"))
}

/// A running `strace` that writes down what a process and its children start, open, remove and rename.
struct Watch {
    strace: Child,
    log: PathBuf,
}

impl Watch {
    fn attach(pid: u32, log: &Path) -> Result<Self> {
        let mut strace = Command::new("strace")
            .args(["-f", "-y", "-s", "300", "-e"])
            .arg("trace=execve,execveat,open,openat,openat2,creat,unlink,unlinkat,rename,renameat,renameat2,symlink,symlinkat")
            .arg("-o")
            .arg(log)
            .args(["-p", &pid.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("start strace")?;
        let traced = || {
            fs::read_to_string(format!("/proc/{pid}/status"))
                .is_ok_and(|status| status.lines().any(|line| line.starts_with("TracerPid:") && !line.ends_with("\t0")))
        };
        if let Err(error) = wait_until("strace to attach", Duration::from_secs(10), traced) {
            let _ = strace.kill();
            let _ = strace.wait();
            return Err(error);
        }
        Ok(Self { strace, log: log.to_owned() })
    }

    /// Lets go of the process and gives what was seen.
    fn end(mut self) -> Result<Seen> {
        let pid = rustix::process::Pid::from_child(&self.strace);
        rustix::process::kill_process(pid, rustix::process::Signal::INT)?;
        self.strace.wait()?;
        Ok(Seen::of(&fs::read_to_string(&self.log)?))
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.strace.kill();
        let _ = self.strace.wait();
    }
}

#[derive(Debug, Default)]
struct Seen {
    programs: Vec<String>,
    /// Calls that make, change or remove something, with their line.
    writes: Vec<String>,
    calls: usize,
}

impl Seen {
    fn of(log: &str) -> Self {
        let mut seen = Self::default();
        for line in log.lines() {
            let Some(call) = line.split_once(' ').map(|(_, call)| call.trim_start()) else { continue };
            if call.starts_with(['+', '-', '<']) {
                continue;
            }
            seen.calls += 1;
            if call.starts_with("execve") {
                seen.programs.push(line.to_owned());
            }
            let opens = call.starts_with("open");
            let writes = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"].iter().any(|flag| call.contains(flag));
            if !call.starts_with("execve") && (!opens || writes) {
                seen.writes.push(line.to_owned());
            }
        }
        seen
    }

    /// Writes that name none of these directories and files.
    fn outside(&self, own: &[String]) -> Vec<&String> {
        self.writes.iter().filter(|line| !own.iter().any(|own| line.contains(own.as_str()))).collect()
    }
}

#[test]
fn no_directive_in_any_disguise_starts_a_program_or_writes_a_file() -> Result<()> {
    let mut testbed = Testbed::new()?;
    let canary = testbed.client.directory().join("canary");
    let at = |value: &str| value.replace('@', &canary.display().to_string());
    let pushes = DIRECTIVES.iter().map(|(name, value)| {
        let pushed = format!("{name} {}", at(value)).replace('"', "'");
        format!("push \"{pushed}\"")
    });
    let options = ServerOptions { server_lines: pushes.collect(), ..ServerOptions::default() };
    let (server, profile) = testbed.serve(&options)?;
    let base = fs::read_to_string(&profile)?;
    let plain = parse(base.as_bytes(), &NoSideFiles).outcome?;

    let (mut refused, mut inert, mut pushed) = (0, 0, 0);
    // By what the helper is given: two profiles that are the same to it need one connection.
    let mut distinct: BTreeMap<String, (String, Parsed)> = BTreeMap::new();
    distinct.insert(plain.profile.to_settings().expose().to_owned(), (base.clone(), plain));
    for (name, value) in DIRECTIVES {
        for disguise in DISGUISES {
            let Some(text) = disguised(&base, name, &at(value), disguise) else {
                pushed += 1;
                continue;
            };
            match parse(text.as_bytes(), &NoSideFiles).outcome {
                Err(_) => refused += 1,
                Ok(parsed) => {
                    inert += 1;
                    let document = parsed.profile.to_settings().expose().to_owned();
                    // The block of this name holds a user name, whatever it looks like.
                    let user_name = *name == "auth-user-pass" && disguise == Disguise::InlineBlock;
                    ensure!(
                        user_name || !document.contains("canary"),
                        "{name} as {disguise:?} reaches the helper: {document}"
                    );
                    distinct.entry(document).or_insert((text, parsed));
                }
            }
            // Without a disguise a program is refused, not left out in silence.
            let program = value.contains("touch") || *name == "plugin";
            let silent = disguise == Disguise::Plain && program;
            ensure!(
                !silent
                    || parse(disguised(&base, name, &at(value), disguise).unwrap_or_default().as_bytes(), &NoSideFiles)
                        .outcome
                        .is_err(),
                "{name} is not refused"
            );
        }
    }

    let own = [testbed.helper.state().display().to_string(), "\"/run/adit".into(), "\"/dev/net/tun\"".into()];
    let watch = Watch::attach(testbed.helper.process().id(), &testbed.client.directory().join("strace.log"))?;
    let mut connected = 0;
    for (number, (text, parsed)) in distinct.values().enumerate() {
        let path = testbed.write_profile(&format!("case-{number}"), text)?;
        let signs_in = parsed.asks.username || parsed.asks.password;
        let (more, input) = if signs_in {
            (&["--timeout", "20", "--username", "u", "--password-stdin"][..], "p\n")
        } else {
            (&["--timeout", "20"][..], "")
        };
        let outcome = testbed.connect(&path, more, input)?;
        ensure!(
            outcome.code == 0,
            "case {number} does not connect: {outcome:?}\n{text}\n{}\n{}",
            testbed.helper.log(),
            server.log()
        );
        ensure!(testbed.client.pings(&server.inner_address(), 1), "case {number}: nothing comes through");
        connected += 1;
        testbed.disconnect()?;
    }
    let seen = watch.end()?;
    let outside = seen.outside(&own);
    println!(
        "{} cases: {refused} refused, {inert} inert, {pushed} pushed by the server; {connected} different profiles connected under strace, {} calls seen, {} programs started, {} writes, {} of them outside of the helper's directories",
        refused + inert + pushed,
        seen.calls,
        seen.programs.len(),
        seen.writes.len(),
        outside.len()
    );
    ensure!(refused + inert + pushed >= 648);
    ensure!(seen.calls > 0 && !seen.writes.is_empty(), "the watch saw nothing at all");
    ensure!(seen.programs.is_empty(), "programs: {:#?}", seen.programs);
    ensure!(outside.is_empty(), "writes outside: {outside:#?}");
    let left: Vec<_> = fs::read_dir(testbed.client.directory())?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .filter(|name| name.starts_with("canary"))
        .collect();
    ensure!(left.is_empty(), "the canary is there: {left:?}");
    Ok(())
}

#[test]
fn the_watch_sees_a_program_and_what_it_writes() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let canary = folder.path().join("canary");
    let mut shell = Command::new("sh")
        .args(["-c", &format!("read line; /usr/bin/touch {}; read line", canary.display())])
        .stdin(Stdio::piped())
        .spawn()?;
    let watch = Watch::attach(shell.id(), &folder.path().join("strace.log"))?;
    let mut input = shell.stdin.take().context("input")?;
    std::io::Write::write_all(&mut input, b"go\n")?;
    wait_until("the canary", Duration::from_secs(10), || canary.exists())?;
    drop(input);
    shell.wait()?;
    let seen = watch.end()?;
    ensure!(seen.programs.iter().any(|line| line.contains("/usr/bin/touch")), "{seen:?}");
    ensure!(seen.outside(&["/nowhere".into()]).iter().any(|line| line.contains("canary")), "{seen:?}");
    Ok(())
}

/// Runs `aditctl lint` as an ordinary user under strace; gives its output, what it opened (by real name) and how many bytes it
/// read from the profile's folder.
fn lint_watched(folder: &Path, profile: &Path, log: &Path) -> Result<(String, String, u64, Duration)> {
    let began = Instant::now();
    let output = Command::new("strace")
        .args(["-f", "-y", "-o"])
        .arg(log)
        .args(["-e", "trace=openat,openat2,open,read,pread64,readv"])
        .args(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"])
        .arg(folder.join("aditctl"))
        .args(["lint", "--json"])
        .arg(profile)
        .stdin(Stdio::null())
        .output()?;
    let took = began.elapsed();
    let seen = fs::read_to_string(log)?;
    let inside = format!("<{}/", folder.join("profile").display());
    let reads =
        seen.lines().filter(|line| (line.contains(" read(") || line.contains(" pread64(")) && line.contains(&inside));
    let bytes = reads.filter_map(|line| line.rsplit_once(" = ")?.1.parse::<u64>().ok()).sum();
    Ok((String::from_utf8_lossy(&output.stdout).into_owned(), seen, bytes, took))
}

#[test]
fn no_name_in_a_profile_leads_out_of_its_folder() -> Result<()> {
    let folder = tempfile::Builder::new().prefix("adit-paths-").tempdir_in("/tmp")?;
    let root = folder.path();
    let inside = root.join("profile");
    fs::create_dir(&inside)?;
    // The person may read it, so that only Adit's own rule keeps it out.
    let secret = root.join("secret.pem");
    fs::write(&secret, "-----BEGIN CERTIFICATE-----\nc2VjcmV0\n-----END CERTIFICATE-----\n")?;
    fs::copy(program("aditctl")?, root.join("aditctl"))?;
    ensure!(Command::new("mkfifo").arg(inside.join("pipe.crt")).status()?.success());
    File::create(inside.join("huge.crt"))?.set_len(10 << 30)?;
    symlink(&secret, inside.join("link.crt"))?;
    fs::write(inside.join("good.crt"), "x")?;
    for path in [root.to_owned(), inside.clone(), inside.join("pipe.crt"), inside.join("huge.crt")] {
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    }
    let outside = secret.display().to_string();
    let log = root.join("strace.log");
    let mut figures = Vec::new();
    for name in [
        "/etc/shadow",
        "/proc/self/environ",
        "../secret.pem",
        outside.as_str(),
        "link.crt",
        "pipe.crt",
        "huge.crt",
        "/dev/zero",
        "./../secret.pem",
        "profile/../../secret.pem",
        "..\\secret.pem",
        "\\\\host\\share\\x",
        "file:///etc/shadow",
        ".",
        "",
    ] {
        for directive in [
            "ca",
            "cert",
            "key",
            "tls-auth",
            "tls-crypt",
            "tls-crypt-v2",
            "crl-verify",
            "extra-certs",
            "pkcs12",
            "auth-user-pass",
            "askpass",
        ] {
            let profile = inside.join("case.ovpn");
            let text = format!("client\nremote vpn.example.com\n{directive} {}\n", ovpn_profile::lexer::quote(name));
            fs::write(&profile, text)?;
            let (said, seen, bytes, took) = lint_watched(root, &profile, &log)?;
            let opened = |line: &&str| line.contains("open") && !line.contains(" = -1 ");
            let wrong: Vec<_> = seen
                .lines()
                .filter(opened)
                .filter(|line| {
                    ["/etc/shadow", "/environ>", "secret.pem", "pipe.crt", "/dev/zero"]
                        .iter()
                        .any(|place| line.rsplit(" = ").next().is_some_and(|result| result.contains(place)))
                })
                .collect();
            ensure!(wrong.is_empty(), "{name}: {wrong:#?}");
            ensure!(said.contains("\"need\":\"file\"") || said.contains("reject"), "{name}: {said}");
            ensure!(bytes <= 4 << 20, "{name}: {bytes} bytes read");
            figures.push((took, bytes));
        }
    }
    // The positive control: a file inside is opened and read.
    fs::write(inside.join("case.ovpn"), "client\nremote vpn.example.com\nca good.crt\n")?;
    let (_, seen, bytes, _) = lint_watched(root, &inside.join("case.ovpn"), &log)?;
    ensure!(seen.contains("good.crt>") && bytes > 0, "the watch sees no file at all");

    let swapped = swapping(root, &inside, &secret, &log)?;
    let slowest = figures.iter().map(|(took, _)| *took).max().unwrap_or_default();
    ensure!(slowest < Duration::from_secs(1) || cfg!(debug_assertions), "the slowest took {slowest:?}");
    println!(
        "{} names: none opened outside, slowest {slowest:?}, most read {} bytes; {swapped} imports while a link was swapped: none opened outside",
        figures.len(),
        figures.iter().map(|(_, bytes)| *bytes).max().unwrap_or_default()
    );
    Ok(())
}

/// Imports while a file and a link that leads outside take turns under one name, thousands of times a second.
fn swapping(root: &Path, inside: &Path, secret: &Path, log: &Path) -> Result<usize> {
    fs::write(inside.join("case.ovpn"), "client\nremote vpn.example.com\nca swap.crt\n")?;
    let stop = Arc::new(AtomicBool::new(false));
    let (place, secret, ended) = (inside.to_owned(), secret.to_owned(), Arc::clone(&stop));
    fs::write(inside.join("swap.crt"), "x")?;
    symlink(&secret, inside.join("other"))?;
    let swapper = std::thread::spawn(move || -> std::io::Result<u64> {
        let mut swaps = 0;
        while !ended.load(Ordering::Relaxed) {
            let (one, other) = (place.join("swap.crt"), place.join("other"));
            rustix::fs::renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?;
            swaps += 1;
        }
        Ok(swaps)
    });
    let mut tries = 0;
    let mut outcome = Ok(());
    while tries < 60 && outcome.is_ok() {
        outcome = lint_watched(root, &inside.join("case.ovpn"), log).and_then(|(_, seen, ..)| {
            let led = seen
                .lines()
                .find(|line| line.rsplit(" = ").next().is_some_and(|result| result.contains("secret.pem>")));
            ensure!(led.is_none(), "a link led outside: {led:?}");
            Ok(())
        });
        tries += 1;
    }
    stop.store(true, Ordering::Relaxed);
    let swaps = swapper.join().map_err(|_| anyhow::anyhow!("the swapper ended"))??;
    outcome?;
    ensure!(swaps > 10_000, "only {swaps} swaps");
    Ok(tries)
}
