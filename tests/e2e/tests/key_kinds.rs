//! Keys and certificates as OpenSSL makes them, at Debian's openvpn: each kind that Adit takes connects, and each that it cannot take is
//! told by its name within ten seconds. Every server here differs from one that connects in that one thing.

use std::{path::Path, process::Command};

use anyhow::{Context, Result, ensure};
use e2e::{Outcome, Testbed};
use lab::{Issued, OpenVpnServer, ServerOptions};

const NAME: &str = "practice.adit.example";
/// An impossible kind has to be told in this time, in seconds.
const SOON: &str = "10";
const TLS12: &str = "tls-version-max 1.2";
const TLS13: &str = "tls-version-min 1.3";

const RSA: &str = "-algorithm RSA -pkeyopt rsa_keygen_bits:2048";
const RSA_PSS: &str = "-algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048";
const P256: &str = "-algorithm EC -pkeyopt ec_paramgen_curve:P-256";
const P384: &str = "-algorithm EC -pkeyopt ec_paramgen_curve:P-384";
const P521: &str = "-algorithm EC -pkeyopt ec_paramgen_curve:P-521";
const BRAINPOOL: &str = "-algorithm EC -pkeyopt ec_paramgen_curve:brainpoolP256r1";
const ED25519: &str = "-algorithm ED25519";
const ED448: &str = "-algorithm ED448";

/// An authority of OpenSSL's, with what it issued last.
struct Authority<'a> {
    directory: &'a Path,
    certificate: String,
}

fn openssl(directory: &Path, arguments: &str) -> Result<()> {
    let output = Command::new("openssl").current_dir(directory).args(arguments.split_whitespace()).output()?;
    ensure!(output.status.success(), "{arguments}: {output:?}");
    Ok(())
}

impl<'a> Authority<'a> {
    fn new(directory: &'a Path, key: &str) -> Result<Self> {
        openssl(directory, &format!("genpkey {key} -out ca.key"))?;
        openssl(directory, "req -x509 -new -key ca.key -subj /CN=Kinds -days 30 -out ca.crt")?;
        Ok(Self { directory, certificate: std::fs::read_to_string(directory.join("ca.crt"))? })
    }

    /// `signing`: options of `openssl x509`.
    fn issue(&self, key: &str, signing: &str, extensions: &str) -> Result<Issued> {
        std::fs::write(self.directory.join("ext"), extensions)?;
        openssl(self.directory, &format!("genpkey {key} -out own.key"))?;
        openssl(self.directory, &format!("req -new -key own.key -subj /CN={NAME} -out own.csr"))?;
        let request =
            "x509 -req -in own.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 30 -extfile ext -out own.crt";
        openssl(self.directory, &format!("{request} {signing}"))?;
        let read = |name: &str| std::fs::read_to_string(self.directory.join(name));
        Ok(Issued { certificate: read("own.crt")?, key: read("own.key")? })
    }

    fn server(&self, key: &str, signing: &str) -> Result<Issued> {
        self.issue(key, signing, "keyUsage=digitalSignature\nextendedKeyUsage=serverAuth\n")
    }

    fn client(&self, key: &str, signing: &str) -> Result<Issued> {
        self.issue(key, signing, "keyUsage=digitalSignature\nextendedKeyUsage=clientAuth\n")
    }
}

/// A profile's text with other blocks in place of its own.
fn with_blocks(text: &str, blocks: &[(&str, &str)]) -> Result<String> {
    blocks.iter().try_fold(text.to_owned(), |text, (name, content)| {
        let (head, rest) = text.split_once(&format!("<{name}>\n")).context("the block")?;
        let (_, tail) = rest.split_once(&format!("</{name}>")).context("its end")?;
        Ok(format!("{head}<{name}>\n{content}</{name}>{tail}"))
    })
}

fn meet(
    testbed: &Testbed,
    certificate: Option<Issued>,
    server_lines: &[&str],
    blocks: &[(&str, &str)],
) -> Result<(OpenVpnServer, Outcome)> {
    let server_lines = server_lines.iter().map(|line| (*line).to_owned()).collect();
    let (server, profile) = testbed.serve(&ServerOptions { certificate, server_lines, ..ServerOptions::default() })?;
    let text = with_blocks(&std::fs::read_to_string(&profile)?, blocks)?;
    let profile = testbed.write_profile("changed", &text)?;
    let outcome = testbed.connect(&profile, &["--timeout", SOON], "")?;
    testbed.disconnect()?;
    Ok((server, outcome))
}

fn connects(testbed: &Testbed, what: &str, (server, outcome): (OpenVpnServer, Outcome)) -> Result<()> {
    ensure!(outcome.code == 0, "{what}: {outcome:?}\nhelper:\n{}\nserver:\n{}", testbed.helper.log(), server.log());
    Ok(())
}

fn is_told(testbed: &Testbed, what: &str, said: &str, (server, outcome): (OpenVpnServer, Outcome)) -> Result<()> {
    ensure!(
        outcome.code != 0 && outcome.stderr.contains(said),
        "{what}: {outcome:?}\nhelper:\n{}\nserver:\n{}",
        testbed.helper.log(),
        server.log()
    );
    Ok(())
}

#[test]
fn servers_with_certificates_signed_in_other_ways() -> Result<()> {
    let testbed = Testbed::new()?;
    let directory = testbed.client.directory();
    for (ca_key, signing) in [
        (RSA, "-sha256"),
        (RSA, "-sha224"),
        (RSA, "-sha3-256"),
        (RSA, "-sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:20"),
        (RSA, "-sha512 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:max"),
        (RSA_PSS, "-sha256"),
        (P384, "-sha3-384"),
        (P521, "-sha224"),
    ] {
        let authority = Authority::new(directory, ca_key)?;
        let shown = authority.server(P256, signing)?;
        // Debian's server loads some of them only so; it has no say in what the client takes.
        let lines = ["tls-cert-profile insecure"];
        let met = meet(&testbed, Some(shown), &lines, &[("ca", &authority.certificate)])?;
        connects(&testbed, &format!("{ca_key} {signing}"), met)?;
    }
    let authority = Authority::new(directory, ED448)?;
    let shown = authority.server(P256, "")?;
    let met = meet(&testbed, Some(shown), &[], &[("ca", &authority.certificate)])?;
    is_told(&testbed, "an authority with Ed448", "Ed448", met)
}

#[test]
fn servers_with_keys_of_other_kinds() -> Result<()> {
    let testbed = Testbed::new()?;
    let authority = Authority::new(testbed.client.directory(), P256)?;
    let blocks = [("ca", authority.certificate.as_str())];
    for (key, version) in
        [(RSA_PSS, TLS13), (RSA, TLS12), (P521, TLS12), (P521, TLS13), (ED25519, TLS12), (ED25519, TLS13)]
    {
        let met = meet(&testbed, Some(authority.server(key, "-sha256")?), &[version], &blocks)?;
        connects(&testbed, &format!("{key} {version}"), met)?;
    }
    let unsupported = |kind: &str| format!("The server’s certificate has a key of the kind {kind},");
    let silent = "The server answered, and then did not begin to encrypt.";
    for (key, version, said) in [
        (ED448, TLS13, unsupported("Ed448")),
        (ED448, TLS12, unsupported("Ed448")),
        (RSA_PSS, TLS12, unsupported("RSA-PSS, used with TLS 1.2")),
        (BRAINPOOL, TLS12, silent.to_owned()),
    ] {
        let met = meet(&testbed, Some(authority.server(key, "-sha256")?), &[version], &blocks)?;
        is_told(&testbed, &format!("{key} {version}"), &said, met)?;
    }
    Ok(())
}

#[test]
fn servers_with_critical_extensions_and_odd_serial_numbers() -> Result<()> {
    let testbed = Testbed::new()?;
    let authority = Authority::new(testbed.client.directory(), P256)?;
    let usual = "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,serverAuth\n";
    for (extension, signing) in [
        ("nsCertType=critical,server\n", ""),
        ("nsComment=critical,made by hand\n", ""),
        ("certificatePolicies=critical,1.2.3.4\n", ""),
        ("", "-set_serial 0"),
        ("", "-set_serial -5"),
        ("", "-set_serial 0x0123456789abcdef0123456789abcdef0123456789"),
    ] {
        let shown = authority.issue(P256, signing, &format!("{usual}{extension}"))?;
        let met = meet(&testbed, Some(shown), &[], &[("ca", &authority.certificate)])?;
        connects(&testbed, &format!("{extension}{signing}"), met)?;
    }
    let shown = authority.issue(P256, "", &format!("{usual}1.2.3.4=critical,DER:0500\n"))?;
    let met = meet(&testbed, Some(shown), &[], &[("ca", &authority.certificate)])?;
    is_told(&testbed, "an unknown one", "it demands something that Adit does not know", met)
}

#[test]
fn servers_that_agree_on_keys_in_other_ways() -> Result<()> {
    let testbed = Testbed::new()?;
    let authority = Authority::new(testbed.client.directory(), RSA)?;
    let path = testbed.client.directory().join("clients.crt");
    std::fs::write(&path, &authority.certificate)?;
    let trusted = format!("ca {}", path.display());
    // In TLS 1.2 a server's groups bind certificates as well, the client's too.
    let (shown, own) = (authority.server(RSA, "-sha256")?, authority.client(RSA, "-sha256")?);
    let blocks = [("ca", authority.certificate.as_str()), ("cert", &own.certificate), ("key", &own.key)];
    for version in [TLS12, TLS13] {
        let lines = ["tls-groups secp521r1", version, &trusted];
        connects(&testbed, &lines.join(", "), meet(&testbed, Some(shown.clone()), &lines, &blocks)?)?;
    }
    for version in [TLS12, TLS13] {
        let met = meet(&testbed, Some(shown.clone()), &["tls-groups X448", version, &trusted], &blocks)?;
        is_told(&testbed, &format!("X448, {version}"), "have no way to encrypt in common", met)?;
    }
    Ok(())
}

#[test]
fn servers_with_nothing_in_common_are_told_soon_over_udp_too() -> Result<()> {
    let testbed = Testbed::new()?;
    let directory = testbed.client.directory();
    let authority = Authority::new(directory, RSA)?;
    let shown = authority.server(RSA, "")?;
    openssl(directory, "genpkey -genparam -algorithm DH -pkeyopt group:ffdhe2048 -out dh.pem")?;
    let group = format!("dh {}", directory.join("dh.pem").display());
    let blocks = [("ca", authority.certificate.as_str())];
    connects(&testbed, "the control", meet(&testbed, Some(shown.clone()), &[TLS12], &blocks)?)?;
    for lines in [
        ["tls-version-min 1.0", "tls-version-max 1.1", "tls-cipher DEFAULT:@SECLEVEL=0"],
        [TLS12, "tls-cipher TLS-DHE-RSA-WITH-AES-256-GCM-SHA384", &group],
        [TLS12, "tls-cipher TLS-RSA-WITH-AES-256-GCM-SHA384", &group],
        [TLS12, "tls-cipher TLS-ECDHE-RSA-WITH-AES-256-CBC-SHA384", &group],
    ] {
        let met = meet(&testbed, Some(shown.clone()), &lines, &blocks)?;
        is_told(&testbed, &lines.join(", "), "The server answered, and then did not begin to encrypt.", met)?;
    }
    Ok(())
}

#[test]
fn clients_with_keys_of_other_kinds() -> Result<()> {
    let testbed = Testbed::new()?;
    let directory = testbed.client.directory();
    let authority = Authority::new(directory, RSA)?;
    let path = directory.join("clients.crt");
    std::fs::write(&path, &authority.certificate)?;
    let trusted = format!("ca {}", path.display());
    for (key, signing, version, more) in [
        (RSA, "-sha256", TLS12, ""),
        (RSA_PSS, "-sha256", TLS12, ""),
        (RSA_PSS, "-sha256", TLS13, ""),
        (RSA_PSS, "-sha512 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:max", TLS13, ""),
        (P521, "-sha256", TLS12, ""),
        (P521, "-sha3-512", TLS13, ""),
        (ED25519, "-sha256", TLS12, ""),
        (ED25519, "-sha224", TLS13, ""),
        // The server judges how the client's certificate was signed.
        (P256, "-sha1", TLS12, "tls-cert-profile insecure"),
        (P256, "-sha1", TLS13, "tls-cert-profile insecure"),
    ] {
        let own = authority.client(key, signing)?;
        let met = meet(&testbed, None, &[&trusted, version, more], &[("cert", &own.certificate), ("key", &own.key)])?;
        connects(&testbed, &format!("{key} {signing} {version}"), met)?;
    }
    for (key, said) in [
        (ED448, "Ed448"),
        (BRAINPOOL, "ECDSA on brainpoolP256r1"),
        ("-algorithm RSA -pkeyopt rsa_keygen_bits:1024", "1024 bits"),
        ("-algorithm RSA-PSS -pkeyopt rsa_keygen_bits:1024", "1024 bits"),
    ] {
        let own = authority.client(key, "-sha256")?;
        let met = meet(&testbed, None, &[&trusted], &[("cert", &own.certificate), ("key", &own.key)])?;
        is_told(&testbed, key, said, met)?;
    }
    Ok(())
}
