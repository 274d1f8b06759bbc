//! What the helper still has in its memory when a tunnel is gone: no password, no private key. The memory is read as the kernel
//! gives it (`/proc/PID/mem`), all of it that is the process's own.

use std::{
    fs::{self, File},
    os::unix::fs::FileExt,
    path::Path,
};

use anyhow::{Context, Result, ensure};
use e2e::{OpenSsl, Testbed};
use lab::{PASSWORD, ServerOptions, SignIn, USER};

/// How often each text occurs in a process's own writable memory.
fn copies(pid: u32, texts: &[(&'static str, Vec<u8>)]) -> Result<Vec<(&'static str, usize)>> {
    let maps = fs::read_to_string(format!("/proc/{pid}/maps"))?;
    let memory = File::open(format!("/proc/{pid}/mem"))?;
    let mut found: Vec<(&'static str, usize)> = texts.iter().map(|(name, _)| (*name, 0)).collect();
    let mut read = 0;
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let (Some(range), Some(rights)) = (words.next(), words.next()) else { continue };
        if !rights.starts_with("rw") {
            continue;
        }
        let (from, to) = range.split_once('-').context("a range")?;
        let (from, to) = (u64::from_str_radix(from, 16)?, u64::from_str_radix(to, 16)?);
        let mut bytes = vec![0; usize::try_from(to - from)?];
        if memory.read_exact_at(&mut bytes, from).is_err() {
            continue;
        }
        read += bytes.len();
        for ((_, text), (_, count)) in texts.iter().zip(&mut found) {
            *count += occurrences(&bytes, text);
        }
    }
    ensure!(read > 1 << 20, "only {read} bytes of memory could be read");
    Ok(found)
}

fn occurrences(bytes: &[u8], text: &[u8]) -> usize {
    let Some(first) = text.first() else { return 0 };
    let starts = bytes.iter().enumerate().filter(|(_, byte)| *byte == first);
    starts.filter(|(at, _)| bytes.get(*at..at + text.len()) == Some(text)).count()
}

/// A line of the key's text, and its private number as the key has it.
fn traces(openssl: &OpenSsl, key: &str) -> Result<Vec<(&'static str, Vec<u8>)>> {
    let text = openssl.text(key)?;
    let line = text.lines().nth(1).context("a key of several lines")?.to_owned();
    let shown = openssl.run(&format!("pkey -in {key} -text -noout"))?;
    let mut number = shown.lines().skip_while(|line| !line.starts_with("priv:")).skip(1);
    let number: String = number.by_ref().take_while(|line| line.starts_with(' ')).map(str::trim).collect();
    let number: Vec<u8> =
        number.split(':').map(|byte| u8::from_str_radix(byte, 16)).collect::<Result<_, _>>().context(shown)?;
    let number = number.last_chunk::<24>().context("a private number of 32 bytes")?.to_vec();
    // Arithmetic keeps numbers with the lowest byte first.
    let reversed = number.iter().rev().copied().collect();
    Ok(vec![("key text", line.into_bytes()), ("private number", number), ("private number reversed", reversed)])
}

fn check(pid: u32, traces: &[(&'static str, Vec<u8>)], when: &str, there: bool) -> Result<()> {
    let found = copies(pid, traces)?;
    if there {
        ensure!(found.iter().any(|(_, count)| *count > 0), "{when}: the search finds nothing: {found:?}");
    } else {
        ensure!(found.iter().all(|(_, count)| *count == 0), "{when}: {found:?}");
    }
    Ok(())
}

fn identity(testbed: &Testbed, profile: &Path, openssl: &OpenSsl, certificate: &str) -> Result<std::path::PathBuf> {
    let text = fs::read_to_string(profile)?;
    testbed.write_profile(certificate, &OpenSsl::shown(&text, &openssl.pair(&format!("{certificate}.crt"), "ec")?)?)
}

#[test]
fn nothing_secret_is_left_when_a_tunnel_is_gone() -> Result<()> {
    let mut testbed = Testbed::new()?;
    let openssl = OpenSsl::in_directory(testbed.client.directory())?;
    for key in ["ec", "other"] {
        openssl.run(&format!("ecparam -name prime256v1 -genkey -noout -out {key}"))?;
        openssl.sign(key, key, "ca", Some("client"))?;
    }
    let options = ServerOptions { sign_in: SignIn::Both, ..openssl.trusting_server() };
    let (server, profile) = testbed.serve(&options)?;
    let pid = testbed.helper.process().id();
    let mut traces = traces(&openssl, "ec")?;
    traces.push(("password", PASSWORD.into()));
    check(pid, &traces, "before", false)?;

    let good = identity(&testbed, &profile, &openssl, "ec")?;
    testbed.must_connect(&good, &["--username", USER, "--password-stdin"], PASSWORD, &server)?;
    check(pid, &traces, "connected", true)?;
    testbed.disconnect()?;
    check(pid, &traces, "disconnected", false)?;

    let refused = testbed.connect(&good, &["--username", USER, "--password-stdin"], "wrong-password")?;
    ensure!(refused.code != 0, "{refused:?}");
    testbed.disconnect()?;
    check(pid, &traces, "after a sign-in that was refused", false)?;

    let mismatched = identity(&testbed, &profile, &openssl, "other")?;
    let refused = testbed.connect(&mismatched, &["--username", USER, "--password-stdin"], PASSWORD)?;
    ensure!(refused.code != 0, "{refused:?}");
    testbed.disconnect()?;
    check(pid, &traces, "after a profile that was refused", false)
}
