//! The desktop, as the controller sees it: a window, notifications, a browser. The only module that names `notify-rust`.

mod desktop;
mod notifier;

pub(crate) use desktop::Desktop;

use crate::{
    controller::notices::{Attention, Notice},
    view::{ImportSheetView, LogLineView, TrafficView, View},
};

/// What the controller does to the desktop. Nothing here waits.
pub(crate) trait Shell: Send + Sync {
    /// Shows this in the window and the tray.
    fn show_view(&self, view: &View);
    /// Shows counters.
    fn show_traffic(&self, traffic: &TrafficView);
    /// Shows log lines.
    fn show_log(&self, lines: Vec<LogLineView>);
    /// Shows the import sheet, on which something came that the window did not ask for.
    fn show_sheet(&self, sheet: ImportSheetView);
    /// Asks whether to quit, as these profiles are connected.
    fn ask_quit(&self, profiles: Vec<String>);
    /// Tells the user by a notification that replaces the one before.
    fn notify(&self, notice: Notice);
    /// Takes back the notification of a question that is answered.
    fn withdraw_question(&self);
    /// The window has something to draw: it may be seen.
    fn window_has_view(&self);
    /// Shows the window, in front.
    fn focus_window(&self);
    /// Hides the window.
    fn hide_window(&self);
    /// What the user sees of Adit.
    fn attention(&self) -> Attention;
    /// Whether there is a tray from which a hidden window can be opened.
    fn has_tray(&self) -> bool;
    /// Opens an address, held to be safe by the caller, in the browser.
    ///
    /// # Errors
    /// There is no browser, or it does not start.
    fn open_url(&self, url: &str) -> std::io::Result<()>;
    /// Ends Adit.
    fn leave(&self);
}
