//! DNS messages (RFC 1035): a question out, addresses in.

use std::net::IpAddr;

use hickory_proto::{
    op::{Message, MessageType, OpCode, Query, ResponseCode},
    rr::{Name, RData, RecordType},
};

/// Aliases that are followed within one answer.
const MAX_ALIASES: usize = 16;
/// Addresses that are taken from one answer.
const MAX_ADDRESSES: usize = 16;

/// A name that DNS can carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DnsName(Name);

impl DnsName {
    /// The name from the root on, whether it ends with a dot or not. `None`: DNS cannot carry it.
    pub(super) fn new(host: &str) -> Option<Self> {
        let mut name = Name::from_ascii(host).ok()?;
        name.set_fqdn(true);
        Some(Self(name))
    }
}

/// Which addresses are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    V4,
    V6,
}

impl Kind {
    fn record(self) -> RecordType {
        match self {
            Self::V4 => RecordType::A,
            Self::V6 => RecordType::AAAA,
        }
    }
}

/// What a name server says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// The name exists and has these addresses, perhaps none.
    Addresses(Vec<IpAddr>),
    /// There is no such name.
    NoSuchName,
    /// It does not answer this question, or cannot.
    Refused,
    /// The answer is too long for a datagram.
    Truncated,
}

/// A question that wants the server to ask others where it does not know. `None`: it cannot be written.
pub(super) fn question(id: u16, name: &DnsName, kind: Kind) -> Option<Vec<u8>> {
    let mut message = Message::new(id, MessageType::Query, OpCode::Query);
    message.metadata.recursion_desired = true;
    message.add_query(Query::query(name.0.clone(), kind.record()));
    message.to_vec().ok()
}

/// What the message says to this question. `None`: it is no answer to it, and somebody else's may be still on its way.
pub(super) fn answer(bytes: &[u8], id: u16, name: &DnsName, kind: Kind) -> Option<Said> {
    let message = Message::from_vec(bytes).ok()?;
    let head = &message.metadata;
    if head.id != id || head.message_type != MessageType::Response || head.op_code != OpCode::Query {
        return None;
    }
    let asked = message.queries.first()?;
    if message.queries.len() != 1 || asked.query_type != kind.record() || !asked.name.eq_ignore_root(&name.0) {
        return None;
    }
    Some(match head.response_code {
        _ if head.truncation => Said::Truncated,
        ResponseCode::NoError => Said::Addresses(addresses(&message, &name.0, kind)),
        ResponseCode::NXDomain => Said::NoSuchName,
        _ => Said::Refused,
    })
}

/// The addresses at the end of the aliases, in the server's order.
fn addresses(message: &Message, name: &Name, kind: Kind) -> Vec<IpAddr> {
    let mut name = name;
    for _ in 0..=MAX_ALIASES {
        let of_name = || message.answers.iter().filter(|record| record.name.eq_ignore_root(name));
        let address = |data: &RData| match (data, kind) {
            (RData::A(found), Kind::V4) => Some(IpAddr::V4(found.0)),
            (RData::AAAA(found), Kind::V6) => Some(IpAddr::V6(found.0)),
            _ => None,
        };
        let found: Vec<IpAddr> = of_name().filter_map(|record| address(&record.data)).take(MAX_ADDRESSES).collect();
        if !found.is_empty() {
            return found;
        }
        let alias = of_name().find_map(|record| match &record.data {
            RData::CNAME(target) => Some(&target.0),
            _ => None,
        });
        match alias {
            Some(target) => name = target,
            None => break,
        }
    }
    Vec::new()
}

#[cfg(test)]
pub(super) mod testing {
    //! The other end, for tests.

    use hickory_proto::rr::{
        Record,
        rdata::{A, AAAA, CNAME},
    };

    use super::*;

    /// A message that somebody asks with.
    #[derive(Debug, Clone)]
    pub(crate) struct Asked(Message);

    impl Asked {
        pub(crate) fn read(bytes: &[u8]) -> Self {
            Self(Message::from_vec(bytes).unwrap())
        }

        pub(crate) fn wants(&self) -> Kind {
            if self.0.queries[0].query_type == RecordType::A { Kind::V4 } else { Kind::V6 }
        }

        /// An answer of its own kind, with aliases in front.
        pub(crate) fn answer(&self, aliases: &[(&str, &str)], addresses: &[(&str, &str)]) -> Reply {
            let mut message = self.0.clone();
            message.metadata.message_type = MessageType::Response;
            let name = |text: &str| {
                let mut name = Name::from_ascii(text).unwrap();
                name.set_fqdn(true);
                name
            };
            for (from, to) in aliases {
                message.add_answer(Record::from_rdata(name(from), 60, RData::CNAME(CNAME(name(to)))));
            }
            for (of, address) in addresses {
                let data = match address.parse().unwrap() {
                    IpAddr::V4(ip) => RData::A(A(ip)),
                    IpAddr::V6(ip) => RData::AAAA(AAAA(ip)),
                };
                message.add_answer(Record::from_rdata(name(of), 60, data));
            }
            Reply(message)
        }
    }

    /// An answer, to be spoiled or sent.
    #[derive(Debug, Clone)]
    pub(crate) struct Reply(Message);

    impl Reply {
        pub(crate) fn bytes(&self) -> Vec<u8> {
            self.0.to_vec().unwrap()
        }

        pub(crate) fn code(mut self, code: ResponseCode) -> Self {
            self.0.metadata.response_code = code;
            self
        }

        pub(crate) fn no_such_name(self) -> Self {
            self.code(ResponseCode::NXDomain)
        }

        pub(crate) fn failed(self) -> Self {
            self.code(ResponseCode::ServFail)
        }

        pub(crate) fn truncated(mut self) -> Self {
            self.0.metadata.truncation = true;
            self
        }

        pub(crate) fn id(mut self, change: u16) -> Self {
            self.0.metadata.id ^= change;
            self
        }

        pub(crate) fn for_question(mut self, name: &str) -> Self {
            self.0.queries[0].name = Name::from_ascii(name).unwrap();
            self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{testing::Asked, *};

    fn name() -> DnsName {
        DnsName::new("VPN.example").unwrap()
    }

    fn asked(kind: Kind) -> Asked {
        Asked::read(&question(7, &name(), kind).unwrap())
    }

    fn read(reply: &testing::Reply, kind: Kind) -> Option<Said> {
        answer(&reply.bytes(), 7, &name(), kind)
    }

    fn found(addresses: &[&str]) -> Option<Said> {
        Some(Said::Addresses(addresses.iter().map(|text| text.parse().unwrap()).collect()))
    }

    #[test]
    fn aliases_are_followed_within_the_answer_and_not_for_ever() {
        let aliases = [("vpn.example", "a.example"), ("A.example", "b.example")];
        let good = asked(Kind::V4).answer(&aliases, &[("b.example", "192.0.2.1"), ("c.example", "192.0.2.9")]);
        assert_eq!(read(&good, Kind::V4), found(&["192.0.2.1"]));
        let direct = asked(Kind::V6).answer(&[], &[("vpn.example", "2001:db8::1"), ("vpn.example", "2001:db8::2")]);
        assert_eq!(read(&direct, Kind::V6), found(&["2001:db8::1", "2001:db8::2"]));
        let in_a_ring = asked(Kind::V4).answer(&[("vpn.example", "a.example"), ("a.example", "vpn.example")], &[]);
        assert_eq!(read(&in_a_ring, Kind::V4), found(&[]));
        let foreign = asked(Kind::V4).answer(&[], &[("other.example", "192.0.2.9")]);
        assert_eq!(read(&foreign, Kind::V4), found(&[]), "an address of another name is not this one's");
    }

    #[test]
    fn only_an_answer_to_this_question_counts() {
        let good = asked(Kind::V4).answer(&[], &[("vpn.example", "192.0.2.1")]);
        assert_eq!(read(&good, Kind::V4), found(&["192.0.2.1"]));
        assert_eq!(read(&good.clone().id(1), Kind::V4), None);
        assert_eq!(read(&good.clone().for_question("other.example."), Kind::V4), None);
        assert_eq!(read(&good, Kind::V6), None);
        let question = question(7, &name(), Kind::V4).unwrap();
        assert_eq!(answer(&question, 7, &name(), Kind::V4), None, "a question is no answer");
        assert_eq!(read(&good.clone().no_such_name(), Kind::V4), Some(Said::NoSuchName));
        assert_eq!(read(&good.clone().failed(), Kind::V4), Some(Said::Refused));
        assert_eq!(read(&good.truncated(), Kind::V4), Some(Said::Truncated));
    }

    #[test]
    fn torn_and_random_messages_are_no_answers() {
        let good = asked(Kind::V4).answer(&[("vpn.example", "a.example")], &[("a.example", "192.0.2.1")]).bytes();
        for end in 0..good.len() {
            assert_eq!(answer(&good[..end], 7, &name(), Kind::V4), None, "{end}");
        }
        for place in 12..good.len() {
            for bit in 0..8 {
                let mut bent = good.clone();
                bent[place] ^= 1 << bit;
                let _ = answer(&bent, 7, &name(), Kind::V4);
            }
        }
    }

    #[test]
    fn a_name_that_dns_cannot_carry_is_none() {
        for bad in ["", "a..b", &"x".repeat(64), &"abcdefg.".repeat(40)] {
            assert!(DnsName::new(bad).is_none_or(|name| name.0.is_root()), "{bad}");
        }
        assert_eq!(DnsName::new("vpn.example"), DnsName::new("vpn.example."));
        assert!(DnsName::new("_vpn.sub-1.example").is_some());
    }
}
