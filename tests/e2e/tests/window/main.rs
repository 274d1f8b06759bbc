//! The window, the tray, the keychain and the notifications on a real screen, as a person uses them.
//!
//! With `ADIT_SHOTS` set, pictures of every screen are left in `target/e2e-shots`.

mod accessibility;
mod connect;
mod editor;
mod first_start;
mod import;
mod languages;
mod pictures;
mod second_protocol;
mod settings;
mod survival;
mod tray;

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Result, anyhow, bail, ensure};
use e2e::{SERVER, Testbed, Window, program};
use lab::{Desktop, DesktopOptions, OpenVpnServer, ServerOptions};

/// Long enough for what needs no network.
const SOON: Duration = Duration::from_secs(10);
/// Long enough for a tunnel to come up.
const TUNNEL: Duration = Duration::from_secs(25);
/// No story takes longer, unless the window or its driver hangs.
const STORY: Duration = Duration::from_secs(180);
/// The window takes two presses within 300 ms for a double click, of which the second is not meant.
const BETWEEN_PRESSES: Duration = Duration::from_millis(350);

/// A person's desktop with the window open, the helper on a machine beside it, and a server.
struct Scene {
    window: Window,
    desktop: Desktop,
    server: OpenVpnServer,
    testbed: Testbed,
    before: String,
}

impl Scene {
    /// With a profile for a server like this, named Practice.
    async fn with(server: &ServerOptions, desktop: DesktopOptions) -> Result<Self> {
        let scene = Self::empty(server, desktop, |profile| vec![profile.to_owned()]).await?;
        scene.window.confirm_import().await?;
        scene.window.wait_for_text("profile-row", SOON, |text| text.contains("Practice")).await?;
        Ok(scene)
    }

    /// Started with these arguments, made from the path of a profile named Practice.
    async fn empty(
        server: &ServerOptions,
        desktop: DesktopOptions,
        arguments: impl FnOnce(&str) -> Vec<String>,
    ) -> Result<Self> {
        let testbed = Testbed::new()?;
        let before = testbed.client.network()?;
        let desktop = Desktop::start(desktop)?;
        let (server, _) = testbed.serve(server)?;
        let path = desktop.home().join("Practice.ovpn");
        std::fs::write(&path, server.profile(SERVER))?;
        let arguments = arguments(&path.display().to_string());
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let window = Window::open(&desktop, testbed.helper.socket(), &arguments).await?;
        Ok(Self { window, desktop, server, testbed, before })
    }

    /// Plays a story. If it goes wrong, tells what could be seen and what was logged; if it goes well, nothing of it may be left.
    async fn play(mut self, story: impl AsyncFnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let outcome = match tokio::time::timeout(STORY, story(&mut self)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(anyhow!("the story does not end")),
        };
        if let Err(error) = outcome {
            let name = std::thread::current().name().unwrap_or("story").replace("::", "-");
            let picture = shots().join(format!("failed-{name}.png"));
            // What went wrong matters more than a picture of it that cannot be taken.
            let _ = self.desktop.screenshot(&picture);
            let (helper, app) = (self.testbed.helper.log(), self.window.log());
            bail!("{error:#}\nsee {}\nhelper:\n{helper}\napp:\n{app}", picture.display());
        }
        self.testbed.disconnect()?;
        let after = self.testbed.client.network()?;
        ensure!(self.before == after, "left behind.\nbefore:\n{}\nafter:\n{after}", self.before);
        // The window may have been closed by the story.
        let _ = self.window.close().await;
        Ok(())
    }

    /// Waits until the card says this.
    async fn says(&self, word: &str, limit: Duration) -> Result<()> {
        self.window.wait_for_text("state-label", limit, |text| text == word).await?;
        Ok(())
    }

    /// Presses the one button once it does this.
    async fn press(&self, action: &str) -> Result<()> {
        tokio::time::sleep(BETWEEN_PRESSES).await;
        let deadline = std::time::Instant::now() + SOON;
        while self.window.attribute("primary-action", "data-action").await? != action {
            ensure!(std::time::Instant::now() < deadline, "the button does not {action}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.window.click("primary-action").await
    }

    /// Signs in at the question that is asked.
    async fn sign_in(&self, password: &str, remember: bool) -> Result<()> {
        self.window.type_into("prompt-username", lab::USER).await?;
        self.window.type_into("prompt-password", password).await?;
        if remember {
            self.window.click("prompt-remember").await?;
        }
        self.window.click("prompt-submit").await
    }

    /// The tunnel is up, and carries.
    async fn carries(&self) -> Result<()> {
        self.says("Connected", TUNNEL).await?;
        ensure!(self.testbed.client.pings(&self.server.inner_address(), 2), "connected, and nothing comes through");
        Ok(())
    }

    /// Starts Adit once more on the same desktop; it must hand over and go.
    fn start_again(&self, arguments: &[&Path]) -> Result<()> {
        let mut command = self.desktop.command(program("adit")?);
        command.args(arguments).env("ADIT_SOCKET", self.testbed.helper.socket());
        let mut second = self.desktop.start_process("second", &mut command)?;
        let status = second.wait(SOON)?;
        ensure!(status.success(), "{status}: {}", second.output());
        Ok(())
    }

    /// Waits for the desktop's own file dialog and gives it this path.
    fn choose_file(&self, path: &Path) -> Result<()> {
        self.dialog()?;
        // A slash opens the line for a path, which takes a moment that cannot be seen from outside.
        self.desktop.run(&["xdotool", "key", "slash"])?;
        std::thread::sleep(Duration::from_millis(700));
        let path = path.display().to_string();
        self.desktop.run(&["xdotool", "type", "--delay", "20", path.trim_start_matches('/')])?;
        self.desktop.run(&["xdotool", "key", "Return"])?;
        Ok(())
    }

    /// Waits for the desktop's own dialog for saving and gives it this path.
    fn save_file(&self, path: &Path) -> Result<()> {
        self.dialog()?;
        std::thread::sleep(Duration::from_millis(500));
        self.desktop.run(&["xdotool", "key", "ctrl+a"])?;
        self.desktop.run(&["xdotool", "type", "--delay", "20", &path.display().to_string()])?;
        self.desktop.run(&["xdotool", "key", "Return"])?;
        Ok(())
    }

    fn dialog(&self) -> Result<()> {
        lab::wait_until("the dialog", SOON, || {
            self.desktop.active_window().is_ok_and(|active| !active.is_empty() && active != "Adit")
        })
    }

    /// Presses keys as `xdotool` names them, one after the other.
    fn keys(&self, keys: &[&str]) -> Result<()> {
        for key in keys {
            self.desktop.run(&["xdotool", "key", key])?;
            // Each is for what the one before it brought.
            std::thread::sleep(Duration::from_millis(120));
        }
        Ok(())
    }

    /// Goes on with Tab until the element with this `data-testid` has the focus.
    async fn tab_to(&self, id: &str) -> Result<()> {
        for _ in 0..60 {
            if self.window.focused().await? == id {
                return Ok(());
            }
            self.keys(&["Tab"])?;
        }
        bail!("{id} cannot be reached with Tab; {} has the focus", self.window.focused().await?)
    }

    /// A file in the person's home.
    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> Result<PathBuf> {
        let path = self.desktop.home().join(name);
        std::fs::write(&path, content)?;
        Ok(path)
    }
}

/// Where pictures go.
fn shots() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap_or(Path::new(".")).join("target/e2e-shots")
}
