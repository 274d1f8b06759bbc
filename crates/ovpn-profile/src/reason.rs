//! Why a line of an OpenVPN profile is ignored, warned about or refused. A reason is a value; its sentence, and the way out as
//! the attribute `.advice`, stand in the Fluent file `lint.ftl` under [`Reason::id`].

use profile_api::reasons;

reasons! {
    /// Why a line, or a whole profile, is ignored, warned about or refused.
    #[non_exhaustive]
    pub enum Reason with common as Common {
        // The file is no profile.
        /// Nothing in it.
        Empty => "lint-empty",
        /// Larger than any profile.
        TooLarge { limit_kib: u64 } => "lint-too-large",
        /// UTF-16 text.
        Utf16 => "lint-utf16",
        /// Not text.
        Binary => "lint-binary",
        /// Zero bytes in the text.
        NulBytes => "lint-nul-bytes",
        /// A web page saved as a profile.
        WebPage => "lint-web-page",
        /// Marks of a merge.
        ConflictMarker => "lint-conflict-marker",
        /// A line longer than any directive.
        LineTooLong => "lint-line-too-long",
        /// More lines than any profile.
        TooManyLines { limit: u64 } => "lint-too-many-lines",
        /// All lines behind each other.
        LinesJoined => "lint-lines-joined",
        /// A certificate or key outside of any block.
        LooseMaterial => "lint-loose-material",
        /// A quote is not closed.
        UnbalancedQuote => "lint-unbalanced-quote",
        /// A block has no end.
        MissingEndTag { name: String } => "lint-missing-end-tag",
        /// Begin, content and end of a block on one line.
        BlockOnOneLine { name: String } => "lint-block-on-one-line",
        /// An end without a block.
        StrayEndTag { name: String } => "lint-stray-end-tag",

        // The profile as a whole.
        /// No server.
        NoServer => "lint-no-server",
        /// More servers than Adit takes.
        TooManyServers { limit: u64 } => "lint-too-many-servers",
        /// Nothing tells whom to trust.
        NoAuthority => "lint-no-authority",
        /// Neither `client` nor `tls-client` with `pull`.
        NotAClient => "lint-not-a-client",
        /// Any certificate of the authority would do as server.
        NoServerCheck => "lint-no-server-check",
        /// Neither certificate nor user name and password.
        NoSignIn => "lint-no-sign-in",
        /// `cert` without `key`.
        CertificateWithoutKey => "lint-certificate-without-key",
        /// `key` without `cert`.
        KeyWithoutCertificate => "lint-key-without-certificate",
        /// Two of tls-auth, tls-crypt and tls-crypt-v2.
        SeveralControlKeys => "lint-several-control-keys",
        /// tls-auth with `auth none`.
        TlsAuthWithoutDigest => "lint-tls-auth-without-digest",
        /// A template of Access Server that is not made for a person.
        GenericProfile => "lint-generic-profile",
        /// Read as Latin-1.
        NotUtf8 => "lint-not-utf8",
        /// A value is outside of what a profile may hold.
        OutOfBounds { what: String } => "lint-out-of-bounds",

        // The shape of a line.
        /// A value is missing.
        MissingValue { name: String } => "lint-missing-value",
        /// A value makes no sense.
        BadValue { value: String } => "lint-bad-value",
        /// A value that says nothing, on a line that does no harm without it.
        ValueLeftOut { value: String } => "lint-value-left-out",
        /// An address that no tunnel can have or lead to.
        UnusableAddress { value: String } => "lint-unusable-address",
        /// More of its kind than Adit takes.
        TooManyValues { limit: u64 } => "lint-too-many-values",
        /// More values than the directive has.
        ExtraWords { name: String } => "lint-extra-words",
        /// More than 16 words.
        WordsCut => "lint-words-cut",
        /// A line longer than OpenVPN takes.
        LongLine => "lint-long-line",
        /// A backslash that OpenVPN would not accept.
        LiteralBackslash => "lint-literal-backslash",
        /// Said again further down, which counts.
        Repeated { line: u32 } => "lint-repeated",
        /// Announces the inline block of the same name.
        InlineMarker => "lint-inline-marker",
        /// Not a directive.
        UnknownDirective { name: String } => "lint-unknown-directive",
        /// Not a directive, and possibly a part of a key or password.
        UnknownLine => "lint-unknown-line",
        /// Probably misspelled.
        MisspelledDirective { name: String, suggestion: String } => "lint-misspelled-directive",
        /// Not a directive, and the profile says that this is fine.
        UnknownAllowed => "lint-unknown-allowed",
        /// `setenv opt`: taken where it is understood.
        OptionalLeftOut => "lint-optional-left-out",
        /// Not for use inside `<connection>`.
        NotInConnection { name: String } => "lint-not-in-connection",
        /// `<connection>` blocks replace plain `remote` lines.
        ReplacedByConnections => "lint-replaced-by-connections",

        // Refused by meaning.
        /// A layer 2 tunnel.
        TapDevice => "lint-tap-device",
        /// For servers.
        ServerOnly { name: String } => "lint-server-only",
        /// A static key instead of TLS.
        StaticKeyMode => "lint-static-key-mode",
        /// An action, not a setting.
        StandaloneAction { name: String } => "lint-standalone-action",
        /// A program to run.
        Script { name: String } => "lint-script",
        /// A library to load.
        Plugin => "lint-plugin",
        /// A helper that sets DNS, which Adit does itself.
        DnsHelper => "lint-dns-helper",
        /// `mtu-dynamic`, the name of `fragment` before 2.0.
        Fragment => "lint-fragment",
        /// A UDP server behind an HTTP proxy, and no other server.
        HttpProxyNeedsTcp => "lint-http-proxy-needs-tcp",
        /// A UDP server behind an HTTP proxy.
        UdpBehindHttpProxy => "lint-udp-behind-http-proxy",
        /// `http-proxy` and `socks-proxy` for one server.
        TwoProxies => "lint-two-proxies",
        /// A way to sign in at a proxy that Adit does not have.
        ProxyNtlm => "lint-proxy-ntlm",
        /// Not user name and password on two lines.
        BadProxyLogin => "lint-bad-proxy-login",
        /// Key on a smart card, in a system store or with another program.
        ExternalKey => "lint-external-key",
        /// `crl-verify` with a folder.
        RevocationFolder => "lint-revocation-folder",
        /// A check that left OpenVPN with 2.4.
        TlsRemote => "lint-tls-remote",
        /// Packets in disguise, for servers and clients with a patch.
        Scramble => "lint-scramble",
        /// TLS below 1.2 only.
        TlsTooOld { version: String } => "lint-tls-too-old",
        /// Key method 1.
        KeyMethodOne => "lint-key-method-one",
        /// Adit cannot do this, and leaving it out would change what the profile promises.
        NotSupported { name: String } => "lint-not-supported",
        /// Packets would not be encrypted.
        NoEncryption => "lint-no-encryption",
        /// A digest that Adit does not have and the profile needs.
        UnsupportedDigest { digest: String } => "lint-unsupported-digest",
        /// `ncp-disable` and a cipher that Adit does not have.
        CipherFixed { cipher: String } => "lint-cipher-fixed",

        // Files and what is in them.
        /// A file with a password, which is asked for instead.
        PasswordFile { name: String } => "lint-password-file",
        /// No certificate where there should be one.
        NoCertificate => "lint-no-certificate",
        /// A certificate that cannot be read.
        BadCertificate => "lint-bad-certificate",
        /// A certificate by the strength of its day.
        WeakCertificate { weakness: String } => "lint-weak-certificate",
        /// No private key where there should be one.
        BadPrivateKey => "lint-bad-private-key",
        /// Not a PKCS#12 container, or a damaged one.
        BadContainer => "lint-bad-container",
        /// A PKCS#12 container, or a key, that is closed in a way that Adit does not know.
        UnsupportedLock { scheme: String } => "lint-unsupported-lock",
        /// A container beside a certificate or key.
        SeveralIdentities => "lint-several-identities",
        /// An RSA key too short to sign with.
        ShortClientKey { bits: u32 } => "lint-short-client-key",
        /// The certificate has another key.
        KeyOfAnother => "lint-key-of-another",
        /// A certificate with a kind of key or signature that Adit cannot use.
        UnsupportedCertificate { algorithm: String } => "lint-unsupported-certificate",
        /// An authority with a kind of key that Adit cannot check signatures of.
        UnsupportedAuthority { algorithm: String } => "lint-unsupported-authority",
        /// A kind of key that Adit does not have.
        UnsupportedPrivateKey { algorithm: String } => "lint-unsupported-private-key",
        /// Not 256 bytes in hexadecimal digits.
        BadStaticKey => "lint-bad-static-key",
        /// Not a client's tls-crypt-v2 key.
        BadTlsCryptV2Key => "lint-bad-tls-crypt-v2-key",
        /// Not a fingerprint.
        BadFingerprint { value: String } => "lint-bad-fingerprint",
        /// Not a revocation list.
        BadRevocationList => "lint-bad-revocation-list",
        /// User name and password on two lines are expected.
        BadLoginBlock => "lint-bad-login-block",

        // Used, with a warning.
        /// Used only when the server does not negotiate.
        FallbackCipher { cipher: String } => "lint-fallback-cipher",
        /// Adit does not have it; works if the server negotiates.
        UnsupportedCipher { cipher: String } => "lint-unsupported-cipher",
        /// Some of a list are left out.
        CiphersLeftOut { ciphers: String } => "lint-ciphers-left-out",
        /// Only ciphers without authentication of their own.
        NoAeadCipher => "lint-no-aead-cipher",
        /// Negotiation is switched off in the profile; Adit negotiates.
        NegotiationOff => "lint-negotiation-off",
        /// Frames look compressed, and never are.
        CompressionFraming => "lint-compression-framing",
        /// What the server compressed is read.
        CompressionRead => "lint-compression-read",
        /// A digest that the ciphers do not need.
        DigestNotUsed { digest: String } => "lint-digest-not-used",
        /// `dns server` with domains and without an address.
        DomainsWithoutServer { number: i64 } => "lint-domains-without-server",
        /// AES-CBC with `auth none`.
        CbcWithoutDigest => "lint-cbc-without-digest",
        /// None of the TLS suites are there; Adit's own are offered.
        NoSharedSuite => "lint-no-shared-suite",
        /// Weak certificates are accepted.
        WeakAccepted => "lint-weak-accepted",
        /// An old way to check the server.
        NsCertType => "lint-ns-cert-type",
        /// A route to a name.
        RouteByName { value: String } => "lint-route-by-name",
        /// Part of the values cannot be used.
        PartlyUsed { value: String } => "lint-partly-used",
        /// Adit does not do this.
        NotHonoured { name: String } => "lint-not-honoured",
        /// Only a server sends this.
        PushOnly { name: String } => "lint-push-only",
        /// Another way to control or watch OpenVPN.
        OwnControl { name: String } => "lint-own-control",
        /// Where OpenVPN would write its log.
        OwnLogFile { name: String } => "lint-own-log-file",
        /// DNS is kept inside the tunnel by Adit.
        OwnDnsProtection => "lint-own-dns-protection",

        // Ignored, and harmless.
        /// How much OpenVPN logs.
        OwnLog => "lint-own-log",
        /// Whose rights OpenVPN uses.
        OwnRights => "lint-own-rights",
        /// Adit does that anyway.
        AlwaysSo => "lint-always-so",
        /// For another system.
        OtherPlatform => "lint-other-platform",
        /// Without effect in OpenVPN, too.
        Obsolete => "lint-obsolete",
        /// Buffers, queues and waits.
        Tuning => "lint-tuning",
        /// A value for scripts.
        ForScripts => "lint-for-scripts",
        /// Read by other programs.
        ForOtherPrograms => "lint-for-other-programs",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_are_unique() {
        let all = Reason::one_of_each();
        let ids: BTreeSet<_> = all.iter().map(Reason::id).collect();
        assert_eq!(ids.len(), all.len());
    }
}
