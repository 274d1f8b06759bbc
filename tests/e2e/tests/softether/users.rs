//! Users of `SoftEther` that sign in by certificate. The user is whom the certificate names.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use e2e::{Bench, Outcome, Workshop};
use lab::{SoftEther, wait_until};

use crate::profile_of;

/// What opens keys.
const WORD: &str = "sesame";
/// What opens containers.
const PASSPHRASE: &str = "open sesame";

/// A server that believes in a workshop's authority, and what is made there.
struct Club {
    shop: Workshop,
    server: SoftEther,
    bench: Bench,
}

impl Club {
    fn open() -> Result<Self> {
        let bench = Bench::new()?;
        let server = SoftEther::start(&bench.server)?;
        let shop = Workshop::open(server.directory())?;
        std::fs::copy(shop.path("ca.crt"), server.directory().join("ca.crt"))?;
        server.administer(&bench.server, &["CAAdd ca.crt"])?;
        Ok(Self { shop, server, bench })
    }

    /// Makes a user of this name whose certificate has to come from the workshop.
    fn admit(&self, name: &str) -> Result<()> {
        let create = format!("UserCreate {name} /GROUP:none /REALNAME:none /NOTE:none");
        let signed = format!("UserSignedSet {name} /CN:none /SERIAL:none");
        self.server.administer(&self.bench.server, &[&create, &signed]).map(|_| ())
    }

    /// The server's profile for those that have this instead of a password.
    fn profile(&self, identity: &str) -> Result<String> {
        let own = profile_of(&self.server, "");
        let asks = "\nauth-user-pass";
        ensure!(own.contains(asks), "its profile does not ask for a password:\n{own}");
        Ok(format!("{}\n{identity}\n", own.replace(asks, "")))
    }

    fn try_with(&self, identity: &str, passphrase: Option<&str>) -> Result<Outcome> {
        let path = self.bench.write_profile("user", &self.profile(identity)?)?;
        let more: &[&str] = if passphrase.is_some() { &["--passphrase-stdin"] } else { &[] };
        self.bench.connect(&path, more, passphrase.unwrap_or_default())
    }

    fn is_let_in(&self, what: &str, identity: &str, passphrase: Option<&str>) -> Result<()> {
        let outcome = self.try_with(identity, passphrase)?;
        ensure!(outcome.code == 0, "{what}: {outcome:?}\n{}\n{}", self.bench.helper.log(), self.server.log());
        wait_until("a ping", std::time::Duration::from_secs(10), || self.bench.client.pings(SoftEther::INNER, 1))
            .with_context(|| format!("{what}\n{}", self.bench.helper.log()))?;
        self.bench.disconnect()
    }

    fn is_turned_away(&self, what: &str, identity: &str) -> Result<()> {
        let outcome = self.try_with(identity, None)?;
        ensure!(outcome.code == 8, "{what}: {outcome:?}\n{}\n{}", self.bench.helper.log(), self.server.log());
        ensure!(outcome.stderr.starts_with("The server does not let this profile in."), "{what}: {outcome:?}");
        self.bench.disconnect()
    }
}

#[test]
fn keys_in_the_forms_that_people_have() -> Result<()> {
    let club = Club::open()?;
    let shop = &club.shop;
    shop.openssl("genrsa -traditional -out pkcs1 2048")?;
    let under = format!("-passout pass:{WORD}");
    for line in [
        "pkcs8 -topk8 -nocrypt -in pkcs1 -out pkcs8".to_owned(),
        format!("pkcs8 -topk8 -v2 aes-256-cbc {under} -in pkcs1 -out pbes2"),
        format!("pkcs8 -topk8 -v1 PBE-SHA1-3DES {under} -in pkcs1 -out pbes1"),
        format!("rsa -aes256 -traditional {under} -in pkcs1 -out lines"),
    ] {
        shop.openssl(&line)?;
    }
    shop.sign("pkcs1", "member", "ca", Some("client"))?;
    club.admit("member")?;
    for (key, mark, secret) in [
        ("pkcs1", "BEGIN RSA PRIVATE KEY", false),
        ("pkcs8", "BEGIN PRIVATE KEY", false),
        ("pbes2", "BEGIN ENCRYPTED PRIVATE KEY", true),
        ("pbes1", "BEGIN ENCRYPTED PRIVATE KEY", true),
        ("lines", "Proc-Type: 4,ENCRYPTED", true),
    ] {
        ensure!(shop.text(key)?.contains(mark), "{key} is not of the form that this is about");
        club.is_let_in(key, &shop.pair("pkcs1.crt", key)?, secret.then_some(WORD))?;
    }
    Ok(())
}

#[test]
fn containers_of_every_age() -> Result<()> {
    let club = Club::open()?;
    let shop = &club.shop;
    shop.openssl("genrsa -out me 2048")?;
    shop.sign("me", "member", "ca", Some("client"))?;
    club.admit("member")?;
    let beside = club.bench.client.directory().join("me.p12");
    for (digest, passphrase) in
        [("-legacy", PASSPHRASE), ("-macalg sha256", PASSPHRASE), ("-macalg sha256", ""), ("-legacy", "")]
    {
        let made = Command::new("openssl")
            .current_dir(shop.path(""))
            .args(["pkcs12", "-export", "-in", "me.crt", "-inkey", "me", "-out", "me.p12"])
            .args(digest.split(' '))
            .args(["-passout", &format!("pass:{passphrase}")])
            .output()?;
        ensure!(made.status.success(), "{made:?}");
        std::fs::copy(shop.path("me.p12"), &beside)?;
        let secret = (!passphrase.is_empty()).then_some(passphrase);
        club.is_let_in(&format!("beside, {digest}, {passphrase:?}"), "pkcs12 me.p12", secret)?;
        if secret.is_some() {
            let inside = format!("<pkcs12>\n{}</pkcs12>", shop.openssl("base64 -in me.p12")?);
            club.is_let_in(&format!("inside, {digest}"), &inside, secret)?;
        }
    }
    Ok(())
}

#[test]
fn chains_and_old_certificates_and_strangers() -> Result<()> {
    let club = Club::open()?;
    let shop = &club.shop;
    for key in ["old", "between", "under", "stranger", "outcast"] {
        shop.openssl(&format!("genrsa -out {key} 2048"))?;
        club.admit(key)?;
    }
    shop.sign("old", "old", "ca", None)?;
    ensure!(shop.openssl("x509 -in old.crt -noout -text")?.contains("Version: 1 (0x0)"), "it is of another version");
    club.is_let_in("version 1", &shop.pair("old.crt", "old")?, None)?;

    // It looks for whoever signed the first certificate among its authorities, and no further.
    shop.sign("between", "between", "ca", Some("between"))?;
    shop.sign("under", "under", "between", Some("client"))?;
    let chain =
        format!("{}\n<extra-certs>\n{}</extra-certs>", shop.pair("under.crt", "under")?, shop.text("between.crt")?);
    club.is_turned_away("a chain to a known authority", &chain)?;
    std::fs::copy(shop.path("between.crt"), club.server.directory().join("between.crt"))?;
    club.server.administer(&club.bench.server, &["CAAdd between.crt"])?;
    club.is_let_in("a chain whose first authority is known", &chain, None)?;

    shop.openssl("req -x509 -key stranger -subj /CN=stranger -days 30 -out stranger.crt")?;
    club.is_turned_away("a stranger's", &shop.pair("stranger.crt", "stranger")?)?;
    club.is_turned_away("none at all", "setenv CLIENT_CERT 0")?;

    // Whom it knows it lets in with RSA keys only.
    for (key, how) in [("curve", "ecparam -name prime256v1 -genkey -noout"), ("edwards", "genpkey -algorithm ed25519")]
    {
        shop.openssl(&format!("{how} -out {key}"))?;
        club.admit(key)?;
        shop.sign(key, key, "ca", Some("client"))?;
        club.is_turned_away(key, &shop.pair(&format!("{key}.crt"), key)?)?;
    }
    Ok(())
}
