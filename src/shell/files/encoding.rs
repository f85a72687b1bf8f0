//! What bytes that are not UTF-8 probably are. A guess is only made where it helps: Korean Windows editors save CP949,
//! PowerShell saves UTF-16.
//!
//! Must not know: files.

use super::Refused;
use crate::diagnostic::Code;
use crate::text::LineCol;

/// Refuses UTF-16, with or without a byte order mark.
pub(super) fn utf16(bytes: &[u8]) -> Option<Refused> {
    let marked = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if !marked && !looks_like_utf16(bytes) {
        return None;
    }
    Some(Refused {
        code: Code("not-utf8"),
        place: LineCol { line: 1, column: 1 },
        help:
            "UTF-16으로 저장된 파일입니다. 쿠버네티스는 UTF-8만 읽습니다. 편집기에서 인코딩을 UTF-8로 바꿔 저장하십시오\
               (PowerShell이라면 `-Encoding utf8`)."
                .into(),
    })
}

/// ASCII text as UTF-16 has a NUL in every second byte; judged by the first bytes, since all YAML begins in ASCII.
fn looks_like_utf16(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(64)).unwrap_or(bytes);
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|&&byte| byte == 0).count();
    let pairs = head.len() / 2;
    let (even, odd) = (zeros(0), zeros(1));
    pairs >= 2 && ((even == 0 && odd * 4 >= pairs * 3) || (odd == 0 && even * 4 >= pairs * 3))
}

/// Refuses bytes that stop being UTF-8 at `at`.
pub(super) fn not_utf8(bytes: &[u8], at: usize) -> Refused {
    let before = bytes.get(..at).unwrap_or(bytes);
    let line = before.split(|&byte| byte == b'\n').count();
    let line_start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
    let column = String::from_utf8_lossy(before.get(line_start..).unwrap_or(b"")).chars().count() + 1;
    let help = if is_cp949(bytes) {
        "CP949(EUC-KR)로 저장된 듯합니다. 쿠버네티스는 UTF-8만 읽습니다. 편집기에서 인코딩을 UTF-8로 바꿔 저장하거나 \
         `iconv -f cp949 -t utf-8`로 바꾸십시오."
            .to_owned()
    } else {
        let byte = bytes.get(at).copied().unwrap_or(0);
        format!(
            "이 자리의 바이트 0x{byte:02x}부터 UTF-8이 아닙니다. 텍스트 파일이 맞는지, 인코딩이 UTF-8인지 살펴보십시오."
        )
    };
    Refused { code: Code("not-utf8"), place: LineCol { line, column }, help }
}

/// Whether every byte fits CP949 (KS X 1001 in EUC form and Microsoft's extension of it) and some are Hangul.
///
/// Lead bytes are 0x81..=0xFD; trail bytes 0x41..=0x5A, 0x61..=0x7A and 0x81..=0xFE. Hangul stands at lead
/// 0xB0..=0xC8 with a trail from 0xA1, and in the extension (trail below 0xA1, or lead below 0xA1).
fn is_cp949(bytes: &[u8]) -> bool {
    let mut hangul = false;
    let mut rest = bytes;
    while let [first, after @ ..] = rest {
        rest = after;
        if first.is_ascii() {
            continue;
        }
        let [second, after @ ..] = rest else { return false };
        rest = after;
        let fits = (0x81..=0xfd).contains(first) && matches!(second, 0x41..=0x5a | 0x61..=0x7a | 0x81..=0xfe);
        if !fits {
            return false;
        }
        hangul |= (0xb0..=0xc8).contains(first) || *first <= 0xa0 || *second <= 0xa0;
    }
    hangul
}
