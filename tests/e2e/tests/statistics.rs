//! What went through a tunnel, what did not and why, and how its packets are moved: as `aditctl status` tells it.

use std::{
    fs::File,
    net::{Ipv4Addr, SocketAddrV4},
    os::fd::{AsFd, OwnedFd},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use e2e::Testbed;
use lab::{Cipher, Host, OpenVpnServer, ServerOptions, wait_until};
use rustix::{
    net::{
        AddressFamily, RecvFlags, SendFlags, SocketType, ipproto, recv, sendto, socket,
        sockopt::{Timeout, set_socket_timeout},
    },
    thread::{LinkNameSpaceType, move_into_link_name_space},
};
use serde_json::{Value, json};

/// Length of an IPv4 header without options, and of a UDP header.
const IP: usize = 20;
const UDP: usize = 8;
/// Where the checksum is in a UDP header, and the destination in an IPv4 header.
const CHECKSUM: usize = 6;
const DESTINATION: usize = 16;
/// A frame of the data channel with a peer id: its opcode, as the upper bits of its first byte.
const DATA_V2: u8 = 9 << 3;

/// A socket of this host for whole UDP packets.
fn raw(host: &Host) -> Result<OwnedFd> {
    let namespace = File::open(format!("/proc/{}/ns/net", host.id()))?;
    let open = move || -> Result<OwnedFd> {
        move_into_link_name_space(namespace.as_fd(), Some(LinkNameSpaceType::Network))?;
        Ok(socket(AddressFamily::INET, SocketType::RAW, Some(ipproto::UDP))?)
    };
    std::thread::spawn(open).join().map_err(|_| anyhow::anyhow!("a thread ended badly"))?
}

/// A data frame of the server on its way to the client, behind its UDP header, and the client's address.
fn overheard(testbed: &Testbed, server: &OpenVpnServer) -> Result<(Vec<u8>, Ipv4Addr)> {
    let ear = raw(&testbed.client)?;
    set_socket_timeout(&ear, Timeout::Recv, Some(Duration::from_secs(5)))?;
    ensure!(testbed.client.pings(&server.inner_address(), 1), "the tunnel does not carry");
    let deadline = Instant::now() + Duration::from_secs(10);
    while Instant::now() < deadline {
        let mut packet = vec![0; 2048];
        let (_, len) = recv(&ear, packet.as_mut_slice(), RecvFlags::empty())?;
        packet.truncate(len);
        let (from, first) = (packet.get(IP..IP + 2), packet.get(IP + UDP).copied().unwrap_or_default());
        if from == Some(&1194_u16.to_be_bytes()) && first & 0xf8 == DATA_V2 {
            let to = packet.get(DESTINATION..).and_then(|rest| rest.first_chunk::<4>()).context("an IPv4 header")?;
            let to = Ipv4Addr::from(*to);
            return Ok((packet.split_off(IP), to));
        }
    }
    anyhow::bail!("the server sent nothing")
}

/// The same without a checksum, which IPv4 allows, and with this byte of the data frame.
fn changed(frame: &[u8], at: usize, to: u8) -> Vec<u8> {
    let change = |(place, byte): (usize, &u8)| match place {
        CHECKSUM..UDP => 0,
        _ if place == UDP + at => to,
        _ => *byte,
    };
    frame.iter().enumerate().map(change).collect()
}

fn only(testbed: &Testbed) -> Result<Value> {
    testbed.helper.status()?.into_iter().next().context("a connection")
}

#[test]
fn what_is_dropped_is_counted_by_its_cause() -> Result<()> {
    let testbed = Testbed::new()?;
    let (server, profile) = testbed.serve(&ServerOptions::default())?;
    testbed.must_connect(&profile, &[], "", &server)?;
    let (frame, client) = overheard(&testbed, &server)?;
    let causes = ["replayed", "not-authentic", "no-key", "malformed"];
    let counted = || -> Result<[u64; 4]> {
        let status = only(&testbed)?;
        let count = |cause: &str| status.pointer(&format!("/traffic/drops/{cause}")).and_then(Value::as_u64);
        Ok(causes.map(|cause| count(cause).unwrap_or(u64::MAX)))
    };
    assert_eq!(counted()?, [0; 4], "nobody has done anything yet");
    assert!(!testbed.helper.ctl(&["status"])?.stdout.contains("repeated"));

    let mouth = raw(&testbed.server)?;
    let tell = |packet: &[u8], times: usize| -> Result<()> {
        for _ in 0..times {
            sendto(&mouth, packet, SendFlags::empty(), &SocketAddrV4::new(client, 0))?;
        }
        Ok(())
    };
    // Where it was overheard the checksum was not finished: nobody computes one for a cable that is none.
    tell(&changed(&frame, 0, DATA_V2), 4)?;
    // A packet id far ahead, so that it is not taken for a repeated one.
    tell(&changed(&frame, 4, 0x7f), 3)?;
    tell(&changed(&frame, 0, DATA_V2 | 7), 2)?;
    tell(&changed(&frame, 0, 0xff), 1)?;
    wait_until("everything to be counted", Duration::from_secs(10), || counted().is_ok_and(|all| all == [4, 3, 2, 1]))
        .with_context(|| format!("{:?}", only(&testbed)))?;

    let status = only(&testbed)?;
    let traffic = &status["traffic"];
    let drops = traffic["drops"].as_object().context("drops")?;
    assert_eq!(traffic["dropped"], drops.values().filter_map(Value::as_u64).sum::<u64>());
    for direction in ["received", "sent"] {
        let (batches, packets) = (&traffic[format!("batches_{direction}")], &traffic[format!("packets_{direction}")]);
        assert!((1..=packets.as_u64().unwrap_or(0)).contains(&batches.as_u64().unwrap_or(0)), "{traffic}");
    }
    let said = testbed.helper.ctl(&["status"])?.stdout;
    let line = said.lines().find(|line| line.starts_with("  dropped ")).context(said.clone())?;
    assert!(line.contains("4 repeated or too late, 3 not from the server"), "{line}");
    assert!(testbed.client.pings(&server.inner_address(), 2), "none of it has done harm");
    testbed.disconnect()
}

#[test]
fn how_packets_are_moved_is_told_with_reasons() -> Result<()> {
    let testbed = Testbed::new()?;
    let (server, profile) = testbed.serve(&ServerOptions::default())?;
    testbed.must_connect(&profile, &[], "", &server)?;
    let shown = || only(&testbed).is_ok_and(|status| !status["data_path"].is_null());
    wait_until("the way of packets", Duration::from_secs(5), shown)?;
    let path = only(&testbed)?["data_path"].clone();
    for (key, value) in [("transport", "udp"), ("send", "segments"), ("receive", "segments"), ("frames", "in-place")] {
        assert_eq!(path[key], value, "{path}");
    }
    assert!(path["interface"] == "tcp-udp" || path["fallbacks"][0]["reason"] == "interface-udp-missing", "{path}");
    let found = path.pointer("/kernel_offload/found").and_then(Value::as_str).context("kernel offload")?;
    assert!(["present", "not-loaded", "absent"].contains(&found), "{path}");
    let doctor = testbed.helper.ctl(&["doctor"])?;
    assert!(doctor.stdout.contains("✓ kernel-offload: "), "{doctor:?}");
    let verbose = testbed.helper.ctl(&["status", "-v"])?.stdout;
    assert!(verbose.contains("  moved     UDP, in large batches"), "{verbose}");
    testbed.disconnect()?;
    assert_eq!(only(&testbed)?["data_path"], Value::Null);
    drop(server);

    // A server that knows nothing better, on a path that loses fragments.
    let options = ServerOptions {
        cipher: Cipher::Aes256Cbc,
        server_lines: vec!["fragment 1300".to_owned()],
        profile_lines: vec!["fragment 1300".to_owned(), "data-ciphers AES-256-CBC".to_owned()],
        ..ServerOptions::default()
    };
    let (server, profile) = testbed.serve(&options)?;
    testbed.must_connect(&profile, &[], "", &server)?;
    wait_until("the way of packets", Duration::from_secs(5), shown)?;
    let path = only(&testbed)?["data_path"].clone();
    assert_eq!(path["frames"], "plain");
    let reasons: Vec<&Value> =
        path["fallbacks"].as_array().context("fallbacks")?.iter().map(|one| &one["reason"]).collect();
    assert!(reasons.ends_with(&[&json!("two-passes"), &json!("pieces")]), "{path}");
    assert!(path["fallbacks"][0]["since"].as_u64() > Some(1_700_000_000), "{path}");
    let log = testbed.helper.log();
    assert_eq!(log.matches("Data path: packets are cut into pieces").count(), 1, "{log}");
    assert!(testbed.helper.ctl(&["status", "-v"])?.stdout.contains("Packets are cut into pieces"));
    testbed.disconnect()
}
