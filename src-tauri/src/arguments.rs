//! The command line: of this start, and of a second one that hands its own over.

use std::path::{Path, PathBuf};

use clap::Parser;
use profile_api::Formats;

use crate::import::Source;

/// A desktop VPN client for .ovpn profiles.
#[derive(Debug, Clone, Parser)]
#[command(name = "adit", version)]
pub(crate) struct Arguments {
    /// Profiles to import: files, folders, or links.
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Start into the tray, without a window.
    #[arg(long)]
    pub(crate) hidden: bool,
    /// The helper's socket.
    #[arg(long, value_name = "PATH", env = "ADIT_SOCKET")]
    pub(crate) socket: Option<PathBuf>,
}

impl Arguments {
    /// The files, as they are seen from `folder`.
    pub(crate) fn sources(&self, folder: &Path, formats: &Formats) -> Vec<Source> {
        self.files.iter().map(|file| Source::of_argument(file, folder, formats)).collect()
    }

    /// Takes over what a second start was called with. Nothing of it but its files counts; `None` if it makes no sense.
    pub(crate) fn of_second(arguments: &[String]) -> Option<Self> {
        Self::try_parse_from(arguments).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formats() -> Formats {
        Formats::new(ovpn_profile::OpenVpn)
    }

    fn of(arguments: &[&str]) -> Option<Arguments> {
        Arguments::of_second(&arguments.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn links_and_file_addresses_are_told_from_files() {
        let arguments =
            of(&["adit", "openvpn://import-profile/https://vpn.example.com/p", "file:///srv/my%20vpn.ovpn"]);
        let sources = arguments.unwrap().sources(Path::new("/tmp"), &formats());
        assert!(matches!(&sources[0], Source::Url(link) if link.host() == "vpn.example.com"), "{:?}", sources[0]);
        assert!(matches!(&sources[1], Source::Path(path) if path == Path::new("/srv/my vpn.ovpn")), "{:?}", sources[1]);
        let sources = of(&["adit", "openvpn://import-profile/http://vpn.example.com/p"]).unwrap();
        assert!(matches!(sources.sources(Path::new("/tmp"), &formats())[0], Source::BadUrl(_)));
        assert!(of(&["adit", "--import=openvpn://import-profile/https://vpn.example.com/p"]).is_none());
    }

    #[test]
    fn files_are_seen_from_the_folder_of_the_start() {
        let sources = of(&["adit", "work.ovpn", "/srv/home.ovpn"]).unwrap().sources(Path::new("/tmp"), &formats());
        let paths: Vec<_> = sources
            .iter()
            .map(|source| match source {
                Source::Path(path) => path.clone(),
                other @ (Source::Text { .. } | Source::Url(_) | Source::BadUrl(_)) => panic!("not a file: {other:?}"),
            })
            .collect();
        assert_eq!(paths, [PathBuf::from("/tmp/work.ovpn"), PathBuf::from("/srv/home.ovpn")]);
    }

    #[test]
    fn what_makes_no_sense_is_nothing() {
        assert!(of(&["adit", "--no-such-flag"]).is_none());
        assert!(of(&["adit", "--help"]).is_none());
        assert!(of(&["adit", "--", "--hidden"]).is_some_and(|arguments| !arguments.hidden));
    }
}
