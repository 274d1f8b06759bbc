//! `adit-resolver`: writes what it reads to `/etc/resolv.conf`, in place, and ends. Where no name service runs, the broker cannot
//! write that file, which belongs to root; this runs as root without any capability, in a unit where that file is all that can
//! be written. Its socket is for the broker's user alone.

use std::{
    fs::OpenOptions,
    io::{self, Read, Write},
    os::unix::fs::OpenOptionsExt,
    path::PathBuf,
    process::ExitCode,
};

/// Resolver files are a few hundred bytes.
const MAX_BYTES: u64 = 64 << 10;

fn main() -> ExitCode {
    let path = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("/etc/resolv.conf"), PathBuf::from);
    let said = match write(&path) {
        Ok(()) => "done\n".to_owned(),
        Err(error) => format!("{error}\n"),
    };
    match io::stdout().write_all(said.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn write(path: &std::path::Path) -> io::Result<()> {
    let mut text = String::new();
    io::stdin().take(MAX_BYTES + 1).read_to_string(&mut text)?;
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\r');
    if u64::try_from(text.len()).map_or(true, |length| length > MAX_BYTES) || text.contains(control) {
        return Err(io::ErrorKind::InvalidData.into());
    }
    // A link is never written through, and no file is made.
    let no_follow = rustix::fs::OFlags::NOFOLLOW.bits().cast_signed();
    let mut file = OpenOptions::new().write(true).custom_flags(no_follow).open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    file.set_len(0)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
