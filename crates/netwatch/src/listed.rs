//! Who answers for names on this machine, as its files have it.

use std::{fs::File, io::Read, net::IpAddr};

/// Bytes of a file that are read at most. Lists of hosts that are not wanted can be long.
const MAX_FILE: u64 = 8 << 20;
/// The last one has the servers of the uplinks where the first one names systemd-resolved itself.
const RESOLVER_FILES: [&str; 2] = ["/etc/resolv.conf", "/run/systemd/resolve/resolv.conf"];
const HOSTS_FILE: &str = "/etc/hosts";

/// The addresses that this machine's own list has for a name (hosts(5)).
#[must_use]
pub fn listed_addresses(host: &str) -> Vec<IpAddr> {
    addresses_of(host, &text(HOSTS_FILE))
}

/// The name servers that the machine asks (resolv.conf(5)), those on the machine itself aside.
pub(crate) fn name_servers() -> Vec<IpAddr> {
    RESOLVER_FILES.iter().flat_map(|file| servers_in(&text(file))).collect()
}

fn text(path: &str) -> String {
    let mut bytes = Vec::new();
    if let Ok(file) = File::open(path) {
        // What could be read of it is used.
        let _ = file.take(MAX_FILE).read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn addresses_of(host: &str, hosts: &str) -> Vec<IpAddr> {
    let host = host.strip_suffix('.').unwrap_or(host);
    let lines = hosts.lines().map(|line| line.split('#').next().unwrap_or_default().split_whitespace());
    lines
        .filter_map(|mut words| {
            let address = words.next()?.parse().ok()?;
            words.any(|name| name.eq_ignore_ascii_case(host)).then_some(address)
        })
        .collect()
}

fn servers_in(resolver: &str) -> Vec<IpAddr> {
    let lines = resolver.lines().map(str::split_whitespace);
    let servers = lines.filter_map(|mut words| {
        // An address may have a zone: `fe80::1%eth0`.
        let address = words.next().filter(|word| *word == "nameserver").and(words.next())?;
        address.split('%').next()?.parse().ok()
    });
    servers.filter(|address: &IpAddr| !address.is_loopback()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(addresses: &[&str]) -> Vec<IpAddr> {
        addresses.iter().map(|address| address.parse().unwrap()).collect()
    }

    #[test]
    fn a_name_is_found_among_the_names_of_its_line() {
        let hosts = "127.0.0.1 localhost # vpn.example\n192.0.2.1\tvpn.example vpn\n2001:db8::1 VPN.example\nbad vpn\n";
        assert_eq!(addresses_of("vpn.example.", hosts), addresses(&["192.0.2.1", "2001:db8::1"]));
        assert_eq!(addresses_of("vpn", hosts), addresses(&["192.0.2.1"]));
        assert!(addresses_of("other.example", hosts).is_empty());
    }

    #[test]
    fn name_servers_on_the_machine_itself_do_not_count() {
        let file =
            "# nameserver 192.0.2.9\nnameserver 127.0.0.53\nnameserver 192.0.2.1\nnameserver fe80::1%eth0\nsearch x\n";
        assert_eq!(servers_in(file), addresses(&["192.0.2.1", "fe80::1"]));
    }
}
