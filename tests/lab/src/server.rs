//! Debian's `openvpn` as a server on a [`Host`], and profiles that fit it.

use std::{fmt::Write, os::unix::fs::PermissionsExt, path::PathBuf, time::Duration};

use anyhow::{Context, Result};
use rustix::process::Signal;

use crate::{
    host::Host,
    pki::{Issued, Pki},
    process::Process,
};

/// How a server is set up.
#[derive(Debug, Clone)]
pub struct ServerOptions {
    /// Transport.
    pub transport: Transport,
    /// Port.
    pub port: u16,
    /// Control channel protection.
    pub wrap: Wrap,
    /// Data cipher, the only one the server offers.
    pub cipher: Cipher,
    /// Where the data keys come from.
    pub derivation: Derivation,
    /// How clients sign in.
    pub sign_in: SignIn,
    /// What the server pushes: ping after so many silent seconds, start over after so many.
    pub keepalive: (u32, u32),
    /// Server-side renegotiation in seconds; 0: never.
    pub renegotiate: u32,
    /// The server certificate instead of a good one.
    pub certificate: Option<Issued>,
    /// First three numbers of the tunnel's IPv4 network; the server is `.1`.
    pub network: &'static str,
    /// More lines for the server's configuration.
    pub server_lines: Vec<String>,
    /// More lines for the profile.
    pub profile_lines: Vec<String>,
}

impl ServerOptions {
    /// A server whose tunnel takes all traffic and all names.
    #[must_use]
    pub fn takes_all() -> Self {
        let pushes = ["redirect-gateway def1", "dhcp-option DNS 10.8.0.1"];
        let server_lines = pushes.map(|line| format!("push \"{line}\"")).to_vec();
        Self { server_lines, ..Self::default() }
    }
}

impl Default for ServerOptions {
    fn default() -> Self {
        Self {
            transport: Transport::Udp,
            port: 1194,
            wrap: Wrap::TlsCrypt,
            cipher: Cipher::Aes256Gcm,
            derivation: Derivation::Exporter,
            sign_in: SignIn::Certificate,
            keepalive: (10, 60),
            renegotiate: 0,
            certificate: None,
            network: "10.8.0",
            server_lines: Vec::new(),
            profile_lines: Vec::new(),
        }
    }
}

/// Transport.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// UDP over IPv4.
    Udp,
    /// TCP over IPv4.
    Tcp,
    /// UDP over IPv6.
    Udp6,
}

/// Control channel protection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrap {
    /// None.
    None,
    /// `tls-auth`, direction 1 for the client.
    TlsAuth,
    /// `tls-crypt`.
    TlsCrypt,
}

/// Data cipher.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cipher {
    /// AES-256-GCM.
    Aes256Gcm,
    /// AES-128-GCM.
    Aes128Gcm,
    /// CHACHA20-POLY1305.
    ChaCha20Poly1305,
    /// AES-192-GCM.
    Aes192Gcm,
    /// AES-256-CBC, with the HMAC that `auth` names.
    Aes256Cbc,
    /// AES-192-CBC.
    Aes192Cbc,
    /// AES-128-CBC.
    Aes128Cbc,
}

impl Cipher {
    /// OpenVPN's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Aes256Gcm => "AES-256-GCM",
            Self::Aes128Gcm => "AES-128-GCM",
            Self::ChaCha20Poly1305 => "CHACHA20-POLY1305",
            Self::Aes192Gcm => "AES-192-GCM",
            Self::Aes256Cbc => "AES-256-CBC",
            Self::Aes192Cbc => "AES-192-CBC",
            Self::Aes128Cbc => "AES-128-CBC",
        }
    }
}

/// Where the data keys come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Derivation {
    /// The TLS exporter (OpenVPN 2.6).
    Exporter,
    /// OpenVPN's own function over both sides' random numbers (before 2.6). A 2.6 server uses it for clients that do not
    /// offer the exporter, so it is the profile that asks for it, by `compat-mode`.
    Prf,
}

/// How clients sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignIn {
    /// By certificate.
    Certificate,
    /// By user name and password, without a certificate: `alice`, `correct horse`.
    Password,
    /// By both.
    Both,
}

/// A running server.
#[derive(Debug)]
pub struct OpenVpnServer {
    process: Process,
    options: ServerOptions,
    authority: String,
    static_key: String,
    client: Issued,
    configuration: PathBuf,
}

/// The user that password servers know.
pub const USER: &str = "alice";
/// Her password.
pub const PASSWORD: &str = "correct horse";

impl OpenVpnServer {
    /// Starts a server on `host` and waits until it serves.
    ///
    /// # Errors
    /// `openvpn` is missing or refuses its configuration.
    pub fn start(host: &Host, pki: &Pki, options: &ServerOptions) -> Result<Self> {
        let directory = host.directory().join(format!("openvpn-{}", options.port));
        std::fs::create_dir_all(&directory)?;
        let write = |name: &str, text: &str| -> Result<String> {
            let path = directory.join(name);
            std::fs::write(&path, text)?;
            Ok(path.display().to_string())
        };
        let identity = match &options.certificate {
            Some(given) => given.clone(),
            None => pki.server("practice.adit.example")?,
        };
        let mut text = String::new();
        let protocol = match options.transport {
            Transport::Udp => "udp4",
            Transport::Tcp => "tcp4-server",
            Transport::Udp6 => "udp6",
        };
        let net = options.network;
        let last = net.rsplit('.').next().unwrap_or("0");
        writeln!(text, "dev tun\nproto {protocol}\nport {}\ndh none\nverb 4", options.port)?;
        writeln!(text, "keepalive {} {}", options.keepalive.0, options.keepalive.1)?;
        writeln!(text, "server {net}.0 255.255.255.0\ntopology subnet\nserver-ipv6 fd00:ad17:{last}::/64")?;
        writeln!(text, "ca {}", write("ca.crt", pki.authority())?)?;
        writeln!(text, "cert {}", write("server.crt", &identity.certificate)?)?;
        writeln!(text, "key {}", write("server.key", &identity.key)?)?;
        writeln!(text, "data-ciphers {}", options.cipher.name())?;
        writeln!(text, "reneg-sec {}", options.renegotiate)?;
        let static_key = write("static.key", pki.static_key())?;
        match options.wrap {
            Wrap::None => {}
            Wrap::TlsAuth => writeln!(text, "tls-auth {static_key} 0")?,
            Wrap::TlsCrypt => writeln!(text, "tls-crypt {static_key}")?,
        }
        if options.sign_in != SignIn::Certificate {
            let script = directory.join("check.sh");
            let body = format!(
                "#!/bin/sh\n[ \"$(sed -n 1p \"$1\")\" = '{USER}' ] && [ \"$(sed -n 2p \"$1\")\" = '{PASSWORD}' ]\n"
            );
            std::fs::write(&script, body)?;
            std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755))?;
            writeln!(text, "script-security 2\nauth-user-pass-verify {} via-file", script.display())?;
            writeln!(text, "tmp-dir {}", directory.display())?;
        }
        if options.sign_in == SignIn::Password {
            writeln!(text, "verify-client-cert none\nusername-as-common-name")?;
        }
        for line in &options.server_lines {
            writeln!(text, "{line}")?;
        }
        let configuration = PathBuf::from(write("server.conf", &text)?);
        let mut this = Self {
            process: Self::spawn(host, options.port, &configuration)?,
            options: options.clone(),
            authority: pki.authority().to_owned(),
            static_key: pki.static_key().to_owned(),
            client: pki.client("practice client")?,
            configuration,
        };
        this.wait_until_serving()?;
        Ok(this)
    }

    /// Ends the server, without a word to its clients, and starts it again.
    ///
    /// # Errors
    /// It does not come back.
    pub fn restart(&mut self, host: &Host) -> Result<()> {
        self.process.kill();
        self.process = Self::spawn(host, self.options.port, &self.configuration)?;
        self.wait_until_serving()
    }

    /// Ends the server without a word to its clients.
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Stops the server where it is, as a script that it waits for would, or lets it go on.
    ///
    /// # Errors
    /// It is gone.
    pub fn pause(&self, pause: bool) -> Result<()> {
        self.process.signal(if pause { Signal::STOP } else { Signal::CONT })
    }

    /// What the server wrote.
    #[must_use]
    pub fn log(&self) -> String {
        self.process.output()
    }

    /// A profile for this server, everything inline, with the server reached as `host`.
    #[must_use]
    pub fn profile(&self, host: &str) -> String {
        let Self { options, authority, static_key, client, .. } = self;
        let protocol = match options.transport {
            Transport::Udp => "udp",
            Transport::Tcp => "tcp",
            Transport::Udp6 => "udp6",
        };
        let mut text = format!(
            "client\ndev tun\nproto {protocol}\nremote {host} {}\nnobind\nremote-cert-tls server\nverb 3\n",
            options.port
        );
        if options.sign_in != SignIn::Certificate {
            text.push_str("auth-user-pass\n");
        }
        if options.derivation == Derivation::Prf {
            text.push_str("compat-mode 2.5.0\n");
        }
        for line in &options.profile_lines {
            text.push_str(line);
            text.push('\n');
        }
        let mut block =
            |name: &str, content: &str| text.push_str(&format!("<{name}>\n{}\n</{name}>\n", content.trim_end()));
        block("ca", authority);
        if options.sign_in != SignIn::Password {
            block("cert", &client.certificate);
            block("key", &client.key);
        }
        match options.wrap {
            Wrap::None => {}
            Wrap::TlsAuth => block("tls-auth", static_key),
            Wrap::TlsCrypt => block("tls-crypt", static_key),
        }
        if options.wrap == Wrap::TlsAuth {
            text.push_str("key-direction 1\n");
        }
        text
    }

    /// The server's IPv4 address inside the tunnel.
    #[must_use]
    pub fn inner_address(&self) -> String {
        format!("{}.1", self.options.network)
    }

    /// The server's IPv6 address inside the tunnel.
    #[must_use]
    pub fn inner_address_v6(&self) -> String {
        format!("fd00:ad17:{}::1", self.options.network.rsplit('.').next().unwrap_or("0"))
    }

    fn spawn(host: &Host, port: u16, configuration: &std::path::Path) -> Result<Process> {
        host.start(&format!("openvpn-{port}"), host.command("openvpn").arg("--config").arg(configuration))
    }

    fn wait_until_serving(&mut self) -> Result<()> {
        self.process
            .wait_for_output("Initialization Sequence Completed", Duration::from_secs(15))
            .context("openvpn did not start")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{cable, wait_until};

    /// The lab's profiles are good: OpenVPN's own client comes through with each kind.
    #[test]
    fn openvpn_itself_connects_with_the_labs_profiles() -> Result<()> {
        let (client, server) = (Host::new()?, Host::new()?);
        cable(&client, "eth0", &["192.0.2.2/24"], &server, "eth0", &["192.0.2.1/24"])?;
        let pki = Pki::new()?;
        for (transport, wrap, sign_in) in [
            (Transport::Udp, Wrap::TlsCrypt, SignIn::Certificate),
            (Transport::Tcp, Wrap::TlsAuth, SignIn::Password),
            (Transport::Udp, Wrap::None, SignIn::Both),
        ] {
            let options = ServerOptions { transport, wrap, sign_in, ..ServerOptions::default() };
            let running = OpenVpnServer::start(&server, &pki, &options)?;
            let login = client.directory().join("login");
            std::fs::write(&login, format!("{USER}\n{PASSWORD}\n"))?;
            let text = running
                .profile("192.0.2.1")
                .replace("auth-user-pass\n", &format!("auth-user-pass {}\n", login.display()));
            let profile = client.directory().join("client.ovpn");
            std::fs::write(&profile, text)?;
            let mut openvpn = client.start("client", client.command("openvpn").arg("--config").arg(&profile))?;
            openvpn.wait_for_output("Initialization Sequence Completed", Duration::from_secs(15))?;
            wait_until("a ping through the tunnel", Duration::from_secs(5), || {
                client.pings(&running.inner_address(), 1)
            })?;
            assert!(client.pings(&running.inner_address_v6(), 1));
        }
        Ok(())
    }
}
