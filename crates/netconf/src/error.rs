//! What can go wrong while the machine's network is changed, and where.

use std::{fmt, io, path::PathBuf};

use vpn_api::TunnelSlot;

use crate::op::NetOp;

/// The part of the work that failed. For the log, for the user's sentence and for deciding whom to blame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Looking at the machine before anything is changed.
    Look,
    /// Writing or reading the journal.
    Journal,
    /// Firewall rules.
    Firewall,
    /// State and MTU of the tunnel interface.
    Link,
    /// Addresses of the tunnel interface.
    Address,
    /// Routes in the tunnel's table.
    Route,
    /// The policy rule that leads to the tunnel's table.
    Rule,
    /// The reverse path filter of an uplink.
    ReversePath,
    /// Name servers.
    Dns,
    /// Looking whether everything is as planned.
    ReadBack,
    /// Watching for changes.
    Watch,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Look => "looking at the network",
            Self::Journal => "the journal",
            Self::Firewall => "the firewall",
            Self::Link => "the tunnel interface",
            Self::Address => "an address",
            Self::Route => "a route",
            Self::Rule => "the policy rule",
            Self::ReversePath => "the reverse path filter",
            Self::Dns => "name servers",
            Self::ReadBack => "reading back",
            Self::Watch => "watching the network",
        })
    }
}

/// Why the machine's network could not be made as planned, or not be undone.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NetError {
    /// The operating system refused one change.
    #[error("{op} failed")]
    Op {
        /// The change.
        op: Box<NetOp>,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The operating system refused something that is not a change of the plan.
    #[error("{step} failed")]
    Os {
        /// What was being done.
        step: Step,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The system service that answers names refused.
    #[error("systemd-resolved: {detail}")]
    Resolved {
        /// The method that was called.
        method: &'static str,
        /// Its answer.
        detail: String,
    },
    /// The plan names an interface that does not exist.
    #[error("there is no interface {name}")]
    NoInterface {
        /// Its name.
        name: String,
    },
    /// The plan contradicts itself or asks for something that must not be done. Nothing was changed.
    #[error("the plan is not usable: {0}")]
    BadPlan(BadPlan),
    /// The plan asks for a firewall policy that this machine cannot be given. Nothing was changed.
    #[error("this firewall policy cannot be made here")]
    FirewallUnsupported,
    /// Another tunnel holds the firewall, which has room for one policy.
    #[error("another tunnel ({}) holds the firewall", holder.interface())]
    FirewallTaken {
        /// Who holds it.
        holder: TunnelSlot,
    },
    /// Another tunnel holds the resolver file, which has room for one.
    #[error("another tunnel ({}) holds {}", holder.interface(), path.display())]
    ResolverFileTaken {
        /// The file.
        path: PathBuf,
        /// Who holds it.
        holder: TunnelSlot,
    },
    /// Everything was accepted, but reading back showed something else.
    #[error("not as planned after the change: {missing:?}")]
    NotSo {
        /// What is missing, as the operations that would make it so.
        missing: Vec<NetOp>,
    },
    /// The operating system did not answer in time.
    #[error("{step} took too long")]
    TimedOut {
        /// What was being done.
        step: Step,
    },
    /// The journal cannot be written or read.
    #[error("the journal {} cannot be used", path.display())]
    Journal {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Some changes could not be undone. The rest was undone.
    #[error("{} change(s) could not be undone, first: {}", failures.len(), first(failures))]
    Undo {
        /// Each failure.
        failures: Vec<NetError>,
    },
    /// A change has no entry in the journal, so it was not made.
    #[error("{op} is not in the journal")]
    Unjournalled {
        /// The change.
        op: Box<NetOp>,
    },
    /// There is no implementation for this operating system.
    #[error("the network of this operating system cannot be changed by this build")]
    Unsupported,
}

fn first(failures: &[NetError]) -> String {
    failures.first().map(ToString::to_string).unwrap_or_default()
}

/// What is wrong with a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
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
    /// More servers let through the firewall than [`crate::layout`] allows.
    #[error("it is too large")]
    TooLarge,
    /// IPv6 addresses with an MTU that cannot carry IPv6.
    #[error("its MTU is too small for IPv6")]
    Mtu,
}

impl NetError {
    /// Which part of the work failed.
    #[must_use]
    pub fn step(&self) -> Step {
        match self {
            Self::Op { op, .. } | Self::Unjournalled { op } => op.step(),
            Self::Os { step, .. } | Self::TimedOut { step } => *step,
            Self::Resolved { .. } | Self::ResolverFileTaken { .. } => Step::Dns,
            Self::NoInterface { .. } => Step::Link,
            Self::BadPlan(_) | Self::Unsupported => Step::Look,
            Self::FirewallUnsupported | Self::FirewallTaken { .. } => Step::Firewall,
            Self::NotSo { .. } => Step::ReadBack,
            Self::Journal { .. } => Step::Journal,
            Self::Undo { failures } => failures.first().map_or(Step::Journal, Self::step),
        }
    }

    /// The change that failed, if it was one.
    #[must_use]
    pub fn op(&self) -> Option<&NetOp> {
        match self {
            Self::Op { op, .. } | Self::Unjournalled { op } => Some(op),
            Self::NotSo { missing } => missing.first(),
            Self::Undo { failures } => failures.first().and_then(Self::op),
            Self::Os { .. }
            | Self::TimedOut { .. }
            | Self::Resolved { .. }
            | Self::ResolverFileTaken { .. }
            | Self::NoInterface { .. }
            | Self::BadPlan(_)
            | Self::Unsupported
            | Self::FirewallUnsupported
            | Self::FirewallTaken { .. }
            | Self::Journal { .. } => None,
        }
    }

    /// The operating system's error number, if it gave one.
    #[must_use]
    pub fn os_error(&self) -> Option<i32> {
        match self {
            Self::Op { source, .. } | Self::Os { source, .. } | Self::Journal { source, .. } => source.raw_os_error(),
            Self::Undo { failures } => failures.first().and_then(Self::os_error),
            Self::TimedOut { .. }
            | Self::Resolved { .. }
            | Self::ResolverFileTaken { .. }
            | Self::NoInterface { .. }
            | Self::BadPlan(_)
            | Self::Unsupported
            | Self::FirewallUnsupported
            | Self::FirewallTaken { .. }
            | Self::Unjournalled { .. }
            | Self::NotSo { .. } => None,
        }
    }
}
