//! `adit-resolver` as a process.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

fn ask(path: &Path, text: &[u8]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_adit-resolver"));
    let mut child = command.arg(path).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    // It stops reading what is too long.
    let _ = child.stdin.take().unwrap().write_all(text);
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}

#[test]
fn the_file_is_written_in_place_and_nothing_else_is() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("resolv.conf");
    assert_ne!(ask(&path, b"nameserver 192.0.2.1\n"), "done\n", "no file is made");
    fs::write(&path, "nameserver 192.0.2.99\n# a longer one\n").unwrap();
    assert_eq!(ask(&path, b"nameserver 192.0.2.1\n"), "done\n");
    assert_eq!(fs::read_to_string(&path).unwrap(), "nameserver 192.0.2.1\n");

    for bad in [&b"nameserver \0"[..], b"\x1b[2J", b"\xff", &[b'#'; (64 << 10) + 1]] {
        assert_ne!(ask(&path, bad), "done\n");
    }
    let most = [b'#'; 64 << 10];
    assert_eq!((ask(&path, &most).as_str(), fs::read(&path).unwrap().len()), ("done\n", most.len()));
    assert_eq!(ask(&path, b"nameserver 192.0.2.1\n"), "done\n");
    let link = directory.path().join("link");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    assert_ne!(ask(&link, b"nameserver 192.0.2.2\n"), "done\n", "a link is not followed");
    assert_eq!(fs::read_to_string(&path).unwrap(), "nameserver 192.0.2.1\n");
}
