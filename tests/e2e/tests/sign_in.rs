//! Signing in by certificate is what every other test does; here are passwords and encrypted keys.

use anyhow::Result;
use e2e::{Bench, program};
use lab::{PASSWORD, ServerOptions, SignIn, USER};

fn options(sign_in: SignIn) -> ServerOptions {
    ServerOptions { sign_in, ..ServerOptions::default() }
}

#[test]
fn user_and_password() -> Result<()> {
    for sign_in in [SignIn::Password, SignIn::Both] {
        let bench = Bench::new()?;
        let (server, profile) = bench.serve(&options(sign_in))?;
        bench.must_connect(&profile, &["--username", USER, "--password-stdin"], PASSWORD, &server)?;
        assert!(bench.client.pings(&server.inner_address(), 2));
        assert!(!bench.helper.log().contains(PASSWORD), "the helper's log must not hold the password");
        bench.disconnect()?;
    }
    Ok(())
}

#[test]
fn a_wrong_password_is_refused_in_words_and_the_right_one_is_accepted_after_it() -> Result<()> {
    let bench = Bench::new()?;
    let (server, profile) = bench.serve(&options(SignIn::Password))?;
    let wrong = bench.connect(&profile, &["--username", USER, "--password-stdin"], "wrong")?;
    assert_eq!(wrong.code, 8, "{wrong:?}\n{}", bench.helper.log());
    assert!(wrong.stderr.contains("refused"), "{wrong:?}");
    assert!(!wrong.stderr.contains("AUTH_FAILED"), "words, not codes: {wrong:?}");
    bench.disconnect()?;
    bench.must_connect(&profile, &["--username", USER, "--password-stdin"], PASSWORD, &server)?;
    bench.disconnect()
}

#[test]
fn without_a_password_the_terminal_says_that_one_is_needed() -> Result<()> {
    let bench = Bench::new()?;
    let (_server, profile) = bench.serve(&options(SignIn::Password))?;
    let outcome = bench.connect(&profile, &[], "")?;
    assert_eq!(outcome.code, 8, "{outcome:?}");
    bench.disconnect()
}

#[test]
fn an_encrypted_key_opens_with_its_passphrase_only() -> Result<()> {
    let bench = Bench::new()?;
    let (server, profile) = bench.serve(&options(SignIn::Certificate))?;
    let text = std::fs::read_to_string(&profile)?;
    let (before, rest) = text.split_once("<key>\n").unwrap_or_default();
    let (key, after) = rest.split_once("</key>").unwrap_or_default();
    let plain = bench.client.directory().join("plain.pem");
    std::fs::write(&plain, key)?;
    let encrypted = std::process::Command::new("openssl")
        .args(["pkcs8", "-topk8", "-v2", "aes-256-cbc", "-passout", "pass:open sesame", "-in"])
        .arg(&plain)
        .output()?;
    assert!(encrypted.status.success(), "{encrypted:?}");
    let encrypted = String::from_utf8(encrypted.stdout)?;
    let profile = bench.write_profile("encrypted", &format!("{before}<key>\n{encrypted}</key>{after}"))?;

    let wrong = bench.connect(&profile, &["--passphrase-stdin"], "open barley")?;
    assert_eq!(wrong.code, 8, "{wrong:?}\n{}", bench.helper.log());
    bench.disconnect()?;
    bench.must_connect(&profile, &["--passphrase-stdin"], "open sesame", &server)?;
    assert!(bench.client.pings(&server.inner_address(), 2));
    bench.disconnect()
}

#[test]
fn secrets_are_not_among_the_arguments() -> Result<()> {
    let help = std::process::Command::new(program("aditctl")?).args(["connect", "--help"]).output()?;
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    assert!(help.contains("--password-stdin"), "{help}");
    assert!(!help.contains("--password "), "{help}");
    Ok(())
}
