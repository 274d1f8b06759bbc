//! The terminal with the profiles and the keychain of the person's desktop.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use e2e::{Outcome, Testbed, program};
use lab::{Desktop, DesktopOptions, PASSWORD, ServerOptions, SignIn, USER, wait_until};
use profiles::{
    Body, Card, DesktopKeychain, KeychainError, Login, NewProfile, ProfileId, Sealed, Store, Stored, Vault, fingerprint,
};
use serde_json::Value;
use vpn_api::Secret;

const PASSPHRASE: &str = "open sesame";
const SOON: Duration = Duration::from_secs(15);

/// Which profile [`keep_profile`] takes, in its environment.
const PROFILE: &str = "ADIT_E2E_PROFILE";

fn desktop(keychain: bool) -> Result<Desktop> {
    Desktop::start(DesktopOptions { keychain, tray: false, ..DesktopOptions::default() })
}

/// `aditctl` on this desktop.
fn ctl(testbed: &Testbed, desktop: &Desktop, arguments: &[&str]) -> Result<Outcome> {
    let mut command = desktop.command(program("aditctl")?);
    command.arg("--socket").arg(testbed.helper.socket()).args(arguments).stdin(Stdio::null());
    Ok(command.output()?.into())
}

/// One of the ignored functions of this file, as a program on this desktop.
fn on_desktop(desktop: &Desktop, name: &str) -> Result<Command> {
    let mut command = desktop.command(std::env::current_exe()?);
    command.args(["--exact", name, "--ignored", "--nocapture"]);
    Ok(command)
}

/// Puts a profile into the list as the window does, with everything remembered. Gives its id.
fn import(desktop: &Desktop, profile: &Path) -> Result<String> {
    let outcome: Outcome = on_desktop(desktop, "keep_profile")?.env(PROFILE, profile).output()?.into();
    let id = outcome.stdout.lines().find_map(|line| line.split("kept as ").nth(1)).map(str::to_owned);
    id.with_context(|| format!("{outcome:?}"))
}

#[tokio::test]
#[ignore = "the other tests start it on a desktop of theirs"]
async fn keep_profile() -> Result<()> {
    let path = PathBuf::from(std::env::var(PROFILE)?);
    let parsed = profiles::read_file(&path, &profile_api::Formats::new(ovpn_profile::OpenVpn))?.outcome?;
    let new = NewProfile::new(&parsed, &path.file_name().context("a file")?.to_string_lossy());
    let vault = Vault::new(DesktopKeychain::default());
    let key = vault.sealing_key().await?;
    let id = ProfileId::random().context("randomness")?;
    let login = Login { username: USER.to_owned(), password: Secret::from(PASSWORD) };
    vault.remember_login(&id, &new.name, &login).await;
    vault.remember_passphrase(&id, &new.name, &Secret::from(PASSPHRASE)).await;
    let body = Body::Sealed {
        document: Sealed::seal(&new.document.clone().into(), &id, &key)?,
        fingerprint: fingerprint(&new.document, &key).context("fingerprint")?,
    };
    let card = Card {
        remembers_login: true,
        remembers_passphrase: true,
        ..Card::new(id.clone(), new.name, new.servers, new.sign_in, 1)
    };
    let (mut store, _) = Store::open(&profiles::default_folder().context("a home directory")?);
    store.put(Stored { card, body })?;
    println!("kept as {id}");
    Ok(())
}

/// A profile with an encrypted key for a server that asks for a password too.
fn demanding(testbed: &Testbed) -> Result<(lab::OpenVpnServer, PathBuf)> {
    let (server, profile) = testbed.serve(&ServerOptions { sign_in: SignIn::Both, ..ServerOptions::default() })?;
    let text = std::fs::read_to_string(&profile)?;
    let (before, rest) = text.split_once("<key>\n").context("a key")?;
    let (key, after) = rest.split_once("</key>").context("a key")?;
    let plain = testbed.client.directory().join("plain.pem");
    std::fs::write(&plain, key)?;
    let encrypted = Command::new("openssl")
        .args(["pkcs8", "-topk8", "-v2", "aes-256-cbc", "-passout", &format!("pass:{PASSPHRASE}"), "-in"])
        .arg(&plain)
        .output()?;
    ensure!(encrypted.status.success(), "{encrypted:?}");
    let key = String::from_utf8(encrypted.stdout)?;
    let profile = testbed.write_profile("Büro Köln", &format!("{before}<key>\n{key}</key>{after}"))?;
    Ok((server, profile))
}

#[test]
fn a_profile_of_the_list_connects_by_its_name_with_what_is_remembered() -> Result<()> {
    let (testbed, desktop) = (Testbed::new()?, desktop(true)?);
    let (server, profile) = demanding(&testbed)?;
    let id = import(&desktop, &profile)?;
    std::fs::remove_file(&profile)?;

    let up = ctl(&testbed, &desktop, &["connect", "büro köln", "--wait"])?;
    ensure!(up.code == 0, "{up:?}\n{}\n{}", testbed.helper.log(), server.log());
    ensure!(testbed.client.pings(&server.inner_address(), 2));
    let connections = testbed.helper.status()?;
    let [one] = connections.as_slice() else { bail!("{connections:?}") };
    ensure!(one.get("connection").and_then(Value::as_str) == Some(&id), "the window knows it as {id}: {one}");
    ensure!(one.get("name").and_then(Value::as_str) == Some("Büro Köln"), "{one}");
    for secret in [PASSWORD, PASSPHRASE] {
        ensure!(!testbed.helper.log().contains(secret) && !format!("{up:?}").contains(secret));
    }
    let down = ctl(&testbed, &desktop, &["disconnect", "Büro Köln"])?;
    ensure!(down.code == 0, "{down:?}");
    testbed.helper.wait_until_idle(SOON)?;

    let by_id = ctl(&testbed, &desktop, &["connect", &id, "--wait"])?;
    ensure!(by_id.code == 0, "{by_id:?}");
    testbed.disconnect()?;

    let other = ctl(&testbed, &desktop, &["connect", &id, "--wait", "--username", "somebody-else"])?;
    ensure!(other.code == 8, "a remembered password goes with its own user name only: {other:?}");
    testbed.disconnect()?;

    let unknown = ctl(&testbed, &desktop, &["connect", "work"])?;
    ensure!(unknown.code == 3 && unknown.stderr.contains("Your profiles: Büro Köln."), "{unknown:?}");
    Ok(())
}

#[test]
fn a_profile_whose_key_is_out_of_reach_is_not_connected_and_it_is_said_why() -> Result<()> {
    let (testbed, home) = (Testbed::new()?, desktop(true)?);
    let (_server, profile) = demanding(&testbed)?;
    import(&home, &profile)?;
    let elsewhere = |keychain: bool| {
        let desktop = desktop(keychain)?;
        let list = Path::new("data/adit/profiles");
        std::fs::create_dir_all(desktop.home().join(list))?;
        for entry in std::fs::read_dir(home.home().join(list))? {
            let entry = entry?;
            std::fs::copy(entry.path(), desktop.home().join(list).join(entry.file_name()))?;
        }
        ctl(&testbed, &desktop, &["connect", "Büro Köln"])
    };
    let missing = elsewhere(false)?;
    ensure!(missing.code == 10 && missing.stderr.contains("no keychain"), "{missing:?}");
    ensure!(missing.stderr.contains("Büro Köln is sealed"), "{missing:?}");
    let another = elsewhere(true)?;
    ensure!(another.code == 3 && another.stderr.contains("does not open with the key in the keychain"), "{another:?}");

    let service = "org.freedesktop.secrets";
    let locked = "[objectpath '/org/freedesktop/secrets/collection/login']";
    home.call(service, "/org/freedesktop/secrets", "org.freedesktop.Secret.Service.Lock", &[locked])?;
    let mut command = home.command(program("aditctl")?);
    command.arg("--socket").arg(testbed.helper.socket()).args(["connect", "Büro Köln"]).stdin(Stdio::null());
    let mut waiting = home.start_process("aditctl", &mut command)?;
    // Where the keychain can ask on the screen, the person says no.
    wait_until("the terminal to give up", SOON, || {
        waiting.ended().is_ok_and(|ended| ended.is_some()) || home.run(&["xdotool", "key", "Escape"]).is_err()
    })?;
    let status = waiting.wait(SOON)?;
    let said = waiting.output();
    ensure!(status.code() == Some(8) && said.contains("stayed locked"), "{status} {said}");
    ensure!(testbed.helper.status()?.is_empty(), "nothing of it reaches the helper");
    Ok(())
}

#[test]
fn a_keychain_that_starts_after_adit_is_found() -> Result<()> {
    let desktop = desktop(false)?;
    let mut waiting = desktop.start_process("waiting", &mut on_desktop(&desktop, "wait_for_keychain")?)?;
    waiting.wait_for_output("there is none", SOON)?;
    let mut command = desktop.command("sh");
    command.args(["-c", "echo practice | exec gnome-keyring-daemon --foreground --unlock --components=secrets"]);
    let mut keychain = desktop.start_process("keychain", &mut command)?;
    let status = waiting.wait(SOON);
    keychain.kill();
    ensure!(status?.success(), "{}", waiting.output());
    Ok(())
}

#[tokio::test]
#[ignore = "the other tests start it on a desktop of theirs"]
async fn wait_for_keychain() -> Result<()> {
    let vault = Vault::new(DesktopKeychain::default());
    let first = vault.sealing_key().await;
    ensure!(matches!(first, Err(KeychainError::Missing(_))), "{first:?}");
    println!("there is none");
    let deadline = Instant::now() + SOON;
    let key = loop {
        match vault.sealing_key().await {
            Ok(key) => break key,
            Err(error) if Instant::now() > deadline => bail!("{error}"),
            Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
        }
    };
    let again = Vault::new(DesktopKeychain::default()).sealing_key().await?;
    ensure!(again.bytes() == key.bytes(), "it was not kept");
    Ok(())
}
