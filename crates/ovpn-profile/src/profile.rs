//! The typed profile: what `.ovpn` text becomes, and all that crosses into the helper.
//!
//! Every value here is bounded and decoded. A [`Profile`] is made by [`crate::parse`] or taken from the socket by
//! [`Profile::from_settings`]; both run [`Profile::validate`], so an invalid profile has no value of this type outside
//! this crate.

use std::{
    net::{IpAddr, Ipv4Addr},
    time::Duration,
};

use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use vpn_api::{
    LocalEnd, Proxy, RouteDestination, Secret, TunnelAddress,
    session::{Family, Transport},
    values::{BoundedList, DnsServers, Domains, UnusableAddress},
};

/// A client profile. Directive names in brackets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Servers in the order of the text, 1 to 64 [remote, connection].
    pub remotes: Vec<Remote>,
    /// Try them in random order [remote-random].
    #[serde(default)]
    pub remote_random: bool,
    /// Put six random bytes in hex and a dot before each server name [remote-random-hostname].
    #[serde(default)]
    pub remote_random_hostname: bool,
    /// TLS: whom to trust and who we are.
    pub tls: TlsSettings,
    /// User name and password.
    #[serde(default)]
    pub login: Option<Login>,
    /// Data channel.
    #[serde(default)]
    pub data: DataSettings,
    /// Timers.
    #[serde(default)]
    pub timing: Timing,
    /// Addresses, routes, DNS: the profile's own wishes, to be merged with what the server pushes.
    #[serde(default)]
    pub network: NetworkSettings,
    /// Peer info lines that the profile sets, `UV_*` and such [setenv].
    #[serde(default)]
    pub peer_info: Vec<(String, String)>,
    /// Send details of this machine's software to the server [push-peer-info].
    #[serde(default)]
    pub push_peer_info: bool,
}

/// One server, with what may differ from server to server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remote {
    /// Name or literal address, without brackets.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Transport [proto].
    pub transport: Transport,
    /// Address family [proto udp6 …].
    pub family: Family,
    /// Control channel protection.
    pub wrap: Wrap,
    /// How long to wait for the first answer [server-poll-timeout, connect-timeout]. Default 120 s as in OpenVPN 2.6.
    pub answer_timeout: Duration,
    /// Say goodbye on disconnect, this many times [explicit-exit-notify].
    pub exit_notify: u8,
    /// TCP segment clamp [mssfix].
    #[serde(default)]
    pub mssfix: MssFix,
    /// Cut packets into pieces inside the encryption, UDP only [fragment]. The server does the same, or nothing works.
    #[serde(default)]
    pub fragment: Option<Fragment>,
    /// MTU of the tunnel in bytes [tun-mtu]; 1500 unless set.
    pub tun_mtu: u16,
    /// Largest control packet in bytes, with IP and UDP headers [max-packet-size]; 1250 unless set.
    pub max_packet_size: u16,
    /// The proxy on the way [http-proxy, socks-proxy and what belongs to them].
    #[serde(default)]
    pub proxy: Option<Proxy>,
    /// Our own address and port [local, lport].
    #[serde(default)]
    pub local: LocalEnd,
}

/// Control channel protection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "wrap", rename_all = "kebab-case")]
pub enum Wrap {
    /// None.
    None,
    /// Authenticated [tls-auth].
    TlsAuth {
        /// The static key.
        key: StaticKey,
        /// Which half sends.
        direction: KeyDirection,
        /// HMAC digest, from [auth].
        digest: Digest,
    },
    /// Encrypted with a key shared by all clients [tls-crypt].
    TlsCrypt {
        /// The static key.
        key: StaticKey,
    },
    /// Encrypted with this client's own key [tls-crypt-v2].
    TlsCryptV2 {
        /// The client's key.
        key: StaticKey,
        /// The same key, wrapped for the server; opaque to us. 290 to 1024 bytes.
        #[serde(with = "hex_bytes")]
        wrapped: Vec<u8>,
    },
}

/// A static key: 256 bytes, two pairs of a 64-byte cipher key and a 64-byte HMAC key. Serialised as hex.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Secret", into = "Secret")]
pub struct StaticKey(Box<zeroize::Zeroizing<[u8; 256]>>);

impl StaticKey {
    /// From its 256 bytes.
    #[must_use]
    pub fn new(bytes: [u8; 256]) -> Self {
        Self(Box::new(zeroize::Zeroizing::new(bytes)))
    }

    /// The 256 bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 256] {
        &self.0
    }
}

impl std::fmt::Debug for StaticKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StaticKey(hidden)")
    }
}

/// A static key's text is not 512 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a static key has 256 bytes, written as 512 hexadecimal digits")]
pub struct InvalidStaticKey;

impl TryFrom<Secret> for StaticKey {
    type Error = InvalidStaticKey;

    fn try_from(text: Secret) -> Result<Self, Self::Error> {
        let mut bytes = [0; 256];
        hex::decode_to_slice(text.expose(), &mut bytes).map_err(|_| InvalidStaticKey)?;
        Ok(Self::new(bytes))
    }
}

impl From<StaticKey> for Secret {
    fn from(key: StaticKey) -> Self {
        Self::new(hex::encode(key.bytes()))
    }
}

/// Which half of a tls-auth key sends [key-direction].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyDirection {
    /// The first half in both directions.
    Bidirectional,
    /// 0: send with the first half, receive with the second.
    Normal,
    /// 1: send with the second half, receive with the first. What clients normally use.
    Inverse,
}

/// HMAC digest of tls-auth and of CBC data packets [auth].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Digest {
    /// No authentication. Not valid with tls-auth.
    None,
    /// MD5.
    Md5,
    /// SHA-1, OpenVPN's default.
    #[default]
    Sha1,
    /// SHA-224.
    Sha224,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

/// Whom to trust and who we are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TlsSettings {
    /// Authorities, DER [ca]. Empty only with `peer_fingerprints`, or where they are in the identity's container.
    #[serde(with = "base64_list")]
    pub ca: Vec<Vec<u8>>,
    /// SHA-256 of acceptable server certificates [peer-fingerprint]. If not empty, the certificate must be one of them.
    #[serde(default)]
    pub peer_fingerprints: Vec<[u8; 32]>,
    /// Our certificate and key [cert, key, pkcs12, extra-certs].
    #[serde(default)]
    pub identity: Option<ClientIdentity>,
    /// Lowest TLS version [tls-version-min]; never below 1.2.
    #[serde(default)]
    pub version_min: TlsVersion,
    /// Highest TLS version [tls-version-max].
    #[serde(default)]
    pub version_max: Option<TlsVersion>,
    /// TLS 1.2 suites by IANA name with dashes or underscores, if the profile narrows them [tls-cipher].
    #[serde(default)]
    pub ciphers: Vec<String>,
    /// TLS 1.3 suites [tls-ciphersuites].
    #[serde(default)]
    pub ciphersuites: Vec<String>,
    /// Key exchange groups [tls-groups].
    #[serde(default)]
    pub groups: Vec<String>,
    /// How weak certificates may be [tls-cert-profile].
    #[serde(default)]
    pub cert_profile: CertProfile,
    /// The certificate must be one for a server: key usage present, extended key usage with serverAuth
    /// [remote-cert-tls server].
    #[serde(default)]
    pub require_server_usage: bool,
    /// The certificate's name [verify-x509-name].
    #[serde(default)]
    pub verify_name: Option<VerifyName>,
    /// Certificates that are not accepted any more, DER [crl-verify].
    #[serde(default, with = "base64_list")]
    pub crls: Vec<Vec<u8>>,
    /// Old Netscape certificate type must say server [ns-cert-type server].
    #[serde(default)]
    pub ns_cert_server: bool,
    /// SHA-1 or SHA-256 of the authority that signed the server certificate, 20 or 32 bytes [verify-hash].
    #[serde(default)]
    pub verify_hash: Option<Vec<u8>>,
    /// Further ones: the authority must be one of all.
    #[serde(default)]
    pub verify_hash_others: Vec<Vec<u8>>,
    /// Acceptable key usage masks [remote-cert-ku].
    #[serde(default)]
    pub remote_cert_ku: Vec<u16>,
    /// Extended key usage that must be there, OID or name [remote-cert-eku].
    #[serde(default)]
    pub remote_cert_eku: Option<String>,
}

/// Our certificate and private key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientIdentity {
    /// Our certificate first, then its issuers, DER. Where the key is in a container: what is to be sent beside the chain in
    /// there, possibly nothing.
    #[serde(with = "base64_list")]
    pub chain: Vec<Vec<u8>>,
    /// The private key as PEM text, possibly encrypted (PKCS#1, PKCS#8, SEC1); or a PKCS#12 container that only the person
    /// can open, as PEM text under [`crate::material::pkcs12::LABEL`].
    pub key_pem: Secret,
    /// Whether a passphrase is needed.
    pub encrypted: bool,
}

/// TLS versions that Adit speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TlsVersion {
    /// 1.2.
    #[default]
    Tls12,
    /// 1.3.
    Tls13,
}

/// How weak certificates may be [tls-cert-profile].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CertProfile {
    /// SHA-1 and RSA-1024 too.
    Insecure,
    /// The same. OpenVPN's manual calls it "SHA1 and newer" and its default; with OpenSSL 3 that default refuses SHA-1 all the
    /// same, so that profiles which say the word are those that need it.
    Legacy,
    /// RSA from 2048 bits, SHA-2. Adit's default: what it refuses and OpenVPN 2.6 with OpenSSL 3 takes by default is RSA-1024,
    /// and that can be factored.
    #[default]
    Preferred,
    /// NSA Suite B: ECDSA on P-256 with SHA-256 and on P-384 with SHA-384.
    SuiteB,
}

/// The server certificate's name [verify-x509-name].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyName {
    /// What to compare.
    pub kind: VerifyNameKind,
    /// With what.
    pub value: String,
}

/// What `verify-x509-name` compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VerifyNameKind {
    /// The whole subject: `C=DE, O=Example, CN=vpn`.
    Subject,
    /// The common name.
    Name,
    /// The beginning of the common name.
    NamePrefix,
}

/// Where the browser hands over what a federated sign-in brought: this port of the loopback address, the only one that the
/// servers' identity providers are set up for (AWS Client VPN).
pub const FEDERATED_PORT: u16 = 35001;

/// User name and password [auth-user-pass].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// User name from the profile, if it holds one.
    #[serde(default)]
    pub username: Option<String>,
    /// Password from the profile, if it holds one.
    #[serde(default)]
    pub password: Option<Secret>,
    /// The user name cannot be changed (Access Server).
    #[serde(default)]
    pub username_locked: bool,
    /// The password must not be remembered (Access Server policy, or `auth-nocache`).
    #[serde(default)]
    pub never_remember: bool,
    /// A second answer that the server always wants [static-challenge].
    #[serde(default)]
    pub static_challenge: Option<StaticChallenge>,
    /// The browser signs in at somebody else's page, and what that says takes the place of user name and password
    /// [auth-federate].
    #[serde(default)]
    pub federated: bool,
}

/// A question asked together with the password [static-challenge].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaticChallenge {
    /// The question.
    pub text: String,
    /// Whether the answer may be shown while typing.
    pub echo: bool,
    /// Append the answer to the password instead of the SCRV1 form.
    #[serde(default)]
    pub concat: bool,
}

/// Data channel settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataSettings {
    /// Ciphers we offer, best first [data-ciphers, ncp-ciphers].
    pub ciphers: Vec<Cipher>,
    /// Used when the server does not negotiate [data-ciphers-fallback, cipher].
    #[serde(default)]
    pub fallback: Option<Cipher>,
    /// The `cipher` as written, for the options string; OpenVPN's default is BF-CBC.
    #[serde(default)]
    pub configured_cipher: Option<String>,
    /// HMAC digest of CBC packets [auth].
    #[serde(default)]
    pub auth: Digest,
    /// Framing of compression, never compression itself [comp-lzo, compress].
    #[serde(default)]
    pub compression: Compression,
    /// Read what the server compressed [allow-compression asym, yes]. Nothing is compressed on the way out.
    #[serde(default)]
    pub allow_compression: bool,
    /// Replay window in packets [replay-window].
    pub replay_window: u32,
    /// Tell the server that data keys can come from the TLS exporter. Off where the profile asks for the behaviour of a
    /// version before 2.6, which did not know it [compat-mode].
    #[serde(default = "yes")]
    pub key_export: bool,
}

fn yes() -> bool {
    true
}

impl Default for DataSettings {
    fn default() -> Self {
        Self {
            ciphers: vec![Cipher::Aes256Gcm, Cipher::Aes128Gcm, Cipher::ChaCha20Poly1305],
            fallback: None,
            configured_cipher: None,
            auth: Digest::Sha1,
            compression: Compression::None,
            allow_compression: false,
            replay_window: 64,
            key_export: true,
        }
    }
}

/// Data ciphers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Cipher {
    /// AES-256-GCM.
    #[serde(rename = "AES-256-GCM")]
    Aes256Gcm,
    /// AES-192-GCM.
    #[serde(rename = "AES-192-GCM")]
    Aes192Gcm,
    /// AES-128-GCM.
    #[serde(rename = "AES-128-GCM")]
    Aes128Gcm,
    /// CHACHA20-POLY1305.
    #[serde(rename = "CHACHA20-POLY1305")]
    ChaCha20Poly1305,
    /// AES-256-CBC, with HMAC.
    #[serde(rename = "AES-256-CBC")]
    Aes256Cbc,
    /// AES-192-CBC, with HMAC.
    #[serde(rename = "AES-192-CBC")]
    Aes192Cbc,
    /// AES-128-CBC, with HMAC.
    #[serde(rename = "AES-128-CBC")]
    Aes128Cbc,
}

impl Cipher {
    /// The name on the wire and in profiles.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Aes256Gcm => "AES-256-GCM",
            Self::Aes192Gcm => "AES-192-GCM",
            Self::Aes128Gcm => "AES-128-GCM",
            Self::ChaCha20Poly1305 => "CHACHA20-POLY1305",
            Self::Aes256Cbc => "AES-256-CBC",
            Self::Aes192Cbc => "AES-192-CBC",
            Self::Aes128Cbc => "AES-128-CBC",
        }
    }

    /// By name, in any case, with OpenSSL's `id-` aliases.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_uppercase();
        let all = [
            Self::Aes256Gcm,
            Self::Aes192Gcm,
            Self::Aes128Gcm,
            Self::ChaCha20Poly1305,
            Self::Aes256Cbc,
            Self::Aes192Cbc,
            Self::Aes128Cbc,
        ];
        let plain = match name.as_str() {
            "ID-AES256-GCM" => "AES-256-GCM",
            "ID-AES192-GCM" => "AES-192-GCM",
            "ID-AES128-GCM" => "AES-128-GCM",
            other => other,
        };
        all.into_iter().find(|cipher| cipher.name() == plain)
    }

    /// Whether it authenticates by itself.
    #[must_use]
    pub fn is_aead(self) -> bool {
        match self {
            Self::Aes256Gcm | Self::Aes192Gcm | Self::Aes128Gcm | Self::ChaCha20Poly1305 => true,
            Self::Aes256Cbc | Self::Aes192Cbc | Self::Aes128Cbc => false,
        }
    }
}

impl std::fmt::Display for Cipher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// Framing of compression. Adit never compresses; the frames must still look as the server expects.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Compression {
    /// No framing.
    #[default]
    None,
    /// One byte in front: `comp-lzo` in any form, `compress lzo`.
    Lzo,
    /// The first byte moves to the end: `compress`, `compress stub`, `compress lz4`.
    Stub,
    /// Escape only: `compress stub-v2`, `compress lz4-v2`.
    StubV2,
}

/// Timers, in their OpenVPN meaning. `None`: not set by the profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timing {
    /// Send a ping after this long without sending [ping, keepalive].
    #[serde(default)]
    pub ping: Option<Duration>,
    /// Start over after this long without receiving [ping-restart, keepalive].
    #[serde(default)]
    pub ping_restart: Option<Duration>,
    /// End after this long without receiving [ping-exit].
    #[serde(default)]
    pub ping_exit: Option<Duration>,
    /// End when less than this many bytes went through the tunnel for this long; 0 bytes: when nothing did [inactive].
    #[serde(default)]
    pub inactive: Option<(Duration, u64)>,
    /// End after this long in any case [session-timeout].
    #[serde(default)]
    pub session_timeout: Option<Duration>,
    /// New keys this often; zero: never of our own [reneg-sec].
    pub renegotiate: Duration,
    /// New keys somewhere between this and `renegotiate`, chosen by chance for each session [reneg-sec max min].
    #[serde(default)]
    pub renegotiate_least: Option<Duration>,
    /// New keys after this many bytes; zero: never [reneg-bytes].
    #[serde(default)]
    pub renegotiate_bytes: u64,
    /// New keys after this many packets; zero: never [reneg-pkts].
    #[serde(default)]
    pub renegotiate_packets: u64,
    /// A handshake must finish in this time [hand-window].
    pub handshake: Duration,
    /// An old key lives this long after its successor [tran-window].
    pub transition: Duration,
    /// Back-off between rounds over all servers, first and largest [connect-retry].
    pub retry: (Duration, Duration),
    /// Give up when each server was tried this often without a tunnel; zero: never [connect-retry-max].
    #[serde(default)]
    pub retry_rounds: u32,
}

impl Default for Timing {
    /// OpenVPN 2.6's defaults.
    fn default() -> Self {
        Self {
            ping: None,
            ping_restart: None,
            ping_exit: None,
            inactive: None,
            session_timeout: None,
            renegotiate: Duration::from_secs(3600),
            renegotiate_least: None,
            renegotiate_bytes: 0,
            renegotiate_packets: 0,
            handshake: Duration::from_secs(60),
            transition: Duration::from_secs(3600),
            retry: (Duration::from_secs(1), Duration::from_secs(300)),
            retry_rounds: 0,
        }
    }
}

/// TCP segment clamp [mssfix].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MssFix {
    /// As OpenVPN 2.6: `1492 mtu` when the tunnel's MTU is 1500, else off.
    #[default]
    Default,
    /// Never clamp [mssfix 0].
    Off,
    /// Outer packets of at most this many bytes, without IP and UDP headers [mssfix n].
    Payload(u16),
    /// Outer packets of at most this many bytes, with IP and UDP headers [mssfix n mtu].
    Mtu(u16),
    /// Inner packets of at most this many bytes [mssfix n fixed].
    Fixed(u16),
}

/// How long the pieces of packets may be [fragment].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fragment {
    /// Longest outer packet in bytes.
    pub size: u16,
    /// With IP and UDP headers, or without [fragment n mtu].
    #[serde(default)]
    pub with_headers: bool,
}

/// What the profile says about addresses, routes and DNS; merged with what the server pushes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkSettings {
    /// Route everything [redirect-gateway].
    #[serde(default)]
    pub redirect: Option<Redirect>,
    /// Routes [route, route-ipv6].
    #[serde(default)]
    pub routes: BoundedList<Route, MAX_ROUTES>,
    /// Metric for routes without one [route-metric].
    #[serde(default)]
    pub route_metric: Option<u32>,
    /// Ignore pushed routes, gateway redirection and DNS [route-nopull].
    #[serde(default)]
    pub route_nopull: bool,
    /// DNS [dhcp-option].
    #[serde(default)]
    pub dns: Dns,
    /// Refuse IPv6 outside [block-ipv6].
    #[serde(default)]
    pub block_ipv6: bool,
    /// Rules for pushed options; the first that fits decides [pull-filter].
    #[serde(default)]
    pub pull_filters: Vec<PullFilter>,
    /// Topology if the server pushes none [topology].
    #[serde(default)]
    pub topology: Option<Topology>,
    /// Fixed IPv4 address, with netmask or peer [ifconfig].
    #[serde(default)]
    pub ifconfig: Option<Ifconfig>,
    /// Fixed IPv6 address [ifconfig-ipv6].
    #[serde(default)]
    pub ifconfig_ipv6: Option<TunnelAddress>,
}

/// Route everything [redirect-gateway flags].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Redirect {
    /// IPv4 (unless `!ipv4`).
    pub ipv4: bool,
    /// IPv6 [ipv6].
    pub ipv6: bool,
    /// The server is on the local network: no bypass needed [local]. Adit's bypass is a mark, so this changes nothing.
    pub local: bool,
    /// Make the local network unreachable [block-local].
    pub block_local: bool,
}

/// IPv4 inside the tunnel [ifconfig]: our own address and what the topology makes of the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "(Ipv4Addr, Ipv4Addr)", into = "(Ipv4Addr, Ipv4Addr)")]
pub struct Ifconfig {
    local: Ipv4Addr,
    second: Ipv4Addr,
}

impl Ifconfig {
    /// Our address, and a netmask or the peer's address.
    ///
    /// # Errors
    /// No tunnel may have `local`.
    pub fn new(local: Ipv4Addr, second: Ipv4Addr) -> Result<Self, UnusableAddress> {
        TunnelAddress::new(IpNet::from(IpAddr::V4(local)))?;
        Ok(Self { local, second })
    }

    /// Our address.
    #[must_use]
    pub fn local(self) -> Ipv4Addr {
        self.local
    }

    /// The netmask, or the peer's address.
    #[must_use]
    pub fn second(self) -> Ipv4Addr {
        self.second
    }
}

impl TryFrom<(Ipv4Addr, Ipv4Addr)> for Ifconfig {
    type Error = UnusableAddress;

    fn try_from((local, second): (Ipv4Addr, Ipv4Addr)) -> Result<Self, UnusableAddress> {
        Self::new(local, second)
    }
}

impl From<Ifconfig> for (Ipv4Addr, Ipv4Addr) {
    fn from(pair: Ifconfig) -> Self {
        (pair.local, pair.second)
    }
}

/// Most routes of a profile: it has no more lines than this, and real ones have up to 8,000.
pub const MAX_ROUTES: usize = 8192;

/// One route [route, route-ipv6].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// The network.
    pub destination: RouteDestination,
    /// Through what.
    pub gateway: RouteGateway,
    /// Metric.
    #[serde(default)]
    pub metric: Option<u32>,
}

/// Through what a route goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RouteGateway {
    /// The tunnel [vpn_gateway, none given].
    Vpn,
    /// The gateway of before [net_gateway].
    Net,
    /// A literal address; on a layer 3 tunnel the same as [`Self::Vpn`].
    Address(IpAddr),
}

/// DNS wishes [dhcp-option, dns].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Dns {
    /// Servers.
    pub servers: DnsServers,
    /// Search suffixes [DOMAIN, DOMAIN-SEARCH].
    pub search: Domains,
    /// Domains that the servers answer [DOMAIN-ROUTE].
    pub domains: Domains,
    /// The servers answer every other name, too [DOMAIN-ROUTE .].
    pub all: bool,
}

/// One rule for pushed options [pull-filter].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullFilter {
    /// What to do.
    pub action: PullAction,
    /// With options that begin with this.
    pub prefix: String,
}

/// What a pull filter does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PullAction {
    /// Take it.
    Accept,
    /// Leave it out.
    Ignore,
    /// Do not connect.
    Reject,
}

/// How addresses lie in the tunnel [topology].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Topology {
    /// Pairs of addresses in /30; what OpenVPN assumes if nothing is said.
    Net30,
    /// Address and peer.
    P2p,
    /// Address and netmask.
    Subnet,
}

mod base64_list {
    use base64::{Engine, prelude::BASE64_STANDARD};
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(items: &[Vec<u8>], serializer: S) -> Result<S::Ok, S::Error> {
        items.iter().map(|item| BASE64_STANDARD.encode(item)).collect::<Vec<_>>().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Vec<u8>>, D::Error> {
        let texts = Vec::<String>::deserialize(deserializer)?;
        texts.iter().map(|text| BASE64_STANDARD.decode(text).map_err(D::Error::custom)).collect()
    }
}

mod hex_bytes {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        hex::decode(String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}
