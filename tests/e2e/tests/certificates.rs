//! Certificates of real servers: certificate cases that Debian's openvpn can serve, and servers that know only what Adit does not.
//! Each is refused with its own sentence, and what differs from it in one thing connects.

use std::{path::Path, process::Command};

use anyhow::{Context, Result, ensure};
use e2e::Testbed;
use lab::{Issued, OpenVpnServer, Pki, ServerOptions, Transport};

/// Exit code of `aditctl`: the network.
const NETWORK: i32 = 6;

/// For servers that will not finish the handshake.
const IMPATIENT: &str = "hand-window 3";

const NAME: &str = "practice.adit.example";

/// A server with a certificate and lines, and the profile of it that `change` makes.
fn meet(
    testbed: &Testbed,
    options: &ServerOptions,
    change: impl FnOnce(String) -> String,
) -> Result<(OpenVpnServer, e2e::Outcome)> {
    let (server, profile) = testbed.serve(options)?;
    let text = change(std::fs::read_to_string(&profile)?);
    let profile = testbed.write_profile("changed", &text)?;
    // A silent server is tried again and again: one round is enough.
    let seconds = if text.contains(IMPATIENT) { "6" } else { "25" };
    let outcome = testbed.connect(&profile, &["--timeout", seconds], "")?;
    testbed.disconnect()?;
    Ok((server, outcome))
}

fn refused(testbed: &Testbed, what: &str, options: &ServerOptions, lines: &str, sentence: &str) -> Result<()> {
    let (mut server, outcome) = meet(testbed, options, |text| format!("{lines}\n{text}"))?;
    ensure!(
        outcome.code != 0 && outcome.stderr.contains(sentence),
        "{what}: {outcome:?}\nhelper:\n{}\nserver:\n{}",
        testbed.helper.log(),
        server.log()
    );
    server.kill();
    Ok(())
}

fn accepted(testbed: &Testbed, what: &str, options: &ServerOptions, lines: &str) -> Result<()> {
    let (mut server, outcome) = meet(testbed, options, |text| format!("{lines}\n{text}"))?;
    ensure!(outcome.code == 0, "{what}: {outcome:?}\nhelper:\n{}\nserver:\n{}", testbed.helper.log(), server.log());
    server.kill();
    Ok(())
}

fn showing(certificate: Issued) -> ServerOptions {
    ServerOptions { certificate: Some(certificate), ..ServerOptions::default() }
}

fn without_usage_check(profile: String) -> String {
    profile.replace("remote-cert-tls server\n", "")
}

#[test]
fn real_servers_with_wrong_certificates_are_refused() -> Result<()> {
    let testbed = Testbed::new()?;
    let pki = &testbed.pki;
    let good = || showing_good(pki);
    accepted(&testbed, "a good certificate", &good()?, &format!("verify-x509-name {NAME} name"))?;
    let unknown = Pki::new()?;
    for (what, certificate, sentence) in [
        ("a client's", pki.client(NAME)?, "What answered has no server certificate."),
        ("no purpose, demanded", pki.without_purpose(NAME)?, "What answered has no server certificate."),
        ("expired", pki.expired_server(NAME)?, "The server’s certificate expired on"),
        ("valid from tomorrow", pki.early_server(NAME)?, "The server’s certificate is valid from"),
        ("a namesake's", unknown.server(NAME)?, "an authority that this profile does not trust"),
        ("signed by itself", Pki::self_signed_server(NAME)?, "an authority that this profile does not trust"),
    ] {
        refused(&testbed, what, &showing(certificate), "", sentence)?;
    }
    for name in ["mail.adit.example", "practice.adit.example.evil", "x-practice.adit.example", "*.adit.example"] {
        let line = format!("verify-x509-name {NAME} name");
        let sentence = format!("The server is {name}, but the profile expects {NAME}.");
        refused(&testbed, name, &showing(pki.server(name)?), &line, &sentence)?;
    }
    let prints = format!("<peer-fingerprint>\n{0}\n{0}\n</peer-fingerprint>", ["ab"; 32].join(":"));
    refused(&testbed, "another fingerprint", &good()?, &prints, "not one that this profile names by its fingerprint")?;
    let hash = format!("verify-hash {}", ["ab"; 32].join(":"));
    refused(
        &testbed,
        "another authority's print",
        &good()?,
        &hash,
        "not one that this profile names by its fingerprint",
    )?;
    let list = |serial, days| Ok::<_, anyhow::Error>(format!("<crl-verify>\n{}</crl-verify>", pki.list(serial, days)?));
    let numbered = || Ok::<_, anyhow::Error>(showing(pki.numbered_server(NAME, 7)?));
    refused(&testbed, "revoked", &numbered()?, &list(7, 30)?, "The server’s certificate was revoked")?;
    refused(
        &testbed,
        "a list past its date",
        &numbered()?,
        &list(8, -1)?,
        "list of revoked certificates was good until",
    )?;
    accepted(&testbed, "another one revoked", &numbered()?, &list(8, 30)?)?;
    Ok(())
}

fn showing_good(pki: &Pki) -> Result<ServerOptions> {
    Ok(showing(pki.server(NAME)?))
}

#[test]
fn a_certificate_without_a_purpose_needs_a_name_in_the_profile() -> Result<()> {
    let testbed = Testbed::new()?;
    let options = showing(testbed.pki.without_purpose(NAME)?);
    let (_server, outcome) = meet(&testbed, &options, without_usage_check)?;
    ensure!(outcome.code != 0 && outcome.stderr.contains("does not say that it is for a server"), "{outcome:?}");
    // The way out that the sentence names.
    let line = format!("verify-x509-name \"{NAME}\" name");
    ensure!(outcome.stderr.contains(&line), "{outcome:?}");
    drop(_server);
    let (_server, outcome) = meet(&testbed, &options, |text| format!("{line}\n{}", without_usage_check(text)))?;
    ensure!(outcome.code == 0, "{outcome:?}\n{}", testbed.helper.log());
    Ok(())
}

/// An RSA authority, and a server certificate of it: with so many bits, signed with this digest.
fn made_by_openssl(directory: &Path, bits: u32, digest: &str) -> Result<(String, Issued)> {
    let file = |name: &str| directory.join(format!("{bits}-{digest}-{name}")).display().to_string();
    let (ca_key, ca, key, request, certificate) = (file("ca.key"), file("ca"), file("key"), file("csr"), file("crt"));
    std::fs::write(file("ext"), "extendedKeyUsage=serverAuth\nkeyUsage=digitalSignature,keyEncipherment\n")?;
    let run = |arguments: &str| -> Result<()> {
        let output = Command::new("openssl").args(arguments.split(' ')).output()?;
        ensure!(output.status.success(), "{arguments}: {output:?}");
        Ok(())
    };
    run(&format!("req -x509 -newkey rsa:2048 -nodes -keyout {ca_key} -subj /CN=Old -days 30 -out {ca}"))?;
    run(&format!("req -new -newkey rsa:{bits} -nodes -keyout {key} -subj /CN={NAME} -out {request}"))?;
    run(&format!(
        "x509 -req -{digest} -in {request} -CA {ca} -CAkey {ca_key} -CAcreateserial -days 30 -extfile {} -out {certificate}",
        file("ext")
    ))?;
    let issued = Issued { certificate: std::fs::read_to_string(certificate)?, key: std::fs::read_to_string(key)? };
    Ok((std::fs::read_to_string(ca)?, issued))
}

#[test]
fn weak_certificates_pass_only_with_the_explicit_directive() -> Result<()> {
    let testbed = Testbed::new()?;
    for (bits, digest, weakness) in [(1024, "sha256", "RSA-1024"), (2048, "sha1", "SHA-1")] {
        let (authority, certificate) = made_by_openssl(testbed.client.directory(), bits, digest)?;
        for version in ["tls-version-min 1.3", "tls-version-max 1.2"] {
            let lines = vec!["tls-cert-profile insecure".to_owned(), version.to_owned()];
            let options = ServerOptions { server_lines: lines, ..showing(certificate.clone()) };
            // The server's authority is not the one that vouches for the clients.
            let with = |word: &str, text: String| -> String {
                let (head, rest) = text.split_once("<ca>").unwrap_or_default();
                let (_, tail) = rest.split_once("</ca>").unwrap_or_default();
                format!("{word}\n{head}<ca>\n{authority}</ca>{tail}")
            };
            let (server, outcome) = meet(&testbed, &options, |text| with("", text))?;
            let sentence = format!("The server’s certificate can be forged: it relies on {weakness}.");
            ensure!(
                outcome.code != 0 && outcome.stderr.contains(&sentence),
                "{version}: {outcome:?}\n{}",
                server.log()
            );
            drop(server);
            for word in ["insecure", "legacy"] {
                let word = format!("tls-cert-profile {word}");
                let (server, outcome) = meet(&testbed, &options, |text| with(&word, text))?;
                ensure!(
                    outcome.code == 0,
                    "{weakness}, {word}, {version}: {outcome:?}\n{}\n{}",
                    testbed.helper.log(),
                    server.log()
                );
            }
        }
    }
    Ok(())
}

#[test]
fn servers_with_nothing_in_common_are_told_as_such() -> Result<()> {
    let testbed = Testbed::new()?;
    let (_, rsa) = made_by_openssl(testbed.client.directory(), 2048, "sha256")?;
    let group = testbed.client.directory().join("dh.pem");
    let made = Command::new("openssl")
        .args(["genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", "group:ffdhe2048", "-out"])
        .arg(&group)
        .output()?;
    ensure!(made.status.success(), "{made:?}");
    let group = format!("dh {}", group.display());
    for (what, transport, lines) in [
        ("TLS 1.1", Transport::Udp, ["tls-version-min 1.0", "tls-version-max 1.1", "tls-cipher DEFAULT:@SECLEVEL=0"]),
        ("DHE", Transport::Tcp, ["tls-version-max 1.2", "tls-cipher TLS-DHE-RSA-WITH-AES-256-GCM-SHA384", &group]),
        ("RSA", Transport::Udp, ["tls-version-max 1.2", "tls-cipher TLS-RSA-WITH-AES-256-GCM-SHA384", &group]),
    ] {
        let server_lines = lines.map(str::to_owned).to_vec();
        let options = ServerOptions { transport, server_lines, ..showing(rsa.clone()) };
        let (server, outcome) = meet(&testbed, &options, |text| format!("{IMPATIENT}\n{text}"))?;
        ensure!(
            outcome.code == NETWORK && outcome.stderr.contains("did not begin to encrypt"),
            "{what}: {outcome:?}\n{}\n{}",
            testbed.helper.log(),
            server.log()
        );
        ensure!(outcome.stderr.contains("TLS 1.2 with ECDHE"), "{outcome:?}");
    }
    Ok(())
}

#[test]
fn a_server_that_refuses_our_certificate_is_silent_and_that_is_said() -> Result<()> {
    let testbed = Testbed::new()?;
    let unknown = Pki::new()?.client("unknown")?;
    for version in ["tls-version-min 1.3", "tls-version-max 1.2"] {
        let options = ServerOptions { server_lines: vec![version.to_owned()], ..ServerOptions::default() };
        let (server, outcome) = meet(&testbed, &options, |text| {
            let (head, _) = text.split_once("<cert>").unwrap_or_default();
            let (_, tail) = text.split_once("</key>").unwrap_or_default();
            format!("{IMPATIENT}\n{head}<cert>\n{}</cert>\n<key>\n{}</key>{tail}", unknown.certificate, unknown.key)
        })?;
        let said = "The server fell silent when it should accept this profile’s certificate.";
        ensure!(outcome.stderr.contains(said), "{version}: {outcome:?}\n{}\n{}", testbed.helper.log(), server.log());
    }
    Ok(())
}

#[test]
fn a_pkcs12_container_signs_in() -> Result<()> {
    let testbed = Testbed::new()?;
    let (server, profile) = testbed.serve(&ServerOptions::default())?;
    let text = std::fs::read_to_string(&profile)?;
    let part = |name: &str| -> Result<String> {
        let (_, rest) = text.split_once(&format!("<{name}>\n")).context("the block")?;
        Ok(rest.split_once(&format!("</{name}>")).context("its end")?.0.to_owned())
    };
    let directory = testbed.client.directory();
    for name in ["ca", "cert", "key"] {
        std::fs::write(directory.join(name), part(name)?)?;
    }
    let (head, _) = text.split_once("<ca>").context("<ca>")?;
    let (_, tail) = text.split_once("</key>").context("</key>")?;
    for (kind, passphrase) in [("-legacy", "open sesame"), ("-macalg sha256", "open sesame"), ("-macalg sha256", "")] {
        let output = Command::new("openssl")
            .current_dir(directory)
            .args(["pkcs12", "-export", "-in", "cert", "-inkey", "key", "-certfile", "ca", "-out", "me.p12"])
            .args(kind.split(' '))
            .args(["-passout", &format!("pass:{passphrase}")])
            .output()?;
        ensure!(output.status.success(), "{output:?}");
        // The authority is in the container, too.
        let profile = testbed.write_profile("container", &format!("{head}pkcs12 me.p12\n{tail}"))?;
        if !passphrase.is_empty() {
            let wrong = testbed.connect(&profile, &["--passphrase-stdin"], "open barley")?;
            ensure!(wrong.code == 8, "{kind}: {wrong:?}\n{}", testbed.helper.log());
            testbed.disconnect()?;
        }
        let more: &[&str] = if passphrase.is_empty() { &[] } else { &["--passphrase-stdin"] };
        testbed.must_connect(&profile, more, passphrase, &server)?;
        testbed.disconnect()?;
    }
    Ok(())
}
