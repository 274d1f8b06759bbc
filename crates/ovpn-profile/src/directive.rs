//! Every directive that OpenVPN 2.4 to 2.7 knows, with some of OpenVPN 3, and what Adit does with it.

use ovpn_settings::options::table::{OPTIONS, Row, Stands};

use crate::reason::Reason;

mod table;

use table::{ARITY, HARMLESS_IF_LEFT_OUT, IGNORED, REFUSED, USED, WARNED};
pub use table::{IN_CONNECTION, INLINE, LISTS};

/// What Adit does with a directive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// It means something to Adit. The number of values it takes, at least and at most.
    Used { least: usize, most: usize },
    /// Left out, and harmless.
    Ignored(Why),
    /// Left out, and worth knowing.
    Warned(Why),
    /// A profile with it is not usable.
    Refused(Why),
}

/// Why a directive is not used, by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// How much OpenVPN logs.
    Log,
    /// Under whose rights OpenVPN runs.
    Rights,
    /// Adit does it anyway.
    AlwaysSo,
    /// For another system.
    Platform,
    /// Without effect in OpenVPN, too.
    Obsolete,
    /// Buffers, queues and waits.
    Tuning,
    /// For scripts, which are never run.
    Scripts,
    /// For programs around OpenVPN.
    OtherPrograms,
    /// A way to control or watch OpenVPN.
    Control,
    /// A log or state file.
    LogFile,
    /// DNS protection that Adit has of its own.
    DnsProtection,
    /// Adit does not do it.
    NotHonoured,
    /// Only servers send it.
    PushOnly,
    /// Negotiation of ciphers is off.
    NegotiationOff,
    /// A program to run.
    Script,
    /// A library to load.
    Plugin,
    /// For servers.
    Server,
    /// An action, not a setting.
    Standalone,
    /// Static key instead of TLS.
    StaticKey,
    /// `mtu-dynamic`, the name of `fragment` before 2.0.
    Fragment,
    /// A key that lives elsewhere.
    ExternalKey,
    /// `tls-remote`.
    TlsRemote,
    /// `scramble`, of servers with a patch.
    Scramble,
    /// Leaving it out would change what the profile promises.
    NotSupported,
}

impl Why {
    /// The reason for a report.
    #[must_use]
    pub fn reason(self, name: &str) -> Reason {
        let name = name.to_owned();
        match self {
            Self::Log => Reason::OwnLog,
            Self::Rights => Reason::OwnRights,
            Self::AlwaysSo => Reason::AlwaysSo,
            Self::Platform => Reason::OtherPlatform,
            Self::Obsolete => Reason::Obsolete,
            Self::Tuning => Reason::Tuning,
            Self::Scripts => Reason::ForScripts,
            Self::OtherPrograms => Reason::ForOtherPrograms,
            Self::Control => Reason::OwnControl { name },
            Self::LogFile => Reason::OwnLogFile { name },
            Self::DnsProtection => Reason::OwnDnsProtection,
            Self::NotHonoured => Reason::NotHonoured { name },
            Self::PushOnly => Reason::PushOnly { name },
            Self::NegotiationOff => Reason::NegotiationOff,
            Self::Script => Reason::Script { name },
            Self::Plugin => Reason::Plugin,
            Self::Server => Reason::ServerOnly { name },
            Self::Standalone => Reason::StandaloneAction { name },
            Self::StaticKey => Reason::StaticKeyMode,
            Self::Fragment => Reason::Fragment,
            Self::ExternalKey => Reason::ExternalKey,
            Self::TlsRemote => Reason::TlsRemote,
            Self::Scramble => Reason::Scramble,
            Self::NotSupported => Reason::NotSupported { name },
        }
    }
}

/// What is done with the directive `name`; `None` if there is no such directive. Names are case-sensitive.
#[must_use]
pub fn class(name: &str) -> Option<Class> {
    if let Some((least, most)) = used(name) {
        return Some(Class::Used { least, most });
    }
    let within =
        |groups: &[(Why, &[&str])]| groups.iter().find(|(_, names)| names.contains(&name)).map(|(why, _)| *why);
    within(IGNORED)
        .map(Class::Ignored)
        .or_else(|| within(WARNED).map(Class::Warned))
        .or_else(|| within(REFUSED).map(Class::Refused))
}

/// How many values the directive `name` takes, at least and at most, where that is known. The count is part of recognising a
/// directive in OpenVPN 2.x: with another one it stops.
#[must_use]
pub fn arity(name: &str) -> Option<(usize, usize)> {
    used(name)
        .or_else(|| ARITY.iter().find(|(.., names)| names.contains(&name)).map(|(least, most, _)| (*least, *most)))
}

/// How many values the directive `name` takes, if it means something to Adit.
fn used(name: &str) -> Option<(usize, usize)> {
    let own = USED.iter().find(|(known, ..)| *known == name).map(|(_, least, most)| (*least, *most));
    own.or_else(|| shared().find(|row| row.name == name).map(|row| (row.least, row.most)))
}

/// Directives that a server may push as well, which have a table of their own.
fn shared() -> impl Iterator<Item = &'static Row> {
    OPTIONS.iter().filter(|row| row.stands == Stands::Both)
}

/// All names, in no order.
pub fn names() -> impl Iterator<Item = &'static str> {
    let groups = [IGNORED, WARNED, REFUSED].into_iter().flatten().flat_map(|(_, names)| names.iter().copied());
    USED.iter().map(|(name, ..)| *name).chain(shared().map(|row| row.name)).chain(groups)
}

/// The directive that `name` was probably meant to be.
#[must_use]
pub fn similar(name: &str) -> Option<&'static str> {
    if name.len() < 4 {
        return None;
    }
    let distances = names().map(|known| (strsim::damerau_levenshtein(known, name), known));
    distances.filter(|(distance, _)| *distance <= 2).min().map(|(_, known)| known)
}

/// Whether a misspelling of `name` can be left out without changing how safe the tunnel is.
#[must_use]
pub fn harmless(name: &str) -> bool {
    match class(name) {
        Some(Class::Ignored(_) | Class::Warned(_)) => true,
        Some(Class::Used { .. }) => HARMLESS_IF_LEFT_OUT.contains(&name),
        Some(Class::Refused(_)) | None => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_directive_has_one_class() {
        let all: Vec<_> = names().collect();
        let unique: BTreeSet<_> = all.iter().collect();
        assert_eq!(unique.len(), all.len());
        assert_eq!(all.len(), 342);
        assert!(all.iter().all(|name| class(name).is_some()));
        assert_eq!(class("Client"), None);
    }

    #[test]
    fn the_number_of_values_is_known_once() {
        for (least, most, names) in ARITY {
            assert!(least <= most);
            for name in *names {
                assert!(matches!(class(name), Some(Class::Ignored(_) | Class::Warned(_))), "{name}");
            }
        }
        assert_eq!((arity("verb"), arity("remote"), arity("block-outside-dns")), (Some((1, 1)), Some((1, 3)), None));
    }

    #[test]
    fn lists_of_names_name_directives() {
        for name in INLINE.iter().chain(IN_CONNECTION).chain(LISTS).chain(HARMLESS_IF_LEFT_OUT) {
            assert!(class(name).is_some(), "{name}");
        }
    }

    #[test]
    fn misspellings_are_recognised_and_only_some_are_harmless() {
        assert_eq!(similar("data-ciphers-fallbacks"), Some("data-ciphers-fallback"));
        assert_eq!(similar("remote-cert-tsl"), Some("remote-cert-tls"));
        assert_eq!(similar("frobnicate"), None);
        assert!(harmless("data-ciphers-fallback") && harmless("verb"));
        assert!(!harmless("remote-cert-tls") && !harmless("up"));
    }
}
