//! What the parts of the controller work with.

use std::sync::Arc;

use profile_api::Formats;
use profiles::Vault;
use vpn_api::Failure;
use vpn_api::contract::{Request, Response};

use super::message::{Done, Handle, Message};
use crate::{
    import::Fetcher,
    ports::{HelperPort, ServicePort, Shell},
    strings,
    view::MessageView,
};

/// What the parts of the controller work with. None of it is state of theirs.
pub(super) struct Services {
    /// Secrets.
    pub(super) vault: Vault,
    /// The helper.
    pub(super) helper: Arc<dyn HelperPort>,
    /// The helper as a service of the system.
    pub(super) service: Arc<dyn ServicePort>,
    /// The desktop.
    pub(super) shell: Arc<dyn Shell>,
    /// What fetches profiles.
    pub(super) fetcher: Fetcher,
    /// The formats of the profiles.
    pub(super) formats: Formats,
    /// Sends messages to the controller.
    pub(super) handle: Handle,
}

impl Services {
    /// Runs `work` as a task; the controller handles what it reports.
    pub(super) fn spawn(&self, work: impl Future<Output = Done> + Send + 'static) {
        let handle = self.handle.clone();
        tokio::spawn(async move { handle.send(Message::Done(work.await)) });
    }

    /// Asks the helper.
    pub(super) fn request(&self, request: Request) -> impl Future<Output = Result<Response, Failure>> + Send + 'static {
        self.helper.request(request)
    }
}

/// Where packages put the guide.
const GUIDE: &str = "/usr/share/doc/adit/guide.md";

/// Opens the guide that came with Adit: nothing is fetched for it.
pub(super) fn open_guide(shell: &dyn Shell) -> Result<(), MessageView> {
    if !std::path::Path::new(GUIDE).exists() {
        return Err(strings::message("guide-missing", &[], GUIDE));
    }
    shell.open_url(GUIDE).map_err(|error| strings::message("guide-not-opened", &[], error))
}
