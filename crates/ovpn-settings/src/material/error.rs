//! Why a key stays closed.

/// Why something under a passphrase stays closed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LockError {
    /// There is no passphrase and one is needed.
    #[error("a passphrase is needed")]
    Needed,
    /// The passphrase does not fit.
    #[error("the passphrase does not fit")]
    Wrong,
    /// It is closed in a way that Adit does not know.
    #[error("it is encrypted with {0}, which is not supported")]
    Scheme(String),
    /// Opening it would keep the machine busy for minutes or take all its memory.
    #[error("opening it would take too long")]
    TooExpensive,
    /// It is not what it claims to be.
    #[error("it is damaged")]
    Damaged,
    /// There is none.
    #[error("there is no private key in PEM form")]
    Absent,
}
