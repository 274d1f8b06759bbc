//! A profile while it is being read: what the lines said so far, before defaults and files.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use ovpn_settings::options::TunnelOptions;
use profile_api::SecretFiles;
use vpn_api::{
    LocalEnd, Mtu, ProxyKind,
    proxy::HttpProxy,
    session::{Family, Transport},
};
use zeroize::Zeroizing;

use crate::{
    profile::{
        CertProfile, Cipher, Compression, Digest, Fragment, KeyDirection, Login, MssFix, PullFilter, TlsVersion,
        VerifyName,
    },
    report::Entry,
};

/// Where the text of a certificate, key or list comes from.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) entry: Entry,
    pub(crate) line: u32,
    pub(crate) directive: &'static str,
    pub(crate) from: Origin,
}

#[derive(Clone)]
pub(crate) enum Origin {
    Inline(Zeroizing<String>),
    File(String),
}

impl std::fmt::Debug for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Inline(_) => f.write_str("Inline(hidden)"),
            Self::File(name) => f.debug_tuple("File").field(name).finish(),
        }
    }
}

/// A `remote` line.
#[derive(Debug, Clone)]
pub(crate) struct RemoteLine {
    pub(crate) entry: Entry,
    pub(crate) line: u32,
    pub(crate) host: String,
    pub(crate) port: Option<u16>,
    pub(crate) proto: Option<(Transport, Family)>,
}

/// A proxy directive.
#[derive(Debug, Clone)]
pub(crate) struct ProxyLine {
    pub(crate) entry: Entry,
    pub(crate) kind: ProxyKind,
    pub(crate) host: String,
    pub(crate) port: u16,
    /// File with user name and password, named with the proxy.
    pub(crate) login: Option<Source>,
}

/// What is said about proxies.
#[derive(Debug, Clone, Default)]
pub(crate) struct Proxies {
    /// The one that was named last.
    pub(crate) proxy: Option<ProxyLine>,
    pub(crate) http: HttpProxy,
    pub(crate) http_login: Option<Source>,
    pub(crate) socks_login: Option<Source>,
}

/// What may differ from server to server.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scope {
    pub(crate) remotes: Vec<RemoteLine>,
    pub(crate) port: Option<u16>,
    pub(crate) proto: Option<(Transport, Family)>,
    pub(crate) answer_timeout: Option<Duration>,
    pub(crate) exit_notify: Option<u8>,
    pub(crate) mssfix: Option<MssFix>,
    pub(crate) fragment: Option<Fragment>,
    pub(crate) tun_mtu: Option<Mtu>,
    pub(crate) max_packet_size: Option<u16>,
    pub(crate) local: LocalEnd,
    pub(crate) proxies: Proxies,
    pub(crate) keys: ControlKeys,
    /// Line that set a value last, by directive.
    pub(crate) set_by: BTreeMap<&'static str, Entry>,
}

impl Scope {
    /// What a `<connection>` block starts with: the values said so far. Control keys are inherited at the end instead,
    /// and only by a block that names none, as in OpenVPN 2.6.
    pub(crate) fn inherit(&self) -> Self {
        Self { remotes: Vec::new(), keys: ControlKeys::default(), set_by: BTreeMap::new(), ..self.clone() }
    }
}

/// The three ways to protect the control channel; at most one may be set.
#[derive(Debug, Clone, Default)]
pub(crate) struct ControlKeys {
    pub(crate) tls_auth: Option<Source>,
    pub(crate) tls_crypt: Option<Source>,
    pub(crate) tls_crypt_v2: Option<Source>,
    pub(crate) direction: Option<KeyDirection>,
}

impl ControlKeys {
    pub(crate) fn all(&self) -> impl Iterator<Item = &Source> {
        [&self.tls_auth, &self.tls_crypt, &self.tls_crypt_v2].into_iter().flatten()
    }
}

/// Everything said so far.
#[derive(Debug, Default)]
pub(crate) struct Said {
    pub(crate) scope: Scope,
    pub(crate) blocks: Vec<(u32, Scope)>,

    pub(crate) client: bool,
    pub(crate) tls_client: bool,
    pub(crate) pull: bool,

    pub(crate) ca: Option<Source>,
    pub(crate) cert: Option<Source>,
    pub(crate) key: Option<Source>,
    pub(crate) pkcs12: Option<Source>,
    pub(crate) extra_certs: Option<Source>,
    pub(crate) crl: Option<Source>,
    pub(crate) fingerprints: Vec<[u8; 32]>,
    pub(crate) verify_hashes: Vec<Vec<u8>>,
    pub(crate) version_min: TlsVersion,
    pub(crate) version_max: Option<TlsVersion>,
    pub(crate) suites12: Vec<String>,
    pub(crate) suites13: Vec<String>,
    pub(crate) groups: Vec<String>,
    pub(crate) cert_profile: Option<CertProfile>,
    /// `@SECLEVEL=0` in tls-cipher: OpenSSL takes weak certificates then.
    pub(crate) weak_by_cipher: bool,
    pub(crate) require_server_usage: bool,
    pub(crate) verify_name: Option<VerifyName>,
    pub(crate) ns_cert_server: bool,
    pub(crate) remote_cert_ku: Vec<u16>,
    pub(crate) remote_cert_eku: Option<String>,

    pub(crate) login: Option<Login>,
    pub(crate) secret_files: SecretFiles,
    pub(crate) federated: bool,
    pub(crate) auth_nocache: bool,
    pub(crate) static_challenge: Option<crate::profile::StaticChallenge>,

    pub(crate) cipher: Option<(String, Entry)>,
    pub(crate) data_ciphers: Option<Vec<Cipher>>,
    pub(crate) fallback: Option<Cipher>,
    /// What the last `cipher` or `data-ciphers-fallback` names, in capitals: to OpenVPN 2.6 they are one setting.
    pub(crate) configured_cipher: Option<String>,
    pub(crate) negotiation_off: Option<Entry>,
    pub(crate) auth: Digest,
    /// A digest that Adit does not have, instead of `auth`.
    pub(crate) other_auth: Option<(String, Entry)>,
    /// The profile asks for a version that did not know key export.
    pub(crate) no_key_export: bool,
    pub(crate) compression: Compression,
    /// `allow-compression`: what the server compresses is read.
    pub(crate) allow_compression: Option<bool>,
    pub(crate) replay_window: Option<u32>,

    pub(crate) timing: crate::profile::Timing,
    /// `keepalive` was among the timers.
    pub(crate) keepalive: bool,
    /// Addresses, routes and DNS.
    pub(crate) tunnel: TunnelOptions,
    /// Lines of `dns server n resolve-domains`, by n.
    pub(crate) resolve_domains: BTreeMap<i16, Vec<Entry>>,
    pub(crate) route_nopull: bool,
    pub(crate) pull_filters: Vec<PullFilter>,
    pub(crate) remote_random: bool,
    pub(crate) remote_random_hostname: bool,
    pub(crate) peer_info: BTreeMap<String, String>,
    pub(crate) push_peer_info: bool,

    pub(crate) forward_compatible: bool,
    pub(crate) ignore_unknown: BTreeSet<String>,
    /// How many unknown names were compared with known ones.
    pub(crate) guesses: u32,
    pub(crate) set_by: BTreeMap<&'static str, Entry>,
    /// Singletons given as an inline block, which wins over a file.
    pub(crate) inline: BTreeSet<&'static str>,
    pub(crate) meta: Meta,
}

/// What Access Server writes into comments.
#[derive(Debug, Default)]
pub(crate) struct Meta {
    pub(crate) friendly_name: Option<String>,
    pub(crate) profile: Option<String>,
    pub(crate) username: Option<String>,
    pub(crate) autologin: bool,
    pub(crate) no_password_save: bool,
}
