use std::{
    fs::{self, Permissions},
    os::unix::fs::{PermissionsExt, chown, symlink},
    path::PathBuf,
};

use ovpn_profile::OpenVpn;
use tempfile::TempDir;
use vpn_api::Lock;

use super::*;

/// A profile that needs no file beside it, with a server that is known by its certificate's fingerprint.
const PROFILE: &str = "client\ndev tun\nremote vpn.example.com 1194\nauth-user-pass\nredirect-gateway def1\npeer-fingerprint \
    \"00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff\"\n";

struct Place {
    home: TempDir,
    policy: PathBuf,
    folder: PathBuf,
}

impl Place {
    fn new(policy: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        let (file, folder) = (home.path().join("policy.toml"), home.path().join("profiles"));
        fs::create_dir(&folder).unwrap();
        let place = Self { home, policy: file, folder };
        place.write(&place.policy, policy);
        place.write(&place.folder.join("office.ovpn"), PROFILE);
        place
    }

    fn write(&self, path: &Path, text: &str) {
        fs::write(path, text).unwrap();
        fs::set_permissions(path, Permissions::from_mode(0o644)).unwrap();
    }

    fn policy(&self) -> Policy {
        compile(&self.policy, &self.folder, &Formats::new(OpenVpn)).unwrap()
    }

    fn problem(&self) -> PolicyProblem {
        let policy = self.policy();
        let problem = policy.problem.clone().unwrap();
        assert_eq!(policy, Policy::strictest(problem.clone()));
        problem
    }
}

const ONE: &str = "[[profile]]\nfile = \"office.ovpn\"\n";

#[test]
fn a_profile_becomes_typed_and_says_what_users_are_shown() {
    let place = Place::new(
        "organisation = \"Example Ltd\"\n[lock]\nmode = \"wanted\"\n[profiles]\nown = false\n[[profile]]\nfile = \
         \"office.ovpn\"\nname = \"Main office\"\nusers = [\"alice\"]\ngroups = [\"staff\"]\n",
    );
    let policy = place.policy();
    assert_eq!((policy.problem.as_ref(), policy.lock), (None, Some(Lock::WhileWanted)));
    assert!(!policy.own_profiles && policy.let_out);
    let [one] = policy.profiles.as_slice() else { panic!("{policy:?}") };
    assert_eq!((one.card.id.as_str(), one.card.name.as_str()), ("office", "Main office"));
    assert_eq!(
        (one.users.as_slice(), one.groups.as_slice()),
        (["alice".to_owned()].as_slice(), ["staff".to_owned()].as_slice())
    );
    assert!(one.card.password && one.card.takes_all && one.card.servers == ["vpn.example.com"]);
    assert_eq!(one.profile.protocol, ovpn_profile::PROTOCOL);
}

#[test]
fn without_a_file_nothing_is_settled() {
    let place = Place::new("");
    assert!(place.policy().problem.is_none(), "an empty file settles nothing, and is one");
    fs::remove_file(&place.policy).unwrap();
    assert!(compile(&place.policy, &place.folder, &Formats::new(OpenVpn)).is_none());
}

#[test]
fn a_policy_that_others_could_have_written_is_none() {
    let place = Place::new(ONE);
    assert!(place.policy().problem.is_none(), "the control");
    for path in [place.policy.clone(), place.folder.join("office.ovpn"), place.folder.clone(), place.home.path().into()]
    {
        let before = fs::metadata(&path).unwrap().permissions();
        for bits in [0o020, 0o002] {
            fs::set_permissions(&path, Permissions::from_mode(before.mode() | bits)).unwrap();
            assert_eq!(place.problem().fault, PolicyFault::Writable, "{}", path.display());
        }
        fs::set_permissions(&path, before).unwrap();
        if fs::metadata("/proc/self").is_ok_and(|about| std::os::unix::fs::MetadataExt::uid(&about) == 0) {
            chown(&path, Some(4_000_123), None).unwrap();
            assert_eq!(place.problem().fault, PolicyFault::Owner, "{}", path.display());
            chown(&path, Some(0), None).unwrap();
        }
    }
    assert!(place.policy().problem.is_none());
}

#[test]
fn links_and_what_is_no_file_are_refused() {
    for name in ["policy.toml", "profiles/office.ovpn"] {
        let place = Place::new(ONE);
        let (path, other) = (place.home.path().join(name), place.home.path().join("other"));
        fs::rename(&path, &other).unwrap();
        symlink(&other, &path).unwrap();
        let problem = place.problem();
        assert_eq!((problem.fault, problem.file), (PolicyFault::NotAFile, path.display().to_string()));
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert_eq!(place.problem().fault, PolicyFault::NotAFile);
    }
}

#[test]
fn what_is_too_large_or_no_text_is_refused() {
    let place = Place::new("");
    let file = fs::File::create(&place.policy).unwrap();
    file.set_permissions(Permissions::from_mode(0o644)).unwrap();
    file.set_len(1 << 40).unwrap();
    assert_eq!(place.problem().fault, PolicyFault::TooLarge { limit: trust::MAX_POLICY });
    fs::write(&place.policy, [0xff, 0xfe]).unwrap();
    assert!(matches!(place.problem().fault, PolicyFault::Unreadable { .. }));
    let place = Place::new(ONE);
    fs::File::create(place.folder.join("office.ovpn")).unwrap().set_len(1 << 40).unwrap();
    assert!(matches!(place.problem().fault, PolicyFault::Unreadable { .. }));
}

#[test]
fn each_mistake_in_a_profile_names_its_file_and_line() {
    for (table, line, part) in [
        ("file = \"../office.ovpn\"\n", Some(2), "../office.ovpn"),
        ("file = \"/etc/shadow\"\n", Some(2), "/etc/shadow"),
        ("file = \"\"\n", Some(2), "name of a file"),
        ("file = \"office.ovpn\"\nid = \"a b\"\n", Some(3), "a b"),
        ("file = \"office.ovpn\"\nname = \"\"\n", Some(3), "name"),
        ("file = \"office.ovpn\"\nusers = [\"alice\", \"a:b\"]\n", Some(3), "a:b"),
        ("file = \"office.ovpn\"\ngroups = [\"\"]\n", Some(3), "groups"),
        ("file = \"office.ovpn\"\n[[profile]]\nfile = \"office.ovpn\"\n", Some(4), "office"),
        ("file = \"missing.ovpn\"\n", None, "cannot be read"),
    ] {
        let problem = Place::new(&format!("[[profile]]\n{table}")).problem();
        let said = i18n::policy_problem(&problem).to_string();
        assert!(problem.line == line && said.contains(part), "{table}: {said}");
    }
    let place = Place::new(ONE);
    place.write(&place.folder.join("office.ovpn"), &PROFILE.replace("dev tun", "dev tap"));
    let problem = place.problem();
    assert!(problem.file.ends_with("profiles/office.ovpn") && problem.line == Some(2), "{problem:?}");
    place.write(&place.folder.join("office.ovpn"), "not a profile");
    assert!(place.problem().file.ends_with("profiles/office.ovpn"));
    let many = ONE.repeat(65);
    assert!(matches!(Place::new(&many).problem(), PolicyProblem { line: Some(130), .. }));
}

#[test]
fn what_is_left_for_the_helper_is_whole_and_not_for_everybody() {
    let place = Place::new(ONE);
    let to = place.home.path().join("policy.json");
    fs::write(to.with_extension("new"), "torn").unwrap();
    trust::put(&to, Some(&place.policy())).unwrap();
    assert_eq!(fs::metadata(&to).unwrap().permissions().mode() & 0o137, 0, "written by its owner, read by its group");
    let again: Policy = serde_json::from_slice(&fs::read(&to).unwrap()).unwrap();
    assert_eq!(again, place.policy());
    trust::put(&to, None).unwrap();
    trust::put(&to, None).unwrap();
    assert!(!to.exists() && !to.with_extension("new").exists());
}

#[test]
fn the_schema_knows_what_the_file_may_say() {
    let schema = include_str!("../../../../../installer/linux/policy.schema.json");
    let schema: serde_json::Value = serde_json::from_str(schema).unwrap();
    let keys =
        |place: &str| -> Vec<String> { schema.pointer(place).unwrap().as_object().unwrap().keys().cloned().collect() };
    let parse_error = |text: &str| i18n::policy_fault(&parse(text).unwrap_err().fault);
    for (table, place) in [
        ("", "/properties"),
        ("[lock]\n", "/properties/lock/properties"),
        ("[profiles]\n", "/properties/profiles/properties"),
        ("[[profile]]\n", "/properties/profile/items/properties"),
    ] {
        // The parser names what it expected instead.
        let expected = parse_error(&format!("{table}nothing = 1\n"));
        for key in keys(place) {
            assert!(expected.contains(&format!("`{key}`")), "{key} is in the schema alone: {expected}");
        }
        assert_eq!(expected.matches('`').count() / 2, keys(place).len() + 1, "{expected}");
    }
}
