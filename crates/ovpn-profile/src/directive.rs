//! Every directive that OpenVPN 2.4 to 2.7 knows, with some of OpenVPN 3, and what Adit does with it.

use ovpn_settings::options::table::{OPTIONS, Row, Stands};

use crate::reason::Reason;

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
    /// A PKCS#12 container.
    /// A key that lives elsewhere.
    ExternalKey,
    /// `tls-remote`.
    TlsRemote,
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

/// Blocks that may be written inline, in the order of OpenVPN's manual.
pub const INLINE: &[&str] = &[
    "ca",
    "cert",
    "key",
    "extra-certs",
    "crl-verify",
    "socks-proxy-user-pass",
    "tls-auth",
    "tls-crypt",
    "tls-crypt-v2",
    "auth-user-pass",
    "peer-fingerprint",
    "verify-hash",
    "connection",
    "dh",
    "pkcs12",
    "secret",
    "http-proxy-user-pass",
    "auth-gen-token-secret",
];

/// Directives that may stand inside `<connection>`, as observed from OpenVPN 2.6.14.
pub const IN_CONNECTION: &[&str] = &[
    "bind",
    "connect-retry",
    "connect-retry-max",
    "connect-timeout",
    "disable-dco",
    "explicit-exit-notify",
    "float",
    "fragment",
    "http-proxy",
    "http-proxy-option",
    "http-proxy-retry",
    "http-proxy-timeout",
    "http-proxy-user-pass",
    "key-direction",
    "link-mtu",
    "local",
    "lport",
    "max-packet-size",
    "max-routes",
    "msg-channel",
    "mssfix",
    "mtu-disc",
    "mtu-dynamic",
    "nobind",
    "port",
    "prng",
    "proto",
    "providers",
    "remote",
    "route-ipv6-gateway",
    "rport",
    "server-poll-timeout",
    "socks-proxy",
    "socks-proxy-retry",
    "socks-proxy-user-pass",
    "tls-auth",
    "tls-crypt",
    "tls-crypt-v2",
    "tun-ipv6",
    "tun-mtu",
    "tun-mtu-extra",
    "tun-mtu-max",
    "udp-mtu",
];

/// Directives that may be said several times; of all others the last one counts.
pub const LISTS: &[&str] = &[
    "connection",
    "dhcp-option",
    "dns",
    "http-proxy-option",
    "ignore-unknown-option",
    "peer-fingerprint",
    "pull-filter",
    "redirect-gateway",
    "redirect-private",
    "remote",
    "route",
    "route-ipv6",
    "setenv",
    "setenv-safe",
    "verify-hash",
];

const HARMLESS_IF_LEFT_OUT: &[&str] = &[
    "comp-lzo",
    "connect-retry",
    "connect-retry-max",
    "connect-timeout",
    "data-ciphers",
    "data-ciphers-fallback",
    "explicit-exit-notify",
    "hand-window",
    "inactive",
    "keepalive",
    "max-packet-size",
    "mssfix",
    "ncp-ciphers",
    "ping",
    "ping-exit",
    "ping-restart",
    "push-peer-info",
    "remote-random",
    "reneg-bytes",
    "reneg-pkts",
    "reneg-sec",
    "replay-window",
    "route-metric",
    "server-poll-timeout",
    "session-timeout",
    "tran-window",
];

/// Name, least and most values of what only a profile may say.
const USED: &[(&str, usize, usize)] = &[
    ("allow-compression", 1, 1),
    ("askpass", 0, 1),
    ("auth-federate", 0, 0),
    ("auth-nocache", 0, 0),
    ("auth-user-pass", 0, 1),
    ("ca", 1, 1),
    ("cert", 1, 1),
    ("client", 0, 0),
    ("compat-mode", 1, 2),
    ("connect-retry", 1, 2),
    ("connect-retry-max", 1, 1),
    ("connect-timeout", 1, 1),
    ("connection", 0, 0),
    ("crl-verify", 1, 2),
    ("data-ciphers", 1, 1),
    ("data-ciphers-fallback", 1, 1),
    ("dev", 1, 1),
    ("dev-type", 1, 1),
    ("extra-certs", 1, 1),
    ("fragment", 1, 2),
    ("hand-window", 1, 1),
    ("http-proxy", 2, 4),
    ("http-proxy-option", 1, 3),
    ("http-proxy-user-pass", 1, 15),
    ("ignore-unknown-option", 1, 15),
    ("key", 1, 1),
    ("key-direction", 1, 1),
    ("key-method", 1, 1),
    ("local", 1, 3),
    ("lport", 1, 1),
    ("max-packet-size", 1, 1),
    ("mode", 1, 1),
    ("mssfix", 0, 2),
    ("ncp-ciphers", 1, 1),
    ("ns-cert-type", 1, 1),
    ("peer-fingerprint", 1, 1),
    ("pkcs12", 1, 1),
    ("port", 1, 1),
    ("proto", 1, 1),
    ("proto-force", 1, 1),
    ("pull", 0, 0),
    ("pull-filter", 2, 2),
    ("push-peer-info", 0, 0),
    ("remote", 1, 3),
    ("remote-cert-eku", 1, 1),
    ("remote-cert-ku", 0, 15),
    ("remote-cert-tls", 1, 1),
    ("remote-random", 0, 0),
    ("remote-random-hostname", 0, 0),
    ("reneg-bytes", 1, 1),
    ("reneg-pkts", 1, 1),
    ("reneg-sec", 1, 2),
    ("replay-window", 1, 2),
    ("route-nopull", 0, 0),
    ("rport", 1, 1),
    ("server-poll-timeout", 1, 1),
    ("setenv", 1, 15),
    ("setenv-safe", 1, 2),
    ("socks-proxy", 1, 3),
    ("socks-proxy-user-pass", 1, 1),
    ("static-challenge", 2, 3),
    ("tls-auth", 1, 2),
    ("tls-cert-profile", 1, 1),
    ("tls-cipher", 1, 1),
    ("tls-ciphersuites", 1, 1),
    ("tls-client", 0, 0),
    ("tls-crypt", 1, 1),
    ("tls-crypt-v2", 1, 1),
    ("tls-groups", 1, 1),
    ("tls-version-max", 1, 1),
    ("tls-version-min", 1, 2),
    ("tran-window", 1, 1),
    ("verify-hash", 1, 2),
    ("verify-x509-name", 1, 2),
];

const IGNORED: &[(Why, &[&str])] = &[
    (
        Why::Log,
        &[
            "errors-to-stderr",
            "machine-readable-output",
            "mute",
            "mute-replay-warnings",
            "show-net-up",
            "status-version",
            "suppress-timestamps",
            "verb",
        ],
    ),
    (Why::Rights, &["group", "mlock", "nice", "script-security", "user"]),
    (
        Why::AlwaysSo,
        &[
            "allow-recursive-routing",
            "auth-retry",
            "disable-dco",
            "float",
            "ifconfig-nowarn",
            "mark",
            "nobind",
            "persist-key",
            "persist-local-ip",
            "persist-remote-ip",
            "persist-tun",
            "ping-timer-rem",
            "preresolve",
            "remap-usr1",
            "resolv-retry",
            "route-gateway",
            "route-ipv6-gateway",
            "tls-exit",
        ],
    ),
    (
        Why::Platform,
        &[
            "allow-nonadmin",
            "dhcp-internal",
            "dhcp-pre-release",
            "dhcp-release",
            "dhcp-renew",
            "ip-win32",
            "pause-exit",
            "rdns-internal",
            "register-dns",
            "route-method",
            "tap-sleep",
            "win-sys",
            "windows-driver",
        ],
    ),
    (
        Why::Obsolete,
        &[
            "comp-noadapt",
            "disable-occ",
            "ecdh-curve",
            "gremlin",
            "http-proxy-retry",
            "http-proxy-timeout",
            "ip-remote-hint",
            "keysize",
            "max-routes",
            "opt-verify",
            "prng",
            "socks-proxy-retry",
            "tun-ipv6",
            "tun-mtu-extra",
            "udp-mtu",
            "use-prediction-resistance",
        ],
    ),
    (
        Why::Tuning,
        &[
            "bind",
            "fast-io",
            "iproute",
            "multihome",
            "passtos",
            "rcvbuf",
            "replay-persist",
            "route-delay",
            "sndbuf",
            "socket-flags",
            "tcp-nodelay",
            "tcp-queue-limit",
            "tls-timeout",
            "tmp-dir",
            "tun-mtu-max",
            "txqueuelen",
        ],
    ),
    (Why::Scripts, &["up-delay", "up-restart"]),
    (
        Why::OtherPrograms,
        &[
            "allow-password-save",
            "auto-start",
            "become-primary",
            "client-ip",
            "custom-control",
            "echo",
            "mssfix-ctrl",
            "parameter",
            "redirect-dns",
            "remote-cache-lifetime",
            "remote-override",
        ],
    ),
];

const WARNED: &[(Why, &[&str])] = &[
    (
        Why::Control,
        &[
            "daemon",
            "inetd",
            "management",
            "management-client",
            "management-client-auth",
            "management-client-group",
            "management-client-pf",
            "management-client-user",
            "management-forget-disconnect",
            "management-hold",
            "management-log-cache",
            "management-query-passwords",
            "management-query-proxy",
            "management-query-remote",
            "management-signal",
            "management-up-down",
            "msg-channel",
            "service",
            "setcon",
        ],
    ),
    (Why::LogFile, &["log", "log-append", "status", "syslog", "writepid"]),
    (Why::DnsProtection, &["block-outside-dns"]),
    (Why::NegotiationOff, &["ncp-disable"]),
    (
        Why::PushOnly,
        &[
            "auth-token",
            "auth-token-user",
            "foreign-option",
            "key-derivation",
            "peer-id",
            "protocol-flags",
            "push-continuation",
        ],
    ),
    (
        Why::NotHonoured,
        &[
            "allow-pull-fqdn",
            "bind-dev",
            "block-ipv4",
            "cd",
            "client-cert-not-required",
            "client-nat",
            "dev-node",
            "down-pre",
            "force-tls-key-material-export",
            "http-proxy-fallback",
            "http-proxy-override",
            "ifconfig-noexec",
            "keying-material-exporter",
            "link-mtu",
            "lladdr",
            "mtu-disc",
            "mtu-test",
            "route-noexec",
            "route-table",
            "shaper",
            "single-session",
            "tls-auth-digest",
            "x509-track",
            "x509-username-field",
        ],
    ),
];

const REFUSED: &[(Why, &[&str])] = &[
    (
        Why::Script,
        &[
            "auth-user-pass-verify",
            "client-connect",
            "client-crresponse",
            "client-disconnect",
            "dns-updown",
            "down",
            "ipchange",
            "iproute-script",
            "learn-address",
            "route-pre-down",
            "route-up",
            "tls-crypt-v2-verify",
            "tls-export-cert",
            "tls-verify",
            "up",
        ],
    ),
    (Why::Plugin, &["plugin"]),
    (Why::StaticKey, &["allow-deprecated-insecure-static-crypto", "secret"]),
    (Why::Fragment, &["mtu-dynamic"]),
    (Why::TlsRemote, &["tls-remote"]),
    (
        Why::ExternalKey,
        &[
            "cryptoapicert",
            "engine",
            "management-external-cert",
            "management-external-key",
            "pkcs11-cert-private",
            "pkcs11-id",
            "pkcs11-id-management",
            "pkcs11-pin-cache",
            "pkcs11-private-mode",
            "pkcs11-protected-authentication",
            "pkcs11-providers",
            "providers",
        ],
    ),
    (
        Why::NotSupported,
        &[
            "capath",
            "chroot",
            "compat-names",
            "config",
            "no-iv",
            "no-name-remapping",
            "no-replay",
            "relay-mode",
            "vlan-tagging",
        ],
    ),
    (
        Why::Server,
        &[
            "auth-gen-token",
            "auth-gen-token-secret",
            "auth-user-pass-optional",
            "bcast-buffers",
            "ccd-exclusive",
            "client-config-dir",
            "client-to-client",
            "connect-freq",
            "connect-freq-initial",
            "dh",
            "disable",
            "duplicate-cn",
            "hash-size",
            "ifconfig-ipv6-pool",
            "ifconfig-ipv6-push",
            "ifconfig-pool",
            "ifconfig-pool-linear",
            "ifconfig-pool-persist",
            "ifconfig-push",
            "ifconfig-push-constraint",
            "iroute",
            "iroute-ipv6",
            "max-clients",
            "max-routes-per-client",
            "override-username",
            "port-share",
            "push",
            "push-remove",
            "push-reset",
            "server",
            "server-bridge",
            "server-ipv6",
            "stale-routes-check",
            "tls-crypt-v2-max-age",
            "tls-server",
            "username-as-common-name",
            "verify-client-cert",
            "vlan-accept",
            "vlan-pvid",
        ],
    ),
    (
        Why::Standalone,
        &[
            "genkey",
            "help",
            "memstats",
            "mktun",
            "rmtun",
            "show-adapters",
            "show-ciphers",
            "show-curves",
            "show-digests",
            "show-engines",
            "show-gateway",
            "show-groups",
            "show-net",
            "show-pkcs11-ids",
            "show-tls",
            "show-valid-subnets",
            "test-crypto",
            "version",
        ],
    ),
];

/// How many values directives take that Adit does not use, at least and at most, as observed from OpenVPN 2.6.14. What is not
/// here is unknown to it, so that no number is known.
const ARITY: &[(usize, usize, &[&str])] = &[
    (
        0,
        0,
        &[
            "allow-pull-fqdn",
            "allow-recursive-routing",
            "client-cert-not-required",
            "comp-noadapt",
            "disable-occ",
            "down-pre",
            "errors-to-stderr",
            "fast-io",
            "float",
            "ifconfig-noexec",
            "ifconfig-nowarn",
            "machine-readable-output",
            "management-client",
            "management-client-auth",
            "management-forget-disconnect",
            "management-hold",
            "management-query-passwords",
            "management-query-proxy",
            "management-query-remote",
            "management-signal",
            "management-up-down",
            "mlock",
            "mtu-test",
            "multihome",
            "mute-replay-warnings",
            "nobind",
            "opt-verify",
            "passtos",
            "persist-key",
            "persist-local-ip",
            "persist-remote-ip",
            "persist-tun",
            "ping-timer-rem",
            "route-noexec",
            "single-session",
            "suppress-timestamps",
            "tcp-nodelay",
            "tls-exit",
            "tun-ipv6",
            "up-delay",
            "up-restart",
        ],
    ),
    (0, 1, &["bind", "daemon", "ip-remote-hint", "max-routes", "preresolve", "syslog"]),
    (0, 2, &["route-delay"]),
    (
        0,
        15,
        &[
            "disable-dco",
            "echo",
            "force-tls-key-material-export",
            "http-proxy-retry",
            "parameter",
            "socket-flags",
            "socks-proxy-retry",
        ],
    ),
    (
        1,
        1,
        &[
            "auth-retry",
            "auth-token",
            "auth-token-user",
            "cd",
            "dev-node",
            "ecdh-curve",
            "gremlin",
            "group",
            "http-proxy-timeout",
            "link-mtu",
            "lladdr",
            "log",
            "log-append",
            "management-client-group",
            "management-client-user",
            "management-log-cache",
            "mark",
            "mtu-disc",
            "mute",
            "nice",
            "peer-id",
            "push-continuation",
            "rcvbuf",
            "remap-usr1",
            "replay-persist",
            "resolv-retry",
            "route-gateway",
            "route-ipv6-gateway",
            "route-method",
            "script-security",
            "shaper",
            "sndbuf",
            "status-version",
            "tcp-queue-limit",
            "tls-timeout",
            "tmp-dir",
            "tun-mtu-extra",
            "txqueuelen",
            "udp-mtu",
            "user",
            "verb",
            "writepid",
            "x509-track",
        ],
    ),
    (1, 2, &["prng", "status", "tun-mtu-max"]),
    (1, 15, &["bind-dev", "key-derivation", "msg-channel", "protocol-flags", "x509-username-field"]),
    (2, 3, &["http-proxy-override", "management"]),
    (2, 15, &["keying-material-exporter"]),
    (4, 4, &["client-nat"]),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_directive_has_one_class() {
        let all: Vec<_> = names().collect();
        let unique: BTreeSet<_> = all.iter().collect();
        assert_eq!(unique.len(), all.len());
        assert_eq!(all.len(), 341);
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
