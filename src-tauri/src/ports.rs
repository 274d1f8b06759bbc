//! What the controller needs of the world outside, as traits and values: the desktop and the helper implement them, tests
//! replace them.

use std::pin::Pin;

use doctor::{Finding, Phase, Service, Start, StartError};
use vpn_api::contract::{ConnectionSnapshot, Event, Request, Response};
use vpn_api::{Failure, PolicyView};

use crate::view::{ImportSheetView, LogLineView, TrafficView, View};

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
    /// Adit begins with the desktop's session, into the tray; or does not.
    fn begin_with_session(&self, on: bool);
    /// Ends Adit.
    fn leave(&self);
}

/// What the user sees of Adit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Attention {
    /// The window is in use.
    Focused,
    /// The window is there and another one is in use.
    Visible,
    /// Only the tray.
    Hidden,
}

/// What a notification says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    /// Its first line.
    pub(crate) title: String,
    /// The rest. May be empty.
    pub(crate) body: String,
    /// How it stays.
    pub(crate) kind: NoticeKind,
}

/// How a notification stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoticeKind {
    /// It goes by itself.
    News,
    /// It stays until it is seen.
    Trouble,
    /// It stays until it is seen, or the question is answered.
    Question,
}

/// The helper, as the controller sees it.
pub(crate) trait HelperPort: Send + Sync {
    /// Asks the helper.
    fn request(&self, request: Request) -> PendingResponse;
    /// Looks for the helper at once, if it is not there.
    fn retry_now(&self);
}

/// The helper as a service of the system, and the computer that it works with.
pub(crate) trait ServicePort: Send + Sync {
    /// How the service is.
    fn look(&self) -> Pending<Service>;
    /// Starts it; `told` hears how far that is.
    fn start(&self, start: Start, told: Box<dyn Fn(Phase) + Send>) -> Pending<Result<(), StartError>>;
    /// Looks at everything that Adit needs.
    fn examine(&self) -> Pending<Vec<Finding>>;
}

/// What comes later.
pub(crate) type Pending<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// A request on its way.
pub(crate) type PendingResponse = Pending<Result<Response, Failure>>;

/// What the connection to the helper tells.
#[derive(Debug)]
pub(crate) enum HelperEvent {
    /// The helper is there. All its connections.
    Up(Vec<ConnectionSnapshot>),
    /// What the organisation has settled; none: nothing.
    Policy(Option<Box<PolicyView>>),
    /// It told something.
    Event(Event),
    /// It is not there.
    Down(Failure),
}
