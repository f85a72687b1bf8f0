//! Where lessons come from: the pack inside the program, or a teacher's folder.
//!
//! A folder is somebody else's data: nothing outside it is read, whatever its paths and links say.
//!
//! Must not know: what the files hold.

use std::borrow::Cow;
use std::io::Read;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::files::io_reason;
use crate::lesson::source::MAX_FILE;
use crate::lesson::{Catalogue, Source, SourceError};

static LESSONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/lessons");
static ASSETS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets");

/// The lessons: those of `folder`, or the built-in ones.
pub fn lessons(folder: Option<&Path>) -> Result<Box<dyn Source>, SourceError> {
    match folder {
        None => Ok(Box::new(Embedded(&LESSONS))),
        Some(folder) => Ok(Box::new(Folder::open(folder)?)),
    }
}

/// Glossary and explanations of mistakes, which come with the program.
#[must_use]
pub fn catalogue() -> Catalogue {
    Catalogue::open(Box::new(Embedded(&ASSETS)))
}

/// A pack to begin with: path and text of each file. `TITLE` and `AUTHOR` stand for what the author says.
#[must_use]
pub fn new_course() -> Vec<(String, String)> {
    texts("new-course")
}

/// The JSON Schemas of a pack's files: name and text of each. In the files `CODES` stands for every code of a mistake, of which an
/// editor offers those that begin as is typed.
#[must_use]
pub fn schemas() -> Vec<(String, String)> {
    let codes = serde_json::Value::from(catalogue().codes().to_vec()).to_string();
    texts("schema").into_iter().map(|(name, text)| (name, text.replace("\"CODES\"", &codes))).collect()
}

/// The text files below a folder of the assets, by their path in it.
fn texts(folder: &str) -> Vec<(String, String)> {
    let source = Embedded(&ASSETS);
    let mut paths = source.list().unwrap_or_default();
    paths.sort_unstable();
    let text = |path: String| {
        let inside = path.strip_prefix(folder)?.strip_prefix('/')?.to_owned();
        let bytes = source.read(&path).ok()?;
        Some((inside, String::from_utf8(bytes.into_owned()).ok()?))
    };
    paths.into_iter().filter_map(text).collect()
}

/// Files inside the program.
struct Embedded(&'static Dir<'static>);

impl Source for Embedded {
    fn list(&self) -> Result<Vec<String>, SourceError> {
        fn add(folder: &Dir<'_>, paths: &mut Vec<String>) {
            paths.extend(folder.files().map(|file| slashes(file.path())));
            folder.dirs().for_each(|folder| add(folder, paths));
        }
        let mut paths = Vec::new();
        add(self.0, &mut paths);
        Ok(paths)
    }

    fn read(&self, path: &str) -> Result<Cow<'static, [u8]>, SourceError> {
        let file = self.0.get_file(path).ok_or_else(|| error(path, "이 파일이 없습니다."))?;
        Ok(Cow::Borrowed(file.contents()))
    }
}

/// Files of a folder.
#[derive(Debug)]
struct Folder {
    /// Without links, so that what a path leads to can be compared with it.
    root: PathBuf,
}

impl Folder {
    fn open(folder: &Path) -> Result<Self, SourceError> {
        let named = folder.display().to_string();
        let root = folder.canonicalize().map_err(|cause| error(&named, io_reason(&cause)))?;
        if !root.is_dir() {
            return Err(error(&named, "과정은 폴더여야 하는데 파일입니다."));
        }
        Ok(Self { root })
    }

    /// The real path behind a path of the pack, where it lies inside.
    fn inside(&self, path: &Path, named: &str) -> Result<PathBuf, SourceError> {
        let real = path.canonicalize().map_err(|cause| error(named, io_reason(&cause)))?;
        if !real.starts_with(&self.root) {
            return Err(error(named, "과정의 폴더 바깥을 가리킵니다. 과정의 파일은 모두 그 폴더 안에 있어야 합니다."));
        }
        Ok(real)
    }
}

impl Source for Folder {
    fn list(&self) -> Result<Vec<String>, SourceError> {
        let mut paths = Vec::new();
        let visible =
            |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".");
        // Links to folders are not entered: they could lead out or round in circles.
        for entry in
            walkdir::WalkDir::new(&self.root).max_depth(16).sort_by_file_name().into_iter().filter_entry(visible)
        {
            let entry = entry.map_err(|cause| {
                let named = cause.path().map_or_else(String::new, |path| self.named(path));
                error(&named, cause.io_error().map_or_else(|| cause.to_string(), io_reason))
            })?;
            if !entry.file_type().is_dir() {
                paths.push(self.named(entry.path()));
            }
        }
        Ok(paths)
    }

    fn read(&self, path: &str) -> Result<Cow<'static, [u8]>, SourceError> {
        let real = self.inside(&self.root.join(path), path)?;
        let broken = |cause: std::io::Error| error(path, io_reason(&cause));
        let about = std::fs::metadata(&real).map_err(broken)?;
        if !about.is_file() {
            return Err(error(path, "보통 파일이 아닙니다."));
        }
        let mut bytes = Vec::new();
        let most = u64::try_from(MAX_FILE).unwrap_or(u64::MAX);
        std::fs::File::open(&real).map_err(broken)?.take(most + 1).read_to_end(&mut bytes).map_err(broken)?;
        Ok(Cow::Owned(bytes))
    }
}

impl Folder {
    fn named(&self, path: &Path) -> String {
        slashes(path.strip_prefix(&self.root).unwrap_or(path))
    }
}

fn slashes(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

fn error(path: &str, reason: impl Into<String>) -> SourceError {
    SourceError { path: path.to_owned(), reason: reason.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_pack_lists_what_it_can_read() {
        let source = lessons(None).unwrap();
        let paths = source.list().unwrap();
        assert!(paths.contains(&"course.yaml".to_owned()));
        for path in paths {
            assert!(source.read(&path).is_ok(), "{path}");
        }
    }

    #[test]
    #[cfg(unix)]
    fn a_folder_pack_shows_nothing_outside_itself() {
        use std::os::unix::fs::symlink;
        let outer = tempfile::tempdir().unwrap();
        let pack = outer.path().join("pack");
        std::fs::create_dir_all(pack.join("01-a")).unwrap();
        std::fs::write(outer.path().join("secret"), "secret").unwrap();
        std::fs::write(pack.join("course.yaml"), "format: 1\n").unwrap();
        symlink("../secret", pack.join("link")).unwrap();
        symlink("..", pack.join("01-a/up")).unwrap();
        symlink("course.yaml", pack.join("same")).unwrap();
        let source = lessons(Some(&pack)).unwrap();
        for outside in ["../secret", "link", "01-a/../../secret", "01-a/up/../secret", "/etc/passwd"] {
            assert!(source.read(outside).is_err(), "{outside}");
        }
        assert_eq!(source.read("same").unwrap().as_ref(), b"format: 1\n", "a link that stays inside is fine");
        assert!(source.list().unwrap().contains(&"course.yaml".to_owned()));
    }

    #[test]
    fn a_missing_folder_is_named() {
        let Err(error) = lessons(Some(Path::new("없는 폴더"))) else { panic!("there is no such folder") };
        assert!(error.to_string().starts_with("없는 폴더: "));
    }
}
