//! Reading an answer: plain files only, each looked at before it is opened and bounded.
//!
//! Must not know: whose it is, which answer counts.

use std::fs::Metadata;
use std::io;
use std::path::Path;

use super::found::Part;
use super::{Content, MOST_FILES, Reason, Submission, named};
use crate::classroom::hand_in::{self, HandIn};
use crate::classroom::naming::{Kind, is_archive};
use crate::classroom::student;
use crate::shell::files::{self, Unread, io_reason};

/// Bytes of one answer.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// What kijabi handed in, where the part is that and can be read.
pub(super) fn handed_in(part: &Part) -> Option<HandIn> {
    let is_one = part.kind == Some(Kind::HandIn);
    let text = is_one.then(|| text(part, hand_in::LARGEST, &mut None).ok()).flatten()?;
    HandIn::read(&text).ok()
}

pub(super) fn read(parts: Vec<Part>, submission: &mut Submission) -> Result<Content, Reason> {
    // What kijabi handed in says more than files beside it.
    if let Some(part) = parts.iter().find(|part| part.kind == Some(Kind::HandIn)) {
        let text = text(part, hand_in::LARGEST, &mut submission.changed)?;
        let read = HandIn::read(&text).map_err(|reason| told(part, &reason))?;
        return Ok(Content::HandIn(Box::new(read)));
    }
    let (mut parts, others): (Vec<Part>, Vec<Part>) = parts.into_iter().partition(Part::is_read);
    let (texts, foreign): (Vec<Part>, Vec<Part>) = others.into_iter().partition(|it| it.kind == Some(Kind::Text));
    let names = |parts: &[Part]| named(parts.iter().map(|part| part.name.as_str()));
    if parts.is_empty() && !texts.is_empty() {
        submission.say(&format!("매니페스트의 이름이 아니지만 그렇게 읽었습니다: {}.", names(&texts)));
        parts = texts;
    } else if !texts.is_empty() {
        submission.say(&format!("읽지 않은 파일: {}.", names(&texts)));
    }
    if !foreign.is_empty() && !parts.is_empty() {
        submission.say(&format!("읽지 않은 파일: {}.", names(&foreign)));
    }
    if parts.is_empty() {
        let there = if foreign.is_empty() { String::new() } else { format!(" 있는 것: {}.", names(&foreign)) };
        let unpack =
            if foreign.iter().any(|part| is_archive(&part.name)) { " 압축을 풀어 넣으십시오." } else { "" };
        return Err(format!("매니페스트(.yaml, .yml, .json)나 명령(.sh)이 없습니다.{there}{unpack}"));
    }
    if parts.len() > MOST_FILES {
        return Err(format!("파일이 {MOST_FILES}개가 넘습니다."));
    }
    let mut all = Vec::with_capacity(parts.len());
    let mut bytes = 0;
    for part in parts {
        let text = text(&part, files::MAX_BYTES, &mut submission.changed)?;
        bytes += text.len();
        if bytes > MOST_BYTES {
            return Err("파일을 모두 합치면 8 MiB가 넘습니다.".to_owned());
        }
        all.push((part.name, text));
    }
    Ok(Content::Files(all))
}

fn text(part: &Part, largest: u64, changed: &mut Option<i64>) -> Result<String, Reason> {
    if part.kind.is_none() {
        return Err(told(part, &strange(&part.path)));
    }
    let (file, about) = open(&part.path).map_err(|reason| told(part, &reason))?;
    *changed = (*changed).max(modified(&about));
    if about.len() > largest {
        let kib = about.len() / 1024;
        return Err(told(part, &format!("너무 큽니다({kib} KiB). {} MiB까지 읽습니다.", largest / 1024 / 1024)));
    }
    let expected = usize::try_from(about.len()).unwrap_or(0);
    files::read_at_most(file, expected, largest).map_err(|unread| match unread {
        Unread::File(reason) => told(part, &reason),
        Unread::Text(refused) => {
            let name = student::id(&part.name);
            format!("{name}:{}:{} {}", refused.place.line, refused.place.column, refused.help)
        }
    })
}

/// Opens a plain file. It is looked at before it is opened (opening a pipe would wait for its other end) and after.
fn open(path: &Path) -> Result<(std::fs::File, Metadata), Reason> {
    let plain = |about: io::Result<Metadata>| match about {
        Ok(about) if about.is_file() => Ok(about),
        Ok(_) => Err(strange(path)),
        Err(error) => Err(io_reason(&error)),
    };
    plain(path.symlink_metadata())?;
    let file = std::fs::File::open(path).map_err(|error| io_reason(&error))?;
    let about = plain(file.metadata())?;
    Ok((file, about))
}

fn strange(path: &Path) -> Reason {
    let link = path.symlink_metadata().is_ok_and(|about| about.is_symlink());
    if link {
        "심볼릭 링크는 채점하지 않습니다."
    } else {
        "보통 파일이 아니어서(파이프, 장치 등) 채점하지 않습니다."
    }
    .to_owned()
}

fn told(part: &Part, reason: &str) -> Reason {
    format!("{}: {reason}", student::id(&part.name))
}

pub(super) fn modified(about: &Metadata) -> Option<i64> {
    let since = about.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs()).ok()
}
