//! A desktop of its own: a virtual screen with a window manager, a panel with a tray, a session bus, notifications and a
//! keychain, all in a private home directory.

use std::{
    io::{BufRead, BufReader},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use crate::process::{Process, die_with_parent, wait_until};

/// What a desktop has.
#[derive(Debug, Clone, Copy)]
pub struct DesktopOptions {
    /// A keychain (`gnome-keyring-daemon`), unlocked.
    pub keychain: bool,
    /// A panel with a tray (`xfce4-panel`).
    pub tray: bool,
    /// Dark appearance.
    pub dark: bool,
    /// Width and height of the screen in pixels.
    pub screen: (u16, u16),
}

impl Default for DesktopOptions {
    fn default() -> Self {
        Self { keychain: true, tray: true, dark: false, screen: (1280, 900) }
    }
}

/// A running desktop. Everything in it ends when this value is dropped.
#[derive(Debug)]
pub struct Desktop {
    // Ended in this order: what uses the screen and the bus goes before them.
    clients: Vec<Process>,
    bus: Process,
    screen: Option<Process>,
    environment: Vec<(String, String)>,
    display: String,
    home: TempDir,
}

impl Desktop {
    /// Starts a desktop on a virtual screen.
    ///
    /// # Errors
    /// A program is missing; the message names it.
    pub fn start(options: DesktopOptions) -> Result<Self> {
        Self::make(options, None)
    }

    /// Borrows the screen of whoever runs this, and nothing else: home directory, session bus and keychain are private.
    ///
    /// # Errors
    /// There is no screen, or a program is missing.
    pub fn on_this_screen() -> Result<Self> {
        let names = ["DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "GDK_BACKEND", "LANG"];
        let mut screen: Vec<(String, String)> =
            names.into_iter().filter_map(|name| Some((name.to_owned(), std::env::var(name).ok()?))).collect();
        if !screen.iter().any(|(name, _)| name == "DISPLAY" || name == "WAYLAND_DISPLAY") {
            bail!("there is no screen: neither DISPLAY nor WAYLAND_DISPLAY is set");
        }
        let runtime = std::env::var("XDG_RUNTIME_DIR").unwrap_or_default();
        for (name, value) in &mut screen {
            if name == "WAYLAND_DISPLAY" && !value.starts_with('/') {
                *value = format!("{runtime}/{value}");
            }
        }
        Self::make(DesktopOptions { tray: false, ..DesktopOptions::default() }, Some(screen))
    }

    fn make(options: DesktopOptions, borrowed: Option<Vec<(String, String)>>) -> Result<Self> {
        let home = tempfile::Builder::new().prefix("adit-desktop-").tempdir()?;
        let at = |name: &str| home.path().join(name);
        for directory in ["run", "config", "data", "cache", "state", "tmp"] {
            std::fs::create_dir_all(at(directory))?;
        }
        std::fs::set_permissions(at("run"), std::os::unix::fs::PermissionsExt::from_mode(0o700))?;

        let virtual_screen = borrowed.is_none();
        let (screen, display) = match &borrowed {
            None => {
                let (screen, display) = start_screen(home.path(), options.screen)?;
                (Some(screen), display)
            }
            Some(_) => (None, std::env::var("DISPLAY").unwrap_or_default()),
        };
        let mut environment: Vec<(String, String)> = [
            ("HOME", home.path().to_owned()),
            ("XDG_RUNTIME_DIR", at("run")),
            ("XDG_CONFIG_HOME", at("config")),
            ("XDG_DATA_HOME", at("data")),
            ("XDG_CACHE_HOME", at("cache")),
            ("XDG_STATE_HOME", at("state")),
        ]
        .map(|(name, path)| (name.to_owned(), path.display().to_string()))
        .into();
        let isolated = [
            ("NO_AT_BRIDGE", "1"),
            // The desktop must not reach the machine's own services.
            ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent"),
            ("GSETTINGS_BACKEND", "memory"),
        ];
        environment.extend(isolated.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let screen_variables = borrowed.unwrap_or_else(|| {
            [
                ("DISPLAY", display.as_str()),
                ("XDG_SESSION_TYPE", "x11"),
                ("XDG_CURRENT_DESKTOP", "XFCE"),
                ("GDK_BACKEND", "x11"),
                ("LANG", "C.UTF-8"),
                ("XFCE_PANEL_MIGRATE_DEFAULT", "1"),
                // A virtual screen has no graphics card.
                ("LIBGL_ALWAYS_SOFTWARE", "1"),
                ("WEBKIT_DISABLE_DMABUF_RENDERER", "1"),
                ("WEBKIT_DISABLE_COMPOSITING_MODE", "1"),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into()
        });
        environment.extend(screen_variables);
        if options.dark {
            environment.push(("GTK_THEME".to_owned(), "Adwaita:dark".to_owned()));
        }

        let mut command = Command::new("dbus-daemon");
        let address = format!("unix:path={}", at("run").join("bus").display());
        command.args(["--session", "--nofork", "--nopidfile"]).arg(format!("--address={address}"));
        environment.push(("DBUS_SESSION_BUS_ADDRESS".to_owned(), address));
        let bus = Process::start(dress(&mut command, &environment), &at("bus.log"))?;
        wait_until("the session bus", Duration::from_secs(5), || at("run").join("bus").exists())?;

        let mut this = Self { clients: Vec::new(), bus, screen, environment, display, home };
        if options.keychain {
            this.start_keychain()?;
        }
        if virtual_screen {
            this.start_client("xfwm4", &["--compositor=off"])?;
            this.start_client("xfsettingsd", &["--no-daemon", "--disable-wm-check"])?;
        }
        if options.tray {
            this.start_client("xfce4-panel", &["--disable-wm-check"])?;
            this.wait_for_name("org.kde.StatusNotifierWatcher")?;
        }
        Ok(this)
    }

    /// A command that runs on this desktop and nowhere else.
    #[must_use]
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        dress(&mut command, &self.environment);
        command
    }

    /// Starts a command on this desktop; its output goes to `name`.log in the desktop's home.
    ///
    /// # Errors
    /// The program is missing.
    pub fn start_process(&self, name: &str, command: &mut Command) -> Result<Process> {
        Process::start(command, &self.home.path().join(format!("{name}.log")))
    }

    /// The private home directory.
    #[must_use]
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// The X display, for example `:7`.
    #[must_use]
    pub fn display(&self) -> &str {
        &self.display
    }

    /// Takes a picture of the whole screen as PNG.
    ///
    /// # Errors
    /// ImageMagick's `import` is missing, or the path cannot be written.
    pub fn screenshot(&self, path: &Path) -> Result<()> {
        if let Some(directory) = path.parent() {
            std::fs::create_dir_all(directory)?;
        }
        let status = self.command("import").args(["-silent", "-window", "root"]).arg(path).status()?;
        if !status.success() {
            bail!("import could not take a picture: {status}");
        }
        Ok(())
    }

    /// Runs a command on this desktop and gives what it printed.
    ///
    /// # Errors
    /// It failed.
    pub fn run(&self, line: &[&str]) -> Result<String> {
        let (program, arguments) = line.split_first().context("an empty line")?;
        let output = self.command(program).args(arguments).stdin(Stdio::null()).output()?;
        if !output.status.success() {
            bail!("{line:?}: {}\n{}", output.status, String::from_utf8_lossy(&output.stderr));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Calls a method over the session bus with `gdbus` and gives its printed answer.
    ///
    /// # Errors
    /// Nobody answers, or the method fails.
    pub fn call(&self, destination: &str, object: &str, method: &str, arguments: &[&str]) -> Result<String> {
        let mut line =
            vec!["gdbus", "call", "--session", "--timeout", "5", "-d", destination, "-o", object, "-m", method];
        line.extend(arguments);
        self.run(&line)
    }

    /// The tray items that the panel knows, as `name/path` of the bus.
    ///
    /// # Errors
    /// There is no tray.
    pub fn tray_items(&self) -> Result<Vec<String>> {
        let printed = self.call(
            "org.kde.StatusNotifierWatcher",
            "/StatusNotifierWatcher",
            "org.freedesktop.DBus.Properties.Get",
            &["org.kde.StatusNotifierWatcher", "RegisteredStatusNotifierItems"],
        )?;
        Ok(printed.split('\'').skip(1).step_by(2).map(str::to_owned).collect())
    }

    fn start_client(&mut self, program: &str, arguments: &[&str]) -> Result<()> {
        let mut command = self.command(program);
        command.args(arguments);
        let process = self.start_process(program, &mut command)?;
        self.clients.insert(0, process);
        Ok(())
    }

    fn start_keychain(&mut self) -> Result<()> {
        // The daemon reads the password that unlocks the keychain from its input; an empty line makes an open one.
        let mut command = self.command("sh");
        command.args([
            "-c",
            "printf 'practice\\n' | exec gnome-keyring-daemon --foreground --unlock --components=secrets",
        ]);
        command.process_group(0);
        let process = self.start_process("keychain", &mut command)?;
        self.clients.insert(0, process);
        self.wait_for_name("org.freedesktop.secrets")
    }

    fn wait_for_name(&self, name: &str) -> Result<()> {
        wait_until(name, Duration::from_secs(15), || {
            let bus = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.NameHasOwner");
            self.call(bus.0, bus.1, bus.2, &[name]).is_ok_and(|answer| answer.contains("true"))
        })
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        // Daemons started over the bus are nobody's children: they end with their bus and their screen.
        for client in &mut self.clients {
            client.kill();
        }
        self.bus.stop();
        if let Some(screen) = &mut self.screen {
            screen.stop();
        }
    }
}

fn start_screen(home: &Path, (width, height): (u16, u16)) -> Result<(Process, String)> {
    let mut command = Command::new("Xvfb");
    let numbers: PathBuf = home.join("display");
    std::fs::write(&numbers, "")?;
    command.args(["-screen", "0", &format!("{width}x{height}x24"), "-nolisten", "tcp", "-noreset", "-displayfd", "1"]);
    let mut screen = Process::start(&mut command, &numbers)?;
    let mut display = None;
    wait_until("a virtual screen (Xvfb)", Duration::from_secs(10), || {
        let text = screen.output();
        let number =
            BufReader::new(text.as_bytes()).lines().map_while(Result::ok).find(|line| line.parse::<u32>().is_ok());
        display = number.map(|number| format!(":{number}"));
        display.is_some() || matches!(screen.ended(), Ok(Some(_)))
    })?;
    let display = display.with_context(|| format!("Xvfb does not start: {}", screen.output()))?;
    Ok((screen, display))
}

fn dress<'a>(command: &'a mut Command, environment: &[(String, String)]) -> &'a mut Command {
    command.env_clear();
    for kept in ["PATH", "USER", "LOGNAME", "RUST_BACKTRACE"] {
        if let Some(value) = std::env::var_os(kept) {
            command.env(kept, value);
        }
    }
    command.envs(environment.iter().map(|(name, value)| (name, value)));
    die_with_parent(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_desktop_has_a_tray_and_a_keychain() -> Result<()> {
        let desktop = Desktop::start(DesktopOptions::default())?;
        assert!(desktop.tray_items()?.is_empty(), "nobody is in the tray yet");
        let mut store = desktop.command("secret-tool");
        store.args(["store", "--label=practice", "for", "test"]).stdin(Stdio::piped()).stdout(Stdio::null());
        let mut child = store.spawn()?;
        std::io::Write::write_all(&mut child.stdin.take().context("input")?, b"kept")?;
        assert!(child.wait()?.success());
        assert_eq!(desktop.run(&["secret-tool", "lookup", "for", "test"])?, "kept");
        let shot = desktop.home().join("shot.png");
        desktop.screenshot(&shot)?;
        assert!(std::fs::metadata(&shot)?.len() > 1000);
        Ok(())
    }
}
