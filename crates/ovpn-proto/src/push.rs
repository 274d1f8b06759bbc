//! What the server pushes: text options in, a tunnel configuration out.
//!
//! 1. [`PushCollector`] puts the messages of one reply together.
//! 2. [`Pushed::read`] turns options into typed values, after the profile's pull filters.
//! 3. [`network::tunnel_config`] merges them with the profile and interprets addresses, routes and DNS as a whole, because
//!    options come in any order.
//!
//! 4. [`update`] changes the options of a running tunnel, which is then read anew.
//!
//! Source: docs/protocol/openvpn.md §11, §16, §17.

mod left_out;
pub mod mss;
pub mod network;
mod options;
pub mod update;

pub use left_out::LeftOut;
pub use options::Pushed;
use vpn_api::{Blame, Failure, FailureKind, Retry};

/// Most options of one reply. OpenVPN's own limit for routes is 100 unless raised; big corporate servers push some hundreds.
/// More than a tunnel has routes, so that a server with too many of them costs those and not the session.
pub const MAX_OPTIONS: usize = 24_576;

/// Most bytes of one reply, over all its messages.
pub const MAX_REPLY: usize = 1536 * 1024;

/// Puts the messages of a reply together: `push-continuation 2` says that more follow.
#[derive(Debug, Default)]
pub struct PushCollector {
    options: Vec<String>,
    bytes: usize,
}

impl PushCollector {
    /// Takes the options of one message and gives all of them once the last one came.
    ///
    /// # Errors
    /// The reply is larger than anything sensible.
    pub fn take(&mut self, reply: &str) -> Result<Option<Vec<String>>, Failure> {
        let mut more = false;
        self.bytes += reply.len();
        for option in reply.split(',').map(str::trim_start).filter(|option| !option.is_empty()) {
            match option.strip_prefix("push-continuation ") {
                Some(value) => more = value.trim() == "2",
                None => self.options.push(option.to_owned()),
            }
        }
        if self.options.len() > MAX_OPTIONS || self.bytes > MAX_REPLY {
            return Err(refused("push").with_detail("the server pushes more options than a client can take"));
        }
        if more {
            return Ok(None);
        }
        self.bytes = 0;
        Ok(Some(std::mem::take(&mut self.options)))
    }
}

/// The server wants something that Adit does not do.
fn refused(option: &str) -> Failure {
    Failure::new(FailureKind::ServerOptionRefused { option: option.into() }, Blame::Server, Retry::NextServer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_put_together() {
        let mut collector = PushCollector::default();
        assert_eq!(collector.take("route 10.0.0.0,ping 1,push-continuation 2"), Ok(None));
        assert_eq!(
            collector.take(" ifconfig a b,push-continuation 1"),
            Ok(Some(vec!["route 10.0.0.0".into(), "ping 1".into(), "ifconfig a b".into()]))
        );
        assert_eq!(collector.take(""), Ok(Some(vec![])), "the next reply starts empty");
    }

    #[test]
    fn an_endless_reply_is_refused() {
        let mut collector = PushCollector::default();
        let message = format!("{}push-continuation 2", "ping 1,".repeat(1000));
        let ends = (0..30).map(|_| collector.take(&message)).find(Result::is_err);
        assert!(ends.is_some());
    }
}
