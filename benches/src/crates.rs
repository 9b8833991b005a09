//! How many crates a user builds.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

/// Crates of the client's normal dependency tree, beside those of the baseline.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CrateCount {
    /// All of the client's, workspace crates not counted.
    pub client: usize,
    /// All of the baseline's.
    pub baseline: usize,
    /// What the client has more.
    pub added: Vec<String>,
}

/// The baseline: reqwest as the client uses it, with `json`, serde derive, `serde_json` and tokio.
const BASELINE: &str = r#"
[package]
name = "baseline"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
reqwest = { version = "0.13", default-features = false, features = ["http2", "json", "rustls", "system-proxy"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
tokio = { version = "1", default-features = false, features = ["time"] }
"#;

/// Counts both, at the versions of the workspace's lock file.
///
/// # Errors
/// When cargo fails.
pub fn count_crates(workspace: &Path) -> io::Result<CrateCount> {
    let client = tree(workspace, &["--package", "backlog-api"])?;
    let folder = workspace.join("target").join("baseline");
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("Cargo.toml"), BASELINE)?;
    fs::write(folder.join("src").join("lib.rs"), "")?;
    fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    let baseline = tree(&folder, &[])?;
    let added = client.difference(&baseline).cloned().collect();
    Ok(CrateCount { client: client.len(), baseline: baseline.len(), added })
}

/// The unique names and versions of a normal tree, without the crates that lie in the workspace.
fn tree(folder: &Path, package: &[&str]) -> io::Result<BTreeSet<String>> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder).args(["tree", "--edges", "normal", "--prefix", "none"]).args(package);
    let output = command.output()?;
    if !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    // A path in brackets marks a crate of the workspace; `(*)` one that was shown before, `(proc-macro)` its kind.
    let crates = text.lines().filter(|line| !line.is_empty() && !line.contains("(/"));
    Ok(crates.map(|line| line.split(" (").next().unwrap_or_default().to_owned()).collect())
}
