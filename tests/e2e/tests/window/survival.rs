//! Processes that crash or are killed, and what goes on without them.

use anyhow::{Result, ensure};
use e2e::Window;
use lab::{DesktopOptions, ServerOptions};
use rustix::process::{Signal, kill_process};

use crate::{SOON, Scene};

#[tokio::test]
async fn a_killed_app_leaves_the_tunnel_to_the_next_one() -> Result<()> {
    let scene = Scene::with(&ServerOptions::default(), DesktopOptions::default()).await?;
    scene
        .play(async |scene| {
            scene.press("connect").await?;
            scene.carries().await?;
            let app = scene.window.app()?;
            kill_process(app, Signal::KILL)?;
            lab::wait_until("the app to be gone", SOON, || scene.window.app().is_err())?;
            ensure!(scene.testbed.client.pings(&scene.server.inner_address(), 2), "the tunnel went with the app");

            scene.window = Window::open(&scene.desktop, scene.testbed.helper.socket(), &[]).await?;
            scene.carries().await?;
            ensure!(scene.window.text("profile-row").await?.contains("Practice"), "the profile is gone");
            scene.press("disconnect").await?;
            scene.says("Disconnected", SOON).await
        })
        .await
}

#[tokio::test]
async fn a_killed_helper_is_reported_and_found_again() -> Result<()> {
    let options = DesktopOptions { notifications: true, ..DesktopOptions::default() };
    let scene = Scene::with(&ServerOptions::default(), options).await?;
    scene
        .play(async |scene| {
            scene.press("connect").await?;
            scene.carries().await?;
            scene.testbed.helper.process().kill();
            scene
                .window
                .wait_for_text("helper-banner", SOON, |text| text.contains("Adit’s helper is not running."))
                .await?;
            scene.says("Unknown", SOON).await?;

            scene.testbed.helper.restart(&scene.testbed.client)?;
            scene.window.wait_until_gone("helper-banner").await?;
            // It was connected, and the new helper knows nothing of it: nobody has to press anything.
            scene.says("Connected", SOON).await?;
            scene.carries().await?;
            scene.press("disconnect").await?;
            scene.says("Disconnected", SOON).await
        })
        .await
}
