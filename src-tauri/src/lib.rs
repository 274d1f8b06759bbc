//! Adit's window and tray, over the person's profiles and the helper.
//!
//! ```text
//!  window ── commands ─┐                               ┌─► connection ── helper
//!  tray ───────────────┼─► controller ── messages ─────┼─► vault ── keychain
//!  second start, files ┘        │                      └─► profiles ── disk
//!                               └─► shell ── window (one View), tray, notifications
//! ```
//!
//! The [`controller`] owns all state and never waits. Secrets stay on this side: the window gets words and pictures.

mod arguments;
mod bindings;
mod commands;
mod controller;
mod core_dumps;
mod diagnostics;
mod helper_connection;
mod helper_service;
mod history;
mod import;
mod kept_file;
mod licences;
mod loopback;
mod ports;
mod restore;
mod settings_watch;
mod shell;
mod strings;
mod system_proxy;
mod tray;
mod updates;
mod view;

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::Context;
use clap::Parser;
use tauri::{
    App, DragDropEvent, Manager, RunEvent, Url, WebviewWindowBuilder, Window, WindowEvent, webview::NewWindowResponse,
};
use tauri_specta::Event;
use tracing_subscriber::EnvFilter;

use arguments::Arguments;
use controller::{Controller, Dependencies, Handle, Message, Overlaps};
use helper_connection::HelperConnection;
use helper_service::SystemService;
use history::History;
use import::{Fetcher, Source};
use ports::Shell;
use preferences::{Language, PreferencesFile};
use profile_api::Formats;
use profiles::{DesktopKeychain, Vault};
use restore::Restore;
use shell::{Desktop, WindowPlace};
use updates::Channel;
use view::DragView;

/// If the window has not asked for what it shows by then, it is shown as it is.
const DRAW_PATIENCE: Duration = Duration::from_secs(3);

/// What the program is composed of, and what a test may replace.
#[derive(Debug)]
pub struct Composition {
    /// The formats of the profiles that it reads.
    pub formats: Formats,
}

/// Runs Adit until it quits.
///
/// # Errors
/// There is no display, or no folder for data.
pub fn run(composition: Composition) -> anyhow::Result<()> {
    let mut filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    // What fetches profiles would tell where from, and such an address is a secret.
    for quiet in ["reqwest=off", "hyper=off", "hyper_util=off", "rustls=off"] {
        filter = filter.add_directive(quiet.parse().context("a log filter")?);
    }
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let arguments = Arguments::parse();
    core_dumps::switch_off();
    let (controller, messages) = Handle::channel();
    let (second, formats) = (controller.clone(), composition.formats.clone());
    let bindings = bindings::bindings();
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(move |_, arguments, folder| {
            second_start(&second, &formats, &arguments, Path::new(&folder));
        }))
        .plugin(tauri_plugin_dialog::init())
        .manage(controller.clone())
        .manage(composition.formats.clone())
        .invoke_handler(bindings.invoke_handler())
        .on_window_event(window_event)
        .setup(move |app| {
            bindings.mount_events(app);
            Ok(set_up(app, arguments, composition, controller, messages)?)
        })
        .build(tauri::generate_context!())
        .context("the window could not be made")?;
    app.run(|_, event| {
        if let RunEvent::ExitRequested { api, code: None, .. } = event {
            // The last window is gone; the tray stays.
            api.prevent_exit();
        }
    });
    Ok(())
}

fn set_up(
    app: &mut App,
    arguments: Arguments,
    composition: Composition,
    controller: Handle,
    messages: tokio::sync::mpsc::UnboundedReceiver<Message>,
) -> anyhow::Result<()> {
    let folder = profiles::default_folder().context("there is no folder for data")?;
    let socket = arguments.socket.clone().unwrap_or_else(vpn_ipc::default_socket);
    let preferences = PreferencesFile::at(preferences::default_path().context("there is no folder for settings")?);
    // Before anything is said.
    strings::choose(preferences.read().preferences.language.as_ref().map(Language::tag));
    make_window(app, WindowPlace::open(folder.with_file_name("window.json")))?;
    let handle = app.handle().clone();
    let (store, damage) = profiles::Store::open(&folder);
    for damage in &damage {
        tracing::warn!(path = %damage.path.display(), cause = %damage.cause, "a stored profile cannot be read");
    }
    let restore = Restore::open(folder.with_file_name("restore.json"), restore::boot());
    let history = History::open(folder.with_file_name("traffic.json"), strings::local_day);
    let overlaps = Overlaps::open(folder.with_file_name("overlaps.json"));
    let hidden = arguments.hidden;
    // Everything that follows spawns tasks.
    tauri::async_runtime::block_on(async move {
        let shell: Arc<dyn Shell> = Arc::new(Desktop::start(handle, &controller, hidden));
        let service = Arc::new(SystemService { socket: socket.clone() });
        let helper = Arc::new(HelperConnection::start(socket, controller.clone()));
        let vault = Vault::new(DesktopKeychain::default());
        let fetcher = Fetcher::default();
        let formats = composition.formats;
        let channel = Channel::open(Path::new(updates::CHANNEL), &formats);
        let sources = arguments.sources(&std::env::current_dir().unwrap_or_default(), &formats);
        let shown = Arc::clone(&shell);
        let dependencies = Dependencies {
            store,
            damage,
            preferences,
            restore,
            history,
            overlaps,
            vault,
            helper,
            service,
            shell: shown,
            fetcher,
            formats,
            channel,
        };
        tokio::spawn(Controller::new(dependencies, controller.clone()).run(messages));
        if !sources.is_empty() {
            controller.send(Message::Import(sources, None));
        }
        tokio::spawn(async move {
            tokio::time::sleep(DRAW_PATIENCE).await;
            shell.window_has_view();
        });
    });
    Ok(())
}

fn make_window(app: &App, place: WindowPlace) -> anyhow::Result<()> {
    let config = app.config().app.windows.first().context("tauri.conf.json describes no window")?;
    let builder = WebviewWindowBuilder::from_config(app.handle(), config)?
        // The window's first picture is in the right language; afterwards the view tells it.
        .initialization_script(format!("window.aditLanguage = {:?};", strings::language_tag()))
        .on_navigation(is_own)
        .on_new_window(|_, _| NewWindowResponse::Deny);
    let window = place.apply(builder).build().context("the window could not be made")?;
    place.put(&window);
    app.manage(place);
    Ok(())
}

/// The window shows Adit's own files and nothing else.
fn is_own(url: &Url) -> bool {
    let own = url.scheme() == "tauri" && url.host_str() == Some("localhost");
    let development = cfg!(not(feature = "custom-protocol"))
        && (url.scheme(), url.host_str(), url.port()) == ("http", Some("localhost"), Some(5173));
    own || development
}

fn second_start(controller: &Handle, formats: &Formats, arguments: &[String], folder: &Path) {
    let arguments = Arguments::of_second(arguments);
    // The desktop begins Adit with the session, where it may run already.
    if !arguments.as_ref().is_some_and(|arguments| arguments.hidden) {
        controller.send(Message::Open);
    }
    let sources = arguments.map(|arguments| arguments.sources(folder, formats)).unwrap_or_default();
    if !sources.is_empty() {
        controller.send(Message::Import(sources, None));
    }
}

fn window_event(window: &Window, event: &WindowEvent) {
    let controller = window.state::<Handle>();
    // Whoever goes elsewhere has put the window where it belongs; it may be ended before it is closed.
    if matches!(event, WindowEvent::CloseRequested { .. } | WindowEvent::Focused(false)) {
        window.state::<WindowPlace>().keep(window);
    }
    if let WindowEvent::CloseRequested { api, .. } = event {
        api.prevent_close();
        controller.send(Message::Close);
    } else if let WindowEvent::DragDrop(event) = event {
        let over = matches!(event, DragDropEvent::Enter { .. } | DragDropEvent::Over { .. });
        if !matches!(event, DragDropEvent::Over { .. }) {
            let _gone = DragView { over }.emit(window);
        }
        if let DragDropEvent::Drop { paths, .. } = event
            && !paths.is_empty()
        {
            controller.send(Message::Import(paths.iter().cloned().map(Source::Path).collect(), None));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_goes_nowhere_else() {
        assert!(is_own(&Url::parse("tauri://localhost/index.html").unwrap()));
        for other in [
            "https://example.com",
            "tauri://example.com/",
            "file:///etc/passwd",
            "data:text/html,x",
            "http://localhost:5173/",
        ] {
            assert!(!is_own(&Url::parse(other).unwrap()), "{other}");
        }
    }

    #[test]
    fn the_window_may_only_listen_to_events_and_loads_nothing_from_elsewhere() {
        let capability: serde_json::Value = serde_json::from_str(include_str!("../capabilities/main.json")).unwrap();
        let allowed = serde_json::json!(["core:event:allow-listen", "core:event:allow-unlisten"]);
        assert_eq!(capability["permissions"], allowed);
        assert_eq!(capability["windows"], serde_json::json!(["main"]));
        assert!(capability.get("remote").is_none());
        let config: serde_json::Value = serde_json::from_str(include_str!("../tauri.conf.json")).unwrap();
        assert_eq!(config["app"]["withGlobalTauri"], false);
        let policy = &config["app"]["security"]["csp"];
        for source in policy.as_object().unwrap().values().filter_map(|value| value.as_str()) {
            assert!(!source.contains("https:") && !source.contains('*') && !source.contains("unsafe-eval"), "{source}");
        }
        assert_eq!(policy["default-src"], "'self'");
        assert_eq!(policy["script-src"], "'self'");
    }
}
