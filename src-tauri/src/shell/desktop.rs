//! The real desktop: Tauri's window, the tray, notifications, the browser.

use std::{
    io,
    sync::atomic::{AtomicBool, Ordering},
};

use serde::Serialize;
use tauri::{AppHandle, Manager, WebviewWindow};
use tauri_specta::Event;

use super::{autostart, notifier::Notifier};
use crate::{
    controller::Handle,
    ports::{Attention, Notice, Shell},
    tray::Tray,
    view::{AskQuitView, ImportSheetView, LogLineView, LogLines, TrafficView, View},
};

/// The window's label.
pub(crate) const WINDOW: &str = "main";

/// The desktop.
pub(crate) struct Desktop {
    app: AppHandle,
    notifier: Notifier,
    tray: Tray,
    /// Adit was started into the tray: the window shows itself only when it is asked for.
    start_hidden: AtomicBool,
}

impl Desktop {
    /// Begins to show the tray and notifications.
    pub(crate) fn start(app: AppHandle, controller: &Handle, hidden: bool) -> Self {
        let notifier = Notifier::start(controller.clone());
        let tray = Tray::start(controller.clone());
        Self { app, notifier, tray, start_hidden: AtomicBool::new(hidden) }
    }

    fn window(&self) -> Option<WebviewWindow> {
        self.app.get_webview_window(WINDOW)
    }

    fn emit<E: Event + Serialize + Clone>(&self, event: &E) {
        if let Err(error) = event.emit_to(&self.app, WINDOW) {
            tracing::warn!(%error, event = E::NAME, "an event did not reach the window");
        }
    }
}

impl Shell for Desktop {
    fn show_view(&self, view: &View) {
        self.tray.show(view);
        self.emit(view);
    }

    fn show_traffic(&self, traffic: &TrafficView) {
        self.emit(traffic);
    }

    fn show_log(&self, lines: Vec<LogLineView>) {
        if !lines.is_empty() {
            self.emit(&LogLines(lines));
        }
    }

    fn show_sheet(&self, sheet: ImportSheetView) {
        self.emit(&sheet);
    }

    fn ask_quit(&self, profiles: Vec<String>) {
        self.emit(&AskQuitView { profiles });
    }

    fn notify(&self, notice: Notice) {
        self.notifier.show(notice);
    }

    fn withdraw_question(&self) {
        self.notifier.withdraw_question();
    }

    fn window_has_view(&self) {
        if !self.start_hidden.load(Ordering::SeqCst)
            && let Some(window) = self.window()
            && !window.is_visible().unwrap_or(false)
        {
            self.focus_window();
        }
    }

    fn focus_window(&self) {
        self.start_hidden.store(false, Ordering::SeqCst);
        // The window asks by itself.
        self.notifier.withdraw_question();
        let Some(window) = self.window() else { return };
        let shown = window.show().and_then(|()| window.unminimize()).and_then(|()| window.set_focus());
        if let Err(error) = shown {
            tracing::warn!(%error, "the window could not be shown");
        }
    }

    fn hide_window(&self) {
        self.start_hidden.store(true, Ordering::SeqCst);
        if let Some(window) = self.window()
            && let Err(error) = window.hide()
        {
            tracing::warn!(%error, "the window could not be hidden");
        }
    }

    fn attention(&self) -> Attention {
        let Some(window) = self.window() else { return Attention::Hidden };
        let visible = window.is_visible().unwrap_or(false) && !window.is_minimized().unwrap_or(false);
        match (visible, window.is_focused().unwrap_or(false)) {
            (false, _) => Attention::Hidden,
            (true, false) => Attention::Visible,
            (true, true) => Attention::Focused,
        }
    }

    fn has_tray(&self) -> bool {
        self.tray.is_seen()
    }

    fn open_url(&self, url: &str) -> io::Result<()> {
        open::that_detached(url)
    }

    fn begin_with_session(&self, on: bool) {
        if let Err(error) = autostart::set(on) {
            tracing::warn!(%error, on, "whether Adit begins with the session could not be set");
        }
    }

    fn leave(&self) {
        self.app.exit(0);
    }
}
