//! Users of `SoftEther` that sign in by certificate. The user is whom the certificate names.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use e2e::{OpenSsl, Outcome, Testbed};
use lab::{SoftEther, wait_until};

use crate::profile_of;

/// What opens keys.
const KEY_PASSPHRASE: &str = "sesame";
/// What opens containers.
const PASSPHRASE: &str = "open sesame";

/// A server that believes in an authority made by `openssl`, and what else is made there.
struct SignInTest {
    openssl: OpenSsl,
    server: SoftEther,
    testbed: Testbed,
}

impl SignInTest {
    fn start() -> Result<Self> {
        let testbed = Testbed::new()?;
        let server = SoftEther::start(&testbed.server)?;
        let openssl = OpenSsl::in_directory(server.directory())?;
        std::fs::copy(openssl.path("ca.crt"), server.directory().join("ca.crt"))?;
        server.administer(&testbed.server, &["CAAdd ca.crt"])?;
        Ok(Self { openssl, server, testbed })
    }

    /// Makes a user of this name whose certificate has to be issued by that authority.
    fn add_user(&self, name: &str) -> Result<()> {
        let create = format!("UserCreate {name} /GROUP:none /REALNAME:none /NOTE:none");
        let signed = format!("UserSignedSet {name} /CN:none /SERIAL:none");
        self.server.administer(&self.testbed.server, &[&create, &signed]).map(|_| ())
    }

    /// The server's profile for those that have this instead of a password.
    fn profile(&self, identity: &str) -> Result<String> {
        let own = profile_of(&self.server, "");
        let asks = "\nauth-user-pass";
        ensure!(own.contains(asks), "its profile does not ask for a password:\n{own}");
        Ok(format!("{}\n{identity}\n", own.replace(asks, "")))
    }

    fn try_with(&self, identity: &str, passphrase: Option<&str>) -> Result<Outcome> {
        let path = self.testbed.write_profile("user", &self.profile(identity)?)?;
        let more: &[&str] = if passphrase.is_some() { &["--passphrase-stdin"] } else { &[] };
        self.testbed.connect(&path, more, passphrase.unwrap_or_default())
    }

    fn expect_connected(&self, what: &str, identity: &str, passphrase: Option<&str>) -> Result<()> {
        let outcome = self.try_with(identity, passphrase)?;
        ensure!(outcome.code == 0, "{what}: {outcome:?}\n{}\n{}", self.testbed.helper.log(), self.server.log());
        wait_until("a ping", std::time::Duration::from_secs(10), || self.testbed.client.pings(SoftEther::INNER, 1))
            .with_context(|| format!("{what}\n{}", self.testbed.helper.log()))?;
        self.testbed.disconnect()
    }

    fn expect_refused(&self, what: &str, identity: &str) -> Result<()> {
        let outcome = self.try_with(identity, None)?;
        ensure!(outcome.code == 8, "{what}: {outcome:?}\n{}\n{}", self.testbed.helper.log(), self.server.log());
        ensure!(outcome.stderr.starts_with("The server does not let this profile in."), "{what}: {outcome:?}");
        self.testbed.disconnect()
    }
}

#[test]
fn keys_in_the_forms_that_people_have() -> Result<()> {
    let test = SignInTest::start()?;
    let openssl = &test.openssl;
    openssl.run("genrsa -traditional -out pkcs1 2048")?;
    let under = format!("-passout pass:{KEY_PASSPHRASE}");
    for line in [
        "pkcs8 -topk8 -nocrypt -in pkcs1 -out pkcs8".to_owned(),
        format!("pkcs8 -topk8 -v2 aes-256-cbc {under} -in pkcs1 -out pbes2"),
        format!("pkcs8 -topk8 -v1 PBE-SHA1-3DES {under} -in pkcs1 -out pbes1"),
        format!("rsa -aes256 -traditional {under} -in pkcs1 -out lines"),
    ] {
        openssl.run(&line)?;
    }
    openssl.sign("pkcs1", "member", "ca", Some("client"))?;
    test.add_user("member")?;
    for (key, mark, secret) in [
        ("pkcs1", "BEGIN RSA PRIVATE KEY", false),
        ("pkcs8", "BEGIN PRIVATE KEY", false),
        ("pbes2", "BEGIN ENCRYPTED PRIVATE KEY", true),
        ("pbes1", "BEGIN ENCRYPTED PRIVATE KEY", true),
        ("lines", "Proc-Type: 4,ENCRYPTED", true),
    ] {
        ensure!(openssl.text(key)?.contains(mark), "{key} is not of the form that this is about");
        test.expect_connected(key, &openssl.pair("pkcs1.crt", key)?, secret.then_some(KEY_PASSPHRASE))?;
    }
    Ok(())
}

#[test]
fn pkcs12_containers_of_every_age() -> Result<()> {
    let test = SignInTest::start()?;
    let openssl = &test.openssl;
    openssl.run("genrsa -out me 2048")?;
    openssl.sign("me", "member", "ca", Some("client"))?;
    test.add_user("member")?;
    let beside = test.testbed.client.directory().join("me.p12");
    for (digest, passphrase) in
        [("-legacy", PASSPHRASE), ("-macalg sha256", PASSPHRASE), ("-macalg sha256", ""), ("-legacy", "")]
    {
        let made = Command::new("openssl")
            .current_dir(openssl.path(""))
            .args(["pkcs12", "-export", "-in", "me.crt", "-inkey", "me", "-out", "me.p12"])
            .args(digest.split(' '))
            .args(["-passout", &format!("pass:{passphrase}")])
            .output()?;
        ensure!(made.status.success(), "{made:?}");
        std::fs::copy(openssl.path("me.p12"), &beside)?;
        let secret = (!passphrase.is_empty()).then_some(passphrase);
        test.expect_connected(&format!("beside, {digest}, {passphrase:?}"), "pkcs12 me.p12", secret)?;
        if secret.is_some() {
            let inside = format!("<pkcs12>\n{}</pkcs12>", openssl.run("base64 -in me.p12")?);
            test.expect_connected(&format!("inside, {digest}"), &inside, secret)?;
        }
    }
    Ok(())
}

#[test]
fn chains_old_certificates_and_unknown_authorities() -> Result<()> {
    let test = SignInTest::start()?;
    let openssl = &test.openssl;
    for key in ["old", "between", "under", "unknown", "other"] {
        openssl.run(&format!("genrsa -out {key} 2048"))?;
        test.add_user(key)?;
    }
    openssl.sign("old", "old", "ca", None)?;
    ensure!(openssl.run("x509 -in old.crt -noout -text")?.contains("Version: 1 (0x0)"), "it is of another version");
    test.expect_connected("version 1", &openssl.pair("old.crt", "old")?, None)?;

    // It looks for whoever signed the first certificate among its authorities, and no further.
    openssl.sign("between", "between", "ca", Some("between"))?;
    openssl.sign("under", "under", "between", Some("client"))?;
    let chain = format!(
        "{}\n<extra-certs>\n{}</extra-certs>",
        openssl.pair("under.crt", "under")?,
        openssl.text("between.crt")?
    );
    test.expect_refused("a chain to a known authority", &chain)?;
    std::fs::copy(openssl.path("between.crt"), test.server.directory().join("between.crt"))?;
    test.server.administer(&test.testbed.server, &["CAAdd between.crt"])?;
    test.expect_connected("a chain whose first authority is known", &chain, None)?;

    openssl.run("req -x509 -key unknown -subj /CN=unknown -days 30 -out unknown.crt")?;
    test.expect_refused("one of an unknown authority", &openssl.pair("unknown.crt", "unknown")?)?;
    test.expect_refused("none at all", "setenv CLIENT_CERT 0")?;

    // Whom it knows it lets in with RSA keys only.
    for (key, how) in [("curve", "ecparam -name prime256v1 -genkey -noout"), ("edwards", "genpkey -algorithm ed25519")]
    {
        openssl.run(&format!("{how} -out {key}"))?;
        test.add_user(key)?;
        openssl.sign(key, key, "ca", Some("client"))?;
        test.expect_refused(key, &openssl.pair(&format!("{key}.crt"), key)?)?;
    }
    Ok(())
}
