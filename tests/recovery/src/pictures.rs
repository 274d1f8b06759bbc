//! What a person sees of it: the real window, on a virtual screen of this machine, with the installed helper of a whole system whose
//! services and network change. Fails where the window does not say what it should; pictures are left in `target/window`.

use std::{
    fs,
    io::{self, Write},
    os::unix::net::UnixListener,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use e2e::Window;
use lab::{Debian, Desktop, DesktopOptions};

use crate::{installed::Installed, portal::Portal};

/// Waiting for a state ends here.
const LIMIT: Duration = Duration::from_secs(30);
/// What the package enables.
const UNITS: &str = "aditd adit-netd adit-netd.socket adit-resolver.socket adit-lock adit-system-connections";

/// Goes through all states in each of these systems.
///
/// # Errors
/// A program is missing, a system does not start, or the window does not say what it should.
pub(crate) fn take(suites: &[String]) -> Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut code = ExitCode::SUCCESS;
    for suite in suites {
        let mut installed = Installed::unconnected(suite)?;
        let mut album = Album { folder: Path::new("target/window").join(suite), wrong: Vec::new() };
        permissions(&installed.system, &mut album)?;
        runtime.block_on(Box::pin(async {
            Box::pin(set_up(&installed.system, &installed.profile, &mut album)).await?;
            Box::pin(connected(&mut installed, &mut album)).await?;
            Box::pin(broken(&installed.system, &mut album)).await?;
            Box::pin(managed(&installed.system, &installed.profile, &mut album)).await
        }))?;
        for wrong in &album.wrong {
            code = ExitCode::FAILURE;
            writeln!(io::stdout(), "  {suite}: {wrong}")?;
        }
    }
    Ok(code)
}

/// Pictures of one system, and what was not as it should be.
struct Album {
    folder: PathBuf,
    wrong: Vec<String>,
}

impl Album {
    /// Waits until this element says that, and keeps a picture and everything that the window says.
    async fn take(&mut self, scene: &Scene, name: &str, id: &str, accept: impl Fn(&str) -> bool) -> Result<()> {
        let said = scene.window.wait_for_text(id, LIMIT, accept).await;
        tokio::time::sleep(Window::DRAWN).await;
        scene.desktop.picture_of("Adit", &self.folder.join(format!("{name}.png")))?;
        let all = scene.window.run("return document.body.innerText").await?;
        let all = all.as_str().unwrap_or_default().replace('\n', " | ");
        writeln!(io::stdout(), "  {name}: {all}")?;
        if let Err(error) = said {
            self.wrong.push(format!("{name}: {error:#}"));
        }
        Ok(())
    }
}

/// A window beside a system.
struct Scene {
    window: Window,
    desktop: Desktop,
}

impl Scene {
    /// A new person's desktop.
    async fn new(system: &Debian, arguments: &[&str]) -> Result<Self> {
        let desktop = Desktop::start(DesktopOptions::default())?;
        let window = open(system, &desktop, None, arguments).await?;
        Ok(Self { window, desktop })
    }

    /// The window once more, on the same desktop.
    async fn again(self, system: &Debian, socket: Option<&Path>) -> Result<Self> {
        let Self { window, desktop } = self;
        window.close().await?;
        let window = open(system, &desktop, socket, &[]).await?;
        Ok(Self { window, desktop })
    }

    /// Gives the window a file, as a second start does.
    fn give(&self, system: &Debian, file: &Path) -> Result<()> {
        let mut command = self.desktop.command(lab::program("adit")?);
        command.arg(file).env("ADIT_SOCKET", system.path("/run/adit/aditd.sock")?);
        let mut second = self.desktop.start_process("second", &mut command)?;
        ensure!(second.wait(LIMIT)?.success(), "{}", second.output());
        Ok(())
    }
}

/// The window, with the services of that system in place of this machine's.
async fn open(system: &Debian, desktop: &Desktop, socket: Option<&Path>, arguments: &[&str]) -> Result<Window> {
    let bus = format!("unix:path={}", system.path("/run/dbus/system_bus_socket")?.display());
    // The path itself and no link to it: whom a socket belongs to is decided by the folder that it is in.
    let own = system.path("/run/adit/aditd.sock")?;
    let environment = [("DBUS_SYSTEM_BUS_ADDRESS", bus.as_str())];
    Window::open_with(desktop, socket.unwrap_or(&own), arguments, &environment).await
}

/// What this program is as a program of the system, and what its user calls it with.
const STARTER: &str = "/usr/local/bin/start-helper";
pub(crate) const START_HELPER: &str = "--start-helper";

/// Starts the helper as the window does, as whoever runs this.
///
/// # Errors
/// It was not started.
pub(crate) fn start_helper() -> Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let outcome = runtime.block_on(doctor::start(doctor::Start::Enable, |_| {}));
    writeln!(io::stdout(), "{outcome:?}")?;
    Ok(if outcome.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Who may enable the helper is for the system to say.
fn permissions(system: &Debian, album: &mut Album) -> Result<()> {
    system.run(&format!("systemctl disable --now {UNITS}"))?;
    system.write(STARTER, fs::read(std::env::current_exe()?)?)?;
    system.run(&format!("chmod 755 {STARTER}"))?;
    let start = format!("{STARTER} {START_HELPER}");
    let refused = |user: &str| {
        let said = system.run_as(user, &start).err().map(|error| format!("{error:#}")).unwrap_or_default();
        // A session without a desktop has nothing that could ask for a password.
        said.contains("NobodyToAsk") || said.contains("Refused")
    };
    for user in ["alice", "bob"] {
        if !refused(user) {
            album.wrong.push(format!("{user} started the helper, which nobody allowed"));
        }
    }
    let rule = "polkit.addRule(function (action, subject) {\n    if (subject.user === 'alice' && \
                action.id.indexOf('org.freedesktop.systemd1.') === 0) { return polkit.Result.YES; }\n});\n";
    system.write("/etc/polkit-1/rules.d/10-alice.rules", rule)?;
    // polkit notices a changed folder a moment later.
    lab::wait_until("polkit's rule", LIMIT, || system.run_as("alice", &start).is_ok())?;
    system.run("systemctl is-active aditd adit-netd")?;
    system.run("systemctl is-enabled aditd adit-netd")?;
    system.run(&format!("systemctl disable --now {UNITS}"))?;
    if !refused("bob") {
        album.wrong.push("bob started the helper, which only alice may".to_owned());
    }
    writeln!(io::stdout(), "  enabled by alice, who may, without a password; bob refused")?;
    Ok(())
}

/// The first start: a person who does not want it, and one who does.
async fn set_up(system: &Debian, profile: &str, album: &mut Album) -> Result<()> {
    system.run(&format!("systemctl disable --now {UNITS}"))?;
    let scene = Scene::new(system, &[]).await?;
    album.take(&scene, "1-first-start", "first-start", |text| text.contains("Do you want to enable this?")).await?;
    scene.window.click("setup-details").await?;
    album.take(&scene, "2-first-start-details", "first-start", |text| text.contains("adit-netd")).await?;
    scene.window.click("setup-decline").await?;
    album.take(&scene, "3-not-allowed", "helper-banner", |text| text.contains("is not enabled")).await?;
    let file = scene.desktop.home().join("Work.ovpn");
    fs::write(&file, profile)?;
    scene.give(system, &file)?;
    scene.window.confirm_import().await?;
    album.take(&scene, "4-not-allowed-and-imported", "profile-row", |text| text.contains("Work")).await?;
    scene.window.close().await?;

    // Something that it has to wait for, so that the progress can be seen.
    system.write("/etc/systemd/system/slow.service", "[Service]\nType=oneshot\nExecStart=/bin/sleep 3\n")?;
    system.run("mkdir -p /etc/systemd/system/aditd.service.d")?;
    system
        .write("/etc/systemd/system/aditd.service.d/slow.conf", "[Unit]\nWants=slow.service\nAfter=slow.service\n")?;
    system.run("systemctl daemon-reload")?;
    let scene = Scene::new(system, &[]).await?;
    scene.window.find("first-start").await?;
    scene.window.click("setup-accept").await?;
    album.take(&scene, "5-ok-with-progress", "setup-progress", |text| text.contains("Starting the helper")).await?;
    album.take(&scene, "6-enabled", "empty-state", |_| true).await?;
    scene.window.close().await?;
    for unit in ["aditd", "adit-netd", "adit-lock"] {
        system.run(&format!("systemctl is-enabled {unit}"))?;
    }
    system.run("rm /etc/systemd/system/aditd.service.d/slow.conf /etc/systemd/system/slow.service")?;
    system.run("systemctl daemon-reload").map(drop)
}

/// A tunnel, and what happens to the network under it.
async fn connected(installed: &mut Installed, album: &mut Album) -> Result<()> {
    let portal = Portal::start(&installed.system)?;
    let scene = Scene::new(&installed.system, &[]).await?;
    let file = scene.desktop.home().join("Work.ovpn");
    fs::write(&file, &installed.profile)?;
    scene.give(&installed.system, &file)?;
    scene.window.confirm_import().await?;
    let is_up = |text: &str| text == "Connected";
    scene.window.click("primary-action").await?;
    album.take(&scene, "7-connected", "state-label", is_up).await?;
    installed.system.run("nmcli dev disconnect uplink0")?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    album.take(&scene, "8-second-uplink", "state-label", is_up).await?;
    installed.system.run("nmcli networking off")?;
    album.take(&scene, "9-offline", "state-sentence", |text| text.contains("Offline")).await?;
    installed.system.run("nmcli networking on")?;
    album.take(&scene, "10-online-again", "state-label", is_up).await?;
    installed.system.run("nmcli networking off")?;
    album.take(&scene, "11-offline", "state-sentence", |text| text.contains("Offline")).await?;
    portal.close(&installed.system)?;
    installed.system.run("nmcli networking on")?;
    album.take(&scene, "12-sign-in-page", "network-sign-in", |text| text.contains("sign in")).await?;
    portal.sign_in(&installed.system)?;
    let _asked = installed.system.run("nmcli networking connectivity check")?;
    album.take(&scene, "13-signed-in", "state-label", is_up).await?;
    drop(portal);

    // The session ends with the computer.
    let Scene { window, desktop } = scene;
    window.close().await?;
    installed.reboot()?;
    examine(&installed.system, album)?;
    let window = open(&installed.system, &desktop, None, &[]).await?;
    let scene = Scene { window, desktop };
    album.take(&scene, "14-restarted", "state-label", is_up).await?;
    scene.window.click("menu").await?;
    scene.window.click("menu-doctor").await?;
    album.take(&scene, "15-checked", "doctor-page", |text| text.contains("The helper runs.")).await?;
    scene.window.click("doctor-back").await?;
    scene.window.click("primary-action").await?;
    album.take(&scene, "16-disconnected", "state-label", |text| text == "Disconnected").await?;
    scene.window.close().await
}

/// What `aditctl doctor` finds in the system itself: no problem, for whoever asks.
fn examine(system: &Debian, album: &mut Album) -> Result<()> {
    for (user, said) in [("alice", system.run_as("alice", "aditctl doctor")), ("root", system.run("aditctl doctor"))] {
        let said = said.unwrap_or_else(|error| format!("{error:#}"));
        if said.contains('✗') || !said.contains("✓ capabilities") {
            album.wrong.push(format!("aditctl doctor as {user}: {said}"));
        }
        writeln!(io::stdout(), "{said}")?;
    }
    Ok(())
}

/// A helper of another version, one that ends by itself, one that was stopped, one that is blocked.
async fn broken(system: &Debian, album: &mut Album) -> Result<()> {
    let scene = Scene::new(system, &[]).await?;
    let other = scene.desktop.home().join("other.sock");
    let listener = UnixListener::bind(&other)?;
    std::thread::spawn(move || {
        let hello = br#"{"type":"hello","protocol":1,"version":"0.0.9"}"#;
        let length = u32::try_from(hello.len()).unwrap_or_default().to_be_bytes();
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            // Whoever hangs up before the end has read enough.
            let _ = stream.write_all(&length).and_then(|()| stream.write_all(hello));
        }
    });
    let scene = scene.again(system, Some(&other)).await?;
    album.take(&scene, "17-other-version", "helper-banner", |text| text.contains("older than this program")).await?;
    let scene = scene.again(system, None).await?;

    let bad = "/etc/systemd/system/aditd.service.d/bad.conf";
    system.write(bad, "[Service]\nExecStart=\nExecStart=/usr/lib/adit/aditd --no-such-argument\n")?;
    system.run("systemctl daemon-reload")?;
    system.run("systemctl kill -s KILL aditd")?;
    album.take(&scene, "18-ends-by-itself", "helper-banner", |text| text.contains("ended by itself")).await?;
    system.run(&format!("rm {bad}"))?;
    system.run("systemctl daemon-reload")?;
    scene.window.click("helper-way").await?;
    scene.window.wait_until_gone("helper-banner").await?;

    system.run("systemctl stop aditd")?;
    album.take(&scene, "19-stopped", "helper-banner", |text| text.contains("was stopped")).await?;
    system.run("systemctl mask aditd")?;
    album.take(&scene, "20-blocked", "helper-banner", |text| text.contains("has blocked")).await?;
    system.run("systemctl unmask aditd")?;
    let start = scene.window.wait_for_text("helper-way", LIMIT, |text| text == "Start it").await;
    start.context("the window does not notice that it is unblocked")?;
    scene.window.click("helper-way").await?;
    scene.window.wait_until_gone("helper-banner").await?;
    scene.window.close().await
}

/// What an organisation settles, and its profile.
async fn managed(system: &Debian, profile: &str, album: &mut Album) -> Result<()> {
    system.run("mkdir -p /etc/adit/profiles")?;
    system.write("/etc/adit/profiles/office.ovpn", profile)?;
    let policy = "organisation = \"Example Ltd\"\n[lock]\nmode = \"wanted\"\n[profiles]\nown = false\n\
                  [[profile]]\nfile = \"office.ovpn\"\nname = \"Main office\"\n";
    system.write("/etc/adit/policy.toml", policy)?;
    system.run("chmod -R go-w /etc/adit")?;
    system.run("aditctl policy check")?;
    let scene = Scene::new(system, &[]).await?;
    album.take(&scene, "21-managed", "profile-row", |text| text.contains("Main office")).await?;
    scene.window.click("menu").await?;
    scene.window.click("menu-settings").await?;
    album.take(&scene, "22-settled", "protection", |text| text.contains("Example Ltd")).await?;
    scene.window.click("settings-back").await?;
    scene.window.click("primary-action").await?;
    album.take(&scene, "23-managed-connected", "state-label", |text| text == "Connected").await?;
    scene.window.close().await
}
