//! Nothing secret of a profile reaches a report, whatever becomes of the line that it stands in.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests fail loudly")]

#[cfg(test)]
mod common;

use common::fixture;
use ovpn_profile::{NoSideFiles, OpenVpn, parse};
use profile_api::{Answers, DiffKind, FileVerdict, ProfileFormat, Source};
use proptest::prelude::*;

/// Secrets with a mark in them, each as it looks in real profiles.
struct Marked {
    user: String,
    password: String,
    token: String,
    /// Lines of a key in base64.
    key: Vec<String>,
    /// Lines of a static key.
    control: Vec<String>,
}

/// Marks that depend on a number: random letters and digits, as real keys have them.
fn marked(seed: u64) -> Marked {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = move |most: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % most).unwrap()
    };
    let base64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let hex = b"0123456789abcdef";
    let mut line = |alphabet: &[u8], length: usize| -> String {
        (0..length).map(|_| char::from(alphabet[next(alphabet.len() as u64)])).collect()
    };
    let mut key = vec![format!("M{}", line(base64, 63)), line(base64, 64)];
    key.push(format!("{}==", line(base64, 22)));
    let control = (0..16).map(|_| line(hex, 32)).collect();
    Marked {
        user: format!("ada{}", line(b"abcdefghkmnpqrstuvwxyz", 6)),
        password: format!("Pw{}", line(&base64[..62], 8)),
        token: format!("SESS_ID_{}", line(&base64[..62], 24)),
        key,
        control,
    }
}

impl Marked {
    fn profile(&self) -> String {
        let ca = fixture("separate/ca.crt");
        let cert = fixture("separate/client.crt");
        format!(
            "client\ndev tun\nproto udp\nremote vpn.example.com 1194\nnobind\nremote-cert-tls server\n\
             http-proxy proxy.example.com 3128\nauth-token {}\n<ca>\n{ca}</ca>\n<cert>\n{cert}</cert>\n\
             <key>\n-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n</key>\n\
             <auth-user-pass>\n{}\n{}\n</auth-user-pass>\n\
             key-direction 1\n<tls-auth>\n-----BEGIN OpenVPN Static key V1-----\n{}\n-----END OpenVPN Static key V1-----\n</tls-auth>\n\
             <http-proxy-user-pass>\n{}\n{}\n</http-proxy-user-pass>\nverb 3\n",
            self.token,
            self.key.join("\n"),
            self.user,
            self.password,
            self.control.join("\n"),
            self.user,
            self.password,
        )
    }

    /// Everything that may be in no output.
    fn all(&self) -> Vec<&str> {
        let lines = self.key.iter().chain(&self.control).map(String::as_str);
        lines.chain([self.user.as_str(), &self.password, &self.token]).collect()
    }
}

/// Everything that a person, a log or a pipeline sees of a text.
fn outputs(text: &str) -> Vec<(&'static str, String)> {
    let own = parse(text.as_bytes(), &NoSideFiles);
    let answers = Answers::default();
    let import = OpenVpn.read(Source { bytes: text.as_bytes(), files: &NoSideFiles, answers: &answers });
    let report = &import.report;
    let reasons =
        report.lines.iter().map(|line| &line.verdict).chain(report.findings.iter().map(|found| &found.verdict));
    let reasons: Vec<String> = reasons.filter_map(|verdict| verdict.reason()).map(ToString::to_string).collect();
    let fixes = OpenVpn.fixes(text, &import);
    let mut shown = vec![
        ("the report", format!("{:?}", own.report)),
        ("what became of it", format!("{own:?}")),
        ("the neutral report", format!("{report:?} {:?}", import.outcome)),
        ("the reasons", reasons.join("\n")),
        ("the needs", serde_json::to_string(&report.needs).unwrap()),
        ("the fixes", format!("{fixes:?}")),
        ("the text for editing", OpenVpn.mask(text).text),
        ("the marks", format!("{:?}", OpenVpn.mask(text).kept)),
        ("a comparison with nothing", format!("{:?}", OpenVpn.compare("", text))),
    ];
    let mut summary = import.summary.clone();
    // The user name of a whole profile is shown where one signs in.
    summary.username = None;
    shown.push(("the summary", format!("{summary:?}")));
    for fix in &fixes {
        let fixed = OpenVpn.apply_fixes(text, std::slice::from_ref(&fix.id));
        let diff = OpenVpn.compare(text, &fixed);
        assert!(diff.iter().any(|line| line.kind != DiffKind::Same));
        shown.push(("the comparison of a fix", format!("{diff:?}")));
    }
    shown
}

/// The text without its certificates.
fn brief(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.starts_with(' ') || line.trim().len() > 70);
    lines.map(|line| format!("{}\n", line.chars().take(200).collect::<String>())).collect()
}

fn assert_hidden(text: &str, marked: &Marked) {
    for (what, output) in outputs(text) {
        for secret in marked.all() {
            let at = output.find(secret).unwrap_or(output.len());
            let around: String =
                output.chars().skip(output[..at].chars().count().saturating_sub(200)).take(400).collect();
            assert_eq!(at, output.len(), "{secret} in {what}: {around}\n\nof:\n{}", brief(text));
        }
    }
}

#[test]
fn the_marks_are_in_what_the_profile_says() {
    // Read as it stands, so that the other tests hide what is really there.
    let marked = marked(7);
    let text = marked.profile().replace("<cert>", "<!cert>");
    let (_, rest) = text.split_once("<!cert>").unwrap();
    let (_, rest) = rest.split_once("</key>\n").unwrap();
    let text = format!("{}{rest}", text.split_once("<!cert>").unwrap().0).replace("proto udp", "proto tcp");
    let parsed = parse(text.as_bytes(), &NoSideFiles).outcome.unwrap();
    let settings = parsed.profile.to_settings();
    for secret in [&marked.user, &marked.password, &marked.control[0], &marked.control[15]] {
        assert!(settings.expose().contains(secret.as_str()), "{secret}");
    }
    assert!(marked.profile().contains(&marked.key[1]) && marked.profile().contains(&marked.token));
    assert!(!format!("{:?}", parsed.profile).contains(&marked.user));
}

/// What goes wrong with profiles: one of these, or several.
fn mutate(text: &str, kind: usize, at: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let at = at % lines.len();
    let joined = |separator: &str| lines.join(separator);
    let blocks = ["key", "auth-user-pass", "tls-auth", "http-proxy-user-pass", "cert", "ca"];
    let name = blocks[at % blocks.len()];
    let one_line = |between: &str, without_end: bool| {
        let (open, close) = (format!("<{name}>\n"), format!("</{name}>"));
        let Some((before, rest)) = text.split_once(&open) else { return text.to_owned() };
        let Some((inside, after)) = rest.split_once(&close) else { return text.to_owned() };
        let inside = inside.trim_end().replace('\n', between);
        let close = if without_end { "" } else { &close };
        format!("{before}<{name}>{between}{inside}{between}{close}{after}")
    };
    let line = |with: &dyn Fn(&str) -> String| {
        let changed =
            lines.iter().enumerate().map(|(place, line)| if place == at { with(line) } else { (*line).to_owned() });
        changed.map(|line| format!("{line}\n")).collect::<String>()
    };
    match kind {
        0 => joined(" "),
        1 => joined("\r"),
        2 => joined(""),
        3 => one_line(" ", false),
        4 => one_line("", false),
        5 => one_line(" ", true),
        6 => text
            .replace(&format!("<{name}>"), &format!("<{name}s>"))
            .replace(&format!("</{name}>"), &format!("</{name}s>")),
        7 => text.replace(&format!("<{name}>\n"), ""),
        8 => text.replace(&format!("</{name}>\n"), ""),
        9 => text.replace(&format!("<{name}>\n"), &format!("{name}\n")),
        10 => text.replace(&format!("<{name}>"), &format!("<{name}")),
        11 => text.replace(&format!("<{name}>"), "<unheard-of>").replace(&format!("</{name}>"), "</unheard-of>"),
        12 => format!("setenv FORWARD_COMPATIBLE 1\n{text}"),
        13 => text.lines().map(|line| format!("\t  {line}\n")).collect(),
        14 => text.lines().map(|line| format!("# {line}\n")).collect(),
        15 => line(&|line| format!("{line} {}", lines[(at + 1) % lines.len()])),
        16 => line(&|_| String::new()),
        17 => line(&|line| format!("\"{line}")),
        18 => line(&|line| format!("remote {line}")),
        19 => line(&|line| format!("setenv opt {line}")),
        20 => line(&|line| format!("frobnicate {line}")),
        21 => line(&|line| format!("up {line}")),
        22 => line(&|line| format!("--{line} surplus")),
        23 => line(&|line| line.replacen(['a', 'e', 'o'], "", 1)),
        24 => text.replace('\n', "\r\n"),
        25 => text.replace(&format!("<{name}>"), "<connection>").replace(&format!("</{name}>"), "</connection>"),
        26 => text.replace(&format!("<{name}>"), &format!("{name} [inline]\n<{name}>")),
        27 => line(&|line| format!("verify-x509-name \"{line}\" name")),
        28 => line(&|line| format!("<<<<<<< {line}")),
        29 => text.replace("auth-token", "auth-tokn"),
        _ => lines.get(..at).unwrap_or_default().join("\n"),
    }
}

const KINDS: usize = 31;

#[test]
fn every_kind_of_damage_hides_what_was_secret() {
    for seed in 0..1 {
        let marked = marked(seed + 1);
        for kind in 0..KINDS {
            // Every block, and lines of each.
            for at in (0..130).step_by(7) {
                assert_hidden(&mutate(&marked.profile(), kind, at), &marked);
            }
        }
    }
}

proptest! {
    #[test]
    fn several_kinds_of_damage_hide_what_was_secret(
        seed in any::<u64>(),
        changes in prop::collection::vec((0..KINDS, 0..200_usize), 1..4),
    ) {
        let marked = marked(seed);
        let mut text = marked.profile();
        for (kind, at) in changes {
            if !text.trim().is_empty() {
                text = mutate(&text, kind, at);
            }
        }
        assert_hidden(&text, &marked);
    }
}

#[test]
fn a_block_on_one_line_is_told_as_that() {
    let marked = marked(3);
    let text = mutate(&marked.profile(), 3, 1);
    let import = parse(text.as_bytes(), &NoSideFiles);
    assert_eq!(import.report.verdict, FileVerdict::Reject);
    let line = import.report.lines.iter().find(|line| line.name == "auth-user-pass").unwrap();
    assert_eq!(line.text, "auth-user-pass •••");
    assert_eq!(line.verdict.reason().unwrap().id(), "lint-block-on-one-line");
}
