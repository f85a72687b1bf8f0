//! Where a pack's files come from, and the walls around it.
//!
//! A pack is somebody else's data: its paths cannot leave it, its files are bounded in size, and no text of it may
//! drive a terminal.
//!
//! Must not know: what the files hold.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::lesson::Fault;
use crate::text::width::{control_picture, is_control};

/// The largest file of a pack that is read, in bytes.
pub const MAX_FILE: usize = 1024 * 1024;

/// The files of a pack. Paths are relative to its root, with `/` between folders and no `.` or `..`.
pub trait Source: Send + Sync {
    /// Every file, in any order.
    fn list(&self) -> Result<Vec<String>, SourceError>;

    /// The bytes of one file.
    fn read(&self, path: &str) -> Result<Cow<'static, [u8]>, SourceError>;
}

/// Why a file or the list of files could not be had; `reason` is Korean and complete.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct SourceError {
    /// The file, or the folder that could not be listed.
    pub path: String,
    /// What went wrong.
    pub reason: String,
}

/// A pack in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemorySource {
    /// Path → content.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl MemorySource {
    /// A pack of the given files.
    #[must_use]
    pub fn new<P: Into<String>, T: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        Self { files: files.into_iter().map(|(path, text)| (path.into(), text.into())).collect() }
    }
}

impl Source for MemorySource {
    fn list(&self) -> Result<Vec<String>, SourceError> {
        Ok(self.files.keys().cloned().collect())
    }

    fn read(&self, path: &str) -> Result<Cow<'static, [u8]>, SourceError> {
        self.files
            .get(path)
            .map(|bytes| Cow::Owned(bytes.clone()))
            .ok_or_else(|| SourceError { path: path.to_owned(), reason: "이 파일이 없습니다.".to_owned() })
    }
}

/// Reads a file of the pack as text: bounded, UTF-8, without byte order mark.
pub fn read_text(source: &dyn Source, path: &str) -> Result<String, Fault> {
    let bytes = source.read(path).map_err(|error| Fault::error(path, "file-missing", error.reason))?;
    if bytes.len() > MAX_FILE {
        return Err(Fault::error(
            path,
            "too-large",
            format!("파일이 {}바이트입니다. 과정의 파일은 1 MiB를 넘을 수 없습니다.", bytes.len()),
        ));
    }
    let text = match bytes {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes).map(str::to_owned),
        Cow::Owned(bytes) => String::from_utf8(bytes).map_err(|error| error.utf8_error()),
    };
    let text = text.map_err(|error| {
        Fault::error(
            path,
            "not-utf8",
            format!(
                "UTF-8 텍스트가 아닙니다({}번째 바이트). 편집기에서 UTF-8로 다시 저장하십시오.",
                error.valid_up_to() + 1
            ),
        )
    })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// The pack path that `relative` names seen from `folder`; `None` where it would leave the pack or is no plain path.
#[must_use]
pub fn join(folder: &str, relative: &str) -> Option<String> {
    let plain = |part: &str| {
        !part.is_empty()
            && part != "."
            && part != ".."
            && !part.contains(['\\', ':'])
            && !part.chars().any(char::is_control)
    };
    if !relative.split('/').all(plain) {
        return None;
    }
    Some(if folder.is_empty() { relative.to_owned() } else { format!("{folder}/{relative}") })
}

/// Text of a pack made harmless: control characters that a terminal would obey become their visible pictures.
#[must_use]
pub fn harmless(text: String) -> String {
    if !text.chars().any(is_harmful) {
        return text;
    }
    text.chars().map(|c| if is_harmful(c) { control_picture(c) } else { c }).collect()
}

/// Whether a terminal would act on `c` instead of showing it: controls other than line end and tab, and the marks that
/// turn the direction of writing.
#[must_use]
pub fn is_harmful(c: char) -> bool {
    is_control(c) && !matches!(c, '\n' | '\t' | '\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_cannot_leave_the_pack() {
        assert_eq!(join("01-a", "worlds/two.yaml").as_deref(), Some("01-a/worlds/two.yaml"));
        for outside in ["../x", "/etc/passwd", "a/../../x", "C:/x", "a\\b", "", "a//b", "./a", "a\u{1b}[2J"] {
            assert_eq!(join("01-a", outside), None, "{outside:?}");
        }
    }

    #[test]
    fn text_of_a_pack_cannot_drive_the_terminal() {
        assert_eq!(harmless("제목\u{1b}[31m\u{7}\n\t끝\u{9b}\u{202e}".into()), "제목␛[31m␇\n\t끝\u{fffd}\u{fffd}");
    }

    #[test]
    fn bytes_that_are_no_text_are_a_fault() {
        let source = MemorySource::new([("a", vec![0xb0, 0xa1]), ("b", vec![b'x'; MAX_FILE + 1])]);
        assert_eq!(read_text(&source, "a").unwrap_err().rule, "not-utf8");
        assert_eq!(read_text(&source, "b").unwrap_err().rule, "too-large");
        assert_eq!(read_text(&source, "c").unwrap_err().rule, "file-missing");
    }
}
