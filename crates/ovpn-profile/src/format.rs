//! OpenVPN as one of the formats that a program knows.

use ovpn_settings::{PROTOCOL, Profile};
use profile_api::{
    AppleProfile, AppleVpn, Extension, Fix, FixId, Form, FormError, Import, ProfileFormat, SecretLines, SideFiles,
    Source, WebImport, WebProbe,
};
use vpn_api::{ProtocolId, ProtocolProfile};

use crate::{apple, edit, fix, inline::inline, input, parsed::Parsed, print::print, read, secrets, summary};

/// As OpenVPN's document on web authentication has it.
const WEB_IMPORT: WebImport = WebImport {
    scheme: "openvpn://",
    prefix: "openvpn://import-profile/",
    media_type: "application/x-openvpn-profile",
    other_media_types: &["text/plain", "application/octet-stream", "application/x-openvpn-config"],
    probe: WebProbe {
        path: "/openvpn-api/profile",
        // Adit takes the stronger form of control key, and can show these questions of a server.
        query: "tls-cryptv2=1&auth=webauth&auth=openurl&auth=crtext",
        header: "ovpn-webauth",
    },
    session_headers: ("vpn-session-user", "vpn-session-token"),
};

/// The format of `.ovpn` profiles.
#[derive(Debug, Clone, Copy, Default)]
pub struct OpenVpn;

impl ProfileFormat for OpenVpn {
    fn protocol(&self) -> ProtocolId {
        PROTOCOL
    }

    fn extensions(&self) -> &'static [Extension] {
        // `.conf` is what OpenVPN's own packages call their profiles on Linux, and what nearly everybody else calls theirs.
        &[Extension { text: "ovpn", own: true }, Extension { text: "conf", own: false }]
    }

    fn looks_like(&self, bytes: &[u8]) -> bool {
        bytes.split(|byte| *byte == b'\n').any(|line| {
            let word = line.trim_ascii().split(u8::is_ascii_whitespace).next().unwrap_or_default();
            matches!(word, b"remote" | b"client" | b"tls-client")
        })
    }

    fn read(&self, source: Source<'_>) -> Import {
        let import = read::parse_with(source.bytes, source.files, source.answers);
        let text = input::decode(source.bytes);
        let text = text.as_ref().map_or("", |text| text.text.as_ref());
        Import {
            summary: summary::of(text, &import),
            outcome: import.outcome.map(neutral),
            report: import.report.map(Into::into),
        }
    }

    fn fixes(&self, text: &str, import: &Import) -> Vec<Fix> {
        let found = fix::propose_within(text, import.report.refusals().len());
        found.into_iter().map(fix::Fix::into_neutral).collect()
    }

    fn apply_fixes(&self, text: &str, fixes: &[FixId]) -> String {
        let ids: Vec<fix::FixId> = fixes.iter().filter_map(|id| id.as_str().parse().ok()).collect();
        fix::apply(text, &ids)
    }

    fn form(&self, text: &str) -> Form {
        edit::read(text)
    }

    fn write_form(&self, text: &str, form: &Form) -> Result<String, FormError> {
        edit::write(text, form).map_err(|error| FormError {
            field: error.field,
            value: error.value,
            reason: error.reason.into(),
        })
    }

    fn standalone(&self, text: &str, files: &dyn SideFiles) -> String {
        inline(text, files)
    }

    fn print(&self, profile: &ProtocolProfile) -> Option<String> {
        if profile.protocol != PROTOCOL {
            return None;
        }
        Profile::from_settings(&profile.settings).ok().map(|profile| print(&profile))
    }

    fn secret_lines(&self, text: &str) -> Vec<SecretLines> {
        secrets::find(text)
    }

    fn apple_profile(&self, vpn: &AppleVpn) -> Option<AppleProfile> {
        apple::profile(vpn)
    }

    fn web_import(&self) -> Option<&'static WebImport> {
        Some(&WEB_IMPORT)
    }
}

fn neutral(parsed: Parsed) -> profile_api::Parsed {
    profile_api::Parsed {
        servers: parsed.profile.remotes.iter().map(|remote| remote.host.clone()).collect(),
        profile: parsed.profile.to_protocol_profile(),
        name_hint: parsed.name_hint,
        sign_in: parsed.sign_in,
        asks: parsed.asks,
        secret_files: parsed.secret_files,
    }
}
