//! The helper service: composition of engine, protocols and socket.
