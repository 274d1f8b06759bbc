//! What a plan must be like on every system.

use vpn_api::{FirewallPolicy, NetworkPlan, RouteAction};

use crate::error::{BadPlan, NetError};

/// Servers and name servers that a firewall policy lets through.
const MAX_ALLOWED: usize = 256;
/// Longest interface name, `IFNAMSIZ` without its final NUL.
const MAX_INTERFACE_NAME: usize = 15;

/// Refuses plans that contradict themselves. Each value is valid by its type; what is left is how they go together.
///
/// # Errors
/// [`NetError::BadPlan`].
pub fn check(plan: &NetworkPlan) -> Result<(), NetError> {
    let bad = |why| Err(NetError::BadPlan(why));
    if let Some(interface) = &plan.interface {
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        let name = &interface.name;
        if name.is_empty() || name.len() > MAX_INTERFACE_NAME || !name.bytes().all(plain) || name == "lo" {
            return bad(BadPlan::InterfaceName);
        }
        if interface.addresses.iter().any(|address| address.is_ipv6()) && !interface.mtu.carries_ipv6() {
            return bad(BadPlan::Mtu);
        }
    } else if plan.dns.is_some() || plan.routes.iter().any(|route| route.action == RouteAction::Tunnel) {
        return bad(BadPlan::NoInterface);
    }
    check_firewall(plan)?;
    if plan.dns.as_ref().is_some_and(|dns| dns.servers.is_empty()) {
        return bad(BadPlan::NoNameServers);
    }
    Ok(())
}

fn check_firewall(plan: &NetworkPlan) -> Result<(), NetError> {
    let own = plan.interface.as_ref().map(|interface| &interface.name);
    // A plan speaks for its own tunnel; the machine-wide plan puts them together.
    let no_other = |names: &[&String]| match names {
        [name] if Some(*name) == own => Ok(()),
        _ => Err(NetError::BadPlan(BadPlan::NoInterface)),
    };
    match &plan.firewall {
        FirewallPolicy::Open => Ok(()),
        FirewallPolicy::NamesThroughTunnels { tunnels } => no_other(&tunnels.iter().collect::<Vec<_>>()),
        FirewallPolicy::Blocked { allow, .. } if allow.len() > MAX_ALLOWED => Err(NetError::BadPlan(BadPlan::TooLarge)),
        FirewallPolicy::Blocked { .. } => Ok(()),
        FirewallPolicy::Tunnels { tunnels, allow, .. } => {
            if allow.len() + tunnels.values().map(|dns| dns.len()).sum::<usize>() > MAX_ALLOWED {
                return Err(NetError::BadPlan(BadPlan::TooLarge));
            }
            no_other(&tunnels.keys().collect::<Vec<_>>())
        }
    }
}
