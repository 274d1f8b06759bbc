//! Makes the machine's network as planned, and undoes it.
