//! Texts from blocks and from files beside the profile.

use profile_api::{CertificateRole, MAX_SIDE_FILE_LEN, Need, SideFileError, SideFiles};
use vpn_api::ProxyLogin;
use zeroize::Zeroizing;

use crate::{
    material,
    reason::Reason,
    report::{Report, Verdict},
    said::{Origin, Source},
};

/// Brings texts from blocks and files, and writes down what is missing.
pub(super) struct Resolver<'a> {
    pub(super) report: &'a mut Report,
    pub(super) files: &'a dyn SideFiles,
}

impl Resolver<'_> {
    pub(super) fn text(&mut self, source: &Source) -> Option<Zeroizing<String>> {
        let bytes = self.bytes(source)?;
        Some(Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned()))
    }

    pub(super) fn bytes(&mut self, source: &Source) -> Option<Zeroizing<Vec<u8>>> {
        let name = match &source.from {
            Origin::Inline(text) => return Some(Zeroizing::new(text.as_bytes().to_vec())),
            Origin::File(name) => name,
        };
        let read = self.files.read(name).map(Zeroizing::new);
        match read
            .and_then(|bytes| if bytes.len() > MAX_SIDE_FILE_LEN { Err(SideFileError::TooLarge) } else { Ok(bytes) })
        {
            Ok(bytes) => Some(bytes),
            Err(problem) => {
                let need = Need::File {
                    directive: source.directive.to_owned(),
                    name: name.clone(),
                    line: source.line,
                    problem,
                };
                self.report.judge(source.entry, Verdict::warning(need.reason().into()));
                self.report.needs.push(need);
                None
            }
        }
    }

    /// User name and password on two lines. Without the file the person is asked.
    pub(super) fn proxy_login(&mut self, source: &Source) -> Option<ProxyLogin> {
        let text = match &source.from {
            Origin::Inline(text) => text.clone(),
            Origin::File(name) => match self.files.read(name).map(Zeroizing::new) {
                Ok(bytes) if bytes.len() <= MAX_SIDE_FILE_LEN => {
                    Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned())
                }
                Ok(_) | Err(_) => {
                    let reason = Reason::PasswordFile { name: name.clone() };
                    self.report.judge(source.entry, Verdict::warning(reason));
                    return None;
                }
            },
        };
        let mut lines = text.lines().map(|line| line.trim_end_matches('\r'));
        match (lines.next().filter(|name| !name.is_empty()), lines.next()) {
            (Some(username), Some(password)) => {
                Some(ProxyLogin { username: username.to_owned(), password: password.into() })
            }
            _ => {
                self.report.judge(source.entry, Verdict::refused(Reason::BadProxyLogin));
                None
            }
        }
    }

    /// What `read` makes of the source's text. `None`: missing or refused, which the report then tells.
    pub(super) fn material<T>(&mut self, source: &Source, read: impl FnOnce(&str) -> Result<T, Reason>) -> Option<T> {
        let text = self.text(source)?;
        match read(&text) {
            Ok(material) => Some(material),
            Err(reason) => {
                self.report.judge(source.entry, Verdict::refused(reason));
                None
            }
        }
    }

    pub(super) fn certificates(&mut self, source: &Source, role: CertificateRole) -> Option<Vec<Vec<u8>>> {
        let found = self.material(source, material::certificates)?;
        self.describe(source, &found, role);
        Some(found)
    }

    /// Lists certificates in the report, with what is weak about them.
    pub(super) fn describe(&mut self, source: &Source, found: &[Vec<u8>], role: CertificateRole) {
        for (place, der) in found.iter().enumerate() {
            let role = if role == CertificateRole::Own && place > 0 { CertificateRole::Intermediate } else { role };
            let Some(info) = material::certificate_info(der, role, source.line) else { continue };
            if !info.weaknesses.is_empty() {
                let weakness = info.weaknesses.join(", ");
                self.report.judge(source.entry, Verdict::warning(Reason::WeakCertificate { weakness }));
            }
            self.report.certificates.push(info);
        }
    }
}
