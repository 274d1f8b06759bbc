//! The contract between the window or the terminal and the helper.
