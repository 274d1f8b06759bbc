//! The window with one more protocol, which is none of its own: `sample-adit`, `sample-helper` and `sample-server`.

use std::os::unix::net::UnixStream;

use anyhow::{Context, Result, ensure};
use e2e::{Window, program};
use lab::{Desktop, DesktopOptions, Host, Process, cable, wait_until};

use crate::{SOON, STORY, TUNNEL};

const PROFILE: &str = "sample-profile 1\nname Second\nserver 192.0.2.1:7000\n";
const REFUSED: &str = "sample-profile 1\nserver 192.0.2.1:7000\nup /bin/sh\n";
/// An OpenVPN profile that can be used.
const OPENVPN: &str = "client\ndev tun\nremote vpn.adit.example\nauth-user-pass\npeer-fingerprint \
    00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff\n";
/// Where the server is inside of the tunnel.
const INNER: &str = "10.77.0.1";

fn start(host: &Host, name: &str, arguments: &[&str]) -> Result<Process> {
    host.start(name, host.command(program(name)?).args(arguments))
}

/// Hands a file to the window by a second start, and waits until the sheet says this of it.
async fn hand_over(window: &Window, desktop: &Desktop, name: &str, text: &str, says: &str) -> Result<()> {
    let path = desktop.home().join(name);
    std::fs::write(&path, text)?;
    let mut second = desktop.start_process("second", desktop.command(program("sample-adit")?).arg(&path))?;
    ensure!(second.wait(SOON)?.success(), "{}", second.output());
    window.wait_for_text("import-result", SOON, |text| text.contains(name) && text.contains(says)).await?;
    Ok(())
}

/// The sheet says which line of a profile is refused, and why. OpenVPN's own profiles are still taken.
async fn judge_more(window: &Window, desktop: &Desktop) -> Result<()> {
    hand_over(window, desktop, "bad.sample", REFUSED, "Adit does not know “up”").await?;
    ensure!(window.attribute("import-result", "data-imported").await? == "false");
    window.leave_import().await?;
    hand_over(window, desktop, "home.ovpn", OPENVPN, "vpn.adit.example").await?;
    ensure!(window.attribute("import-result", "data-imported").await? == "true");
    window.leave_import().await
}

/// Imports the profile from the sheet that the program was started with, and brings its tunnel up and down.
async fn import_and_connect(window: &Window, client: &Host) -> Result<()> {
    window.wait_for_text("import-result", SOON, |text| text.contains("work.sample")).await?;
    ensure!(window.value("import-name").await? == "Second");
    let facts = window.text("import-facts").await?;
    ensure!(facts.contains("192.0.2.1"), "{facts}");
    window.confirm_import().await?;
    window.wait_for_text("profile-row", SOON, |text| text.contains("Second")).await?;
    window.wait_for_text("state-label", SOON, |text| text == "Disconnected").await?;

    ensure!(!client.pings(INNER, 1), "reached without a tunnel");
    window.click("primary-action").await?;
    window.type_into("prompt-field-1", "alice").await?;
    window.type_into("prompt-field-2", "secret").await?;
    window.click("prompt-field-3-staff").await?;
    window.click("prompt-submit").await?;
    window.wait_for_text("prompt-banner", SOON, |text| text.contains("Authorised use only.")).await?;
    window.click("prompt-submit").await?;
    window.wait_for_text("state-label", TUNNEL, |text| text == "Connected").await?;
    wait_until("a ping", SOON, || client.pings(INNER, 1))?;
    window.click("details-toggle").await?;
    window.wait_for_text("panel-connection", SOON, |text| text.contains("Sample")).await?;
    window.click("details-toggle").await?;
    tokio::time::sleep(crate::BETWEEN_PRESSES).await;
    window.click("primary-action").await?;
    window.wait_for_text("state-label", SOON, |text| text == "Disconnected").await?;
    Ok(())
}

#[tokio::test]
async fn a_profile_of_a_second_protocol_is_imported_and_connected() -> Result<()> {
    let (client, server) = (Host::new()?, Host::new()?);
    cable(&client, "eth0", &["192.0.2.2/24"], &server, "eth0", &["192.0.2.1/24"])?;
    let mut running = start(&server, "sample-server", &["192.0.2.1:7000"])?;
    running.wait_for_output("ready", SOON)?;
    let before = client.network()?;
    let socket = client.directory().join("aditd.sock");
    let paths = [&socket, &client.directory().join("state")].map(|path| path.display().to_string());
    let helper = start(&client, "sample-helper", &paths.each_ref().map(String::as_str))?;
    wait_until("the helper's socket", SOON, || UnixStream::connect(&socket).is_ok())?;

    let desktop = Desktop::start(DesktopOptions::default())?;
    let profile = desktop.home().join("work.sample");
    std::fs::write(&profile, PROFILE)?;
    let window = Window::open_program("sample-adit", &desktop, &socket, &[&profile.display().to_string()]).await?;
    let story = async {
        import_and_connect(&window, &client).await?;
        judge_more(&window, &desktop).await
    };
    let story = tokio::time::timeout(STORY, story).await;
    let page = window.run("return document.body.innerText").await?;
    let told = || {
        format!("window: {page}\nhelper:\n{}\nserver:\n{}\napp:\n{}", helper.output(), running.output(), window.log())
    };
    story.context("the story does not end").flatten().with_context(told)?;
    for seen in ["SignedIn(\"alice\")", "Accepted", "OverStream", "Bye"] {
        wait_until(seen, SOON, || running.output().contains(seen)).with_context(told)?;
    }
    window.close().await?;
    client.must_be_as(&before)
}
