//! Where kijabi keeps what it must remember: `KIJABI_HOME`, or a folder of its own in the platform's data folder.
//!
//! Must not know: what is kept there.

use std::path::PathBuf;

use etcetera::BaseStrategy;

/// The variable that names another folder.
pub const VARIABLE: &str = "KIJABI_HOME";

/// The data folder; it need not exist yet. `None` where the system names no home folder at all.
#[must_use]
pub fn folder() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(VARIABLE).filter(|value| !value.is_empty()) {
        return Some(PathBuf::from(named));
    }
    let strategy = etcetera::base_strategy::choose_native_strategy().ok()?;
    Some(strategy.data_dir().join("kijabi"))
}
