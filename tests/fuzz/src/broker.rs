//! What an engine that was taken over may ask the broker for. Messages as they cross the border, one a line, and steps made of
//! whatever is no such line, go over a socket through the broker, the ledger, the lock and the journal to a simulated kernel.

use std::{sync::Arc, time::Duration};

use netd::{broker::Broker, store::Taken};
use privileged::{Privileged, server};
use tokio::{net::UnixListener, task::JoinHandle};

use self::{
    engine::Engine,
    machine::{Machine, Side},
    requests::{Step, steps},
};

pub mod engine;
mod machine;
pub mod requests;

pub(crate) use requests::seeds;

/// Far more than any input takes: what takes longer hangs.
const LIMIT: Duration = Duration::from_secs(30);

/// A broker that serves the engines of this process.
struct Process {
    broker: Arc<Broker>,
    server: JoinHandle<()>,
}

impl Process {
    async fn start(machine: &Arc<Machine>) -> Self {
        let side: Arc<dyn Privileged> = Arc::new(Side::start(machine).await);
        machine.recover(&side.wanted().await).await;
        let broker = Arc::new(Broker::new(side, Taken::default()).await);
        let _ = std::fs::remove_file(machine.socket());
        let listener = UnixListener::bind(machine.socket()).unwrap();
        let server = tokio::spawn(server::serve(listener, Arc::clone(&broker) as Arc<dyn Privileged>, users()));
        Self { broker, server }
    }

    /// As if it were killed: nothing is taken back.
    async fn die(self) {
        self.server.abort();
        let _ = self.server.await;
        drop(self.broker);
        // What it had under way ends when it is next looked at, which in a process that is killed it never is.
        rest().await;
    }
}

fn users() -> Vec<u32> {
    vec![std::os::unix::fs::MetadataExt::uid(&std::fs::metadata("/proc/self").unwrap())]
}

/// No request panics, and none reaches what is not of a tunnel that is wanted. When nothing is wanted any more, nothing is left.
pub(crate) fn broker(bytes: &[u8]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        tokio::time::timeout(LIMIT, live(&steps(bytes))).await.unwrap();
    });
}

async fn live(steps: &[Step]) {
    let machine = Arc::new(Machine::new());
    let mut process = Process::start(&machine).await;
    let mut engine = Engine::connect(&machine.socket()).await;
    for step in steps {
        match step {
            Step::Restart => {
                process.die().await;
                process = Process::start(&machine).await;
                engine = Engine::connect(&machine.socket()).await;
            }
            Step::Refuse(what) => machine.network.refuse(*what),
            Step::Ask(_)
            | Step::Hurry(_)
            | Step::Forget(_)
            | Step::Noise(_)
            | Step::Descriptors(_)
            | Step::Reconnect => engine.take(step).await,
        }
        machine.check();
    }
    machine.network.refuse(None);
    engine.settle().await;
    rest().await;
    // Nothing that nobody waits for any more is only half done.
    let lock = machine.rules.lock();
    engine.look().await;
    assert_eq!(machine.rules.lock(), lock, "the firewall was not as it is decided");
    let protection = process.broker.protection().await;
    machine.check_lock(&protection);
    process.broker.undo_all().await;
    rest().await;
    machine.check_undone(&process.broker.protection().await);
    process.die().await;
}

/// Whatever can go on by itself goes on.
async fn rest() {
    for _ in 0..64 {
        tokio::task::yield_now().await;
    }
}
