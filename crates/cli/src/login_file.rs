//! User name, password and passphrase from files that a profile names (`auth-user-pass FILE`, `askpass FILE`).
//!
//! The terminal reads them with the rights of whoever started it, for machines at which nobody sits. The helper, which has more
//! rights, never does, and the window asks instead.

use std::path::Path;

use i18n::Value;
use profile_api::{SecretFiles, SideFileError};
use profiles::PrivateFile;
use vpn_api::{Secret, Secrets, profile::MAX_USERNAME};

use crate::output::Output;

/// Reads those files of a profile whose values are wanted, and says so. What cannot be used is said, and asked for later.
pub(crate) fn read(profile: &Path, files: &SecretFiles, wanted: Wanted, output: Output) -> Secrets {
    let mut secrets = Secrets::default();
    if let Some(name) = files.login.as_deref().filter(|_| wanted.login)
        && let Some(file) = open(profile, name, output)
    {
        match login(file.text.expose()) {
            Some((username, password)) => {
                secrets.username = Some(username);
                secrets.password = password;
                say("terminal-login-from", name, output);
            }
            None => say("terminal-login-file-other", name, output),
        }
    }
    if let Some(name) = files.passphrase.as_deref().filter(|_| wanted.passphrase)
        && let Some(file) = open(profile, name, output)
    {
        match line(file.text.expose().lines().next()) {
            Some(passphrase) => {
                secrets.key_passphrase = Some(Secret::from(passphrase));
                say("terminal-passphrase-from", name, output);
            }
            None => say("terminal-passphrase-file-other", name, output),
        }
    }
    secrets
}

/// What is not known yet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    /// User name and password.
    pub(crate) login: bool,
    /// The private key's passphrase.
    pub(crate) passphrase: bool,
}

fn open(profile: &Path, name: &str, output: Output) -> Option<PrivateFile> {
    match profiles::read_beside(profile, name) {
        Ok(file) => {
            if file.exposed {
                say("terminal-file-exposed", name, output);
            }
            Some(file)
        }
        Err(error) => {
            let id = match error {
                SideFileError::NotFound => "terminal-secret-file-missing",
                SideFileError::Outside => "terminal-secret-file-elsewhere",
                SideFileError::TooLarge | SideFileError::Unreadable => "terminal-secret-file-unreadable",
            };
            say(id, name, output);
            None
        }
    }
}

fn say(id: &str, name: &str, output: Output) {
    output.complain(&i18n::message(id, &[("file", Value::from(name))]).to_string());
}

/// The first line and, if it is there, the second, as OpenVPN reads them (openvpn(8), `auth-user-pass`). `None`: this is no such
/// file. A key is none, so that a profile cannot have one sent to its server.
fn login(text: &str) -> Option<(String, Option<Secret>)> {
    if text.contains("-----BEGIN") {
        return None;
    }
    let mut lines = text.lines();
    let username = line(lines.next())?;
    Some((username.to_owned(), line(lines.next()).map(Secret::from)))
}

/// A line with something in it, no longer than what is typed.
fn line(line: Option<&str>) -> Option<&str> {
    line.filter(|text| !text.is_empty() && text.len() <= MAX_USERNAME && !text.contains("-----BEGIN"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_login(text: &str) -> Option<(String, Option<String>)> {
        login(text).map(|(name, password)| (name, password.map(|password| password.expose().to_owned())))
    }

    #[test]
    fn two_lines_are_user_name_and_password() {
        let both = Some(("alice".to_owned(), Some(" s3cret ".to_owned())));
        assert_eq!(read_login("alice\n s3cret "), both);
        assert_eq!(read_login("alice\r\n s3cret \r\n\r\nmore\r\n"), both);
        assert_eq!(read_login("alice\n"), Some(("alice".to_owned(), None)), "the password is asked for");
        for other in ["", "\nsecret", "-----BEGIN PRIVATE KEY-----\nMII\n", &"x".repeat(5000)] {
            assert_eq!(read_login(other), None);
        }
    }

    #[test]
    fn only_what_is_wanted_is_read() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("creds"), "alice\nsecret\n").unwrap();
        std::fs::write(folder.path().join("pass"), "open sesame\n").unwrap();
        let files = SecretFiles { login: Some("creds".to_owned()), passphrase: Some("pass".to_owned()) };
        let profile = folder.path().join("work.ovpn");
        let output = Output { json: false };
        let read = |login, passphrase| super::read(&profile, &files, Wanted { login, passphrase }, output);
        let all = read(true, true);
        assert_eq!((all.username.as_deref(), all.password), (Some("alice"), Some(Secret::from("secret"))));
        assert_eq!(all.key_passphrase, Some(Secret::from("open sesame")));
        assert_eq!(read(false, false), Secrets::default());
        let gone = SecretFiles { login: Some("missing".to_owned()), passphrase: Some("../pass".to_owned()) };
        assert_eq!(super::read(&profile, &gone, Wanted { login: true, passphrase: true }, output), Secrets::default());
    }
}
