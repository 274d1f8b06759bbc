//! What axe-core says about the window as it is drawn, colours included.

use anyhow::{Result, ensure};
use lab::{DesktopOptions, ServerOptions};

use crate::{SOON, Scene};

async fn check(scene: &Scene, screen: &str) -> Result<()> {
    let found = scene.window.accessibility().await?;
    ensure!(found.is_empty(), "{screen}:\n{found}");
    Ok(())
}

async fn no_violations(dark: bool) -> Result<()> {
    let desktop = DesktopOptions { dark, ..DesktopOptions::default() };
    let scene = Scene::empty(&ServerOptions::default(), desktop, |_| Vec::new()).await?;
    scene
        .play(async |scene| {
            let window = &scene.window;
            window.find("empty-state").await?;
            check(scene, "empty").await?;
            // Without this, silence would prove nothing.
            window.run("document.querySelector('[data-testid=import-choose]').style.color = 'Canvas'").await?;
            window.run("const image = document.createElement('img'); image.id = 'bare'; document.querySelector('main').append(image)").await?;
            let found = window.accessibility().await?;
            ensure!(found.contains("image-alt"), "an image without words goes unseen: {found}");
            window.run("document.querySelector('#bare').remove(); document.querySelector('[data-testid=import-choose]').style.color = ''").await?;
            window.click("import").await?;
            check(scene, "ways to import").await?;
            window.click("import-link").await?;
            window.find("paste-field").await?;
            check(scene, "link").await?;
            window.click("paste-cancel").await?;
            window.wait_until_gone("paste-field").await?;

            let profile = scene.server.profile(e2e::SERVER);
            let warned = profile.replace("verb 3\n", "verb 3\ncipher AES-256-CBC\ncomp-lzo\nns-cert-type server\n");
            scene.start_again(&[&scene.file("Warned.ovpn", warned)?])?;
            window.find("import-result").await?;
            window.click("chip-used").await?;
            window.click("fix-diff").await?;
            window.find("diff").await?;
            check(scene, "sheet, report and diff").await?;
            window.confirm_import().await?;
            window.find("profile-row").await?;
            check(scene, "imported").await?;

            let refused = scene.file("Refused.ovpn", format!("up /tmp/evil\nplugin auth.so\n{profile}"))?;
            let lacking = scene.file("Lacking.ovpn", "client\ndev tun\nremote vpn.adit.example\nca missing.crt\n")?;
            scene.start_again(&[&refused])?;
            window.find("import-result").await?;
            check(scene, "refused").await?;
            scene.start_again(&[&lacking, &scene.desktop.home().join("Warned.ovpn")])?;
            window.find("import-list").await?;
            check(scene, "list").await?;
            window.leave_import().await?;

            window.choose_in_row_menu("edit").await?;
            window.find("edit-name").await?;
            check(scene, "form").await?;
            window.click("edit-tab-text").await?;
            window.find("edit-text").await?;
            check(scene, "text").await?;
            window.click("edit-changes").await?;
            window.wait_for_text("changes-text", SOON, |text| !text.is_empty()).await?;
            check(scene, "changes").await?;
            Ok(())
        })
        .await
}

#[tokio::test]
async fn nothing_is_hard_to_reach_or_to_read_in_light() -> Result<()> {
    no_violations(false).await
}

#[tokio::test]
async fn nothing_is_hard_to_reach_or_to_read_in_dark() -> Result<()> {
    no_violations(true).await
}
