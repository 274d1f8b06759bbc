//! The house and its plan. See the tests: `arrows` (which crate may use which) and `doors` (which module may name a dependency).
