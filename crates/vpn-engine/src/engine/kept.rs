//! What a privileged side in another process keeps for a connection, so that an engine that starts anew brings it back: the
//! request, with the answers that its person gave. It never reaches a disk.

use privileged::Want;
use vpn_api::{Secret, Secrets, contract::ConnectRequest};

/// The request as it is kept. Its profile's text is not there any more once it is accepted, so this comes first.
pub(super) fn text(request: &ConnectRequest) -> Option<Secret> {
    serde_json::to_string(request).ok().map(Secret::new)
}

/// What was kept, with these secrets instead of those that the person had given with the request.
pub(super) fn with_secrets(wants: &[Want], of: &Want, secrets: Secrets) -> Option<Secret> {
    let want = wants.iter().find(|want| (want.slot, &want.connection) == (of.slot, &of.connection))?;
    // An answer to a challenge fits once.
    let secrets = Secrets { challenge_response: None, ..secrets };
    text(&ConnectRequest { secrets, ..request(want)? })
}

/// The request of a connection that is wanted.
pub(super) fn request(want: &Want) -> Option<ConnectRequest> {
    let kept = want.kept.as_ref()?;
    // Read where the text is used: it was written by `text` above.
    let request: ConnectRequest = serde_json::from_str(kept.expose()).ok()?;
    (request.connection == want.connection).then_some(request)
}
