//! GNOME's settings, which most Linux desktops keep, through the library that WebKitGTK is linked with.

use gio::prelude::{SettingsExt, SettingsExtManual};

use super::{Endpoint, Settings};

/// The schema; those of its parts are below it.
const SCHEMA: &str = "org.gnome.system.proxy";

/// The settings as they are; the defaults where this desktop has none.
pub(super) fn settings() -> Settings {
    let Some(settings) = open(SCHEMA) else { return Settings::default() };
    Settings {
        manual: settings.string("mode") == "manual",
        https: endpoint("https"),
        socks: endpoint("socks"),
        except: settings.strv("ignore-hosts").iter().map(ToString::to_string).collect(),
    }
}

fn endpoint(part: &str) -> Endpoint {
    let Some(settings) = open(&format!("{SCHEMA}.{part}")) else { return Endpoint::default() };
    Endpoint { host: settings.string("host").into(), port: settings.get::<i32>("port") }
}

/// `None` if the schema is not installed: the library ends the process when such settings are opened.
fn open(schema: &str) -> Option<gio::Settings> {
    let source = gio::SettingsSchemaSource::default()?;
    source.lookup(schema, true).map(|_| gio::Settings::new(schema))
}
