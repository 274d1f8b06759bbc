//! The desktop: a window, notifications, a browser. The only module that names `notify-rust`.

mod desktop;
mod notifier;

pub(crate) use desktop::Desktop;
