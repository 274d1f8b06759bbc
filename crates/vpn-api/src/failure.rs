//! Why something did not work. A failure says who is to blame and what happens next; the sentence for the person is
//! made from [`FailureKind`] in one place (the `i18n` crate), never here and never ad hoc.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{
    owner::Owner,
    plan::{NetworkProblem, NetworkStep},
    problem::{CertificateProblem, PolicyLimit, RequestProblem},
    prompt::Prompt,
    proxy::ProxyProblem,
    transport::Transport,
};

mod id;
mod plain;

/// One failure, ready to be shown, logged and acted upon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{kind}{}{detail}", if detail.is_empty() { "" } else { ": " })]
pub struct Failure {
    /// What happened, with the values a sentence needs.
    pub kind: FailureKind,
    /// Where the cause lies.
    pub blame: Blame,
    /// What the engine does next.
    pub retry: Retry,
    /// Technical detail, one click away. Never holds a secret.
    pub detail: String,
}

impl Failure {
    /// A failure with no technical detail yet.
    #[must_use]
    pub fn new(kind: FailureKind, blame: Blame, retry: Retry) -> Self {
        Self { kind, blame, retry, detail: String::new() }
    }

    /// The same failure with technical detail.
    #[must_use]
    pub fn with_detail(mut self, detail: impl std::fmt::Display) -> Self {
        self.detail = detail.to_string();
        self
    }

    /// A bug of Adit itself: not the person's, the profile's or the server's fault.
    #[must_use]
    pub fn internal(detail: impl std::fmt::Display) -> Self {
        Self::new(FailureKind::Internal, Blame::Us, Retry::After(Duration::from_secs(5))).with_detail(detail)
    }
}

/// What happened. Each variant has one sentence and one way out in the Fluent files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum FailureKind {
    /// The server's name has no address.
    NameNotResolved { host: String },
    /// Nothing came back from the server. A wrong tls-auth or tls-crypt key looks the same from here.
    NoAnswer { host: String, port: u16, transport: Transport },
    /// Nothing has come back from the server so far, and it is still waited for.
    NoAnswerYet { host: String, port: u16, transport: Transport },
    /// The server, or something in front of it, refused the connection (TCP reset, ICMP unreachable).
    ConnectionRefused { host: String, port: u16, transport: Transport },
    /// The connection broke after it had been up, or during the handshake.
    ConnectionLost,
    /// Nothing authenticated arrived within the keepalive time.
    KeepaliveTimeout { seconds: u64 },
    /// The machine has no usable network.
    NoNetwork,
    /// The handshake started and did not finish in its time.
    HandshakeTimeout,
    /// The control channel key (tls-auth, tls-crypt) does not fit the server's.
    ControlKeyMismatch,
    /// The server's certificate was not issued by the profile's authority.
    UnknownAuthority,
    /// The server's certificate, or its authority's, is past its date (Unix seconds).
    ServerCertificateExpired { not_after: i64 },
    /// The server's certificate is not valid yet (Unix seconds): often this machine's clock is wrong.
    ServerCertificateNotYetValid { not_before: i64 },
    /// The certificate's name is not the one that the profile demands.
    ServerNameMismatch { expected: String, found: String },
    /// The certificate is not one for a server (remote-cert-tls, extended key usage).
    NotAServerCertificate,
    /// The certificate does not say what it is for, and the profile does not say how else to know the server. `name` is the
    /// certificate's common name, possibly empty.
    ServerPurposeUnknown { name: String },
    /// The certificate is on the profile's list of revoked ones.
    ServerCertificateRevoked,
    /// The profile's list of revoked certificates is past its date (Unix seconds).
    RevocationListExpired { next_update: i64 },
    /// The profile's list of revoked certificates is from a later time than this machine's clock shows (Unix seconds).
    RevocationListNotYetValid { this_update: i64 },
    /// The profile's list of revoked certificates is damaged, or was not made by the authority whose name it bears.
    RevocationListInvalid,
    /// The certificate, or its authority's, is not one that the profile names by its fingerprint.
    ServerCertificateNotPinned,
    /// A signature or key on the way to the authority is too weak: `SHA-1`, `MD5`, `RSA-1024`.
    ServerCertificateWeak { weakness: String },
    /// The certificate failed another check.
    ServerCertificateRejected { problem: CertificateProblem },
    /// A date does not fit and this machine's clock (Unix seconds) shows a time before Adit existed.
    ClockWrong { now: i64 },
    /// The profile's own certificate is past its date (Unix seconds).
    ClientCertificateExpired { not_after: i64 },
    /// The server refused our certificate, or demands one that the profile does not have.
    ClientCertificateRefused,
    /// The profile's private key is an RSA key too short to sign with.
    ClientKeyTooShort { bits: u32 },
    /// No common cipher suite, group or signature.
    TlsNotCompatible,
    /// The server knows nothing above TLS 1.1.
    ServerTlsTooOld,
    /// The server answered and then did not begin TLS: servers up to 2.6 say nothing when no version or suite is common.
    ServerSilentAtHello,
    /// The server fell silent when it had our certificate: servers up to 2.6 say nothing when they refuse it.
    ServerSilentAfterCertificate,
    /// TLS failed in another way.
    TlsFailed,
    /// User name and password are needed and not there.
    CredentialsNeeded,
    /// The server refused user name or password. `reason` is the server's own text, if it gave one.
    CredentialsRefused { reason: Option<String> },
    /// The server took the certificate and then did not let us in; the profile has no user name that could be wrong. `reason` is
    /// the server's own text, if it gave one.
    NotLetIn { reason: Option<String> },
    /// The server waited for the sign-in to be confirmed, and nobody did so in time.
    SignInUnfinished,
    /// The server refused what the browser's sign-in brought, or the way to it. `reason` is the server's own text, if it
    /// gave one.
    BrowserSignInRefused { reason: Option<String> },
    /// The server wants a sign-in page opened whose address is not a plain `https` one.
    SignInPageRefused,
    /// The server takes no sign-in for the moment; user name and password may be right. `message` is its own text.
    SignInPostponed { message: Option<String> },
    /// The private key is encrypted and no passphrase is there.
    PassphraseNeeded,
    /// The passphrase does not open the private key.
    PassphraseWrong,
    /// The server asks for one more answer before it lets us in.
    ChallengeNeeded,
    /// The server wants something done elsewhere, such as on a phone, before the next sign-in. `text` is its own.
    ConfirmElsewhere { text: String },
    /// No common data cipher.
    CipherNotShared { offered: String },
    /// The server insists on a data cipher that Adit does not have because it is not safe any more.
    CipherTooOld { cipher: String },
    /// The server compresses what it sends, and the profile does not allow that.
    ServerCompresses,
    /// The server configured something that Adit does not support or refuses.
    ServerOptionRefused { option: String },
    /// The server closed the session on purpose and gave this text.
    ServerHalted { message: Option<String> },
    /// The server asked us to connect again.
    ServerRestarting { message: Option<String> },
    /// Profile or server end a tunnel that nobody uses, and nobody did for this long.
    TunnelIdle { seconds: u64 },
    /// Profile or server allow a session this long and no longer.
    SessionTimeOver { seconds: u64 },
    /// The profile cannot be used. `what` names the directive.
    ProfileRefused { what: String },
    /// The tunnel device could not be made.
    TunnelDevice,
    /// The machine's network could not be set up or put back: which part of it, and how.
    NetworkSetup { step: NetworkStep, problem: NetworkProblem },
    /// The helper's caller may not do that: the connection belongs to another user.
    NotPermitted { owner: Option<Owner> },
    /// The user may not use tunnels on this machine.
    NotAuthorized,
    /// The organisation does not allow it.
    NotAllowed { limit: PolicyLimit },
    /// A tunnel of another user has the machine's traffic, its names or an address that this one needs.
    NetworkInUse { owner: Owner },
    /// The helper ended while the connection was wanted, and what is needed to bring it back is gone.
    NotBroughtBack,
    /// There is no such connection.
    UnknownConnection,
    /// The helper is not running, or its socket cannot be reached.
    HelperNotRunning,
    /// The helper speaks another version of the contract.
    HelperVersion { ours: u32, theirs: u32 },
    /// The request is too large, malformed or over a limit.
    BadRequest { problem: RequestProblem },
    /// A proxy on the way did not let us through. `proxy` is its name.
    Proxy { proxy: String, problem: ProxyProblem },
    /// The name servers of this network do not answer, so nobody knows whether the name has an address.
    NameServersSilent { host: String },
    /// The server has IPv4 addresses only, and this network carries IPv6 only and translates nothing (RFC 6052).
    NoIpv4 { host: String },
    /// What answers at the server's port speaks another protocol.
    OtherService { host: String, port: u16, service: OtherService },
    /// The server set the tunnel up and assigned no address.
    NoAddressGiven,
    /// No address that the server assigned can be a tunnel's.
    AddressUnusable { address: String },
    /// The tunnel was set up, and nothing that the server sends through it can be decrypted or read.
    NothingReadable { differs: Option<OptionDifference> },
    /// The key in the server's certificate is of a kind that Adit cannot check signatures of.
    ServerKeyUnsupported { algorithm: String },
    /// The server refused the token of an earlier sign-in; user name and password were not tried.
    SessionTokenRefused,
    /// The person cancelled.
    Cancelled,
    /// A bug of Adit.
    Internal,
}

/// What answers where an OpenVPN server should.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OtherService {
    /// A web server, or a proxy that speaks HTTP.
    Http,
    /// TLS without anything before it: a web server, or a VPN of another kind.
    Tls,
    /// A secure shell server.
    Ssh,
    /// Something else.
    Unknown,
}

/// An option that has to be the same at both ends and is not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct OptionDifference {
    /// Its name as profiles write it.
    pub option: String,
    /// What it is here; empty where it is not set.
    pub ours: String,
    /// What it is at the server; empty where it is not set.
    pub theirs: String,
}

/// Where the cause lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Blame {
    /// What the person typed.
    User,
    /// The profile's text or material.
    Profile,
    /// The VPN server.
    Server,
    /// The network in between.
    Network,
    /// This machine: permissions, devices, clock.
    Machine,
    /// Adit.
    Us,
}

/// What the engine does after a failure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Retry {
    /// Stop: trying again cannot help.
    Never,
    /// Try the next server; start over with back-off when all were tried.
    NextServer,
    /// Try again after at least this long.
    After(Duration),
    /// Try again where the server said, after at least this long.
    Directed {
        /// How long to wait at least.
        after: Duration,
        /// Where.
        place: Place,
    },
    /// Ask the person, then try again with the answer.
    AskUser(Prompt),
}

/// Where a server sends us when it does not want us for the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// The same address again.
    Same,
    /// The next address of the server's name, or the next server after the last one.
    NextAddress,
    /// The next server of the profile.
    NextServer,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_crosses_the_socket_whole() {
        let prompt = Prompt::KeyPassphrase { wrong: true };
        let kind = FailureKind::NoAnswer { host: "vpn.example.com".into(), port: 1194, transport: Transport::Udp };
        for retry in [
            Retry::Never,
            Retry::NextServer,
            Retry::After(Duration::from_millis(1500)),
            Retry::Directed { after: Duration::from_secs(42), place: Place::NextAddress },
            Retry::AskUser(prompt),
        ] {
            let failure = Failure::new(kind.clone(), Blame::Network, retry).with_detail("four tries");
            let text = serde_json::to_string(&failure).unwrap();
            assert_eq!(serde_json::from_str::<Failure>(&text).unwrap(), failure, "{text}");
            assert!(failure.to_string().contains("four tries"));
        }
    }

    #[test]
    fn our_own_fault_is_ours() {
        let failure = Failure::internal("a broken promise");
        assert_eq!((failure.blame, failure.kind), (Blame::Us, FailureKind::Internal));
    }
}
