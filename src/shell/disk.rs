//! The real files beneath a console's own: read when a command asks for them, never written.
//!
//! Must not know: what commands do with them.

use std::path::Path;
use std::sync::Arc;

use super::files::{self, Unread};
use crate::console::files::{Disk, FileEntry, FileFault};

/// How many names of a folder are shown.
const MAX_ENTRIES: usize = 10_000;

/// The disk of the machine that kijabi runs on.
#[derive(Debug)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn read(&self, path: &str) -> Result<Arc<str>, FileFault> {
        let path = Path::new(path);
        let about = std::fs::metadata(path).map_err(|error| fault(&error))?;
        if about.is_dir() {
            return Err(FileFault::IsFolder);
        }
        if !about.is_file() {
            // A pipe or a device might never end.
            return Err(FileFault::Denied);
        }
        files::read(path).map(Into::into).map_err(|unread| match unread {
            Unread::Text(_) => FileFault::TooLarge,
            Unread::File(_) => FileFault::Denied,
        })
    }

    fn list(&self, path: &str) -> Option<Vec<FileEntry>> {
        let entries = std::fs::read_dir(path).ok()?.take(MAX_ENTRIES).filter_map(Result::ok);
        let entry = |entry: std::fs::DirEntry| {
            let about = std::fs::metadata(entry.path()).ok()?;
            let name = entry.file_name().into_string().ok()?;
            let is_folder = about.is_dir();
            let bytes = if is_folder { 0 } else { usize::try_from(about.len()).unwrap_or(usize::MAX) };
            Some(FileEntry { name, is_folder, bytes })
        };
        Some(entries.filter_map(entry).collect())
    }
}

fn fault(error: &std::io::Error) -> FileFault {
    match error.kind() {
        std::io::ErrorKind::NotFound => FileFault::NotFound,
        std::io::ErrorKind::NotADirectory => FileFault::NotFolder,
        _ => FileFault::Denied,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_files_are_read_and_told_apart() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
        std::fs::write(path("web.yaml"), "kind: Service\n").expect("a file");
        std::fs::write(path("picture"), [0xff, 0xd8]).expect("a file");
        std::fs::create_dir(path("more")).expect("a folder");
        assert_eq!(RealDisk.read(&path("web.yaml")).as_deref(), Ok("kind: Service\n"));
        assert_eq!(RealDisk.read(&path("more")), Err(FileFault::IsFolder));
        assert_eq!(RealDisk.read(&path("nothing")), Err(FileFault::NotFound));
        assert_eq!(RealDisk.read(&path("web.yaml/x")), Err(FileFault::NotFolder));
        assert!(RealDisk.read(&path("picture")).is_err(), "what is no text is not read");
        let mut names: Vec<String> =
            RealDisk.list(&path("")).expect("a folder").into_iter().map(|entry| entry.name).collect();
        names.sort();
        assert_eq!(names, ["more", "picture", "web.yaml"]);
    }
}
