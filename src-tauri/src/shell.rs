//! The desktop: a window, notifications, a browser, what begins with the session. The only module that names `notify-rust`.

mod autostart;
mod desktop;
mod notifier;
mod place;

pub(crate) use desktop::Desktop;
pub(crate) use place::WindowPlace;
