//! The contract between the window or the terminal and the helper, its codec, and both ends of the socket.

pub mod message;
