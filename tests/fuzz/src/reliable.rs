//! Two ends of the reliability layer with a bad network between them: each end gets a beginning of what the other queued,
//! in order, and all of it once the network is good.

use std::time::Duration;

use arbitrary::Unstructured;
use ovpn_proto::{
    reliable::{Outgoing, Received, Reliable},
    wire::Opcode,
};

#[derive(Default)]
struct Side {
    queued: Vec<Vec<u8>>,
    delivered: Vec<Vec<u8>>,
    arriving: Vec<Outgoing>,
}

/// Which end, what to do, with which packet: three bytes a step.
pub(crate) fn reliable(bytes: &[u8]) {
    let mut input = Unstructured::new(bytes);
    let mut ends = [Reliable::new(true), Reliable::new(true)];
    let mut sides = [Side::default(), Side::default()];
    let mut now = crate::data::start();
    while let (Ok(step), false) = (input.arbitrary::<u8>(), input.is_empty()) {
        let own = usize::from(step & 1);
        match step >> 1 & 7 {
            0 | 1 => {
                let payload = vec![step; usize::from(input.arbitrary::<u8>().unwrap_or(0))];
                if ends[own].queue(Opcode::ControlV1, payload.clone()).is_ok() {
                    sides[own].queued.push(payload);
                }
            }
            2 | 3 => {
                if let Some(packet) = ends[own].poll_send(now) {
                    sides[1 - own].arriving.push(packet);
                }
            }
            4 if !sides[own].arriving.is_empty() => {
                let Ok(at) = input.choose_index(sides[own].arriving.len()) else { return };
                let packet = sides[own].arriving[at].clone();
                arrive(&mut ends[own], &mut sides[own], packet);
            }
            5 if !sides[own].arriving.is_empty() => {
                let Ok(at) = input.choose_index(sides[own].arriving.len()) else { return };
                sides[own].arriving.swap_remove(at);
            }
            6 => now += Duration::from_millis(u64::from(input.arbitrary::<u16>().unwrap_or(0))),
            // Acknowledges what was perhaps never sent, and brings what is perhaps far ahead.
            _ => {
                let id = ovpn_proto::wire::MessageId(u32::from(input.arbitrary::<u16>().unwrap_or(0)));
                if !sides[own].queued.is_empty() {
                    continue;
                }
                ends[own].acked(&[id]);
            }
        }
        check(&sides);
    }
    // The network is good from here on.
    for _ in 0..4096 {
        let mut quiet = true;
        for own in 0..2 {
            while let Some(packet) = ends[own].poll_send(now) {
                quiet = false;
                arrive(&mut ends[1 - own], &mut sides[1 - own], packet);
            }
        }
        check(&sides);
        if quiet {
            let Some(next) = ends.iter().filter_map(Reliable::poll_timeout).min() else { break };
            now = now.max(next);
        }
    }
    for own in 0..2 {
        assert!(ends[own].all_acked(), "something is still in flight");
        assert_eq!(sides[1 - own].delivered, sides[own].queued, "not everything arrived");
    }
}

fn arrive(end: &mut Reliable, side: &mut Side, packet: Outgoing) {
    end.acked(&packet.acks);
    if let Some(id) = packet.message_id {
        match end.received(id, packet.opcode, packet.payload) {
            Received::New | Received::Duplicate | Received::OutOfWindow => {}
        }
    }
    while let Some((_, payload)) = end.next_delivered() {
        side.delivered.push(payload);
    }
}

fn check(sides: &[Side; 2]) {
    for own in 0..2 {
        let delivered = &sides[1 - own].delivered;
        assert!(sides[own].queued.starts_with(delivered), "not what was queued, or not in its order");
    }
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    vec![
        vec![0, 10, 4, 9, 0, 2, 20, 5, 8, 0, 12, 255, 255, 4, 9, 0],
        (0..=255).collect(),
        [0_u8, 3, 4, 9, 0].repeat(40),
    ]
}
