//! Where the window was and how large, kept for the next start. A place that no screen shows any more is forgotten.

use std::{
    path::{Path, PathBuf},
    sync::Mutex,
};

use serde::{Deserialize, Serialize};
use tauri::{LogicalSize, Manager, Monitor, Runtime, WebviewWindow, WebviewWindowBuilder, Window};

use crate::kept_file;

/// A file that is larger is not ours.
const MAX_FILE: u64 = 4096;
/// Width of the window at first, in the size of the user's text (tauri.conf.json: 420 pixels at 16).
const FIRST_WIDTH: f64 = 26.25;
/// A desktop whose text is larger than this makes the first window larger as well.
const LARGER: f64 = 1.05;
/// How much of the window has to be on a screen for the user to reach it, in pixels.
const REACHABLE: i64 = 80;

/// A place: logical size, physical position, as the desktop counts them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    width: f64,
    height: f64,
    x: i32,
    y: i32,
    maximised: bool,
}

impl Place {
    fn is_sane(&self) -> bool {
        let side = |side: f64| (100.0..=20_000.0).contains(&side);
        side(self.width) && side(self.height)
    }
}

/// A rectangle of a screen in physical pixels: left, top, width, height.
type Area = (i64, i64, i64, i64);

/// Keeps the window's place in a file.
#[derive(Debug)]
pub(crate) struct WindowPlace {
    path: PathBuf,
    kept: Mutex<Option<Place>>,
}

impl WindowPlace {
    /// Reads what was kept. A file that cannot be read counts as none.
    pub(crate) fn open(path: PathBuf) -> Self {
        let kept = Mutex::new(read(&path));
        Self { path, kept }
    }

    fn kept(&self) -> Option<Place> {
        *self.kept.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The window as it was the last time, as far as the screens of today show it.
    pub(crate) fn apply<'a, R: Runtime, M: Manager<R>>(
        &self,
        builder: WebviewWindowBuilder<'a, R, M>,
    ) -> WebviewWindowBuilder<'a, R, M> {
        let Some(place) = self.kept() else { return builder };
        builder.inner_size(place.width, place.height).maximized(place.maximised)
    }

    /// Moves the new window where it was. Which screens there are is known once there is a window.
    pub(crate) fn put<R: Runtime>(&self, window: &WebviewWindow<R>) {
        let Some(place) = self.kept() else { return };
        let screens: Vec<Area> = window.available_monitors().unwrap_or_default().iter().map(area).collect();
        if is_reachable(&place, &screens)
            && let Err(error) = window.set_position(tauri::PhysicalPosition::new(place.x, place.y))
        {
            tracing::debug!(%error, "the window could not be put where it was");
        }
    }

    /// The window draws `rems` of the user's text size in its width: where nobody chose a size yet, and the text is larger than
    /// the window was made for, the window grows with it.
    pub(crate) fn fit<R: Runtime>(&self, window: &WebviewWindow<R>, rems: f64) {
        let factor = FIRST_WIDTH / rems;
        if self.kept().is_some() || !(LARGER..=4.0).contains(&factor) {
            return;
        }
        let (Ok(size), Ok(scale)) = (window.inner_size(), window.scale_factor()) else { return };
        let size = size.to_logical::<f64>(scale);
        let screen = window.current_monitor().ok().flatten();
        let most = screen.map(|screen| screen.size().to_logical::<f64>(screen.scale_factor()));
        let limit = |wanted: f64, most: Option<f64>| most.map_or(wanted, |most| wanted.min(most * 0.9));
        let wanted = LogicalSize::new(
            limit(size.width * factor, most.map(|most| most.width)),
            limit(size.height * factor, most.map(|most| most.height)),
        );
        if let Err(error) = window.set_size(wanted) {
            tracing::debug!(%error, "the window could not be made larger");
        }
    }

    /// Keeps how the window is.
    pub(crate) fn keep<R: Runtime>(&self, window: &Window<R>) {
        let Some(now) = self.measure(window) else { return };
        let mut kept = self.kept.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if *kept == Some(now) {
            return;
        }
        match kept_file::write(&self.path, &now) {
            Ok(()) => *kept = Some(now),
            Err(error) => tracing::warn!(%error, "the place of the window could not be written"),
        }
    }

    /// How the window is; `None` while it is minimised or cannot be measured. Maximised, it keeps the size that it goes back to.
    fn measure<R: Runtime>(&self, window: &Window<R>) -> Option<Place> {
        if window.is_minimized().ok()? || !window.is_visible().ok()? {
            return None;
        }
        let maximised = window.is_maximized().ok()?;
        let size = window.inner_size().ok()?.to_logical::<f64>(window.scale_factor().ok()?);
        let position = window.outer_position().ok()?;
        let now = Place { width: size.width, height: size.height, x: position.x, y: position.y, maximised };
        let place = match self.kept() {
            Some(before) if maximised => Place { maximised, ..before },
            Some(_) | None => now,
        };
        place.is_sane().then_some(place)
    }
}

fn read(path: &Path) -> Option<Place> {
    kept_file::read(path, MAX_FILE).filter(Place::is_sane)
}

fn area(screen: &Monitor) -> Area {
    let (position, size) = (screen.position(), screen.size());
    (position.x.into(), position.y.into(), size.width.into(), size.height.into())
}

/// Whether the upper edge of the window, by which it is moved, is on a screen.
fn is_reachable(place: &Place, screens: &[Area]) -> bool {
    let (x, y) = (i64::from(place.x), i64::from(place.y));
    let end = x + place.width as i64;
    screens.iter().any(|(left, top, width, height)| {
        end >= left + REACHABLE && x <= left + width - REACHABLE && y >= *top && y <= top + height - REACHABLE
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place = Place { width: 420.0, height: 640.0, x: 100, y: 50, maximised: false };

    #[test]
    fn a_place_that_no_screen_shows_is_not_taken() {
        let screens = [(0, 0, 1920, 1080), (1920, 0, 1280, 720)];
        assert!(is_reachable(&PLACE, &screens));
        assert!(is_reachable(&Place { x: 2000, ..PLACE }, &screens));
        for (x, y) in [(4000, 50), (-500, 50), (100, -40), (100, 2000), (2000, 700)] {
            assert!(!is_reachable(&Place { x, y, ..PLACE }, &screens), "{x} {y}");
        }
        assert!(!is_reachable(&PLACE, &[]));
    }

    #[test]
    fn what_was_kept_is_read_and_what_is_no_place_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("window.json");
        assert_eq!(read(&path), None);
        std::fs::write(&path, serde_json::to_vec(&PLACE).unwrap()).unwrap();
        assert_eq!(WindowPlace::open(path.clone()).kept(), Some(PLACE));
        for damaged in ["", "{", r#"{"width":1e300,"height":640,"x":0,"y":0,"maximised":false}"#, "[1,2]"] {
            std::fs::write(&path, damaged).unwrap();
            assert_eq!(read(&path), None, "{damaged}");
        }
    }
}
