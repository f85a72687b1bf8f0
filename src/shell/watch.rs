//! Watches one file that is also edited outside, and tells its text at first and after every save.
//!
//! Editors save in many ways (in place, by renaming a new file over the old one), so the folder is watched and the file
//! read again whenever something happens to its name; a text that did not change is not told twice.
//!
//! Must not know: what is done with the text.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use super::files;

/// What the file holds, or in Korean why it cannot be read.
pub type Content = Result<String, String>;

/// A watched file; watching ends when this is dropped.
#[derive(Debug)]
pub struct Watch {
    path: PathBuf,
    last: Arc<Mutex<Option<Content>>>,
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Begins to watch `path`, which need not exist yet. `told` is called with what it holds now, and on the watching
    /// thread after every save.
    pub fn start(path: &Path, told: impl Fn(Content) + Send + Sync + 'static) -> Result<Self, String> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = path.file_name().map(std::ffi::OsStr::to_owned).ok_or("파일 이름이 없습니다.")?;
        let last = Arc::new(Mutex::new(None));
        let told = Arc::new(told);
        let (seen, file, tell) = (Arc::clone(&last), path.to_owned(), Arc::clone(&told));
        let handler = move |event: notify::Result<notify::Event>| {
            let concerns = event.is_ok_and(|event| {
                !event.kind.is_access() && event.paths.iter().any(|path| path.file_name() == Some(&name))
            });
            if concerns && let Some(content) = changed(&file, &seen) {
                tell(content);
            }
        };
        let mut watcher = notify::recommended_watcher(handler).map_err(|error| reason(&error))?;
        watcher.watch(folder, RecursiveMode::NonRecursive).map_err(|error| reason(&error))?;
        if path.exists()
            && let Some(content) = changed(path, &last)
        {
            told(content);
        }
        Ok(Self { path: path.to_owned(), last, _watcher: watcher })
    }

    /// Writes the file; that change is not told.
    pub fn write(&self, text: &str) -> Result<(), String> {
        let mut last = lock(&self.last);
        files::write(&self.path, text)?;
        *last = Some(Ok(text.to_owned()));
        Ok(())
    }
}

/// A folder, with everything in it, that is watched for changes.
#[derive(Debug)]
pub struct Folder {
    changes: std::sync::mpsc::Receiver<()>,
    _watcher: RecommendedWatcher,
}

impl Folder {
    /// Begins to watch.
    pub fn start(folder: &Path) -> Result<Self, String> {
        let (tell, changes) = std::sync::mpsc::channel();
        let handler = move |event: notify::Result<notify::Event>| {
            if event.is_ok_and(|event| !event.kind.is_access()) {
                // Nobody waits any more once the program ends.
                let _ = tell.send(());
            }
        };
        let mut watcher = notify::recommended_watcher(handler).map_err(|error| reason(&error))?;
        watcher.watch(folder, RecursiveMode::Recursive).map_err(|error| reason(&error))?;
        Ok(Self { changes, _watcher: watcher })
    }

    /// Waits for a change and until a burst of changes is over; `false` where nothing can change any more.
    #[must_use]
    pub fn wait(&self) -> bool {
        let changed = self.changes.recv().is_ok();
        while self.changes.recv_timeout(Duration::from_millis(80)).is_ok() {}
        changed
    }
}

/// The file's content where it is another than the last one told or written. It is read while nobody writes, so that an
/// event that comes late cannot tell an old text as news.
fn changed(file: &Path, last: &Mutex<Option<Content>>) -> Option<Content> {
    let mut known = lock(last);
    let mut content = read(file);
    if matches!(&content, Ok(text) if text.is_empty()) || content.is_err() {
        // Between emptying and writing, or removing and renaming: look again when that is over.
        drop(known);
        std::thread::sleep(Duration::from_millis(30));
        known = lock(last);
        content = read(file);
    }
    if known.as_ref() == Some(&content) {
        return None;
    }
    *known = Some(content.clone());
    Some(content)
}

fn read(file: &Path) -> Content {
    files::read(file).map_err(|unread| unread.message())
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn reason(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::Io(error) => files::io_reason(error),
        notify::ErrorKind::PathNotFound => "그런 파일이나 폴더가 없습니다.".into(),
        _ => format!("파일을 지켜볼 수 없습니다: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn each_save_is_told_once_however_the_editor_saves() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("service.yaml");
        let (tell, told) = channel();
        std::fs::write(&file, "kind: Node\n").unwrap();
        let watch = Watch::start(&file, move |content| drop(tell.send(content))).unwrap();
        let next = || told.recv_timeout(Duration::from_secs(10)).expect("a save is told");

        assert_eq!(next(), Ok("kind: Node\n".into()));

        std::fs::write(&file, "kind: Service\n").unwrap();
        assert_eq!(next(), Ok("kind: Service\n".into()));

        std::fs::write(folder.path().join("other"), "kind: Pod\n").unwrap();
        std::fs::rename(folder.path().join("other"), &file).unwrap();
        assert_eq!(next(), Ok("kind: Pod\n".into()));

        watch.write("kind: Node\n").unwrap();
        assert!(told.recv_timeout(Duration::from_millis(200)).is_err(), "one's own writing is no news");

        std::fs::write(&file, b"# \xbc\xad\xba\xf1\xbd\xba\n").unwrap();
        assert!(matches!(next(), Err(reason) if reason.contains("CP949")));
    }
}
