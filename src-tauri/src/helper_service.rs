//! The helper as a service of this system.

use std::path::PathBuf;

use doctor::{Finding, Phase, Service, Start, StartError};

use crate::ports::{Pending, ServicePort};

/// The system's own.
#[derive(Debug)]
pub(crate) struct SystemService {
    /// Where the helper listens.
    pub(crate) socket: PathBuf,
}

impl ServicePort for SystemService {
    fn look(&self) -> Pending<Service> {
        Box::pin(doctor::look())
    }

    fn start(&self, start: Start, told: Box<dyn Fn(Phase) + Send>) -> Pending<Result<(), StartError>> {
        Box::pin(doctor::start(start, told))
    }

    fn examine(&self) -> Pending<Vec<Finding>> {
        let socket = self.socket.clone();
        Box::pin(async move { doctor::examine(&socket).await.1 })
    }
}
