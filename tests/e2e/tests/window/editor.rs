//! A profile that is changed after it was imported.

use anyhow::{Context, Result, ensure};
use lab::{DesktopOptions, ServerOptions};

use crate::{SOON, Scene};

async fn open_editor(scene: &Scene) -> Result<()> {
    scene.window.choose_in_row_menu("edit").await?;
    scene.window.find("edit-name").await?;
    Ok(())
}

#[tokio::test]
async fn a_server_is_changed_saved_connected_to_and_exported() -> Result<()> {
    // The profile names a server that is not there; the editor puts in the one that is.
    let scene = Scene::empty(&ServerOptions::default(), DesktopOptions::default(), |_| Vec::new()).await?;
    scene
        .play(async |scene| {
            let window = &scene.window;
            let text = scene.server.profile(e2e::SERVER);
            let wrong =
                text.replace(&format!("remote {}", e2e::SERVER), "# The address in the old office\nremote 192.0.2.99");
            ensure!(wrong.contains("192.0.2.99"), "{wrong}");
            scene.start_again(&[&scene.file("Moved.ovpn", &wrong)?])?;
            window.confirm_import().await?;
            window.wait_for_text("profile-row", SOON, |text| text.contains("192.0.2.99")).await?;

            open_editor(scene).await?;
            ensure!(window.value("edit-host").await? == "192.0.2.99");
            window.type_into("edit-host", e2e::SERVER).await?;
            window.click("edit-save").await?;
            window.wait_until_gone("editor").await?;
            window.wait_for_text("profile-row", SOON, |text| text.contains(e2e::SERVER)).await?;
            scene.press("connect").await?;
            scene.carries().await?;
            scene.press("disconnect").await?;
            scene.says("Disconnected", SOON).await?;

            // What was imported is kept, and the difference is one line.
            open_editor(scene).await?;
            window.click("edit-changes").await?;
            let diff = window.wait_for_text("diff", SOON, |text| text.contains("192.0.2.99")).await?;
            ensure!(diff.contains(e2e::SERVER), "{diff}");
            window.click("edit-restore").await?;
            window.wait_until_gone("diff").await?;
            window.click("edit-tab-text").await?;
            let shown = window.value("edit-text").await?;
            ensure!(shown.contains("remote 192.0.2.99"), "{shown}");
            ensure!(!shown.contains("PRIVATE KEY"), "the window was given the private key");
            window.click("edit-cancel").await?;
            window.click("leave-confirm").await?;
            window.wait_until_gone("editor").await?;

            window.choose_in_row_menu("export").await?;
            window.click("export-confirm").await?;
            let exported = scene.desktop.home().join("exported.ovpn");
            scene.save_file(&exported)?;
            lab::wait_until("the exported file", SOON, || exported.exists())?;
            let saved = std::fs::read_to_string(&exported)?;
            let expected = wrong.replace("192.0.2.99", e2e::SERVER);
            ensure!(saved.contains("# The address in the old office"), "comments are lost: {saved}");
            for line in expected.lines() {
                ensure!(saved.lines().any(|other| other == line), "{line} is not in what was exported:\n{saved}");
            }
            Ok(())
        })
        .await
}

#[tokio::test]
async fn text_is_read_while_it_is_typed_and_what_cannot_be_used_is_not_saved() -> Result<()> {
    let scene = Scene::with(&ServerOptions::default(), DesktopOptions::default()).await?;
    scene
        .play(async |scene| {
            let window = &scene.window;
            open_editor(scene).await?;
            window.click("edit-tab-text").await?;
            let before = window.value("edit-text").await?;
            let field = window.find("edit-text").await?;
            // Typing goes on at the end.
            field.send_keys("\nup /tmp/evil").await?;
            window.wait_for_text("edit-verdict", SOON, |text| text.contains("cannot be used")).await?;
            let refused = fantoccini::Locator::Css("[data-testid=report-line][data-verdict=refused]");
            let line = window.client().wait().at_most(SOON).for_element(refused).await?;
            let words = line.text().await?;
            ensure!(words.contains("up /tmp/evil") && words.contains("would run a program"), "{words}");
            let number: usize = line.attr("data-line").await?.context("a number")?.parse()?;
            line.find(fantoccini::Locator::Css(".report-go")).await?.click().await?;
            window.wait_for_text("edit-line", SOON, |text| text.contains("Refused")).await?;
            let now = window.value("edit-text").await?;
            ensure!(now.lines().nth(number - 1) == Some("up /tmp/evil"), "line {number} of {now}");
            window.click("edit-save").await?;
            window.find("edit-problem").await?;
            ensure!(window.has("editor").await?, "saved");
            window.click("edit-cancel").await?;
            window.click("leave-confirm").await?;
            window.wait_until_gone("editor").await?;
            open_editor(scene).await?;
            window.click("edit-tab-text").await?;
            ensure!(window.value("edit-text").await? == before, "changed, though it was not saved");
            window.click("edit-cancel").await?;
            window.wait_until_gone("editor").await?;

            window.choose_in_row_menu("duplicate").await?;
            window.wait_for_text("toast", SOON, |text| text.contains("duplicated")).await?;
            let rows = window.client().find_all(fantoccini::Locator::Css("[data-testid=profile-row]")).await?;
            ensure!(rows.len() == 2, "{} rows", rows.len());
            Ok(())
        })
        .await
}
