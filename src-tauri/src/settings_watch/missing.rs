//! Nobody tells: what is written elsewhere holds from the next start on.

use std::path::Path;

pub(crate) fn watch(_file: &Path, _changed: impl Fn() + Send + 'static) {}
