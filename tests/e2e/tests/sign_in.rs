//! Signing in by certificate is what every other test does; here are passwords and encrypted keys.

use std::os::unix::fs::PermissionsExt;

use anyhow::Result;
use e2e::{Testbed, program};
use lab::{PASSWORD, ServerOptions, SignIn, USER};

fn options(sign_in: SignIn) -> ServerOptions {
    ServerOptions { sign_in, ..ServerOptions::default() }
}

#[test]
fn user_and_password() -> Result<()> {
    for sign_in in [SignIn::Password, SignIn::Both] {
        let testbed = Testbed::new()?;
        let (server, profile) = testbed.serve(&options(sign_in))?;
        testbed.must_connect(&profile, &["--username", USER, "--password-stdin"], PASSWORD, &server)?;
        assert!(testbed.client.pings(&server.inner_address(), 2));
        assert!(!testbed.helper.log().contains(PASSWORD), "the helper's log must not hold the password");
        testbed.disconnect()?;
    }
    Ok(())
}

#[test]
fn a_wrong_password_is_refused_with_a_message_and_the_right_one_is_accepted_after_it() -> Result<()> {
    let testbed = Testbed::new()?;
    let (server, profile) = testbed.serve(&options(SignIn::Password))?;
    let wrong = testbed.connect(&profile, &["--username", USER, "--password-stdin"], "wrong")?;
    assert_eq!(wrong.code, 8, "{wrong:?}\n{}", testbed.helper.log());
    assert!(wrong.stderr.contains("refused"), "{wrong:?}");
    assert!(!wrong.stderr.contains("AUTH_FAILED"), "words, not codes: {wrong:?}");
    testbed.disconnect()?;
    testbed.must_connect(&profile, &["--username", USER, "--password-stdin"], PASSWORD, &server)?;
    testbed.disconnect()
}

#[test]
fn without_a_password_the_terminal_says_that_one_is_needed() -> Result<()> {
    let testbed = Testbed::new()?;
    let (_server, profile) = testbed.serve(&options(SignIn::Password))?;
    let outcome = testbed.connect(&profile, &[], "")?;
    assert_eq!(outcome.code, 8, "{outcome:?}");
    testbed.disconnect()
}

#[test]
fn an_encrypted_key_opens_with_its_passphrase_only() -> Result<()> {
    let testbed = Testbed::new()?;
    let (server, profile) = testbed.serve(&options(SignIn::Certificate))?;
    let text = std::fs::read_to_string(&profile)?;
    let (before, rest) = text.split_once("<key>\n").unwrap_or_default();
    let (key, after) = rest.split_once("</key>").unwrap_or_default();
    let plain = testbed.client.directory().join("plain.pem");
    std::fs::write(&plain, key)?;
    let encrypted = std::process::Command::new("openssl")
        .args(["pkcs8", "-topk8", "-v2", "aes-256-cbc", "-passout", "pass:open sesame", "-in"])
        .arg(&plain)
        .output()?;
    assert!(encrypted.status.success(), "{encrypted:?}");
    let encrypted = String::from_utf8(encrypted.stdout)?;
    let profile = testbed.write_profile("encrypted", &format!("{before}<key>\n{encrypted}</key>{after}"))?;

    let wrong = testbed.connect(&profile, &["--passphrase-stdin"], "open barley")?;
    assert_eq!(wrong.code, 8, "{wrong:?}\n{}", testbed.helper.log());
    testbed.disconnect()?;
    testbed.must_connect(&profile, &["--passphrase-stdin"], "open sesame", &server)?;
    assert!(testbed.client.pings(&server.inner_address(), 2));
    testbed.disconnect()
}

#[test]
fn secrets_are_not_among_the_arguments() -> Result<()> {
    let help = std::process::Command::new(program("aditctl")?).args(["connect", "--help"]).output()?;
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    assert!(help.contains("--password-stdin"), "{help}");
    assert!(!help.contains("--password "), "{help}");
    Ok(())
}

#[test]
fn a_login_file_beside_the_profile_is_read_by_the_terminal_and_by_nobody_else() -> Result<()> {
    let testbed = Testbed::new()?;
    let (server, profile) = testbed.serve(&options(SignIn::Password))?;
    let text = std::fs::read_to_string(&profile)?;
    assert!(text.contains("\nauth-user-pass\n"), "{text}");
    let naming = |file: &str| {
        testbed.write_profile("naming", &text.replace("\nauth-user-pass\n", &format!("\nauth-user-pass {file}\n")))
    };
    let folder = testbed.client.directory().to_owned();
    let login = format!("{USER}\r\n{PASSWORD}\r\n");
    std::fs::write(folder.join("creds.txt"), &login)?;
    let whole_path = folder.join("creds.txt").display().to_string();
    for (file, mode) in [("creds.txt", 0o600), ("creds.txt", 0o644), (whole_path.as_str(), 0o600)] {
        std::fs::set_permissions(folder.join("creds.txt"), std::fs::Permissions::from_mode(mode))?;
        let outcome = testbed.connect(&naming(file)?, &[], "")?;
        assert_eq!(outcome.code, 0, "{outcome:?}\n{}\n{}", testbed.helper.log(), server.log());
        assert_eq!(outcome.stderr.contains("Other users of this computer can read"), mode == 0o644, "{outcome:?}");
        assert!(!outcome.stderr.contains(PASSWORD) && !testbed.helper.log().contains(PASSWORD));
        testbed.disconnect()?;
    }
    // What lies elsewhere or is hidden is not sent to a server, and a key is no password.
    std::fs::create_dir_all(folder.join("below"))?;
    std::fs::write(folder.join("below/naming.ovpn"), std::fs::read(naming("../creds.txt")?)?)?;
    std::fs::write(folder.join(".creds"), &login)?;
    std::fs::write(folder.join("id"), "-----BEGIN PRIVATE KEY-----\nMIIB\n")?;
    for profile in [folder.join("below/naming.ovpn"), naming(".creds")?] {
        let outcome = testbed.connect(&profile, &[], "")?;
        assert!(outcome.code == 8 && outcome.stderr.contains("is not read"), "{outcome:?}");
        testbed.disconnect()?;
    }
    let key = testbed.connect(&naming("id")?, &[], "")?;
    assert!(key.code == 8 && key.stderr.contains("id is not a file with a user name"), "{key:?}");
    testbed.disconnect()?;
    // What is given goes before the file.
    let given = testbed.connect(&naming("creds.txt")?, &["--username", USER, "--password-stdin"], "wrong")?;
    assert_eq!(given.code, 8, "{given:?}");
    let told = given.stderr.matches("The server refused this user name or password").count();
    assert_eq!(told, 1, "a failure is told once: {given:?}");
    testbed.disconnect()
}
