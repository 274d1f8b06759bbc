//! From a file, or from text that was dropped or pasted, to a profile: read within bounds and parsed with the person's
//! rights. Nothing is stored here.

mod folder;

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use ovpn_profile::{Import, MAX_PROFILE_LEN, Need, NoSideFiles, Rejected, Verdict};
use vpn_api::ProtocolProfile;

use crate::{
    profiles::SignIn,
    sentences::{self, Value},
    view::{ImportRemark, RemarkWeight, Sentence},
};
use folder::Folder;

/// Most files of one import. More is a slip: a whole disk dropped on the window.
pub(crate) const MAX_FILES: usize = 500;

/// Longest name of a profile in bytes, as the helper takes it.
pub(crate) const MAX_NAME: usize = 256;

/// Where a profile comes from.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    /// A file, and the files beside it that it names.
    File(PathBuf),
    /// Text without a folder around it.
    Text {
        /// What it was called where it came from.
        name: String,
        /// The text.
        text: String,
    },
}

impl Source {
    /// The file's name, without its directory.
    pub(crate) fn file_name(&self) -> String {
        let name = match self {
            Self::File(path) => path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            Self::Text { name, .. } => name.clone(),
        };
        plain_name(&name).unwrap_or_else(|| "profile.ovpn".to_owned())
    }
}

/// What came of one source.
#[derive(Debug)]
pub(crate) struct Reading {
    /// The profile, or why there is none.
    pub(crate) outcome: Result<NewProfile, Sentence>,
    /// What the person should know, by weight and line.
    pub(crate) remarks: Vec<ImportRemark>,
}

/// A profile that can be stored.
#[derive(Debug)]
pub(crate) struct NewProfile {
    /// What to call it.
    pub(crate) name: String,
    /// Its servers' names, in order.
    pub(crate) servers: Vec<String>,
    /// How one signs in.
    pub(crate) sign_in: SignIn,
    /// The typed profile.
    pub(crate) document: ProtocolProfile,
}

/// Reads one source. Blocks on the disk.
pub(crate) fn read(source: &Source) -> Reading {
    let import = match source {
        Source::File(path) => match read_bounded(path) {
            Ok(bytes) => {
                let side_files = path.parent().and_then(Folder::open);
                match &side_files {
                    Some(folder) => ovpn_profile::parse(&bytes, folder),
                    None => ovpn_profile::parse(&bytes, &NoSideFiles),
                }
            }
            Err(sentence) => return Reading { outcome: Err(sentence), remarks: Vec::new() },
        },
        Source::Text { text, .. } if text.len() > MAX_PROFILE_LEN => {
            return Reading { outcome: Err(too_large()), remarks: Vec::new() };
        }
        Source::Text { text, .. } => ovpn_profile::parse(text.as_bytes(), &NoSideFiles),
    };
    judge(import, &source.file_name())
}

/// A name without what cannot be seen, at most [`MAX_NAME`] bytes. `None` if nothing is left.
pub(crate) fn plain_name(name: &str) -> Option<String> {
    let visible: String =
        name.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| is_visible(*c)).collect();
    let mut short = visible.trim();
    while short.len() > MAX_NAME {
        let end = short.char_indices().next_back().map_or(0, |(place, _)| place);
        short = short.get(..end).unwrap_or_default().trim_end();
    }
    (!short.is_empty()).then(|| short.to_owned())
}

/// Not a control character, and not one that turns the direction of the text around it.
fn is_visible(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn read_bounded(path: &Path) -> Result<Vec<u8>, Sentence> {
    let explain = |error: io::Error| {
        let id = if error.kind() == io::ErrorKind::NotFound { "import-not-found" } else { "import-unreadable" };
        sentences::sentence(id, &[], error)
    };
    let about = fs::metadata(path).map_err(explain)?;
    if !about.is_file() {
        return Err(sentences::sentence("import-not-file", &[], ""));
    }
    if about.len() > MAX_PROFILE_LEN as u64 {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    File::open(path).map_err(explain)?.take(MAX_PROFILE_LEN as u64 + 1).read_to_end(&mut bytes).map_err(explain)?;
    if bytes.len() > MAX_PROFILE_LEN { Err(too_large()) } else { Ok(bytes) }
}

fn too_large() -> Sentence {
    sentences::sentence("import-too-large", &[("limit", Value::from(MAX_PROFILE_LEN / 1024))], "")
}

fn judge(import: Import, file: &str) -> Reading {
    let remarks = remarks(&import);
    let outcome = match import.outcome {
        Ok(parsed) => {
            let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
            let hint = parsed.name_hint.as_deref().and_then(plain_name);
            let name = hint.or_else(|| plain_name(stem)).unwrap_or_else(|| "VPN".to_owned());
            let profile = &parsed.profile;
            let sign_in = SignIn {
                certificate: profile.tls.identity.is_some(),
                password: profile.login.is_some(),
                never_remember: profile.login.as_ref().is_some_and(|login| login.never_remember),
            };
            let servers = profile.remotes.iter().map(|remote| remote.host.clone()).collect();
            Ok(NewProfile { name, servers, sign_in, document: profile.to_protocol_profile() })
        }
        Err(Rejected::Refused) => Err(sentences::sentence("import-refused", &[], "")),
        Err(Rejected::Incomplete { needs }) => Err(incomplete(&needs)),
    };
    Reading { outcome, remarks }
}

fn incomplete(needs: &[Need]) -> Sentence {
    match needs.first() {
        Some(Need::File { name, .. }) => {
            let detail: Vec<String> = needs.iter().map(needed).collect();
            sentences::sentence("import-needs-file", &[("file", Value::from(name.clone()))], detail.join("\n"))
        }
        Some(Need::ServerAddress { placeholder, line }) => {
            let values = [("placeholder", Value::from(placeholder.clone())), ("line", Value::from(line.to_string()))];
            sentences::sentence("import-needs-address", &values, "")
        }
        None => sentences::sentence("import-refused", &[], ""),
    }
}

fn needed(need: &Need) -> String {
    match need {
        Need::File { directive, name, line, problem } => format!("{line}: {directive} {name}: {problem}"),
        Need::ServerAddress { placeholder, line } => format!("{line}: remote {placeholder}"),
    }
}

fn remarks(import: &Import) -> Vec<ImportRemark> {
    let report = &import.report;
    let lines = report.lines.iter().map(|line| (line.line, line.name.as_str(), &line.verdict));
    let findings = report.findings.iter().map(|finding| (finding.line.unwrap_or(0), "", &finding.verdict));
    let mut remarks: Vec<ImportRemark> =
        findings.chain(lines).filter_map(|(line, directive, verdict)| remark(line, directive, verdict)).collect();
    remarks.sort_by_key(|remark| (remark.weight, remark.line));
    remarks
}

fn remark(line: u32, directive: &str, verdict: &Verdict) -> Option<ImportRemark> {
    let weight = match verdict {
        Verdict::Used => return None,
        Verdict::Ignored { .. } => RemarkWeight::Ignored,
        Verdict::Warning { .. } => RemarkWeight::Warning,
        Verdict::Refused { .. } => RemarkWeight::Refused,
    };
    let text = sentences::reason(verdict.reason()?);
    Some(ImportRemark { line, directive: directive.to_owned(), text, refused: weight == RemarkWeight::Refused, weight })
}

#[cfg(test)]
pub(crate) mod tests;
