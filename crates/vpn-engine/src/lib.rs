//! The only event loop: tunnel state machine, links, data path.
