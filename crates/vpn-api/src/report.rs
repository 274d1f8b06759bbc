//! How a tunnel's packets are moved, and why not in a better way.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::transport::Transport;

/// What the data path of a tunnel that is up uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataPathReport {
    /// Transport of the link that carries data.
    pub transport: Transport,
    /// What crosses the interface's descriptor.
    pub interface: InterfacePath,
    /// How frames go to the link.
    pub send: LinkPath,
    /// How frames come from the link.
    pub receive: LinkPath,
    /// How packets are sealed and opened.
    pub frames: FramePath,
    /// What the kernel could do by itself. Adit does not use it.
    #[serde(default)]
    pub kernel_offload: KernelOffload,
    /// Why not better; empty when nothing is missing.
    #[serde(default)]
    pub fallbacks: Vec<Fallback>,
}

/// What crosses the descriptor of the tunnel's interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InterfacePath {
    /// One packet per system call.
    Single,
    /// Large packets of TCP, each of which stands for many.
    Tcp,
    /// Large packets of TCP and of UDP.
    TcpUdp,
}

/// How frames cross the border between us and a link's socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkPath {
    /// One datagram per system call.
    Single,
    /// Many datagrams per system call.
    Messages,
    /// Many datagrams per system call, and many of one size per message.
    Segments,
    /// Many frames per system call, as a stream.
    Stream,
}

/// How packets are sealed and opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FramePath {
    /// Where they lie, in one pass.
    InPlace,
    /// With more than one pass or a copy; [`DataPathReport::fallbacks`] says why.
    Plain,
}

/// Whether the kernel could seal and open packets by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "found", rename_all = "kebab-case")]
pub enum KernelOffload {
    /// Nobody could tell.
    #[default]
    Unknown,
    /// It cannot.
    Absent,
    /// It can, once this module is loaded.
    NotLoaded {
        /// The module's name.
        module: String,
    },
    /// It can.
    Present {
        /// Name of its netlink family: `ovpn` since Linux 6.16, `ovpn-dco-v2` for the module that was there before.
        family: String,
    },
}

/// Something that is not as good as it could be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fallback {
    /// What it is and why.
    pub reason: FallbackReason,
    /// What the system said. Empty if it said nothing.
    #[serde(default)]
    pub detail: String,
    /// Since when, in Unix seconds.
    #[serde(default)]
    pub since: u64,
}

/// Why a part of the data path is not as good as it could be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FallbackReason {
    /// The kernel refused an interface with large packets.
    InterfaceOffloadRefused,
    /// The kernel knows no large packets of UDP on interfaces (Linux before 6.2).
    InterfaceUdpMissing,
    /// Large packets on the interface are switched off for this tunnel.
    InterfaceOffloadOff,
    /// The kernel or the network card refused messages of many datagrams.
    SegmentsRefused,
    /// Frames are longer than what the path to the server takes, so that they are fragmented, which cannot be done in
    /// messages of many.
    SegmentsTooLong,
    /// The kernel does not merge received datagrams.
    MergingRefused,
    /// Batches of datagrams are switched off for this tunnel.
    BatchesOff,
    /// Datagrams go through a proxy, which wants a header before each.
    Proxied,
    /// The system has no calls for many datagrams.
    BatchesUnknown,
    /// The cipher has no authentication of its own, so that each packet is passed twice.
    TwoPasses,
    /// Packets are cut into pieces and put together.
    Pieces,
    /// Packets carry a frame of compression.
    CompressionFrame,
}

impl FallbackReason {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::InterfaceOffloadRefused,
        Self::InterfaceUdpMissing,
        Self::InterfaceOffloadOff,
        Self::SegmentsRefused,
        Self::SegmentsTooLong,
        Self::MergingRefused,
        Self::BatchesOff,
        Self::Proxied,
        Self::BatchesUnknown,
        Self::TwoPasses,
        Self::Pieces,
        Self::CompressionFrame,
    ];

    /// A stable word, as JSON and the ids of sentences have it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::InterfaceOffloadRefused => "interface-offload-refused",
            Self::InterfaceUdpMissing => "interface-udp-missing",
            Self::InterfaceOffloadOff => "interface-offload-off",
            Self::SegmentsRefused => "segments-refused",
            Self::SegmentsTooLong => "segments-too-long",
            Self::MergingRefused => "merging-refused",
            Self::BatchesOff => "batches-off",
            Self::Proxied => "proxied",
            Self::BatchesUnknown => "batches-unknown",
            Self::TwoPasses => "two-passes",
            Self::Pieces => "pieces",
            Self::CompressionFrame => "compression-frame",
        }
    }
}

/// For logs.
impl fmt::Display for FallbackReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InterfaceOffloadRefused => "the interface takes packets one by one, because offload was refused",
            Self::InterfaceUdpMissing => "the interface takes large packets of TCP only; UDP needs Linux 6.2",
            Self::InterfaceOffloadOff => "the interface takes packets one by one, because offload is switched off",
            Self::SegmentsRefused => "datagrams are sent by themselves, because segmentation was refused",
            Self::SegmentsTooLong => "full frames are sent by themselves, because they are longer than the path takes",
            Self::MergingRefused => "received datagrams are not merged, because the kernel refused to",
            Self::BatchesOff => "datagrams are batched less than they could be, because that is switched off",
            Self::Proxied => "datagrams go one by one, because a proxy is on the way",
            Self::BatchesUnknown => "datagrams go one by one, because this system has no calls for many",
            Self::TwoPasses => "packets are passed twice, because the cipher has no authentication of its own",
            Self::Pieces => "packets are cut into pieces, because the profile says `fragment`",
            Self::CompressionFrame => "packets carry a frame of compression, because the server wants it",
        })
    }
}

/// For logs.
impl fmt::Display for Fallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Data path: {}", self.reason)?;
        if self.detail.is_empty() { Ok(()) } else { write!(f, " ({})", self.detail) }
    }
}

/// For logs.
impl fmt::Display for DataPathReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let interface = match self.interface {
            InterfacePath::Single => "one by one",
            InterfacePath::Tcp => "in large packets of TCP",
            InterfacePath::TcpUdp => "in large packets of TCP and UDP",
        };
        let link = |path| match path {
            LinkPath::Single => "one by one",
            LinkPath::Messages => "many per call",
            LinkPath::Segments => "many per message",
            LinkPath::Stream => "as a stream",
        };
        let frames = match self.frames {
            FramePath::InPlace => "in place",
            FramePath::Plain => "in the plain way",
        };
        let kernel = match &self.kernel_offload {
            KernelOffload::Unknown => "unknown",
            KernelOffload::Absent => "absent",
            KernelOffload::NotLoaded { .. } => "not loaded",
            KernelOffload::Present { .. } => "there, not used",
        };
        let (transport, send, receive) = (self.transport, link(self.send), link(self.receive));
        write!(
            f,
            "Data path: {transport}, sent {send}, received {receive}; interface {interface}; sealed {frames}; kernel \
             offload {kernel}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_json() {
        for (place, reason) in FallbackReason::ALL.into_iter().enumerate() {
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.word());
            assert!(!FallbackReason::ALL[..place].contains(&reason));
        }
    }

    #[test]
    fn a_report_crosses_the_socket() {
        let fallback =
            Fallback { reason: FallbackReason::SegmentsRefused, detail: "Input/output error".to_owned(), since: 7 };
        let report = DataPathReport {
            transport: Transport::Udp,
            interface: InterfacePath::TcpUdp,
            send: LinkPath::Messages,
            receive: LinkPath::Segments,
            frames: FramePath::InPlace,
            kernel_offload: KernelOffload::Present { family: "ovpn".to_owned() },
            fallbacks: vec![fallback],
        };
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!(json["interface"], "tcp-udp");
        assert_eq!(json["kernel_offload"], serde_json::json!({"found": "present", "family": "ovpn"}));
        assert_eq!(json["fallbacks"][0]["reason"], "segments-refused");
        assert_eq!(serde_json::from_value::<DataPathReport>(json).unwrap(), report);
    }
}
