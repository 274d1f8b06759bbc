//! What a person sees of it: the real window, on a virtual screen of this machine, with the helper of a whole system whose network
//! NetworkManager changes. Pictures and words are left in `target/recovery`.

use std::{
    fs,
    io::{self, Write},
    os::unix::fs::symlink,
    path::PathBuf,
    process::ExitCode,
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use e2e::Window;
use lab::{Desktop, DesktopOptions};

use crate::{installed::Installed, portal::Portal};

const PICTURES: &str = "target/recovery";
/// Waiting for a state ends here.
const LIMIT: Duration = Duration::from_secs(30);

/// A window beside a system.
struct Scene {
    window: Window,
    desktop: Desktop,
    suite: String,
}

/// Goes through all states, and fails where the window does not say what it should.
///
/// # Errors
/// A program is missing, or nothing comes up.
pub(crate) fn take(suite: &str) -> Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut installed = Installed::unconnected(suite)?;
    let portal = Portal::start(&installed.system)?;
    runtime.block_on(Box::pin(states(&mut installed, portal, suite)))?;
    Ok(ExitCode::SUCCESS)
}

async fn states(installed: &mut Installed, portal: Portal, suite: &str) -> Result<()> {
    let desktop = Desktop::start(DesktopOptions::default())?;
    let socket = desktop.home().join("helper.sock");
    symlink(installed.system.path("/run/adit/aditd.sock")?, &socket)?;
    let profile = desktop.home().join("Work.ovpn");
    fs::write(&profile, &installed.profile)?;
    let window = Window::open(&desktop, &socket, &[&profile.display().to_string()]).await?;
    window.confirm_import().await?;
    window.click("primary-action").await?;
    let scene = Scene { window, desktop, suite: suite.to_owned() };
    scene.expect("1-connected", |text| text.contains("Connected")).await?;

    installed.system.run("nmcli dev disconnect uplink0")?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    scene.expect("2-second-uplink", |text| text.contains("Connected")).await?;
    installed.system.run("nmcli networking off")?;
    scene.expect("3-no-network", |text| !text.contains("Connected")).await?;
    portal.close(&installed.system)?;
    installed.system.run("nmcli networking on")?;
    scene.expect("4-sign-in", |text| text.to_lowercase().contains("sign in")).await?;
    portal.sign_in(&installed.system)?;
    installed.system.run("nmcli networking connectivity check")?;
    scene.expect("5-signed-in", |text| text.contains("Connected")).await?;

    drop(portal);
    let Scene { window, desktop, suite } = scene;
    // The session ends with the computer.
    window.close().await?;
    installed.reboot()?;
    fs::remove_file(&socket)?;
    symlink(installed.system.path("/run/adit/aditd.sock")?, &socket)?;
    let window = Window::open(&desktop, &socket, &[]).await?;
    let scene = Scene { window, desktop, suite };
    scene.expect("6-restarted", |text| text.contains("Connected")).await?;
    scene.window.close().await
}

impl Scene {
    /// Waits until the state is told by these words, and keeps a picture and everything that the window says.
    async fn expect(&self, name: &str, accept: impl Fn(&str) -> bool) -> Result<()> {
        let state = self.window.wait_for_text("state-label", LIMIT, accept).await;
        tokio::time::sleep(Window::DRAWN).await;
        let path = PathBuf::from(PICTURES).join(&self.suite).join(format!("{name}.png"));
        self.desktop.screenshot(&path)?;
        let all = self.window.run("return document.body.innerText").await?;
        let all = all.as_str().unwrap_or_default().replace('\n', " | ");
        writeln!(io::stdout(), "  {} {name}: {}\n    {all}", self.suite, state.as_deref().unwrap_or("–"))?;
        ensure!(path.is_file(), "no picture");
        state.map(drop).with_context(|| format!("{name}: {all}"))
    }
}
