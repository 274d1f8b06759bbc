//! Numbers that the kernel asks for and that are ours to choose: the mark of sockets that go past all tunnels, and each
//! tunnel's routing table and rule.

use vpn_api::TunnelSlot;

/// Mark on every packet that belongs outside all tunnels: the tunnels' own sockets. The policy rules skip marked packets.
/// The value is arbitrary and ours; it must be the same in all tunnels, so that one tunnel does not swallow another.
pub const BYPASS_MARK: u32 = 0x00ad_1700;

/// `RT_TABLE_MAIN`: the machine's own routes.
pub const TABLE_MAIN: u32 = 254;

/// The routing table of a tunnel. The numbers up to 255 are the system's.
#[must_use]
pub fn table(slot: TunnelSlot) -> u32 {
    0x00ad_1700 + u32::from(slot.0)
}

/// Priority of a tunnel's policy rule: after `local` (0) and before `main` (32766).
#[must_use]
pub fn rule_priority(slot: TunnelSlot) -> u32 {
    5200 + u32::from(slot.0)
}

/// Whether a table is one of our tunnels'.
pub(crate) fn is_table_of_ours(number: u32) -> bool {
    (table(TunnelSlot(u8::MIN))..=table(TunnelSlot(u8::MAX))).contains(&number)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn slots_keep_out_of_each_others_way_and_of_the_systems() {
        let slots: Vec<_> = (0..=u8::MAX).map(TunnelSlot).collect();
        let tables: BTreeSet<_> = slots.iter().map(|slot| table(*slot)).collect();
        let priorities: BTreeSet<_> = slots.iter().map(|slot| rule_priority(*slot)).collect();
        assert_eq!((tables.len(), priorities.len()), (256, 256));
        assert!(tables.iter().all(|table| *table > 255 && is_table_of_ours(*table)));
        assert!(!is_table_of_ours(254) && !is_table_of_ours(0x00ad_1700 + 256));
        assert!(priorities.iter().all(|priority| (1..32766).contains(priority)), "after local and before main");
    }
}
