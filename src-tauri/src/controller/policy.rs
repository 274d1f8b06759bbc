//! What the organisation has settled: its profiles in the list, and what is not offered. The helper enforces it.

use profiles::ProfileId;
use vpn_api::PolicyView;

use super::Controller;
use crate::{strings, view::MessageView};

impl Controller {
    /// The policy is new or changed.
    pub(super) fn policy_changed(&mut self, policy: Option<Box<PolicyView>>) {
        let cards = policy.as_ref().map(|policy| policy.profiles.as_slice()).unwrap_or_default();
        self.profiles.offer(cards);
        self.policy = policy;
    }

    /// The id, unless it is of a profile of the organisation, which a person does not change.
    pub(super) fn own(&self, id: ProfileId) -> Result<ProfileId, MessageView> {
        if self.profiles.is_managed(&id) { Err(strings::message("policy-managed-profile", &[], "")) } else { Ok(id) }
    }

    /// Why no profile can be imported, if none can.
    pub(super) fn import_refused(&self) -> Option<MessageView> {
        let policy = self.policy.as_ref().filter(|policy| !policy.own_profiles)?;
        Some(MessageView { title: strings::no_own_profiles(policy), ..MessageView::default() })
    }
}
