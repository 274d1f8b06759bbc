//! Name constraints of an authority (RFC 5280 §4.2.1.10) on the certificates below it. webpki checks those of the chains that it reads;
//! these are for the others, and for common names, which webpki does not look at.
//!
//! As in OpenSSL, names of a kind that is not known here are refused where an authority constrains that kind.

use std::net::{Ipv4Addr, Ipv6Addr};

use vpn_api::CertificateProblem;
use x509_parser::{extensions::GeneralName, prelude::X509Certificate, x509::X509Name};

use super::{name, rejected::Rejected};

/// Whether all names in the certificates below are within what `issuer` may name.
///
/// # Errors
/// One is not, or cannot be compared.
pub(super) fn check(issuer: &X509Certificate<'_>, below: &[&X509Certificate<'_>]) -> Result<(), Rejected> {
    let constraints = issuer.name_constraints().map_err(|_| Rejected::Chain {
        problem: CertificateProblem::Extension,
        detail: "name constraints that cannot be read".into(),
    })?;
    let Some(constraints) = constraints else { return Ok(()) };
    let permitted: Vec<&GeneralName<'_>> =
        constraints.value.permitted_subtrees.iter().flatten().map(|tree| &tree.base).collect();
    let excluded: Vec<&GeneralName<'_>> =
        constraints.value.excluded_subtrees.iter().flatten().map(|tree| &tree.base).collect();
    for (place, cert) in below.iter().enumerate() {
        let is_leaf = place == 0;
        // What an authority issued to itself is left out (RFC 5280 §6.1.3), the server's certificate is not.
        if !is_leaf && name::same(cert.subject(), cert.issuer()) {
            continue;
        }
        names(cert, is_leaf, |name| {
            let refused = excluded.iter().any(|base| within(name, base) != Some(false) && same_kind(name, base));
            let mut of_its_kind = permitted.iter().filter(|base| same_kind(name, base)).peekable();
            let outside = of_its_kind.peek().is_some() && !of_its_kind.any(|base| within(name, base) == Some(true));
            if refused || outside { Err(not_allowed(cert)) } else { Ok(()) }
        })?;
    }
    Ok(())
}

fn not_allowed(cert: &X509Certificate<'_>) -> Rejected {
    let detail = format!("an authority on the way may not name {}", name::subject(cert.subject()));
    Rejected::Chain { problem: CertificateProblem::NameNotAllowed, detail }
}

/// All names of a certificate: its subject, the mail addresses in it, its alternative names, and the common name of a server that
/// has no DNS name beside it, which is what OpenVPN compares (OpenSSL does so since 1.1.0).
fn names(
    cert: &X509Certificate<'_>,
    is_leaf: bool,
    mut each: impl FnMut(&GeneralName<'_>) -> Result<(), Rejected>,
) -> Result<(), Rejected> {
    if cert.subject().iter_rdn().next().is_some() {
        each(&GeneralName::DirectoryName(cert.subject().clone()))?;
    }
    for attribute in cert.subject().iter_email() {
        match attribute.as_str() {
            Ok(address) => each(&GeneralName::RFC822Name(address))?,
            Err(_) => return Err(not_allowed(cert)),
        }
    }
    let mut has_dns = false;
    if let Some(alternative) = cert.subject_alternative_name().map_err(|_| not_allowed(cert))? {
        for name in &alternative.value.general_names {
            has_dns |= matches!(name, GeneralName::DNSName(_));
            each(name)?;
        }
    }
    match name::common_name(cert.subject()).filter(|common| is_leaf && !has_dns && looks_like_a_host(common)) {
        Some(common) => each(&GeneralName::DNSName(&common)),
        None => Ok(()),
    }
}

/// The same for the common name alone, in chains that webpki has read.
///
/// # Errors
/// An authority may not name it.
pub(super) fn check_common_name(leaf: &X509Certificate<'_>, issuer: &X509Certificate<'_>) -> Result<(), Rejected> {
    let Some(constraints) = issuer.name_constraints().ok().flatten() else { return Ok(()) };
    let alternative = leaf.subject_alternative_name().ok().flatten();
    let has_dns = alternative
        .is_some_and(|names| names.value.general_names.iter().any(|name| matches!(name, GeneralName::DNSName(_))));
    let Some(common) = name::common_name(leaf.subject()).filter(|common| !has_dns && looks_like_a_host(common)) else {
        return Ok(());
    };
    let host = |base: &GeneralName<'_>| {
        if let GeneralName::DNSName(base) = base { Some(host_within(&common, base)) } else { None }
    };
    let permitted: Vec<bool> =
        constraints.value.permitted_subtrees.iter().flatten().filter_map(|tree| host(&tree.base)).collect();
    let excluded = constraints.value.excluded_subtrees.iter().flatten().any(|tree| host(&tree.base) == Some(true));
    if excluded || !permitted.is_empty() && !permitted.contains(&true) { Err(not_allowed(leaf)) } else { Ok(()) }
}

/// Whether a constraint is about this kind of name.
fn same_kind(name: &GeneralName<'_>, base: &GeneralName<'_>) -> bool {
    std::mem::discriminant(name) == std::mem::discriminant(base) || matches!(base, GeneralName::Invalid(..))
}

/// Whether a name is within a constraint; `None`: the two cannot be compared.
fn within(name: &GeneralName<'_>, base: &GeneralName<'_>) -> Option<bool> {
    match (name, base) {
        (GeneralName::DNSName(name), GeneralName::DNSName(base)) => Some(host_within(name, base)),
        (GeneralName::DirectoryName(name), GeneralName::DirectoryName(base)) => Some(directory_within(name, base)),
        (GeneralName::IPAddress(name), GeneralName::IPAddress(base)) => address_within(name, base),
        (GeneralName::RFC822Name(name), GeneralName::RFC822Name(base)) => mail_within(name, base),
        (GeneralName::URI(name), GeneralName::URI(base)) => address_of_page_within(name, base),
        _ => None,
    }
}

/// A name is within a constraint that it ends with, label by label.
fn host_within(name: &str, base: &str) -> bool {
    let (name, base) = (name.to_ascii_lowercase(), base.trim_start_matches('.').to_ascii_lowercase());
    base.is_empty() || name == base || name.strip_suffix(&base).is_some_and(|rest| rest.ends_with('.'))
}

/// The constraint is the beginning of the name, compared as text without regard to case and spaces (RFC 5280 §7.1).
fn directory_within(name: &X509Name<'_>, base: &X509Name<'_>) -> bool {
    let parts = |name: &X509Name<'_>| -> Vec<String> {
        name.iter_rdn()
            .map(|relative| name::relative(relative).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase())
            .collect()
    };
    parts(name).starts_with(&parts(base))
}

/// The constraint is an address and a mask.
fn address_within(name: &[u8], base: &[u8]) -> Option<bool> {
    let number = |bytes: &[u8]| -> Option<u128> {
        match bytes.len() {
            4 => Some(u128::from(u32::from(Ipv4Addr::from(<[u8; 4]>::try_from(bytes).ok()?)))),
            16 => Some(u128::from(Ipv6Addr::from(<[u8; 16]>::try_from(bytes).ok()?))),
            _ => None,
        }
    };
    let (network, mask) = base.split_at_checked(base.len() / 2)?;
    let (name_number, network_number, mask_number) = (number(name)?, number(network)?, number(mask)?);
    // An IPv4 address is not within an IPv6 network.
    Some(name.len() == network.len() && name_number & mask_number == network_number & mask_number)
}

/// The constraint is a mailbox, a host, or a domain that begins with a point.
fn mail_within(name: &str, base: &str) -> Option<bool> {
    let (local, host) = name.rsplit_once('@')?;
    Some(match base.rsplit_once('@') {
        Some((base_local, base_host)) => local == base_local && host.eq_ignore_ascii_case(base_host),
        None => host_or_domain(host, base),
    })
}

/// The constraint is a host, or a domain that begins with a point.
fn address_of_page_within(name: &str, base: &str) -> Option<bool> {
    let (_, rest) = name.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    if host.is_empty() || host.starts_with('[') {
        return None;
    }
    Some(host_or_domain(host, base))
}

fn host_or_domain(host: &str, base: &str) -> bool {
    match base.strip_prefix('.') {
        Some(domain) => host_within(host, domain) && !host.eq_ignore_ascii_case(domain),
        None => host.eq_ignore_ascii_case(base),
    }
}

fn looks_like_a_host(name: &str) -> bool {
    name.contains('.') && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '*'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_within_what_constrains_them() {
        use GeneralName::{DNSName, IPAddress, RFC822Name, URI};

        let v6 = |second: u16| std::net::Ipv6Addr::new(0x2001, second, 0, 0, 0, 0, 0, 1).octets();
        let net = [v6(0xdb8), std::net::Ipv6Addr::new(0xffff, 0xffff, 0, 0, 0, 0, 0, 0).octets()].concat();
        for (name, base, expected) in [
            (IPAddress(&[192, 0, 2, 1]), IPAddress(&[192, 0, 2, 0, 255, 255, 255, 0]), Some(true)),
            (IPAddress(&[192, 0, 2, 1]), IPAddress(&[192, 0, 2, 77, 255, 255, 255, 0]), Some(true)),
            (IPAddress(&[192, 0, 3, 1]), IPAddress(&[192, 0, 2, 0, 255, 255, 255, 0]), Some(false)),
            (IPAddress(&v6(0xdb8)), IPAddress(&net), Some(true)),
            (IPAddress(&v6(0xdb9)), IPAddress(&net), Some(false)),
            (IPAddress(&[0, 0, 0, 1]), IPAddress(&[0; 32]), Some(false)),
            (IPAddress(&v6(0xdb8)), IPAddress(&[0; 8]), Some(false)),
            (IPAddress(&[192, 0, 2, 1]), IPAddress(&[192, 0, 2, 0, 255, 255, 255]), None),
            (IPAddress(&[192, 0, 2]), IPAddress(&[192, 0, 2, 0, 255, 255, 255, 0]), None),
            (DNSName("a.Example.net"), DNSName("example.NET"), Some(true)),
            (DNSName("a.example.net"), DNSName(".example.net"), Some(true)),
            (DNSName("aexample.net"), DNSName("example.net"), Some(false)),
            (DNSName("a.example.net"), DNSName(""), Some(true)),
            (RFC822Name("me@example.net"), RFC822Name("me@Example.net"), Some(true)),
            (RFC822Name("me@example.net"), RFC822Name("you@example.net"), Some(false)),
            (RFC822Name("me@example.net"), RFC822Name("me@example.org"), Some(false)),
            (RFC822Name("me@a.example.net"), RFC822Name("example.net"), Some(false)),
            (RFC822Name("me@a.example.net"), RFC822Name(".example.net"), Some(true)),
            (RFC822Name("me@example.net"), RFC822Name(".example.net"), Some(false)),
            (RFC822Name("me@example.org"), RFC822Name(".example.net"), Some(false)),
            (RFC822Name("nobody"), RFC822Name("example.net"), None),
            (URI("https://me@a.example.net:1194/b@c?d"), URI("a.example.net"), Some(true)),
            (URI("https://a.example.net?x"), URI(".example.net"), Some(true)),
            (URI("https://example.net#x"), URI(".example.net"), Some(false)),
            (URI("https://a.example.org/.example.net"), URI(".example.net"), Some(false)),
            (URI("https:///path"), URI(".example.net"), None),
            (URI("https://[2001:db8::1]/"), URI(".example.net"), None),
            (URI("urn:a"), URI("a"), None),
            (DNSName("example.net"), URI("example.net"), None),
        ] {
            assert_eq!(within(&name, &base), expected, "{name:?} within {base:?}");
        }
    }

    #[test]
    fn common_names_that_are_hosts() {
        for (name, is_host) in [
            ("vpn.example.net", true),
            ("*.example.net", true),
            ("_a-b.9", true),
            ("localhost", false),
            ("Office gateway", false),
            ("Example Inc. gateway", false),
            ("", false),
        ] {
            assert_eq!(looks_like_a_host(name), is_host, "{name}");
        }
    }
}
