//! The manifests in a folder, in an order that does not depend on the disk, holding as little of it in memory as can be:
//! the names of one folder at a time, packed.
//!
//! Must not know: what a manifest is, beyond its file name.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Goes through a folder and the folders in it; links are not followed, hidden names and other kinds of file passed over.
#[derive(Debug)]
pub struct Walk {
    open: Vec<Level>,
    scripts: bool,
}

/// A folder whose names are being handed out.
#[derive(Debug)]
struct Level {
    path: PathBuf,
    names: Names,
    next: usize,
}

impl Walk {
    /// Begins at `folder`.
    pub fn new(folder: &Path) -> std::io::Result<Self> {
        Ok(Self { open: vec![Level::read(folder, false)?], scripts: false })
    }

    /// Begins at a `folder` that is an answer: scripts of console commands (.sh) are part of it.
    pub fn of_answer(folder: &Path) -> std::io::Result<Self> {
        Ok(Self { open: vec![Level::read(folder, true)?], scripts: true })
    }
}

impl Iterator for Walk {
    type Item = Result<PathBuf, (PathBuf, std::io::Error)>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let level = self.open.last_mut()?;
            let Some((name, is_folder)) = level.names.get(level.next) else {
                self.open.pop();
                continue;
            };
            let path = level.path.join(name);
            level.next += 1;
            if !is_folder {
                return Some(Ok(path));
            }
            match Level::read(&path, self.scripts) {
                Ok(deeper) => self.open.push(deeper),
                Err(error) => return Some(Err((path, error))),
            }
        }
    }
}

impl Level {
    fn read(path: &Path, scripts: bool) -> std::io::Result<Self> {
        let mut names = Names::default();
        for entry in std::fs::read_dir(path)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            let name = entry.file_name();
            if name.as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let is_script = || scripts && Path::new(&name).extension().is_some_and(|end| end == "sh");
            if kind.is_dir() || (kind.is_file() && (is_manifest(Path::new(&name)) || is_script())) {
                names.push(name, kind.is_dir());
            }
        }
        names.sort();
        Ok(Self { path: path.to_owned(), names, next: 0 })
    }
}

/// What `kubectl -f FOLDER` looks at: .yaml, .yml, .json.
fn is_manifest(name: &Path) -> bool {
    name.extension().is_some_and(|end| end == "yaml" || end == "yml" || end == "json")
}

/// Names of one folder, one after the other in one string; those that are no Unicode come after all others.
#[derive(Debug, Default)]
struct Names {
    text: String,
    /// (start in `text`, length, whether it is a folder), sorted by name.
    spans: Vec<(u32, u16, bool)>,
    odd: Vec<(OsString, bool)>,
}

impl Names {
    fn push(&mut self, name: OsString, is_folder: bool) {
        let place = name.to_str().and_then(|name| {
            let start = u32::try_from(self.text.len()).ok()?;
            let length = u16::try_from(name.len()).ok()?;
            self.text.push_str(name);
            Some((start, length, is_folder))
        });
        match place {
            Some(span) => self.spans.push(span),
            None => self.odd.push((name, is_folder)),
        }
    }

    fn sort(&mut self) {
        let Self { text, spans, odd } = self;
        spans.sort_unstable_by(|&a, &b| slice(text, a).cmp(slice(text, b)));
        odd.sort_unstable();
    }

    fn get(&self, index: usize) -> Option<(&Path, bool)> {
        match self.spans.get(index) {
            Some(&span) => Some((Path::new(slice(&self.text, span)), span.2)),
            None => self.odd.get(index - self.spans.len()).map(|(name, is_folder)| (Path::new(name), *is_folder)),
        }
    }
}

fn slice(text: &str, (start, length, _): (u32, u16, bool)) -> &str {
    let start = start as usize;
    text.get(start..start + usize::from(length)).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifests_come_sorted_and_links_are_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir_all(root.join("b/가")).unwrap();
        std::fs::create_dir(root.join(".git")).unwrap();
        for file in ["c.yml", "a.yaml", "a.txt", "b/x.json", "b/가/나.yaml", ".git/x.yaml", ".hidden.yaml"] {
            std::fs::write(root.join(file), "").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(root, root.join("b/loop")).unwrap();
        let found: Vec<String> = Walk::new(root)
            .unwrap()
            .map(|path| path.unwrap().strip_prefix(root).unwrap().to_string_lossy().into_owned())
            .collect();
        assert_eq!(found, ["a.yaml", "b/x.json", "b/가/나.yaml", "c.yml"]);
    }
}
