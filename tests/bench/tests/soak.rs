//! `make soak` in small.

use anyhow::Result;
use bench::soak::{
    renewal,
    transfer::{self, Plan, Ways},
    wire,
};

/// Bytes of a transfer: enough for thousands of batches in each direction.
const BYTES: u64 = 24_000_000;

#[test]
fn bytes_arrive_while_segmentation_is_lost() -> Result<()> {
    transfer::run(Plan { tcp: false, ways: Ways::Lost, bytes: BYTES }).map(drop)
}

#[test]
fn bytes_arrive_without_any_offload() -> Result<()> {
    transfer::run(Plan { tcp: false, ways: Ways::None, bytes: BYTES })?;
    transfer::run(Plan { tcp: true, ways: Ways::None, bytes: BYTES }).map(drop)
}

#[test]
fn bytes_arrive_with_all_offloads() -> Result<()> {
    transfer::run(Plan { tcp: false, ways: Ways::All, bytes: BYTES })?;
    transfer::run(Plan { tcp: true, ways: Ways::All, bytes: BYTES }).map(drop)
}

/// Streams lose nothing by themselves, so whatever is lost was lost by changing keys; but for the first packet, which the kernel
/// sends when the peer's interface comes up, and which may come before the client has any key.
#[test]
fn renegotiations_under_load_cost_nothing() -> Result<()> {
    let renewal = renewal::run(true, 20)?;
    assert!(renewal.renegotiations >= 20 && renewal.sealed > 1000, "{renewal}");
    assert!(renewal.lost <= 1, "{renewal}");
    Ok(())
}

#[test]
fn tcpdump_finds_planted_checksums_and_no_others() -> Result<()> {
    let judgement = wire::run(BYTES)?;
    assert!(judgement.packets.iter().all(|count| *count > 100), "{judgement:#?}");
    assert_eq!((judgement.wrong, judgement.datagrams_wrong, judgement.unseen), (0, 0, 0), "{judgement:#?}");
    assert!(judgement.planted > 0 && judgement.reported == judgement.planted, "{judgement:#?}");
    Ok(())
}
