//! The ways a profile comes in.

use std::time::Duration;

use anyhow::{Result, ensure};
use e2e::SERVER;
use lab::{DesktopOptions, ServerOptions};

use crate::{SOON, Scene};

async fn without_a_profile() -> Result<Scene> {
    let scene = Scene::empty(&ServerOptions::default(), DesktopOptions::default(), |_| Vec::new()).await?;
    scene.window.find("empty-state").await?;
    Ok(scene)
}

async fn rows(scene: &Scene) -> Result<usize> {
    Ok(scene.window.client().find_all(fantoccini::Locator::Css("[data-testid=profile-row]")).await?.len())
}

#[tokio::test]
async fn a_file_given_at_the_start_is_imported_and_stays() -> Result<()> {
    let arguments = |path: &str| vec![path.to_owned()];
    let scene = Scene::empty(&ServerOptions::default(), DesktopOptions::default(), arguments).await?;
    scene
        .play(async |scene| {
            let window = &scene.window;
            window.wait_for_text("import-result", SOON, |text| text.contains("Practice.ovpn")).await?;
            ensure!(window.attribute("import-result", "data-imported").await? == "true");
            window.dismiss_import().await?;
            let row = window.text("profile-row").await?;
            ensure!(row.contains("Practice") && row.contains(SERVER) && row.contains("Certificate"), "{row}");
            scene.says("Disconnected", SOON).await?;

            // What is stored holds no private key that could be read.
            let stored =
                scene.desktop.run(&["find", &scene.desktop.home().join("data").display().to_string(), "-type", "f"])?;
            let mut found = 0;
            for file in stored.lines().filter(|line| line.contains("/adit/")) {
                let bytes = std::fs::read(file)?;
                found += 1;
                ensure!(!bytes.windows(11).any(|window| window == b"PRIVATE KEY"), "{file} has a private key");
            }
            ensure!(found > 0, "nothing is stored: {stored}");

            // The same file again is the same profile.
            scene.start_again(&[&scene.desktop.home().join("Practice.ovpn")])?;
            window.wait_for_text("import-result", SOON, |text| text.contains("Practice")).await?;
            window.dismiss_import().await?;
            ensure!(rows(scene).await? == 1, "imported twice");
            Ok(())
        })
        .await
}

#[tokio::test]
async fn a_second_start_hands_its_file_over_and_focuses_the_first() -> Result<()> {
    without_a_profile()
        .await?
        .play(async |scene| {
            let title = "Adit";
            let windows = scene.desktop.windows(title)?;
            ensure!(windows.len() == 1, "{windows:?}");
            scene.desktop.run(&["xdotool", "windowminimize", "--sync", &windows[0]])?;
            ensure!(scene.desktop.active_window()? != title, "minimized, and still active");

            let work = scene.file("Work.ovpn", scene.server.profile(SERVER))?;
            scene.start_again(&[&work])?;
            scene.window.wait_for_text("import-result", SOON, |text| text.contains("Work")).await?;
            scene.window.dismiss_import().await?;
            ensure!(rows(scene).await? == 1);
            lab::wait_until("the window in front", SOON, || {
                scene.desktop.active_window().is_ok_and(|active| active == title)
            })?;
            ensure!(scene.desktop.windows(title)?.len() == 1, "a second window");
            scene.start_again(&[])?;
            ensure!(scene.desktop.windows(title)?.len() == 1, "a second window");
            Ok(())
        })
        .await
}

#[tokio::test]
async fn what_is_no_profile_is_refused_in_words() -> Result<()> {
    without_a_profile()
        .await?
        .play(async |scene| {
            let profile = scene.server.profile(SERVER);
            let utf16: Vec<u8> =
                [0xfeff].into_iter().chain(profile.encode_utf16()).flat_map(u16::to_le_bytes).collect();
            let huge = scene.file("huge.ovpn", "")?;
            std::fs::File::options().write(true).open(&huge)?.set_len(1 << 30)?;
            for (path, sentence) in [
                (scene.file("empty.ovpn", "")?, "The file is empty."),
                (scene.file("page.ovpn", "<!DOCTYPE html><html><body>Sign in</body></html>")?, "web page"),
                (scene.file("wide.ovpn", utf16)?, "UTF-16"),
                (
                    scene.file("picture.ovpn", std::fs::read("/proc/self/exe")?.get(..9000).unwrap_or_default())?,
                    "not text",
                ),
                (huge, "too large"),
                (scene.file("runs.ovpn", format!("up /tmp/evil\n{profile}"))?, "would run a program"),
                (scene.desktop.home().join("missing.ovpn"), "not there"),
                (scene.desktop.home().to_owned(), "not a file"),
            ] {
                scene.start_again(&[&path])?;
                scene.window.wait_for_text("import-result", SOON, |text| text.contains(sentence)).await?;
                ensure!(scene.window.attribute("import-result", "data-imported").await? == "false");
                scene.window.dismiss_import().await?;
                ensure!(rows(scene).await? == 0);
            }
            scene.window.find("empty-state").await?;
            // And one that is good, by the same way.
            scene.start_again(&[&scene.desktop.home().join("Practice.ovpn")])?;
            scene.window.dismiss_import().await?;
            scene.window.wait_for_text("profile-row", SOON, |text| text.contains("Practice")).await?;
            Ok(())
        })
        .await
}

#[tokio::test]
async fn a_file_that_is_dropped_and_a_text_that_is_pasted_are_imported() -> Result<()> {
    without_a_profile()
        .await?
        .play(async |scene| {
            let text = serde_json::to_string(&scene.server.profile(SERVER))?;
            let data = format!("const data = new DataTransfer(); const text = {text};");
            let drop = "data.items.add(new File([text], 'Dropped.ovpn')); \
                 dispatchEvent(new DragEvent('drop', { dataTransfer: data, cancelable: true }));";
            scene.window.run(&format!("{data} {drop}")).await?;
            scene.window.dismiss_import().await?;
            scene.window.wait_for_text("profile-row", SOON, |text| text.contains("Dropped")).await?;

            let other = "data.setData('text/plain', text.replace('192.0.2.1', 'vpn.adit.example')); \
                 document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));";
            scene.window.run(&format!("{data} {other}")).await?;
            scene.window.wait_for_text("import-result", SOON, |text| text.contains("Pasted profile")).await?;
            scene.window.dismiss_import().await?;
            ensure!(rows(scene).await? == 2);
            Ok(())
        })
        .await
}

#[tokio::test]
async fn the_import_button_opens_the_desktops_own_dialog() -> Result<()> {
    without_a_profile()
        .await?
        .play(async |scene| {
            scene.window.click("import").await?;
            let mut dialog = String::new();
            lab::wait_until("the dialog", SOON, || {
                dialog = scene.desktop.active_window().unwrap_or_default();
                !dialog.is_empty() && dialog != "Adit"
            })?;
            // A slash opens the line for a path, which takes a moment that cannot be seen from outside.
            let path = scene.desktop.home().join("Practice.ovpn").display().to_string();
            scene.desktop.run(&["xdotool", "key", "slash"])?;
            tokio::time::sleep(Duration::from_millis(700)).await;
            scene.desktop.run(&["xdotool", "type", "--delay", "20", path.trim_start_matches('/')])?;
            scene.desktop.run(&["xdotool", "key", "Return"])?;
            scene.window.dismiss_import().await?;
            scene.window.wait_for_text("profile-row", SOON, |text| text.contains("Practice")).await?;
            Ok(())
        })
        .await
}
