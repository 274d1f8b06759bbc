//! How an end of a tunnel moves packets, as the programs here are told.

use clap::{Args, ValueEnum};
use vpn_engine::{link::Batching, tun::TunOffload};

/// What is switched off at one end.
#[derive(Debug, Clone, Copy, Args)]
pub struct Ways {
    /// No large packets across the interface.
    #[arg(long)]
    no_offload: bool,
    /// How datagrams cross the border to the kernel.
    #[arg(long, value_enum, default_value = "segments")]
    batching: Batch,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Batch {
    Single,
    Messages,
    Segments,
}

impl Ways {
    /// What crosses the interface.
    #[must_use]
    pub fn offload(self) -> TunOffload {
        if self.no_offload { TunOffload::Never } else { TunOffload::Automatic }
    }

    /// What crosses the socket.
    #[must_use]
    pub fn batching(self) -> Batching {
        match self.batching {
            Batch::Single => Batching::Single,
            Batch::Messages => Batching::Messages,
            Batch::Segments => Batching::Segments,
        }
    }
}
