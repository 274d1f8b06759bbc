//! What the server is told to do, and what it noticed.

use std::time::Duration;

use ovpn_proto::{data::KeyLimits, wire::PeerId};
use ovpn_settings::{Cipher, Compression, Digest, Wrap};

use crate::reliable::Pace;

/// What the server does.
#[derive(Clone)]
pub struct Script {
    /// Protection of the control channel; of the client's kind and with its keys.
    pub wrap: Wrap,
    /// When it repeats itself.
    pub pace: Pace,
    /// Options pushed, one message each. `{peer-id}`, `{cipher}` and `{token}` are filled in; an option with a `{token}` that is
    /// not given out is left out.
    pub replies: Vec<String>,
    /// Pushes without being asked, if the client can take that.
    pub push_early: bool,
    /// Data keys come from the TLS exporter; otherwise from the PRF of OpenVPN before 2.6.
    pub exporter: bool,
    /// Renegotiations are protected by keys of the first TLS session.
    pub dynamic_tls_crypt: bool,
    /// Sends DATA_V2 packets; `None` sends DATA_V1.
    pub peer_id: Option<PeerId>,
    /// Cipher of the data channel. Pushed where `replies` say `{cipher}`.
    pub cipher: Cipher,
    /// Digest of CBC data packets.
    pub auth: Digest,
    /// Framing of the data channel.
    pub compression: Compression,
    /// Data packets of the epoch format (OpenVPN 2.7). Say `aead-epoch` in `replies`, too.
    pub epochs: bool,
    /// Cuts packets so that no frame is longer, in bytes, and puts pieces together. The client's profile has to say the same.
    pub fragment: Option<u16>,
    /// How much keys may be used, in place of the protocol's limits.
    pub limits: KeyLimits,
    /// The options string of its key message, where the client may look for a cipher.
    pub options: String,
    /// What to say about a user name and password instead of a reply: `AUTH_FAILED…`, `AUTH_PENDING…`.
    pub judge: fn(Option<&str>, Option<&str>) -> Option<String>,
    /// What to say about every user name and password, if `judge` says nothing.
    pub verdict: Option<String>,
    /// What to do about what it noticed.
    pub react: fn(&Seen) -> Vec<Act>,
    /// What to do so long after the first keys.
    pub timeline: Vec<(Duration, Act)>,
    /// Gives out a token in place of the password, valid for so long. One that is too old is answered with
    /// `AUTH_FAILED,SESSION`.
    pub token: Option<Duration>,
    /// Whether renegotiations are answered.
    pub renegotiates: bool,
    /// Begins renegotiations by itself so often.
    pub renegotiate_every: Option<Duration>,
    /// Sends with new keys so long after they were agreed upon, or when the client does. `None`: only when it has to, or is told.
    pub promote_after: Option<Duration>,
    /// Pings when it has sent nothing for so long.
    pub ping: Option<Duration>,
    /// Wants client certificates of this authority, DER.
    pub client_ca: Option<Vec<u8>>,
    /// TLS 1.2 only.
    pub tls12: bool,
    /// Acknowledges a message again that comes again, as OpenVPN does. One that does not never ends a handshake in which an
    /// acknowledgement got lost.
    pub repeats_acks: bool,
    /// Says anything at all.
    pub answers: bool,
}

impl Default for Script {
    fn default() -> Self {
        Self::new()
    }
}

impl Script {
    /// A server without peculiarities: keys from the exporter, AES-256-GCM, no sign-in.
    #[must_use]
    pub fn new() -> Self {
        Self {
            wrap: Wrap::None,
            pace: Pace::OpenVpn2,
            replies: vec![
                "PUSH_REPLY,topology subnet,ifconfig 10.8.0.2 255.255.255.0,ping 10,ping-restart 60,peer-id {peer-id},\
                 cipher {cipher},protocol-flags cc-exit tls-ekm"
                    .into(),
            ],
            push_early: false,
            exporter: true,
            dynamic_tls_crypt: false,
            peer_id: PeerId::new(7),
            cipher: Cipher::Aes256Gcm,
            auth: Digest::Sha1,
            compression: Compression::None,
            epochs: false,
            fragment: None,
            limits: KeyLimits::default(),
            options: "V4,dev-type tun,link-mtu 1549,tun-mtu 1500,proto UDPv4,cipher AES-256-GCM,auth [null-digest],\
                      keysize 256,key-method 2,tls-server"
                .into(),
            judge: |_, _| None,
            verdict: None,
            react: |_| Vec::new(),
            timeline: Vec::new(),
            token: None,
            renegotiates: true,
            renegotiate_every: None,
            promote_after: None,
            ping: None,
            client_ca: None,
            tls12: false,
            repeats_acks: true,
            answers: true,
        }
    }
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Say this over the newest channel: `PUSH_UPDATE,…`, `INFO_PRE,…`, `RESTART,…`, or nonsense.
    Say(String),
    /// Push the options.
    Push,
    /// Begin a renegotiation.
    Renegotiate,
    /// Send with the newest keys from now on.
    Promote,
    /// Send this through the tunnel.
    Send(Vec<u8>),
    /// Say goodbye as servers before 2.6 do.
    OccExit,
    /// Answer nothing any more.
    Silence,
}

/// What the server noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// A client's key message.
    Login { key_id: u8, username: Option<String>, password: Option<String>, peer_info: String },
    /// A text message.
    Text(String),
    /// A packet out of the tunnel.
    Packet(Vec<u8>),
    /// TLS failed, or what is inside of it.
    TlsFailed(String),
    /// A goodbye without the control channel.
    OccExit,
}
