//! Reading a file somebody names: whatever it turns out to be, the answer is a text or a clear reason.
//!
//! Must not know: what the text is about.

mod encoding;
mod walk;

use std::io::{BufWriter, Read, Write};
use std::path::Path;

use crate::diagnostic::Code;
use crate::text::LineCol;
pub use walk::Walk;

/// How the names of files begin that are written to replace others.
const FRESH: &str = ".kijabi-";
/// After this many seconds without a change nobody writes such a file any more.
const LEFT: u64 = 3600;

/// The largest file that is read, in bytes: what the API server takes in one request
/// (`MaxRequestBodyBytes` in k8s.io/apiserver's `pkg/server/config.go`).
pub const MAX_BYTES: u64 = 3 * 1024 * 1024;

/// Why a file gives no text. The texts are Korean and complete but for the file's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It cannot be read at all.
    File(String),
    /// It can be read and is no text that Kubernetes would take: a fault of the work, not of the request.
    Text(Refused),
}

/// Bytes that are no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// `not-utf8` or `too-large`.
    pub code: Code,
    /// Where it shows.
    pub place: LineCol,
    /// What it is and what to do.
    pub help: String,
}

impl Unread {
    /// What to tell somebody who only wants the text.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::File(reason) => reason.clone(),
            Self::Text(Refused { place, help, code }) => format!("{}:{} {code} {help}", place.line, place.column),
        }
    }
}

/// Reads a file as text, without a byte order mark.
pub fn read(path: &Path) -> Result<String, Unread> {
    let file = std::fs::File::open(path).map_err(|error| Unread::File(io_reason(&error)))?;
    let about = file.metadata().map_err(|error| Unread::File(io_reason(&error)))?;
    if about.is_dir() {
        return Err(Unread::File("파일이 아니라 폴더입니다.".into()));
    }
    read_from(file, usize::try_from(about.len().min(MAX_BYTES)).unwrap_or(0))
}

/// The absolute path of a file, links followed: what notes are remembered by.
#[must_use]
pub fn absolute(path: &Path) -> String {
    let found = path.canonicalize().or_else(|_| std::path::absolute(path));
    found.unwrap_or_else(|_| path.to_owned()).to_string_lossy().into_owned()
}

/// Reads a stream as text, as [`read`] does; `expected` bytes are set aside at once.
pub fn read_from(stream: impl Read, expected: usize) -> Result<String, Unread> {
    read_at_most(stream, expected, MAX_BYTES)
}

/// Reads a stream as text, as [`read`] does, if it is no longer than `most` bytes.
pub fn read_at_most(stream: impl Read, expected: usize, most: u64) -> Result<String, Unread> {
    let mut bytes = Vec::with_capacity(expected + 1);
    stream.take(most + 1).read_to_end(&mut bytes).map_err(|error| Unread::File(io_reason(&error)))?;
    if bytes.len() as u64 > most {
        return Err(Unread::Text(Refused {
            code: Code("too-large"),
            place: LineCol { line: 1, column: 1 },
            help: "3 MiB가 넘습니다. API 서버는 한 요청에서 3 MiB까지만 받습니다. 파일을 나누십시오.".into(),
        }));
    }
    decode(bytes).map_err(Unread::Text)
}

/// Bytes as text, without a byte order mark.
pub fn decode(mut bytes: Vec<u8>) -> Result<String, Refused> {
    if let Some(refused) = encoding::utf16(&bytes) {
        return Err(refused);
    }
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    String::from_utf8(bytes).map_err(|error| encoding::not_utf8(error.as_bytes(), error.utf8_error().valid_up_to()))
}

/// Replaces a file's text in one step: whoever reads it sees the old text or the new.
pub fn write(path: &Path, text: &str) -> Result<(), String> {
    replace(path, |file| file.write_all(text.as_bytes()))
}

/// Replaces a file in one step by what `content` writes; where that fails, the file stays as it was.
pub fn replace(path: &Path, content: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<(), String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let replace = || -> std::io::Result<()> {
        // A link is followed, so that the file it names is what changes.
        let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let permissions = std::fs::metadata(&target).map(|about| about.permissions()).ok();
        let mut fresh = tempfile::Builder::new().prefix(FRESH).tempfile_in(target.parent().unwrap_or(folder))?;
        let mut buffered = BufWriter::with_capacity(64 * 1024, &mut fresh);
        content(&mut buffered)?;
        buffered.flush()?;
        drop(buffered);
        match permissions {
            Some(permissions) => std::fs::set_permissions(fresh.path(), permissions)?,
            None => readable(fresh.path())?,
        }
        fresh.persist(&target).map_err(|error| error.error)?;
        Ok(())
    };
    replace().map_err(|error| io_reason(&error))
}

/// Removes what interrupted runs left in `folder` of files that were to replace others; what may still be written stays.
pub fn sweep(folder: &Path) {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let is_ours = entry.file_name().as_encoded_bytes().starts_with(FRESH.as_bytes());
        let is_file = entry.file_type().is_ok_and(|about| about.is_file());
        if is_ours && is_file && is_older(&entry.path(), LEFT) {
            // Whoever may not remove it has nothing to be told of it.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// Whether a file was last changed more than that many seconds ago; a file that is not there was not.
#[must_use]
pub fn is_older(path: &Path, seconds: u64) -> bool {
    let changed = std::fs::symlink_metadata(path).and_then(|about| about.modified()).ok();
    changed.and_then(|changed| changed.elapsed().ok()).is_some_and(|age| age.as_secs() > seconds)
}

/// Gives a new file the permissions that files usually have, where a temporary one is its owner's alone.
#[cfg(unix)]
fn readable(path: &Path) -> std::io::Result<()> {
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_path: &Path) -> std::io::Result<()> {
    Ok(())
}

/// What the system says about a file, in Korean.
#[must_use]
pub fn io_reason(error: &std::io::Error) -> String {
    use std::io::ErrorKind as Kind;
    let known = match error.kind() {
        Kind::NotFound => "그런 파일이나 폴더가 없습니다.",
        Kind::PermissionDenied => "권한이 없습니다.",
        Kind::IsADirectory => "파일이 아니라 폴더입니다.",
        Kind::NotADirectory => "경로의 중간이 폴더가 아닙니다.",
        Kind::AlreadyExists => "같은 이름의 파일이 이미 있습니다.",
        Kind::StorageFull | Kind::QuotaExceeded => "디스크가 가득 찼습니다.",
        Kind::ReadOnlyFilesystem => "읽기 전용 파일시스템입니다.",
        Kind::InvalidFilename => "쓸 수 없는 파일 이름입니다.",
        _ => return format!("시스템 오류: {error}"),
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> (Code, usize, usize, String) {
        let it = decode(bytes.to_vec()).unwrap_err();
        (it.code, it.place.line, it.place.column, it.help)
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        assert_eq!(decode("\u{feff}kind: 서비스".into()).unwrap(), "kind: 서비스");
    }

    #[test]
    fn a_korean_windows_file_is_recognised_with_its_place() {
        // "kind: Service\n# 서비스\n" as CP949.
        let bytes = b"kind: Service\n# \xbc\xad\xba\xf1\xbd\xba\n";
        let (code, line, column, help) = refused(bytes);
        assert_eq!((code.as_str(), line, column), ("not-utf8", 2, 3));
        assert!(help.contains("CP949"), "{help}");
        // 똠 (0x8c 0x63) is in CP949 and not in EUC-KR.
        assert!(refused(b"name: \x8c\x63\n").3.contains("CP949"));
    }

    #[test]
    fn other_bytes_are_not_called_korean() {
        let (code, line, column, help) = refused(b"a: 1\nb: \xff\xfe\n");
        assert_eq!((code.as_str(), line, column), ("not-utf8", 2, 4));
        assert!(!help.contains("CP949"), "{help}");
        assert!(!refused("이름: 서비".as_bytes().get(..13).unwrap()).3.contains("CP949"), "cut off in a character");
    }

    #[test]
    fn utf16_is_recognised_with_and_without_its_mark() {
        for with_mark in [true, false] {
            for big in [true, false] {
                let text = if with_mark { "\u{feff}kind: Service\n" } else { "kind: Service\n" };
                let units = text.encode_utf16();
                let bytes: Vec<u8> =
                    units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect();
                assert!(refused(&bytes).3.contains("UTF-16"), "mark {with_mark}, big endian {big}");
            }
        }
        assert!(decode(b"a: \0b\n".to_vec()).is_ok(), "a stray NUL is for the YAML reader to name");
    }

    #[test]
    fn too_much_is_refused_without_reading_it_all() {
        let endless = std::io::repeat(b'a');
        let Err(Unread::Text(refused)) = read_from(endless, 0) else { panic!("an endless file is no text") };
        assert_eq!(refused.code, Code("too-large"));
    }

    #[test]
    fn a_folder_and_a_missing_file_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(read(folder.path()), Err(Unread::File(reason)) if reason.contains("폴더입니다")));
        assert!(matches!(read(&folder.path().join("x")), Err(Unread::File(reason)) if reason.contains("없습니다")));
    }

    #[test]
    fn a_written_file_is_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("service.yaml");
        write(&file, "kind: Service\n").unwrap();
        write(&file, "kind: Pod\n").unwrap();
        assert_eq!(read(&file).unwrap(), "kind: Pod\n");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn what_an_interrupted_run_left_is_swept_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let names = [".kijabi-old", ".kijabi-new", ".tmpold"];
        for name in names {
            let file = std::fs::File::create(folder.path().join(name)).unwrap();
            if name.ends_with("old") {
                let then = std::time::SystemTime::now() - std::time::Duration::from_secs(LEFT + 60);
                file.set_modified(then).unwrap();
            }
        }
        sweep(folder.path());
        assert_eq!(names.map(|name| folder.path().join(name).exists()), [false, true, true]);
    }
}
