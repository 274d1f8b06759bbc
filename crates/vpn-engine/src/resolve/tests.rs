//! What is made of a resolver's answer.

use vpn_api::{LocalEnd, Transport};

use super::*;

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn all(texts: &[&str]) -> Vec<IpAddr> {
    texts.iter().map(|text| ip(text)).collect()
}

#[test]
fn families_take_turns_beginning_with_the_resolvers_first() {
    let found = all(&["2001:db8::1", "2001:db8::2", "2001:db8::3", "192.0.2.1"]);
    let wanted = all(&["2001:db8::1", "192.0.2.1", "2001:db8::2", "2001:db8::3"]);
    assert_eq!(in_turns(&found), wanted);
    let found = all(&["192.0.2.1", "192.0.2.2", "2001:db8::1"]);
    assert_eq!(in_turns(&found), all(&["192.0.2.1", "2001:db8::1", "192.0.2.2"]));
    assert_eq!(in_turns(&found[..2]), found[..2]);
}

/// A network with the standard's own prefix, whose name server translates `ipv4only.arpa` if `nat64`.
fn resolver(nat64: bool, reaches: impl Fn(IpAddr) -> bool + Send + Sync + 'static) -> Resolver {
    let ask = move |host: String| {
        let answer = match host.as_str() {
            "four.example" => Ok(all(&["192.0.2.33"])),
            "both.example" => Ok(all(&["2001:db8::1", "192.0.2.33"])),
            "ipv4only.arpa" if nat64 => Ok(all(&["64:ff9b::c000:aa", "192.0.0.170"])),
            "ipv4only.arpa" => Ok(all(&["192.0.0.170", "192.0.0.171"])),
            "silent.example" => Err(LookUpError::NoAnswer),
            _ => Err(LookUpError::UnknownName),
        };
        async move { answer }.boxed()
    };
    Resolver::new(ask).reaching(reaches)
}

fn entry(host: &str, family: Family) -> ServerEntry {
    ServerEntry {
        index: 0,
        host: host.to_owned(),
        port: 1194,
        transport: Transport::Udp,
        family,
        answer_timeout: Duration::from_secs(10),
        via: None,
        local: LocalEnd::default(),
    }
}

async fn found(host: &str, family: Family, resolver: &Resolver) -> Result<Vec<String>, FailureKind> {
    let found = resolve(&entry(host, family), resolver).await.map_err(|failure| failure.kind)?;
    Ok(found.iter().map(ToString::to_string).collect())
}

#[tokio::test]
async fn ipv4_is_translated_where_there_is_none_and_the_network_does_it() {
    let with = resolver(true, |address| address.is_ipv6());
    let without = resolver(false, |address| address.is_ipv6());
    let (four, both) = (resolver(true, |address| address.is_ipv4()), resolver(true, |_| true));
    for host in ["four.example", "192.0.2.33"] {
        for family in [Family::Any, Family::V4] {
            let translated = found(host, family, &with).await;
            assert_eq!(translated, Ok(vec!["[64:ff9b::c000:221]:1194".to_owned()]), "{host}");
            let none = found(host, family, &without).await;
            assert_eq!(none, Err(FailureKind::NoIpv4 { host: host.to_owned() }), "{host}");
            for resolver in [&four, &both] {
                assert_eq!(found(host, family, resolver).await, Ok(vec!["192.0.2.33:1194".to_owned()]), "{host}");
            }
        }
    }
    let tunnelled = without.also_reaching(|address| address == ip("192.0.2.33"));
    assert_eq!(found("192.0.2.33", Family::Any, &tunnelled).await, Ok(vec!["192.0.2.33:1194".to_owned()]));
}

#[tokio::test]
async fn an_address_without_a_way_comes_last() {
    let texts = |texts: &[&str]| Ok(texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
    let four = resolver(false, |address| address.is_ipv4());
    assert_eq!(found("both.example", Family::Any, &four).await, texts(&["192.0.2.33:1194", "[2001:db8::1]:1194"]));
    let six = resolver(false, |address| address.is_ipv6());
    assert_eq!(found("both.example", Family::Any, &six).await, texts(&["[2001:db8::1]:1194", "192.0.2.33:1194"]));
}

#[tokio::test]
async fn an_unknown_name_is_not_a_dead_name_server_and_neither_is_a_missing_network() {
    let online = resolver(false, |_| true);
    let offline = resolver(false, |_| false);
    let host = || "silent.example".to_owned();
    assert_eq!(found(&host(), Family::Any, &online).await, Err(FailureKind::NameServersSilent { host: host() }));
    assert_eq!(found(&host(), Family::Any, &offline).await, Err(FailureKind::NoNetwork));
    for resolver in [&online, &offline] {
        let unknown = found("nobody.example", Family::Any, resolver).await;
        assert_eq!(unknown, Err(FailureKind::NameNotResolved { host: "nobody.example".to_owned() }));
        let family = found("four.example", Family::V6, resolver).await;
        assert_eq!(family, Err(FailureKind::NameNotResolved { host: "four.example".to_owned() }));
    }
}

#[tokio::test(start_paused = true)]
async fn a_resolver_that_never_answers_is_not_waited_for() {
    let never = Resolver::new(|_| std::future::pending().boxed());
    let host = "vpn.example".to_owned();
    assert_eq!(found(&host, Family::Any, &never).await, Err(FailureKind::NameServersSilent { host }));
}
