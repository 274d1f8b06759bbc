//! nftables messages (linux/netfilter/nf_tables.h): a batch out, tables in.

use std::{io, time::Duration};

use ipnet::IpNet;
use rtnetlink::sys::{AsyncSocket, AsyncSocketExt, SocketAddr, TokioSocket, protocols::NETLINK_NETFILTER};

use super::rule::{Hook, Is, Protocol, Rule};

const PATIENCE: Duration = Duration::from_secs(5);
/// The kernel puts at most 32 KiB of a dump into one (`netlink_recvmsg`, net/netlink/af_netlink.c).
const DATAGRAM: usize = 64 << 10;
/// More answers than any table of ours has.
const MAX_ANSWERS: usize = 1 << 16;

const NLMSG_ERROR: u16 = 2;
const NLMSG_DONE: u16 = 3;
const NLM_F_REQUEST: u16 = 1;
const NLM_F_ACK: u16 = 4;
const NLM_F_DUMP: u16 = 0x300;
const NLM_F_CREATE: u16 = 0x400;
const NLM_F_APPEND: u16 = 0x800;
const BATCH_BEGIN: u16 = 0x10;
const BATCH_END: u16 = 0x11;
const SUBSYSTEM: u16 = 10;
const NEW_TABLE: u16 = SUBSYSTEM << 8;
const GET_TABLE: u16 = SUBSYSTEM << 8 | 1;
const DELETE_TABLE: u16 = SUBSYSTEM << 8 | 2;
const NEW_CHAIN: u16 = SUBSYSTEM << 8 | 3;
const GET_CHAIN: u16 = SUBSYSTEM << 8 | 4;
const NEW_RULE: u16 = SUBSYSTEM << 8 | 6;
const GET_RULE: u16 = SUBSYSTEM << 8 | 7;
/// The end of each transaction, told to everybody who listens.
const NEW_GENERATION: u16 = SUBSYSTEM << 8 | 15;
const GENERATION_PROGRAM: u16 = 3;
/// `NFNLGRP_NFTABLES` of linux/netfilter/nfnetlink.h.
const NFTABLES_GROUP: u32 = 7;
/// `NFPROTO_INET`: IPv4 and IPv6 in one table.
pub(super) const INET: u8 = 1;
/// `NFPROTO_ARP`.
pub(super) const ARP: u8 = 3;
const UNSPECIFIED: u8 = 0;
const NESTED: u16 = 1 << 15;
const KIND: u16 = 0x3fff;
const HEADER: usize = 16;
const DROP: u32 = 0;
const ACCEPT: u32 = 1;
/// `NFT_REG_1`: 16 bytes, enough for an address and for an interface's name.
const REGISTER: u32 = 1;
const VERDICT: u32 = 0;
const NAME_BYTES: usize = 16;

/// A table: its family and its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Table(pub(super) u8, pub(super) &'static str);

/// A transaction: the kernel takes all of it or nothing.
pub(super) struct Batch {
    bytes: Vec<u8>,
    sequence: u32,
}

impl Batch {
    pub(super) fn new() -> Self {
        let mut batch = Self { bytes: Vec::new(), sequence: 0 };
        batch.push(BATCH_BEGIN, 0, UNSPECIFIED, SUBSYSTEM, &[]);
        batch
    }

    fn push(&mut self, kind: u16, flags: u16, family: u8, resource: u16, attributes: &[u8]) {
        self.sequence += 1;
        self.bytes.extend(message(kind, NLM_F_REQUEST | flags, self.sequence, family, resource, attributes));
    }

    /// Whether it changes nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.sequence <= 1
    }

    pub(super) fn add_table(&mut self, Table(family, name): Table) {
        self.push(NEW_TABLE, NLM_F_CREATE | NLM_F_ACK, family, 0, &text(1, name));
    }

    /// Removes a table, which is made first, so that this cannot fail.
    pub(super) fn remove_table(&mut self, table: Table) {
        self.add_table(table);
        self.push(DELETE_TABLE, NLM_F_ACK, table.0, 0, &text(1, table.1));
    }

    /// A chain that drops what no rule lets through, or lets through what no rule drops.
    pub(super) fn add_chain(&mut self, Table(family, name): Table, hook: Hook) {
        let at = [number(1, hook.number()), number(2, hook.priority().cast_unsigned())].concat();
        let policy = if hook.drops() { DROP } else { ACCEPT };
        let attributes =
            [text(1, name), text(3, hook.chain()), nested(4, &at), number(5, policy), text(7, "filter")].concat();
        self.push(NEW_CHAIN, NLM_F_CREATE | NLM_F_ACK, family, 0, &attributes);
    }

    pub(super) fn add_rule(&mut self, Table(family, name): Table, rule: &Rule, tag: &[u8]) {
        let mut expressions = Vec::new();
        for condition in &rule.conditions {
            expressions.extend(expressions_of(condition));
        }
        let code = if rule.accept { ACCEPT } else { DROP };
        let verdict = nested(2, &nested(2, &number(1, code)));
        expressions.extend(expression("immediate", &[number(1, VERDICT), verdict].concat()));
        let attributes =
            [text(1, name), text(2, rule.hook.chain()), nested(4, &expressions), attribute(7, tag)].concat();
        self.push(NEW_RULE, NLM_F_CREATE | NLM_F_APPEND | NLM_F_ACK, family, 0, &attributes);
    }
}

fn expressions_of(condition: &Is) -> Vec<u8> {
    const MARK: u32 = 3;
    const IN_NAME: u32 = 6;
    const OUT_NAME: u32 = 7;
    const USER: u32 = 10;
    const NETWORK: u32 = 1;
    const TRANSPORT: u32 = 2;
    const ICMPV6: u8 = 58;
    let port = |offset, port: u16| [payload(TRANSPORT, offset, 2), equals(&port.to_be_bytes())].concat();
    match condition {
        Is::Through(name) => [meta(OUT_NAME), equals(&padded(name))].concat(),
        Is::From(name) => [meta(IN_NAME), equals(&padded(name))].concat(),
        Is::Marked(mark) => [meta(MARK), equals(&mark.to_ne_bytes())].concat(),
        Is::To(net) => to(net),
        Is::Port(protocol, number) => [carries(*protocol as u8), port(2, *number)].concat(),
        Is::OfUser(user) => [meta(USER), equals(&user.to_ne_bytes())].concat(),
        // RFC 9293 §3.1: of the control bits, SYN without ACK.
        Is::Begins => [carries(Protocol::Tcp as u8), payload(TRANSPORT, 13, 1), masked(&[0x12]), equals(&[2])].concat(),
        Is::Carries(protocol) => carries(*protocol as u8),
        // RFC 4861 §4.3: the target of a neighbour solicitation, after type, code, checksum and 4 reserved bytes.
        Is::AskedFor(target) => [
            is_family(10),
            carries(ICMPV6),
            payload(TRANSPORT, 0, 1),
            equals(&[135]),
            payload(TRANSPORT, 8, 16),
            equals(&target.octets()),
        ]
        .concat(),
        // RFC 826: the target's protocol address of a request for an Ethernet and an IPv4 address.
        Is::ArpFor(target) => [payload(NETWORK, 24, 4), equals(&target.octets())].concat(),
        Is::SourcePort(number) => port(0, *number),
        Is::Icmpv6(kind) => [is_family(10), carries(ICMPV6), payload(TRANSPORT, 0, 1), equals(&[*kind])].concat(),
    }
}

/// The packet's family as `NFPROTO_IPV4` (2) or `NFPROTO_IPV6` (10).
fn is_family(family: u8) -> Vec<u8> {
    const FAMILY: u32 = 15;
    [meta(FAMILY), equals(&[family])].concat()
}

fn carries(protocol: u8) -> Vec<u8> {
    const PROTOCOL: u32 = 16;
    [meta(PROTOCOL), equals(&[protocol])].concat()
}

fn to(net: &IpNet) -> Vec<u8> {
    const NETWORK: u32 = 1;
    let (family, offset, address, mask) = match net {
        IpNet::V4(net) => (2, 16, net.network().octets().to_vec(), net.netmask().octets().to_vec()),
        IpNet::V6(net) => (10, 24, net.network().octets().to_vec(), net.netmask().octets().to_vec()),
    };
    let length = u32::try_from(address.len()).unwrap_or_default();
    [is_family(family), payload(NETWORK, offset, length), masked(&mask), equals(&address)].concat()
}

fn masked(mask: &[u8]) -> Vec<u8> {
    let length = number(3, u32::try_from(mask.len()).unwrap_or_default());
    let zero = attribute(1, &vec![0; mask.len()]);
    let both = [nested(4, &attribute(1, mask)), nested(5, &zero)].concat();
    expression("bitwise", &[number(1, REGISTER), number(2, REGISTER), length, both].concat())
}

fn meta(key: u32) -> Vec<u8> {
    expression("meta", &[number(1, REGISTER), number(2, key)].concat())
}

fn payload(base: u32, offset: u32, length: u32) -> Vec<u8> {
    expression("payload", &[number(1, REGISTER), number(2, base), number(3, offset), number(4, length)].concat())
}

fn equals(value: &[u8]) -> Vec<u8> {
    const EQUAL: u32 = 0;
    expression("cmp", &[number(1, REGISTER), number(2, EQUAL), nested(3, &attribute(1, value))].concat())
}

fn expression(name: &str, data: &[u8]) -> Vec<u8> {
    nested(1, &[text(1, name), nested(2, data)].concat())
}

fn padded(name: &str) -> Vec<u8> {
    let mut bytes = name.as_bytes().to_vec();
    bytes.resize(NAME_BYTES, 0);
    bytes
}

fn attribute(kind: u16, value: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(value.len() + 8);
    // Rules are far below the length that a field of 16 bits can tell.
    bytes.extend(u16::try_from(value.len() + 4).unwrap_or(u16::MAX).to_ne_bytes());
    bytes.extend(kind.to_ne_bytes());
    bytes.extend(value);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}

fn nested(kind: u16, value: &[u8]) -> Vec<u8> {
    attribute(kind | NESTED, value)
}

fn number(kind: u16, value: u32) -> Vec<u8> {
    attribute(kind, &value.to_be_bytes())
}

fn text(kind: u16, value: &str) -> Vec<u8> {
    attribute(kind, &[value.as_bytes(), &[0]].concat())
}

fn message(kind: u16, flags: u16, sequence: u32, family: u8, resource: u16, attributes: &[u8]) -> Vec<u8> {
    let length = HEADER + 4 + attributes.len();
    let mut bytes = Vec::with_capacity(length);
    bytes.extend(u32::try_from(length).unwrap_or(u32::MAX).to_ne_bytes());
    bytes.extend(kind.to_ne_bytes());
    bytes.extend(flags.to_ne_bytes());
    bytes.extend(sequence.to_ne_bytes());
    bytes.extend(0_u32.to_ne_bytes());
    bytes.extend([family, 0]);
    bytes.extend(resource.to_be_bytes());
    bytes.extend(attributes);
    bytes
}

/// A socket that hears of every transaction.
pub(in super::super) fn listen() -> io::Result<TokioSocket> {
    open(1 << (NFTABLES_GROUP - 1))
}

fn open(groups: u32) -> io::Result<TokioSocket> {
    let mut socket = TokioSocket::new(NETLINK_NETFILTER)?;
    socket.socket_mut().bind(&SocketAddr::new(0, groups))?;
    Ok(socket)
}

/// `Some` if a transaction ends in this datagram: the name of the program that made it, if the kernel tells.
pub(in super::super) fn maker(mut datagram: &[u8]) -> Option<Option<String>> {
    while let Some((answer, rest)) = Answer::read(datagram) {
        if answer.kind == NEW_GENERATION {
            let name = answer.body.get(4..).and_then(|attributes| find(attributes, GENERATION_PROGRAM)).map(string);
            return Some(name.map(|name| name.chars().filter(char::is_ascii_graphic).collect()));
        }
        datagram = rest;
    }
    None
}

/// A chain of a table of ours as the kernel tells it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Chain {
    pub(super) name: String,
    pub(super) hook: Option<u32>,
    pub(super) drops: bool,
}

/// A conversation with the kernel's netfilter.
pub(super) struct Nfnetlink {
    socket: TokioSocket,
}

impl Nfnetlink {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self { socket: open(0)? })
    }

    /// Sends the transaction; done when its last change is acknowledged.
    pub(super) async fn commit(&mut self, mut batch: Batch) -> io::Result<()> {
        let last = batch.sequence;
        batch.push(BATCH_END, 0, UNSPECIFIED, SUBSYSTEM, &[]);
        self.send(&batch.bytes).await?;
        self.answers(|answer| (answer.kind == NLMSG_ERROR && answer.sequence == last).then_some(())).await.map(drop)
    }

    /// Whether a table is in force: an administrator can put one to sleep. `None`: it is not there.
    pub(super) async fn is_in_force(&mut self, table: Table) -> io::Result<Option<bool>> {
        let tables = self.dump(table, GET_TABLE, NEW_TABLE).await?;
        Ok(tables.first().map(|bytes| find(bytes, 2).and_then(be32) == Some(0)))
    }

    pub(super) async fn chains(&mut self, table: Table) -> io::Result<Vec<Chain>> {
        let attributes = self.dump(table, GET_CHAIN, NEW_CHAIN).await?;
        let chains = attributes.iter().filter_map(|bytes| {
            let hook = find(bytes, 4).and_then(|hook| be32(find(hook, 1)?));
            let drops = find(bytes, 5).and_then(be32) == Some(DROP);
            Some(Chain { name: string(find(bytes, 3)?), hook, drops })
        });
        Ok(chains.collect())
    }

    /// The chain and the tag of each rule of a table.
    pub(super) async fn rules(&mut self, table: Table) -> io::Result<Vec<(String, Vec<u8>)>> {
        let attributes = self.dump(table, GET_RULE, NEW_RULE).await?;
        let tagged =
            |bytes: &Vec<u8>| Some((string(find(bytes, 2)?), find(bytes, 7).map(<[u8]>::to_vec).unwrap_or_default()));
        Ok(attributes.iter().filter_map(tagged).collect())
    }

    /// The attributes of everything of a kind in a table of ours.
    async fn dump(&mut self, Table(family, name): Table, request: u16, kind: u16) -> io::Result<Vec<Vec<u8>>> {
        self.send(&message(request, NLM_F_REQUEST | NLM_F_DUMP, 1, family, 0, &[])).await?;
        let mut found = Vec::new();
        self.answers(|answer| {
            if answer.kind == kind
                && let Some((_, attributes)) = answer.body.split_at_checked(4)
                && find(attributes, 1).map(string).as_deref() == Some(name)
            {
                found.push(attributes.to_vec());
            }
            (answer.kind == NLMSG_DONE).then_some(())
        })
        .await?;
        Ok(found)
    }

    async fn send(&self, bytes: &[u8]) -> io::Result<()> {
        let sent = self.socket.send_to(bytes, &SocketAddr::new(0, 0)).await?;
        if sent == bytes.len() { Ok(()) } else { Err(io::ErrorKind::WriteZero.into()) }
    }

    /// Reads until `last` has what it waits for, or an answer is an error.
    async fn answers(&self, mut last: impl FnMut(&Answer<'_>) -> Option<()>) -> io::Result<()> {
        let reading = async {
            let mut datagram = Vec::with_capacity(DATAGRAM);
            for _ in 0..MAX_ANSWERS {
                datagram.clear();
                self.socket.recv(&mut datagram).await?;
                let mut rest = datagram.as_slice();
                while let Some((answer, after)) = Answer::read(rest) {
                    rest = after;
                    if let Some(code) = answer.error() {
                        return Err(io::Error::from_raw_os_error(code));
                    }
                    if last(&answer).is_some() {
                        return Ok(());
                    }
                }
            }
            Err(io::ErrorKind::InvalidData.into())
        };
        tokio::time::timeout(PATIENCE, reading).await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
    }
}

struct Answer<'a> {
    kind: u16,
    sequence: u32,
    body: &'a [u8],
}

impl<'a> Answer<'a> {
    fn read(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let length = usize::try_from(ne32(bytes)?).ok().filter(|length| *length >= HEADER)?;
        let (whole, rest) = bytes.split_at_checked(length)?;
        let padding = length.next_multiple_of(4) - length;
        let kind = u16::from_ne_bytes(*whole.get(4..)?.first_chunk()?);
        let answer = Self { kind, sequence: ne32(whole.get(8..)?)?, body: whole.get(HEADER..)? };
        Some((answer, rest.get(padding..).unwrap_or_default()))
    }

    /// The error number of a refusal. An acknowledgement is an error of number 0.
    fn error(&self) -> Option<i32> {
        let code = ne32(self.body)?.cast_signed().checked_neg()?;
        (self.kind == NLMSG_ERROR && code != 0).then_some(code)
    }
}

fn ne32(bytes: &[u8]) -> Option<u32> {
    bytes.first_chunk().map(|bytes| u32::from_ne_bytes(*bytes))
}

fn be32(bytes: &[u8]) -> Option<u32> {
    bytes.first_chunk().map(|bytes| u32::from_be_bytes(*bytes))
}

fn string(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(bytes.get(..end).unwrap_or_default()).into_owned()
}

/// The value of the first attribute of a kind.
fn find(mut bytes: &[u8], kind: u16) -> Option<&[u8]> {
    loop {
        let length = usize::from(u16::from_ne_bytes(*bytes.first_chunk()?));
        let found = u16::from_ne_bytes(*bytes.get(2..)?.first_chunk()?) & KIND;
        let value = bytes.get(4..length)?;
        if found == kind {
            return Some(value);
        }
        bytes = bytes.get(length.next_multiple_of(4)..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_again_and_torn_ones_are_not() {
        let bytes = [text(1, "adit"), number(5, 7), nested(4, &number(1, 3))].concat();
        assert_eq!(find(&bytes, 1).map(string).as_deref(), Some("adit"));
        assert_eq!(find(&bytes, 5).and_then(be32), Some(7));
        assert_eq!(find(&bytes, 4).and_then(|inner| be32(find(inner, 1)?)), Some(3));
        assert_eq!(find(&bytes, 9), None);
        for end in 0..bytes.len() {
            let _ = find(&bytes[..end], 9);
        }
        assert_eq!(find(&[0; 16], 9), None, "an attribute without a length");
        assert!(Answer::read(&[0; 32]).is_none());
    }

    #[test]
    fn the_maker_of_a_transaction_is_named() {
        let mut message = Vec::new();
        message.extend(36_u32.to_ne_bytes());
        message.extend(NEW_GENERATION.to_ne_bytes());
        message.extend([0; 14]);
        message.extend(8_u16.to_ne_bytes());
        message.extend(GENERATION_PROGRAM.to_ne_bytes());
        message.extend(b"nft\0");
        message.extend([0; 8]);
        assert_eq!(maker(&message), Some(Some("nft".to_owned())));
        message.truncate(20);
        assert_eq!(maker(&message), None, "a torn message");
        assert_eq!(maker(&[]), None);
        let mut other = 20_u32.to_ne_bytes().to_vec();
        other.extend([0; 16]);
        assert_eq!(maker(&other), None, "no end of a transaction");
    }
}
