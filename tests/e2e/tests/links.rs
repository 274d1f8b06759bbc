//! What the desktop does with profiles and links once Adit's files are where a package puts them.

use std::{
    path::{Path, PathBuf},
    process::Output,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use e2e::{Window, program};
use lab::{Desktop, DesktopOptions};
use serde_json::Value;

const LINK_TYPE: &str = "x-scheme-handler/openvpn";
const PROFILE_TYPE: &str = "application/x-openvpn-profile";
const SOON: Duration = Duration::from_secs(10);

/// A desktop on which Adit is registered, in a private data folder.
struct Registered {
    desktop: Desktop,
    path: String,
}

impl Registered {
    fn start() -> Result<Self> {
        let quiet = DesktopOptions { keychain: false, tray: false, ..DesktopOptions::default() };
        let desktop = Desktop::start(quiet)?;
        let bin = program("adit")?.parent().context("the app has a folder")?.to_owned();
        let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
        let this = Self { desktop, path };
        this.register()?;
        Ok(this)
    }

    /// What a package does when it is installed.
    fn register(&self) -> Result<()> {
        let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../installer/linux");
        let (applications, types) = (self.data("applications"), self.data("mime"));
        std::fs::create_dir_all(&applications)?;
        std::fs::create_dir_all(types.join("packages"))?;
        let desktop_file = files.join("app.adit.Adit.desktop");
        std::fs::copy(&desktop_file, applications.join("app.adit.Adit.desktop"))?;
        std::fs::copy(files.join("app.adit.Adit.mime.xml"), types.join("packages/app.adit.Adit.xml"))?;
        self.run(&["desktop-file-validate", &desktop_file.display().to_string()])?;
        self.run(&["update-desktop-database", &applications.display().to_string()])?;
        self.run(&["update-mime-database", &types.display().to_string()])?;
        Ok(())
    }

    fn data(&self, name: &str) -> PathBuf {
        self.desktop.home().join("data").join(name)
    }

    fn output(&self, line: &[&str]) -> Result<Output> {
        let (program, arguments) = line.split_first().context("an empty line")?;
        Ok(self.desktop.command(program).args(arguments).env("PATH", &self.path).output()?)
    }

    fn run(&self, line: &[&str]) -> Result<String> {
        let output = self.output(line)?;
        ensure!(output.status.success(), "{line:?}: {}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }
}

#[test]
fn the_desktop_knows_who_opens_profiles_and_links() -> Result<()> {
    let registered = Registered::start()?;
    for kind in [PROFILE_TYPE, LINK_TYPE, "application/x-apple-aspen-config"] {
        ensure!(registered.run(&["xdg-mime", "query", "default", kind])? == "app.adit.Adit.desktop", "{kind}");
    }
    ensure!(registered.run(&["xdg-mime", "query", "default", "x-scheme-handler/adit-unknown"])?.is_empty());
    let home = registered.desktop.home();
    for (name, kind) in [("a.ovpn", PROFILE_TYPE), ("a.mobileconfig", "application/x-apple-aspen-config")] {
        let file = home.join(name);
        std::fs::write(&file, "client\n")?;
        let told = registered.run(&["xdg-mime", "query", "filetype", &file.display().to_string()])?;
        ensure!(told == kind, "{name}: {told}");
    }
    Ok(())
}

#[tokio::test]
async fn a_link_that_starts_the_app_waits_on_its_sheet() -> Result<()> {
    let registered = Registered::start()?;
    let link = "openvpn://import-profile/https://vpn.adit.example/p?token=CANARY";
    let window = Window::open(&registered.desktop, Path::new("/nonexistent/adit.sock"), &[link]).await?;
    let asking = last_of(&window, 1).await?;
    ensure!(at(&asking, "/needs/0/kind") == "fetch" && at(&asking, "/file") == "vpn.adit.example", "{asking}");
    ensure!(!asking.to_string().contains("CANARY") && !window.log().contains("CANARY"), "{asking}");
    window.close().await
}

/// The drafts on the sheet, as the shell tells them to the window.
async fn drafts(window: &Window) -> Result<Vec<Value>> {
    let script = "const done = arguments[arguments.length - 1]; \
         window.__TAURI_INTERNALS__.invoke('import_sheet').then(done, (error) => done({ error }));";
    let sheet = window.client().execute_async(script, Vec::new()).await?;
    sheet.get("drafts").and_then(Value::as_array).cloned().with_context(|| format!("no sheet: {sheet}"))
}

/// The text at this place of a draft; empty if there is none.
fn at<'a>(draft: &'a Value, place: &str) -> &'a str {
    draft.pointer(place).and_then(Value::as_str).unwrap_or_default()
}

/// Waits until this many drafts are there, and gives the last.
async fn last_of(window: &Window, count: usize) -> Result<Value> {
    let deadline = Instant::now() + SOON;
    loop {
        let found = drafts(window).await?;
        if found.len() == count
            && let Some(last) = found.last()
        {
            return Ok(last.clone());
        }
        if Instant::now() > deadline {
            bail!("{} drafts where {count} are waited for: {found:?}", found.len());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn links_and_files_that_the_desktop_opens_reach_the_running_app() -> Result<()> {
    let registered = Registered::start()?;
    let window = Window::open(&registered.desktop, Path::new("/nonexistent/adit.sock"), &[]).await?;
    let outcome = story(&registered, &window).await;
    outcome.with_context(|| format!("app:\n{}", window.log()))?;
    window.close().await
}

async fn story(registered: &Registered, window: &Window) -> Result<()> {
    // A link waits for the person; nothing is fetched, and the address itself is not shown.
    registered.run(&["gio", "open", "openvpn://import-profile/https://vpn.adit.example/p?token=CANARY"])?;
    let asking = last_of(window, 1).await?;
    ensure!(at(&asking, "/needs/0/kind") == "fetch" && at(&asking, "/needs/0/id") == "vpn.adit.example", "{asking}");
    ensure!(!asking.to_string().contains("CANARY"), "{asking}");

    // A file by the same way, and one whose name has to be written out in an address.
    let file = registered.desktop.home().join("My office.ovpn");
    std::fs::write(&file, "client\nremote vpn.adit.example\n")?;
    registered.run(&["gio", "open", &file.display().to_string()])?;
    let profile = last_of(window, 2).await?;
    ensure!(
        at(&profile, "/file") == "My office.ovpn" && at(&profile, "/servers/0") == "vpn.adit.example:1194 UDP",
        "{profile}"
    );

    // What is no such link is told on the sheet and leads nowhere.
    let refused = [
        "openvpn://import-profile/http://vpn.adit.example/p",
        "openvpn://import-profile/file:///etc/passwd",
        "openvpn://import-profile/https://127.0.0.1/p",
        "openvpn://import-profile/https://user:pass@vpn.adit.example/p",
        "openvpn://connect/https://vpn.adit.example/p",
        "openvpn://import-profile/",
    ];
    for (number, link) in refused.into_iter().enumerate() {
        registered.run(&["gio", "open", link])?;
        let told = last_of(window, 3 + number).await?;
        ensure!(at(&told, "/verdict") == "reject" && told.pointer("/needs/0").is_none(), "{link}: {told}");
    }

    // An option in a link's place is no option for the app that runs, and ends the second start.
    let smuggled = registered.output(&["adit", "--import=openvpn://import-profile/https://vpn.adit.example/p"])?;
    ensure!(!smuggled.status.success());
    ensure!(drafts(window).await?.len() == 2 + refused.len());
    ensure!(!window.log().contains("CANARY") && !window.log().contains("vpn.adit.example/p"), "{}", window.log());

    // Nothing is stored by any of it.
    let stored = registered.desktop.home().join("data/adit/profiles");
    ensure!(!stored.exists() || std::fs::read_dir(&stored)?.next().is_none(), "something is stored");
    Ok(())
}
