//! What can go wrong while the machine's network is changed. Every error crosses a process border whole: it names what was
//! being done by an id, with arguments, and what the system said by its kind and number.

use std::{fmt, io, net::IpAddr, path::PathBuf};

use serde::{Deserialize, Serialize};
use vpn_api::{NetworkStep, Owner};

/// Longest text of an error that has no number, in bytes.
const MAX_MESSAGE: usize = 256;

/// What the operating system said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OsError {
    /// The system's own number.
    pub code: Option<i32>,
    /// What it said, where it gave no number.
    pub message: String,
}

impl OsError {
    /// What kind of refusal it is, where it has a number.
    #[must_use]
    pub fn kind(&self) -> io::ErrorKind {
        self.code.map_or(io::ErrorKind::Other, |code| io::Error::from_raw_os_error(code).kind())
    }
}

impl From<io::Error> for OsError {
    fn from(error: io::Error) -> Self {
        let code = error.raw_os_error();
        let message = if code.is_some() { String::new() } else { bounded(&error.to_string()) };
        Self { code, message }
    }
}

fn bounded(text: &str) -> String {
    let fits = |(at, character): &(usize, char)| at + character.len_utf8() <= MAX_MESSAGE;
    text.char_indices().take_while(fits).map(|(_, character)| character).collect()
}

impl fmt::Display for OsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Some(code) => io::Error::from_raw_os_error(code).fmt(f),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for OsError {}

/// One change of the machine's network, as far as somebody who does not make it needs to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Which part of the network.
    pub step: NetworkStep,
    /// Of what: an interface, a network, an address. Empty where there is only one.
    pub subject: String,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.subject.is_empty() { self.step.fmt(f) } else { write!(f, "{} ({})", self.step, self.subject) }
    }
}

/// Why the machine's network could not be made as planned, or not be undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum NetError {
    /// The operating system refused one change.
    #[error("{change} failed")]
    Change {
        /// The change.
        change: Change,
        /// What the system said.
        #[source]
        cause: OsError,
    },
    /// The operating system refused something that is not a change of the plan.
    #[error("{step} failed")]
    System {
        /// What was being done.
        step: NetworkStep,
        /// What the system said.
        #[source]
        cause: OsError,
    },
    /// The plan names an interface that does not exist.
    #[error("there is no interface {name}")]
    NoInterface {
        /// Its name.
        name: String,
    },
    /// The plan contradicts itself or asks for something that must not be done: whoever made it is at fault. Nothing was
    /// changed.
    #[error("the plan is not usable: {0}")]
    BadPlan(BadPlan),
    /// A tunnel of another user has what the plan asks for. Nothing was changed.
    #[error("a tunnel of user {owner} has this network, its names or its addresses")]
    InUse {
        /// Whose tunnel.
        owner: Owner,
    },
    /// Everything was accepted, but reading back showed something else.
    #[error("not as planned after the change: {}", listed(missing))]
    ReadBackMismatch {
        /// What is missing, as the changes that would make it so.
        missing: Vec<Change>,
    },
    /// The operating system did not answer in time.
    #[error("{step} took too long")]
    TimedOut {
        /// What was being done.
        step: NetworkStep,
    },
    /// The journal cannot be written or read.
    #[error("the journal {} cannot be used", path.display())]
    Journal {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: OsError,
    },
    /// Some changes could not be undone. The rest was undone.
    #[error("{} change(s) could not be undone, first: {}", failures.len(), first(failures))]
    Undo {
        /// Each failure.
        failures: Vec<NetError>,
    },
    /// This operating system, or this build on it, cannot do that.
    #[error("{step} is not possible on this system")]
    Unsupported {
        /// What was to be done.
        step: NetworkStep,
    },
    /// Whoever changes the network for us is gone.
    #[error("nobody changes the network any more")]
    Gone,
}

fn first(failures: &[NetError]) -> String {
    failures.first().map(ToString::to_string).unwrap_or_default()
}

fn listed(changes: &[Change]) -> String {
    changes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// What is wrong with a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum BadPlan {
    /// The plan is for another tunnel than the configurator.
    #[error("it belongs to another tunnel")]
    OtherSlot,
    /// Routes into the tunnel or name servers without an interface.
    #[error("it needs a tunnel interface and has none")]
    NoInterface,
    /// The interface's name is empty, too long or not a name.
    #[error("the interface's name is not one")]
    InterfaceName,
    /// A DNS plan without servers.
    #[error("it has no name servers")]
    NoNameServers,
    /// A tunnel address that is this machine's already, its gateway's, or that of a server that a connection needs.
    #[error("its address {0} is in use by this machine, its gateway or a server")]
    TakenAddress(IpAddr),
    /// IPv6 addresses with an MTU that cannot carry IPv6.
    #[error("its MTU is too small for IPv6")]
    Mtu,
}

impl NetError {
    /// What the system said about something that is not a change of the plan.
    pub fn system(step: NetworkStep) -> impl Fn(io::Error) -> Self + Copy {
        move |error| {
            if error.kind() == io::ErrorKind::TimedOut {
                Self::TimedOut { step }
            } else if error.kind() == io::ErrorKind::Unsupported {
                Self::Unsupported { step }
            } else {
                Self::System { step, cause: error.into() }
            }
        }
    }

    /// A change without an entry in the journal is not made.
    pub(crate) fn unjournalled(change: Change) -> Self {
        Self::Change { change, cause: io::Error::other("it is not in the journal").into() }
    }

    /// Which part of the work failed.
    #[must_use]
    pub fn step(&self) -> NetworkStep {
        match self {
            Self::Change { change, .. } => change.step,
            Self::System { step, .. } | Self::TimedOut { step } | Self::Unsupported { step } => *step,
            Self::NoInterface { .. } => NetworkStep::Interface,
            Self::BadPlan(_) | Self::InUse { .. } => NetworkStep::Plan,
            Self::Gone => NetworkStep::Look,
            Self::ReadBackMismatch { .. } => NetworkStep::ReadBack,
            Self::Journal { .. } => NetworkStep::Journal,
            Self::Undo { failures } => failures.first().map_or(NetworkStep::Journal, Self::step),
        }
    }

    /// What the operating system said, if it was asked.
    #[must_use]
    pub fn cause(&self) -> Option<&OsError> {
        if let Self::Change { cause, .. } | Self::System { cause, .. } | Self::Journal { cause, .. } = self {
            Some(cause)
        } else if let Self::Undo { failures } = self {
            failures.first().and_then(Self::cause)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every() -> Vec<NetError> {
        let change = || Change { step: NetworkStep::Route, subject: "10.0.0.0/8".to_owned() };
        let cause = || OsError::from(io::Error::from_raw_os_error(1));
        let step = NetworkStep::Look;
        vec![
            NetError::Change { change: change(), cause: cause() },
            NetError::System { step, cause: OsError::from(io::Error::other("é".repeat(400))) },
            NetError::NoInterface { name: "adit0".to_owned() },
            NetError::BadPlan(BadPlan::Mtu),
            NetError::BadPlan(BadPlan::TakenAddress([192, 0, 2, 1].into())),
            NetError::InUse { owner: Owner::Uid(1000) },
            NetError::ReadBackMismatch { missing: vec![change(), change()] },
            NetError::TimedOut { step },
            NetError::Journal { path: "/var/lib/adit/network-0.json".into(), cause: cause() },
            NetError::Undo { failures: vec![NetError::Change { change: change(), cause: cause() }] },
            NetError::unjournalled(change()),
            NetError::Unsupported { step },
            NetError::Gone,
        ]
    }

    #[test]
    fn every_error_crosses_a_border_whole_and_reads_the_same_there() {
        for error in every() {
            let text = serde_json::to_string(&error).unwrap();
            let there: NetError = serde_json::from_str(&text).unwrap();
            assert_eq!((&there, there.to_string(), there.step()), (&error, error.to_string(), error.step()), "{text}");
            assert_eq!(there.cause(), error.cause());
        }
    }

    #[test]
    fn what_is_no_change_is_told_by_what_the_system_said() {
        let step = NetworkStep::Dns;
        let said = |kind: io::ErrorKind| NetError::system(step)(kind.into());
        assert_eq!(said(io::ErrorKind::TimedOut), NetError::TimedOut { step });
        assert_eq!(said(io::ErrorKind::Unsupported), NetError::Unsupported { step });
        let refused = NetError::system(step)(io::Error::from_raw_os_error(1));
        assert_eq!(refused.cause().map(OsError::kind), Some(io::ErrorKind::PermissionDenied));
        let undo = NetError::Undo { failures: vec![refused.clone(), NetError::Gone] };
        assert_eq!((undo.cause(), undo.step()), (refused.cause(), step));
        assert_eq!(NetError::Gone.cause(), None);
    }

    #[test]
    fn an_error_of_several_names_them() {
        let change = |subject: &str| Change { step: NetworkStep::Route, subject: subject.to_owned() };
        let missing = vec![change("10.0.0.0/8"), change("")];
        let said = NetError::ReadBackMismatch { missing }.to_string();
        assert!(said.ends_with(&format!("{} (10.0.0.0/8), {}", NetworkStep::Route, NetworkStep::Route)), "{said}");
        let failed =
            NetError::Undo { failures: vec![NetError::NoInterface { name: "adit7".to_owned() }, NetError::Gone] };
        let (said, of_it) = (failed.to_string(), NetError::NoInterface { name: "adit7".to_owned() }.to_string());
        assert!(said.starts_with('2') && said.ends_with(&of_it), "{said}");
    }

    #[test]
    fn what_the_system_said_keeps_its_number_or_a_bounded_text() {
        let refused = OsError::from(io::Error::from_raw_os_error(1));
        assert_eq!(
            (refused.kind(), refused.code, refused.message.as_str()),
            (io::ErrorKind::PermissionDenied, Some(1), "")
        );
        let long = OsError::from(io::Error::other("é".repeat(400)));
        assert_eq!((long.kind(), long.code, long.message.len()), (io::ErrorKind::Other, None, MAX_MESSAGE));
    }
}
