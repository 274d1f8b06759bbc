//! The window on a desktop, driven through WebDriver.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use fantoccini::{Client, ClientBuilder, Locator, elements::Element};
use hyper_util::client::legacy::connect::HttpConnector;
use lab::{Desktop, Process, program, wait_until};
use rustix::process::Pid;
use serde_json::{Value, json};

/// A running window. Close it with [`Window::close`]; the app ends with its driver.
#[derive(Debug)]
pub struct Window {
    client: Client,
    driver: Process,
    home: PathBuf,
}

/// How long the window may take to show what is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

impl Window {
    /// What comes into the window has come wholly, and has reached the screen, after this time.
    pub const DRAWN: Duration = Duration::from_millis(400);

    /// Starts the app on `desktop` with the helper at `socket` and these arguments.
    ///
    /// # Errors
    /// WebDriver is missing, or the app does not start.
    pub async fn open(desktop: &Desktop, socket: &Path, arguments: &[&str]) -> Result<Self> {
        Self::open_with(desktop, socket, arguments, &[]).await
    }

    /// The same with more in the environment.
    ///
    /// # Errors
    /// WebDriver is missing, or the app does not start.
    pub async fn open_with(
        desktop: &Desktop,
        socket: &Path,
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> Result<Self> {
        Self::start("adit", desktop, socket, arguments, environment).await
    }

    /// The same with another program that shows the window.
    ///
    /// # Errors
    /// WebDriver is missing, or the app does not start.
    pub async fn open_program(name: &str, desktop: &Desktop, socket: &Path, arguments: &[&str]) -> Result<Self> {
        Self::start(name, desktop, socket, arguments, &[]).await
    }

    async fn start(
        name: &str,
        desktop: &Desktop,
        socket: &Path,
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> Result<Self> {
        let (port, native) = (free_port()?, free_port()?);
        let mut command = desktop.command("tauri-driver");
        command.args(["--port", &port.to_string(), "--native-port", &native.to_string()]);
        command.args(["--native-driver", "/usr/bin/WebKitWebDriver"]).env("ADIT_SOCKET", socket);
        command.envs(environment.iter().copied());
        let driver = desktop.start_process("tauri-driver", &mut command).context("tauri-driver is missing")?;
        // The driver passes on to WebKit's own, which starts at its own pace.
        wait_until("tauri-driver", Duration::from_secs(20), || {
            [port, native].into_iter().all(|port| std::net::TcpStream::connect(("127.0.0.1", port)).is_ok())
        })?;
        let options = json!({ "application": program(name)?, "args": arguments });
        let mut capabilities = serde_json::Map::new();
        capabilities.insert("tauri:options".to_owned(), options);
        capabilities.insert("browserName".to_owned(), json!("wry"));
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .with_context(|| format!("the app does not start under WebDriver:\n{}", driver.output()))?;
        let this = Self { client, driver, home: desktop.home().to_owned() };
        this.wait_for("[data-testid=import]").await?;
        this.wait_until_seen().await?;
        Ok(this)
    }

    /// The element with this `data-testid`, once it is there.
    ///
    /// # Errors
    /// It does not appear.
    pub async fn find(&self, id: &str) -> Result<Element> {
        self.wait_for(&format!("[data-testid={id}]")).await
    }

    /// Clicks the element with this `data-testid`, as soon as nothing covers it: a dialog that closes takes a moment.
    ///
    /// # Errors
    /// It is not there, or something goes on covering it.
    pub async fn click(&self, id: &str) -> Result<()> {
        self.press(|| self.find(id)).await.with_context(|| format!("click {id}"))
    }

    /// Clicks the row of the profile with this name.
    ///
    /// # Errors
    /// It is not there.
    pub async fn choose_row(&self, name: &str) -> Result<()> {
        let row = format!("[data-testid=profile-row][aria-label^={name}]");
        self.press(|| self.wait_for(&row)).await.with_context(|| format!("the row of {name}"))
    }

    /// Clicks what is found; once more where it was drawn anew meanwhile.
    async fn press(&self, find: impl AsyncFn() -> Result<Element>) -> Result<()> {
        let deadline = tokio::time::Instant::now() + Duration::from_secs(2);
        loop {
            let clicked = find().await?.click().await;
            if clicked.is_ok() || tokio::time::Instant::now() > deadline {
                return Ok(clicked?);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Empties the field with this `data-testid` and types into it.
    ///
    /// # Errors
    /// It is not there.
    pub async fn type_into(&self, id: &str, text: &str) -> Result<()> {
        let field = self.find(id).await?;
        let before: String = field.prop("value").await?.unwrap_or_default();
        // Emptying a field from outside goes unseen by what draws it; keys do not.
        let backspaces = "\u{e003}".repeat(before.chars().count());
        Ok(field.send_keys(&format!("{backspaces}{text}")).await?)
    }

    /// The text of the element with this `data-testid`.
    ///
    /// # Errors
    /// It is not there.
    pub async fn text(&self, id: &str) -> Result<String> {
        text_of(&self.find(id).await?).await
    }

    /// Whether an element with this `data-testid` is there at this moment.
    ///
    /// # Errors
    /// The window does not answer.
    pub async fn has(&self, id: &str) -> Result<bool> {
        Ok(!self.all(&format!("[data-testid={id}]")).await?.is_empty())
    }

    /// Waits until the text of the element with this `data-testid` fits `accept`, and gives it.
    ///
    /// # Errors
    /// It does not within `limit`; the message has what was there.
    pub async fn wait_for_text(&self, id: &str, limit: Duration, accept: impl Fn(&str) -> bool) -> Result<String> {
        self.wait_for_text_at(&format!("[data-testid={id}]"), limit, accept).await
    }

    /// As [`Self::wait_for_text`], for the first element that a CSS selector names.
    ///
    /// # Errors
    /// It does not within `limit`; the message has what was there.
    pub async fn wait_for_text_at(&self, css: &str, limit: Duration, accept: impl Fn(&str) -> bool) -> Result<String> {
        let deadline = Instant::now() + limit;
        let mut last = String::new();
        loop {
            let found = self.all(css).await?;
            if let Some(element) = found.first() {
                // The element can be replaced between finding and reading it.
                last = text_of(element).await.unwrap_or_default();
                if accept(&last) {
                    return Ok(last);
                }
            }
            if Instant::now() > deadline {
                bail!("{css} says {last:?}, which is not what was waited for");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// What is typed in the field with this `data-testid`.
    ///
    /// # Errors
    /// It is not there.
    pub async fn value(&self, id: &str) -> Result<String> {
        Ok(self.find(id).await?.prop("value").await?.unwrap_or_default())
    }

    /// An attribute of the element with this `data-testid`; empty when it has none.
    ///
    /// # Errors
    /// It is not there.
    pub async fn attribute(&self, id: &str, name: &str) -> Result<String> {
        Ok(self.find(id).await?.attr(name).await?.unwrap_or_default())
    }

    /// Waits until no element with this `data-testid` is there.
    ///
    /// # Errors
    /// It stays.
    pub async fn wait_until_gone(&self, id: &str) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while self.has(id).await? {
            if Instant::now() > deadline {
                bail!("{id} stays");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// Waits until the window is on the screen: it draws itself first.
    async fn wait_until_seen(&self) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while self.run("return document.visibilityState").await? != "visible" {
            if Instant::now() > deadline {
                bail!("the window stays hidden");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// Opens the menu of the first profile and chooses this of it.
    ///
    /// # Errors
    /// It is not there, or cannot be chosen.
    pub async fn choose_in_row_menu(&self, key: &str) -> Result<()> {
        self.click("row-menu").await?;
        let css = format!("[role=menuitem][data-key={key}]");
        if self.wait_for(&css).await?.attr("aria-disabled").await?.is_some() {
            bail!("{key} cannot be chosen");
        }
        // The driver scrolls the page, not what scrolls within it.
        self.run(&format!("document.querySelector('{css}').scrollIntoView({{ block: 'nearest' }})")).await?;
        self.press(|| self.wait_for(&css)).await.with_context(|| format!("choose {key}"))
    }

    /// Runs a function body in the window and gives what it returns.
    ///
    /// # Errors
    /// It throws.
    pub async fn run(&self, script: &str) -> Result<Value> {
        self.client.execute(script, Vec::new()).await.with_context(|| script.to_owned())
    }

    /// Waits for the sheet of what was found, and imports what can be.
    ///
    /// # Errors
    /// It does not appear, there is nothing to import on it, or it stays.
    pub async fn confirm_import(&self) -> Result<()> {
        self.click("import-confirm").await?;
        self.wait_until_gone("import-confirm").await
    }

    /// Waits for the sheet of what was found, and leaves it without importing anything.
    ///
    /// # Errors
    /// It does not appear, or stays.
    pub async fn leave_import(&self) -> Result<()> {
        self.click("import-cancel").await?;
        self.wait_until_gone("import-cancel").await
    }

    /// The `data-testid` of the element that has the focus; empty when it has none.
    ///
    /// # Errors
    /// The window does not answer.
    pub async fn focused(&self) -> Result<String> {
        let id = self.run("return document.activeElement?.closest('[data-testid]')?.dataset.testid ?? ''").await?;
        Ok(id.as_str().unwrap_or_default().to_owned())
    }

    /// What the accessibility rules of axe-core say about what is in the window, one violation per line; empty when all is
    /// well. Colours are looked at as they are drawn.
    ///
    /// # Errors
    /// axe-core is not installed (`npm ci` in `ui`), or does not run here.
    pub async fn accessibility(&self) -> Result<String> {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/node_modules/axe-core/axe.min.js");
        let source = std::fs::read_to_string(&source).with_context(|| source.display().to_string())?;
        // The driver counts the bytes of what is not ASCII wrongly, and such letters are only in its strings.
        let source: String = source.chars().map(ascii).collect();
        self.client.execute(&source, Vec::new()).await.context("axe-core does not start")?;
        // What fades in has its colours only when it is there.
        let check = "
            const [done] = arguments;
            Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {})))
                .then(() => axe.run(document.body, { rules: { region: { enabled: false } } }))
                .then(
                    ({ violations }) => done(violations.flatMap(({ id, nodes }) => nodes.map((node) =>
                        `${id}: ${node.html.slice(0, 200)} ${node.any.map(({ message }) => message).join(' ')}`)).join('\\n')),
                    (error) => done(`axe-core failed: ${error}`),
                );";
        let found = self.client.execute_async(check, Vec::new()).await.context("axe-core does not end")?;
        found.as_str().map(str::to_owned).with_context(|| format!("axe-core gave {found}"))
    }

    /// Our first address inside the tunnel, as the window shows it.
    ///
    /// # Errors
    /// It is not shown.
    pub async fn inner_address(&self) -> Result<String> {
        if self.attribute("details-toggle", "aria-expanded").await? != "true" {
            self.click("details-toggle").await?;
        }
        Ok(self
            .wait_for_text("tunnel-address", PATIENCE, |text| !text.is_empty())
            .await?
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned())
    }

    /// The WebDriver client, for what has no word here.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The process of the app.
    ///
    /// # Errors
    /// It does not run.
    pub fn app(&self) -> Result<Pid> {
        let program = program("adit")?.canonicalize()?;
        let home = format!("HOME={}", self.home.display());
        let ours = |process: &Path| {
            std::fs::read_link(process.join("exe")).is_ok_and(|exe| exe == program)
                && std::fs::read(process.join("environ"))
                    .is_ok_and(|environ| environ.split(|byte| *byte == 0).any(|one| one == home.as_bytes()))
        };
        let mut processes = std::fs::read_dir("/proc")?.filter_map(|entry| Some(entry.ok()?.path()));
        let process = processes.find(|process| ours(process)).context("the app does not run")?;
        let number = process.file_name().and_then(|name| name.to_str()?.parse().ok());
        number.and_then(Pid::from_raw).context("a process id")
    }

    /// What the app and its driver wrote.
    #[must_use]
    pub fn log(&self) -> String {
        self.driver.output()
    }

    /// Ends the app.
    ///
    /// # Errors
    /// It does not answer.
    pub async fn close(self) -> Result<()> {
        Ok(self.client.close().await?)
    }

    /// The elements that a CSS selector names. One that goes while it is looked for is not there.
    async fn all(&self, css: &str) -> Result<Vec<Element>> {
        match self.client.find_all(Locator::Css(css)).await {
            Err(error) if error.is_stale_element_reference() || error.is_no_such_element() => Ok(Vec::new()),
            found => Ok(found?),
        }
    }

    async fn wait_for(&self, selector: &str) -> Result<Element> {
        let waiting = self.client.wait().at_most(PATIENCE).every(Duration::from_millis(50));
        waiting.for_element(Locator::Css(selector)).await.with_context(|| format!("{selector} does not appear"))
    }
}

/// What is rendered. WebDriver's own idea of text leaves out what stands in a list that draws only the rows in sight.
async fn text_of(element: &Element) -> Result<String> {
    Ok(element.prop("innerText").await?.unwrap_or_default())
}

/// A letter as JavaScript writes it in ASCII.
fn ascii(letter: char) -> String {
    if letter.is_ascii() {
        return letter.to_string();
    }
    letter.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect()
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
