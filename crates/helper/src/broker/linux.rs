//! `adit-netd`.

use std::{io, path::Path, sync::Arc};

use privileged::Privileged;

use crate::remote::Remote;

pub(crate) fn connect(socket: &Path) -> io::Result<Arc<dyn Privileged>> {
    Ok(Arc::new(Remote::start(socket)?))
}
