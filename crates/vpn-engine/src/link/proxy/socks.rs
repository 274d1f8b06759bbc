//! SOCKS 5 (RFC 1928) with user name and password (RFC 1929).
//!
//! Own code: libraries for it make sockets of their own, which would not carry the mark that keeps them out of the tunnel,
//! or write names and passwords into logs.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use vpn_api::{ProxyProblem, Via, proxy::MAX_LOGIN};

use super::Trouble;

const VERSION: u8 = 5;
/// Version of the exchange of user name and password (RFC 1929).
const LOGIN_VERSION: u8 = 1;
const NO_LOGIN: u8 = 0;
const PASSWORD: u8 = 2;
const CONNECT: u8 = 1;
const ASSOCIATE: u8 = 3;
const IPV4: u8 = 1;
const NAME: u8 = 3;
const IPV6: u8 = 4;

/// An address in SOCKS's form.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Address {
    Ip(IpAddr),
    Name(String),
}

/// Opens a way to the server.
pub(super) async fn connect(mut stream: TcpStream, via: &Via) -> Result<TcpStream, Trouble> {
    sign_in(&mut stream, via).await?;
    request(&mut stream, CONNECT, &encode(&via.host, via.port), via).await?;
    Ok(stream)
}

/// Opens a relay for datagrams, which lives as long as the stream. Gives the stream and the relay's address.
pub(super) async fn associate(
    mut stream: TcpStream,
    proxy: SocketAddr,
    via: &Via,
) -> Result<(TcpStream, SocketAddr), Trouble> {
    sign_in(&mut stream, via).await?;
    // Where our datagrams will come from is not known yet, which zeros say (RFC 1928, section 4).
    let anywhere = if proxy.is_ipv4() { IpAddr::V4(Ipv4Addr::UNSPECIFIED) } else { IpAddr::V6(Ipv6Addr::UNSPECIFIED) };
    let (address, port) = request(&mut stream, ASSOCIATE, &encode_ip(anywhere, 0), via).await?;
    let relay = match address {
        // Proxies that listen everywhere say so; the one we talk to is then the one that is meant.
        Address::Ip(ip) if ip.is_unspecified() => SocketAddr::new(proxy.ip(), port),
        Address::Ip(ip) => SocketAddr::new(ip, port),
        Address::Name(name) => {
            let mut found = tokio::net::lookup_host((name, port)).await?;
            found.next().ok_or(ProxyProblem::NotAProxy)?
        }
    };
    if relay.port() == 0 { Err(ProxyProblem::NotAProxy.into()) } else { Ok((stream, relay)) }
}

/// What stands before each datagram to the server (RFC 1928, section 7).
pub(super) fn datagram_header(host: &str, port: u16) -> Vec<u8> {
    let mut header = vec![0, 0, 0];
    header.extend(encode(host, port));
    header
}

/// Length of the header of a datagram from a relay. `None`: it is none, or a fragment, which nobody has to take.
pub(in crate::link) fn datagram_header_len(datagram: &[u8]) -> Option<usize> {
    let [_, _, 0, kind, first, ..] = datagram else { return None };
    let address = match *kind {
        IPV4 => 4,
        IPV6 => 16,
        NAME => 1 + usize::from(*first),
        _ => return None,
    };
    let len = 4 + address + 2;
    (len <= datagram.len()).then_some(len)
}

fn encode(host: &str, port: u16) -> Vec<u8> {
    match host.parse::<IpAddr>() {
        Ok(ip) => encode_ip(ip, port),
        Err(_) => {
            // Hosts of servers have at most 255 bytes.
            let name = host.as_bytes().get(..host.len().min(MAX_LOGIN)).unwrap_or_default();
            let mut encoded = vec![NAME, u8::try_from(name.len()).unwrap_or(u8::MAX)];
            encoded.extend(name);
            encoded.extend(port.to_be_bytes());
            encoded
        }
    }
}

fn encode_ip(ip: IpAddr, port: u16) -> Vec<u8> {
    let mut encoded = Vec::with_capacity(19);
    match ip {
        IpAddr::V4(ip) => {
            encoded.push(IPV4);
            encoded.extend(ip.octets());
        }
        IpAddr::V6(ip) => {
            encoded.push(IPV6);
            encoded.extend(ip.octets());
        }
    }
    encoded.extend(port.to_be_bytes());
    encoded
}

/// The proxy chooses how we sign in, and we do.
async fn sign_in(stream: &mut TcpStream, via: &Via) -> Result<(), Trouble> {
    let login = via.proxy.login.as_ref();
    let hello: &[u8] = if login.is_some() { &[VERSION, 2, NO_LOGIN, PASSWORD] } else { &[VERSION, 1, NO_LOGIN] };
    stream.write_all(hello).await?;
    let mut chosen = [0; 2];
    stream.read_exact(&mut chosen).await?;
    match (chosen, login) {
        ([VERSION, NO_LOGIN], _) => Ok(()),
        ([VERSION, PASSWORD], Some(login)) => {
            let mut message = zeroize::Zeroizing::new(vec![LOGIN_VERSION]);
            for text in [login.username.as_str(), login.password.expose()] {
                let bytes = text.as_bytes().get(..text.len().min(MAX_LOGIN)).unwrap_or_default();
                message.push(u8::try_from(bytes.len()).unwrap_or(u8::MAX));
                message.extend(bytes);
            }
            stream.write_all(&message).await?;
            let mut answer = [0; 2];
            // Some proxies close instead of saying no.
            match stream.read_exact(&mut answer).await {
                Ok(_) if answer == [LOGIN_VERSION, 0] || answer == [VERSION, 0] => Ok(()),
                Ok(_) | Err(_) => Err(ProxyProblem::CredentialsRefused.into()),
            }
        }
        // Whether it wants a password or something that we do not have is not said; a password is the usual case.
        ([VERSION, 0xff], None) => Err(ProxyProblem::CredentialsNeeded.into()),
        ([VERSION, 0xff], Some(_)) => Err(ProxyProblem::SignInNotSupported { offered: "GSSAPI".to_owned() }.into()),
        _ => Err(ProxyProblem::NotAProxy.into()),
    }
}

/// Asks for something and reads the answer.
async fn request(stream: &mut TcpStream, command: u8, address: &[u8], via: &Via) -> Result<(Address, u16), Trouble> {
    let mut message = vec![VERSION, command, 0];
    message.extend(address);
    stream.write_all(&message).await?;
    let mut head = [0; 3];
    stream.read_exact(&mut head).await?;
    let [version, reply, _] = head;
    if version != VERSION {
        return Err(ProxyProblem::NotAProxy.into());
    }
    if reply != 0 {
        return Err(refusal(reply, command, via).into());
    }
    let address = match stream.read_u8().await? {
        IPV4 => Address::Ip(Ipv4Addr::from_bits(stream.read_u32().await?).into()),
        IPV6 => Address::Ip(Ipv6Addr::from_bits(stream.read_u128().await?).into()),
        NAME => {
            let mut name = vec![0; usize::from(stream.read_u8().await?)];
            stream.read_exact(&mut name).await?;
            Address::Name(String::from_utf8(name).map_err(|_| ProxyProblem::NotAProxy)?)
        }
        _ => return Err(ProxyProblem::NotAProxy.into()),
    };
    Ok((address, stream.read_u16().await?))
}

/// What the codes of RFC 1928, section 6, mean for us.
fn refusal(reply: u8, command: u8, via: &Via) -> ProxyProblem {
    let said = |answer: &str| ProxyProblem::Refused { answer: answer.to_owned() };
    match reply {
        2 => ProxyProblem::NotAllowed { port: via.port },
        3..=6 => ProxyProblem::ServerNotReached { host: via.host.clone() },
        7 if command == ASSOCIATE => ProxyProblem::NoDatagrams,
        7 => said("command not supported"),
        8 => said("address type not supported"),
        _ => said("general failure"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_take_their_form() {
        assert_eq!(encode("192.0.2.1", 443), [1, 192, 0, 2, 1, 1, 187]);
        assert_eq!(encode("2001:db8::1", 1)[..3], [4, 0x20, 0x01]);
        assert_eq!(encode("2001:db8::1", 1).len(), 19);
        assert_eq!(encode("vpn.x", 0x1234), [3, 5, b'v', b'p', b'n', b'.', b'x', 0x12, 0x34]);
        assert_eq!(encode(&"n".repeat(300), 1).len(), 2 + 255 + 2);
    }

    #[test]
    fn headers_of_datagrams_are_measured_and_fragments_are_not_taken() {
        for host in ["192.0.2.1", "2001:db8::1", "vpn.example"] {
            let mut datagram = datagram_header(host, 1194);
            let len = datagram.len();
            assert_eq!(datagram_header_len(&datagram), Some(len), "{host}");
            datagram.extend(b"frame");
            assert_eq!(datagram_header_len(&datagram), Some(len), "{host}");
            assert_eq!(datagram_header_len(&datagram[..len - 1]), None, "{host}");
            datagram[2] = 1;
            assert_eq!(datagram_header_len(&datagram), None, "{host}, a fragment");
        }
        assert_eq!(datagram_header_len(&[0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0]), None);
        assert_eq!(datagram_header_len(&[]), None);
    }
}
