//! The names that a session wants looked up in mid-session.

use std::{
    net::SocketAddr,
    task::{Context, Poll},
};

use futures_util::{FutureExt, future::BoxFuture};
use vpn_api::{LookUp, LookUpError, LookUpId};

use crate::resolve::Resolver;

/// Look-ups of one session at a time: a session follows one redirect after another, or asks for two families.
const MAX_LOOK_UPS: usize = 4;

/// What became of a look-up.
pub(super) type Resolved = (LookUpId, Result<Vec<SocketAddr>, LookUpError>);

type Pending = BoxFuture<'static, Result<Vec<SocketAddr>, LookUpError>>;

/// Look-ups under way.
pub(super) struct LookUps {
    resolver: Resolver,
    pending: Vec<(LookUpId, Pending)>,
}

impl LookUps {
    pub(super) fn new(resolver: Resolver) -> Self {
        Self { resolver, pending: Vec::new() }
    }

    /// Begins one, in place of the one of the same id.
    ///
    /// # Errors
    /// There are too many already.
    pub(super) fn begin(&mut self, id: LookUpId, wanted: LookUp) -> Result<(), LookUpError> {
        self.pending.retain(|(known, _)| *known != id);
        if self.pending.len() >= MAX_LOOK_UPS {
            return Err(LookUpError::TooMany);
        }
        let resolver = self.resolver.clone();
        let look_up = async move { resolver.addresses(wanted).await }.boxed();
        self.pending.push((id, look_up));
        Ok(())
    }

    /// The ones that are done.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Vec<Resolved> {
        let mut done = Vec::new();
        self.pending.retain_mut(|(id, look_up)| match look_up.as_mut().poll(cx) {
            Poll::Ready(result) => {
                done.push((*id, result));
                false
            }
            Poll::Pending => true,
        });
        done
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use vpn_api::session::Family;

    use super::*;

    fn wanted(host: &str, family: Family) -> LookUp {
        LookUp { host: host.to_owned(), port: 443, family }
    }

    async fn next(look_ups: &mut LookUps) -> Vec<Resolved> {
        poll_fn(|cx| {
            let done = look_ups.poll(cx);
            if done.is_empty() { Poll::Pending } else { Poll::Ready(done) }
        })
        .await
    }

    fn resolver() -> Resolver {
        Resolver::new(|host| {
            async move {
                match host.as_str() {
                    "both.example" => {
                        Ok(["192.0.2.1", "2001:db8::1", "192.0.2.1"].map(|text| text.parse().unwrap()).to_vec())
                    }
                    "silent.example" => std::future::pending().await,
                    _ => Err(LookUpError::UnknownName),
                }
            }
            .boxed()
        })
    }

    #[tokio::test(start_paused = true)]
    async fn each_look_up_ends_one_way_or_another() {
        let mut look_ups = LookUps::new(resolver());
        let address = |text: &str| text.parse::<SocketAddr>().unwrap();
        for (host, family, expected) in [
            ("both.example", Family::Any, Ok(vec![address("192.0.2.1:443"), address("[2001:db8::1]:443")])),
            ("both.example", Family::V6, Ok(vec![address("[2001:db8::1]:443")])),
            ("192.0.2.9", Family::Any, Ok(vec![address("192.0.2.9:443")])),
            ("192.0.2.9", Family::V6, Err(LookUpError::NoAddress)),
            ("other.example", Family::Any, Err(LookUpError::UnknownName)),
            ("silent.example", Family::Any, Err(LookUpError::NoAnswer)),
        ] {
            look_ups.begin(LookUpId(7), wanted(host, family)).unwrap();
            assert_eq!(next(&mut look_ups).await, [(LookUpId(7), expected)], "{host}");
        }
    }

    #[tokio::test]
    async fn look_ups_are_bounded_and_one_takes_the_place_of_its_like() {
        let mut look_ups = LookUps::new(resolver());
        for id in 0..4 {
            look_ups.begin(LookUpId(id), wanted("silent.example", Family::Any)).unwrap();
        }
        let more = wanted("both.example", Family::Any);
        assert_eq!(look_ups.begin(LookUpId(4), more.clone()), Err(LookUpError::TooMany));
        look_ups.begin(LookUpId(0), more).unwrap();
        assert_eq!(next(&mut look_ups).await.len(), 1);
    }
}
