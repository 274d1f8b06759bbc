//! The files of connections that are brought up with the computer.

use std::{
    fs::{self, File},
    io::{self, ErrorKind, Read},
    path::PathBuf,
};

use vpn_api::{ConnectionId, contract::ConnectRequest};
use zeroize::Zeroizing;

use super::{is_private, make_private_folder};
use crate::{
    exit::{CommandError, Exit},
    output::said,
};

/// What comes before the dot.
const ENDING: &str = ".json";
/// A request of this size fits into no frame of the helper.
const MAX_FILE: usize = 1 << 20;
/// More tunnels there are not.
const MAX_FILES: usize = 64;

/// The folder.
pub(super) struct Files(PathBuf);

impl Files {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self(folder)
    }

    fn path(&self, id: &ConnectionId) -> PathBuf {
        self.0.join(format!("{id}{ENDING}"))
    }

    /// Keeps a request, in place of one for the same connection.
    pub(super) fn put(&self, request: &ConnectRequest) -> Result<(), CommandError> {
        // Wiped when dropped; made at its full size, so that growing it leaves no copy behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_FILE));
        serde_json::to_writer(&mut *bytes, request)?;
        if bytes.len() >= MAX_FILE {
            return Err(CommandError::message(Exit::Profile, said("aditctl-profile-too-large", &[])));
        }
        let path = self.path(&request.connection);
        let made = make_private_folder(&self.0);
        made.and_then(|()| profiles::write_private(&path, &bytes)).map_err(|error| self.unusable("written", &error))
    }

    /// Forgets one.
    pub(super) fn remove(&self, id: &ConnectionId) -> Result<(), CommandError> {
        fs::remove_file(self.path(id)).map_err(|error| {
            if error.kind() == ErrorKind::NotFound {
                return CommandError::message(
                    Exit::Usage,
                    said("aditctl-no-such-connection-here", &[("wanted", id.as_str())]),
                );
            }
            self.unusable("removed", &error)
        })
    }

    /// All of them by id, and a sentence about each file that is none.
    pub(super) fn all(&self) -> Result<(Vec<ConnectRequest>, Vec<String>), CommandError> {
        let entries = match fs::read_dir(&self.0) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Default::default()),
            Err(error) => return Err(self.unusable("read", &error)),
        };
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let named = |path: &PathBuf| path.file_name()?.to_str()?.strip_suffix(ENDING).map(str::to_owned);
        let mut found: Vec<(String, PathBuf)> = paths.filter_map(|path| Some((named(&path)?, path))).collect();
        // A file that is being written.
        found.retain(|(name, _)| !name.starts_with('.'));
        found.sort();
        found.truncate(MAX_FILES);
        let (mut requests, mut unusable) = (Vec::new(), Vec::new());
        for (name, path) in found {
            match read(&path) {
                Ok(request) if request.connection.as_str() == name => requests.push(request),
                Ok(_) => unusable.push(format!("{} is left out: it is of another connection.", path.display())),
                Err(error) => unusable.push(format!("{} is left out: {error}.", path.display())),
            }
        }
        Ok((requests, unusable))
    }

    fn unusable(&self, what: &str, error: &io::Error) -> CommandError {
        let sentence = format!("{} could not be {what} ({error}). Is this run as root?", self.0.display());
        CommandError::message(Exit::Machine, sentence)
    }
}

fn read(path: &PathBuf) -> io::Result<ConnectRequest> {
    let file = File::open(path)?;
    if !is_private(&file.metadata()?) {
        return Err(io::Error::other("other users may read or write it"));
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_FILE));
    file.take(MAX_FILE as u64).read_to_end(&mut bytes)?;
    // What the parser quotes may be a secret.
    serde_json::from_slice(&bytes)
        .map_err(|_| io::Error::other("it is not of this version of Adit; add the profile again"))
}

#[cfg(test)]
mod tests {
    use ovpn_profile::PROTOCOL;
    use vpn_api::{ProtocolProfile, Secret, Secrets, contract::ConnectOptions};

    use super::*;

    fn request(id: &str) -> ConnectRequest {
        ConnectRequest {
            connection: ConnectionId::try_from(id.to_owned()).unwrap(),
            name: "Office".to_owned(),
            profile: ProtocolProfile { protocol: PROTOCOL, settings: Secret::from("{}") },
            secrets: Secrets { password: Some(Secret::from("sesame")), ..Secrets::default() },
            options: ConnectOptions { lan: false, ..ConnectOptions::default() },
        }
    }

    fn files() -> (tempfile::TempDir, Files) {
        let home = tempfile::tempdir().unwrap();
        let files = Files::new(home.path().join("adit/connections"));
        (home, files)
    }

    #[test]
    fn what_is_kept_is_sent_as_it_was() {
        let (_home, files) = files();
        assert_eq!(files.all().unwrap().0, []);
        for id in ["office", "lab", "office"] {
            files.put(&request(id)).unwrap();
        }
        assert_eq!(files.all().unwrap(), (vec![request("lab"), request("office")], Vec::new()));
        files.remove(&request("office").connection).unwrap();
        assert!(files.remove(&request("office").connection).is_err());
        assert_eq!(files.all().unwrap().0, [request("lab")]);
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_may_read_it_and_another_file_is_left_out() {
        use std::os::unix::fs::PermissionsExt;
        let (_home, files) = files();
        files.put(&request("office")).unwrap();
        let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let path = files.path(&request("office").connection);
        assert_eq!((mode(&files.0), mode(&path)), (0o700, 0o600));
        fs::copy(&path, files.0.join("other.json")).unwrap();
        fs::write(files.0.join("torn.json"), "{\"connection\":\"torn\",\"password\":\"sesame\"").unwrap();
        fs::set_permissions(files.0.join("torn.json"), fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(files.0.join("README"), "").unwrap();
        let (requests, unusable) = files.all().unwrap();
        assert_eq!((requests.len(), unusable.len()), (1, 2), "{unusable:?}");
        assert!(!unusable.concat().contains("sesame"));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let (requests, unusable) = files.all().unwrap();
        assert!(requests.is_empty() && unusable.concat().contains("other users may read"), "{unusable:?}");
    }
}
