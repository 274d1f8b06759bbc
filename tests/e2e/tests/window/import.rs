//! The ways a profile comes in, and what happens on the sheet before it stays.

use std::{path::Path, time::Duration};

use anyhow::{Context, Result, ensure};
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

/// Nothing was stored: neither a profile nor anything else of this app.
fn stored(scene: &Scene) -> Result<Vec<String>> {
    let data = scene.desktop.home().join("data").display().to_string();
    let files = scene.desktop.run(&["find", &data, "-type", "f"])?;
    Ok(files.lines().filter(|line| line.contains("/adit/")).map(str::to_owned).collect())
}

/// Waits until the sheet is open at a draft in this state.
async fn found(scene: &Scene, state: &str) -> Result<()> {
    let deadline = std::time::Instant::now() + SOON;
    while scene.window.attribute("import-result", "data-state").await? != state {
        let now = scene.window.attribute("import-result", "data-state").await?;
        ensure!(std::time::Instant::now() < deadline, "the draft is {now}, not {state}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

#[tokio::test]
async fn a_file_given_at_the_start_is_imported_when_confirmed_and_stays() -> Result<()> {
    let arguments = |path: &str| vec![path.to_owned()];
    let scene = Scene::empty(&ServerOptions::default(), DesktopOptions::default(), arguments).await?;
    scene
        .play(async |scene| {
            let window = &scene.window;
            window.wait_for_text("import-result", SOON, |text| text.contains("Practice.ovpn")).await?;
            ensure!(window.attribute("import-result", "data-imported").await? == "true");
            ensure!(window.value("import-name").await? == "Practice");
            let facts = window.text("import-facts").await?;
            ensure!(facts.contains(SERVER) && facts.contains("certificate"), "{facts}");
            ensure!(stored(scene)?.is_empty(), "stored before it was confirmed: {:?}", stored(scene)?);
            window.confirm_import().await?;
            let row = window.wait_for_text("profile-row", SOON, |text| text.contains("Practice")).await?;
            ensure!(row.contains(SERVER) && row.contains("never used"), "{row}");
            // Chosen, and not connected by itself.
            scene.says("Disconnected", SOON).await?;

            // What is stored holds no private key that could be read.
            let files = stored(scene)?;
            ensure!(!files.is_empty(), "nothing is stored");
            for file in files {
                let bytes = std::fs::read(&file)?;
                ensure!(!bytes.windows(11).any(|window| window == b"PRIVATE KEY"), "{file} has a private key");
            }

            // The same file again is the same profile: nothing more is imported.
            scene.start_again(&[&scene.desktop.home().join("Practice.ovpn")])?;
            window.wait_for_text("import-existing", SOON, |text| text.contains("nothing in it changed")).await?;
            ensure!(!window.find("import-confirm").await?.is_enabled().await?, "it can be imported twice unasked");
            window.leave_import().await?;
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
            lab::wait_until("another window in front", SOON, || {
                scene.desktop.active_window().is_ok_and(|active| active != title)
            })?;

            let work = scene.file("Work.ovpn", scene.server.profile(SERVER))?;
            scene.start_again(&[&work])?;
            scene.window.wait_for_text("import-result", SOON, |text| text.contains("Work")).await?;
            scene.window.confirm_import().await?;
            scene.window.wait_for_text("profile-row", SOON, |text| text.contains("Work")).await?;
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
async fn what_is_no_profile_is_refused_with_a_message() -> Result<()> {
    without_a_profile()
        .await?
        .play(async |scene| {
            let profile = scene.server.profile(SERVER);
            let utf16: Vec<u8> =
                [0xfeff].into_iter().chain(profile.encode_utf16()).flat_map(u16::to_le_bytes).collect();
            let huge = scene.file("huge.ovpn", "")?;
            std::fs::File::options().write(true).open(&huge)?.set_len(1 << 30)?;
            let nothing = scene.desktop.home().join("nothing");
            std::fs::create_dir(&nothing)?;
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
                (nothing, "no profile in it"),
            ] {
                scene.start_again(&[&path])?;
                scene.window.wait_for_text("import-result", SOON, |text| text.contains(sentence)).await?;
                ensure!(scene.window.attribute("import-result", "data-imported").await? == "false");
                scene.window.leave_import().await?;
                ensure!(rows(scene).await? == 0);
            }
            scene.window.find("empty-state").await?;
            // And one that is good, by the same way.
            scene.start_again(&[&scene.desktop.home().join("Practice.ovpn")])?;
            scene.window.confirm_import().await?;
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
            scene.window.confirm_import().await?;
            scene.window.wait_for_text("profile-row", SOON, |text| text.contains("Dropped")).await?;

            let other = "data.setData('text/plain', text.replace('192.0.2.1', 'vpn.adit.example')); \
                 document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));";
            scene.window.run(&format!("{data} {other}")).await?;
            scene.window.wait_for_text("import-result", SOON, |text| text.contains("Pasted profile")).await?;
            scene.window.confirm_import().await?;
            ensure!(rows(scene).await? == 2);

            // A link is offered, and nothing is fetched before it is wanted.
            let link = "const data = new DataTransfer(); data.setData('text/plain', 'https://vpn.adit.example/one'); \
                 document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));";
            scene.window.run(link).await?;
            ensure!(scene.window.value("paste-field").await? == "https://vpn.adit.example/one");
            scene.window.wait_for_text("paste-status", SOON, |text| text.contains("vpn.adit.example")).await?;
            scene.window.type_into("paste-field", "http://vpn.adit.example/one").await?;
            scene.window.click("paste-submit").await?;
            scene.window.wait_for_text("paste-refused", SOON, |text| text.contains("https only")).await?;
            scene.window.click("paste-cancel").await?;
            scene.window.wait_until_gone("paste-field").await?;
            ensure!(rows(scene).await? == 2);
            Ok(())
        })
        .await
}

#[tokio::test]
async fn a_fix_is_shown_before_it_is_taken_and_what_is_there_is_replaced_only_when_asked() -> Result<()> {
    let scene = Scene::with(&ServerOptions::default(), DesktopOptions::default()).await?;
    scene
        .play(async |scene| {
            let window = &scene.window;
            let other = scene.server.profile(SERVER).replace("verb 3\n", "verb 3\ncipher AES-256-CBC\nuser nobody\n");
            let path = scene.file("Practice.ovpn", other)?;
            scene.start_again(&[&path])?;
            window.wait_for_text("import-existing", SOON, |text| text.contains("Practice")).await?;
            window.click("fix-diff").await?;
            window.wait_for_text("diff", SOON, |text| text.contains("data-ciphers")).await?;
            ensure!(window.attribute("fix", "data-applied").await? == "false", "taken unasked");
            window.click("fix-toggle").await?;
            let deadline = std::time::Instant::now() + SOON;
            while window.attribute("fix", "data-applied").await? != "true" {
                ensure!(std::time::Instant::now() < deadline, "the fix is not taken");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }

            // Keeping both is what happens unless something else is chosen.
            let name = window.value("import-name").await?;
            ensure!(name != "Practice" && name.starts_with("Practice"), "{name}");
            window.confirm_import().await?;
            window.wait_for_text("toast", SOON, |text| text.contains("imported")).await?;
            ensure!(rows(scene).await? == 2);

            let third = scene.server.profile(SERVER).replace("verb 3\n", "verb 3\nroute 10.99.0.0 255.255.0.0\n");
            scene.start_again(&[&scene.file("Practice.ovpn", third)?])?;
            window.click("place-replace").await?;
            window.confirm_import().await?;
            ensure!(rows(scene).await? == 2, "not replaced");
            Ok(())
        })
        .await
}

#[tokio::test]
async fn a_file_beside_the_profile_can_be_found_later() -> Result<()> {
    without_a_profile()
        .await?
        .play(async |scene| {
            let window = &scene.window;
            let text = scene.server.profile(SERVER);
            let (before, rest) = text.split_once("<ca>\n").context("ca")?;
            let (authority, after) = rest.split_once("</ca>\n").context("ca")?;
            std::fs::create_dir(scene.desktop.home().join("elsewhere"))?;
            let side = scene.file("elsewhere/authority.crt", authority)?;
            scene.start_again(&[&scene.file("Split.ovpn", format!("{before}ca authority.crt\n{after}"))?])?;
            found(scene, "needs").await?;
            window.wait_for_text("needs", SOON, |text| text.contains("authority.crt")).await?;
            ensure!(!window.find("import-confirm").await?.is_enabled().await?, "it can be imported without its file");
            window.click("need-find").await?;
            scene.choose_file(&side)?;
            found(scene, "ready").await?;
            window.confirm_import().await?;
            window.wait_for_text("profile-row", SOON, |text| text.contains("Split")).await?;
            // What is stored stands alone.
            std::fs::remove_file(&side)?;
            scene.press("connect").await?;
            scene.carries().await
        })
        .await
}

#[tokio::test]
async fn a_folder_of_many_is_imported_without_those_that_cannot_be() -> Result<()> {
    without_a_profile()
        .await?
        .play(async |scene| {
            let window = &scene.window;
            let profile = scene.server.profile(SERVER);
            std::fs::create_dir(scene.desktop.home().join("sites"))?;
            for number in 1..=14 {
                let text = profile.replace("192.0.2.1", &format!("vpn{number}.adit.example"));
                let text = if number % 7 == 0 { format!("up /tmp/evil\n{text}") } else { text };
                scene.file(&format!("sites/Site {number:02}.ovpn"), text)?;
            }
            window.click("empty-folder").await?;
            scene.choose_file(&scene.desktop.home().join("sites"))?;
            window.wait_for_text("import-confirm", SOON, |text| text.contains("12")).await?;
            window.wait_for_text("import-note", SOON, |text| text.contains('2')).await?;
            // One is left out by hand.
            window.click("draft-take").await?;
            window.wait_for_text("import-confirm", SOON, |text| text.contains("11")).await?;
            window.confirm_import().await?;
            window.wait_for_text("toast", SOON, |text| text.contains("11")).await?;
            let stored = scene.window.run("return document.querySelector('.profiles-list').ariaRowCount").await?;
            ensure!(stored == "11" || rows(scene).await? <= 11, "{stored}");
            Ok(())
        })
        .await
}

/// From the first key to the tunnel and back into the editor, without a pointer.
#[tokio::test]
async fn everything_is_done_by_keyboard_alone() -> Result<()> {
    without_a_profile()
        .await?
        .play(async |scene| {
            let window = &scene.window;
            scene.desktop.activate_window("Adit")?;
            scene.keys(&["ctrl+i"])?;
            scene.choose_file(&scene.desktop.home().join("Practice.ovpn"))?;
            window.find("import-result").await?;
            scene.desktop.activate_window("Adit")?;
            ensure!(window.focused().await? == "import-confirm", "{} has the focus", window.focused().await?);
            scene.tab_to("import-name").await?;
            scene.keys(&["ctrl+a"])?;
            scene.desktop.run(&["xdotool", "type", "Office"])?;
            scene.tab_to("import-confirm").await?;
            scene.keys(&["Return"])?;
            window.wait_until_gone("import-result").await?;
            window.wait_for_text("profile-row", SOON, |text| text.contains("Office")).await?;

            scene.tab_to("profile-row").await?;
            scene.keys(&["shift+F10"])?;
            window.client().wait().at_most(SOON).for_element(fantoccini::Locator::Css("[role=menu]")).await?;
            scene.keys(&["e", "d", "Return"])?;
            window.find("edit-name").await?;
            ensure!(window.focused().await? == "edit-back", "{} has the focus", window.focused().await?);
            scene.tab_to("edit-host").await?;
            scene.keys(&["ctrl+a"])?;
            scene.desktop.run(&["xdotool", "type", "vpn.adit.example"])?;
            scene.keys(&["Escape"])?;
            window.find("leave-stay").await?;
            ensure!(window.focused().await? == "leave-stay");
            scene.keys(&["Return"])?;
            window.wait_until_gone("leave-stay").await?;
            scene.tab_to("edit-save").await?;
            scene.keys(&["Return"])?;
            window.wait_until_gone("editor").await?;
            window.wait_for_text("profile-row", SOON, |text| text.contains("vpn.adit.example")).await?;
            ensure!(window.focused().await? == "row-menu", "{} has the focus", window.focused().await?);
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
            scene.window.click("import-files").await?;
            scene.choose_file(Path::new(&scene.desktop.home().join("Practice.ovpn")))?;
            scene.window.confirm_import().await?;
            scene.window.wait_for_text("profile-row", SOON, |text| text.contains("Practice")).await?;
            Ok(())
        })
        .await
}
