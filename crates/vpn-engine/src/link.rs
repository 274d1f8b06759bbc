//! Links: the sockets that a session's frames travel on.

use vpn_api::plan::BYPASS_MARK;

/// Makes links. Their sockets carry [`BYPASS_MARK`], so that they go past all tunnels.
#[derive(Debug, Clone)]
pub struct LinkFactory {
    mark: Option<u32>,
}

impl LinkFactory {
    /// Sockets that go past all tunnels. Needs `CAP_NET_ADMIN`.
    #[must_use]
    pub fn marked() -> Self {
        Self { mark: Some(BYPASS_MARK) }
    }

    /// Sockets without a mark, for tests without rights. A tunnel that takes all traffic would swallow its own frames.
    #[must_use]
    pub fn unmarked() -> Self {
        Self { mark: None }
    }
}
