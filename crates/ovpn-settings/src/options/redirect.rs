//! `redirect-gateway` and `redirect-private`.

use super::{Reading, Remark, TunnelOption, remark::Values};
use crate::Redirect;

/// What one line says. Several lines add up, but for `!ipv4`, which takes back what was said before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RedirectFlags {
    /// It is `redirect-gateway`: everything goes through the tunnel.
    pub whole: bool,
    /// `!ipv4`.
    pub not_ipv4: bool,
    /// `ipv6`.
    pub ipv6: bool,
    /// `local`.
    pub local: bool,
    /// `block-local`.
    pub block_local: bool,
}

impl RedirectFlags {
    /// What holds after this line, with what held `before` it.
    #[must_use]
    pub fn after(self, before: Redirect) -> Redirect {
        Redirect {
            ipv4: (before.ipv4 || self.whole) && !self.not_ipv4,
            ipv6: before.ipv6 || self.whole && self.ipv6,
            local: before.local || self.local,
            block_local: before.block_local || self.block_local,
        }
    }
}

/// Flags in any order. OpenVPN stops at one that it does not know; later versions may add some, so the rest is used.
pub(super) fn redirect(values: Values<'_>, whole: bool) -> Reading {
    let mut flags = RedirectFlags { whole, ..RedirectFlags::default() };
    let mut remark = None;
    for flag in values.from(0) {
        match *flag {
            "ipv6" => flags.ipv6 = true,
            "!ipv4" => flags.not_ipv4 = true,
            "local" => flags.local = true,
            "block-local" => flags.block_local = true,
            // How the default route is made and what passes beside it is Adit's own business; so is finding out whether the
            // server is on the local network.
            "def1" | "autolocal" | "bypass-dhcp" | "bypass-dns" => {}
            other => remark = Some(Remark::left_out(other)),
        }
    }
    Reading { option: Some(TunnelOption::Redirect(flags)), remark }
}
