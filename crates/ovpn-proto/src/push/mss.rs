//! How large a TCP segment inside the tunnel may be, so that its frame fits the path (docs/protocol/openvpn.md §16).

use ovpn_settings::{Cipher, Compression, Digest, Fragment, MssFix};
use vpn_api::{Transport, tunnel::MssClamp};

use crate::keys::mac::tag_len;

/// `mssfix 1492 mtu`, the default of OpenVPN 2.6: what fits PPPoE.
const DEFAULT_PATH_MTU: u16 = 1492;

/// How an inner packet is wrapped on its way to the server.
#[derive(Debug, Clone, Copy)]
pub struct Encapsulation {
    /// UDP or TCP outside.
    pub transport: Transport,
    /// IPv6 outside.
    pub outer_ipv6: bool,
    /// The data cipher.
    pub cipher: Cipher,
    /// HMAC digest of CBC ciphers.
    pub auth: Digest,
    /// Framing of compression.
    pub compression: Compression,
    /// Packets carry a peer id.
    pub peer_id: bool,
    /// Packets have the epoch format.
    pub epochs: bool,
    /// Packets are cut into pieces.
    pub fragment: Option<Fragment>,
    /// Bytes that a proxy wants before each datagram.
    pub relay: u16,
}

impl Encapsulation {
    /// IP and UDP or TCP headers, in bytes.
    fn headers(self) -> u16 {
        let ip = if self.outer_ipv6 { 40 } else { 20 };
        match self.transport {
            Transport::Udp => ip + 8,
            Transport::Tcp => ip + 20,
        }
    }

    /// With `fragment`: how long a frame may be, in bytes.
    pub(crate) fn longest_fragment(self) -> Option<u16> {
        let Fragment { size, with_headers } = self.fragment?;
        let headers = if with_headers { self.headers() } else { 0 };
        Some(size.saturating_sub(headers + self.relay))
    }
}

/// The clamp, or `None` for hands off.
#[must_use]
pub fn clamp(setting: MssFix, tun_mtu: u16, encapsulation: Encapsulation) -> Option<MssClamp> {
    let inner = match setting {
        MssFix::Off => return None,
        MssFix::Default => match encapsulation.fragment {
            // A segment that is not cut is better than its pieces.
            Some(Fragment { size, with_headers }) => inner_size(size, with_headers, encapsulation)?,
            None if tun_mtu != 1500 => return None,
            None => inner_size(DEFAULT_PATH_MTU, true, encapsulation)?,
        },
        MssFix::Mtu(0) | MssFix::Payload(0) | MssFix::Fixed(0) => return None,
        MssFix::Mtu(outer) => inner_size(outer, true, encapsulation)?,
        MssFix::Payload(outer) => inner_size(outer, false, encapsulation)?,
        MssFix::Fixed(inner) => inner,
    };
    let inner = inner.min(tun_mtu);
    // Headers without options: IPv4 20, IPv6 40, TCP 20 bytes.
    let (ipv4, ipv6) = (inner.checked_sub(40)?, inner.checked_sub(60)?);
    // RFC 879: every host takes 536 bytes over IPv4; a clamp far below is a wrong setting that would stall everything.
    (ipv6 >= 88).then_some(MssClamp { ipv4, ipv6 })
}

/// What is left of a clamp where inner packets of at most `inner` bytes pass. A path comes before the profile's wish to leave
/// segments alone: longer ones would not arrive.
#[must_use]
pub fn within(clamp: Option<MssClamp>, inner: u16) -> Option<MssClamp> {
    let (ipv4, ipv6) = (inner.checked_sub(40)?, inner.checked_sub(60)?);
    Some(
        clamp.map_or(MssClamp { ipv4, ipv6 }, |clamp| MssClamp {
            ipv4: clamp.ipv4.min(ipv4),
            ipv6: clamp.ipv6.min(ipv6),
        }),
    )
}

impl Encapsulation {
    /// Largest inner packet whose datagram has at most `outer` bytes with IP and UDP headers.
    pub(crate) fn inner(self, outer: u16) -> Option<u16> {
        inner_size(outer, true, self)
    }

    /// Bytes of the largest datagram that is sent for inner packets of at most `mtu` bytes, with IP and UDP headers, as far as
    /// they are below `most`.
    pub(crate) fn largest_datagram(self, mtu: u16, most: u16) -> u16 {
        let cut = self.longest_fragment().map_or(most, |frame| frame.saturating_add(self.headers()));
        // Ciphers that fill blocks make this a staircase.
        (0..most.min(cut)).find(|outer| self.inner(*outer).is_some_and(|inner| inner >= mtu)).unwrap_or(most.min(cut))
    }

    /// Bytes of IP and UDP headers.
    pub(crate) fn datagram_headers(self) -> u16 {
        self.headers()
    }
}

/// Largest inner packet whose frame has at most `outer` bytes, counted with IP and UDP or TCP headers or without.
fn inner_size(outer: u16, with_headers: bool, encapsulation: Encapsulation) -> Option<u16> {
    let framing = match encapsulation.transport {
        Transport::Udp => 0,
        Transport::Tcp => 2,
    };
    let headers = if with_headers { encapsulation.headers() } else { 0 };
    let fragment = if encapsulation.fragment.is_some() { 4 } else { 0 };
    let opcode = if encapsulation.peer_id { 4 } else { 1 };
    let compression = match encapsulation.compression {
        Compression::Lzo | Compression::Stub => 1,
        Compression::None | Compression::StubV2 => 0,
    };
    let available = outer.checked_sub(headers + encapsulation.relay + framing + opcode)?;
    let available = if encapsulation.cipher.is_aead() {
        let (packet_id, tag) = (if encapsulation.epochs { 8 } else { 4 }, 16);
        available.checked_sub(packet_id + tag)?
    } else {
        let (iv, block, packet_id) = (16, 16, 4);
        let blocks = available.checked_sub(tag_len(encapsulation.auth) + iv)? / block * block;
        // Padding takes at least a byte.
        blocks.checked_sub(1 + packet_id)?
    };
    available.checked_sub(compression + fragment)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GCM: Encapsulation = Encapsulation {
        transport: Transport::Udp,
        outer_ipv6: false,
        cipher: Cipher::Aes256Gcm,
        auth: Digest::Sha1,
        compression: Compression::None,
        peer_id: true,
        epochs: false,
        fragment: None,
        relay: 0,
    };

    fn v4(setting: MssFix, tun_mtu: u16, encapsulation: Encapsulation) -> Option<u16> {
        clamp(setting, tun_mtu, encapsulation).map(|clamp| clamp.ipv4)
    }

    #[test]
    fn the_default_is_that_of_openvpn() {
        // Read from the log of an OpenVPN 2.6.14 client: mss_fix:1400.
        assert_eq!(clamp(MssFix::Default, 1500, GCM), Some(MssClamp { ipv4: 1400, ipv6: 1380 }));
        assert_eq!(v4(MssFix::Default, 1500, Encapsulation { outer_ipv6: true, ..GCM }), Some(1380));
        assert_eq!(v4(MssFix::Default, 1500, Encapsulation { transport: Transport::Tcp, ..GCM }), Some(1386));
        assert_eq!(v4(MssFix::Default, 1500, Encapsulation { compression: Compression::Lzo, ..GCM }), Some(1399));
        assert_eq!(v4(MssFix::Default, 1400, GCM), None);
    }

    #[test]
    fn the_forms_of_mssfix() {
        assert_eq!(v4(MssFix::Off, 1500, GCM), None);
        assert_eq!(v4(MssFix::Payload(0), 1500, GCM), None);
        assert_eq!(v4(MssFix::Fixed(1300), 1500, GCM), Some(1260));
        assert_eq!(v4(MssFix::Payload(1450), 1500, GCM), Some(1450 - 24 - 40));
        assert_eq!(v4(MssFix::Mtu(1400), 1400, GCM), Some(1400 - 28 - 24 - 40));
        assert_eq!(v4(MssFix::Mtu(60000), 1500, GCM), Some(1460), "never more than the tunnel's MTU");
        assert_eq!(v4(MssFix::Mtu(100), 1500, GCM), None);
    }

    #[test]
    fn fragment_and_epochs_take_their_room() {
        let fragment = |size, with_headers| Encapsulation { fragment: Some(Fragment { size, with_headers }), ..GCM };
        assert_eq!(v4(MssFix::Default, 1500, fragment(1300, false)), Some(1300 - 24 - 4 - 40));
        assert_eq!(v4(MssFix::Default, 1400, fragment(1300, false)), Some(1300 - 24 - 4 - 40), "with any MTU");
        assert_eq!(v4(MssFix::Default, 1500, fragment(1300, true)), Some(1300 - 28 - 24 - 4 - 40));
        assert_eq!(v4(MssFix::Payload(1400), 1500, fragment(1300, true)), Some(1400 - 24 - 4 - 40));
        assert_eq!(v4(MssFix::Default, 1500, Encapsulation { epochs: true, ..GCM }), Some(1396));
        assert_eq!(fragment(1300, false).longest_fragment(), Some(1300));
        assert_eq!(fragment(1300, true).longest_fragment(), Some(1272));
        assert_eq!(Encapsulation { outer_ipv6: true, ..fragment(1300, true) }.longest_fragment(), Some(1252));
        assert_eq!(GCM.longest_fragment(), None);
    }

    #[test]
    fn what_a_proxy_wants_before_each_datagram_takes_its_room() {
        let relayed = |encapsulation| Encapsulation { relay: 10, ..encapsulation };
        assert_eq!(v4(MssFix::Default, 1500, relayed(GCM)), Some(1390));
        assert_eq!(v4(MssFix::Payload(1450), 1500, relayed(GCM)), Some(1450 - 10 - 24 - 40));
        assert_eq!(v4(MssFix::Fixed(1300), 1500, relayed(GCM)), Some(1260), "that is the inner size");
        let cut = |with_headers| Encapsulation { fragment: Some(Fragment { size: 1300, with_headers }), ..GCM };
        assert_eq!(relayed(cut(false)).longest_fragment(), Some(1290));
        assert_eq!(relayed(cut(true)).longest_fragment(), Some(1262));
    }

    #[test]
    fn a_path_narrows_what_the_profile_wishes() {
        let wish = Some(MssClamp { ipv4: 1400, ipv6: 1380 });
        assert_eq!(within(wish, 1148), Some(MssClamp { ipv4: 1108, ipv6: 1088 }));
        assert_eq!(within(wish, 1500), wish);
        assert_eq!(within(None, 1148), Some(MssClamp { ipv4: 1108, ipv6: 1088 }), "else nothing would arrive");
        assert_eq!(within(wish, 59), None);
    }

    #[test]
    fn sizes_outside_and_inside_belong_together() {
        assert_eq!(GCM.inner(1200), Some(1148));
        assert_eq!(GCM.largest_datagram(1300, 1500), 1352);
        assert_eq!(GCM.largest_datagram(1500, 1500), 1500);
        let encapsulation = Encapsulation { cipher: Cipher::Aes256Cbc, auth: Digest::Sha1, ..GCM };
        let outer = encapsulation.largest_datagram(1300, 1500);
        assert!(encapsulation.inner(outer) >= Some(1300) && encapsulation.inner(outer - 1) < Some(1300));
        let cut = Encapsulation { fragment: Some(Fragment { size: 1300, with_headers: false }), ..GCM };
        assert_eq!(cut.largest_datagram(1500, 1500), 1328, "with the pieces of `fragment`, never more");
    }

    #[test]
    fn cbc_fills_whole_blocks() {
        let encapsulation = Encapsulation { cipher: Cipher::Aes256Cbc, auth: Digest::Sha1, ..GCM };
        // 1492 - 28 - 4 = 1460; without HMAC 20 and IV 16: 1424 = 89 blocks; without padding and packet id: 1419.
        assert_eq!(v4(MssFix::Default, 1500, encapsulation), Some(1419 - 40));
    }
}
