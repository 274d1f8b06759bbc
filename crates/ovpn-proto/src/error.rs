//! Why bytes from the other side, or bytes for it, are not usable. None of these ends a session by itself: over UDP
//! anybody can send them.

/// Bytes that are not what they should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// Bytes are missing at the end.
    #[error("the message is too short")]
    TooShort,
    /// The opcode is none that a packet may have.
    #[error("unknown opcode")]
    UnknownOpcode,
    /// A data packet where a control packet is needed.
    #[error("not a control packet")]
    NotControl,
    /// More acknowledgements than a packet may carry.
    #[error("{0} acknowledgements in one packet")]
    TooManyAcks(u8),
    /// An acknowledgement packet has bytes behind its acknowledgements.
    #[error("an acknowledgement with a payload")]
    AckWithPayload,
    /// A control packet without a message id, or an acknowledgement with one.
    #[error("message id and opcode do not fit each other")]
    MessageIdMismatch,
    /// Acknowledgements need the session id of their receiver, and nothing else does.
    #[error("acknowledgements and session id do not fit each other")]
    PeerSessionMismatch,
    /// The key-method message does not begin with `0000 0000 02`.
    #[error("not a key-method 2 message")]
    NotKeyMethod2,
    /// A string does not end with its zero byte.
    #[error("a string without its end")]
    UnterminatedString,
    /// A string is longer than its length field can say, or holds a zero byte.
    #[error("a string does not fit its field")]
    BadString,
    /// The reset's type-length-value list is broken.
    #[error("a broken list in the server's reset")]
    BadResetList,
}

/// Why a control packet could not be wrapped or unwrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WrapError {
    /// Wrongly built.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// The tag is wrong: another key, or damaged.
    #[error("the control packet is not authentic")]
    NotAuthentic,
    /// Seen before, or too old.
    #[error("the control packet was replayed")]
    Replayed,
    /// All packet ids are used up.
    #[error("the control channel's packet ids are used up")]
    Exhausted,
    /// tls-auth without a digest.
    #[error("tls-auth needs a digest")]
    NoDigest,
    /// The length at the end of the wrapped client key is not its own.
    #[error("the tls-crypt-v2 key is damaged")]
    BadWrappedKey,
    /// The cryptographic library refused.
    #[error("cryptography failed")]
    Crypto,
}

/// Data keys could not be set up: the cryptographic library refused the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the data keys could not be set up")]
pub struct KeySetupFailed;
