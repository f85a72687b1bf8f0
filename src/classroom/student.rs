//! What students are called: the id (학번) that names a student's folder, files and rows.
//!
//! Must not know: which students there are.

use crate::text::nfc::nfc;
use crate::text::width::visible;

/// The longest id, in characters.
pub const LONGEST: usize = 64;

/// An id as it is compared and shown: composed Unicode, no blanks around it, control characters made visible.
#[must_use]
pub fn id(name: &str) -> String {
    visible(&nfc(name.trim())).into_owned()
}

/// Whether a learner may call themselves so: the id becomes the name of a folder on any system. Says why not, in Korean.
pub fn valid(name: &str) -> Result<String, String> {
    let id = id(name);
    let reason = if id.is_empty() {
        "학번이 비어 있습니다."
    } else if id.chars().count() > LONGEST {
        "학번이 너무 깁니다. 64자까지 쓸 수 있습니다."
    } else if id != nfc(name.trim()) {
        "학번에 제어 문자를 쓸 수 없습니다."
    } else if id.starts_with('.') || id.ends_with('.') {
        "학번은 마침표로 시작하거나 끝날 수 없습니다."
    } else if id.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|', '_']) {
        // `_` keeps a student's file apart from the exercise in `학번_과제.yaml`.
        r#"학번에는 / \ : * ? " < > | _ 를 쓸 수 없습니다."#
    } else {
        return Ok(id);
    };
    Err(reason.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_can_name_a_folder_anywhere() {
        assert_eq!(valid(" 2026-0001 ").as_deref(), Ok("2026-0001"));
        assert_eq!(valid("\u{1100}\u{1175}\u{11b7}민수").as_deref(), Ok("김민수"), "as macOS spells it");
        for bad in ["", "  ", "..", ".hidden", "a/b", "a\\b", "C:", "a\u{1b}[2J", "a_b", &"가".repeat(65)] {
            assert!(valid(bad).is_err(), "{bad:?}");
        }
    }
}
