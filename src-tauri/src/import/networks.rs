//! The networks that this machine is in, to tell whether a profile's routes lie over them.

use ipnet::IpNet;

/// Networks of this machine's interfaces, without those of tunnels and of the machine itself. Empty where they cannot be told.
pub(super) fn of_this_machine() -> Vec<IpNet> {
    system::networks()
}

#[cfg(target_os = "linux")]
mod system {
    use std::net::Ipv4Addr;

    use ipnet::{IpNet, Ipv4Net};

    /// Largest table that is read, in bytes.
    const MAX_TABLE: usize = 1 << 20;

    pub(super) fn networks() -> Vec<IpNet> {
        let table = std::fs::read_to_string("/proc/net/route").unwrap_or_default();
        if table.len() > MAX_TABLE { Vec::new() } else { parse(&table) }
    }

    /// Lines of `/proc/net/route`: interface, destination, gateway, flags, three counters, mask. Addresses are in the
    /// machine's byte order, in hex.
    pub(super) fn parse(table: &str) -> Vec<IpNet> {
        table.lines().skip(1).filter_map(network).collect()
    }

    fn network(line: &str) -> Option<IpNet> {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [interface, destination, gateway, _, _, _, _, mask, ..] = fields.as_slice() else { return None };
        let address = |hex: &str| u32::from_str_radix(hex, 16).ok().map(|raw| Ipv4Addr::from(raw.to_ne_bytes()));
        let tunnel = ["adit", "tun", "tap", "wg"].iter().any(|name| interface.starts_with(name));
        if tunnel || address(gateway)? != Ipv4Addr::UNSPECIFIED {
            return None;
        }
        let net = Ipv4Net::with_netmask(address(destination)?, address(mask)?).ok()?;
        let own = net.prefix_len() == 0 || net.addr().is_loopback() || net.addr().is_link_local();
        (!own).then_some(IpNet::V4(net))
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn networks_without_a_gateway_are_ours() {
            let hex = |address: [u8; 4]| format!("{:08X}", u32::from_ne_bytes(address));
            let line = |name: &str, to: [u8; 4], by: [u8; 4], mask: [u8; 4]| {
                format!("{name}\t{}\t{}\t0001\t0\t0\t0\t{}\t0\t0\t0\n", hex(to), hex(by), hex(mask))
            };
            let table = [
                "Iface\tDestination\tGateway\tFlags\n".to_owned(),
                line("eth0", [0, 0, 0, 0], [192, 168, 1, 1], [0, 0, 0, 0]),
                line("eth0", [192, 168, 1, 0], [0, 0, 0, 0], [255, 255, 255, 0]),
                line("eth0", [10, 9, 0, 0], [192, 168, 1, 2], [255, 255, 0, 0]),
                line("adit0", [10, 8, 0, 0], [0, 0, 0, 0], [255, 255, 255, 0]),
                line("eth0", [169, 254, 0, 0], [0, 0, 0, 0], [255, 255, 0, 0]),
                "nonsense\n".to_owned(),
            ];
            assert_eq!(parse(&table.concat()), ["192.168.1.0/24".parse::<IpNet>().unwrap()]);
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    pub(super) fn networks() -> Vec<ipnet::IpNet> {
        Vec::new()
    }
}
