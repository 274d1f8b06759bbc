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
    /// Notifications (`dunst`), and a record of them.
    pub notifications: bool,
    /// Dark appearance.
    pub dark: bool,
    /// Width and height of the screen in pixels.
    pub screen: (u16, u16),
}

impl Default for DesktopOptions {
    fn default() -> Self {
        Self { keychain: true, tray: true, notifications: false, dark: false, screen: (1280, 900) }
    }
}

/// A running desktop. Everything in it ends when this value is dropped.
#[derive(Debug)]
pub struct Desktop {
    // Ended in this order: what uses the screen and the bus goes before them.
    clients: Vec<Process>,
    notifications: Option<Process>,
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
            // Settings are in a file of the private home directory, where programs find what `gsettings` sets.
            ("GSETTINGS_BACKEND", "keyfile"),
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
        let configuration = write_bus_configuration(home.path(), &address)?;
        command.args(["--nofork", "--nopidfile"]).arg(format!("--config-file={}", configuration.display()));
        environment.push(("DBUS_SESSION_BUS_ADDRESS".to_owned(), address));
        let bus = Process::start(dress(&mut command, &environment), &at("bus.log"))?;
        wait_until("the session bus", Duration::from_secs(5), || at("run").join("bus").exists())?;

        let mut this = Self { clients: Vec::new(), notifications: None, bus, screen, environment, display, home };
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
        if options.notifications {
            this.start_client("dunst", &[])?;
            this.wait_for_name("org.freedesktop.Notifications")?;
            let watched = "type='method_call',interface='org.freedesktop.Notifications',member='Notify'";
            let mut command = this.command("dbus-monitor");
            command.args(["--session", watched]);
            this.notifications = Some(this.start_process("notifications", &mut command)?);
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
        self.picture("root", path)
    }

    /// Takes a picture of the window with this title, without its frame, as PNG.
    ///
    /// # Errors
    /// There is no such window, or the path cannot be written.
    pub fn picture_of(&self, title: &str, path: &Path) -> Result<()> {
        let windows = self.windows(title)?;
        self.picture(windows.first().with_context(|| format!("no window {title} is to be seen"))?, path)
    }

    /// The virtual screen as it is at this moment, one number for each pixel of every `step`th line. Costs next to nothing, so that
    /// it can be read while something is drawn.
    ///
    /// # Errors
    /// The screen is no virtual one.
    pub fn pixels(&self, step: usize) -> Result<Vec<u32>> {
        crate::framebuffer::pixels(&self.home.path().join("Xvfb_screen0"), step)
    }

    fn picture(&self, window: &str, path: &Path) -> Result<()> {
        if let Some(directory) = path.parent() {
            std::fs::create_dir_all(directory)?;
        }
        let status = self.command("import").args(["-silent", "-window", window]).arg(path).status()?;
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
            vec!["gdbus", "call", "--session", "--timeout", "5", "-d", destination, "-o", object, "-m", method, "--"];
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

    /// Left-clicks the only item in the tray.
    ///
    /// # Errors
    /// There is none, or it does not answer.
    pub fn click_tray(&self) -> Result<()> {
        let (name, object) = self.tray_item()?;
        self.call(&name, &object, "org.kde.StatusNotifierItem.Activate", &["0", "0"])?;
        Ok(())
    }

    /// A property of the only item in the tray, as `gdbus` prints it.
    ///
    /// # Errors
    /// There is none, or it does not answer.
    pub fn tray_property(&self, property: &str) -> Result<String> {
        let (name, object) = self.tray_item()?;
        let get = "org.freedesktop.DBus.Properties.Get";
        self.call(&name, &object, get, &["org.kde.StatusNotifierItem", property])
    }

    /// The lines of the menu of the only item in the tray, with their numbers.
    ///
    /// # Errors
    /// There is none, or it has no menu.
    pub fn tray_menu(&self) -> Result<Vec<(i32, String)>> {
        let (name, _) = self.tray_item()?;
        let method = "com.canonical.dbusmenu.GetLayout";
        let layout = self.call(&name, &self.tray_menu_object()?, method, &["0", "-1", "[]"])?;
        // Each line is `(number, {'label': <'text'>, …}, …)`.
        let lines = layout.split("<(").filter_map(|line| {
            let number = line.split(',').next()?.trim().parse().ok()?;
            let label = line.split("'label': <").nth(1)?.get(1..)?;
            Some((number, label.split(['\'', '"']).next()?.to_owned()))
        });
        Ok(lines.collect())
    }

    /// Chooses the line with this number of the menu of the only item in the tray.
    ///
    /// # Errors
    /// There is no such line.
    pub fn choose_in_tray_menu(&self, number: i32) -> Result<()> {
        let (name, _) = self.tray_item()?;
        let arguments = [&number.to_string(), "clicked", "<0>", "0"];
        self.call(&name, &self.tray_menu_object()?, "com.canonical.dbusmenu.Event", &arguments)?;
        Ok(())
    }

    fn tray_menu_object(&self) -> Result<String> {
        let printed = self.tray_property("Menu")?;
        Ok(printed.split('\'').nth(1).context("the tray item has no menu")?.to_owned())
    }

    fn tray_item(&self) -> Result<(String, String)> {
        let items = self.tray_items()?;
        let [item] = items.as_slice() else { bail!("the tray has not one item: {items:?}") };
        let (name, object) = item.split_once('/').context("an item without an object")?;
        Ok((name.to_owned(), format!("/{object}")))
    }

    /// Every notification that was shown until here. Needs [`DesktopOptions::notifications`].
    #[must_use]
    pub fn notifications(&self) -> Vec<Notification> {
        let record = self.notifications.as_ref().map(Process::output).unwrap_or_default();
        record.split("member=Notify").skip(1).filter_map(Notification::read).collect()
    }

    /// How many notifications are on the screen.
    ///
    /// # Errors
    /// Nobody shows notifications here.
    pub fn notifications_on_screen(&self) -> Result<u32> {
        let printed = self.call(
            "org.freedesktop.Notifications",
            "/org/freedesktop/Notifications",
            "org.freedesktop.DBus.Properties.Get",
            &["org.dunstproject.cmd0", "displayedLength"],
        )?;
        let number = printed.split("uint32 ").nth(1).and_then(|rest| rest.split('>').next());
        Ok(number.context("a number")?.parse()?)
    }

    /// The windows with this title that can be seen, by their numbers.
    ///
    /// # Errors
    /// `xdotool` is missing.
    pub fn windows(&self, title: &str) -> Result<Vec<String>> {
        // It fails when it finds none.
        let pattern = format!("^{title}$");
        let output = self.command("xdotool").args(["search", "--onlyvisible", "--name", &pattern]).output()?;
        Ok(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
    }

    /// The title of the window that has the keyboard; empty when none has.
    ///
    /// # Errors
    /// `xdotool` is missing.
    pub fn active_window(&self) -> Result<String> {
        let output = self.command("xdotool").args(["getactivewindow", "getwindowname"]).output()?;
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Gives the keyboard to the window with this title.
    ///
    /// # Errors
    /// There is no such window.
    pub fn activate_window(&self, title: &str) -> Result<()> {
        let windows = self.windows(title)?;
        let window = windows.first().with_context(|| format!("no window {title} is to be seen"))?;
        self.run(&["xdotool", "windowactivate", "--sync", window])?;
        Ok(())
    }

    /// Makes the window with this title so wide and so high, in pixels.
    ///
    /// # Errors
    /// There is no such window.
    pub fn resize_window(&self, title: &str, (width, height): (u32, u32)) -> Result<()> {
        let windows = self.windows(title)?;
        let window = windows.first().with_context(|| format!("no window {title} is to be seen"))?;
        self.run(&["xdotool", "windowsize", window, &width.to_string(), &height.to_string()])?;
        Ok(())
    }

    /// Closes the window with this title as a person does, with Alt and F4.
    ///
    /// # Errors
    /// There is no such window, or it stays.
    pub fn close_window(&self, title: &str) -> Result<()> {
        self.activate_window(title)?;
        self.run(&["xdotool", "key", "alt+F4"])?;
        wait_until("the window to close", Duration::from_secs(5), || {
            self.windows(title).is_ok_and(|windows| windows.is_empty())
        })
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
        for client in self.notifications.iter_mut().chain(&mut self.clients) {
            client.kill();
        }
        self.bus.stop();
        if let Some(screen) = &mut self.screen {
            screen.stop();
        }
    }
}

/// A session bus that starts what the machine's own would start, except a keychain: whether there is one is for the options
/// to say.
fn write_bus_configuration(home: &Path, address: &str) -> Result<PathBuf> {
    let services = home.join("services");
    std::fs::create_dir_all(&services)?;
    for entry in std::fs::read_dir("/usr/share/dbus-1/services").into_iter().flatten() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name()))?;
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        if !text.contains("keyring") && !text.contains("freedesktop.secrets") {
            std::os::unix::fs::symlink(&path, services.join(name))?;
        }
    }
    let path = home.join("bus.conf");
    let text = format!(
        "<busconfig>\n<type>session</type>\n<listen>{address}</listen>\n<servicedir>{}</servicedir>\n\
         <policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/>\
         <allow own=\"*\"/></policy>\n</busconfig>\n",
        services.display()
    );
    std::fs::write(&path, text)?;
    Ok(path)
}

/// One notification, as a program asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// The notification that it takes the place of; 0 for none.
    pub replaces: u32,
    /// Its first line.
    pub title: String,
    /// The rest.
    pub body: String,
}

impl Notification {
    /// Reads the arguments of `Notify` as `dbus-monitor` prints them: name, number, icon, title, body, and what else follows.
    fn read(call: &str) -> Option<Self> {
        let mut parts = call.split("\n   string \"").skip(1);
        let (_name, replaces) = parts.next()?.split_once("\"\n   uint32 ")?;
        let (_icon, title) = (parts.next()?, parts.next()?.strip_suffix('"')?);
        let (body, _) = parts.next()?.split_once("\"\n   array [")?;
        Some(Self { replaces: replaces.trim().parse().ok()?, title: title.to_owned(), body: body.to_owned() })
    }
}

fn start_screen(home: &Path, (width, height): (u16, u16)) -> Result<(Process, String)> {
    let mut command = Command::new("Xvfb");
    let numbers: PathBuf = home.join("display");
    std::fs::write(&numbers, "")?;
    command.args(["-screen", "0", &format!("{width}x{height}x24"), "-nolisten", "tcp", "-noreset", "-displayfd", "1"]);
    command.arg("-fbdir").arg(home);
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
    fn what_is_on_the_screen_can_be_read_while_it_is_drawn() -> Result<()> {
        let with = |tray| DesktopOptions { tray, screen: (320, 200), ..DesktopOptions::default() };
        let empty = Desktop::start(with(false))?;
        let pixels = empty.pixels(1)?;
        assert_eq!(pixels.len(), 320 * 200);
        assert!(pixels.iter().all(|pixel| pixel & 0xff_ffff == 0), "nobody draws on it");
        assert_eq!(empty.pixels(8)?.len(), 320 * 25);
        let panel = Desktop::start(with(true))?;
        wait_until("the panel on the screen", Duration::from_secs(20), || {
            panel.pixels(1).is_ok_and(|pixels| pixels.iter().any(|pixel| pixel & 0xff_ffff != 0))
        })
    }

    #[test]
    fn a_desktop_without_a_keychain_starts_none() -> Result<()> {
        let options = DesktopOptions { keychain: false, tray: false, ..DesktopOptions::default() };
        let desktop = Desktop::start(options)?;
        assert!(desktop.run(&["secret-tool", "search", "for", "test"]).is_err());
        assert!(
            desktop.call("org.xfce.Xfconf", "/", "org.freedesktop.DBus.Peer.Ping", &[]).is_ok(),
            "others are started"
        );
        Ok(())
    }

    #[test]
    fn a_desktop_has_a_tray_and_a_keychain() -> Result<()> {
        let desktop = Desktop::start(DesktopOptions { notifications: true, ..DesktopOptions::default() })?;
        assert!(desktop.tray_items()?.is_empty(), "nobody is in the tray yet");
        assert!(desktop.windows("Adit")?.is_empty(), "no window is there yet");
        assert_eq!(desktop.notifications_on_screen()?, 0);
        let notify = |replaces: &str, title: &str| {
            let arguments = ["practice", replaces, "", title, "two\nlines", "[]", "{}", "0"];
            let object = ("org.freedesktop.Notifications", "/org/freedesktop/Notifications");
            desktop.call(object.0, object.1, "org.freedesktop.Notifications.Notify", &arguments)
        };
        let first = notify("0", "first")?;
        let number = first.trim_start_matches("(uint32 ").trim_end().trim_end_matches(",)");
        notify(number, "second")?;
        wait_until("two notifications", Duration::from_secs(5), || desktop.notifications().len() == 2)?;
        let seen: Vec<_> =
            desktop.notifications().into_iter().map(|one| (one.replaces.to_string(), one.title)).collect();
        assert_eq!(seen, [("0".to_owned(), "first".to_owned()), (number.to_owned(), "second".to_owned())]);
        assert_eq!(desktop.notifications_on_screen()?, 1);
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
