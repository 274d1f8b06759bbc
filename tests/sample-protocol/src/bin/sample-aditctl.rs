//! The terminal with one more format. What `aditctl` is, composed by a test.

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run(&sample_protocol::formats())
}
