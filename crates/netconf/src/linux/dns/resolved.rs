//! systemd-resolved, over D-Bus (org.freedesktop.resolve1(5)).

use std::{io, net::IpAddr, time::Duration};

use serde::Serialize;
use vpn_api::{DnsPlan, NameServer};
use zbus::{Connection, OwnedObjectPath, OwnedVariant, zvariant::DynamicType};

use super::super::op::Interface;

const NAME: &str = "org.freedesktop.resolve1";
const PATH: &str = "/org/freedesktop/resolve1";
const MANAGER: &str = "org.freedesktop.resolve1.Manager";
const LINK: &str = "org.freedesktop.resolve1.Link";
const NO_SUCH_LINK: &str = "org.freedesktop.resolve1.NoSuchLink";
/// It answers from memory, so a service that takes longer is not going to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Address families as systemd-resolved names them: Linux's `AF_INET` and `AF_INET6`.
const AF_INET: i32 = 2;
const AF_INET6: i32 = 10;

/// The service of one system bus.
#[derive(Debug, Clone, Default)]
pub(crate) struct Resolved {
    /// Where the bus listens; the system's own if not said.
    pub(crate) bus: Option<String>,
}

impl Resolved {
    pub(crate) async fn connect(&self) -> zbus::Result<Connection> {
        match &self.bus {
            Some(address) => zbus::connection::Builder::address(address.as_str()).build().await,
            None => Connection::system().await,
        }
    }

    /// Whether it is running. It is not started for this.
    pub(crate) async fn is_running(&self) -> bool {
        const BUS: &str = "org.freedesktop.DBus";
        let asking = async {
            let connection = self.connect().await?;
            let asked = connection.call_method(Some(BUS), "/org/freedesktop/DBus", Some(BUS), "NameHasOwner", &NAME);
            asked.await?.body().deserialize()
        };
        patiently(asking).await.unwrap_or(false)
    }

    /// Gives the interface these servers and domains. The servers come last: without servers an interface is asked nothing, and
    /// with servers and no domains it is asked everything. LLMNR and multicast DNS would send names to every host in the tunnel.
    pub(crate) async fn set(&self, interface: &Interface, dns: &DnsPlan) -> io::Result<()> {
        let index = interface.index.cast_signed();
        let setting = async {
            let connection = self.connect().await?;
            call(&connection, "SetLinkLLMNR", &(index, "no")).await?;
            call(&connection, "SetLinkMulticastDNS", &(index, "no")).await?;
            call(&connection, "SetLinkDomains", &(index, domains(dns))).await?;
            call(&connection, "SetLinkDefaultRoute", &(index, dns.all)).await?;
            call(&connection, "SetLinkDNS", &(index, servers(dns))).await?;
            call(&connection, "FlushCaches", &()).await
        };
        patiently(setting).await
    }

    /// Takes the interface's servers and domains back. An interface that is gone took them along.
    pub(crate) async fn revert(&self, interface: &Interface) -> io::Result<()> {
        let reverting = async {
            let connection = self.connect().await?;
            unless_gone(call(&connection, "RevertLink", &(interface.index.cast_signed(),)).await)?;
            call(&connection, "FlushCaches", &()).await
        };
        patiently(reverting).await
    }

    /// Whether the interface has exactly these servers and domains, and no other way to find names.
    pub(crate) async fn has(&self, interface: &Interface, dns: &DnsPlan) -> io::Result<bool> {
        let looking = async {
            let connection = self.connect().await?;
            let which = (interface.index.cast_signed(),);
            let finding = connection.call_method(Some(NAME), PATH, Some(MANAGER), "GetLink", &which).await;
            let Some(found) = unless_gone(finding)? else { return Ok(false) };
            let link: OwnedObjectPath = found.body().deserialize()?;
            let found_servers: Vec<(i32, Vec<u8>)> = property(&connection, &link, "DNS").await?;
            let mut found_domains: Vec<(String, bool)> = property(&connection, &link, "Domains").await?;
            let default_route: bool = property(&connection, &link, "DefaultRoute").await?;
            for other_way in ["LLMNR", "MulticastDNS"] {
                if property::<String>(&connection, &link, other_way).await? != "no" {
                    return Ok(false);
                }
            }
            let mut wanted_domains = domains(dns);
            wanted_domains.sort();
            found_domains.sort();
            Ok(found_servers == servers(dns) && found_domains == wanted_domains && default_route == dns.all)
        };
        patiently(looking).await
    }
}

/// `None`: there is no such interface.
fn unless_gone<T>(answer: zbus::Result<T>) -> zbus::Result<Option<T>> {
    match answer {
        Err(zbus::Error::MethodError(name, ..)) if name.as_str() == NO_SUCH_LINK => Ok(None),
        answer => answer.map(Some),
    }
}

fn servers(dns: &DnsPlan) -> Vec<(i32, Vec<u8>)> {
    let server = |server: &NameServer| match server.addr() {
        IpAddr::V4(ip) => (AF_INET, ip.octets().to_vec()),
        IpAddr::V6(ip) => (AF_INET6, ip.octets().to_vec()),
    };
    dns.servers.iter().map(server).collect()
}

/// Search domains, and with `true` domains that are only routed here. The root domain draws every other name in.
fn domains(dns: &DnsPlan) -> Vec<(String, bool)> {
    let search = dns.search.iter().map(|domain| (domain.to_string(), false));
    let routed = dns.domains.iter().map(|domain| (domain.to_string(), true));
    let root = dns.all.then(|| (".".to_owned(), true));
    let mut domains: Vec<(String, bool)> = Vec::new();
    for (domain, only_routed) in search.chain(routed).chain(root) {
        // A searched domain is routed too; the service keeps one entry for each name.
        if !domains.iter().any(|(known, _)| *known == domain) {
            domains.push((domain, only_routed));
        }
    }
    domains
}

async fn call<B: Serialize + DynamicType>(connection: &Connection, method: &str, body: &B) -> zbus::Result<()> {
    connection.call_method(Some(NAME), PATH, Some(MANAGER), method, body).await.map(drop)
}

async fn property<T>(connection: &Connection, link: &OwnedObjectPath, name: &str) -> zbus::Result<T>
where
    T: TryFrom<OwnedVariant>,
    zbus::Error: From<T::Error>,
{
    let properties = Some("org.freedesktop.DBus.Properties");
    let answer = connection.call_method(Some(NAME), link, properties, "Get", &(LINK, name)).await?;
    Ok(T::try_from(answer.body().deserialize::<OwnedVariant>()?)?)
}

async fn patiently<T>(work: impl Future<Output = zbus::Result<T>>) -> io::Result<T> {
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(done) => done.map_err(io::Error::other),
        Err(_) => Err(io::ErrorKind::TimedOut.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_interface_that_is_gone_is_no_error() {
        let said = |name: &str| {
            let call = zbus::Message::method_call("/", "Ask").build(&()).unwrap();
            let name = zbus::names::OwnedErrorName::try_from(name.to_owned()).unwrap();
            unless_gone::<u8>(Err(zbus::Error::MethodError(name, None, call)))
        };
        assert_eq!(said(NO_SUCH_LINK).unwrap(), None);
        said("org.freedesktop.DBus.Error.AccessDenied").unwrap_err();
        assert_eq!(unless_gone(Ok(7)).unwrap(), Some(7));
    }

    #[test]
    fn each_domain_is_named_once_and_the_root_routes_the_rest() {
        let dns = DnsPlan {
            servers: ["10.8.0.1", "fd00::53"].map(|server| server.parse().unwrap()).into(),
            search: ["Corp.Example.".parse().unwrap()].into(),
            domains: ["corp.example", "lab.example"].map(|domain| domain.parse().unwrap()).into(),
            all: true,
        };
        let expected = [("corp.example", false), ("lab.example", true), (".", true)];
        assert_eq!(domains(&dns), expected.map(|(name, routed)| (name.to_owned(), routed)));
        let servers = servers(&dns);
        assert_eq!(servers[0], (AF_INET, vec![10, 8, 0, 1]));
        assert_eq!(servers[1].0, AF_INET6);
        assert_eq!(servers[1].1.len(), 16);
    }
}
