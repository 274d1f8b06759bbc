//! The window on a desktop, driven through WebDriver.

use std::{net::TcpListener, path::Path, time::Duration};

use anyhow::{Context, Result, bail};
use fantoccini::{Client, ClientBuilder, Locator, elements::Element};
use hyper_util::client::legacy::connect::HttpConnector;
use lab::{Desktop, Process, wait_until};
use serde_json::json;

use crate::helper::program;

/// A running window. Close it with [`Window::close`]; the app ends with its driver.
#[derive(Debug)]
pub struct Window {
    client: Client,
    _driver: Process,
}

/// How long the window may take to show what is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

impl Window {
    /// Starts the app on `desktop` with the helper at `socket` and these arguments.
    ///
    /// # Errors
    /// WebDriver is missing, or the app does not start.
    pub async fn open(desktop: &Desktop, socket: &Path, arguments: &[&str]) -> Result<Self> {
        let (port, native) = (free_port()?, free_port()?);
        let mut command = desktop.command("tauri-driver");
        command.args(["--port", &port.to_string(), "--native-port", &native.to_string()]);
        command.args(["--native-driver", "/usr/bin/WebKitWebDriver"]).env("ADIT_SOCKET", socket);
        let driver = desktop.start_process("tauri-driver", &mut command).context("tauri-driver is missing")?;
        wait_until("tauri-driver", Duration::from_secs(10), || {
            std::net::TcpStream::connect(("127.0.0.1", port)).is_ok()
        })?;
        let options = json!({ "application": program("adit")?, "args": arguments });
        let mut capabilities = serde_json::Map::new();
        capabilities.insert("tauri:options".to_owned(), options);
        capabilities.insert("browserName".to_owned(), json!("wry"));
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .with_context(|| format!("the app does not start under WebDriver:\n{}", driver.output()))?;
        let this = Self { client, _driver: driver };
        this.wait_for("[data-testid=import]").await?;
        Ok(this)
    }

    /// The element with this `data-testid`, once it is there.
    ///
    /// # Errors
    /// It does not appear.
    pub async fn find(&self, id: &str) -> Result<Element> {
        self.wait_for(&format!("[data-testid={id}]")).await
    }

    /// Clicks the element with this `data-testid`.
    ///
    /// # Errors
    /// It is not there, or something covers it.
    pub async fn click(&self, id: &str) -> Result<()> {
        self.find(id).await?.click().await.with_context(|| format!("click {id}"))
    }

    /// Empties the field with this `data-testid` and types into it.
    ///
    /// # Errors
    /// It is not there.
    pub async fn type_into(&self, id: &str, text: &str) -> Result<()> {
        let field = self.find(id).await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    /// The text of the element with this `data-testid`.
    ///
    /// # Errors
    /// It is not there.
    pub async fn text(&self, id: &str) -> Result<String> {
        Ok(self.find(id).await?.text().await?)
    }

    /// Whether an element with this `data-testid` is there at this moment.
    ///
    /// # Errors
    /// The window does not answer.
    pub async fn has(&self, id: &str) -> Result<bool> {
        Ok(!self.client.find_all(Locator::Css(&format!("[data-testid={id}]"))).await?.is_empty())
    }

    /// Waits until the text of the element with this `data-testid` fits `accept`, and gives it.
    ///
    /// # Errors
    /// It does not within `limit`; the message has what was there.
    pub async fn wait_for_text(&self, id: &str, limit: Duration, accept: impl Fn(&str) -> bool) -> Result<String> {
        let deadline = std::time::Instant::now() + limit;
        let mut last = String::new();
        loop {
            let found = self.client.find_all(Locator::Css(&format!("[data-testid={id}]"))).await?;
            if let Some(element) = found.first() {
                // The element can be replaced between finding and reading it.
                last = element.text().await.unwrap_or_default();
                if accept(&last) {
                    return Ok(last);
                }
            }
            if std::time::Instant::now() > deadline {
                bail!("{id} says {last:?}, which is not what was waited for");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Closes the sheet that tells what was imported, if it is there.
    ///
    /// # Errors
    /// The window does not answer.
    pub async fn dismiss_import(&self) -> Result<()> {
        if self.has("import-close").await? {
            self.click("import-close").await?;
        }
        Ok(())
    }

    /// Our first address inside the tunnel, as the window shows it.
    ///
    /// # Errors
    /// It is not shown.
    pub async fn inner_address(&self) -> Result<String> {
        if !self.has("tunnel-address").await? {
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

    /// Ends the app.
    ///
    /// # Errors
    /// It does not answer.
    pub async fn close(self) -> Result<()> {
        Ok(self.client.close().await?)
    }

    async fn wait_for(&self, selector: &str) -> Result<Element> {
        let waiting = self.client.wait().at_most(PATIENCE).every(Duration::from_millis(50));
        waiting.for_element(Locator::Css(selector)).await.with_context(|| format!("{selector} does not appear"))
    }
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
