//! What a plan must be like on every system.

use vpn_api::{NetworkPlan, RouteAction};

use crate::error::{BadPlan, NetError};

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
    } else if plan.dns.is_some()
        || plan.names_held_back
        || plan.routes.iter().any(|route| route.action == RouteAction::Tunnel)
    {
        return bad(BadPlan::NoInterface);
    }
    if plan.dns.as_ref().is_some_and(|dns| dns.servers.is_empty()) {
        return bad(BadPlan::NoNameServers);
    }
    Ok(())
}
