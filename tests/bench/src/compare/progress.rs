//! Lines for who watches.

use std::{io::Write, time::Instant};

/// Says what is measured, as it happens.
pub struct Progress {
    to: Box<dyn Write>,
    started: Instant,
    done: usize,
    all: usize,
}

impl Progress {
    /// Says it there.
    #[must_use]
    pub fn new(to: Box<dyn Write>) -> Self {
        Self { to, started: Instant::now(), done: 0, all: 0 }
    }

    /// What comes, and in how many steps.
    pub(super) fn begin(&mut self, what: &str, steps: usize) {
        (self.done, self.all) = (0, steps);
        self.heading(what);
    }

    pub(super) fn heading(&mut self, text: &str) {
        self.line(&format!("\n{text}"));
    }

    /// A step is done.
    pub(super) fn step(&mut self, who: &str, what: &str, found: &str) {
        self.done += 1;
        let seconds = self.started.elapsed().as_secs();
        let (done, all) = (self.done, self.all);
        self.line(&format!(
            "  {:>2}:{:02} {done:>3}/{all:<3} {what:<42} {who:<29} {found}",
            seconds / 60,
            seconds % 60
        ));
    }

    fn line(&mut self, text: &str) {
        // Whoever stopped watching is not missed.
        let _ = writeln!(self.to, "{text}").and_then(|()| self.to.flush());
    }
}
