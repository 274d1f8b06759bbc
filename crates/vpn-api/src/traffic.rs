//! What went through a tunnel, and what did not and why, as counters.

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::SerializeMap};

use crate::data::{DropReason, SealError};

/// Traffic counters of a connection since it was connected, in bytes of inner packets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traffic {
    /// Bytes received through the tunnel.
    pub received: u64,
    /// Bytes sent through the tunnel.
    pub sent: u64,
    /// Packets received.
    pub packets_received: u64,
    /// Packets sent.
    pub packets_sent: u64,
    /// Packets and frames dropped, for any reason: the sum of `drops`.
    pub dropped: u64,
    /// Batches from the link that brought packets: `packets_received / batches_received` packets were handled at a time.
    #[serde(default)]
    pub batches_received: u64,
    /// Batches of packets from the interface to the link.
    #[serde(default)]
    pub batches_sent: u64,
    /// What was dropped, by cause.
    #[serde(default)]
    pub drops: Drops,
}

impl Traffic {
    /// Counts `count` packets dropped for this cause.
    pub fn count_drop(&mut self, cause: DropCause, count: u64) {
        self.dropped = self.dropped.saturating_add(count);
        self.drops.add(cause, count);
    }

    /// Both together.
    #[must_use]
    pub fn plus(mut self, other: Self) -> Self {
        let Self {
            received,
            sent,
            packets_received,
            packets_sent,
            dropped,
            batches_received,
            batches_sent,
            drops: Drops(drops),
        } = other;
        for (mine, theirs) in [
            (&mut self.received, received),
            (&mut self.sent, sent),
            (&mut self.packets_received, packets_received),
            (&mut self.packets_sent, packets_sent),
            (&mut self.dropped, dropped),
            (&mut self.batches_received, batches_received),
            (&mut self.batches_sent, batches_sent),
        ] {
            *mine = mine.saturating_add(theirs);
        }
        for (mine, theirs) in self.drops.0.iter_mut().zip(drops) {
            *mine = mine.saturating_add(theirs);
        }
        self
    }
}

macro_rules! causes {
    ($($(#[$doc:meta])* $cause:ident = $word:literal,)+) => {
        /// Why a packet, or a frame that should have held one, went no further.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum DropCause {
            $($(#[$doc])* $cause,)+
        }

        impl DropCause {
            /// All causes, in the order in which they are shown.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$cause),+];

            /// A stable word, as JSON and the ids of sentences have it.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$cause => $word,)+
                }
            }
        }
    };
}

causes! {
    /// From the server: too short or wrongly built.
    Malformed = "malformed",
    /// From the server: no key fits it, or there are no keys yet.
    NoKey = "no-key",
    /// From the server, or from somebody who pretends to be it: its tag is wrong.
    NotAuthentic = "not-authentic",
    /// From the server: seen before, or too old.
    Replayed = "replayed",
    /// From the server: compressed where that is not allowed, or not well compressed.
    Compressed = "compressed",
    /// From the server: a part of a packet that does not fit the other parts.
    Fragment = "fragment",
    /// From the server: it holds no IP packet.
    NotIp = "not-ip",
    /// From the server: it came before the tunnel's interface was there.
    BeforeTunnel = "before-tunnel",
    /// From the server: the interface did not take it, because it is down or the system is out of memory.
    InterfaceRefused = "interface-refused",
    /// To the server: it waited at the interface while no session was there to send it; its sender has sent it again.
    Stale = "stale",
    /// To the server: what the system handed over is no packet that can be sent.
    Unsendable = "unsendable",
    /// To the server: one of the tunnel's own frames, because the routes lead the tunnel into itself.
    Loop = "loop",
    /// To the server: larger than the path to the server takes, and its sender was told so.
    TooBig = "too-big",
    /// To the server: larger than any frame.
    NoRoom = "no-room",
    /// To the server: there was no key to seal it with.
    NoSendKey = "no-send-key",
    /// To the server: the key was used up, and the next one was not there yet.
    KeyUsedUp = "key-used-up",
    /// To the server: sealed, and then refused by the system. Control frames count here too.
    SendRefused = "send-refused",
}

impl From<DropReason> for DropCause {
    fn from(reason: DropReason) -> Self {
        match reason {
            DropReason::Malformed => Self::Malformed,
            DropReason::NoKey => Self::NoKey,
            DropReason::NotAuthentic => Self::NotAuthentic,
            DropReason::Replayed => Self::Replayed,
            DropReason::Compressed => Self::Compressed,
            DropReason::Fragment => Self::Fragment,
        }
    }
}

impl From<SealError> for DropCause {
    fn from(error: SealError) -> Self {
        match error {
            SealError::NoKey => Self::NoSendKey,
            SealError::KeyExhausted => Self::KeyUsedUp,
            SealError::NoRoom => Self::NoRoom,
        }
    }
}

/// A counter for each [`DropCause`]. In JSON an object with all of them: `{"malformed": 0, "replayed": 3, …}`; what is
/// missing is 0, and unknown names are passed over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Drops([u64; DropCause::ALL.len()]);

impl Drops {
    /// Packets dropped for this cause.
    #[must_use]
    pub fn get(&self, cause: DropCause) -> u64 {
        self.0.get(cause as usize).copied().unwrap_or_default()
    }

    /// Counts `count` more.
    pub fn add(&mut self, cause: DropCause, count: u64) {
        if let Some(counter) = self.0.get_mut(cause as usize) {
            *counter = counter.saturating_add(count);
        }
    }

    /// All together.
    #[must_use]
    pub fn sum(&self) -> u64 {
        self.0.iter().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// Causes and how often each occurred, those that never did left out.
    pub fn occurred(&self) -> impl Iterator<Item = (DropCause, u64)> + use<> {
        DropCause::ALL.into_iter().zip(self.0).filter(|(_, count)| *count > 0)
    }
}

impl Serialize for Drops {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (cause, count) in DropCause::ALL.iter().zip(self.0) {
            map.serialize_entry(cause.word(), &count)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Drops {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let named = std::collections::BTreeMap::<String, u64>::deserialize(deserializer)?;
        let mut drops = Self::default();
        for cause in DropCause::ALL {
            drops.add(cause, named.get(cause.word()).copied().unwrap_or_default());
        }
        Ok(drops)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_that_of_the_causes() {
        let mut one = Traffic::default();
        for (place, cause) in DropCause::ALL.into_iter().enumerate() {
            one.count_drop(cause, place as u64 + 1);
        }
        let two = one.plus(one);
        for (traffic, times) in [(one, 1), (two, 2)] {
            assert_eq!(traffic.dropped, traffic.drops.occurred().map(|(_, count)| count).sum::<u64>());
            assert_eq!(traffic.dropped, traffic.drops.sum());
            assert_eq!(traffic.drops.get(DropCause::Replayed), 4 * times);
        }
    }

    #[test]
    fn sums_do_not_overflow() {
        let most = Traffic { sent: u64::MAX, batches_sent: u64::MAX, ..Traffic::default() };
        assert_eq!(most.plus(most), most);
        let mut dropping = Traffic::default();
        dropping.count_drop(DropCause::Loop, u64::MAX);
        dropping.count_drop(DropCause::Loop, 1);
        assert_eq!((dropping.dropped, dropping.drops.get(DropCause::Loop)), (u64::MAX, u64::MAX));
    }

    #[test]
    fn all_counters_cross_the_socket_and_missing_ones_are_zero() {
        let mut traffic = Traffic { received: 1, batches_received: 2, ..Traffic::default() };
        traffic.count_drop(DropCause::NotAuthentic, 3);
        let json = serde_json::to_value(traffic).unwrap();
        let drops = json["drops"].as_object().unwrap();
        assert_eq!(drops.len(), DropCause::ALL.len());
        assert_eq!((&drops["not-authentic"], &drops["replayed"]), (&3.into(), &0.into()));
        assert_eq!(serde_json::from_value::<Traffic>(json).unwrap(), traffic);

        let old = r#"{"received":1,"sent":0,"packets_received":0,"packets_sent":0,"dropped":0}"#;
        assert_eq!(serde_json::from_str::<Traffic>(old).unwrap(), Traffic { received: 1, ..Traffic::default() });
        assert_eq!(serde_json::from_str::<Drops>(r#"{"from-the-future":7}"#).unwrap(), Drops::default());
    }
}
