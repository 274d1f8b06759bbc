//! What the journal and the files under it promise about the disk.

use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
};

use super::*;
use crate::{
    backend::Undoing,
    files::{remove_file, replace_file, sync_directory, unfinished},
};

/// As [`journal`] has it.
const MOST: usize = 8 << 20;

fn mode(path: &std::path::Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o7777
}

fn rule(priority: u32) -> Undo {
    Undo::Rule(Rule { family: Family::V4, priority, table: 1 })
}

fn load(dir: &tempfile::TempDir, slot: u8) -> Result<Loaded<Undo>, NetError> {
    Journal::load(dir.path(), TunnelSlot(slot))
}

#[test]
fn a_file_is_its_owners_alone_and_the_new_one_in_the_place_of_the_old() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("network-3.json");
    fs::write(&path, "old").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(unfinished(&path), dir.path().join("network-3.json.next"));
    // What a crash left, as a link to a file of somebody else's.
    let other = dir.path().join("other");
    fs::write(&other, "untouched").unwrap();
    symlink(&other, unfinished(&path)).unwrap();

    replace_file(&path, b"new", true).unwrap();
    assert_eq!((fs::read(&path).unwrap(), mode(&path)), (b"new".to_vec(), 0o600));
    assert_eq!(fs::read(&other).unwrap(), b"untouched");
    assert!(!unfinished(&path).exists());
}

#[test]
fn a_file_that_cannot_be_replaced_is_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("network-3.json");
    fs::write(&path, "old").unwrap();
    fs::create_dir(unfinished(&path)).unwrap();
    assert!(replace_file(&path, b"new", true).is_err());
    assert_eq!(fs::read(&path).unwrap(), b"old");
}

#[test]
fn only_what_is_not_there_counts_as_removed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("file");
    fs::write(&path, "").unwrap();
    remove_file(&path).unwrap();
    assert!(!path.exists());
    remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert!(remove_file(&path).is_err());
}

#[test]
fn a_directory_that_cannot_be_synced_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    sync_directory(dir.path()).unwrap();
    assert!(sync_directory(&dir.path().join("not there")).is_err());
}

#[test]
fn what_a_crash_left_beside_journals_is_removed_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let others =
        ["network-1.json", "network-x.json.next", "network-300.json.next", "intent.json.next", "network-2.next"];
    for name in others.iter().chain(&["network-1.json.next", "network-255.json.next"]) {
        fs::write(dir.path().join(name), "").unwrap();
    }
    journal::remove_unfinished(dir.path()).unwrap();
    let names = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(names.collect::<BTreeSet<_>>(), others.map(str::to_owned).into());

    journal::remove_unfinished(&dir.path().join("not there")).unwrap();
    let file = dir.path().join("network-1.json");
    assert!(matches!(journal::remove_unfinished(&file), Err(NetError::Journal { .. })), "no directory");
    fs::create_dir(dir.path().join("network-4.json.next")).unwrap();
    assert!(matches!(journal::remove_unfinished(dir.path()), Err(NetError::Journal { .. })), "cannot be removed");
}

#[test]
fn slots_are_those_of_journals_in_order() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["network-10.json", "network-2.json", "network-256.json", "network-3.json.next", "network-.json", "x"] {
        fs::write(dir.path().join(name), "").unwrap();
    }
    assert_eq!(journal::slots(dir.path()).unwrap(), [TunnelSlot(2), TunnelSlot(10)]);
    assert_eq!(journal::slots(&dir.path().join("not there")).unwrap(), []);
    assert!(matches!(journal::slots(&dir.path().join("x")), Err(NetError::Journal { .. })));
}

#[test]
fn a_journal_is_its_owners_alone_and_not_read_through_a_link() {
    let dir = tempfile::tempdir().unwrap();
    Journal::<Undo>::empty(dir.path(), TunnelSlot(3), None).save().unwrap();
    let path = journal::path(dir.path(), TunnelSlot(3));
    assert_eq!(mode(&path), 0o600);
    let elsewhere = dir.path().join("elsewhere");
    fs::rename(&path, &elsewhere).unwrap();
    symlink(&elsewhere, &path).unwrap();
    assert!(matches!(load(&dir, 3), Err(NetError::Journal { .. })));
}

#[test]
fn a_journal_is_read_up_to_its_limit_and_not_beyond() {
    let dir = tempfile::tempdir().unwrap();
    let path = journal::path(dir.path(), TunnelSlot(3));
    Journal::<Undo>::empty(dir.path(), TunnelSlot(3), None).save().unwrap();
    let mut bytes = fs::read(&path).unwrap();
    bytes.resize(MOST, b' ');
    fs::write(&path, &bytes).unwrap();
    assert!(matches!(load(&dir, 3), Ok(Loaded::Intact(_))));
    bytes.push(b' ');
    fs::write(&path, &bytes).unwrap();
    assert!(matches!(load(&dir, 3), Ok(Loaded::Damaged)));
}

#[test]
fn a_journal_of_another_version_or_with_more_in_it_is_damage() {
    let dir = tempfile::tempdir().unwrap();
    let path = journal::path(dir.path(), TunnelSlot(3));
    Journal::<Undo>::empty(dir.path(), TunnelSlot(3), None).save().unwrap();
    let text = fs::read_to_string(&path).unwrap();
    assert!(matches!(load(&dir, 3), Ok(Loaded::Intact(_))));
    for (from, to) in [("\"version\":1", "\"version\":2"), ("\"version\":1", "\"version\":0"), ("{", "{\"more\":1,")] {
        let other = text.replacen(from, to, 1);
        assert_ne!(other, text);
        fs::write(&path, other).unwrap();
        assert!(matches!(load(&dir, 3), Ok(Loaded::Damaged)), "{to}");
    }
    fs::write(&path, &text[..text.len() - 1]).unwrap();
    assert!(matches!(load(&dir, 3), Ok(Loaded::Damaged)), "torn");
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert!(matches!(load(&dir, 3), Err(NetError::Journal { .. })), "unreadable is not missing");
}

#[test]
fn a_journal_has_one_entry_for_each_subject() {
    let dir = tempfile::tempdir().unwrap();
    let mut journal = Journal::empty(dir.path(), TunnelSlot(3), Some("this start".to_owned()));
    assert_eq!(journal.boot(), Some("this start"));
    let link =
        |mtu| Undo::Link { interface: Interface { name: "adit3".into(), index: 3 }, mtu, up: true, promote: false };
    for undo in [link(1500), rule(1), rule(2), link(1400)] {
        journal.put(undo);
    }
    assert_eq!(journal.entries(), [link(1400), rule(1), rule(2)]);
    assert_eq!(journal.newest_first(), [rule(2), rule(1), link(1400)]);
    assert_eq!(journal.get(&rule(1).subject()), Some(&rule(1)));
    journal.remove(&rule(1).subject());
    assert_eq!((journal.get(&rule(1).subject()), journal.entries().len()), (None, 2));
    journal.save().unwrap();
    journal.delete().unwrap();
    assert!(journal.entries().is_empty() && matches!(load(&dir, 3), Ok(Loaded::Missing)));
    fs::create_dir(journal::path(dir.path(), TunnelSlot(3))).unwrap();
    assert!(matches!(journal.delete(), Err(NetError::Journal { .. })), "it is still there");
}
