//! From a file to a connection of NetworkManager, with the rights of whoever imports it.

use std::path::Path;

use profile_api::{Answers, Formats, MAX_PROFILE_LEN, Source};
use profiles::{NewProfile, reading::Folder};
use vpn_api::{ConnectionId, Secret};

use crate::{
    questions::{ACCEPT, PASSPHRASE, PASSWORD, PROXY_PASSWORD, PROXY_USERNAME, RESPONSE, USERNAME},
    settings::{ID, PROFILE},
};

/// How long NetworkManager waits until a connection is up, in seconds. Adit itself says when it gives up.
pub const PATIENCE: u32 = 24 * 60 * 60;
/// `NM_SETTING_SECRET_FLAG_AGENT_OWNED`: the desktop's agent may keep it.
const AGENT_KEEPS: &str = "1";
/// `NM_SETTING_SECRET_FLAG_NOT_SAVED`: used once.
const NOBODY_KEEPS: &str = "2";

/// Why a file becomes no connection.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It cannot be read.
    #[error("{0}")]
    Unreadable(#[from] std::io::Error),
    /// It is too large.
    #[error("it is too large to be a profile")]
    TooLarge,
    /// It is no profile that Adit can use.
    #[error("it cannot be used as it stands: “aditctl lint” tells, line by line, why")]
    Refused,
}

/// A connection for NetworkManager.
#[derive(Debug)]
pub struct Imported {
    /// Its name for people.
    pub name: String,
    /// What everybody who may use it can read: `vpn.data`.
    pub data: Vec<(String, String)>,
    /// What only root can read: `vpn.secrets`.
    pub secrets: Vec<(String, Secret)>,
    /// Who may use it: `connection.permissions`. Empty: everybody.
    pub permissions: Vec<String>,
}

/// Reads a profile, with the files beside it that it names, for this user; `None` for the administrator, whose connections all may use.
///
/// # Errors
/// [`ImportError`].
pub fn import(path: &Path, formats: &Formats, user: Option<&str>) -> Result<Imported, ImportError> {
    if std::fs::metadata(path)?.len() > MAX_PROFILE_LEN as u64 {
        return Err(ImportError::TooLarge);
    }
    let bytes = std::fs::read(path)?;
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = path.parent().and_then(Folder::open).ok_or(ImportError::Refused)?;
    let format = formats.recognise(&file, &bytes);
    let read = |bytes: &[u8]| format.read(Source { bytes, files: &folder, answers: &Answers::default() });
    read(&bytes).outcome.map_err(|_| ImportError::Refused)?;
    // As the service will read it, without the files.
    let text = String::from_utf8(bytes).map_err(|_| ImportError::Refused)?;
    let text = format.standalone(&text, &folder);
    let parsed = read(text.as_bytes()).outcome.map_err(|_| ImportError::Refused)?;
    let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
    let mut data = vec![(ID.to_owned(), ConnectionId::of_file(stem).to_string())];
    let flags = |name: &str, flag: &str| (format!("{name}-flags"), flag.to_owned());
    data.extend([USERNAME, PASSWORD, PASSPHRASE, PROXY_USERNAME, PROXY_PASSWORD].map(|name| flags(name, AGENT_KEEPS)));
    data.extend([RESPONSE, ACCEPT].map(|name| flags(name, NOBODY_KEEPS)));
    let permissions = user.map(|user| vec![format!("user:{user}:")]);
    Ok(Imported {
        name: NewProfile::new(&parsed, &file).name,
        data,
        secrets: vec![(PROFILE.to_owned(), Secret::new(text))],
        permissions: permissions.unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use ovpn_profile::OpenVpn;

    use super::*;

    const TEXT: &str = "client\nremote vpn.example.com 1194\nauth-user-pass\nca ca.crt\n";

    fn imported(file: &str, user: Option<&str>) -> Result<Imported, ImportError> {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("work.ovpn"), TEXT).unwrap();
        std::fs::write(home.path().join("none.ovpn"), "hello\n").unwrap();
        let ca = include_str!("../../ovpn-proto/src/testing/keys/rsa.crt");
        std::fs::write(home.path().join("ca.crt"), ca).unwrap();
        import(&home.path().join(file), &Formats::new(OpenVpn), user)
    }

    #[test]
    fn a_profile_is_whole_in_the_secrets_and_belongs_to_who_imports_it() {
        let imported = imported("work.ovpn", Some("alice")).unwrap();
        assert_eq!(imported.permissions, ["user:alice:"]);
        assert!(imported.data.contains(&(ID.to_owned(), "work".to_owned())));
        let [(name, text)] = imported.secrets.as_slice() else { panic!("{imported:?}") };
        assert!(name == PROFILE && text.expose().contains("BEGIN CERTIFICATE"), "the file beside it is in it");
    }

    #[test]
    fn roots_connections_are_for_all_and_what_is_no_profile_is_refused() {
        assert!(imported("work.ovpn", None).unwrap().permissions.is_empty());
        assert!(matches!(imported("none.ovpn", None), Err(ImportError::Refused)));
        assert!(matches!(imported("missing.ovpn", None), Err(ImportError::Unreadable(_))));
    }
}
