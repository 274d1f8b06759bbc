//! Round trips of single pings.

use anyhow::{Result, bail};
use lab::Host;

use super::{
    rows::quantile,
    tunnel::{OUTER, Standing},
};

/// Pings without a pause for somebody else's.
const BATCH: u32 = 20;

/// Round trips in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct RoundTrips {
    pub(super) median: f64,
    pub(super) p99: f64,
}

/// What tunnels add to the way beside them. All stand, and are asked in turn, a batch at a time: how quickly a machine wakes up
/// changes more within seconds than clients differ, and so it meets all of them.
pub(super) fn added<const N: usize>(tunnels: [&Standing; N], batches: u32) -> Result<[RoundTrips; N]> {
    let mut found = [(); N].map(|()| (Vec::new(), Vec::new()));
    for _ in 0..batches {
        for (tunnel, (beside, through)) in tunnels.iter().zip(&mut found) {
            beside.extend(pings(&tunnel.pair.client, OUTER)?);
            through.extend(pings(&tunnel.pair.client, &tunnel.server.inner)?);
        }
    }
    Ok(found.map(|(mut beside, mut through)| {
        beside.sort_by(f64::total_cmp);
        through.sort_by(f64::total_cmp);
        let without = quantile(&beside, 0.5);
        RoundTrips { median: quantile(&through, 0.5) - without, p99: quantile(&through, 0.99) - without }
    }))
}

/// Sends one batch, ten milliseconds between any two, so that each ping finds everybody asleep.
fn pings(host: &Host, address: &str) -> Result<Vec<f64>> {
    let output = host.run(&format!("ping -n -i 0.01 -W 2 -c {BATCH} {address}"))?;
    let times = times(&output);
    if times.len() < BATCH as usize / 2 {
        bail!("only {} of {BATCH} pings came back", times.len());
    }
    Ok(times)
}

fn times(output: &str) -> Vec<f64> {
    let time = |line: &str| line.split("time=").nth(1)?.split_whitespace().next()?.parse().ok();
    output.lines().filter_map(time).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_and_the_rest_is_not() {
        let output = "PING\n64 bytes from 10.8.0.1: icmp_seq=1 ttl=64 time=0.412 ms\nno answer yet for icmp_seq=2\n\
                      64 bytes from 10.8.0.1: icmp_seq=3 ttl=64 time=1.2 ms\n--- statistics ---";
        assert_eq!(times(output), [0.412, 1.2]);
    }
}
