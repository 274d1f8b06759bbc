//! A profile as text that stands alone. Reading the text gives the same profile.

use std::fmt::Write;

use base64::{Engine, prelude::BASE64_STANDARD};
use ipnet::IpNet;
use vpn_api::{
    Proxy, ProxyKind,
    session::{Family, Transport},
};

use crate::{
    lexer::quote,
    profile::{
        AfterSilence, CertProfile, ClientIdentity, Compression, DataSettings, Digest, Fragment, KeyDirection, Login,
        MssFix, NetworkSettings, Profile, PullAction, Remote, RouteGateway, Silence, StaticKey, Timing, TlsSettings,
        TlsVersion, Topology, VerifyNameKind, Wrap,
    },
};

/// Writes the profile. The text holds its secrets.
///
/// `parse(print(profile))` is the profile for every one that [`crate::parse`] made.
#[must_use]
pub fn print(profile: &Profile) -> String {
    let mut text = Text::default();
    if let Some(login) = profile.login.as_ref().filter(|login| login.username_locked) {
        text.line(&format!("# OVPN_ACCESS_SERVER_USERNAME={}", login.username.as_deref().unwrap_or_default()));
    }
    text.line("client");
    text.line("dev tun");
    remotes(&mut text, &profile.remotes);
    text.flag("remote-random", profile.remote_random);
    text.flag("remote-random-hostname", profile.remote_random_hostname);
    timing(&mut text, &profile.timing);
    data(&mut text, &profile.data);
    network(&mut text, &profile.network);
    for (name, value) in &profile.peer_info {
        text.line(&format!("setenv {} {}", quote(name), quote(value)));
    }
    text.flag("push-peer-info", profile.push_peer_info);
    if let Some(login) = &profile.login {
        sign_in(&mut text, login);
    }
    tls(&mut text, &profile.tls);
    text.0
}

#[derive(Default)]
struct Text(String);

impl Text {
    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    fn flag(&mut self, name: &str, on: bool) {
        if on {
            self.line(name);
        }
    }

    fn value(&mut self, name: &str, value: impl std::fmt::Display) {
        let _ = writeln!(self.0, "{name} {}", quote(&value.to_string()));
    }

    fn optional(&mut self, name: &str, value: Option<impl std::fmt::Display>) {
        if let Some(value) = value {
            self.value(name, value);
        }
    }

    fn block(&mut self, name: &str, content: &str) {
        let _ = write!(self.0, "<{name}>\n{content}");
        if !content.ends_with('\n') {
            self.0.push('\n');
        }
        let _ = writeln!(self.0, "</{name}>");
    }
}

/// Plain `remote` lines where the servers differ in nothing else, else a `<connection>` block each.
fn remotes(text: &mut Text, remotes: &[Remote]) {
    let shared = |a: &Remote, b: &Remote| {
        let like = Remote { host: a.host.clone(), port: a.port, transport: a.transport, family: a.family, ..b.clone() };
        *a == like
    };
    if let Some(first) = remotes.first().filter(|first| remotes.iter().all(|other| shared(first, other))) {
        settings(text, first);
        remotes.iter().for_each(|remote| server(text, remote));
        return;
    }
    for remote in remotes {
        text.line("<connection>");
        server(text, remote);
        settings(text, remote);
        text.line("</connection>");
    }
}

fn server(text: &mut Text, remote: &Remote) {
    let proto = match (remote.transport, remote.family) {
        (Transport::Udp, Family::Any) => "udp",
        (Transport::Udp, Family::V4) => "udp4",
        (Transport::Udp, Family::V6) => "udp6",
        (Transport::Tcp, Family::Any) => "tcp-client",
        (Transport::Tcp, Family::V4) => "tcp4-client",
        (Transport::Tcp, Family::V6) => "tcp6-client",
    };
    text.line(&format!("remote {} {} {proto}", quote(&remote.host), remote.port));
}

/// What may differ from server to server, but for its address.
fn settings(text: &mut Text, remote: &Remote) {
    let Remote {
        host: _,
        port: _,
        transport: _,
        family: _,
        wrap,
        answer_timeout,
        exit_notify,
        mssfix,
        fragment,
        tun_mtu,
        max_packet_size,
        proxy,
        local,
    } = remote;
    text.value("server-poll-timeout", answer_timeout.as_secs());
    text.value("explicit-exit-notify", exit_notify);
    match mssfix {
        MssFix::Default => {}
        MssFix::Off => text.line("mssfix 0"),
        MssFix::Payload(size) => text.value("mssfix", size),
        MssFix::Mtu(size) => text.line(&format!("mssfix {size} mtu")),
        MssFix::Fixed(size) => text.line(&format!("mssfix {size} fixed")),
    }
    if let Some(Fragment { size, with_headers }) = fragment {
        text.line(&format!("fragment {size}{}", if *with_headers { " mtu" } else { "" }));
    }
    text.value("tun-mtu", tun_mtu);
    text.value("max-packet-size", max_packet_size);
    text.optional("local", local.address);
    text.optional("lport", local.port);
    if let Some(proxy) = proxy {
        through(text, proxy);
    }
    match wrap {
        Wrap::None => {}
        // Its digest is the one of `auth`.
        Wrap::TlsAuth { key, direction, digest: _ } => {
            text.block("tls-auth", &static_key(key));
            // Inside of <connection>, a direction counts only behind its key.
            match direction {
                KeyDirection::Bidirectional => {}
                KeyDirection::Normal => text.line("key-direction 0"),
                KeyDirection::Inverse => text.line("key-direction 1"),
            }
        }
        Wrap::TlsCrypt { key } => text.block("tls-crypt", &static_key(key)),
        Wrap::TlsCryptV2 { key, wrapped } => {
            let both: Vec<u8> = key.bytes().iter().chain(wrapped).copied().collect();
            text.block("tls-crypt-v2", &pem("OpenVPN tls-crypt-v2 client key", &both));
        }
    }
}

fn through(text: &mut Text, proxy: &Proxy) {
    let Proxy { kind, host, port, login, http } = proxy;
    let (name, nct) = match kind {
        ProxyKind::Http => ("http-proxy", if http.no_clear_password { " auto-nct" } else { "" }),
        ProxyKind::Socks5 => ("socks-proxy", ""),
    };
    text.line(&format!("{name} {} {port}{nct}", quote(host)));
    text.flag("http-proxy-option VERSION 1.0", http.version_1_0);
    text.optional("http-proxy-option AGENT", http.agent.as_ref());
    for (header, value) in &http.headers {
        text.line(&format!("http-proxy-option CUSTOM-HEADER {} {}", quote(header), quote(value)));
    }
    if let Some(login) = login {
        text.block(&format!("{name}-user-pass"), &format!("{}\n{}\n", login.username, login.password.expose()));
    }
}

fn static_key(key: &StaticKey) -> String {
    let mut lines = String::from("-----BEGIN OpenVPN Static key V1-----\n");
    for row in key.bytes().chunks(16) {
        let _ = writeln!(lines, "{}", hex::encode(row));
    }
    lines.push_str("-----END OpenVPN Static key V1-----\n");
    lines
}

fn pem(label: &str, bytes: &[u8]) -> String {
    let digits = BASE64_STANDARD.encode(bytes);
    let mut lines = format!("-----BEGIN {label}-----\n");
    for row in digits.as_bytes().chunks(64) {
        let _ = writeln!(lines, "{}", String::from_utf8_lossy(row));
    }
    let _ = writeln!(lines, "-----END {label}-----");
    lines
}

fn timing(text: &mut Text, timing: &Timing) {
    let Timing {
        ping,
        silence,
        renegotiate,
        renegotiate_bytes,
        renegotiate_packets,
        handshake,
        transition,
        retry,
        inactive,
        session_timeout,
        renegotiate_least,
        retry_rounds,
    } = timing;
    text.optional("ping", ping.map(|time| time.as_secs()));
    if let Some(Silence { after, then }) = silence {
        let name = match then {
            AfterSilence::Restart => "ping-restart",
            AfterSilence::Exit => "ping-exit",
        };
        text.value(name, after.as_secs());
    }
    match renegotiate_least {
        Some(least) => text.line(&format!("reneg-sec {} {}", renegotiate.as_secs(), least.as_secs())),
        None => text.value("reneg-sec", renegotiate.as_secs()),
    }
    if let Some((time, bytes)) = inactive {
        text.line(&format!("inactive {} {bytes}", time.as_secs()));
    }
    text.optional("session-timeout", session_timeout.map(|time| time.as_secs()));
    text.value("connect-retry-max", retry_rounds);
    text.value("reneg-bytes", renegotiate_bytes);
    text.value("reneg-pkts", renegotiate_packets);
    text.value("hand-window", handshake.as_secs());
    text.value("tran-window", transition.as_secs());
    text.line(&format!("connect-retry {} {}", retry.0.as_secs(), retry.1.as_secs()));
}

fn data(text: &mut Text, data: &DataSettings) {
    let DataSettings {
        ciphers,
        fallback,
        configured_cipher,
        auth,
        compression,
        allow_compression,
        replay_window,
        key_export,
    } = data;
    let names: Vec<&str> = ciphers.iter().map(|cipher| cipher.name()).collect();
    text.value("data-ciphers", names.join(":"));
    text.optional("data-ciphers-fallback", *fallback);
    text.optional("cipher", configured_cipher.as_ref());
    text.value(
        "auth",
        match auth {
            Digest::None => "none",
            Digest::Md5 => "MD5",
            Digest::Sha1 => "SHA1",
            Digest::Sha224 => "SHA224",
            Digest::Sha256 => "SHA256",
            Digest::Sha384 => "SHA384",
            Digest::Sha512 => "SHA512",
        },
    );
    match compression {
        Compression::None => {}
        Compression::Lzo => text.line("comp-lzo no"),
        Compression::Stub => text.line("compress stub"),
        Compression::StubV2 => text.line("compress stub-v2"),
    }
    match (*allow_compression, compression) {
        (true, _) => text.line("allow-compression asym"),
        (false, Compression::None) => {}
        (false, Compression::Lzo | Compression::Stub | Compression::StubV2) => text.line("allow-compression no"),
    }
    text.value("replay-window", replay_window);
    text.flag("compat-mode 2.5.0", !key_export);
}

fn network(text: &mut Text, network: &NetworkSettings) {
    let NetworkSettings {
        redirect,
        routes,
        route_metric,
        route_gateway,
        route_nopull,
        dns,
        block_ipv6,
        pull_filters,
        topology,
        ifconfig,
        ifconfig_ipv6,
    } = network;
    if let Some(redirect) = redirect {
        let flags = [
            (!redirect.ipv4, " !ipv4"),
            (redirect.ipv6, " ipv6"),
            (redirect.local, " local"),
            (redirect.block_local, " block-local"),
        ];
        let flags: String = flags.into_iter().filter(|(on, _)| *on).map(|(_, flag)| flag).collect();
        text.line(&format!("redirect-gateway{flags}"));
    }
    for route in routes {
        let gateway = match route.gateway {
            RouteGateway::Vpn => "vpn_gateway".to_owned(),
            RouteGateway::Net => "net_gateway".to_owned(),
            RouteGateway::Address(address) => address.to_string(),
        };
        let metric = route.metric.map(|metric| format!(" {metric}")).unwrap_or_default();
        text.line(&match route.destination.net() {
            IpNet::V4(net) => format!("route {} {} {gateway}{metric}", net.addr(), net.netmask()),
            IpNet::V6(net) => format!("route-ipv6 {net} {gateway}{metric}"),
        });
    }
    text.optional("route-metric", *route_metric);
    text.optional("route-gateway", *route_gateway);
    text.flag("route-nopull", *route_nopull);
    dns.servers.iter().map(|server| server.addr()).for_each(|address| {
        text.line(&format!("dhcp-option {} {address}", if address.is_ipv4() { "DNS" } else { "DNS6" }));
    });
    dns.search.iter().for_each(|domain| text.line(&format!("dhcp-option DOMAIN-SEARCH {domain}")));
    dns.domains.iter().for_each(|domain| text.line(&format!("dhcp-option DOMAIN-ROUTE {domain}")));
    text.flag("dhcp-option DOMAIN-ROUTE .", dns.all);
    text.flag("block-ipv6", *block_ipv6);
    for filter in pull_filters {
        let action = match filter.action {
            PullAction::Accept => "accept",
            PullAction::Ignore => "ignore",
            PullAction::Reject => "reject",
        };
        text.line(&format!("pull-filter {action} {}", quote(&filter.prefix)));
    }
    match topology {
        None => {}
        Some(Topology::Net30) => text.line("topology net30"),
        Some(Topology::P2p) => text.line("topology p2p"),
        Some(Topology::Subnet) => text.line("topology subnet"),
    }
    if let Some(pair) = ifconfig {
        text.line(&format!("ifconfig {} {}", pair.local(), pair.second()));
    }
    if let Some(net) = ifconfig_ipv6 {
        text.line(&format!("ifconfig-ipv6 {net} ::"));
    }
}

fn sign_in(text: &mut Text, login: &Login) {
    let Login { username, password, username_locked, never_remember, static_challenge, federated } = login;
    match username {
        _ if *federated => text.line("auth-federate"),
        Some(username) if !username_locked || password.is_some() => {
            let password = password.as_ref().map(|password| format!("{}\n", password.expose())).unwrap_or_default();
            text.block("auth-user-pass", &format!("{username}\n{password}"));
        }
        Some(_) | None => text.line("auth-user-pass"),
    }
    text.flag("auth-nocache", *never_remember);
    if let Some(challenge) = static_challenge {
        let concat = if challenge.concat { " concat" } else { "" };
        text.line(&format!("static-challenge {} {}{concat}", quote(&challenge.text), u8::from(challenge.echo)));
    }
}

fn tls(text: &mut Text, tls: &TlsSettings) {
    let TlsSettings {
        ca,
        peer_fingerprints,
        identity,
        version_min,
        version_max,
        ciphers,
        ciphersuites,
        groups,
        cert_profile,
        require_server_usage,
        verify_name,
        crls,
        ns_cert_server,
        verify_hash,
        verify_hash_others,
        remote_cert_ku,
        remote_cert_eku,
    } = tls;
    text.flag("tls-version-min 1.3", *version_min == TlsVersion::Tls13);
    match version_max {
        None => {}
        Some(TlsVersion::Tls12) => text.line("tls-version-max 1.2"),
        Some(TlsVersion::Tls13) => text.line("tls-version-max 1.3"),
    }
    let list = |names: &[String]| Some(names.join(":")).filter(|list| !list.is_empty());
    text.optional("tls-cipher", list(ciphers));
    text.optional("tls-ciphersuites", list(ciphersuites));
    text.optional("tls-groups", list(groups));
    match cert_profile {
        CertProfile::Insecure => text.line("tls-cert-profile insecure"),
        CertProfile::Legacy => text.line("tls-cert-profile legacy"),
        CertProfile::Preferred => {}
        CertProfile::SuiteB => text.line("tls-cert-profile suiteb"),
    }
    text.flag("remote-cert-tls server", *require_server_usage);
    text.flag("ns-cert-type server", *ns_cert_server);
    if let Some(name) = verify_name {
        let kind = match name.kind {
            VerifyNameKind::Subject => "subject",
            VerifyNameKind::Name => "name",
            VerifyNameKind::NamePrefix => "name-prefix",
        };
        text.line(&format!("verify-x509-name {} {kind}", quote(&name.value)));
    }
    for hash in verify_hash.iter().chain(verify_hash_others) {
        text.line(&format!("verify-hash {}", colons(hash)));
    }
    if !remote_cert_ku.is_empty() {
        let masks: Vec<String> = remote_cert_ku.iter().map(|mask| format!("{mask:x}")).collect();
        text.line(&format!("remote-cert-ku {}", masks.join(" ")));
    }
    text.optional("remote-cert-eku", remote_cert_eku.as_ref());
    if !peer_fingerprints.is_empty() {
        let lines: Vec<String> = peer_fingerprints.iter().map(|print| colons(print)).collect();
        text.block("peer-fingerprint", &lines.join("\n"));
    }
    let certificates = |list: &[Vec<u8>]| list.iter().map(|der| pem("CERTIFICATE", der)).collect::<String>();
    if !ca.is_empty() {
        text.block("ca", &certificates(ca));
    }
    if !crls.is_empty() {
        text.block("crl-verify", &crls.iter().map(|der| pem("X509 CRL", der)).collect::<String>());
    }
    if let Some(ClientIdentity { chain, key_pem, encrypted: _ }) = identity {
        match key_pem.expose().strip_prefix("-----BEGIN PKCS12-----").and_then(|rest| rest.split_once("-----END")) {
            Some((digits, _)) => {
                text.block("pkcs12", digits.trim());
                if !chain.is_empty() {
                    text.block("extra-certs", &certificates(chain));
                }
            }
            None => {
                text.block("cert", &certificates(chain));
                text.block("key", key_pem.expose());
            }
        }
    }
}

fn colons(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(":")
}
