//! The files a console sees: what was put in (an editor's buffers, what commands wrote), laid over a disk that can only be read.
//!
//! What commands write stays here and never reaches the disk, so that undoing, grading and trying out are free.
//!
//! Must not know: real files, programs, the current folder (paths are absolute).

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::Arc;

/// The largest file that is read or written, in bytes: more than any manifest, and less than what would be felt.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;

/// Files that lie under those of a console and can be read only.
pub trait Disk: Debug + Send + Sync {
    /// The text of a file; `path` is absolute and without `.` and `..`.
    fn read(&self, path: &str) -> Result<Arc<str>, FileFault>;
    /// What is in a folder, in any order; `None` where there is no such folder.
    fn list(&self, path: &str) -> Option<Vec<FileEntry>>;
}

/// A name in a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileEntry {
    /// The name, without the folder.
    pub name: String,
    /// Whether it is a folder itself.
    pub is_folder: bool,
    /// Its size in bytes; 0 for a folder.
    pub bytes: usize,
}

/// Why a file cannot be read or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// ENOENT.
    NotFound,
    /// EISDIR.
    IsFolder,
    /// ENOTDIR.
    NotFolder,
    /// EACCES.
    Denied,
    /// EEXIST.
    Exists,
    /// ENOTEMPTY.
    NotEmpty,
    /// EFBIG, and what is no text.
    TooLarge,
}

/// As `strerror(3)` says it.
impl std::fmt::Display for FileFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NotFound => "No such file or directory",
            Self::IsFolder => "Is a directory",
            Self::NotFolder => "Not a directory",
            Self::Denied => "Permission denied",
            Self::Exists => "File exists",
            Self::NotEmpty => "Directory not empty",
            Self::TooLarge => "File too large",
        })
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Entry {
    File(Arc<str>),
    Folder,
    /// On the disk, but removed.
    Gone,
}

/// The files of one machine; a clone costs a reference count.
#[derive(Clone, Debug, Default)]
pub struct Files {
    own: Arc<BTreeMap<String, Entry>>,
    disk: Option<Arc<dyn Disk>>,
}

impl Files {
    /// Files over a disk.
    #[must_use]
    pub fn over(disk: Arc<dyn Disk>) -> Self {
        Self { own: Arc::default(), disk: Some(disk) }
    }

    /// No files but one empty folder.
    #[must_use]
    pub fn with_folder(path: &str) -> Self {
        let own = BTreeMap::from([(path.to_owned(), Entry::Folder)]);
        Self { own: Arc::new(own), disk: None }
    }

    /// Whether nothing was written or removed in one and not in the other, where both lie over the same disk.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.own, &other.own) || self.own == other.own
    }

    /// Whether nothing was ever written or removed: there are folders at most.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.own.values().all(|entry| *entry == Entry::Folder)
    }

    /// The text of a file.
    pub fn read(&self, path: &str) -> Result<Arc<str>, FileFault> {
        match self.own.get(path) {
            Some(Entry::File(text)) => return Ok(Arc::clone(text)),
            Some(Entry::Folder) => return Err(FileFault::IsFolder),
            Some(Entry::Gone) => return Err(FileFault::NotFound),
            None => {}
        }
        if path == "/dev/null" {
            return Ok("".into());
        }
        if let Some(disk) = self.disk.as_ref().filter(|_| !self.is_hidden(path)) {
            match disk.read(path) {
                Err(FileFault::NotFound) => {}
                found => return found,
            }
        }
        Err(if self.is_folder(path) { FileFault::IsFolder } else { FileFault::NotFound })
    }

    /// Whether there is a file or a folder.
    #[must_use]
    pub fn exists(&self, path: &str) -> bool {
        !matches!(self.read(path), Err(FileFault::NotFound))
    }

    /// Whether there is a folder.
    #[must_use]
    pub fn is_folder(&self, path: &str) -> bool {
        if matches!(path, "/" | "/tmp") {
            return true;
        }
        match self.own.get(path) {
            Some(Entry::Folder) => return true,
            Some(_) => return false,
            None => {}
        }
        if self.below(path).any(|(_, entry)| *entry != Entry::Gone) {
            return true;
        }
        !self.is_hidden(path) && self.disk.as_ref().is_some_and(|disk| disk.list(path).is_some())
    }

    /// What is in a folder, sorted by name; a file gives itself.
    pub fn list(&self, path: &str) -> Result<Vec<FileEntry>, FileFault> {
        if !self.is_folder(path) {
            let text = self.read(path)?;
            return Ok(vec![FileEntry { name: path.to_owned(), is_folder: false, bytes: text.len() }]);
        }
        let mut found: BTreeMap<String, FileEntry> = BTreeMap::new();
        if let Some(disk) = self.disk.as_ref().filter(|_| !self.is_hidden(path)) {
            for entry in disk.list(path).unwrap_or_default() {
                found.insert(entry.name.clone(), entry);
            }
        }
        for (rest, entry) in self.below(path) {
            let (name, deeper) = rest.split_once('/').map_or((rest, false), |(name, _)| (name, true));
            let is_folder = deeper || *entry == Entry::Folder;
            let bytes = if let Entry::File(text) = entry { text.len() } else { 0 };
            match entry {
                Entry::Gone if !deeper => drop(found.remove(name)),
                Entry::Gone => {}
                _ if deeper && found.contains_key(name) => {}
                _ => drop(found.insert(name.to_owned(), FileEntry { name: name.to_owned(), is_folder, bytes })),
            }
        }
        Ok(found.into_values().collect())
    }

    /// Writes a file, in the place of one of that name.
    pub fn write(&mut self, path: &str, text: &str) -> Result<(), FileFault> {
        if path == "/dev/null" {
            return Ok(());
        }
        if self.is_folder(path) {
            return Err(FileFault::IsFolder);
        }
        self.check_parent(path)?;
        if text.len() > MAX_BYTES {
            return Err(FileFault::TooLarge);
        }
        Arc::make_mut(&mut self.own).insert(path.to_owned(), Entry::File(text.into()));
        Ok(())
    }

    /// Puts a file there, and the folders above it.
    pub fn put(&mut self, path: &str, text: &str) {
        let own = Arc::make_mut(&mut self.own);
        let ends = path.match_indices('/').map(|(at, _)| at).skip(1);
        for folder in ends.filter_map(|end| path.get(..end)) {
            own.insert(folder.to_owned(), Entry::Folder);
        }
        own.insert(path.to_owned(), Entry::File(text.into()));
    }

    /// Writes at the end of a file, which need not exist yet.
    pub fn append(&mut self, path: &str, text: &str) -> Result<(), FileFault> {
        match self.read(path) {
            Ok(before) => self.write(path, &format!("{before}{text}")),
            Err(FileFault::NotFound) => self.write(path, text),
            Err(fault) => Err(fault),
        }
    }

    /// Makes a folder.
    pub fn make_folder(&mut self, path: &str) -> Result<(), FileFault> {
        if self.exists(path) {
            return Err(FileFault::Exists);
        }
        self.check_parent(path)?;
        Arc::make_mut(&mut self.own).insert(path.to_owned(), Entry::Folder);
        Ok(())
    }

    /// Removes a file, or a folder with all that is in it.
    pub fn remove(&mut self, path: &str) -> Result<(), FileFault> {
        if !self.exists(path) {
            return Err(FileFault::NotFound);
        }
        let inside: Vec<String> = self.below(path).map(|(rest, _)| format!("{path}/{rest}")).collect();
        let own = Arc::make_mut(&mut self.own);
        for path in inside {
            own.remove(&path);
        }
        own.insert(path.to_owned(), Entry::Gone);
        Ok(())
    }

    fn check_parent(&self, path: &str) -> Result<(), FileFault> {
        let parent = parent(path);
        if self.is_folder(parent) {
            Ok(())
        } else if self.exists(parent) {
            Err(FileFault::NotFolder)
        } else {
            Err(FileFault::NotFound)
        }
    }

    /// Whether a folder above has been removed.
    fn is_hidden(&self, path: &str) -> bool {
        let mut path = path;
        while path != "/" && !path.is_empty() {
            if self.own.get(path) == Some(&Entry::Gone) {
                return true;
            }
            path = parent(path);
        }
        false
    }

    /// What was put below a folder: the rest of the path, and what it is.
    fn below<'f>(&'f self, path: &str) -> impl Iterator<Item = (&'f str, &'f Entry)> + use<'f> {
        let prefix = if path == "/" { "/".to_owned() } else { format!("{path}/") };
        let start = self.own.range(prefix.clone()..);
        start.map_while(move |(name, entry)| Some((name.strip_prefix(prefix.as_str())?, entry)))
    }
}

/// The folder a path lies in.
#[must_use]
pub fn parent(path: &str) -> &str {
    match path.rsplit_once('/') {
        None | Some(("", _)) => "/",
        Some((folder, _)) => folder,
    }
}

/// `path`, from folder `from` where it is relative, without `.`, `..` and empty parts.
#[must_use]
pub fn absolute(from: &str, path: &str) -> String {
    let start = if path.starts_with('/') { "" } else { from };
    let mut parts: Vec<&str> = Vec::new();
    for part in start.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct OneFile;

    impl Disk for OneFile {
        fn read(&self, path: &str) -> Result<Arc<str>, FileFault> {
            if path == "/home/a/web.yaml" { Ok("kind: Pod\n".into()) } else { Err(FileFault::NotFound) }
        }

        fn list(&self, path: &str) -> Option<Vec<FileEntry>> {
            let (name, is_folder) = match path {
                "/" => ("home", true),
                "/home" => ("a", true),
                "/home/a" => ("web.yaml", false),
                _ => return None,
            };
            Some(vec![FileEntry { name: name.into(), is_folder, bytes: 0 }])
        }
    }

    #[test]
    fn a_path_is_told_from_where_one_stands() {
        for (path, expected) in [
            ("web.yaml", "/home/a/web.yaml"),
            ("./x/../web.yaml", "/home/a/web.yaml"),
            ("../../../etc", "/etc"),
            ("/tmp//a/", "/tmp/a"),
            (".", "/home/a"),
            ("/", "/"),
        ] {
            assert_eq!(absolute("/home/a", path), expected);
        }
    }

    #[test]
    fn what_is_written_lies_over_the_disk_and_hides_it() {
        let mut files = Files::over(Arc::new(OneFile));
        assert_eq!(files.read("/home/a/web.yaml").as_deref(), Ok("kind: Pod\n"));
        files.write("/home/a/web.yaml", "kind: Service\n").expect("a file");
        files.append("/home/a/new", "a").expect("a file");
        files.append("/home/a/new", "b").expect("a file");
        assert_eq!(files.read("/home/a/web.yaml").as_deref(), Ok("kind: Service\n"));
        assert_eq!(files.read("/home/a/new").as_deref(), Ok("ab"));
        let before = files.clone();
        files.remove("/home/a").expect("a folder");
        assert_eq!(files.read("/home/a/web.yaml"), Err(FileFault::NotFound));
        assert_eq!(files.list("/home").expect("a folder"), []);
        assert_eq!(before.list("/home/a").expect("a folder").len(), 2, "a clone has files of its own");
    }

    #[test]
    fn what_cannot_be_done_says_why() {
        let mut files = Files::over(Arc::new(OneFile));
        assert_eq!(files.write("/nowhere/a", ""), Err(FileFault::NotFound));
        assert_eq!(files.write("/home/a/web.yaml/b", ""), Err(FileFault::NotFolder));
        assert_eq!(files.write("/home/a", ""), Err(FileFault::IsFolder));
        assert_eq!(files.make_folder("/home/a"), Err(FileFault::Exists));
        assert_eq!(files.read("/home"), Err(FileFault::IsFolder));
        assert_eq!(files.write("/tmp/large", &"x".repeat(MAX_BYTES + 1)), Err(FileFault::TooLarge));
    }
}
