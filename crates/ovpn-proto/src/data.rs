//! Data packets: sealing and opening in place, for every key slot at once.
//!
//! ```text
//! DATA_V2   op|key[1] | peer id[3] | packet id[4] | tag[16] | encrypted: (compression frame) inner packet
//! DATA_V1   op|key[1] |              packet id[4] | tag[16] | encrypted: (compression frame) inner packet
//! CBC       op|key[1] | (peer id)  | hmac | iv[16] | encrypted: packet id[4], (compression frame) inner packet, padding
//! epochs    op|key[1] | peer id[3] | epoch[2] counter[6] | encrypted: (compression frame) inner packet | tag[16]
//! ```
//! With `fragment`, four bytes stand in front of the compression frame, or of a piece of it.
//!
//! * Keys lie in their slot by key id, so a frame finds its key without a search. Which of them seals, and when an old
//!   one goes, is the session's decision: [`DataPath::promote`], [`DataPath::retire`].
//! * A packet id is marked as seen only after its tag was right.
//! * Pings and the few messages of OCC travel as data, inside compression frames, and never reach the tunnel device.
//! * Nothing is ever compressed. What a server compressed is read only if the profile allows it.
//!
//! Nothing here allocates per packet, except for CBC inside the cryptographic library, and for pieces of packets.

mod activity;
mod aead;
mod cbc;
mod compress;
mod epoch;
mod evidence;
mod fragment;
mod keys;
mod limits;
mod message;
mod path;
mod replay;

pub use self::{
    activity::{LargeFrames, Outflow},
    evidence::Unreadable,
    keys::{DataKeys, KeyUsage},
    limits::KeyLimits,
    path::DataPath,
    replay::ReplayWindow,
};
