//! From the button to the tunnel, and what stands in between.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use lab::{DesktopOptions, PASSWORD, ServerOptions, SignIn, Transport, USER};

use crate::{SOON, Scene, TUNNEL};

fn password() -> ServerOptions {
    ServerOptions { sign_in: SignIn::Password, ..ServerOptions::default() }
}

/// What Adit keeps in the keychain, as `secret-tool` sees it from outside.
fn kept(scene: &Scene) -> String {
    // It fails when it finds nothing.
    let output =
        scene.desktop.command("secret-tool").args(["search", "--all", "--unlock", "service", "app.adit.Adit"]).output();
    output
        .map(|output| String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
        .unwrap_or_default()
}

/// Waits for the tunnel, during which nothing may be asked.
async fn connects_without_asking(scene: &Scene) -> Result<()> {
    let deadline = std::time::Instant::now() + TUNNEL;
    while scene.window.text("state-label").await? != "Connected" {
        ensure!(!scene.window.has("prompt-submit").await?, "asked, though it is remembered");
        ensure!(std::time::Instant::now() < deadline, "not connected");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    scene.carries().await
}

async fn disconnect(scene: &Scene) -> Result<()> {
    scene.press("disconnect").await?;
    scene.says("Disconnected", SOON).await
}

/// The bytes that a counter shows.
async fn counted(scene: &Scene, id: &str) -> Result<u64> {
    Ok(scene.window.attribute(id, "data-bytes").await?.parse()?)
}

#[tokio::test]
async fn a_tunnel_shows_its_address_its_facts_and_its_traffic() -> Result<()> {
    let scene = Scene::with(&ServerOptions::default(), DesktopOptions::default()).await?;
    scene
        .play(async |scene| {
            scene.press("connect").await?;
            scene.carries().await?;
            let address = scene.window.inner_address().await?;
            let addresses = scene.testbed.client.run("ip -o addr")?;
            ensure!(address.starts_with("10.8.0.") && addresses.contains(&address), "{address} is not in {addresses}");
            let page = scene.window.client().find(fantoccini::Locator::Css("main")).await?.text().await?;
            for fact in ["192.0.2.1", "UDP 1194", "OpenVPN", "AES-256-GCM", "TLS 1.3", "UDP, in large batches"] {
                ensure!(page.contains(fact), "{fact} is not shown: {page}");
            }
            let (received, sent) = (counted(scene, "received-total").await?, counted(scene, "sent-total").await?);
            scene.testbed.client.run(&format!("ping -q -c 50 -i 0.01 -s 1000 {}", scene.server.inner_address()))?;
            let deadline = std::time::Instant::now() + SOON;
            while counted(scene, "received-total").await? < received + 50_000
                || counted(scene, "sent-total").await? < sent + 50_000
            {
                ensure!(std::time::Instant::now() < deadline, "the counters stand still");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            let packets = scene.window.text("packets").await?;
            ensure!(packets.contains(" received, ") && !packets.starts_with("0 "), "{packets}");
            ensure!(!scene.window.has("dropped").await?, "something is said to be dropped");
            // The window, the terminal and the system agree.
            ensure!(scene.testbed.helper.state_word()? == "connected");
            disconnect(scene).await?;
            ensure!(scene.testbed.helper.state_word()? == "disconnected");
            ensure!(!scene.testbed.client.pings(&scene.server.inner_address(), 1));
            Ok(())
        })
        .await
}

#[tokio::test]
async fn a_wrong_password_stays_to_be_corrected_and_the_right_one_is_remembered_until_forgotten() -> Result<()> {
    let scene = Scene::with(&password(), DesktopOptions::default()).await?;
    scene
        .play(async |scene| {
            let window = &scene.window;
            ensure!(!kept(scene).contains(PASSWORD));
            scene.press("connect").await?;
            window.find("prompt-submit").await?;
            scene.desktop.activate_window("Adit")?;
            scene.desktop.run(&["xdotool", "key", "ctrl+l"])?;
            window.type_into("prompt-username", USER).await?;
            ensure!(!window.has("log-page").await?, "a shortcut went past the question");
            scene.sign_in("wrong horse", false).await?;
            window
                .wait_for_text("prompt-refused", TUNNEL, |text| text.contains("refused this user name or password"))
                .await?;
            ensure!(window.value("prompt-username").await? == USER, "the name is gone");
            ensure!(window.value("prompt-password").await? == "wrong horse", "what was typed is gone");
            ensure!(!kept(scene).contains("wrong horse"), "a password that was refused is kept");

            scene.sign_in(PASSWORD, true).await?;
            scene.carries().await?;
            ensure!(!window.has("prompt-submit").await?);
            lab::wait_until("the keychain to have it", SOON, || kept(scene).contains(PASSWORD))
                .with_context(|| kept(scene))?;
            disconnect(scene).await?;
            scene.press("connect").await?;
            connects_without_asking(scene).await?;
            disconnect(scene).await?;

            window.choose_in_row_menu("forget").await?;
            lab::wait_until("the keychain to forget it", SOON, || !kept(scene).contains(PASSWORD))?;
            scene.press("connect").await?;
            window.find("prompt-password").await?;
            ensure!(window.value("prompt-password").await?.is_empty(), "what is forgotten is still there");
            window.click("prompt-cancel").await?;
            scene.says("Disconnected", SOON).await
        })
        .await
}

#[tokio::test]
async fn without_a_keychain_it_says_so_and_works_all_the_same() -> Result<()> {
    let scene = Scene::with(&password(), DesktopOptions { keychain: false, ..DesktopOptions::default() }).await?;
    scene
        .play(async |scene| {
            let window = &scene.window;
            window.wait_for_text("keychain-notice", SOON, |text| text.contains("no keychain")).await?;
            scene.press("connect").await?;
            scene.sign_in(PASSWORD, true).await?;
            scene.carries().await?;
            disconnect(scene).await?;
            // Remembered, until Adit quits.
            scene.press("connect").await?;
            connects_without_asking(scene).await?;
            disconnect(scene).await?;
            let files = scene.desktop.run(&["grep", "-rlF", PASSWORD, &scene.desktop.home().display().to_string()]);
            ensure!(files.is_err(), "the password is on the disk: {files:?}");
            Ok(())
        })
        .await
}

#[tokio::test]
async fn a_way_to_a_silent_server_shows_its_phase_and_is_cancelled_at_once() -> Result<()> {
    let scene = Scene::with(&ServerOptions::default(), DesktopOptions::default()).await?;
    scene
        .play(async |scene| {
            scene.server.pause(true)?;
            scene.press("connect").await?;
            scene.says("Connecting", SOON).await?;
            let active = "[data-testid=phase][data-progress=active]";
            scene.window.wait_for_text_at(active, SOON, |phase| phase.contains("Contacting")).await?;
            scene.window.wait_for_text("state-sentence", SOON, |text| text.contains("192.0.2.1")).await?;
            let began = std::time::Instant::now();
            scene.press("cancel").await?;
            scene.says("Disconnected", SOON).await?;
            ensure!(began.elapsed() < Duration::from_secs(8), "cancelling took {:?}", began.elapsed());
            ensure!(!scene.window.has("failure-title").await?, "cancelling is no failure");

            scene.server.pause(false)?;
            scene.press("connect").await?;
            scene.carries().await?;
            disconnect(scene).await
        })
        .await
}

#[tokio::test]
async fn a_failure_shows_a_message_with_its_detail_one_click_away() -> Result<()> {
    let profile_lines = vec!["server-poll-timeout 2".to_owned()];
    let scene =
        Scene::with(&ServerOptions { profile_lines, ..ServerOptions::default() }, DesktopOptions::default()).await?;
    scene
        .play(async |scene| {
            scene.server.kill();
            scene.press("connect").await?;
            let title = scene.window.wait_for_text("failure-title", TUNNEL, |text| !text.is_empty()).await?;
            ensure!(title.starts_with("192.0.2.1 ") && title.contains("UDP 1194"), "{title}");
            let toggle = scene.window.find("failure-detail-toggle").await?;
            ensure!(toggle.attr("aria-expanded").await?.as_deref() == Some("false"));
            toggle.click().await?;
            let detail = fantoccini::Locator::Css("[data-testid=failure] .collapsible-panel");
            let detail = scene.window.client().wait().at_most(SOON).for_element(detail).await?.text().await?;
            ensure!(!detail.trim().is_empty(), "there is no detail");
            scene.press("cancel").await?;
            scene.says("Disconnected", SOON).await?;

            // A failure that trying again cannot mend ends the attempt and stays to be read.
            let foreign = lab::Pki::new()?;
            let text = scene.server.profile(e2e::SERVER);
            let (before, rest) = text.split_once("<ca>\n").context("ca")?;
            let (_, after) = rest.split_once("</ca>").context("ca")?;
            let wrong = scene.file("Wrong.ovpn", format!("{before}<ca>\n{}</ca>{after}", foreign.authority()))?;
            scene.server.restart(&scene.testbed.server)?;
            scene.start_again(&[&wrong])?;
            scene.window.confirm_import().await?;
            scene.press("connect").await?;
            let title = scene.window.wait_for_text("failure-title", TUNNEL, |text| text.contains("authority")).await?;
            ensure!(
                title == "The server’s certificate comes from an authority that this profile does not trust.",
                "{title}"
            );
            scene.says("Not connected", SOON).await
        })
        .await
}

/// From what GNOME's settings say to a server that is behind the proxy only.
#[tokio::test]
async fn the_desktops_proxy_leads_where_the_direct_way_does_not() -> Result<()> {
    let profile_lines = vec!["server-poll-timeout 3".to_owned()];
    let server = ServerOptions { transport: Transport::Tcp, profile_lines, ..ServerOptions::default() };
    let scene = Scene::with(&server, DesktopOptions::default()).await?;
    scene
        .play(async |scene| {
            let testbed = &scene.testbed;
            for line in [
                "nft add table inet direct",
                "nft add chain inet direct input { type filter hook input priority -1 ; }",
                "nft add rule inet direct input iifname eth0 tcp dport 1194 drop",
            ] {
                testbed.server.run(line)?;
            }
            let rules = testbed.internet.directory().join("tinyproxy.conf");
            std::fs::write(&rules, "Port 3128\nTimeout 600\nMaxClients 20\nLogLevel Info\nConnectPort 1194\n")?;
            let mut command = testbed.internet.command("tinyproxy");
            let mut proxy = testbed.internet.start("tinyproxy", command.arg("-d").arg("-c").arg(&rules))?;
            proxy.wait_for_output("Accepting connections", SOON)?;

            scene.press("connect").await?;
            scene.window.wait_for_text("failure-title", TUNNEL, |text| text.contains("192.0.2.1")).await?;
            scene.press("cancel").await?;
            scene.says("Disconnected", SOON).await?;
            let asked = || proxy.output().contains("CONNECT 192.0.2.1:1194");
            ensure!(!asked(), "without a setting nobody asks the proxy: {}", proxy.output());

            for (schema, key, value) in [
                ("org.gnome.system.proxy.https", "host", e2e::INTERNET),
                ("org.gnome.system.proxy.https", "port", "3128"),
                ("org.gnome.system.proxy", "mode", "manual"),
            ] {
                scene.desktop.run(&["gsettings", "set", schema, key, value])?;
            }
            scene.press("connect").await?;
            scene.carries().await.with_context(|| proxy.output())?;
            ensure!(asked(), "{}", proxy.output());
            disconnect(scene).await
        })
        .await
}
