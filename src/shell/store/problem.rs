//! Why something could not be kept or read back, and what the learner can do about it.
//!
//! Must not know: who is told.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::shell::home::VARIABLE;

/// Why the store cannot do what it was asked. Its text is Korean and complete.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreProblem {
    /// The system names no home folder.
    #[error("학습 기록을 둘 폴더를 알 수 없습니다. 환경 변수 {VARIABLE}에 폴더를 적어 주십시오.")]
    NoHome,
    /// The data folder cannot be made.
    #[error("학습 기록 폴더({})를 만들 수 없습니다. {reason} 환경 변수 {VARIABLE}에 쓸 수 있는 다른 폴더를 적어 주십시오.", .folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// Folder or file may not be written.
    #[error("학습 기록 파일({})에 쓸 권한이 없습니다. 파일과 폴더의 권한을 고치거나 환경 변수 {VARIABLE}에 다른 폴더를 적어 주십시오.", .file.display())]
    ReadOnly {
        /// The database file.
        file: PathBuf,
    },
    /// No room.
    #[error("디스크가 가득 차서 학습 기록 파일({})에 쓰지 못했습니다. 자리를 비워 주십시오. 켜져 있는 키잡이는 다음에 저장할 때 그동안의 것도 함께 저장합니다.", .file.display())]
    Full {
        /// The database file.
        file: PathBuf,
    },
    /// The file is no database, or a damaged one.
    #[error(
        "학습 기록 파일({})이 손상되었습니다. 파일을 지우지 말고 다른 이름으로 옮긴 뒤 키잡이를 다시 켜십시오. 내보낸 기록이 있으면 `kijabi progress import`로 되살립니다.",
        .file.display()
    )]
    Damaged {
        /// The database file.
        file: PathBuf,
    },
    /// Written by a later kijabi.
    #[error("학습 기록 파일({})은 더 새로운 키잡이가 쓴 것입니다. 건드리지 않고 그대로 둡니다. 키잡이를 새 버전으로 바꾸십시오.", .file.display())]
    Newer {
        /// The database file.
        file: PathBuf,
    },
    /// Another process does not let go.
    #[error("다른 프로그램이 학습 기록 파일({})을 붙잡고 있습니다. 다음에 저장할 때 다시 해 봅니다.", .file.display())]
    Busy {
        /// The database file.
        file: PathBuf,
    },
    /// Anything else.
    #[error("학습 기록 파일({})을 읽거나 쓰지 못했습니다: {reason}", .file.display())]
    Other {
        /// The database file.
        file: PathBuf,
        /// What SQLite says.
        reason: String,
    },
}

impl StoreProblem {
    /// The problem behind what SQLite says about `file`.
    pub(super) fn of(error: &rusqlite::Error, file: &Path) -> Self {
        let file = file.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full { file },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => Self::ReadOnly { file },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged { file },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { file },
            _ => Self::Other { file, reason: error.to_string() },
        }
    }

    /// The data folder cannot be made.
    pub(super) fn folder(folder: &Path, error: &std::io::Error) -> Self {
        let reason = crate::shell::files::io_reason(error);
        Self::Folder { folder: folder.to_owned(), reason }
    }

    /// Whether reading may still be possible.
    pub(super) fn is_read_only(&self) -> bool {
        matches!(self, Self::ReadOnly { .. })
    }
}
