//! The libraries inside the program, as the build wrote them down.

use crate::view::PartView;

/// By name.
pub(crate) fn parts() -> Vec<PartView> {
    let list = include_str!(concat!(env!("OUT_DIR"), "/parts.json"));
    serde_json::from_str(list).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_inside_is_listed_with_its_licence() {
        let parts = parts();
        for name in ["tauri", "rustix", "aws-lc-rs", "serde"] {
            assert!(parts.iter().any(|part| part.name == name), "{name}");
        }
        assert!(!parts.iter().any(|part| part.name == "rcgen"), "only used by tests");
        assert!(parts.iter().all(|part| !part.licence.is_empty() && !part.version.is_empty()));
    }
}
