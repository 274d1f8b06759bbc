//! The kernel tells what happens in a folder: inotify(7).

use std::{fs, io, mem::MaybeUninit, os::fd::OwnedFd, path::Path, thread};

use rustix::fs::inotify::{self, CreateFlags, WatchFlags};

/// Calls `changed` whenever the file was written or another one took its place, for as long as the program runs.
pub(crate) fn watch(file: &Path, changed: impl Fn() + Send + 'static) {
    let Some(name) = file.file_name().map(|name| name.as_encoded_bytes().to_vec()) else { return };
    let started = begin(file).and_then(|events| {
        // It sleeps in the kernel until something happens.
        let thread = thread::Builder::new().name("settings".to_owned()).stack_size(64 * 1024);
        thread.spawn(move || follow(&events, &name, changed)).map(|_| ())
    });
    if let Err(error) = started {
        tracing::warn!(%error, "changes of the settings by other programs are not seen");
    }
}

fn begin(file: &Path) -> io::Result<OwnedFd> {
    let folder = file.parent().ok_or(io::ErrorKind::NotFound)?;
    fs::create_dir_all(folder)?;
    let events = inotify::init(CreateFlags::CLOEXEC)?;
    inotify::add_watch(&events, folder, WatchFlags::CLOSE_WRITE | WatchFlags::MOVED_TO | WatchFlags::DELETE)?;
    Ok(events)
}

fn follow(events: &OwnedFd, name: &[u8], changed: impl Fn()) {
    let mut buffer = [MaybeUninit::uninit(); 4096];
    let mut reader = inotify::Reader::new(events, &mut buffer);
    while let Ok(event) = reader.next() {
        if event.file_name().is_some_and(|file| file.to_bytes() == name) {
            changed();
        }
    }
}
