//! A server of the sample protocol: `sample-server ADDRESS:PORT`. Prints what it sees.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "for tests")]

use std::{io, process::ExitCode};

use sample_protocol::server::{Rules, Server};

fn main() -> ExitCode {
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn serve() -> io::Result<()> {
    let at = std::env::args().nth(1).and_then(|text| text.parse().ok()).ok_or(io::ErrorKind::InvalidInput)?;
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let (server, mut seen) = Server::bind(at, Rules { stream_first: 3, ..Rules::default() }).await?;
        println!("ready");
        tokio::spawn(async move {
            while let Some(seen) = seen.recv().await {
                println!("{seen:?}");
            }
        });
        server.run().await
    })
}
