//! Programs that share nothing with others of the same file.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use lab::Host;

/// A command that runs `program` on `host`, from a copy of it and of its shared libraries.
///
/// Processes of one file share its code in the processor's caches. A client would be quicker for what the server on the same
/// machine has just done, and make the server quicker; across a network neither happens.
pub(super) fn command(host: &Host, program: &str) -> Result<Command> {
    let found = find(program).with_context(|| format!("{program} is not installed"))?;
    let directory = host.directory().join("apart");
    std::fs::create_dir_all(&directory)?;
    let listed = Command::new("ldd").arg(&found).output().context("run ldd")?;
    for file in libraries(&String::from_utf8_lossy(&listed.stdout)).chain([found.as_path()]) {
        let name = file.file_name().context("a file without a name")?;
        std::fs::copy(file, directory.join(name)).with_context(|| format!("copy {}", file.display()))?;
    }
    let mut command = host.command(directory.join(program));
    command.env("LD_LIBRARY_PATH", directory);
    Ok(command)
}

/// The file that a program's name stands for.
pub(super) fn find(program: &str) -> Option<PathBuf> {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths)
        .chain([PathBuf::from("/usr/sbin")])
        .map(|path| path.join(program))
        .find(|path| path.is_file())
}

/// The files in a list of ldd(1): `libssl.so.3 => /lib/libssl.so.3 (0x00007f0000000000)`.
fn libraries(listed: &str) -> impl Iterator<Item = &Path> {
    listed.lines().filter_map(|line| Some(Path::new(line.split(" => ").nth(1)?.split_whitespace().next()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_are_those_with_a_file() {
        let listed =
            "\tlinux-vdso.so.1 (0x1)\n\tlibssl.so.3 => /lib/libssl.so.3 (0x2)\n\t/lib64/ld-linux-x86-64.so.2 (0x3)\n";
        assert_eq!(libraries(listed).collect::<Vec<_>>(), [Path::new("/lib/libssl.so.3")]);
    }

    #[test]
    fn a_copy_runs_from_its_own_files() -> Result<()> {
        let host = Host::new()?;
        let mut command = command(&host, "cat")?;
        let output = command.arg("/proc/self/maps").output()?;
        let maps = String::from_utf8_lossy(&output.stdout).into_owned();
        let directory = host.directory().join("apart").display().to_string();
        for file in ["/cat", "/libc.so.6"] {
            assert!(maps.contains(&format!("{directory}{file}")), "{file}: {maps}");
        }
        Ok(())
    }
}
