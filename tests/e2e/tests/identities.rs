//! Keys and certificates in the forms that people have, made by `openssl` and shown to a real server: the client's own, and what a
//! profile demands of the server's.

use anyhow::{Context, Result, ensure};
use e2e::{OpenSsl, Outcome, Testbed};
use lab::{Issued, OpenVpnServer, ServerOptions};

const NAME: &str = "practice.adit.example";
const PASSPHRASE: &str = "sesame";

fn comes_up(testbed: &Testbed, server: &OpenVpnServer, what: &str, text: &str, passphrase: Option<&str>) -> Result<()> {
    let profile = testbed.write_profile("changed", text)?;
    let more: &[&str] = if passphrase.is_some() { &["--passphrase-stdin"] } else { &[] };
    testbed.must_connect(&profile, more, passphrase.unwrap_or_default(), server).context(what.to_owned())?;
    ensure!(testbed.client.pings(&server.inner_address(), 1), "{what}");
    testbed.disconnect()
}

#[test]
fn keys_of_every_form_sign_in() -> Result<()> {
    let testbed = Testbed::new()?;
    let openssl = OpenSsl::in_directory(testbed.client.directory())?;
    for line in [
        "genrsa -traditional -out rsa 2048",
        "pkcs8 -topk8 -nocrypt -in rsa -out rsa8",
        "ecparam -name prime256v1 -genkey -noout -out ec",
        "genpkey -algorithm ed25519 -out ed",
    ] {
        openssl.run(line)?;
    }
    for key in ["rsa", "ec", "ed"] {
        openssl.sign(key, key, "ca", Some("client"))?;
    }
    let (server, profile) = testbed.serve(&openssl.trusting_server())?;
    let text = std::fs::read_to_string(&profile)?;
    for (key, certificate, head) in [
        ("rsa", "rsa.crt", "-----BEGIN RSA PRIVATE KEY-----"),
        ("rsa8", "rsa.crt", "-----BEGIN PRIVATE KEY-----"),
        ("ec", "ec.crt", "-----BEGIN EC PRIVATE KEY-----"),
        ("ed", "ed.crt", "-----BEGIN PRIVATE KEY-----"),
    ] {
        ensure!(openssl.text(key)?.starts_with(head), "{key} is not of the form that this is about");
        comes_up(&testbed, &server, key, &OpenSsl::shown(&text, &openssl.pair(certificate, key)?)?, None)?;
        ensure!(server.log().contains(&format!("VERIFY OK: depth=0, CN={}", certificate.replace(".crt", ""))), "{key}");
    }
    Ok(())
}

#[test]
fn keys_under_a_passphrase_of_every_form_sign_in() -> Result<()> {
    let testbed = Testbed::new()?;
    let openssl = OpenSsl::in_directory(testbed.client.directory())?;
    for line in ["genrsa -traditional -out rsa 2048", "ecparam -name prime256v1 -genkey -noout -out ec"] {
        openssl.run(line)?;
    }
    let under = format!("-passout pass:{PASSPHRASE}");
    for line in [
        format!("pkcs8 -topk8 -v2 aes-256-cbc {under} -in ec -out pbes2"),
        format!("pkcs8 -topk8 -v1 PBE-SHA1-3DES {under} -in rsa -out pbes1"),
        format!("rsa -aes256 -traditional {under} -in rsa -out lines-rsa"),
        format!("ec -aes128 {under} -in ec -out lines-ec"),
    ] {
        openssl.run(&line)?;
    }
    for key in ["rsa", "ec"] {
        openssl.sign(key, key, "ca", Some("client"))?;
    }
    let (server, profile) = testbed.serve(&openssl.trusting_server())?;
    let text = std::fs::read_to_string(&profile)?;
    for (key, certificate, mark) in [
        ("pbes2", "ec.crt", "BEGIN ENCRYPTED PRIVATE KEY"),
        ("pbes1", "rsa.crt", "BEGIN ENCRYPTED PRIVATE KEY"),
        ("lines-rsa", "rsa.crt", "Proc-Type: 4,ENCRYPTED"),
        ("lines-ec", "ec.crt", "Proc-Type: 4,ENCRYPTED"),
    ] {
        ensure!(openssl.text(key)?.contains(mark), "{key} is not of the form that this is about");
        let text = OpenSsl::shown(&text, &openssl.pair(certificate, key)?)?;
        let wrong = testbed.connect(&testbed.write_profile("wrong", &text)?, &["--passphrase-stdin"], "barley")?;
        ensure!(wrong.code == 8, "{key}: {wrong:?}");
        testbed.disconnect()?;
        comes_up(&testbed, &server, key, &text, Some(PASSPHRASE))?;
    }
    Ok(())
}

#[test]
fn a_pkcs12_container_inside_the_profile_signs_in() -> Result<()> {
    let testbed = Testbed::new()?;
    let openssl = OpenSsl::in_directory(testbed.client.directory())?;
    openssl.run("ecparam -name prime256v1 -genkey -noout -out ec")?;
    openssl.sign("ec", "ec", "ca", Some("client"))?;
    openssl.run(&format!("pkcs12 -export -in ec.crt -inkey ec -passout pass:{PASSPHRASE} -out me.p12"))?;
    let (server, profile) = testbed.serve(&openssl.trusting_server())?;
    let container = format!("<pkcs12>\n{}</pkcs12>", openssl.run("base64 -in me.p12")?);
    let text = OpenSsl::shown(&std::fs::read_to_string(&profile)?, &container)?;
    comes_up(&testbed, &server, "inline", &text, Some(PASSPHRASE))
}

#[test]
fn what_lies_between_comes_with_extra_certs() -> Result<()> {
    let testbed = Testbed::new()?;
    let openssl = OpenSsl::in_directory(testbed.client.directory())?;
    for key in ["between", "me"] {
        openssl.run(&format!("ecparam -name prime256v1 -genkey -noout -out {key}"))?;
    }
    openssl.sign("between", "between", "ca", Some("between"))?;
    openssl.sign("me", "me", "between", Some("client"))?;
    let (server, profile) = testbed.serve(&openssl.trusting_server())?;
    let alone = OpenSsl::shown(&std::fs::read_to_string(&profile)?, &openssl.pair("me.crt", "me")?)?;
    let between = format!("<extra-certs>\n{}</extra-certs>\n", openssl.text("between.crt")?);
    comes_up(&testbed, &server, "with it", &format!("{between}{alone}"), None)?;
    let profile = testbed.write_profile("alone", &format!("hand-window 3\n{alone}"))?;
    let refused = testbed.connect(&profile, &["--timeout", "6"], "")?;
    ensure!(refused.code != 0, "without what lies between, nobody knows it: {refused:?}");
    testbed.disconnect()
}

#[test]
fn a_certificate_of_version_1_signs_in() -> Result<()> {
    let testbed = Testbed::new()?;
    let openssl = OpenSsl::in_directory(testbed.client.directory())?;
    openssl.run("ecparam -name prime256v1 -genkey -noout -out me")?;
    openssl.sign("me", "me", "ca", None)?;
    ensure!(openssl.run("x509 -in me.crt -noout -text")?.contains("Version: 1 (0x0)"), "it is of another version");
    let (server, profile) = testbed.serve(&openssl.trusting_server())?;
    let text = OpenSsl::shown(&std::fs::read_to_string(&profile)?, &openssl.pair("me.crt", "me")?)?;
    comes_up(&testbed, &server, "version 1", &text, None)
}

/// Connects with this line in place of `remote-cert-tls server`.
fn with_line(testbed: &Testbed, text: &str, line: &str) -> Result<Outcome> {
    let profile = testbed.write_profile("changed", &text.replace("remote-cert-tls server", line))?;
    let outcome = testbed.connect(&profile, &["--timeout", "15"], "")?;
    testbed.disconnect()?;
    Ok(outcome)
}

#[test]
fn a_profile_may_demand_purposes_prints_and_the_whole_name() -> Result<()> {
    let testbed = Testbed::new()?;
    let openssl = OpenSsl::in_directory(testbed.client.directory())?;
    let good = testbed.pki.server(NAME)?;
    std::fs::write(openssl.path("server.crt"), &good.certificate)?;
    std::fs::write(openssl.path("authority.crt"), testbed.pki.authority())?;
    let print = |file: &str| -> Result<String> {
        let said = openssl.run(&format!("x509 -in {file} -noout -fingerprint -sha256"))?;
        Ok(said.split_once('=').context("a fingerprint")?.1.trim().to_owned())
    };
    let (own, issuer) = (print("server.crt")?, print("authority.crt")?);
    let (server, profile) = testbed.serve(&ServerOptions { certificate: Some(good), ..ServerOptions::default() })?;
    let text = std::fs::read_to_string(&profile)?;
    for (line, accepted) in [
        ("remote-cert-ku 88", true),
        ("remote-cert-ku 04", false),
        ("remote-cert-eku \"TLS Web Server Authentication\"", true),
        ("remote-cert-eku 1.3.6.1.5.5.7.3.1", true),
        ("remote-cert-eku \"TLS Web Client Authentication\"", false),
        (&format!("verify-x509-name \"CN={NAME}\""), true),
        (&format!("verify-x509-name \"CN={NAME}\" subject"), true),
        ("verify-x509-name \"CN=practice\" subject", false),
        (&format!("peer-fingerprint {own}"), true),
        (&format!("peer-fingerprint {issuer}"), false),
        (&format!("verify-hash {issuer}"), true),
        (&format!("verify-hash {own}"), false),
    ] {
        let outcome = with_line(&testbed, &text, line)?;
        ensure!((outcome.code == 0) == accepted, "{line}: {outcome:?}\n{}\n{}", testbed.helper.log(), server.log());
    }
    // A fingerprint stands for an authority.
    let (head, rest) = text.split_once("<ca>").context("<ca>")?;
    let (_, tail) = rest.split_once("</ca>").context("</ca>")?;
    let outcome = with_line(&testbed, &format!("{head}{tail}"), &format!("peer-fingerprint {own}"))?;
    ensure!(outcome.code == 0, "without an authority: {outcome:?}");
    Ok(())
}

#[test]
fn a_server_certificate_of_version_1_is_taken_from_the_profiles_authority() -> Result<()> {
    let testbed = Testbed::new()?;
    let openssl = OpenSsl::in_directory(testbed.client.directory())?;
    for (key, tls) in [
        ("ecparam -name prime256v1 -genkey -noout -out server", "tls-version-max 1.2"),
        ("genrsa -out server 2048", "tls-version-max 1.2"),
        ("genrsa -out server 2048", "tls-version-min 1.3"),
    ] {
        openssl.run(key)?;
        openssl.sign("server", NAME, "ca", None)?;
        ensure!(openssl.run("x509 -in server.crt -noout -text")?.contains("Version: 1 (0x0)"), "of another version");
        let certificate = Some(Issued { certificate: openssl.text("server.crt")?, key: openssl.text("server")? });
        let options = ServerOptions { certificate, server_lines: vec![tls.to_owned()], ..ServerOptions::default() };
        let (mut server, profile) = testbed.serve(&options)?;
        let text = std::fs::read_to_string(&profile)?;
        let (head, rest) = text.split_once("<ca>").context("<ca>")?;
        let (_, tail) = rest.split_once("</ca>").context("</ca>")?;
        let right = format!("{head}<ca>\n{}</ca>{tail}", openssl.text("ca.crt")?);
        for (text, accepted) in [(&right, true), (&text, false)] {
            let outcome = with_line(&testbed, text, &format!("verify-x509-name {NAME} name"))?;
            ensure!((outcome.code == 0) == accepted, "{tls}: {outcome:?}\n{}\n{}", testbed.helper.log(), server.log());
        }
        server.kill();
    }
    Ok(())
}

#[test]
fn netscapes_type_of_a_certificate_counts_where_it_is_demanded() -> Result<()> {
    let testbed = Testbed::new()?;
    let openssl = OpenSsl::in_directory(testbed.client.directory())?;
    openssl.run("ecparam -name prime256v1 -genkey -noout -out server")?;
    for (kind, accepted) in [("server", true), ("client", false)] {
        std::fs::write(openssl.path("typed.ext"), format!("nsCertType={kind}\n"))?;
        openssl.sign("server", NAME, "ca", Some("typed"))?;
        let certificate = Some(Issued { certificate: openssl.text("server.crt")?, key: openssl.text("server")? });
        let (mut server, profile) = testbed.serve(&ServerOptions { certificate, ..ServerOptions::default() })?;
        let text = std::fs::read_to_string(&profile)?;
        let (head, rest) = text.split_once("<ca>").context("<ca>")?;
        let (_, tail) = rest.split_once("</ca>").context("</ca>")?;
        let text = format!("{head}<ca>\n{}</ca>{tail}", openssl.text("ca.crt")?);
        let outcome = with_line(&testbed, &text, "ns-cert-type server")?;
        ensure!((outcome.code == 0) == accepted, "{kind}: {outcome:?}\n{}\n{}", testbed.helper.log(), server.log());
        server.kill();
    }
    Ok(())
}
