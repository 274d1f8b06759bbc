//! The goals for handshakes on networks that lose packets. `make simulate` prints the same as a table.

use std::time::Duration;

use sim::{
    Pace,
    handshakes::{GOALS, HEADING, Handshakes},
};

#[test]
fn of_200_tries_198_are_connected_in_time() {
    println!("{HEADING}");
    for (loss, limit) in GOALS {
        let tries = Handshakes::try_out(Pace::OpenVpn2, loss, 0..200);
        println!("{tries}");
        assert!(tries.within(Duration::from_secs(limit)) >= 198, "{tries}");
        // Loss has to cost something, or there was none.
        assert!(tries.within(Duration::from_millis(150)) < 200 && tries.permille(990) > tries.permille(100), "{tries}");
    }
}
