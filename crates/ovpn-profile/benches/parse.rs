//! A profile of 256 KiB, read by Adit, beside one start of `openvpn` that reads the same file and does nothing with it. What
//! is printed is the ratio; the time of `openvpn` is mostly that of starting a process, which is what a program that leaves
//! profiles to it pays.
//!
//! `cargo bench -p ovpn-profile`

#![expect(clippy::disallowed_types, reason = "openvpn is started to be compared with")]

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use ovpn_profile::{NoSideFiles, parse};

const SIZE: usize = 256 * 1024;

/// An ordinary profile with so many routes and comments that it is 256 KiB long.
#[expect(clippy::disallowed_methods, reason = "a fixture is read")]
fn profile() -> std::io::Result<String> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/profiles");
    let mut text = std::fs::read_to_string(fixtures.join("inline-udp.ovpn"))?;
    let mut number = 0_u32;
    while text.len() < SIZE {
        let (second, third) = (number / 256 % 256, number % 256);
        text.push_str(&format!("route 10.{second}.{third}.0 255.255.255.0\n"));
        number += 1;
        for _ in 0..8 {
            text.push_str(
                "# A line that explains what the network behind this route is for, and who looks after it.\n",
            );
        }
    }
    text.truncate(text.char_indices().map(|(at, _)| at).take_while(|at| *at <= SIZE).last().unwrap_or(0));
    let end = text.rfind('\n').map_or(0, |at| at + 1);
    text.truncate(end);
    Ok(text)
}

/// The middle of several measurements.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn median(mut work: impl FnMut(), times: usize) -> Duration {
    let mut measured: Vec<Duration> = (0..times)
        .map(|_| {
            let began = Instant::now();
            work();
            began.elapsed()
        })
        .collect();
    measured.sort_unstable();
    measured.get(times / 2).copied().unwrap_or_default()
}

#[expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the other reader is a program that reads a file"
)]
fn main() -> std::io::Result<()> {
    let text = profile()?;
    let ready = parse(text.as_bytes(), &NoSideFiles);
    let ours = median(
        || {
            let _ = std::hint::black_box(parse(std::hint::black_box(text.as_bytes()), &NoSideFiles));
        },
        51,
    );
    let lines = ready.report.lines.len();
    let mut out = std::io::stdout().lock();
    writeln!(out, "Adit: {} KiB, {lines} directives, verdict {}: {ours:?}", text.len() / 1024, ready.report.verdict)?;

    let path = std::env::temp_dir().join(format!("adit-bench-{}.ovpn", std::process::id()));
    std::fs::write(&path, &text)?;
    let run = || {
        let mut command = Command::new("openvpn");
        command.arg("--config").arg(&path).arg("--show-digests").stdin(Stdio::null()).stderr(Stdio::null());
        command.output()
    };
    let first = run();
    let theirs = median(|| drop(std::hint::black_box(run())), 21);
    std::fs::remove_file(&path)?;
    match first {
        Ok(output) if output.status.success() => {
            let ratio = theirs.as_secs_f64() / ours.as_secs_f64();
            writeln!(
                out,
                "openvpn --config … --show-digests: {theirs:?}; one start of it is {ratio:.1} of our readings"
            )
        }
        Ok(output) => writeln!(out, "openvpn does not read it: {}", String::from_utf8_lossy(&output.stdout)),
        Err(error) => writeln!(out, "openvpn is not here to compare with: {error}"),
    }
}
