//! What the measurement was made on, because figures of different machines cannot be compared.

use anyhow::Result;
use serde::Serialize;

use super::tunnel::versions;

/// A machine.
#[derive(Debug, Clone, Serialize)]
pub struct Machine {
    /// Model of the processor.
    pub processor: String,
    /// How many can run at once.
    pub cores: usize,
    /// Release of the kernel.
    pub kernel: String,
    /// How its TCP answers loss, inside tunnels and beside them.
    pub congestion_control: String,
    /// Runnable processes, on average over the last minute before the measurement; above zero, others had work to do.
    pub load: f64,
    /// The programs that Adit is compared with.
    pub programs: Vec<String>,
}

impl Machine {
    /// This one.
    pub(super) fn look() -> Result<Self> {
        let processors = std::fs::read_to_string("/proc/cpuinfo")?;
        let model = processors.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
        let load = std::fs::read_to_string("/proc/loadavg")?;
        Ok(Self {
            processor: model.map_or("unknown", |(_, name)| name).to_owned(),
            cores: std::thread::available_parallelism()?.get(),
            kernel: system("kernel/osrelease")?,
            congestion_control: system("net/ipv4/tcp_congestion_control")?,
            load: load.split_whitespace().next().and_then(|first| first.parse().ok()).unwrap_or_default(),
            programs: versions(),
        })
    }

    /// In one line.
    #[must_use]
    pub fn line(&self) -> String {
        let Self { processor, cores, kernel, congestion_control, load, programs } = self;
        // The rest of the release names who built it.
        let kernel = kernel.split('-').next().unwrap_or_default();
        format!(
            "{cores} × {processor}, Linux {kernel}, TCP {congestion_control}, load {load:.1}; {}",
            programs.join(", ")
        )
    }
}

fn system(setting: &str) -> Result<String> {
    Ok(std::fs::read_to_string(format!("/proc/sys/{setting}"))?.trim().to_owned())
}
