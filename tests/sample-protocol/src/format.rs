//! How a profile of the protocol is written down, as the window, the terminal and the profile store find it in their registry.
//!
//! ```text
//! sample-profile 1
//! # a comment
//! name Work
//! server vpn.example:7000
//! ```
//!
//! The sentences are those that the window and the terminal have already; a protocol of Adit's own would bring its own ones.

use std::net::IpAddr;

use profile_api::{
    AppleProfile, AppleVpn, Asks, Entry, Extension, Field, Fix, FixId, Form, FormError, Import, LineReport, Parsed,
    ProfileFormat, Rejected, Report, SecretFiles, SecretLines, Server, SideFiles, SignIn, Source, Summary, Verdict,
    WebImport, reasons,
};
use vpn_api::{ProtocolId, ProtocolProfile, ProtocolProvider, Secret, Transport, values::Domain};

use crate::provider::{SAMPLE, SampleProvider, SampleSettings};

/// What the first line says.
const HEADER: &str = "sample-profile";

/// The version that stands behind [`HEADER`].
const VERSION: &str = "1";

reasons! {
    /// Why a line is judged as it is.
    pub enum SampleReason with common as Common {
        /// It is not UTF-8.
        NotText => "lint-binary",
        /// No line begins with this.
        UnknownLine { name: String } => "lint-unknown-directive",
        /// There is nothing behind the name, or no such line at all.
        NoValue { name: String } => "lint-missing-value",
        /// What stands there cannot be meant.
        BadValue { value: String } => "lint-bad-value",
        /// A later line says it again.
        Repeated { line: u32 } => "lint-repeated",
    }
}

/// The format of `.sample` profiles.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sample;

impl ProfileFormat for Sample {
    fn protocol(&self) -> ProtocolId {
        SAMPLE
    }

    fn extensions(&self) -> &'static [Extension] {
        &[Extension { text: "sample", own: true }, Extension { text: "conf", own: false }]
    }

    fn looks_like(&self, bytes: &[u8]) -> bool {
        bytes.split(u8::is_ascii_whitespace).next() == Some(HEADER.as_bytes())
    }

    fn read(&self, source: Source<'_>) -> Import {
        Reading::of(source.bytes).finish()
    }

    fn fixes(&self, _: &str, _: &Import) -> Vec<Fix> {
        Vec::new()
    }

    fn apply_fixes(&self, text: &str, _: &[FixId]) -> String {
        text.to_owned()
    }

    fn form(&self, text: &str) -> Form {
        Form { servers: Reading::of(text.as_bytes()).servers(), ..Form::default() }
    }

    /// Refuses every change: such a profile is changed as text.
    fn write_form(&self, text: &str, form: &Form) -> Result<String, FormError> {
        match changed(&self.form(text), form) {
            None => Ok(text.to_owned()),
            Some((field, name)) => {
                let reason = SampleReason::UnknownLine { name: name.to_owned() }.into();
                Err(FormError { field, value: String::new(), reason })
            }
        }
    }

    fn standalone(&self, text: &str, _: &dyn SideFiles) -> String {
        text.to_owned()
    }

    fn print(&self, profile: &ProtocolProfile) -> Option<String> {
        if profile.protocol != SAMPLE {
            return None;
        }
        let settings = SampleProvider.settings(&profile.settings).ok()?;
        let SampleSettings { host, port } = settings.get()?;
        let host = if host.contains(':') { format!("[{host}]") } else { host.clone() };
        Some(format!("{HEADER} {VERSION}\nserver {host}:{port}\n"))
    }

    fn secret_lines(&self, _: &str) -> Vec<SecretLines> {
        Vec::new()
    }

    fn apple_profile(&self, _: &AppleVpn) -> Option<AppleProfile> {
        None
    }

    fn web_import(&self) -> Option<&'static WebImport> {
        None
    }
}

/// The first field in which two forms differ, and its name.
fn changed(before: &Form, after: &Form) -> Option<(Field, &'static str)> {
    let fields = [
        (Field::Servers, "servers", before.servers != after.servers),
        (Field::RandomOrder, "random order", before.random_order != after.random_order),
        (Field::Username, "user name", before.username != after.username),
        (Field::Traffic, "traffic", before.traffic != after.traffic),
        (Field::Routes, "routes", before.routes != after.routes),
        (Field::Dns, "dns", before.dns != after.dns),
        (Field::Search, "search", before.search != after.search),
        (Field::ReconnectSeconds, "reconnect", before.reconnect_seconds != after.reconnect_seconds),
    ];
    fields.into_iter().find_map(|(field, name, differs)| differs.then_some((field, name)))
}

/// A profile while it is read.
#[derive(Default)]
struct Reading {
    report: Report<SampleReason>,
    name: Option<(Entry, String)>,
    server: Option<(Entry, SampleSettings)>,
}

impl Reading {
    fn of(bytes: &[u8]) -> Self {
        let mut this = Self::default();
        match std::str::from_utf8(bytes) {
            Ok(text) => {
                for (number, line) in (1..).zip(text.lines()) {
                    this.line(number, line.trim());
                }
                if this.server.is_none() && this.report.refusals().is_empty() {
                    let because = SampleReason::NoValue { name: "server".to_owned() };
                    this.report.find(None, Verdict::refused(because));
                }
            }
            Err(_) => this.report.find(None, Verdict::refused(SampleReason::NotText)),
        }
        this.report.settle();
        this
    }

    fn line(&mut self, number: u32, line: &str) {
        if line.is_empty() || line.starts_with('#') {
            return;
        }
        let (name, value) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let (name, value) = (name.to_owned(), value.trim());
        let report = LineReport {
            line: number,
            end_line: number,
            name: name.clone(),
            text: line.to_owned(),
            verdict: Verdict::Used,
        };
        let entry = self.report.add(report);
        let bad = || SampleReason::BadValue { value: value.to_owned() };
        let repeated = SampleReason::Repeated { line: number };
        let refused = match name.as_str() {
            HEADER | "name" | "server" if value.is_empty() => Some(SampleReason::NoValue { name }),
            HEADER => (value != VERSION).then(bad),
            "name" => {
                if let Some((earlier, _)) = self.name.replace((entry, value.to_owned())) {
                    self.report.replace(earlier, repeated);
                }
                None
            }
            "server" => match server(value) {
                Some(settings) => {
                    if let Some((earlier, _)) = self.server.replace((entry, settings)) {
                        self.report.replace(earlier, repeated);
                    }
                    None
                }
                None => Some(bad()),
            },
            _ => Some(SampleReason::UnknownLine { name }),
        };
        if let Some(because) = refused {
            self.report.judge(entry, Verdict::refused(because));
        }
    }

    fn servers(&self) -> Vec<Server> {
        let server = self.server.iter().map(|(_, settings)| Server {
            host: settings.host.clone(),
            port: settings.port,
            transport: Transport::Tcp,
        });
        server.collect()
    }

    fn finish(self) -> Import {
        let servers = self.servers();
        let name_hint = self.name.map(|(_, name)| name);
        let settings = self.server.and_then(|(_, settings)| serde_json::to_string(&settings).ok());
        let outcome = match settings {
            Some(settings) if self.report.refusals().is_empty() => Ok(Parsed {
                profile: ProtocolProfile { protocol: SAMPLE, settings: Secret::new(settings) },
                name_hint: name_hint.clone(),
                servers: servers.iter().map(|server| server.host.clone()).collect(),
                sign_in: SignIn::default(),
                // What the server wants to know, it asks for with a form.
                asks: Asks::default(),
                secret_files: SecretFiles::default(),
            }),
            Some(_) | None => Err(Rejected::Refused),
        };
        let summary = Summary { name_hint, servers, ..Summary::default() };
        Import { outcome, report: self.report.map(Into::into), summary }
    }
}

/// `HOST:PORT`, with an IPv6 address in brackets.
fn server(text: &str) -> Option<SampleSettings> {
    let (host, port) = text.rsplit_once(':')?;
    let port = port.parse().ok().filter(|port| *port != 0)?;
    let host = match host.strip_prefix('[') {
        Some(host) => host.strip_suffix(']')?.parse().ok().map(IpAddr::V6)?.to_string(),
        None => host.parse::<Domain>().ok()?.to_string(),
    };
    Some(SampleSettings { host, port })
}

#[cfg(test)]
mod tests {
    use ovpn_profile::OpenVpn;
    use profile_api::{Answers, FileVerdict, Formats, NoSideFiles};

    use super::*;

    const TEXT: &str = "sample-profile 1\n# where to\nname Work\nserver vpn.example:7000\n";
    const OTHER: &str = "client\nremote vpn.example\n";

    fn read(text: &str) -> Import {
        Sample.read(Source { bytes: text.as_bytes(), files: &NoSideFiles, answers: &Answers::default() })
    }

    /// What is refused, by line and reason.
    fn refused(text: &str) -> Vec<(Option<u32>, String)> {
        let import = read(text);
        assert_eq!(import.outcome, Err(Rejected::Refused), "{text:?}");
        assert_eq!(import.report.verdict, FileVerdict::Reject, "{text:?}");
        import.report.refusals().into_iter().map(|(line, reason)| (line, reason.to_string())).collect()
    }

    #[test]
    fn it_is_recognised_beside_openvpn_by_extension_and_by_content() {
        let formats = Formats::new(OpenVpn).with(Sample);
        let protocol = |file: &str, text: &str| formats.recognise(file, text.as_bytes()).protocol().as_str().to_owned();
        assert_eq!(protocol("work.sample", ""), "sample");
        for file in ["work.conf", "work.txt", ""] {
            assert_eq!((protocol(file, TEXT), protocol(file, OTHER)), ("sample".to_owned(), "openvpn".to_owned()));
        }
        assert_eq!(
            (protocol("work.ovpn", TEXT), protocol("work.conf", "")),
            ("openvpn".to_owned(), "openvpn".to_owned())
        );
        assert!(formats.is_profile_name("a.sample") && formats.is_profile_name("a.ovpn"));
    }

    #[test]
    fn what_is_read_is_what_the_provider_takes() {
        let import = read(TEXT);
        let verdicts: Vec<_> = import.report.lines.iter().map(|line| (line.line, line.verdict.name())).collect();
        assert_eq!(verdicts, [(1, "used"), (3, "used"), (4, "used")]);
        assert_eq!(import.report.verdict, FileVerdict::Importable);
        let parsed = import.outcome.unwrap();
        assert_eq!((parsed.name_hint.as_deref(), &parsed.servers[..]), (Some("Work"), &["vpn.example".to_owned()][..]));
        assert_eq!(parsed.profile.protocol, SAMPLE);
        let settings = SampleProvider.settings(&parsed.profile.settings).unwrap();
        assert_eq!(settings.get(), Some(&SampleSettings { host: "vpn.example".to_owned(), port: 7000 }));
    }

    #[test]
    fn what_is_printed_reads_as_the_same_settings() {
        for server in ["vpn.example:7000", "192.0.2.1:1", "[2001:db8::1]:65535"] {
            let profile = read(&format!("server {server}\n")).outcome.unwrap().profile;
            let printed = Sample.print(&profile).unwrap();
            assert!(printed.contains(server), "{printed}");
            assert_eq!(read(&printed).outcome.unwrap().profile, profile);
            let other = ProtocolProfile { protocol: ProtocolId::from_static("other"), ..profile };
            assert_eq!(Sample.print(&other), None);
        }
    }

    #[test]
    fn a_line_that_it_does_not_know_is_refused_and_so_is_a_server_that_is_none() {
        let unknown = refused(&format!("{TEXT}up /bin/sh\n"));
        assert_eq!(unknown, [(Some(5), "lint-unknown-directive name=\"up\"".to_owned())]);
        for bad in
            ["vpn.example", "vpn.example:0", "vpn.example:65536", "[192.0.2.1]:1", "[2001:db8::1:1", ":1", "a b:1"]
        {
            let found = refused(&format!("server {bad}\n"));
            assert_eq!(found, [(Some(1), format!("lint-bad-value value={bad:?}"))]);
        }
        assert_eq!(refused("sample-profile 2\nserver a.example:1\n").len(), 1);
        assert_eq!(refused("sample-profile 1\n"), [(None, "lint-missing-value name=\"server\"".to_owned())]);
        assert_eq!(refused("server\n"), [(Some(1), "lint-missing-value name=\"server\"".to_owned())]);
        let binary = Sample.read(Source { bytes: &[0xff], files: &NoSideFiles, answers: &Answers::default() });
        assert_eq!(binary.report.refusals().len(), 1);
    }

    #[test]
    fn the_last_of_two_servers_counts() {
        let import = read("server one.example:1\nserver two.example:2\n");
        assert_eq!(import.report.lines[0].verdict, Verdict::ignored(SampleReason::Repeated { line: 2 }.into()));
        assert_eq!(import.outcome.unwrap().servers, ["two.example"]);
    }

    #[test]
    fn each_reason_has_a_sentence_with_its_values() {
        for reason in SampleReason::one_of_each() {
            let said = i18n::remark(reason.id(), &reason.args());
            assert!(!said.title.contains(reason.id()) && !said.title.contains('{'), "{}: {}", reason.id(), said.title);
        }
        let nothing = i18n::remark("lint-of-nobody", &[]);
        assert!(nothing.title.contains("lint-of-nobody"), "{}: an id without a sentence would pass", nothing.title);
    }

    #[test]
    fn the_form_shows_the_server_and_refuses_every_change() {
        let form = Sample.form(TEXT);
        assert_eq!(form.servers, [Server { host: "vpn.example".to_owned(), port: 7000, transport: Transport::Tcp }]);
        assert_eq!(Sample.write_form(TEXT, &form), Ok(TEXT.to_owned()));
        let changed = |form: Form| Sample.write_form(TEXT, &form).map_err(|error| error.field);
        assert_eq!(changed(Form { servers: Vec::new(), ..form.clone() }), Err(Field::Servers));
        assert_eq!(changed(Form { dns: vec!["192.0.2.53".to_owned()], ..form }), Err(Field::Dns));
    }
}
