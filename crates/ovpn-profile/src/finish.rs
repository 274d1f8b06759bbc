//! From everything that was said to a profile: defaults, files, and what only the whole can tell.

use std::{collections::BTreeMap, time::Duration};

use ovpn_settings::{
    material::{LockError, key_kind, open_key, rsa_bits},
    options::ResolvedDns,
};
use profile_api::{CertificateRole, MAX_SIDE_FILE_LEN, Need, Rejected, SideFileError, SideFiles};
use vpn_api::{
    Proxy, ProxyKind, ProxyLogin, Secret,
    proxy::HttpProxy,
    session::{Family, Transport},
};
use zeroize::Zeroizing;

use crate::{
    apply::servers::is_placeholder,
    draft::{ControlKeys, Draft, Origin, RemoteLine, Scope, Source},
    key_pair::belong_together,
    material,
    parsed::Parsed,
    profile::MAX_REMOTES,
    profile::{
        CertProfile, Cipher, ClientIdentity, DataSettings, Digest, KeyDirection, Login, NetworkSettings, Profile,
        Remote, TlsSettings, Wrap,
    },
    reason::Reason,
    report::{Entry, Report, Verdict},
    sign_in,
};

/// Port of OpenVPN, where none is given.
const DEFAULT_PORT: u16 = 1194;
/// As in OpenVPN 2.6.
const DEFAULT_ANSWER_TIMEOUT: Duration = Duration::from_secs(120);

/// Makes the profile, or says what stands in its way.
pub(crate) fn finish(
    mut draft: Draft,
    report: &mut Report,
    files: &dyn SideFiles,
    servers: &BTreeMap<String, String>,
) -> Result<Parsed, Rejected> {
    if !(draft.client || draft.tls_client && draft.pull) {
        report.find(None, Verdict::refused(Reason::NotAClient));
    }
    let mut resolver = Resolver { report, files };
    let remotes = remotes(&mut draft, &mut resolver, servers);
    let tls = tls(&mut draft, &mut resolver);
    let data = data(&draft, resolver.report);
    let login = login(&mut draft);
    if login.is_none() && draft.cert.is_none() && draft.key.is_none() && draft.pkcs12.is_none() {
        report.find(None, Verdict::warning(Reason::NoSignIn));
    }
    let network = network(&mut draft, report);
    let profile = tls.map(|tls| Profile {
        remotes,
        remote_random: draft.remote_random,
        remote_random_hostname: draft.remote_random_hostname,
        tls,
        login,
        data,
        timing: draft.timing,
        network,
        peer_info: draft.peer_info.into_iter().collect(),
        push_peer_info: draft.push_peer_info,
    });
    if let (Some(profile), true, true) = (&profile, report.needs.is_empty(), report.refusals().is_empty())
        && let Err(invalid) = profile.validate()
    {
        report.find(None, Verdict::refused(Reason::OutOfBounds { what: invalid.to_string() }));
    }
    report.settle();
    if !report.refusals().is_empty() {
        return Err(Rejected::Refused);
    }
    match profile {
        Some(profile) if report.needs.is_empty() => {
            let (sign_in, asks) = sign_in::of(&profile);
            let name_hint = draft.meta.friendly_name.or(draft.meta.profile);
            Ok(Parsed { name_hint, sign_in, asks, profile, secret_files: draft.secret_files })
        }
        Some(_) | None => Err(Rejected::Incomplete { needs: report.needs.clone() }),
    }
}

fn network(draft: &mut Draft, report: &mut Report) -> NetworkSettings {
    let tunnel = std::mem::take(&mut draft.tunnel);
    // Servers that want to be asked over TLS have their warning at the line that says so.
    let ResolvedDns { dns, encrypted: _, without_address } = tunnel.dns.resolve();
    for number in without_address {
        for entry in draft.resolve_domains.get(&number).into_iter().flatten() {
            report.judge(*entry, Verdict::warning(Reason::DomainsWithoutServer { number: number.into() }));
        }
    }
    NetworkSettings {
        redirect: tunnel.redirect,
        routes: tunnel.routes,
        route_metric: tunnel.route_metric,
        route_gateway: tunnel.route_gateway,
        route_nopull: draft.route_nopull,
        dns,
        block_ipv6: tunnel.block_ipv6,
        pull_filters: std::mem::take(&mut draft.pull_filters),
        topology: tunnel.topology,
        ifconfig: tunnel.ifconfig,
        ifconfig_ipv6: tunnel.ifconfig_ipv6,
    }
}

/// Brings texts from blocks and files, and writes down what is missing.
struct Resolver<'a> {
    report: &'a mut Report,
    files: &'a dyn SideFiles,
}

impl Resolver<'_> {
    fn text(&mut self, source: &Source) -> Option<Zeroizing<String>> {
        let bytes = self.bytes(source)?;
        Some(Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned()))
    }

    fn bytes(&mut self, source: &Source) -> Option<Zeroizing<Vec<u8>>> {
        let name = match &source.from {
            Origin::Inline(text) => return Some(Zeroizing::new(text.as_bytes().to_vec())),
            Origin::File(name) => name,
        };
        let read = self.files.read(name).map(Zeroizing::new);
        match read
            .and_then(|bytes| if bytes.len() > MAX_SIDE_FILE_LEN { Err(SideFileError::TooLarge) } else { Ok(bytes) })
        {
            Ok(bytes) => Some(bytes),
            Err(problem) => {
                let need = Need::File {
                    directive: source.directive.to_owned(),
                    name: name.clone(),
                    line: source.line,
                    problem,
                };
                self.report.judge(source.entry, Verdict::warning(need.reason().into()));
                self.report.needs.push(need);
                None
            }
        }
    }

    /// User name and password on two lines. Without the file the person is asked.
    fn proxy_login(&mut self, source: &Source) -> Option<ProxyLogin> {
        let text = match &source.from {
            Origin::Inline(text) => text.clone(),
            Origin::File(name) => match self.files.read(name).map(Zeroizing::new) {
                Ok(bytes) if bytes.len() <= MAX_SIDE_FILE_LEN => {
                    Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned())
                }
                Ok(_) | Err(_) => {
                    let reason = Reason::PasswordFile { name: name.clone() };
                    self.report.judge(source.entry, Verdict::warning(reason));
                    return None;
                }
            },
        };
        let mut lines = text.lines().map(|line| line.trim_end_matches('\r'));
        match (lines.next().filter(|name| !name.is_empty()), lines.next()) {
            (Some(username), Some(password)) => {
                Some(ProxyLogin { username: username.to_owned(), password: password.into() })
            }
            _ => {
                self.report.judge(source.entry, Verdict::refused(Reason::BadProxyLogin));
                None
            }
        }
    }

    /// What `read` makes of the source's text. `None`: missing or refused, which the report then tells.
    fn material<T>(&mut self, source: &Source, read: impl FnOnce(&str) -> Result<T, Reason>) -> Option<T> {
        let text = self.text(source)?;
        match read(&text) {
            Ok(material) => Some(material),
            Err(reason) => {
                self.report.judge(source.entry, Verdict::refused(reason));
                None
            }
        }
    }

    fn certificates(&mut self, source: &Source, role: CertificateRole) -> Option<Vec<Vec<u8>>> {
        let found = self.material(source, material::certificates)?;
        self.describe(source, &found, role);
        Some(found)
    }

    /// Lists certificates in the report, with what is weak about them.
    fn describe(&mut self, source: &Source, found: &[Vec<u8>], role: CertificateRole) {
        for (place, der) in found.iter().enumerate() {
            let role = if role == CertificateRole::Own && place > 0 { CertificateRole::Intermediate } else { role };
            let Some(info) = material::certificate_info(der, role, source.line) else { continue };
            if !info.weaknesses.is_empty() {
                let weakness = info.weaknesses.join(", ");
                self.report.judge(source.entry, Verdict::warning(Reason::WeakCertificate { weakness }));
            }
            self.report.certificates.push(info);
        }
    }
}

fn remotes(draft: &mut Draft, resolver: &mut Resolver<'_>, servers: &BTreeMap<String, String>) -> Vec<Remote> {
    let mut found: Vec<(RemoteLine, Scope)> = Vec::new();
    let blocks = std::mem::take(&mut draft.blocks);
    let plain = std::mem::take(&mut draft.scope.remotes);
    if blocks.is_empty() {
        let shared = Scope { keys: ControlKeys::default(), ..draft.scope.clone() };
        found.extend(plain.into_iter().map(|remote| (remote, shared.clone())));
    } else {
        for remote in plain {
            resolver.report.judge(remote.entry, Verdict::ignored(Reason::ReplacedByConnections));
        }
        for (line, mut scope) in blocks {
            match scope.remotes.pop() {
                Some(remote) => found.push((remote, scope)),
                None => resolver.report.find(Some(line), Verdict::refused(Reason::NoServer)),
            }
        }
    }
    if found.is_empty() {
        resolver.report.find(None, Verdict::refused(Reason::NoServer));
    }
    if found.len() > MAX_REMOTES {
        let limit = MAX_REMOTES as u64;
        resolver.report.find(None, Verdict::warning(Reason::TooManyServers { limit }));
        found.truncate(MAX_REMOTES);
    }
    leave_out_unreachable(&mut found, resolver);
    let digest = draft.other_auth.as_ref().map_or(Ok(draft.auth), Err);
    let shared = wrap(&draft.scope.keys, digest, resolver);
    let mut remotes = Vec::with_capacity(found.len());
    for (line, scope) in found {
        let own = scope.keys.all().next().is_some();
        let wrap = if own { wrap(&scope.keys, digest, resolver) } else { shared.clone() };
        let host = host(&line, resolver, servers);
        if let (Some(wrap), Some(host)) = (wrap, host) {
            let proxy = proxy(&scope, &draft.scope, resolver);
            remotes.push(Remote { proxy, ..remote(&line, &scope, wrap, host) });
        }
    }
    remotes
}

fn remote(line: &RemoteLine, scope: &Scope, wrap: Wrap, host: String) -> Remote {
    let (transport, family) = line.proto.or(scope.proto).unwrap_or((Transport::Udp, Family::Any));
    Remote {
        host,
        port: line.port.or(scope.port).unwrap_or(DEFAULT_PORT),
        transport,
        family,
        wrap,
        answer_timeout: scope.answer_timeout.unwrap_or(DEFAULT_ANSWER_TIMEOUT),
        exit_notify: scope.exit_notify.unwrap_or(0),
        mssfix: scope.mssfix.unwrap_or_default(),
        // A stream has no packets that could be too long. OpenVPN refuses both together.
        fragment: scope.fragment.filter(|_| transport == Transport::Udp),
        tun_mtu: scope.tun_mtu.unwrap_or_default(),
        max_packet_size: scope.max_packet_size.unwrap_or(1250),
        proxy: None,
        local: scope.local,
    }
}

fn host(line: &RemoteLine, resolver: &mut Resolver<'_>, servers: &BTreeMap<String, String>) -> Option<String> {
    let mut host = line.host.as_str();
    if is_placeholder(host) {
        match servers.get(host) {
            Some(answer) => host = answer,
            None => {
                let placeholder = host.chars().take(120).collect();
                let need = Need::ServerAddress { placeholder, line: line.line };
                resolver.report.judge(line.entry, Verdict::warning(need.reason().into()));
                resolver.report.needs.push(need);
                return None;
            }
        }
    }
    if ovpn_settings::is_host(host) {
        return Some(host.to_owned());
    }
    let value = host.chars().take(120).collect();
    resolver.report.judge(line.entry, Verdict::refused(Reason::BadValue { value }));
    None
}

/// HTTP proxies carry streams only: what is left are the servers that can be reached.
fn leave_out_unreachable(found: &mut Vec<(RemoteLine, Scope)>, resolver: &mut Resolver<'_>) {
    let reachable = |(line, scope): &(RemoteLine, Scope)| {
        let (transport, _) = line.proto.or(scope.proto).unwrap_or((Transport::Udp, Family::Any));
        scope.proxies.proxy.as_ref().is_none_or(|proxy| proxy.kind != ProxyKind::Http) || transport == Transport::Tcp
    };
    let any = found.iter().any(reachable);
    found.retain(|server| {
        let keep = reachable(server);
        if !keep {
            match &server.1.proxies.proxy {
                Some(proxy) if !any => {
                    resolver.report.judge(proxy.entry, Verdict::refused(Reason::HttpProxyNeedsTcp));
                }
                Some(_) | None => {
                    resolver.report.judge(server.0.entry, Verdict::warning(Reason::UdpBehindHttpProxy));
                }
            }
        }
        keep
    });
}

/// The proxy on the way to a server. User name and password may stand further down than the server.
fn proxy(scope: &Scope, global: &Scope, resolver: &mut Resolver<'_>) -> Option<Proxy> {
    let line = scope.proxies.proxy.as_ref()?;
    let (own, shared) = match line.kind {
        ProxyKind::Http => (&scope.proxies.http_login, &global.proxies.http_login),
        ProxyKind::Socks5 => (&scope.proxies.socks_login, &global.proxies.socks_login),
    };
    let source = line.login.as_ref().or(own.as_ref()).or(shared.as_ref());
    let login = source.and_then(|source| resolver.proxy_login(source));
    let http = if line.kind == ProxyKind::Http { scope.proxies.http.clone() } else { HttpProxy::default() };
    let proxy = Proxy { kind: line.kind, host: line.host.clone(), port: line.port, login, http };
    if !proxy.is_valid() {
        resolver.report.judge(line.entry, Verdict::refused(Reason::OutOfBounds { what: "proxy".to_owned() }));
    }
    Some(proxy)
}

/// `auth` is the digest of tls-auth, or the name and line of one that Adit does not have. `None`: the key is missing or refused.
fn wrap(keys: &ControlKeys, auth: Result<Digest, &(String, Entry)>, resolver: &mut Resolver<'_>) -> Option<Wrap> {
    let mut all = keys.all();
    let first = all.next();
    if let (Some(_), Some(second)) = (first, all.next()) {
        resolver.report.judge(second.entry, Verdict::refused(Reason::SeveralControlKeys));
        return None;
    }
    if let Some(source) = &keys.tls_auth {
        let auth = match auth {
            Ok(auth) => auth,
            Err((name, entry)) => {
                let digest = name.clone();
                resolver.report.judge(*entry, Verdict::refused(Reason::UnsupportedDigest { digest }));
                return None;
            }
        };
        if auth == Digest::None {
            resolver.report.judge(source.entry, Verdict::refused(Reason::TlsAuthWithoutDigest));
            return None;
        }
        let direction = keys.direction.unwrap_or(KeyDirection::Bidirectional);
        let key = resolver.material(source, material::static_key)?;
        return Some(Wrap::TlsAuth { key, direction, digest: auth });
    }
    if let Some(source) = &keys.tls_crypt {
        return resolver.material(source, material::static_key).map(|key| Wrap::TlsCrypt { key });
    }
    if let Some(source) = &keys.tls_crypt_v2 {
        let (key, wrapped) = resolver.material(source, material::tls_crypt_v2_key)?;
        return Some(Wrap::TlsCryptV2 { key, wrapped });
    }
    Some(Wrap::None)
}

/// `None`: something is missing or refused.
fn tls(draft: &mut Draft, resolver: &mut Resolver<'_>) -> Option<TlsSettings> {
    let Identity { own: identity, authorities, closed } = identity(draft, resolver);
    let ca = match &draft.ca {
        Some(source) => {
            let found = resolver.certificates(source, CertificateRole::Authority);
            found.inspect(|found| checkable(found, source, resolver))
        }
        // As in OpenVPN, the authorities of a container count where the profile names none.
        None if closed || !authorities.is_empty() => Some(authorities),
        // Without the container, nobody knows whether it has any.
        None if identity.is_none() && draft.pkcs12.is_some() => None,
        None if draft.fingerprints.is_empty() => {
            resolver.report.find(None, Verdict::refused(Reason::NoAuthority));
            None
        }
        None => Some(Vec::new()),
    };
    let checked = draft.require_server_usage
        || draft.verify_name.is_some()
        || draft.ns_cert_server
        || draft.remote_cert_eku.is_some()
        || !draft.fingerprints.is_empty();
    if !checked {
        resolver.report.find(None, Verdict::warning(Reason::NoServerCheck));
    }
    let crls = match &draft.crl {
        Some(source) => resolver.material(source, material::revocation_lists),
        None => Some(Vec::new()),
    };
    let weak = if draft.weak_by_cipher { CertProfile::Insecure } else { CertProfile::default() };
    Some(TlsSettings {
        ca: ca?,
        peer_fingerprints: std::mem::take(&mut draft.fingerprints),
        identity: identity?,
        version_min: draft.version_min,
        version_max: draft.version_max,
        ciphers: std::mem::take(&mut draft.suites12),
        ciphersuites: std::mem::take(&mut draft.suites13),
        groups: std::mem::take(&mut draft.groups),
        cert_profile: draft.cert_profile.unwrap_or(weak),
        require_server_usage: draft.require_server_usage,
        verify_name: draft.verify_name.take(),
        crls: crls?,
        ns_cert_server: draft.ns_cert_server,
        verify_hash: draft.verify_hashes.first().cloned(),
        verify_hash_others: draft.verify_hashes.drain(..).skip(1).collect(),
        remote_cert_ku: std::mem::take(&mut draft.remote_cert_ku),
        remote_cert_eku: draft.remote_cert_eku.take(),
    })
}

/// What an authority signed with a key of a kind that Adit does not have is never believed.
fn checkable(found: &[Vec<u8>], source: &Source, resolver: &mut Resolver<'_>) {
    let kinds = || found.iter().filter_map(|der| key_kind(der));
    let Some(unknown) = kinds().find(|kind| !kind.can_certify()) else { return };
    let reason = Reason::UnsupportedAuthority { algorithm: unknown.to_string() };
    let left = kinds().any(|kind| kind.can_certify());
    resolver.report.judge(source.entry, if left { Verdict::warning(reason) } else { Verdict::refused(reason) });
}

/// Who we are, as far as it can be known without the person.
#[derive(Default)]
struct Identity {
    /// `None`: something is missing or refused. `Some(None)`: the profile has no certificate.
    own: Option<Option<ClientIdentity>>,
    /// Further certificates of an open container.
    authorities: Vec<Vec<u8>>,
    /// It is in a container that only the person can open.
    closed: bool,
}

fn identity(draft: &Draft, resolver: &mut Resolver<'_>) -> Identity {
    let (cert, key) = match (&draft.pkcs12, &draft.cert, &draft.key) {
        (Some(container), None, None) => return contained(container, draft, resolver),
        (Some(_), Some(other), _) | (Some(_), None, Some(other)) => {
            resolver.report.judge(other.entry, Verdict::refused(Reason::SeveralIdentities));
            return Identity::default();
        }
        (None, None, None) => return Identity { own: Some(None), ..Identity::default() },
        (None, Some(cert), None) => {
            resolver.report.judge(cert.entry, Verdict::refused(Reason::CertificateWithoutKey));
            return Identity::default();
        }
        (None, None, Some(key)) => {
            resolver.report.judge(key.entry, Verdict::refused(Reason::KeyWithoutCertificate));
            return Identity::default();
        }
        (None, Some(cert), Some(key)) => (cert, key),
    };
    let chain = resolver.certificates(cert, CertificateRole::Own);
    let private = resolver.material(key, material::private_key);
    let extra = extra_certificates(draft, resolver);
    let (Some(mut chain), Some(private), Some(extra)) = (chain, private, extra) else { return Identity::default() };
    usable(&chain, cert, &private.pem, key, resolver);
    append(&mut chain, extra);
    let own = ClientIdentity { chain, key_pem: private.pem, encrypted: private.encrypted };
    Identity { own: Some(Some(own)), ..Identity::default() }
}

/// A PKCS#12 container. One without a passphrase is opened here; another one goes along as it is.
fn contained(source: &Source, draft: &Draft, resolver: &mut Resolver<'_>) -> Identity {
    let Some(bytes) = resolver.bytes(source) else { return Identity::default() };
    let extra = extra_certificates(draft, resolver);
    let opened = ovpn_settings::material::pkcs12::unwrap(&bytes)
        .map(|der| (ovpn_settings::material::pkcs12::open(&der, ""), der));
    let reason = match (opened, extra) {
        (_, None) => return Identity::default(),
        (Some((Ok(open), _)), Some(extra)) => {
            let mut chain = open.chain;
            resolver.describe(source, &chain, CertificateRole::Own);
            if draft.ca.is_none() {
                resolver.describe(source, &open.authorities, CertificateRole::Authority);
            }
            usable(&chain, source, &open.key_pem, source, resolver);
            append(&mut chain, extra);
            let own = ClientIdentity { chain, key_pem: open.key_pem, encrypted: false };
            return Identity { own: Some(Some(own)), authorities: open.authorities, closed: false };
        }
        (Some((Err(LockError::Wrong | LockError::Needed), der)), Some(chain)) => {
            let own =
                ClientIdentity { chain, key_pem: ovpn_settings::material::pkcs12::text_of(&der), encrypted: true };
            return Identity { own: Some(Some(own)), authorities: Vec::new(), closed: true };
        }
        (Some((Err(LockError::Scheme(scheme)), _)), Some(_)) => Reason::UnsupportedLock { scheme },
        (Some((Err(LockError::TooExpensive | LockError::Damaged | LockError::Absent), _)) | None, Some(_)) => {
            Reason::BadContainer
        }
    };
    resolver.report.judge(source.entry, Verdict::refused(reason));
    Identity::default()
}

fn extra_certificates(draft: &Draft, resolver: &mut Resolver<'_>) -> Option<Vec<Vec<u8>>> {
    match &draft.extra_certs {
        Some(source) => resolver.certificates(source, CertificateRole::Intermediate),
        None => Some(Vec::new()),
    }
}

fn append(chain: &mut Vec<Vec<u8>>, more: Vec<Vec<u8>>) {
    for der in more {
        if !chain.contains(&der) {
            chain.push(der);
        }
    }
}

/// Whether our certificate and its key can sign in. TLS libraries sign with RSA keys from 2048 bits only. A key that needs a
/// passphrase is compared with its certificate when the person has given it.
fn usable(chain: &[Vec<u8>], cert: &Source, key_pem: &Secret, key: &Source, resolver: &mut Resolver<'_>) {
    let Some(own) = chain.first() else { return };
    if let Some(kind) = key_kind(own).filter(|kind| !kind.can_sign_in()) {
        let reason = Reason::UnsupportedCertificate { algorithm: kind.to_string() };
        resolver.report.judge(cert.entry, Verdict::refused(reason));
        return;
    }
    if let Some(bits) = rsa_bits(own).filter(|bits| *bits < 2048) {
        resolver.report.judge(cert.entry, Verdict::refused(Reason::ShortClientKey { bits }));
        return;
    }
    let Ok(plain) = open_key(key_pem.expose(), None) else { return };
    match belong_together(&plain, own) {
        Some(true) => {}
        Some(false) => resolver.report.judge(key.entry, Verdict::refused(Reason::KeyOfAnother)),
        None => resolver.report.judge(key.entry, Verdict::refused(Reason::BadPrivateKey)),
    }
}

/// The list says what is negotiated. `cipher` alone is from a time before negotiation: it is offered behind the list and used
/// where the server does not negotiate.
fn data(draft: &Draft, report: &mut Report) -> DataSettings {
    let defaults = DataSettings::default();
    let configured = draft.configured_cipher.clone();
    let legacy = draft.cipher.as_ref().and_then(|(name, _)| Cipher::by_name(name));
    let mut ciphers = draft.data_ciphers.clone().unwrap_or(defaults.ciphers);
    if draft.data_ciphers.is_none()
        && let Some(cipher) = legacy
        && !ciphers.contains(&cipher)
    {
        ciphers.push(cipher);
    }
    if let Some((name, entry)) = &draft.cipher {
        let cipher = name.clone();
        let verdict = match legacy {
            None if name == "NONE" => Verdict::refused(Reason::NoEncryption),
            None if draft.negotiation_off.is_some() => Verdict::refused(Reason::CipherFixed { cipher }),
            None => Verdict::warning(Reason::UnsupportedCipher { cipher }),
            Some(known) if !known.is_aead() && draft.data_ciphers.is_none() => {
                Verdict::warning(Reason::FallbackCipher { cipher })
            }
            Some(_) => Verdict::Used,
        };
        report.judge(*entry, verdict);
    }
    let mut fallback = configured.as_deref().and_then(Cipher::by_name).or(draft.fallback).or(legacy);
    let auth = if draft.other_auth.is_some() { Digest::None } else { draft.auth };
    if auth == Digest::None {
        only_aead(&mut ciphers, &mut fallback, draft, report);
    }
    DataSettings {
        ciphers,
        fallback,
        configured_cipher: configured,
        auth,
        compression: draft.compression,
        // Since 2.6 OpenVPN reads compressed packets where the profile names compression and does not forbid it.
        allow_compression: draft.allow_compression.unwrap_or(draft.compression != crate::profile::Compression::None),
        replay_window: draft.replay_window.unwrap_or(defaults.replay_window),
        key_export: !draft.no_key_export,
    }
}

/// Without a digest, ciphers that do not authenticate by themselves go.
fn only_aead(ciphers: &mut Vec<Cipher>, fallback: &mut Option<Cipher>, draft: &Draft, report: &mut Report) {
    let aead = |cipher: &Cipher| cipher.is_aead();
    let left = ciphers.iter().any(aead);
    let needed = !ciphers.iter().chain(&*fallback).all(aead);
    match &draft.other_auth {
        Some((name, entry)) => {
            let digest = name.clone();
            report.judge(
                *entry,
                match left {
                    true => Verdict::warning(Reason::DigestNotUsed { digest }),
                    false => Verdict::refused(Reason::UnsupportedDigest { digest }),
                },
            );
        }
        None if needed => {
            let verdict = if left { Verdict::warning } else { Verdict::refused };
            let verdict = verdict(Reason::CbcWithoutDigest);
            match draft.set_by.get("auth") {
                Some(entry) => report.judge(*entry, verdict),
                None => report.find(None, verdict),
            }
        }
        None => {}
    }
    ciphers.retain(aead);
    *fallback = fallback.filter(aead);
}

fn login(draft: &mut Draft) -> Option<Login> {
    let meta = &draft.meta;
    let asked = draft.login.is_some() || draft.static_challenge.is_some();
    if draft.federated {
        return Some(Login { federated: true, never_remember: draft.auth_nocache, ..Login::default() });
    }
    if !asked || meta.autologin {
        return None;
    }
    let mut login = draft.login.take().unwrap_or_default();
    if let Some(username) = &meta.username {
        login.username = Some(username.clone());
        login.username_locked = true;
    }
    login.never_remember = draft.auth_nocache || meta.no_password_save;
    login.static_challenge = draft.static_challenge.take();
    Some(login)
}
