//! Recordings of live OpenVPN 2.6.14 servers, as they lie in `tests/fixtures`.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

use std::time::Instant;

use ovpn_proto::keys::{Side, derive::Key2};
use serde_json::Value;

/// The recordings of one directory: names and texts.
#[macro_export]
macro_rules! recordings {
    ($directory:literal: $($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("fixtures/", $directory, "/", $name, ".json")))),*]
    };
}

pub(crate) struct Recording {
    pub(crate) name: &'static str,
    /// Who sent each packet, in order.
    pub(crate) packets: Vec<(Side, Vec<u8>)>,
    pub(crate) json: Value,
}

impl Recording {
    pub(crate) fn read(&(name, text): &(&'static str, &str)) -> Self {
        let json: Value = serde_json::from_str(text).unwrap();
        let rows = json.get("packets").and_then(Value::as_array).unwrap().iter();
        let packets = rows.map(|row| {
            let text = |column: usize| row.get(column).and_then(Value::as_str).unwrap();
            let side = if text(0) == "C>S" { Side::Client } else { Side::Server };
            (side, hex::decode(text(2)).unwrap())
        });
        Self { name, packets: packets.collect(), json }
    }

    pub(crate) fn text(&self, field: &str) -> &str {
        self.json.get(field).and_then(Value::as_str).unwrap()
    }

    pub(crate) fn bytes(&self, field: &str) -> Vec<u8> {
        hex::decode(self.text(field)).unwrap()
    }

    pub(crate) fn data_keys(&self) -> Key2 {
        Key2::new(self.bytes("datakeys").try_into().unwrap())
    }
}

// A test needs some instant to count from; which one does not matter.
#[expect(clippy::disallowed_methods, reason = "the origin of a test's clock")]
pub(crate) fn start() -> Instant {
    Instant::now()
}
