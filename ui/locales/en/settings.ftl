# Settings: what the shell says of them, and the page.

setting-wrong = The setting cannot be that.
setting-not-saved = The setting was not saved: { $path } cannot be written.
    .advice = Check that the folder is yours and that the disk is not full.
settings-damaged = Some settings could not be read. Their defaults hold.
    .advice = The damaged file is kept as { $kept }.
