//! The tray and the notifications: Adit without its window.

use std::{io::Write, os::unix::net::UnixStream, time::Duration};

use anyhow::{Context, Result, ensure};
use lab::{DesktopOptions, ServerOptions, wait_until};

use crate::{SOON, Scene, TUNNEL};

async fn with_notifications(options: &ServerOptions) -> Result<Scene> {
    Scene::with(options, DesktopOptions { notifications: true, ..DesktopOptions::default() }).await
}

#[tokio::test]
async fn a_left_click_turns_the_tunnel_on_and_off() -> Result<()> {
    let scene = Scene::with(&ServerOptions::default(), DesktopOptions::default()).await?;
    scene
        .play(async |scene| {
            wait_until("the tray", SOON, || scene.desktop.tray_items().is_ok_and(|items| items.len() == 1))?;
            let off = scene.desktop.tray_property("IconPixmap")?;
            scene.desktop.click_tray()?;
            scene.carries().await?;
            let on = scene.desktop.tray_property("IconPixmap")?;
            ensure!(on != off, "the icon does not show that the tunnel is up");
            ensure!(
                scene.desktop.tray_property("Title")?.contains("Connected"),
                "{}",
                scene.desktop.tray_property("Title")?
            );
            scene.desktop.click_tray()?;
            scene.says("Disconnected", SOON).await?;
            ensure!(!scene.testbed.client.pings(&scene.server.inner_address(), 1));
            wait_until("the icon of before", SOON, || {
                scene.desktop.tray_property("IconPixmap").is_ok_and(|now| now == off)
            })
        })
        .await
}

#[tokio::test]
async fn closing_the_window_leaves_the_tray_and_the_tunnel() -> Result<()> {
    let scene = Scene::with(&ServerOptions::default(), DesktopOptions::default()).await?;
    scene
        .play(async |scene| {
            scene.press("connect").await?;
            scene.carries().await?;
            scene.desktop.close_window("Adit")?;
            ensure!(scene.desktop.tray_items()?.len() == 1, "the tray is gone");
            ensure!(scene.testbed.client.pings(&scene.server.inner_address(), 2), "the tunnel is gone");

            scene.start_again(&[])?;
            wait_until("the window", SOON, || scene.desktop.active_window().is_ok_and(|active| active == "Adit"))?;
            scene.says("Connected", SOON).await?;

            scene.desktop.close_window("Adit")?;
            let menu = scene.desktop.tray_menu()?;
            let line =
                |text: &str| menu.iter().find(|(_, label)| label.contains(text)).context(format!("{text}: {menu:?}"));
            ensure!(line("Practice")?.1.contains("Connected"), "{menu:?}");
            scene.desktop.choose_in_tray_menu(line("Open Adit")?.0)?;
            wait_until("the window", SOON, || scene.desktop.active_window().is_ok_and(|active| active == "Adit"))?;

            // Quitting would end the tunnel, so it is asked first, once.
            scene.desktop.choose_in_tray_menu(line("Quit")?.0)?;
            scene.window.click("quit-stay").await?;
            scene.carries().await?;
            scene.desktop.choose_in_tray_menu(line("Quit")?.0)?;
            scene.window.click("quit-confirm").await?;
            wait_until("the app to quit", SOON, || scene.window.app().is_err())?;
            scene.testbed.helper.wait_for_state("disconnected", SOON)
        })
        .await
}

#[tokio::test]
async fn one_notification_when_connected_and_one_when_it_ends_unasked() -> Result<()> {
    let scene = {
        let console = std::env::temp_dir().join(format!("adit-console-{}", std::process::id()));
        let server_lines = vec![format!("management {} unix", console.display())];
        let scene = with_notifications(&ServerOptions { server_lines, ..ServerOptions::default() }).await?;
        (scene, console)
    };
    let (scene, console) = scene;
    scene
        .play(async |scene| {
            let told = || scene.desktop.notifications();
            scene.press("connect").await?;
            scene.carries().await?;
            ensure!(told().is_empty(), "whoever looks at the window needs no notification: {:?}", told());
            scene.press("disconnect").await?;
            scene.says("Disconnected", SOON).await?;

            scene.desktop.close_window("Adit")?;
            scene.desktop.click_tray()?;
            wait_until("a notification", TUNNEL, || !told().is_empty())?;
            scene.testbed.helper.wait_for_state("connected", SOON)?;
            ensure!(told().len() == 1 && told()[0].title == "Connected to Practice", "{:?}", told());
            ensure!(scene.desktop.notifications_on_screen()? == 1);

            let mut console = UnixStream::connect(&console)?;
            // The server counts its clients from 0; this is the second one.
            console.write_all(b"client-kill 1 \"HALT,Closed for the night\"\n")?;
            wait_until("a second notification", TUNNEL, || told().len() > 1)?;
            scene.testbed.helper.wait_for_state("disconnected", SOON)?;
            // A third would come at once.
            tokio::time::sleep(Duration::from_millis(500)).await;
            let told = told();
            ensure!(told.len() == 2, "{told:?}");
            ensure!(told[1].title == "Practice was disconnected", "{told:?}");
            ensure!(told[1].body.contains("Closed for the night"), "{told:?}");
            ensure!(told[1].replaces != 0 && scene.desktop.notifications_on_screen()? == 1, "stacked: {told:?}");
            Ok(())
        })
        .await?;
    let _ = std::fs::remove_file(console);
    Ok(())
}

#[tokio::test]
async fn a_question_behind_a_closed_window_is_told_once() -> Result<()> {
    let options = ServerOptions { sign_in: lab::SignIn::Password, ..ServerOptions::default() };
    let scene = with_notifications(&options).await?;
    scene
        .play(async |scene| {
            scene.desktop.close_window("Adit")?;
            scene.desktop.click_tray()?;
            wait_until("a notification", TUNNEL, || !scene.desktop.notifications().is_empty())?;
            let told = scene.desktop.notifications();
            ensure!(told.len() == 1 && told[0].title == "Practice needs an answer from you", "{told:?}");
            // A click on the tray brings the question.
            scene.desktop.click_tray()?;
            wait_until("the window", SOON, || scene.desktop.active_window().is_ok_and(|active| active == "Adit"))?;
            scene.sign_in(lab::PASSWORD, false).await?;
            scene.carries().await?;
            wait_until("the answered question to go", SOON, || {
                scene.desktop.notifications_on_screen().is_ok_and(|count| count == 0)
            })
        })
        .await
}
