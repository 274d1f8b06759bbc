//! The helper with one more protocol: `sample-helper SOCKET STATE_DIRECTORY`. What `aditd` is, composed by a test.

#![expect(clippy::print_stderr, reason = "for tests")]

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use sample_protocol::provider::SampleProvider;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(socket), Some(state_dir)) = (arguments.next(), arguments.next()) else {
        eprintln!("sample-helper SOCKET STATE_DIRECTORY");
        return ExitCode::FAILURE;
    };
    let access = helper::access::AccessOptions { allow: Some(helper::access::Allow::Everyone), uids: Vec::new() };
    let policy = helper::policy::PolicyFiles::default();
    let options = helper::Options { socket, state_dir, netd: None, access, policy };
    let protocols = helper::protocols().with(Arc::new(SampleProvider));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    match runtime.map(|runtime| runtime.block_on(helper::run(options, protocols))) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
