//! The OpenVPN protocol as a value: no sockets, no clock.
