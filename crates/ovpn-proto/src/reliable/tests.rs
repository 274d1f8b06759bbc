use proptest::{collection::vec, prelude::*};

use super::*;

// A test needs some instant to count from; which one does not matter.
#[expect(clippy::disallowed_methods, reason = "the origin of a test's clock")]
fn start() -> Instant {
    Instant::now()
}

fn ids(numbers: &[u32]) -> Vec<MessageId> {
    numbers.iter().copied().map(MessageId).collect()
}

#[test]
fn six_messages_in_flight_and_then_silence() {
    let mut sender = Reliable::new(true);
    for n in 0..10u8 {
        assert_eq!(sender.queue(Opcode::ControlV1, vec![n]), Ok(MessageId(n.into())));
    }
    let now = start();
    let sent: Vec<u32> = std::iter::from_fn(|| sender.poll_send(now)).map(|out| out.message_id.unwrap().0).collect();
    assert_eq!(sent, [0, 1, 2, 3, 4, 5]);
    sender.acked(&ids(&[1, 2]));
    assert_eq!(sender.poll_send(now), None, "the window hangs on the oldest");
    sender.acked(&ids(&[0]));
    let sent: Vec<u32> = std::iter::from_fn(|| sender.poll_send(now)).map(|out| out.message_id.unwrap().0).collect();
    assert_eq!(sent, [6, 7, 8]);
    assert_eq!(sender.unacked(), 7);
}

#[test]
fn retransmission_doubles_up_to_a_second() {
    let mut sender = Reliable::new(true);
    sender.queue(Opcode::HardResetClientV2, Vec::new()).unwrap();
    let mut now = start();
    let mut pauses = Vec::new();
    for _ in 0..6 {
        assert!(sender.poll_send(now).is_some());
        assert_eq!(sender.poll_send(now), None);
        let due = sender.poll_timeout().unwrap();
        pauses.push((due - now).as_millis());
        assert_eq!(sender.poll_send(due - Duration::from_millis(1)), None);
        now = due;
    }
    assert_eq!(pauses, [500, 1000, 1000, 1000, 1000, 1000]);
    sender.acked(&ids(&[0]));
    assert_eq!(sender.poll_timeout(), None);
    assert!(sender.all_acked());
}

#[test]
fn a_measured_round_trip_shortens_the_first_pause() {
    let first_pause = |round_trip: u64, again: bool| {
        let mut sender = Reliable::new(true);
        let mut now = start();
        sender.queue(Opcode::HardResetClientV2, Vec::new()).unwrap();
        assert!(sender.poll_send(now).is_some());
        if again {
            now = sender.poll_timeout().unwrap();
            assert!(sender.poll_send(now).is_some());
        }
        now += Duration::from_millis(round_trip);
        sender.acked(&ids(&[0]));
        sender.queue(Opcode::ControlV1, vec![1]).unwrap();
        assert!(sender.poll_send(now).is_some());
        (sender.poll_timeout().unwrap() - now).as_millis()
    };
    assert_eq!(first_pause(100, false), 300);
    assert_eq!(first_pause(1, false), 250);
    assert_eq!(first_pause(5000, false), 2000);
    assert_eq!(first_pause(100, true), 500, "nobody knows which of the two was acknowledged");
}

#[test]
fn acks_are_said_again_while_a_message_is_missing() {
    let mut receiver = Reliable::new(true);
    let mut now = start();
    assert_eq!(receiver.received(MessageId(1), Opcode::ControlV1, Vec::new()), Received::New);
    assert_eq!(receiver.poll_send(now).unwrap().acks, ids(&[1]));
    assert_eq!(receiver.poll_send(now), None);
    for _ in 0..GAP_REPEATS {
        let due = receiver.poll_timeout().unwrap();
        assert!(due > now);
        now = due;
        let repeated = receiver.poll_send(now).unwrap();
        assert_eq!((repeated.opcode, repeated.acks), (Opcode::AckV1, ids(&[1])));
        assert_eq!(receiver.poll_send(now), None);
    }
    assert_eq!(receiver.poll_timeout(), None, "and then the other side has to know");
    assert_eq!(receiver.received(MessageId(0), Opcode::ControlV1, Vec::new()), Received::New);
    while receiver.next_delivered().is_some() {}
    assert_eq!(receiver.poll_send(now).unwrap().acks, ids(&[0, 1]));
    assert_eq!((receiver.poll_send(now), receiver.poll_timeout()), (None, None));
}

#[test]
fn silence_is_asked_about_while_more_is_expected() {
    let quiet_after_reset = |expecting| {
        let mut client = Reliable::new(true);
        client.expect(expecting);
        let now = start();
        client.queue(Opcode::HardResetClientV2, Vec::new()).unwrap();
        assert!(client.poll_send(now).is_some());
        client.acked(&ids(&[0]));
        assert_eq!(client.received(MessageId(0), Opcode::HardResetServerV2, Vec::new()), Received::New);
        while client.next_delivered().is_some() {}
        while client.poll_send(now).is_some() {}
        assert_eq!(client.poll_timeout(), None, "the server may keep no state yet");
        client.queue(Opcode::ControlV1, vec![1]).unwrap();
        assert!(client.poll_send(now).is_some());
        client.acked(&ids(&[1]));
        assert_eq!(client.poll_send(now), None);
        (client, now)
    };
    let (client, _) = quiet_after_reset(false);
    assert_eq!(client.poll_timeout(), None);

    let (mut client, mut now) = quiet_after_reset(true);
    let mut pauses = Vec::new();
    while let Some(due) = client.poll_timeout() {
        pauses.push((due - now).as_millis());
        now = due;
        let question = client.poll_send(now).unwrap();
        let acks = [MessageId(0), NO_MESSAGE, NO_MESSAGE, NO_MESSAGE];
        assert_eq!((question.opcode, &*question.acks), (Opcode::AckV1, &acks[..]));
        assert_eq!(client.poll_send(now), None);
    }
    assert_eq!(pauses[..4], [500, 1000, 2000, 2000]);
    assert_eq!(pauses.len(), usize::from(MAX_QUESTIONS));
    // What comes then starts it over.
    assert_eq!(client.received(MessageId(1), Opcode::ControlV1, Vec::new()), Received::New);
    while client.next_delivered().is_some() {}
    assert_eq!(client.poll_send(now).unwrap().acks, ids(&[1, 0]));
    assert_eq!(client.poll_send(now), None);
    assert!(client.poll_timeout().is_some());
    client.expect(false);
    assert_eq!((client.poll_send(now), client.poll_timeout()), (None, None));
}

#[test]
fn a_stream_sends_once() {
    let mut sender = Reliable::new(false);
    sender.queue(Opcode::ControlV1, vec![1]).unwrap();
    let now = start();
    assert!(sender.poll_send(now).is_some());
    assert_eq!(sender.poll_timeout(), None);
    assert_eq!(sender.poll_send(now + Duration::from_secs(100)), None);
}

#[test]
fn three_later_acks_bring_a_message_forward() {
    let mut sender = Reliable::new(true);
    for n in 0..5 {
        sender.queue(Opcode::ControlV1, vec![n]).unwrap();
    }
    let now = start();
    while sender.poll_send(now).is_some() {}
    sender.acked(&ids(&[1, 2]));
    assert_eq!(sender.poll_send(now), None);
    sender.acked(&ids(&[3]));
    assert_eq!(sender.poll_send(now).unwrap().message_id, Some(MessageId(0)));
    assert_eq!(sender.poll_send(now), None);
}

#[test]
fn acks_are_repeated_newest_first_and_never_more_than_four() {
    let mut receiver = Reliable::new(true);
    let now = start();
    for n in 0..6 {
        assert_eq!(receiver.received(MessageId(n), Opcode::ControlV1, Vec::new()), Received::New);
    }
    let first = receiver.poll_send(now).unwrap();
    assert_eq!((first.opcode, first.message_id), (Opcode::AckV1, None));
    assert_eq!(first.acks, ids(&[3, 2, 1, 0]));
    assert_eq!(receiver.poll_send(now).unwrap().acks, ids(&[5, 4, 3, 2]));
    assert_eq!(receiver.poll_send(now), None);
    receiver.queue(Opcode::ControlV1, vec![1]).unwrap();
    assert_eq!(receiver.poll_send(now).unwrap().acks, ids(&[5, 4, 3, 2]));
    assert_eq!(receiver.received(MessageId(1), Opcode::ControlV1, Vec::new()), Received::Duplicate);
    assert_eq!(receiver.poll_send(now).unwrap().acks, ids(&[1, 5, 4, 3]));
}

#[test]
fn messages_too_far_ahead_are_not_acknowledged() {
    let mut receiver = Reliable::new(true);
    assert_eq!(receiver.received(MessageId(12), Opcode::ControlV1, vec![1]), Received::OutOfWindow);
    assert_eq!(receiver.poll_send(start()), None);
    assert_eq!(receiver.received(MessageId(11), Opcode::ControlV1, vec![1]), Received::New);
    assert_eq!(receiver.next_delivered(), None);
}

#[test]
fn the_queue_is_bounded() {
    let mut sender = Reliable::new(true);
    let bytes = vec![7; (MAX_QUEUED + 5) * 10];
    assert_eq!(sender.queue_stream(Opcode::ControlV1, &bytes, 10), MAX_QUEUED * 10);
    assert!(!sender.has_space());
    assert_eq!(sender.queue(Opcode::ControlV1, Vec::new()), Err(QueueFull));
}

/// What happens to each packet on its way.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Arrives,
    Lost,
    Doubled,
    Late,
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![3 => Just(Fate::Arrives), 2 => Just(Fate::Lost), 1 => Just(Fate::Doubled), 2 => Just(Fate::Late)]
}

fn transfer(
    from: &mut Reliable,
    to: &mut Reliable,
    late: &mut Vec<Outgoing>,
    now: Instant,
    fates: &mut dyn Iterator<Item = Fate>,
) {
    let mut arriving = std::mem::take(late);
    while let Some(packet) = from.poll_send(now) {
        assert!(packet.acks.len() <= MAX_ACKS_SENT);
        match fates.next().unwrap_or(Fate::Arrives) {
            Fate::Arrives => arriving.push(packet),
            Fate::Lost => {}
            Fate::Doubled => arriving.extend([packet.clone(), packet]),
            Fate::Late => late.push(packet),
        }
    }
    for packet in arriving {
        to.acked(&packet.acks);
        if let Some(id) = packet.message_id {
            assert_ne!(to.received(id, packet.opcode, packet.payload), Received::OutOfWindow);
        }
    }
}

proptest! {
    #[test]
    fn a_bad_channel_loses_nothing_and_keeps_the_order(
        a_says in vec(any::<u16>(), 0..40),
        b_says in vec(any::<u16>(), 0..40),
        fates in vec(fate(), 0..300),
    ) {
        let mut fates = fates.into_iter();
        let (mut a, mut b) = (Reliable::new(true), Reliable::new(true));
        for word in &a_says {
            a.queue(Opcode::ControlV1, word.to_be_bytes().to_vec()).unwrap();
        }
        for word in &b_says {
            b.queue(Opcode::ControlV1, word.to_be_bytes().to_vec()).unwrap();
        }
        let (mut to_a, mut to_b) = (Vec::new(), Vec::new());
        let (mut a_heard, mut b_heard) = (Vec::new(), Vec::new());
        let mut now = start();
        let word = |(_, payload): (Opcode, Vec<u8>)| u16::from_be_bytes(payload.try_into().unwrap());
        for _ in 0..400 {
            transfer(&mut a, &mut b, &mut to_b, now, &mut fates);
            b_heard.extend(std::iter::from_fn(|| b.next_delivered()).map(word));
            transfer(&mut b, &mut a, &mut to_a, now, &mut fates);
            a_heard.extend(std::iter::from_fn(|| a.next_delivered()).map(word));
            if a.all_acked() && b.all_acked() {
                break;
            }
            now = [a.poll_timeout(), b.poll_timeout()].into_iter().flatten().min().unwrap_or(now).max(now);
        }
        prop_assert_eq!(&b_heard, &a_says);
        prop_assert_eq!(&a_heard, &b_says);
        prop_assert!(a.all_acked() && b.all_acked());
    }

    #[test]
    fn nonsense_never_panics_and_stays_bounded(input in vec((any::<u32>(), vec(any::<u32>(), 0..9)), 0..200)) {
        let mut receiver = Reliable::new(true);
        let now = start();
        for (id, acks) in input {
            receiver.acked(&ids(&acks));
            let _ = receiver.received(MessageId(id % 40), Opcode::ControlV1, vec![0; 4]);
            let _ = receiver.received(MessageId(id), Opcode::ControlV1, vec![0; 4]);
            prop_assert!(receiver.arrived.len() <= RECEIVE_WINDOW as usize);
            prop_assert!(receiver.unsent_acks.len() <= 4 * RECEIVE_WINDOW as usize);
            if id % 3 == 0 {
                let _ = receiver.poll_send(now);
                let _ = receiver.next_delivered();
            }
        }
    }
}
