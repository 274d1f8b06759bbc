//! IPv4 addresses on a network that carries IPv6 only and translates (RFC 6052).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The name that has these two addresses and no IPv6 address of its own: what a translating network's name server makes of
/// it shows the network's prefix (RFC 7050 §2.2).
pub(super) const WELL_KNOWN_NAME: &str = "ipv4only.arpa";
const WELL_KNOWN: [Ipv4Addr; 2] = [Ipv4Addr::new(192, 0, 0, 170), Ipv4Addr::new(192, 0, 0, 171)];
/// Lengths that a prefix can have (RFC 6052 §2.2).
const LENGTHS: [u8; 6] = [32, 40, 48, 56, 64, 96];
/// The byte that every translated address has as zero (RFC 6052 §2.2, bits 64 to 71).
const RESERVED: usize = 8;

/// How a network translates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Nat64Prefix {
    prefix: Ipv6Addr,
    length: u8,
}

impl Nat64Prefix {
    /// Finds it in an address of [`WELL_KNOWN_NAME`] (RFC 7050 §3).
    pub(super) fn of(address: IpAddr) -> Option<Self> {
        let IpAddr::V6(address) = address else { return None };
        let octets = address.octets();
        LENGTHS.into_iter().rev().find_map(|length| {
            let mut held = [0; 4];
            for (byte, place) in held.iter_mut().zip(places(length)) {
                *byte = octets.get(place).copied().unwrap_or_default();
            }
            let reserved = length == 96 || octets.get(RESERVED) == Some(&0);
            if !reserved || !WELL_KNOWN.contains(&held.into()) {
                return None;
            }
            let mut prefix = octets;
            prefix.iter_mut().skip(usize::from(length / 8)).for_each(|byte| *byte = 0);
            Some(Self { prefix: prefix.into(), length })
        })
    }

    /// The address by which the translator knows this one (RFC 6052 §2.2).
    pub(super) fn translate(self, address: Ipv4Addr) -> Ipv6Addr {
        let mut octets = self.prefix.octets();
        for (place, byte) in places(self.length).zip(address.octets()) {
            octets.iter_mut().skip(place).take(1).for_each(|octet| *octet = byte);
        }
        octets.into()
    }
}

/// Where the four bytes lie behind a prefix of this length.
fn places(length: u8) -> impl Iterator<Item = usize> {
    let start = usize::from(length / 8);
    (start..16).filter(|place| *place != RESERVED).take(4)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of RFC 6052 §2.4 for 192.0.2.33.
    #[test]
    fn the_examples_of_the_standard_come_out() {
        for (prefix, length, expected) in [
            ("2001:db8::", 32, "2001:db8:c000:221::"),
            ("2001:db8:100::", 40, "2001:db8:1c0:2:21::"),
            ("2001:db8:122::", 48, "2001:db8:122:c000:2:2100::"),
            ("2001:db8:122:300::", 56, "2001:db8:122:3c0:0:221::"),
            ("2001:db8:122:344::", 64, "2001:db8:122:344:c0:2:2100::"),
            ("2001:db8:122:344::", 96, "2001:db8:122:344::192.0.2.33"),
            ("64:ff9b::", 96, "64:ff9b::192.0.2.33"),
        ] {
            let prefix = Nat64Prefix { prefix: prefix.parse().unwrap(), length };
            assert_eq!(prefix.translate(Ipv4Addr::new(192, 0, 2, 33)), expected.parse::<Ipv6Addr>().unwrap());
            for known in WELL_KNOWN {
                assert_eq!(Nat64Prefix::of(prefix.translate(known).into()), Some(prefix), "{length}");
            }
        }
    }

    #[test]
    fn an_address_that_does_not_hold_the_known_one_shows_no_prefix() {
        for other in ["2001:db8::1", "64:ff9b::192.0.0.172", "64:ff9b::192.0.1.170", "192.0.0.170", "::"] {
            assert_eq!(Nat64Prefix::of(other.parse().unwrap()), None, "{other}");
        }
    }
}
