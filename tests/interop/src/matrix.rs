//! What is to be proved, and by which tests.

use std::{collections::BTreeSet, fmt};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// The columns: key in `matrix.toml`, and what stands above the column.
pub const SERVERS: [(&str, &str); 3] =
    [("openvpn", "openvpn 2.6"), ("softether", "SoftEther 5"), ("scripted", "scripted")];

/// All rows.
#[derive(Debug, Deserialize)]
pub struct Matrix {
    /// In the order in which they are printed.
    pub row: Vec<Row>,
}

/// One feature.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Heading under which it stands.
    pub area: String,
    /// The feature.
    pub feature: String,
    /// With Debian's `openvpn`.
    pub openvpn: Cell,
    /// With `SoftEther`.
    pub softether: Cell,
    /// With the server in `tests/sim`.
    pub scripted: Cell,
}

impl Row {
    /// The cells in the order of [`SERVERS`].
    #[must_use]
    pub fn cells(&self) -> [&Cell; 3] {
        [&self.openvpn, &self.softether, &self.scripted]
    }
}

/// One feature with one server.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub enum Cell {
    /// All of these tests have to pass.
    Proved(Vec<Proof>),
    /// It cannot exist; why.
    Cannot(String),
    /// It could exist and does not; what is missing.
    Open(String),
}

/// A test by its binary and its name, as nextest has them: `e2e::matrix udp_with_tls_crypt`. A name that ends in `::` stands
/// for all tests below it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Proof {
    /// The binary's id.
    pub binary: String,
    /// The test's name in it.
    pub test: String,
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.binary, self.test)
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Tests(Vec<String>),
    Text(String),
}

impl TryFrom<Written> for Cell {
    type Error = anyhow::Error;

    fn try_from(written: Written) -> Result<Self> {
        match written {
            Written::Tests(tests) if tests.is_empty() => bail!("an empty list proves nothing"),
            Written::Tests(tests) => {
                let proof = |text: &String| -> Result<Proof> {
                    let (binary, test) = text.split_once(' ').with_context(|| format!("{text}: binary and test"))?;
                    Ok(Proof { binary: binary.to_owned(), test: test.to_owned() })
                };
                Ok(Self::Proved(tests.iter().map(proof).collect::<Result<_>>()?))
            }
            Written::Text(text) => match text.split_once(": ") {
                Some(("cannot", why)) => Ok(Self::Cannot(why.to_owned())),
                Some(("open", what)) => Ok(Self::Open(what.to_owned())),
                _ => bail!("{text}: a list of tests, \"cannot: why\" or \"open: what\""),
            },
        }
    }
}

impl Matrix {
    /// The committed one.
    ///
    /// # Errors
    /// A row is not what a row has to be.
    pub fn committed() -> Result<Self> {
        Ok(toml::from_str(include_str!("../matrix.toml"))?)
    }

    /// Every test that proves something, once.
    #[must_use]
    pub fn proofs(&self) -> BTreeSet<&Proof> {
        let cells = self.row.iter().flat_map(Row::cells);
        cells.filter_map(|cell| if let Cell::Proved(tests) = cell { Some(tests) } else { None }).flatten().collect()
    }

    /// A nextest filter for exactly those tests.
    #[must_use]
    pub fn filter(&self) -> String {
        let one = |proof: &&Proof| {
            let Proof { binary, test } = proof;
            let kind = if test.ends_with("::") { "test(/^" } else { "test(=" };
            let end = if test.ends_with("::") { "/)" } else { ")" };
            format!("(binary_id(={binary}) & {kind}{test}{end})")
        };
        self.proofs().iter().map(one).collect::<Vec<_>>().join(" | ")
    }
}
