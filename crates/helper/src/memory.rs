//! Code that was needed once, to start or to connect, is given back: a tunnel that only moves packets uses a part of the program.

use std::time::Duration;

use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    time::Instant,
};
use vpn_api::contract::Event;

use crate::sandbox;

/// Nothing has happened for so long: what comes after is packets.
const QUIET: Duration = Duration::from_millis(500);

/// Gives back what was used, each time that nothing has happened for a while. Ends with the engine.
pub(crate) async fn give_back(mut events: Receiver<Event>) {
    give_back_by(&mut events, sandbox::release_code).await;
}

async fn give_back_by(events: &mut Receiver<Event>, mut release: impl FnMut()) {
    let mut used = Some(Instant::now());
    loop {
        let quiet = used.map(|at| at + QUIET);
        let next = tokio::select! {
            event = events.recv() => Some(event),
            () = async { tokio::time::sleep_until(quiet.unwrap_or_else(Instant::now)).await }, if quiet.is_some() => None,
        };
        match next {
            Some(Err(RecvError::Closed)) => return,
            // Counters come as long as somebody looks at them.
            Some(Ok(Event::Traffic { .. })) => {}
            Some(Ok(_) | Err(RecvError::Lagged(_))) => used = Some(Instant::now()),
            None => {
                release();
                used = None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use tokio::sync::broadcast::channel;
    use vpn_api::{ConnectionId, Owner, Traffic};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_was_used_is_given_back_once_and_not_while_more_happens() {
        let (sender, mut events) = channel(4);
        let released = Cell::new(0);
        let counters = Event::Traffic {
            connection: ConnectionId::try_from("work".to_owned()).unwrap(),
            owner: Owner::Uid(1000),
            traffic: Traffic::default(),
        };
        let happens = async {
            for _ in 0..5 {
                tokio::time::sleep(QUIET / 2).await;
                sender.send(Event::ShuttingDown).unwrap();
            }
            assert_eq!(released.get(), 0, "something happens");
            for _ in 0..10 {
                tokio::time::sleep(QUIET / 2).await;
                sender.send(counters.clone()).unwrap();
            }
            assert_eq!(released.get(), 1, "once, whoever looks at the counters");
            sender.send(Event::ShuttingDown).unwrap();
            tokio::time::sleep(QUIET * 100).await;
            assert_eq!(released.get(), 2);
            drop(sender);
        };
        tokio::join!(give_back_by(&mut events, || released.set(released.get() + 1)), happens);
    }
}
