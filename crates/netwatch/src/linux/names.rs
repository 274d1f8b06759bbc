//! The uplinks' name servers, as they are beside our tunnels.

use std::{
    collections::BTreeMap,
    fs::File,
    io::Read,
    net::{IpAddr, SocketAddr, SocketAddrV6},
    path::Path,
};

use netconf::linux::read::{self, Netlink, is_ours};

use super::resolved::{self, ResolvedServer};
use crate::names::{AskFirst, MAX_UPLINK_SERVERS, UplinkNames};

const NAMES: u16 = 53;
/// Longest name that can be looked up, in bytes (RFC 1035 §2.3.4), with its final dot.
const MAX_NAME: usize = 254;
/// More of a hosts file is not read. Lists that block advertisements have some megabytes.
const MAX_HOSTS: u64 = 8 << 20;
pub(super) const RESOLVER_FILE: &str = "/etc/resolv.conf";
/// Where NetworkManager writes the uplinks' servers when the resolver file leads to a local cache (NetworkManager.conf(5),
/// `rc-manager`: its own version of the file is always written to its state directory).
const NETWORK_MANAGER: &str = "/run/NetworkManager/no-stub-resolv.conf";
const HOSTS: &str = "/etc/hosts";

/// How to look `host` up as if none of our tunnels were up.
pub async fn uplink_names(host: &str) -> UplinkNames {
    uplink_names_with(Path::new(RESOLVER_FILE), host).await
}

/// The same with another resolver file.
pub async fn uplink_names_with(resolver_file: &Path, host: &str) -> UplinkNames {
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    if host.len() > MAX_NAME || is_in_hosts(Path::new(HOSTS), &host) {
        return UplinkNames::default();
    }
    let links = interfaces().await;
    let file = before(resolver_file);
    let mut servers = Vec::new();
    let mut order = AskFirst::Uplinks;
    if !read::is_stub(&file) {
        let named = read::name_servers(&file);
        let named: Vec<SocketAddr> = named.iter().filter_map(|text| server(text, &links)).collect();
        // A cache on this machine asks whom it was told to ask, which may be our tunnel's server by now.
        if named.iter().all(|server| server.ip().is_loopback()) {
            let behind = read::effective(Path::new(NETWORK_MANAGER));
            for text in read::name_servers(&behind) {
                server(&text, &links).into_iter().for_each(|server| add(&mut servers, server));
            }
        }
        named.into_iter().for_each(|server| add(&mut servers, server));
    }
    match resolved::uplinks().await {
        Ok(Some(found)) => {
            let is_other = |index: u32| links.get(&index).is_none_or(|name| !is_ours(name));
            for server in for_name(&host, found.servers, is_other) {
                add(&mut servers, server);
            }
            if found.encrypted {
                order = AskFirst::System;
            }
        }
        Ok(None) => {}
        Err(error) => tracing::debug!(%error, "cannot ask systemd-resolved for the uplinks' name servers"),
    }
    if servers.is_empty() { UplinkNames::default() } else { UplinkNames { servers, order } }
}

/// Puts a server behind the others, unless it is there or there are enough.
fn add(servers: &mut Vec<SocketAddr>, server: SocketAddr) {
    if servers.len() < MAX_UPLINK_SERVERS && !servers.contains(&server) {
        servers.push(server);
    }
}

/// What the resolver file says without us. One of ours says what it was; what it led to is newer than that, as a network manager
/// keeps it.
fn before(path: &Path) -> Vec<u8> {
    let now = read::effective(path);
    let text = String::from_utf8_lossy(&now);
    if !text.starts_with(read::MARK) {
        return now;
    }
    let said = || text.lines().filter_map(|line| line.strip_prefix(read::BEFORE));
    match said().find_map(|line| line.strip_prefix("link ")) {
        Some(link) => read::effective(&read::target(path, link.as_bytes())),
        None => said().collect::<Vec<_>>().join("\n").into_bytes(),
    }
}

/// The names of all interfaces by their index. Empty if the kernel does not tell.
async fn interfaces() -> BTreeMap<u32, String> {
    let looking = async { read::links(&mut Netlink::new()?).await };
    let links = looking.await.unwrap_or_default();
    links.into_iter().map(|link| (link.interface.index, link.interface.name)).collect()
}

/// A server as the resolver file names it. An IPv6 address of one link has the link's name or number behind it.
fn server(text: &str, links: &BTreeMap<u32, String>) -> Option<SocketAddr> {
    let (address, zone) = text.split_once('%').map_or((text, None), |(address, zone)| (address, Some(zone)));
    let index = |zone: &str| {
        let named = links.iter().find(|(_, name)| *name == zone).map(|(index, _)| *index);
        named.or_else(|| zone.parse().ok())
    };
    match (address.parse().ok()?, zone) {
        (IpAddr::V6(ip), Some(zone)) => Some(SocketAddrV6::new(ip, NAMES, 0, index(zone)?).into()),
        (ip, _) => Some(SocketAddr::new(ip, NAMES)),
    }
}

/// The servers of other interfaces than ours, first those of the interface with the longest domain that the name lies in, as
/// systemd-resolved chooses (systemd-resolved.service(8), "Protocols and routing").
fn for_name(host: &str, servers: Vec<ResolvedServer>, is_other: impl Fn(u32) -> bool) -> Vec<SocketAddr> {
    let lies_in = |domain: &String| {
        let rest = host.strip_suffix(domain.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.') || domain.is_empty())
    };
    let mut ranked: Vec<(usize, SocketAddr)> = Vec::new();
    for server in servers.into_iter().filter(|server| server.index == 0 || is_other(server.index)) {
        let fits = server.domains.iter().filter(|domain| lies_in(domain)).map(String::len).max();
        let scope = if server.address.is_ipv6() { server.index } else { 0 };
        let address = match server.address {
            IpAddr::V6(ip) if ip.is_unicast_link_local() => SocketAddrV6::new(ip, NAMES, 0, scope).into(),
            ip @ (IpAddr::V4(_) | IpAddr::V6(_)) => SocketAddr::new(ip, NAMES),
        };
        ranked.push((fits.map_or(0, |length| length + 1), address));
    }
    ranked.sort_by_key(|(fits, _)| std::cmp::Reverse(*fits));
    ranked.into_iter().map(|(_, address)| address).collect()
}

/// Whether the machine's own list has the name (hosts(5)).
fn is_in_hosts(path: &Path, host: &str) -> bool {
    let mut text = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MAX_HOSTS).read_to_end(&mut text));
    read.is_ok() && lists(&String::from_utf8_lossy(&text), host)
}

fn lists(hosts: &str, host: &str) -> bool {
    let lines = hosts.lines().map(|line| line.split('#').next().unwrap_or_default());
    lines.flat_map(|line| line.split_ascii_whitespace().skip(1)).any(|name| name.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(index: u32, address: &str, domains: &[&str]) -> ResolvedServer {
        let domains = domains.iter().map(|domain| (*domain).to_owned()).collect();
        ResolvedServer { index, address: address.parse().unwrap(), domains }
    }

    #[test]
    fn servers_of_our_own_tunnels_are_left_out_and_the_longest_domain_comes_first() {
        let all = vec![
            of(0, "192.0.2.1", &[]),
            of(2, "192.0.2.2", &[""]),
            of(3, "fe80::1", &["corp.example"]),
            of(4, "192.0.2.4", &["vpn.corp.example"]),
            of(9, "10.8.0.1", &["corp.example", ""]),
        ];
        let ordered = |host: &str| for_name(host, all.clone(), |index| index != 9);
        let texts = |host: &str| ordered(host).iter().map(ToString::to_string).collect::<Vec<_>>();
        let expected = ["192.0.2.4:53", "[fe80::1%3]:53", "192.0.2.2:53", "192.0.2.1:53"];
        assert_eq!(texts("gate.vpn.corp.example"), expected);
        assert_eq!(texts("xcorp.example")[0], "192.0.2.2:53", "a domain ends at a dot");
        assert_eq!(texts("corp.example")[0], "[fe80::1%3]:53");
    }

    #[test]
    fn a_zone_is_a_name_or_a_number() {
        let links = BTreeMap::from([(2, "eth0".to_owned())]);
        let text = |text: &str| server(text, &links).map(|server| server.to_string());
        assert_eq!(text("192.0.2.1").as_deref(), Some("192.0.2.1:53"));
        assert_eq!(text("fe80::1%eth0").as_deref(), Some("[fe80::1%2]:53"));
        assert_eq!(text("fe80::1%7").as_deref(), Some("[fe80::1%7]:53"));
        assert_eq!(text("fe80::1%gone"), None);
        assert_eq!(text("not an address"), None);
    }

    #[test]
    fn a_name_of_the_machines_own_list_is_found_whole() {
        let hosts = "127.0.0.1 localhost\n192.0.2.1\tVPN.example  other # gate.example\n#192.0.2.2 off.example\n";
        assert!(lists(hosts, "vpn.example") && lists(hosts, "other") && lists(hosts, "localhost"));
        for unknown in ["gate.example", "off.example", "example", "192.0.2.1"] {
            assert!(!lists(hosts, unknown), "{unknown}");
        }
    }

    #[test]
    fn a_file_of_ours_says_what_it_was() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("resolv.conf");
        let servers = |text: &str| {
            std::fs::write(&path, text).unwrap();
            read::name_servers(&before(&path))
        };
        let ours = |before: &str| format!("{}\n{before}nameserver 10.8.0.1\n", read::MARK);
        assert_eq!(servers("nameserver 192.0.2.1\n"), ["192.0.2.1"], "nobody's but the machine's");
        let was = format!("{0}nameserver 192.0.2.1\n{0}nameserver 192.0.2.2\n", read::BEFORE);
        assert_eq!(servers(&ours(&was)), ["192.0.2.1", "192.0.2.2"]);
        assert!(servers(&ours("")).is_empty(), "it was not there");
        std::fs::write(directory.path().join("other"), "nameserver 192.0.2.3\n").unwrap();
        let led = format!("{0}link other\n{0}nameserver 192.0.2.1\n", read::BEFORE);
        assert_eq!(servers(&ours(&led)), ["192.0.2.3"], "newer than when the file was written");
        assert!(servers(&ours(&format!("{}link gone\n", read::BEFORE))).is_empty());
    }
}
