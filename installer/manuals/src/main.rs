//! Writes the manual pages and the shell completions of `aditctl` into a directory laid out as `/usr`: `adit-manuals DIRECTORY`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use clap_complete::{Shell, generate_to};

/// Where each shell looks, and what the file is called there.
const COMPLETIONS: [(Shell, &str, &str); 3] = [
    (Shell::Bash, "share/bash-completion/completions", "aditctl"),
    (Shell::Zsh, "share/zsh/vendor-completions", "_aditctl"),
    (Shell::Fish, "share/fish/vendor_completions.d", "aditctl.fish"),
];

fn main() -> Result<()> {
    let root: PathBuf = std::env::args_os().nth(1).context("adit-manuals DIRECTORY")?.into();
    pages(&root.join("share/man/man1"))?;
    completions(&root)
}

/// One page for `aditctl`, and one for each of its commands.
fn pages(directory: &Path) -> Result<()> {
    fs::create_dir_all(directory)?;
    Ok(clap_mangen::generate_to(cli::command().disable_help_subcommand(true), directory)?)
}

fn completions(root: &Path) -> Result<()> {
    for (shell, directory, name) in COMPLETIONS {
        let directory = root.join(directory);
        fs::create_dir_all(&directory)?;
        let written = generate_to(shell, &mut cli::command(), "aditctl", &directory)?;
        fs::rename(written, directory.join(name))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_command_has_a_page_and_each_shell_its_completion() -> Result<()> {
        let root = tempfile::tempdir()?;
        pages(&root.path().join("share/man/man1"))?;
        completions(root.path())?;
        let connect = fs::read_to_string(root.path().join("share/man/man1/aditctl-connect.1"))?;
        assert!(connect.contains("\\-\\-wait") && connect.contains("Bring a tunnel up"), "{connect}");
        for (_, directory, name) in COMPLETIONS {
            let file = fs::read_to_string(root.path().join(directory).join(name))?;
            assert!(file.contains("disconnect"), "{name}");
        }
        Ok(())
    }

    #[test]
    fn the_pages_of_the_services_name_all_their_options() -> Result<()> {
        let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../linux/man");
        for (page, help) in [("aditd.8", helper::arguments::HELP), ("adit-netd.8", netd::arguments::HELP)] {
            let text = fs::read_to_string(pages.join(page))?.replace("\\-", "-");
            let options = help.split_whitespace().filter(|word| word.starts_with("--"));
            let missing: Vec<_> =
                options.filter(|option| !text.contains(option.trim_matches(&[',', ';', '.'][..]))).collect();
            assert!(missing.is_empty(), "{page} lacks {missing:?}");
        }
        Ok(())
    }
}
