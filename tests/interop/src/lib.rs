//! The interop matrix: features down, servers across. `matrix.toml` says which tests prove a cell; the results of those
//! tests say whether they do.
//!
//! ```text
//! matrix.toml ─► filter ─► cargo nextest ─► junit.xml ─► docs/INTEROP.md, and the same on the terminal
//! ```

mod matrix;
mod render;
mod results;

pub use matrix::{Cell, Matrix, Proof, Row, SERVERS};
pub use render::{Rendered, render};
pub use results::{Outcome, Results};
