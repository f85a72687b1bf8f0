//! The lessons are code: the whole pack is proved by the linter, and its faults are printed as an author would see them.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use kijabi::grade::lint;
use kijabi::lesson::{Catalogue, Source, SourceError};

/// A folder of the repository as a pack.
struct Folder(PathBuf);

impl Folder {
    fn of(name: &str) -> Box<Self> {
        Box::new(Self(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)))
    }
}

impl Source for Folder {
    fn list(&self) -> Result<Vec<String>, SourceError> {
        let files =
            walkdir::WalkDir::new(&self.0).into_iter().filter_map(Result::ok).filter(|it| it.file_type().is_file());
        let relative = files.filter_map(|it| Some(it.path().strip_prefix(&self.0).ok()?.to_str()?.replace('\\', "/")));
        Ok(relative.collect())
    }

    #[allow(clippy::disallowed_methods, reason = "a test reads the repository's own lessons")]
    fn read(&self, path: &str) -> Result<Cow<'static, [u8]>, SourceError> {
        let missing = |error: std::io::Error| SourceError { path: path.to_owned(), reason: error.to_string() };
        std::fs::read(self.0.join(path)).map(Cow::Owned).map_err(missing)
    }
}

#[test]
#[allow(clippy::print_stderr, reason = "the list of faults is what an author runs this for")]
fn the_lessons_have_no_fault() {
    let catalogue = Catalogue::open(Folder::of("assets"));
    let faults = lint::lint_pack(Folder::of("lessons"), &catalogue);
    for fault in &faults {
        eprintln!("{}{fault}", if fault.is_error() { "" } else { "(warning) " });
    }
    let errors = faults.iter().filter(|fault| fault.is_error()).count();
    assert_eq!(errors, 0, "{errors} faults, listed above");
}
