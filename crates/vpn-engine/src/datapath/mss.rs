//! Clamps the maximum segment size that TCP connections agree upon in their SYN segments (RFC 9293, section 3.7.1), so
//! that a full segment fits the tunnel. The checksum is updated, not computed anew (RFC 1624), so a packet that was
//! corrupt stays corrupt.

use vpn_api::tunnel::MssClamp;

use super::{
    checksum::Sum,
    packet::{self, Outline, Version},
};

/// Option kind: end of the list.
const END: u8 = 0;
/// Option kind: one byte of padding.
const PADDING: u8 = 1;
/// Option kind: maximum segment size.
const MAXIMUM_SEGMENT_SIZE: u8 = 2;

/// Lowers the maximum segment size in `packet`, if it is a SYN that announces a larger one. A packet that makes no sense
/// is left as it is. Its checksum must be finished.
pub(crate) fn clamp(packet: &mut [u8], outline: &Outline, clamp: MssClamp) {
    let _ = try_clamp(packet, outline, clamp);
}

fn try_clamp(packet: &mut [u8], outline: &Outline, clamp: MssClamp) -> Option<()> {
    if outline.protocol != packet::TCP || outline.later_fragment {
        return None;
    }
    let tcp = packet.get_mut(outline.transport..outline.total)?;
    if tcp.get(packet::TCP_FLAGS)? & packet::SYN == 0 {
        return None;
    }
    let limit = match outline.version {
        Version::V4 => clamp.ipv4,
        Version::V6 => clamp.ipv6,
    };
    let header = packet::tcp_header_len(tcp, 0)?;
    let mut at = 20;
    while at < header {
        match *tcp.get(at)? {
            END => return None,
            PADDING => at += 1,
            kind => {
                let len = usize::from(*tcp.get(at + 1)?);
                if len < 2 || at + len > header {
                    return None;
                }
                if kind == MAXIMUM_SEGMENT_SIZE && len == 4 {
                    let old = packet::get16(tcp, at + 2)?;
                    return if old > limit { replace(tcp, at + 2, old, limit) } else { None };
                }
                at += len;
            }
        }
    }
    None
}

fn replace(tcp: &mut [u8], at: usize, old: u16, new: u16) -> Option<()> {
    packet::put16(tcp, at, new)?;
    // A number on an odd offset lies across two words of the sum, each byte in the other's place.
    let (old, new) = if at.is_multiple_of(2) { (old, new) } else { (old.swap_bytes(), new.swap_bytes()) };
    let before = packet::get16(tcp, packet::TCP_CHECKSUM)?;
    let sum = Sum::default().add_word(!before).remove_word(old).add_word(new);
    packet::put16(tcp, packet::TCP_CHECKSUM, sum.checksum())
}
