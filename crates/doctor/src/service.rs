//! The helper as a service of the system.

/// How the service is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Service {
    /// No service manager could be asked: another system, or none of a kind that Adit knows.
    Unknown,
    /// There is no such service.
    NotInstalled,
    /// An administrator has made starting it impossible (`systemctl mask`).
    Blocked,
    /// It does not run.
    Off {
        /// It starts with the computer.
        enabled: bool,
    },
    /// It is on its way.
    Starting,
    /// It runs.
    Running,
    /// It was started and ended by itself.
    Failing {
        /// What the service manager says of it.
        detail: String,
    },
}

/// What is done to the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// It is started, now and with the computer from now on.
    Enable,
    /// It is ended where it runs, and started.
    Again,
}

/// How far starting is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The system asks whoever may permit it.
    Asking,
    /// The service is starting.
    Starting,
}

/// Why the service was not started.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StartError {
    /// The system's rules, or whoever was asked, refused.
    #[error("refused: {0}")]
    Refused(String),
    /// The system would have to ask somebody, and there is nothing on this desktop that could.
    #[error("nobody can be asked: {0}")]
    NobodyToAsk(String),
    /// An administrator has made starting it impossible.
    #[error("masked: {0}")]
    Blocked(String),
    /// There is no such service.
    #[error("not installed: {0}")]
    NotInstalled(String),
    /// It was started, and ended.
    #[error("{0}")]
    Ended(String),
    /// The service manager could not be asked, or failed.
    #[error("{0}")]
    System(String),
}
