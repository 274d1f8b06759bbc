//! Why an option, or a part of it, cannot be used, and the values that an option has.

use std::{fmt, str::FromStr, time::Duration};

use vpn_api::{text, values::UnusableAddress};

use crate::timing::MAX_SECONDS;

/// Longest part of a value that a remark repeats, in characters.
const SHOWN: usize = 120;

/// Why an option, or a part of it, cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// It has fewer values than it needs. OpenVPN does not recognise it.
    MissingValue,
    /// It has more values than it takes. OpenVPN does not recognise it.
    ExtraValues,
    /// A value that OpenVPN stops at.
    BadValue(String),
    /// A value that is left out. OpenVPN hands it to a script or the system and goes on, whatever they make of it.
    LeftOut(String),
    /// An address that cannot play this part.
    Unusable {
        /// The address.
        value: String,
        /// Why not.
        why: UnusableAddress,
    },
    /// A route to a name: OpenVPN takes them from profiles and looks the name up; from servers it does not by default.
    RouteByName(String),
    /// Nothing stands behind this kind of `dhcp-option`. OpenVPN hands it on as it is.
    NoValue(String),
    /// A kind of `dhcp-option` that Adit does nothing with.
    NotDone(String),
    /// It means something on another system only.
    OtherPlatform,
    /// A route for the server itself, which never goes through its own tunnel.
    ServerItself,
    /// One more of its kind than there may be.
    Full {
        /// How many there may be.
        limit: usize,
    },
}

impl Remark {
    /// It changes nothing, and nobody needs to know.
    #[must_use]
    pub fn is_harmless(&self) -> bool {
        match self {
            Self::OtherPlatform | Self::ServerItself => true,
            Self::MissingValue
            | Self::ExtraValues
            | Self::BadValue(_)
            | Self::LeftOut(_)
            | Self::Unusable { .. }
            | Self::RouteByName(_)
            | Self::NoValue(_)
            | Self::NotDone(_)
            | Self::Full { .. } => false,
        }
    }

    /// The beginning of a value, as a remark repeats it.
    pub(super) fn shown(value: &str) -> String {
        text::plain(value).chars().take(SHOWN).collect()
    }

    pub(super) fn bad(value: &str) -> Self {
        Self::BadValue(Self::shown(value))
    }

    pub(super) fn left_out(value: &str) -> Self {
        Self::LeftOut(Self::shown(value))
    }

    pub(super) fn unusable(value: &str, why: UnusableAddress) -> Self {
        Self::Unusable { value: Self::shown(value), why }
    }
}

impl fmt::Display for Remark {
    /// For logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingValue => f.write_str("a value is missing"),
            Self::ExtraValues => f.write_str("it has more values than it takes"),
            Self::BadValue(value) | Self::LeftOut(value) => write!(f, "“{value}” makes no sense"),
            Self::Unusable { value, why } => write!(f, "“{value}” is {why}"),
            Self::RouteByName(name) => write!(f, "a route to a name, “{name}”"),
            Self::NoValue(kind) => write!(f, "“{kind}” has no value"),
            Self::NotDone(kind) => write!(f, "“{kind}” is not supported"),
            Self::OtherPlatform => f.write_str("it is for other systems"),
            Self::ServerItself => f.write_str("the server is never reached through its own tunnel"),
            Self::Full { limit } => write!(f, "there are more than {limit}"),
        }
    }
}

/// The words behind an option's name.
#[derive(Clone, Copy)]
pub(super) struct Values<'a>(pub(super) &'a [&'a str]);

impl<'a> Values<'a> {
    pub(super) fn count(self, least: usize, most: usize) -> Result<(), Remark> {
        match self.0.len() {
            count if count < least => Err(Remark::MissingValue),
            count if count > most => Err(Remark::ExtraValues),
            _ => Ok(()),
        }
    }

    pub(super) fn get(self, index: usize) -> Option<&'a str> {
        self.0.get(index).copied()
    }

    /// The value at `index`, unless it is the word `default`, which stands for what would be without it.
    pub(super) fn given(self, index: usize) -> Option<&'a str> {
        self.get(index).filter(|value| *value != "default")
    }

    pub(super) fn need(self, index: usize) -> Result<&'a str, Remark> {
        self.get(index).ok_or(Remark::MissingValue)
    }

    pub(super) fn from(self, index: usize) -> &'a [&'a str] {
        self.0.get(index..).unwrap_or_default()
    }

    pub(super) fn number<N: FromStr>(self, index: usize) -> Result<N, Remark> {
        let text = self.need(index)?;
        text.parse().map_err(|_| Remark::bad(text))
    }

    /// Seconds, at most ten years.
    pub(super) fn seconds(self, index: usize) -> Result<Duration, Remark> {
        let seconds = self.number::<u64>(index)?;
        if seconds > MAX_SECONDS { Err(Remark::bad(&seconds.to_string())) } else { Ok(Duration::from_secs(seconds)) }
    }
}
