//! The console's way to end a program. A service needs its service manager's, which is not here yet.

use std::io;

use super::End;

/// Waits for the end.
pub(crate) struct Shutdown(());

impl Shutdown {
    /// Ready to wait.
    ///
    /// # Errors
    /// None.
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self(()))
    }

    /// Ends with Ctrl-C.
    pub(crate) async fn wanted(&mut self) -> End {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::warn!(%error, "Ctrl-C cannot be received");
            std::future::pending::<()>().await;
        }
        End::Ended
    }
}
