//! Every screen, light and dark: looked at by people, and here for what a program can see.

use anyhow::{Context, Result, ensure};
use e2e::Window;
use lab::{DesktopOptions, PASSWORD, ServerOptions, SignIn};

use crate::{SOON, Scene, TUNNEL, shots};

/// Lightness of the page between 0 and 255, and how far it scrolls sideways in pixels.
const LOOK: &str = "
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 1;
    const context = canvas.getContext('2d');
    const colours = [document.documentElement, document.body, document.querySelector('.app')]
        .map((element) => getComputedStyle(element).backgroundColor);
    for (const colour of colours) { context.fillStyle = colour; context.fillRect(0, 0, 1, 1); }
    const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
    const page = document.documentElement;
    return [(red + green + blue) / 3, page.scrollWidth - page.clientWidth];";

/// Looks at one screen in both widths, and keeps pictures of it if they are wanted.
async fn look(scene: &Scene, name: &str, dark: bool) -> Result<()> {
    let appearance = if dark { "dark" } else { "light" };
    for (suffix, width, height) in [("", 420, 640), ("-narrow", 360, 480), ("-wide", 960, 640)] {
        resize(scene, width, height).await?;

        let seen = scene.window.run(LOOK).await?;

        let number = |at: usize| seen.get(at).and_then(serde_json::Value::as_f64).context("a number");
        let (lightness, sideways) = (number(0)?, number(1)?);
        ensure!(sideways <= 0.0, "{name} at {width} px scrolls sideways by {sideways} px");
        ensure!((lightness < 100.0) == dark, "{name} is not {appearance}: lightness {lightness}");
        if std::env::var_os("ADIT_SHOTS").is_some() {
            tokio::time::sleep(Window::DRAWN).await;
            scene.desktop.picture_of("Adit", &shots().join(format!("{name}{suffix}-{appearance}.png")))?;
        }
    }
    resize(scene, 420, 640).await?;
    if std::env::var_os("ADIT_SHOTS").is_some() {
        scene.desktop.screenshot(&shots().join(format!("desktop-{name}-{appearance}.png")))?;
    }
    Ok(())
}

async fn resize(scene: &Scene, width: u32, height: u32) -> Result<()> {
    scene.desktop.resize_window("Adit", (width, height))?;
    let deadline = std::time::Instant::now() + SOON;
    while scene.window.run("return [innerWidth, innerHeight]").await? != serde_json::json!([width, height]) {
        ensure!(std::time::Instant::now() < deadline, "the window does not become {width} × {height}");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    Ok(())
}

/// Closes the messages at the bottom, which cover what is below them.
async fn close_messages(scene: &Scene) -> Result<()> {
    // One shows at a time; the next one takes its place.
    let close = "for (let most = 5; most > 0; most--) document.querySelector('.toast .icon')?.click()";
    scene.window.run(close).await?;
    scene.window.wait_until_gone("toast").await
}

/// Opens the settings and chooses when traffic is held back.
async fn choose_lock(window: &Window, lock: &str) -> Result<()> {
    window.click("menu").await?;
    window.click("menu-settings").await?;
    window.find("protection").await?;
    window.click(&format!("lock-{lock}")).await
}

async fn every_screen(dark: bool) -> Result<()> {
    let sign_in = SignIn::Password;
    let profile_lines = vec!["server-poll-timeout 2".to_owned()];
    let options = ServerOptions { sign_in, profile_lines, ..ServerOptions::default() };
    let desktop = DesktopOptions { dark, notifications: true, ..DesktopOptions::default() };
    let scene = Scene::empty(&options, desktop, |_| Vec::new()).await?;
    scene
        .play(async |scene| {
            let window = &scene.window;
            window.find("empty-state").await?;
            look(scene, "empty", dark).await?;

            let profile = scene.server.profile(e2e::SERVER);
            let warned = profile.replace("verb 3\n", "verb 3\ncipher AES-256-CBC\ncomp-lzo\nns-cert-type server\n");
            scene.start_again(&[&scene.file("North.ovpn", &warned)?])?;
            window.find("import-result").await?;
            look(scene, "import", dark).await?;
            window.click("fix-diff").await?;
            window.run("document.querySelector('.fixes').scrollIntoView()").await?;
            look(scene, "fixes", dark).await?;
            window.run("document.querySelector('.report').scrollIntoView()").await?;
            look(scene, "report", dark).await?;
            let refused = scene.file("Refused.ovpn", format!("up /etc/openvpn/up.sh\nplugin auth.so\n{profile}"))?;
            let (before, rest) = profile.split_once("<ca>\n").context("ca")?;
            let (_, after) = rest.split_once("</ca>\n").context("ca")?;
            let lacking = scene.file("Lacking.ovpn", format!("{before}ca authority.crt\n{after}"))?;
            scene.start_again(&[&refused, &lacking, &scene.desktop.home().join("Practice.ovpn")])?;
            window.find("import-list").await?;
            look(scene, "import-list", dark).await?;
            window.leave_import().await?;
            window.wait_until_gone("import-list").await?;
            scene.start_again(&[&lacking])?;
            window.find("needs").await?;
            look(scene, "import-lacking", dark).await?;
            window.leave_import().await?;
            scene.start_again(&[&refused])?;
            window.find("import-result").await?;
            look(scene, "import-refused", dark).await?;
            window.leave_import().await?;

            scene.start_again(&[&scene.desktop.home().join("Practice.ovpn")])?;
            window.confirm_import().await?;
            // Above the group of the others, so that its row is drawn.
            window.choose_in_row_menu("favourite").await?;
            for number in 1..=8 {
                let text = profile.replace("192.0.2.1", &format!("vpn{number}.adit.example"));
                scene.file(&format!("Work {number}.ovpn"), text)?;
            }
            let offices: Vec<_> =
                (1..=8).map(|number| scene.desktop.home().join(format!("Work {number}.ovpn"))).collect();
            scene.start_again(&offices.iter().map(std::path::PathBuf::as_path).collect::<Vec<_>>())?;
            window.confirm_import().await?;
            look(scene, "imported", dark).await?;
            close_messages(scene).await?;
            window.choose_row("Practice").await?;
            scene.says("Disconnected", SOON).await?;
            look(scene, "profiles", dark).await?;
            window.click("row-menu").await?;
            look(scene, "row-menu", dark).await?;
            window.client().active_element().await?.send_keys("\u{e00c}").await?;
            window.choose_in_row_menu("network").await?;
            window.click("network-choice-not-on").await?;
            window.find("network-server").await?;
            look(scene, "network", dark).await?;
            window.click("network-cancel").await?;
            window.wait_until_gone("network").await?;
            window.choose_in_row_menu("edit").await?;
            window.find("edit-name").await?;
            look(scene, "editor", dark).await?;
            window.click("edit-tab-text").await?;
            let field = window.find("edit-text").await?;
            field.send_keys("\ncipher AES-256-CBC").await?;
            window.wait_for_text("edit-verdict", SOON, |text| text.contains("worth a look")).await?;
            look(scene, "editor-text", dark).await?;
            window.click("edit-save").await?;
            window.wait_until_gone("editor").await?;
            window.choose_in_row_menu("edit").await?;
            window.find("edit-name").await?;
            window.click("edit-changes").await?;
            window.find("diff").await?;
            look(scene, "changes", dark).await?;
            window.click("edit-restore").await?;
            window.wait_until_gone("diff").await?;
            // What fades out still takes clicks.
            tokio::time::sleep(std::time::Duration::from_millis(400)).await;
            window.click("edit-save").await?;
            window.wait_until_gone("editor").await?;
            close_messages(scene).await?;

            scene.press("connect").await?;
            window.find("prompt-password").await?;
            look(scene, "sign-in", dark).await?;
            scene.sign_in("wrong horse", false).await?;
            window.wait_for_text("prompt-refused", TUNNEL, |text| !text.is_empty()).await?;
            look(scene, "refused", dark).await?;
            scene.sign_in(PASSWORD, true).await?;
            scene.carries().await?;
            scene.testbed.client.run(&format!("ping -q -c 150 -i 0.02 -s 1200 {}", scene.server.inner_address()))?;
            look(scene, "connected", dark).await?;
            window.inner_address().await?;
            look(scene, "details", dark).await?;
            window.run("document.querySelector('.facts-foot').scrollIntoView({ block: 'end' })").await?;
            look(scene, "details-end", dark).await?;
            window.click("details-toggle").await?;

            scene.testbed.client.run("ip rule del pref 5200")?;
            window.wait_for_text("cautions", SOON, |text| text.contains("Another program removed")).await?;
            look(scene, "taken-away", dark).await?;

            window.click("menu").await?;
            look(scene, "menu", dark).await?;
            window.click("menu-log").await?;
            window.find("log-page").await?;
            look(scene, "log", dark).await?;
            window.click("log-back").await?;
            window.click("menu").await?;
            window.click("menu-about").await?;
            window.find("about").await?;
            look(scene, "about", dark).await?;
            window.client().active_element().await?.send_keys("\u{e00c}").await?;
            window.wait_until_gone("about").await?;
            window.click("menu").await?;
            window.click("menu-settings").await?;
            window.click("restore-choice-chosen").await?;
            window.find("restore-profiles").await?;
            look(scene, "settings", dark).await?;
            window.click("restore-choice-was-connected").await?;
            window.click("setting-diagnostics").await?;
            window.wait_for_text("diagnostics-lines", SOON, |text| text.contains("== Log ==")).await?;
            look(scene, "diagnostics", dark).await?;
            window.click("diagnostics-back").await?;
            window.click("settings-back").await?;
            window.wait_until_gone("settings-page").await?;

            scene.testbed.client.run("ip link set eth0 down")?;
            window.wait_for_text("state-sentence", SOON, |text| text.contains("Offline")).await?;
            look(scene, "offline", dark).await?;
            scene.testbed.client.run("ip link set eth0 up")?;
            scene.testbed.client.run("ip -6 addr replace 2001:db8::2/64 dev eth0 nodad")?;
            scene.testbed.plug_in()?;
            scene.carries().await?;

            scene.press("disconnect").await?;
            scene.says("Disconnected", SOON).await?;
            choose_lock(window, "always").await?;
            look(scene, "protection", dark).await?;
            window.click("settings-back").await?;
            window.find("held").await?;
            look(scene, "held", dark).await?;
            window.click("let-out").await?;
            window.find("let-out-note").await?;
            look(scene, "let-out", dark).await?;
            choose_lock(window, "while-wanted").await?;
            window.click("settings-back").await?;
            window.wait_until_gone("let-out-note").await?;
            scene.server.kill();
            scene.press("connect").await?;
            scene.says("Connecting", SOON).await?;
            window.wait_for_text("failure-title", TUNNEL, |text| !text.is_empty()).await?;
            look(scene, "trouble", dark).await?;
            scene.press("cancel").await?;
            scene.says("Disconnected", SOON).await?;
            scene.testbed.helper.process().kill();
            scene.window.find("helper-banner").await?;
            look(scene, "no-helper", dark).await?;
            scene.testbed.helper.restart(&scene.testbed.client)?;
            Ok(())
        })
        .await
}

#[tokio::test]
async fn every_screen_in_light() -> Result<()> {
    every_screen(false).await
}

#[tokio::test]
async fn every_screen_in_dark() -> Result<()> {
    every_screen(true).await
}
