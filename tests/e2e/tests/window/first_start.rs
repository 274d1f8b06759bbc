//! A helper that is not enabled, in the real window: a service manager that says what it is told stands in for systemd, on the
//! desktop's own bus. Whole systems with the real one are `make pictures`.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::{Context, Result, ensure};
use e2e::{Testbed, Window};
use futures_util::StreamExt;
use lab::{Desktop, DesktopOptions};
use zbus::{Connection, Message, MessageStream, ObjectPath, Variant, message::Flags};

use crate::SOON;

const NAME: &str = "org.freedesktop.systemd1";
/// The object of every unit.
const UNIT: &str = "/org/freedesktop/systemd1/unit";

/// How its units are, and what it was asked.
#[derive(Debug, Default)]
struct Units {
    load: &'static str,
    active: &'static str,
    sub: &'static str,
    file: &'static str,
    /// Nobody may change anything.
    refuses: bool,
    /// Methods that change something, with the caller's word that it waits for a permission.
    asked: Vec<(String, bool)>,
}

#[derive(Clone)]
struct Systemd(Arc<Mutex<Units>>);

impl Systemd {
    /// Takes systemd's name on this bus.
    async fn start(address: &str) -> Result<Self> {
        let connection = zbus::connection::Builder::address(address).build().await?;
        connection.request_name(NAME).await?;
        let off = Units { load: "loaded", active: "inactive", sub: "dead", file: "disabled", ..Units::default() };
        let this = Self(Arc::new(Mutex::new(off)));
        let (units, mut messages) = (this.clone(), MessageStream::from(&connection));
        tokio::spawn(async move {
            while let Some(Ok(message)) = messages.next().await {
                // Others on this bus are not answered.
                let _ = units.answer(&connection, &message).await;
            }
        });
        Ok(this)
    }

    fn with<T>(&self, change: impl FnOnce(&mut Units) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    async fn answer(&self, connection: &Connection, call: &Message) -> Result<()> {
        let header = call.header();
        let method = header.member().context("a method")?.to_string();
        match method.as_str() {
            "LoadUnit" => connection.reply(&header, &ObjectPath::try_from(UNIT)?).await?,
            "GetAll" => {
                let properties: HashMap<&str, Variant<'_>> = self.with(|units| {
                    HashMap::from([
                        ("LoadState", units.load.into()),
                        ("ActiveState", units.active.into()),
                        ("SubState", units.sub.into()),
                        ("UnitFileState", units.file.into()),
                    ])
                });
                connection.reply(&header, &properties).await?;
            }
            "EnableUnitFiles" | "Reload" | "StartUnit" | "RestartUnit" => {
                let waits = header.primary().flags().contains(Flags::ALLOW_INTERACTIVE_AUTH);
                let refuses = self.with(|units| {
                    units.asked.push((method.clone(), waits));
                    units.refuses
                });
                if refuses {
                    let name = "org.freedesktop.DBus.Error.AccessDenied";
                    connection.reply_error(&header, name, &"Permission denied").await?;
                } else if method == "EnableUnitFiles" {
                    self.with(|units| units.file = "enabled");
                    connection.reply(&header, &(true, Vec::<(&str, &str, &str)>::new())).await?;
                } else if method == "Reload" {
                    connection.reply(&header, &()).await?;
                } else {
                    connection.reply(&header, &ObjectPath::try_from("/org/freedesktop/systemd1/job/1")?).await?;
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// A desktop whose services are that systemd's; the helper does not run.
async fn without_helper() -> Result<(Testbed, Desktop, Systemd, Window)> {
    let mut testbed = Testbed::new()?;
    testbed.helper.process().kill();
    let desktop = Desktop::start(DesktopOptions::default())?;
    let bus = format!("unix:path={}", desktop.home().join("run/bus").display());
    let systemd = Systemd::start(&bus).await?;
    let environment = [("DBUS_SYSTEM_BUS_ADDRESS", bus.as_str())];
    let window = Window::open_with(&desktop, testbed.helper.socket(), &[], &environment).await?;
    Ok((testbed, desktop, systemd, window))
}

#[tokio::test]
async fn ok_enables_the_helper_with_the_progress_in_place() -> Result<()> {
    let (mut testbed, _desktop, systemd, window) = without_helper().await?;
    window.wait_for_text("first-start", SOON, |text| text.contains("Do you want to enable this?")).await?;
    ensure!(window.focused().await? == "setup-accept", "OK has not the focus");
    let found = window.accessibility().await?;
    ensure!(found.is_empty(), "{found}");

    systemd.with(|units| units.refuses = true);
    window.click("setup-accept").await?;
    window.wait_for_text("setup-trouble", SOON, |text| text.contains("You may not start")).await?;

    systemd.with(|units| (units.refuses, units.asked) = (false, Vec::new()));
    window.click("setup-accept").await?;
    window.wait_for_text("setup-progress", SOON, |text| text.contains("Starting the helper")).await?;
    systemd.with(|units| (units.active, units.sub) = ("active", "running"));
    testbed.helper.restart(&testbed.client)?;
    window.find("empty-state").await?;
    window.wait_until_gone("first-start").await?;
    let asked = systemd.with(|units| units.asked.clone());
    let expected = ["EnableUnitFiles", "Reload", "StartUnit"].map(|method| (method.to_owned(), true));
    ensure!(asked == expected, "{asked:?}");
    window.close().await
}

#[tokio::test]
async fn dont_allow_leaves_the_rest_and_a_way_back() -> Result<()> {
    let (mut testbed, desktop, systemd, window) = without_helper().await?;
    window.click("setup-decline").await?;
    window.find("empty-state").await?;
    window.wait_for_text("helper-banner", SOON, |text| text.contains("is not enabled")).await?;
    ensure!(systemd.with(|units| units.asked.is_empty()), "something was changed");
    window.close().await?;

    // It is not asked again, and each state has its own words and button.
    let bus = format!("unix:path={}", desktop.home().join("run/bus").display());
    let environment = [("DBUS_SYSTEM_BUS_ADDRESS", bus.as_str())];
    let window = Window::open_with(&desktop, testbed.helper.socket(), &[], &environment).await?;
    window.wait_for_text("helper-banner", SOON, |text| text.contains("is not enabled")).await?;
    ensure!(!window.has("first-start").await?, "it is asked again");
    for (load, active, sub, file, words, way) in [
        ("loaded", "inactive", "dead", "enabled", "was stopped", "start"),
        ("loaded", "activating", "auto-restart", "enabled", "ended by itself", "start-again"),
        ("masked", "inactive", "dead", "masked", "has blocked", "look"),
        ("loaded", "active", "running", "enabled", "does not answer", "start-again"),
        ("not-found", "inactive", "dead", "", "is not installed", "look"),
    ] {
        systemd.with(|units| (units.load, units.active, units.sub, units.file) = (load, active, sub, file));
        window.wait_for_text("helper-banner", SOON, |text| text.contains(words)).await?;
        ensure!(window.attribute("helper-way", "data-way").await? == way, "{words}");
    }
    window.click("helper-doctor").await?;
    window.wait_for_text("doctor-page", SOON, |text| text.contains("This system has no service")).await?;
    let found = window.accessibility().await?;
    ensure!(found.is_empty(), "{found}");
    testbed.helper.restart(&testbed.client)?;
    window.click("doctor-back").await?;
    window.wait_until_gone("helper-banner").await?;
    window.close().await
}
