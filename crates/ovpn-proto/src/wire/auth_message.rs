//! Key-method 2: the first thing that both sides say inside TLS.
//!
//! ```text
//! client:  0000 0000 | 02 | pre_master[48] | random1[32] | random2[32] | options | username | password | peer info
//! server:  0000 0000 | 02 |                  random1[32] | random2[32] | options | (three strings, mostly absent)
//! string:  u16 length with the zero byte | bytes | 00        absent: 0000
//! ```
//!
//! Observed from an OpenVPN 2.6 server (fixtures `km2_client`, `km2_server`). OpenVPN 2 servers read the client's message
//! with one call into a buffer of 2048 bytes, so it should stay below that and has to be written as one TLS record.

use vpn_api::Secret;
use zeroize::{Zeroize, Zeroizing};

use super::Reader;
use crate::{
    error::Malformed,
    keys::derive::{ClientKeySource, ServerKeySource},
};

const PREFIX: [u8; 5] = [0, 0, 0, 0, 2];

/// What the client says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientKeyMessage {
    /// Randomness for the PRF. Sent with exporter keys too.
    pub source: ClientKeySource,
    /// Options string (`V4,dev-type tun,…`).
    pub options: String,
    /// User name.
    pub username: Option<String>,
    /// Password or token.
    pub password: Option<Secret>,
    /// Lines `KEY=VALUE`, each with its line feed; empty: not sent.
    pub peer_info: String,
}

impl ClientKeyMessage {
    /// The message's bytes.
    ///
    /// # Errors
    /// A text is longer than 65,534 bytes or has a zero byte in it.
    pub fn write(&self) -> Result<Zeroizing<Vec<u8>>, Malformed> {
        let password = self.password.as_ref().map(Secret::expose);
        let texts = [Some(self.options.as_str()), self.username.as_deref(), password, present(&self.peer_info)];
        // One allocation, so that no copy of the password stays behind in a buffer that was outgrown.
        let length = 128 + texts.iter().flatten().map(|text| text.len() + 3).sum::<usize>();
        let mut out = Zeroizing::new(Vec::with_capacity(length));
        out.extend_from_slice(&PREFIX);
        out.extend_from_slice(&self.source.pre_master);
        out.extend_from_slice(&self.source.random1);
        out.extend_from_slice(&self.source.random2);
        for text in texts {
            write_string(text, &mut out)?;
        }
        Ok(out)
    }

    /// Reads a client's message and gives the number of bytes it took. For a server's side.
    ///
    /// # Errors
    /// The bytes are not such a message.
    pub fn parse(bytes: &[u8]) -> Result<(Self, usize), Malformed> {
        let mut reader = Reader(bytes);
        if reader.array()? != PREFIX {
            return Err(Malformed::NotKeyMethod2);
        }
        let source =
            ClientKeySource { pre_master: reader.array()?, random1: reader.array()?, random2: reader.array()? };
        let options = read_string(&mut reader)?.unwrap_or_default();
        let username = read_string(&mut reader)?;
        let password = read_string(&mut reader)?.map(Secret::new);
        let peer_info = read_string(&mut reader)?.unwrap_or_default();
        let consumed = bytes.len() - reader.0.len();
        Ok((Self { source, options, username, password, peer_info }, consumed))
    }
}

/// What the server says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerKeyMessage {
    /// Randomness for the PRF.
    pub source: ServerKeySource,
    /// Options string; its `cipher` item matters when the server pushes none.
    pub options: String,
}

impl ServerKeyMessage {
    /// Reads the server's message and gives the number of bytes it took: what follows is a control message.
    ///
    /// OpenVPN 2 servers put three absent strings behind the options, OpenVPN 3 servers nothing.
    ///
    /// # Errors
    /// The bytes are not such a message, or not all of it ([`Malformed::TooShort`]).
    pub fn parse(bytes: &[u8]) -> Result<(Self, usize), Malformed> {
        let mut reader = Reader(bytes);
        if reader.array()? != PREFIX {
            return Err(Malformed::NotKeyMethod2);
        }
        let source = ServerKeySource { random1: reader.array()?, random2: reader.array()? };
        let options = read_string(&mut reader)?.unwrap_or_default();
        for _ in 0..3 {
            let mut attempt = Reader(reader.0);
            if read_string(&mut attempt).is_err() {
                break;
            }
            reader = attempt;
        }
        Ok((Self { source, options }, bytes.len() - reader.0.len()))
    }

    /// The message's bytes as an OpenVPN 2 server sends them. For a server's side.
    ///
    /// # Errors
    /// The options are longer than 65,534 bytes or have a zero byte in them.
    pub fn write(&self) -> Result<Vec<u8>, Malformed> {
        let mut out = PREFIX.to_vec();
        out.extend_from_slice(&self.source.random1);
        out.extend_from_slice(&self.source.random2);
        for text in [Some(self.options.as_str()), None, None, None] {
            write_string(text, &mut out)?;
        }
        Ok(out)
    }
}

fn present(text: &str) -> Option<&str> {
    if text.is_empty() { None } else { Some(text) }
}

fn write_string(text: Option<&str>, out: &mut Vec<u8>) -> Result<(), Malformed> {
    let Some(text) = text else {
        out.extend_from_slice(&[0, 0]);
        return Ok(());
    };
    let length = u16::try_from(text.len() + 1).map_err(|_| Malformed::BadString)?;
    if text.bytes().any(|byte| byte == 0) {
        return Err(Malformed::BadString);
    }
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(text.as_bytes());
    out.push(0);
    Ok(())
}

fn read_string(reader: &mut Reader<'_>) -> Result<Option<String>, Malformed> {
    let length = reader.u16()?;
    if length == 0 {
        return Ok(None);
    }
    let (end, text) = reader.bytes(usize::from(length))?.split_last().ok_or(Malformed::TooShort)?;
    if *end != 0 {
        return Err(Malformed::UnterminatedString);
    }
    if text.contains(&0) {
        return Err(Malformed::BadString);
    }
    Ok(Some(match String::from_utf8(text.to_vec()) {
        Ok(text) => text,
        Err(error) => {
            let mut bytes = error.into_bytes();
            let lossy = String::from_utf8_lossy(&bytes).into_owned();
            bytes.zeroize();
            lossy
        }
    }))
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn server(options: &str) -> ServerKeyMessage {
        let source = ServerKeySource { random1: [1; 32], random2: [2; 32] };
        ServerKeyMessage { source, options: options.to_owned() }
    }

    #[test]
    fn a_push_reply_behind_the_message_is_left_alone() {
        let message = server("V4");
        let whole = message.write().unwrap();
        let mut with_reply = whole.clone();
        with_reply.extend_from_slice(b"PUSH_REPLY,ping 1\0");
        assert_eq!(ServerKeyMessage::parse(&with_reply), Ok((message.clone(), whole.len())));

        let short = whole.get(..whole.len() - 6).unwrap();
        let mut with_reply = short.to_vec();
        with_reply.extend_from_slice(b"PUSH_REPLY,ping 1\0");
        assert_eq!(ServerKeyMessage::parse(&with_reply), Ok((message, short.len())));
    }

    #[test]
    fn a_message_cut_anywhere_before_its_options_end_is_too_short() {
        let whole = server("V4,x").write().unwrap();
        for length in 0..whole.len() - 6 {
            assert_eq!(ServerKeyMessage::parse(&whole[..length]), Err(Malformed::TooShort), "{length}");
        }
    }

    #[test]
    fn the_password_is_not_printed() {
        let message = ClientKeyMessage {
            source: ClientKeySource { pre_master: [7; 48], random1: [8; 32], random2: [9; 32] },
            options: "V4".to_owned(),
            username: Some("alice".to_owned()),
            password: Some(Secret::from("hunter2")),
            peer_info: String::new(),
        };
        let text = format!("{message:?}");
        assert!(!text.contains("hunter2") && !text.contains("7, 7"), "{text}");
    }

    proptest! {
        #[test]
        fn client_messages_round_trip(
            pre_master in any::<[u8; 32]>(),
            options in "[ -~]{1,200}",
            username in proptest::option::of("[^\0]{0,60}"),
            password in proptest::option::of("[^\0]{0,60}"),
            peer_info in "[ -~\n]{0,300}",
        ) {
            let mut secret = [0; 48];
            secret[..32].copy_from_slice(&pre_master);
            let message = ClientKeyMessage {
                source: ClientKeySource { pre_master: secret, random1: pre_master, random2: [3; 32] },
                options,
                username,
                password: password.map(Secret::new),
                peer_info,
            };
            let bytes = message.write().unwrap();
            prop_assert_eq!(ClientKeyMessage::parse(&bytes).unwrap(), (message, bytes.len()));
        }

        #[test]
        fn random_bytes_never_panic(bytes in vec(any::<u8>(), 0..300)) {
            let mut message = PREFIX.to_vec();
            message.extend(&bytes);
            for input in [&bytes, &message] {
                let _ = ClientKeyMessage::parse(input);
                let _ = ServerKeyMessage::parse(input);
            }
        }
    }
}
