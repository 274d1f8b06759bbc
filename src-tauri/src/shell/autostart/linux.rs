//! An entry in the folder of what the desktop starts (freedesktop.org, Desktop Application Autostart Specification 0.5).

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

/// The entry's name. One of the same name in the system's folder, or made by the user, is replaced.
const ENTRY: &str = "app.adit.Adit.desktop";

/// Makes the entry, or removes it.
///
/// # Errors
/// It could not be written or removed.
pub(in crate::shell) fn set(on: bool) -> io::Result<()> {
    let Some(folder) = folder() else { return Ok(()) };
    set_in(&folder, &env::current_exe()?, on)
}

/// `$XDG_CONFIG_HOME/autostart`. An address that is not absolute is ignored, as the XDG Base Directory Specification wants.
fn folder() -> Option<PathBuf> {
    let absolute = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let config = absolute("XDG_CONFIG_HOME").or_else(|| absolute("HOME").map(|home| home.join(".config")))?;
    Some(config.join("autostart"))
}

fn set_in(folder: &Path, program: &Path, on: bool) -> io::Result<()> {
    let path = folder.join(ENTRY);
    if !on {
        return match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        };
    }
    let entry = entry(program)?;
    if fs::read_to_string(&path).is_ok_and(|there| there == entry) {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    profiles::write_private(&path, entry.as_bytes())
}

fn entry(program: &Path) -> io::Result<String> {
    let program = program.to_str().filter(|path| !path.chars().any(char::is_control));
    let program = program.ok_or_else(|| io::Error::other("the program's path cannot stand in a desktop entry"))?;
    let quoted = quoted(program);
    Ok(format!(
        "[Desktop Entry]\nType=Application\nName=Adit\nIcon=app.adit.Adit\nExec={quoted} --hidden\nTerminal=false\nX-GNOME-Autostart-enabled=true\n"
    ))
}

/// As an argument of `Exec=` (Desktop Entry Specification 1.5, "The Exec key"): in quotes, with a backslash before what a shell
/// reads, which the general rule for strings doubles, and a field code's sign doubled.
fn quoted(argument: &str) -> String {
    let mut quoted = String::from("\"");
    for c in argument.chars() {
        match c {
            '"' | '`' | '$' => quoted.extend(['\\', '\\', c]),
            '\\' => quoted.push_str(r"\\\\"),
            '%' => quoted.push_str("%%"),
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entry_is_made_once_and_removed() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("autostart");
        set_in(&folder, Path::new("/usr/bin/adit"), false).unwrap();
        assert!(!folder.exists(), "nothing is made to remove it");
        set_in(&folder, Path::new("/usr/bin/adit"), true).unwrap();
        let written = fs::read_to_string(folder.join(ENTRY)).unwrap();
        assert!(written.contains("\nExec=\"/usr/bin/adit\" --hidden\n"), "{written}");
        set_in(&folder, Path::new("/opt/adit"), true).unwrap();
        assert!(fs::read_to_string(folder.join(ENTRY)).unwrap().contains("\"/opt/adit\""), "another program");
        set_in(&folder, Path::new("/opt/adit"), false).unwrap();
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    }

    #[test]
    fn a_path_stands_for_itself() {
        assert_eq!(quoted("/usr/bin/adit"), "\"/usr/bin/adit\"");
        assert_eq!(quoted("/a b/100%/$x"), "\"/a b/100%%/\\\\$x\"");
        assert!(entry(Path::new("/tmp/a\nExec=/bin/evil")).is_err());
    }
}
