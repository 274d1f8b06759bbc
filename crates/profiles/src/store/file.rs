//! One profile's file. Version 1 is JSON; a file of another version is left alone.

use std::{
    fs::{self, File},
    io::{self, Read},
    ops::Not,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{Arrangement, Body, Card, ProfileId, Sealed, Stored};
use crate::{
    files::{create_private_folder, sync_folder},
    reading::write_private,
};

/// Version of the file's layout.
const VERSION: u32 = 1;

/// Largest file that is read, in bytes. A profile of the largest size with its two texts, sealed and in base64, stays far below.
const MAX_LEN: u64 = 32 * 1024 * 1024;

/// Most files that are read.
const MAX_FILES: usize = 10_000;

/// The file of favourites and groups. No profile's file has a name without an extension.
const ARRANGEMENT: &str = "arrangement";

/// What a damaged one is kept as.
const DAMAGED_ARRANGEMENT: &str = "arrangement.damaged";

/// Largest file of favourites and groups that is read, in bytes: [`MAX_FILES`] profiles take less than one.
const MAX_ARRANGEMENT_LEN: u64 = 4 * 1024 * 1024;

/// A file that could not be read. It stays where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// Its path.
    pub path: PathBuf,
    /// Why.
    pub cause: DamageCause,
}

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DamageCause {
    /// The system says no.
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    /// Larger than a profile can be.
    #[error("it is too large")]
    TooLarge,
    /// Not the JSON that Adit writes.
    #[error("it is damaged: {0}")]
    Malformed(String),
    /// Written by another version of Adit.
    #[error("it was written by another version of Adit (layout {0})")]
    OtherVersion(u32),
    /// Its name and the id in it differ.
    #[error("its name does not fit its content")]
    WrongName,
    /// It is not a profile, but what the person arranged: favourites and groups.
    #[error("favourites and groups cannot be read: {0}")]
    Arrangement(String),
}

/// A file could not be written or deleted.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {source}")]
pub struct StoreError {
    path: String,
    #[source]
    source: io::Error,
}

#[derive(Serialize, Deserialize)]
struct Layout {
    version: u32,
    #[serde(flatten)]
    card: Card,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fingerprint: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sealed: Option<Sealed>,
    /// A profile of the organisation has neither.
    #[serde(default, skip_serializing_if = "Not::not")]
    managed: bool,
}

#[derive(Serialize, Deserialize)]
struct ArrangementLayout {
    version: u32,
    #[serde(flatten)]
    arrangement: Arrangement,
}

#[derive(Deserialize)]
struct VersionOnly {
    version: u32,
}

/// Reads all profiles of a folder.
pub(super) fn read_folder(folder: &Path) -> (Vec<Stored>, Vec<Damage>) {
    let (mut found, mut damage) = (Vec::new(), Vec::new());
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return (found, damage),
        Err(error) => {
            let cause = DamageCause::Unreadable(error.to_string());
            return (found, vec![Damage { path: folder.to_owned(), cause }]);
        }
    };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .take(MAX_FILES)
        .collect();
    paths.sort();
    for path in paths {
        match read(&path) {
            Ok(stored) => found.push(stored),
            Err(cause) => damage.push(Damage { path, cause }),
        }
    }
    (found, damage)
}

fn read(path: &Path) -> Result<Stored, DamageCause> {
    let unreadable = |error: io::Error| DamageCause::Unreadable(error.to_string());
    if !fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(DamageCause::Unreadable("not a regular file".to_owned()));
    }
    let mut text = Vec::new();
    File::open(path).map_err(unreadable)?.take(MAX_LEN + 1).read_to_end(&mut text).map_err(unreadable)?;
    if text.len() as u64 > MAX_LEN {
        return Err(DamageCause::TooLarge);
    }
    let malformed = |error: serde_json::Error| DamageCause::Malformed(error.to_string());
    let VersionOnly { version } = serde_json::from_slice(&text).map_err(malformed)?;
    if version != VERSION {
        return Err(DamageCause::OtherVersion(version));
    }
    let layout: Layout = serde_json::from_slice(&text).map_err(malformed)?;
    if path.file_stem().and_then(|stem| stem.to_str()) != Some(layout.card.id.as_str()) {
        return Err(DamageCause::WrongName);
    }
    let body = match (layout.managed, layout.sealed, layout.fingerprint) {
        (true, None, None) => Body::Managed,
        (false, Some(document), Some(fingerprint)) => Body::Sealed { document, fingerprint },
        _ => return Err(DamageCause::Malformed("the profile itself is missing".to_owned())),
    };
    Ok(Stored { card: layout.card, body })
}

/// Writes a sealed profile, or what is known of one of the organisation: whole or not at all. One that is kept in memory only is not written.
pub(super) fn write(folder: &Path, stored: &Stored) -> Result<(), StoreError> {
    let (sealed, fingerprint, managed) = match &stored.body {
        Body::Sealed { document, fingerprint } => (Some(document.clone()), Some(fingerprint.clone()), false),
        Body::Managed => (None, None, true),
        Body::Memory(_) => return Ok(()),
    };
    let path = place(folder, &stored.card.id);
    let layout = Layout { version: VERSION, card: stored.card.clone(), fingerprint, sealed, managed };
    write_whole(folder, &path, &layout).map_err(|source| StoreError { path: path.display().to_string(), source })
}

/// Reads favourites and groups.
pub(super) fn read_arrangement(folder: &Path) -> (Arrangement, Option<Damage>) {
    let path = folder.join(ARRANGEMENT);
    let mut text = Vec::new();
    let read = File::open(&path).and_then(|file| file.take(MAX_ARRANGEMENT_LEN + 1).read_to_end(&mut text));
    let why = match (read, serde_json::from_slice::<ArrangementLayout>(&text)) {
        (Err(error), _) if error.kind() == io::ErrorKind::NotFound => return (Arrangement::default(), None),
        (Err(error), _) => error.to_string(),
        (Ok(_), _) if text.len() as u64 > MAX_ARRANGEMENT_LEN => DamageCause::TooLarge.to_string(),
        (Ok(_), Ok(layout)) if layout.version == VERSION => return (layout.arrangement, None),
        (Ok(_), Ok(layout)) => DamageCause::OtherVersion(layout.version).to_string(),
        (Ok(_), Err(error)) => error.to_string(),
    };
    (Arrangement::default(), Some(Damage { path, cause: DamageCause::Arrangement(why) }))
}

/// Writes favourites and groups: whole or not at all. `keep`: what is there could not be read, and stays under another name.
pub(super) fn write_arrangement(folder: &Path, arrangement: &Arrangement, keep: bool) -> Result<(), StoreError> {
    let path = folder.join(ARRANGEMENT);
    let layout = ArrangementLayout { version: VERSION, arrangement: arrangement.clone() };
    let aside = if keep { fs::rename(&path, folder.join(DAMAGED_ARRANGEMENT)) } else { Ok(()) };
    let written = aside.and_then(|()| write_whole(folder, &path, &layout));
    written.map_err(|source| StoreError { path: path.display().to_string(), source })
}

fn write_whole(folder: &Path, path: &Path, layout: &impl Serialize) -> io::Result<()> {
    create_private_folder(folder)?;
    let mut text = serde_json::to_vec_pretty(layout)?;
    text.push(b'\n');
    write_private(path, &text)?;
    sync_folder(folder)
}

/// Deletes a profile's file, if it is there.
pub(super) fn delete(folder: &Path, id: &ProfileId) -> Result<(), StoreError> {
    let path = place(folder, id);
    match fs::remove_file(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other.map_err(|source| StoreError { path: path.display().to_string(), source }),
    }
}

fn place(folder: &Path, id: &ProfileId) -> PathBuf {
    folder.join(format!("{id}.json"))
}

#[cfg(test)]
mod tests {
    use base64::{Engine, prelude::BASE64_STANDARD};
    use vpn_api::{ProtocolProfile, Secret};

    use super::*;
    use crate::{SealingKey, Store};

    fn stored(id: &str) -> Stored {
        let id = ProfileId::for_tests(id);
        let document =
            ProtocolProfile { protocol: ovpn_profile::PROTOCOL, settings: Secret::from(r#"{"key":"PRIVATE-CANARY"}"#) };
        let sealed = Sealed::seal(&document.into(), &id, &SealingKey::for_tests(1)).unwrap();
        let card = Card::new(
            id,
            "Work".to_owned(),
            vec!["vpn.example.com".to_owned()],
            super::super::SignIn { certificate: true, password: true, ..super::super::SignIn::default() },
            1,
        );
        Stored { card, body: Body::Sealed { document: sealed, fingerprint: "f".to_owned() } }
    }

    #[test]
    fn what_is_written_is_read_again_and_only_by_its_owner() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("adit/profiles");
        let (mut store, damage) = Store::open(&folder);
        assert!(damage.is_empty());
        store.put(stored("work")).unwrap();
        store.change(&ProfileId::for_tests("work"), |card| card.last_used = Some(7)).unwrap();

        let (again, damage) = Store::open(&folder);
        assert!(damage.is_empty());
        assert_eq!(again.get(&ProfileId::for_tests("work")).unwrap().card.last_used, Some(7));
        let text = fs::read_to_string(folder.join("work.json")).unwrap();
        assert!(!text.contains("CANARY"));
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "no temporary file stays");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
            assert_eq!(fs::metadata(folder.join("work.json")).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[tokio::test]
    async fn a_file_from_before_texts_were_kept_is_read_opened_and_written_with_its_text() {
        let home = tempfile::tempdir().unwrap();
        let sealed = crate::store::seal::tests::FIRST_LAYOUT;
        let file = format!(
            r#"{{"version":1,"id":"work","name":"Work","servers":["vpn.example.com"],"sign_in":{{"certificate":true,
            "password":false,"never_remember":false}},"added":7,"fingerprint":"f","sealed":"{sealed}"}}"#
        );
        fs::write(home.path().join("work.json"), file).unwrap();
        let keychain = crate::testing::FakeKeychain::default();
        keychain.items().insert("sealing-key".to_owned(), vpn_api::Secret::new(BASE64_STANDARD.encode([7; 32])));
        let vault = crate::Vault::new(keychain);
        let (mut store, damage) = Store::open(home.path());
        assert_eq!(damage, []);
        let stored = store.get(&ProfileId::for_tests("work")).unwrap().clone();
        let document = vault.open_document(&stored).await.unwrap();
        assert_eq!((document.texts.as_ref(), stored.card.name.as_str()), (None, "Work"));

        let texts = crate::Texts::new("client\n".to_owned(), "client\nverb 3\n".to_owned());
        let whole = crate::Document { texts: Some(texts), ..document };
        let sealed = Sealed::seal(&whole, &stored.card.id, &vault.sealing_key().await.unwrap()).unwrap();
        store.put(Stored { body: Body::Sealed { document: sealed, fingerprint: "f".to_owned() }, ..stored }).unwrap();
        let (again, _) = Store::open(home.path());
        let stored = again.get(&ProfileId::for_tests("work")).unwrap();
        assert_eq!(vault.open_document(stored).await.unwrap(), whole);
        assert_eq!(vault.open(stored, &profile_api::Formats::new(ovpn_profile::OpenVpn)).await.unwrap(), whole.profile);
    }

    #[test]
    fn of_a_profile_of_the_organisation_what_is_known_is_kept_and_nothing_else() {
        let home = tempfile::tempdir().unwrap();
        let (mut store, _) = Store::open(home.path());
        let managed = Stored { body: Body::Managed, ..stored("office") };
        store.put(managed).unwrap();
        store.change(&ProfileId::for_tests("office"), |card| card.last_used = Some(9)).unwrap();
        let (again, damage) = Store::open(home.path());
        let office = again.get(&ProfileId::for_tests("office")).unwrap();
        assert!(damage.is_empty() && office.card.last_used == Some(9) && matches!(office.body, Body::Managed));
        // Neither one nor the other is neither.
        let text = fs::read_to_string(home.path().join("office.json")).unwrap();
        fs::write(home.path().join("office.json"), text.replace("\"managed\": true", "\"managed\": false")).unwrap();
        assert_eq!(Store::open(home.path()).1.len(), 1);
    }

    #[test]
    fn favourites_and_groups_outlive_the_store_and_a_damaged_file_is_told_and_kept() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path();
        let (mut store, _) = Store::open(folder);
        store.put(stored("work")).unwrap();
        let work = ProfileId::for_tests("work");
        let arrange = |store: &mut Store| {
            store.arrange(|list| {
                list.set_favourite([&work], true);
                list.put_into("Berlin", [&work]);
            })
        };
        arrange(&mut store).unwrap();
        let (again, damage) = Store::open(folder);
        assert_eq!((damage.len(), again.iter().count()), (0, 1));
        assert_eq!(again.arrangement(), store.arrangement());
        assert!(again.arrangement().is_favourite(&work) && again.arrangement().group_of(&work).is_some());

        let good = fs::read(folder.join(ARRANGEMENT)).unwrap();
        fs::write(folder.join(ARRANGEMENT), &good[..good.len() / 2]).unwrap();
        let (mut broken, damage) = Store::open(folder);
        assert!(matches!(damage.as_slice(), [Damage { cause: DamageCause::Arrangement(_), .. }]), "{damage:?}");
        assert_eq!(broken.iter().count(), 1);
        assert!(!broken.arrangement().is_favourite(&work));
        arrange(&mut broken).unwrap();
        assert_eq!(fs::read(folder.join(DAMAGED_ARRANGEMENT)).unwrap(), good[..good.len() / 2]);
        assert_eq!(Store::open(folder).1, []);

        // Who is removed for good leaves nothing, not even an empty group.
        broken.take(&work).unwrap();
        broken.delete_file(&work).unwrap();
        broken.arrange(|list| list.forget([&work])).unwrap();
        assert_eq!(*Store::open(folder).0.arrangement(), Arrangement::default());
    }

    #[test]
    fn damaged_files_are_reported_and_left_alone() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path();
        let (mut store, _) = Store::open(folder);
        store.put(stored("good")).unwrap();
        let good = fs::read_to_string(folder.join("good.json")).unwrap();
        fs::write(folder.join("empty.json"), "").unwrap();
        fs::write(folder.join("cut.json"), &good[..good.len() / 2]).unwrap();
        fs::write(folder.join("binary.json"), [0xff, 0xfe, 0]).unwrap();
        fs::write(folder.join("future.json"), r#"{"version":9}"#).unwrap();
        fs::write(folder.join("copied.json"), &good).unwrap();
        fs::write(folder.join("notes.txt"), "not ours").unwrap();
        fs::create_dir(folder.join("folder.json")).unwrap();
        File::create(folder.join("huge.json")).unwrap().set_len(1 << 30).unwrap();

        let (store, damage) = Store::open(folder);
        assert_eq!(store.iter().count(), 1);
        let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
        let names: Vec<String> = damage.iter().map(|damage| name(&damage.path)).collect();
        let expected =
            ["binary.json", "copied.json", "cut.json", "empty.json", "folder.json", "future.json", "huge.json"];
        assert_eq!(names, expected);
        assert_eq!(damage[5].cause, DamageCause::OtherVersion(9));
        assert_eq!(damage[6].cause, DamageCause::TooLarge);
        for file in expected {
            assert!(folder.join(file).exists(), "{file} was deleted");
        }
    }

    #[test]
    fn every_flipped_bit_is_survived() {
        let home = tempfile::tempdir().unwrap();
        let (mut store, _) = Store::open(home.path());
        store.put(stored("work")).unwrap();
        let path = home.path().join("work.json");
        let good = fs::read(&path).unwrap();
        for place in 0..good.len() {
            let mut bad = good.clone();
            bad[place] ^= 1 << (place % 8);
            fs::write(&path, &bad).unwrap();
            let (store, damage) = Store::open(home.path());
            assert_eq!(store.iter().count() + damage.len(), 1, "byte {place}");
        }
    }

    #[test]
    fn a_folder_that_cannot_be_written_keeps_the_old_file() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("profiles");
        let (mut store, _) = Store::open(&folder);
        store.put(stored("work")).unwrap();
        let before = fs::read(folder.join("work.json")).unwrap();
        fs::rename(&folder, home.path().join("elsewhere")).unwrap();
        fs::write(&folder, "a file in the folder's place").unwrap();
        assert!(store.change(&ProfileId::for_tests("work"), |card| card.name = "New".to_owned()).is_err());
        assert_eq!(fs::read(home.path().join("elsewhere/work.json")).unwrap(), before);
    }

    #[test]
    fn what_is_removed_can_come_back_until_its_file_is_deleted() {
        let home = tempfile::tempdir().unwrap();
        let (mut store, _) = Store::open(home.path());
        let id = ProfileId::for_tests("work");
        store.put(stored("work")).unwrap();
        let taken = store.take(&id).unwrap();
        assert!(store.get(&id).is_none());
        assert_eq!(Store::open(home.path()).0.iter().count(), 1, "a crash here loses nothing");
        store.put_back(taken);
        assert!(store.get(&id).is_some());
        store.take(&id);
        store.delete_file(&id).unwrap();
        store.delete_file(&id).unwrap();
        assert_eq!(Store::open(home.path()).0.iter().count(), 0);
    }
}
