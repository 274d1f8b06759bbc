//! What will happen, drawn from a seed.

use std::time::Duration;

use ovpn_settings::{Cipher, Compression, Digest, KeyDirection, StaticKey, Wrap};

use crate::{reliable::Pace, settings::Pseudo};

/// Kinds of trouble, to leave out one at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    /// Frames get lost.
    Loss,
    /// Frames come twice.
    Duplicates,
    /// Frames are altered.
    Corruption,
    /// Frames overtake each other.
    Reordering,
    /// The client's address changes without its knowing.
    Rebinding,
    /// Nothing passes for a while.
    Cuts,
    /// The server forgets everything.
    Restarts,
    /// The client's machine sleeps.
    Sleep,
    /// The client's wall clock jumps.
    Clock,
    /// The client's address changes and it knows.
    Moves,
    /// The client renegotiates.
    ClientRekeys,
    /// The server renegotiates.
    ServerRekeys,
}

impl Condition {
    /// All kinds.
    pub const ALL: [Self; 12] = [
        Self::Loss,
        Self::Duplicates,
        Self::Corruption,
        Self::Reordering,
        Self::Rebinding,
        Self::Cuts,
        Self::Restarts,
        Self::Sleep,
        Self::Clock,
        Self::Moves,
        Self::ClientRekeys,
        Self::ServerRekeys,
    ];

    /// Its word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Loss => "loss",
            Self::Duplicates => "duplicates",
            Self::Corruption => "corruption",
            Self::Reordering => "reordering",
            Self::Rebinding => "rebinding",
            Self::Cuts => "cuts",
            Self::Restarts => "restarts",
            Self::Sleep => "sleep",
            Self::Clock => "clock",
            Self::Moves => "moves",
            Self::ClientRekeys => "client-rekeys",
            Self::ServerRekeys => "server-rekeys",
        }
    }

    /// By its word.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|condition| condition.name() == name.trim())
    }
}

/// Protection of the control channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// None.
    None,
    /// tls-auth.
    TlsAuth,
    /// tls-crypt.
    TlsCrypt,
    /// tls-crypt-v2, with a server that asks for the key again.
    TlsCryptV2,
}

impl Protection {
    /// By its directive's name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        match name {
            "none" => Some(Self::None),
            "tls-auth" => Some(Self::TlsAuth),
            "tls-crypt" => Some(Self::TlsCrypt),
            "tls-crypt-v2" => Some(Self::TlsCryptV2),
            _ => None,
        }
    }

    /// As a client's profile has it.
    #[must_use]
    pub fn wrap(self) -> Wrap {
        let key = || StaticKey::new(std::array::from_fn(|n| n as u8));
        match self {
            Self::None => Wrap::None,
            Self::TlsAuth => Wrap::TlsAuth { key: key(), direction: KeyDirection::Inverse, digest: Digest::Sha256 },
            Self::TlsCrypt => Wrap::TlsCrypt { key: key() },
            Self::TlsCryptV2 => {
                let mut wrapped = vec![7; 290];
                wrapped[288..].copy_from_slice(&290u16.to_be_bytes());
                Wrap::TlsCryptV2 { key: key(), wrapped }
            }
        }
    }
}

/// One thing that happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The client gets another address and does not know.
    Rebind,
    /// The client gets another address and is told.
    Move,
    /// Nothing passes for so long.
    Cut(Duration),
    /// The server forgets everything.
    Restart,
    /// The client's machine sleeps for so long.
    Sleep(Duration),
    /// The client's wall clock jumps by so many seconds.
    Clock(i64),
}

impl Trouble {
    /// Its kind.
    #[must_use]
    pub fn condition(self) -> Condition {
        match self {
            Self::Rebind => Condition::Rebinding,
            Self::Move => Condition::Moves,
            Self::Cut(_) => Condition::Cuts,
            Self::Restart => Condition::Restarts,
            Self::Sleep(_) => Condition::Sleep,
            Self::Clock(_) => Condition::Clock,
        }
    }
}

/// What will happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What it was drawn from.
    pub seed: u64,
    /// What was left out of it.
    pub without: Vec<Condition>,
    /// Protection of the control channel.
    pub protection: Protection,
    /// Data keys come from the TLS exporter.
    pub exporter: bool,
    /// Renegotiations have a protection of their own.
    pub dynamic: bool,
    /// The server pushes without being asked.
    pub push_early: bool,
    /// TLS 1.2 only.
    pub tls12: bool,
    /// When the server repeats itself.
    pub pace: Pace,
    /// Cipher of the data channel.
    pub cipher: Cipher,
    /// Framing of the data channel.
    pub compression: Compression,
    /// Data packets of the epoch format.
    pub epochs: bool,
    /// Packets are cut so that no frame is longer, in bytes.
    pub fragment: Option<u16>,
    /// Percent of frames lost, each way.
    pub loss: u64,
    /// Percent of frames that come twice.
    pub duplicates: u64,
    /// Percent of frames altered.
    pub corruption: u64,
    /// Shortest way.
    pub delay: Duration,
    /// Up to so much longer.
    pub spread: Duration,
    /// The client renegotiates so often.
    pub client_rekeys: Option<Duration>,
    /// The server renegotiates so often.
    pub server_rekeys: Option<Duration>,
    /// The server sends with new keys so long after they were made.
    pub promote_after: Duration,
    /// How long there are faults.
    pub length: Duration,
    /// What happens when.
    pub troubles: Vec<(Duration, Trouble)>,
}

impl Plan {
    /// Draws a plan. Each kind of trouble is in about half of all plans, so that some have few and some have all.
    #[must_use]
    pub fn from_seed(seed: u64) -> Self {
        let mut draw = Draw(Pseudo::new(seed ^ 0x0073_746f_726d));
        let protection = draw.of(&[
            Protection::None,
            Protection::TlsAuth,
            Protection::TlsCrypt,
            Protection::TlsCrypt,
            Protection::TlsCryptV2,
        ]);
        let exporter = draw.chance(70);
        let length = draw.millis(40_000, 200_000);
        let mut plan = Self {
            seed,
            without: Vec::new(),
            protection,
            exporter,
            dynamic: exporter && draw.chance(50),
            push_early: draw.chance(50),
            tls12: draw.chance(15),
            pace: if draw.chance(75) { Pace::OpenVpn2 } else { Pace::OpenVpn3 },
            cipher: draw.of(&[Cipher::Aes256Gcm, Cipher::Aes128Gcm, Cipher::ChaCha20Poly1305, Cipher::Aes256Cbc]),
            compression: draw.of(&[Compression::None, Compression::None, Compression::Lzo, Compression::StubV2]),
            epochs: false,
            fragment: None,
            loss: draw.some(|draw| draw.up_to(30)),
            duplicates: draw.some(|draw| draw.up_to(20)),
            corruption: draw.some(|draw| draw.up_to(10)),
            delay: draw.millis(1, 120),
            spread: Duration::from_millis(draw.some(|draw| draw.up_to(400))),
            client_rekeys: None,
            server_rekeys: None,
            promote_after: draw.millis(100, 40_000),
            length,
            troubles: Vec::new(),
        };
        plan.epochs = exporter && plan.cipher.is_aead() && draw.chance(40);
        if draw.chance(15) {
            plan.fragment = Some(500 + draw.up_to(800) as u16);
        }
        // Renegotiations alone, so that what they lose is not taken for what the network loses.
        let gentle = draw.chance(25);
        if gentle {
            (plan.loss, plan.corruption) = (0, 0);
        }
        if draw.chance(60) {
            plan.client_rekeys = Some(draw.millis(8_000, 40_000));
        }
        if draw.chance(40) {
            plan.server_rekeys = Some(draw.millis(8_000, 40_000));
        }
        let latest = length.as_millis() as u64;
        for condition in [
            Condition::Rebinding,
            Condition::Cuts,
            Condition::Restarts,
            Condition::Sleep,
            Condition::Clock,
            Condition::Moves,
        ] {
            if !draw.chance(35) || (gentle && condition != Condition::Clock) {
                continue;
            }
            for _ in 0..1 + draw.up_to(2) {
                let at = draw.millis(0, latest);
                let trouble = match condition {
                    Condition::Rebinding => Trouble::Rebind,
                    Condition::Moves => Trouble::Move,
                    Condition::Restarts => Trouble::Restart,
                    Condition::Cuts => Trouble::Cut(draw.millis(100, 45_000)),
                    Condition::Sleep => {
                        let longest = if draw.chance(50) { 20_000 } else { 14_400_000 };
                        Trouble::Sleep(draw.millis(500, longest))
                    }
                    _ => Trouble::Clock(draw.up_to(172_800) as i64 - 86_400),
                };
                plan.troubles.push((at, trouble));
            }
        }
        plan.troubles.sort_by_key(|(at, _)| *at);
        plan
    }

    /// The same without one kind of trouble.
    #[must_use]
    pub fn without(mut self, condition: Condition) -> Self {
        let before = self.clone();
        match condition {
            Condition::Loss => self.loss = 0,
            Condition::Duplicates => self.duplicates = 0,
            Condition::Corruption => self.corruption = 0,
            Condition::Reordering => self.spread = Duration::ZERO,
            Condition::ClientRekeys => self.client_rekeys = None,
            Condition::ServerRekeys => self.server_rekeys = None,
            Condition::Rebinding
            | Condition::Cuts
            | Condition::Restarts
            | Condition::Sleep
            | Condition::Clock
            | Condition::Moves => {
                self.troubles.retain(|(_, trouble)| trouble.condition() != condition);
            }
        }
        if self != before {
            self.without.push(condition);
        }
        self
    }

    /// Whether every frame arrives, whole and at the client's address: then every inner packet has to.
    #[must_use]
    pub fn loses_nothing(&self) -> bool {
        let harmless = |trouble: &Trouble| matches!(trouble, Trouble::Clock(_));
        self.loss == 0 && self.corruption == 0 && self.troubles.iter().all(|(_, trouble)| harmless(trouble))
    }
}

struct Draw(Pseudo);

impl Draw {
    fn up_to(&mut self, most: u64) -> u64 {
        self.0.draw() % (most + 1)
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.0.draw() % 100 < percent
    }

    fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.up_to(choices.len() as u64 - 1) as usize]
    }

    fn some(&mut self, how_much: impl FnOnce(&mut Self) -> u64) -> u64 {
        if self.chance(55) { how_much(self) } else { 0 }
    }

    fn millis(&mut self, least: u64, most: u64) -> Duration {
        Duration::from_millis(least + self.up_to(most - least))
    }
}
