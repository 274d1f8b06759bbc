//! Round trips of single pings.

use anyhow::{Result, bail};
use lab::Host;

use super::rows::quantile;

/// Round trips in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct RoundTrips {
    pub(super) median: f64,
    pub(super) p99: f64,
}

/// Sends so many pings, ten milliseconds apart, so that each finds everybody asleep.
pub(super) fn run(host: &Host, address: &str, count: u32) -> Result<RoundTrips> {
    let output = host.run(&format!("ping -n -i 0.01 -W 2 -c {count} {address}"))?;
    let mut times = times(&output);
    if times.len() < count as usize / 2 {
        bail!("only {} of {count} pings came back", times.len());
    }
    times.sort_by(f64::total_cmp);
    Ok(RoundTrips { median: quantile(&times, 0.5), p99: quantile(&times, 0.99) })
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
