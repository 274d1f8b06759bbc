//! What the tests did, from nextest's JUnit file.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::matrix::Proof;

/// What became of a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It passed.
    Passed,
    /// It failed.
    Failed,
    /// It did not run.
    Missing,
}

/// Outcomes by test.
#[derive(Debug, Default)]
pub struct Results(BTreeMap<Proof, Outcome>);

impl Results {
    /// Reads a JUnit file.
    ///
    /// # Errors
    /// It is no XML.
    pub fn read(junit: &str) -> Result<Self> {
        let document = roxmltree::Document::parse(junit)?;
        let mut results = BTreeMap::new();
        for case in document.descendants().filter(|node| node.has_tag_name("testcase")) {
            let text = |name| case.attribute(name).unwrap_or_default().to_owned();
            let failed = case.children().any(|child| child.has_tag_name("failure") || child.has_tag_name("error"));
            let skipped = case.children().any(|child| child.has_tag_name("skipped"));
            let outcome = match (failed, skipped) {
                (true, _) => Outcome::Failed,
                (false, true) => Outcome::Missing,
                (false, false) => Outcome::Passed,
            };
            results.insert(Proof { binary: text("classname"), test: text("name") }, outcome);
        }
        Ok(Self(results))
    }

    /// The worst outcome of the tests that this proof names.
    #[must_use]
    pub fn of(&self, proof: &Proof) -> Outcome {
        let named = self.0.iter().filter(|(test, _)| {
            test.binary == proof.binary
                && if proof.test.ends_with("::") { test.test.starts_with(&proof.test) } else { test.test == proof.test }
        });
        let mut worst = Outcome::Missing;
        for (_, outcome) in named {
            match outcome {
                Outcome::Failed => return Outcome::Failed,
                Outcome::Passed => worst = Outcome::Passed,
                Outcome::Missing => {}
            }
        }
        worst
    }
}
