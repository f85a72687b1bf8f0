//! The log: a file in the data folder, never the screen.
//!
//! It is made with the first message (`KIJABI_LOG=debug` asks for more than errors and warnings), begun anew when it grows
//! beyond a megabyte, and given up silently where it cannot be written: a log is no reason to disturb a learner.
//!
//! Must not know: who logs what.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock, PoisonError};

use log::{LevelFilter, Log, Metadata, Record};

use super::{clock, home};
use crate::text::width::visible;

/// The file's name in the data folder.
pub const FILE: &str = "kijabi.log";

/// The variable that names a level: error, warn, info, debug, trace or off.
pub const VARIABLE: &str = "KIJABI_LOG";

const LARGEST: u64 = 1024 * 1024;

/// Sends all log messages to the file from now on.
pub fn start() {
    static SINK: OnceLock<Sink> = OnceLock::new();
    let asked = std::env::var_os(VARIABLE).and_then(|level| level.to_str()?.parse().ok());
    let level = asked.unwrap_or(LevelFilter::Warn);
    let sink =
        SINK.get_or_init(|| Sink { path: home::folder().map(|folder| folder.join(FILE)), file: Mutex::new(None) });
    if log::set_logger(sink).is_ok() {
        log::set_max_level(level);
    }
}

struct Sink {
    path: Option<PathBuf>,
    file: Mutex<Option<File>>,
}

impl Log for Sink {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= log::max_level()
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let message = record.args().to_string();
        let line = format!("{} {} {}: {}\n", clock::now_text(), record.level(), record.target(), visible(&message));
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if file.is_none() {
            *file = self.path.as_deref().and_then(open);
        }
        if let Some(file) = file.as_mut() {
            let _ = file.write_all(line.as_bytes());
        }
    }

    fn flush(&self) {}
}

fn open(path: &std::path::Path) -> Option<File> {
    if std::fs::metadata(path).is_ok_and(|about| about.len() > LARGEST) {
        let _ = std::fs::rename(path, path.with_extension("log.old"));
    }
    OpenOptions::new().create(true).append(true).open(path).ok()
}
