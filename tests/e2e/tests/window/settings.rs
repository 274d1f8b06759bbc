//! Settings, diagnostics and the log, on the page and in the terminal.

use anyhow::{Context, Result, ensure};
use e2e::program;
use lab::{DesktopOptions, ServerOptions};
use serde_json::Value;

use crate::{SOON, Scene};

async fn open_settings(scene: &Scene) -> Result<()> {
    scene.keys(&["ctrl+comma"])?;
    scene.window.find("settings-page").await?;
    Ok(())
}

/// `aditctl settings` as the person of this desktop runs it.
fn terminal(scene: &Scene, words: &[&str]) -> Result<(bool, String)> {
    let mut command = scene.desktop.command(program("aditctl")?);
    let output = command.arg("settings").args(words).env("ADIT_SOCKET", scene.testbed.helper.socket()).output()?;
    let said = [output.stdout, output.stderr].concat();
    Ok((output.status.success(), String::from_utf8_lossy(&said).into_owned()))
}

fn value(scene: &Scene, name: &str) -> Result<Value> {
    let (done, said) = terminal(scene, &["get", name, "--json"])?;
    ensure!(done, "{said}");
    Ok(serde_json::from_str(&said)?)
}

async fn pick(scene: &Scene, setting: &str, place: usize) -> Result<()> {
    let window = &scene.window;
    window.click(&format!("setting-{setting}")).await?;
    window.find(&format!("setting-{setting}-option")).await?;
    let press = format!("document.querySelectorAll('[data-testid=\"setting-{setting}-option\"]')[{place}].click()");
    window.run(&press).await?;
    window.wait_until_gone(&format!("setting-{setting}-option")).await
}

async fn ground(scene: &Scene) -> Result<String> {
    let colour = scene.window.run("return getComputedStyle(document.body).backgroundColor").await?;
    colour.as_str().map(str::to_owned).context("a colour")
}

#[tokio::test]
async fn what_is_set_holds_at_once_in_window_and_terminal_and_at_the_next_start() -> Result<()> {
    let scene = Scene::with(&ServerOptions::default(), DesktopOptions::default()).await?;
    scene
        .play(async |scene| {
            let light = ground(scene).await?;
            open_settings(scene).await?;
            pick(scene, "appearance", 2).await?;
            let dark = ground(scene).await?;
            ensure!(dark != light, "dark was chosen and the ground is {dark}");
            ensure!(value(scene, "appearance")? == "dark");

            // The terminal sets; the window that is open follows.
            let (done, said) = terminal(scene, &["set", "appearance", "light"])?;
            ensure!(done, "{said}");
            scene.window.wait_for_text("setting-appearance", SOON, |text| text.contains("Light")).await?;
            ensure!(ground(scene).await? == light);

            // What holds for the machine is the helper's.
            scene.window.click("lock-lan").await?;
            lab::wait_until("the helper's word", SOON, || {
                value(scene, "local-network").is_ok_and(|value| value == Value::Bool(false))
            })?;
            let (done, said) = terminal(scene, &["set", "local-network", "on"])?;
            ensure!(done, "{said}");
            scene.window.click("settings-search").await?;
            scene.window.type_into("settings-search", "printers").await?;
            scene.window.wait_for_text("protection", SOON, |text| text.contains("Printers")).await?;
            ensure!(!scene.window.has("general").await?, "what does not match is still there");

            for wrong in [&["set", "appearance", "purple"][..], &["set", "colour", "red"], &["get", "colour"]] {
                let (done, said) = terminal(scene, wrong)?;
                ensure!(!done && !said.is_empty(), "{wrong:?}: {said}");
            }
            let (_, listed) = terminal(scene, &["list", "--json"])?;
            let listed: Value = serde_json::from_str(&listed)?;
            let names: Vec<&str> =
                listed.as_array().into_iter().flatten().filter_map(|one| one["name"].as_str()).collect();
            ensure!(names.contains(&"appearance") && names.contains(&"lock"), "{names:?}");

            let file = scene.desktop.home().join("config/adit/settings.json");
            ensure!(std::fs::read_to_string(&file)?.contains("light"));
            let (done, _) = terminal(scene, &["reset"])?;
            ensure!(done);
            scene.window.type_into("settings-search", "appearance").await?;
            scene.window.wait_for_text("setting-appearance", SOON, |text| text.contains("As on this")).await?;
            Ok(())
        })
        .await
}

#[tokio::test]
async fn diagnostics_tell_nothing_of_who_and_where_unless_it_is_ticked_and_are_saved_as_they_are_seen() -> Result<()> {
    let scene = Scene::with(&ServerOptions::default(), DesktopOptions::default()).await?;
    scene
        .play(async |scene| {
            let window = &scene.window;
            scene.press("connect").await?;
            scene.carries().await?;
            let inside = scene.server.inner_address();
            open_settings(scene).await?;
            window.click("setting-diagnostics").await?;
            let plain = window.wait_for_text("diagnostics-lines", SOON, |text| text.contains("Connected")).await?;
            let host = std::fs::read_to_string("/proc/sys/kernel/hostname")?;
            let home = scene.desktop.home().display().to_string();
            for private in ["Practice", e2e::SERVER, inside.as_str(), host.trim(), home.as_str(), "PRIVATE KEY"] {
                ensure!(!plain.contains(private), "{private} is in:\n{plain}");
            }
            for needed in
                ["== Versions ==", "connection 1.state", "[profile-1]", "== What doctor found ==", "== Log =="]
            {
                ensure!(plain.contains(needed), "{needed} is not in:\n{plain}");
            }
            let path = scene.desktop.home().join("for-support.txt");
            window.click("diagnostics-save").await?;
            scene.save_file(&path)?;
            lab::wait_until("the saved file", SOON, || path.exists())?;
            let saved = std::fs::read_to_string(&path)?;
            ensure!(saved.trim_end() == plain.trim_end(), "saved is not what was seen");

            // The control: with both ticks it is there.
            window.click("diagnostics-names").await?;
            window.wait_for_text("diagnostics-lines", SOON, |text| text.contains("Practice")).await?;
            window.click("diagnostics-addresses").await?;
            window.wait_for_text("diagnostics-lines", SOON, |text| text.contains(e2e::SERVER)).await?;
            window.click("diagnostics-back").await?;

            window.click("setting-log").await?;
            window.wait_for_text("log-page", SOON, |text| text.contains("Connected")).await?;
            let path = scene.desktop.home().join("log.txt");
            window.click("log-save").await?;
            scene.save_file(&path)?;
            lab::wait_until("the saved log", SOON, || path.exists())?;
            ensure!(std::fs::read_to_string(&path)?.contains("Connected"));
            window.click("log-back").await?;
            scene.press("disconnect").await?;
            scene.says("Disconnected", SOON).await
        })
        .await
}
