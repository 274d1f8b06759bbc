//! The resolver file in all its forms, as far as they need no rights.

use super::*;

fn plan(all: bool) -> DnsPlan {
    DnsPlan {
        servers: ["10.8.0.1", "10.8.0.2"].map(|server| server.parse().unwrap()).into(),
        search: ["corp.example", "lab.example"].map(|domain| domain.parse().unwrap()).into(),
        domains: [].into(),
        all,
    }
}

#[test]
fn what_may_not_be_written_here_is_handed_over() {
    for (answer, written) in [("done\n", true), ("Permission denied\n", false), ("", false)] {
        let (ours, mut theirs) = UnixStream::pair().unwrap();
        let unit = std::thread::spawn(move || {
            let mut text = String::new();
            theirs.read_to_string(&mut text).unwrap();
            theirs.write_all(answer.as_bytes()).unwrap();
            text
        });
        assert_eq!(ask(ours, b"nameserver 192.0.2.1\n").is_ok(), written, "{answer}");
        assert_eq!(unit.join().unwrap(), "nameserver 192.0.2.1\n");
    }
}

#[test]
fn all_names_ask_the_tunnel_only() {
    let text = render(&plan(true), b"nameserver 192.0.2.53\n", None, "adit0");
    assert_eq!(name_servers(text.as_bytes()), ["10.8.0.1", "10.8.0.2"]);
    assert!(text.contains("search corp.example lab.example\n"));
}

#[test]
fn our_file_says_what_it_was_and_nothing_else_of_it() {
    let was = |link: Option<&str>| {
        let text = render(&plan(true), b"# theirs\nnameserver 192.0.2.53\n", link.map(str::as_bytes), "adit0");
        let said = text.lines().filter_map(|line| line.strip_prefix(BEFORE)).map(str::to_owned);
        (said.collect::<Vec<_>>(), name_servers(text.as_bytes()).len())
    };
    assert_eq!(was(None), (vec!["nameserver 192.0.2.53".to_owned()], 2));
    assert_eq!(was(Some("../run/resolv.conf")).0, ["link ../run/resolv.conf", "nameserver 192.0.2.53"]);
    assert_eq!(was(Some("a\nnameserver 192.0.2.66")), was(None), "a line of somebody else's choice");
    let many = (0..20).map(|last| format!("nameserver 192.0.2.{last}\n")).collect::<String>();
    let text = render(&plan(true), many.as_bytes(), None, "adit0");
    assert_eq!(text.matches(BEFORE).count(), MAX_TOLD);
}

#[test]
fn some_names_leave_the_servers_from_before_behind_ours() {
    let text = render(&plan(false), b"nameserver 192.0.2.53\nnameserver 192.0.2.54\n", None, "adit0");
    assert_eq!(name_servers(text.as_bytes()), ["10.8.0.1", "10.8.0.2", "192.0.2.53"]);
}

#[test]
fn a_server_of_one_link_is_written_with_its_link() {
    let servers = ["fe80::53", "169.254.0.53", "fd00::53"].map(|server| server.parse().unwrap()).into();
    let text = render(&DnsPlan { servers, ..plan(true) }, b"", None, "adit0");
    assert_eq!(name_servers(text.as_bytes()), ["fe80::53%adit0", "169.254.0.53", "fd00::53"]);
    let one = ["10.8.0.1".parse().unwrap()].into();
    let before = b"nameserver fe80::1%eth0\nnameserver nonsense%eth0\nnameserver 192.0.2.53\n";
    let text = render(&DnsPlan { servers: one, ..plan(false) }, before, None, "adit0");
    assert_eq!(name_servers(text.as_bytes()), ["10.8.0.1", "fe80::1%eth0", "192.0.2.53"]);
}

#[test]
fn a_stub_leads_to_the_listener_and_nowhere_else() {
    assert!(is_stub(b"# x\nnameserver 127.0.0.53\noptions edns0\n"));
    assert!(!is_stub(b"nameserver 127.0.0.53\nnameserver 192.0.2.1\n"));
    assert!(!is_stub(b"nameserver 127.0.0.1\n"));
    assert!(!is_stub(b""));
}

#[test]
fn a_regular_file_returns_byte_for_byte() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("resolv.conf");
    fs::write(&path, b"nameserver 192.0.2.1\n\xff odd\n").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let before = read(&path).unwrap();
    write(&path, &before, "ours\n").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"ours\n");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o640);
    assert!(restore(&path, &before, &["ours\n".into()]).unwrap());
    assert_eq!(read(&path).unwrap(), before);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn a_link_returns_and_its_target_is_never_written() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("resolv.conf");
    fs::write(dir.path().join("target"), "theirs\n").unwrap();
    symlink("target", &path).unwrap();
    let before = read(&path).unwrap();
    write(&path, &before, "ours\n").unwrap();
    assert_eq!(effective(&path), b"ours\n");
    assert_eq!(fs::read(dir.path().join("target")).unwrap(), b"theirs\n");
    assert!(restore(&path, &before, &["ours\n".into()]).unwrap());
    assert_eq!(fs::read_link(&path).unwrap(), Path::new("target"));
}

#[test]
fn a_missing_file_is_missing_again() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("resolv.conf");
    let before = read(&path).unwrap();
    assert_eq!(before, FileState::Missing);
    write(&path, &before, "ours\n").unwrap();
    assert!(restore(&path, &before, &["ours\n".into()]).unwrap());
    assert!(!path.exists());
}

#[test]
fn somebody_elses_change_stays() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("resolv.conf");
    fs::write(&path, "before\n").unwrap();
    let before = read(&path).unwrap();
    write(&path, &before, "ours\n").unwrap();
    fs::write(&path, "theirs\n").unwrap();
    assert!(!restore(&path, &before, &["ours\n".into()]).unwrap());
    assert_eq!(fs::read(&path).unwrap(), b"theirs\n");
}

#[test]
fn a_file_too_large_is_not_touched() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("resolv.conf");
    fs::write(&path, vec![b'#'; 65 << 10]).unwrap();
    assert_eq!(read(&path).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
}

#[test]
fn a_file_at_its_limit_is_read_and_what_is_no_file_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("resolv.conf");
    let most = vec![b'#'; 64 << 10];
    fs::write(&path, &most).unwrap();
    let FileState::Regular { bytes, .. } = read(&path).unwrap() else { panic!("no file") };
    assert!(bytes == most && effective(&path) == most);
    fs::write(&path, [most.as_slice(), b"#"].concat()).unwrap();
    assert_eq!(read(&path).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
    assert_eq!(effective(&path), b"");
    assert_eq!(read(dir.path()).unwrap_err().kind(), io::ErrorKind::InvalidInput);
    assert_eq!(effective(dir.path()), b"");
    assert_eq!(effective(&dir.path().join("missing")), b"");
    let pipe = dir.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert_eq!(effective(&pipe), b"", "nobody waits for the other end");
    assert_eq!(read(&path.join("beneath a file")).unwrap_err().kind(), io::ErrorKind::NotADirectory);
}

#[test]
fn what_a_crash_left_beside_is_removed_and_what_is_no_file_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("resolv.conf");
    fs::write(&path, "ours\n").unwrap();
    let left = beside(&path).unwrap();
    assert_eq!(left, dir.path().join(".resolv.conf.adit"));
    fs::write(&left, "half").unwrap();
    assert!(restore(&path, &FileState::Missing, &["ours\n".into()]).unwrap());
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    fs::create_dir(&path).unwrap();
    put(&path, &FileState::Missing).unwrap_err();
    fs::remove_dir(&path).unwrap();
    put(&path, &FileState::Missing).unwrap();
    fs::create_dir(&left).unwrap();
    restore(&path, &FileState::Missing, &[]).unwrap_err();
    beside(Path::new("/")).unwrap_err();
    assert!(restore(&dir.path().join("not there/resolv.conf"), &FileState::Missing, &[]).unwrap());
}

#[test]
fn a_file_is_ours_as_far_as_it_was_written_and_nobody_elses_is() {
    let regular = |text: &str| FileState::Regular { bytes: text.into(), mode: 0o644, uid: 0, gid: 0 };
    let link = |target: &str| FileState::Symlink { target: target.into() };
    let ours = ["first\n".to_owned(), "second\n".to_owned()];
    for (now, before, is) in [
        (regular("second\n"), regular("before\n"), true),
        (regular("sec"), regular("before\n"), true),
        (regular("bef"), regular("before\n"), true),
        (regular("theirs\n"), regular("before\n"), false),
        (regular("second\nmore\n"), link("a"), false),
        (regular("first\n"), FileState::Missing, true),
        (link("a"), link("a"), true),
        (link("b"), link("a"), false),
        (FileState::Missing, link("a"), false),
    ] {
        assert_eq!(is_one_of(&now, &before, &ours), is, "{now:?} {before:?}");
    }
}

#[test]
fn only_what_says_that_a_place_is_closed_leads_to_writing_in_place() {
    for errno in [Errno::BUSY, Errno::XDEV, Errno::ROFS, Errno::ACCESS, Errno::PERM] {
        assert!(is_closed(&errno.into()), "{errno}");
    }
    for error in [Errno::NOSPC.into(), Errno::NOENT.into(), io::Error::other("without a number")] {
        assert!(!is_closed(&error), "{error}");
    }
}

#[test]
fn where_a_link_leads_is_seen_from_its_own_directory() {
    let at = |path: &str, to: &str| target(Path::new(path), to.as_bytes());
    assert_eq!(at("/etc/resolv.conf", "../run/x"), Path::new("/etc/../run/x"));
    assert_eq!(at("/etc/resolv.conf", "/run/x"), Path::new("/run/x"));
}

#[test]
fn a_link_is_never_written_through() {
    let dir = tempfile::tempdir().unwrap();
    let (path, theirs) = (dir.path().join("resolv.conf"), dir.path().join("theirs"));
    fs::write(&theirs, "theirs\n").unwrap();
    write_in_place(&theirs, b"the control\n").unwrap();
    symlink(&theirs, &path).unwrap();
    assert_eq!(write_in_place(&path, b"ours\n").unwrap_err().raw_os_error(), Some(Errno::LOOP.raw_os_error()));
    assert_eq!(fs::read(&theirs).unwrap(), b"the control\n");
}
