//! Every sentence that Adit says, from the Fluent files.
