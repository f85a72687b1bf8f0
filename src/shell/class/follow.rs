//! Follows a class folder: of each student's file only what was appended since the last look is read, a bounded piece of it,
//! and only of plain files.
//!
//! Must not know: how a board looks.

use std::collections::BTreeMap;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use super::{EVENTS, LARGEST, students};
use crate::classroom::live::{Board, LONGEST_LINE, Learner, Stamped, Work};
use crate::classroom::roster::Roster;
use crate::shell::clock;
use crate::shell::files::io_reason;

/// How much of the end is read of a file that was never looked at, in bytes: hours of a class.
const FIRST_LOOK: u64 = 1024 * 1024;
/// How often the folder is looked at.
const PAUSE: Duration = Duration::from_secs(1);

/// A class folder that is looked at again and again.
pub struct Follow {
    folder: PathBuf,
    roster: Roster,
    tails: BTreeMap<PathBuf, Tail>,
}

/// One student's file.
struct Tail {
    learner: Learner,
    /// How much of it was read.
    read: u64,
    /// The beginning of a line whose end is still to come.
    rest: Vec<u8>,
    /// The line that `rest` begins is too long: it is passed over to its end.
    skipping: bool,
}

impl Follow {
    /// Follows `folder`; the students of `roster` are on the board from the beginning.
    #[must_use]
    pub fn new(folder: &Path, roster: Roster) -> Self {
        Self { folder: folder.to_owned(), roster, tails: BTreeMap::new() }
    }

    /// Looks at what is new.
    ///
    /// # Errors
    /// In Korean, where the folder cannot be listed.
    pub fn look(&mut self) -> Result<Board, String> {
        let now = clock::now();
        for (own, id) in students(&self.folder, &self.roster).map_err(|error| io_reason(&error))? {
            let events = own.join(EVENTS);
            self.tails.entry(own).or_insert_with(|| Tail::new(&id)).look(&events, now);
        }
        let mut learners: BTreeMap<&str, Learner> = BTreeMap::new();
        for tail in self.tails.values() {
            learners.insert(&tail.learner.id, tail.learner.clone());
        }
        for (id, entry) in &self.roster.students {
            learners.entry(id).or_insert_with(|| Learner::new(id)).name.clone_from(&entry.name);
        }
        for (id, learner) in &mut learners {
            if let Some(other) = self.roster.namesake(id) {
                learner.name = format!("(명단의 {other}?)");
            }
        }
        Ok(Board { learners: learners.into_values().collect(), now })
    }
}

impl Tail {
    fn new(id: &str) -> Self {
        Self { learner: Learner::new(id), read: 0, rest: Vec::new(), skipping: false }
    }

    fn look(&mut self, path: &Path, now: i64) {
        self.learner.fault.clear();
        match path.symlink_metadata() {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => self.learner.fault = io_reason(&error),
            Ok(about) if !about.is_file() => "보통 파일이 아닙니다.".clone_into(&mut self.learner.fault),
            Ok(about) if about.len() == self.read => {}
            Ok(about) => {
                if about.len() < self.read {
                    // Somebody began it anew.
                    *self = Self::new(&self.learner.id);
                }
                if let Err(error) = self.read_on(path, about.len(), FIRST_LOOK, now) {
                    self.learner.fault = io_reason(&error);
                }
            }
        }
    }

    /// Reads on to `length`; of more than `most` bytes only the last are read.
    fn read_on(&mut self, path: &Path, length: u64, most: u64, now: i64) -> std::io::Result<()> {
        let mut file = std::fs::File::open(path)?;
        if !file.metadata()?.is_file() {
            return Ok(());
        }
        if length - self.read > most {
            // Far behind: the end of it says where the learner is.
            self.read = length - most;
            self.rest.clear();
            self.skipping = true;
        }
        file.seek(SeekFrom::Start(self.read))?;
        let mut bytes = Vec::new();
        self.read += u64::try_from(file.take(length - self.read).read_to_end(&mut bytes)?).unwrap_or(0);
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            let (piece, ends) = piece.strip_suffix(b"\n").map_or((piece, false), |line| (line, true));
            if !self.skipping {
                self.rest.extend_from_slice(piece);
            }
            if ends {
                if let Some(stamped) = Stamped::read(&self.rest).filter(|_| !self.skipping) {
                    self.learner.apply(&stamped, now);
                }
                self.rest.clear();
                self.skipping = false;
            } else if self.rest.len() > LONGEST_LINE {
                self.rest.clear();
                self.skipping = true;
            }
        }
        Ok(())
    }
}

/// What the events in a student's folder tell of each exercise; nothing where there are none that can be read. The same folder
/// tells the same whenever it is asked: what claims to be later than the file itself was then.
#[must_use]
pub fn work(own: &Path) -> BTreeMap<String, Work> {
    let path = own.join(EVENTS);
    let Ok(about) = path.symlink_metadata() else { return BTreeMap::new() };
    let changed = about.modified().ok().and_then(|it| it.duration_since(std::time::UNIX_EPOCH).ok());
    let Some(changed) = changed.and_then(|it| i64::try_from(it.as_secs()).ok()).filter(|_| about.is_file()) else {
        return BTreeMap::new();
    };
    let mut tail = Tail::new("");
    if let Err(error) = tail.read_on(&path, about.len(), LARGEST, changed) {
        log::warn!("{}: {error}", path.display());
    }
    tail.learner.work
}

/// A thread that looks at something every second; it ends when this is dropped.
pub struct Follower {
    _stop: Sender<()>,
}

impl Follower {
    /// Begins to call `look`.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn start(mut look: impl FnMut() + Send + 'static) -> std::io::Result<Self> {
        let (stop, stopped) = channel();
        std::thread::Builder::new().name("board".into()).spawn(move || {
            while stopped.recv_timeout(PAUSE) == Err(RecvTimeoutError::Timeout) {
                look();
            }
        })?;
        Ok(Self { _stop: stop })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classroom::live::Event;

    fn line(exercise: &str) -> String {
        let event = Event::Passed { exercise: exercise.into() };
        Stamped { time: 1, event }.line().unwrap()
    }

    #[test]
    fn only_what_is_new_is_read_and_a_line_may_come_in_pieces() {
        let class = tempfile::tempdir().unwrap();
        let file = class.path().join("1").join(EVENTS);
        std::fs::create_dir(class.path().join("1")).unwrap();
        let mut follow = Follow::new(class.path(), Roster::default());
        let mut text = String::new();
        for (piece, passed) in [
            (line("a").as_str(), 1),
            (line("b").get(..10).unwrap(), 1),
            (line("b").get(10..).unwrap(), 2),
            ("nonsense\n", 2),
            (&"x".repeat(3 * LONGEST_LINE), 2),
            (&format!("\n{}", line("c")), 3),
        ] {
            text.push_str(piece);
            std::fs::write(&file, &text).unwrap();
            assert_eq!(follow.look().unwrap().learners[0].passed.len(), passed, "after {piece:.20}");
        }
        std::fs::write(&file, line("d")).unwrap();
        assert_eq!(follow.look().unwrap().learners[0].passed.len(), 1, "begun anew");
    }

    #[test]
    fn a_folder_that_is_only_a_name_hides_no_student() {
        let class = tempfile::tempdir().unwrap();
        for name in ["20261", "홍길동"] {
            std::fs::create_dir(class.path().join(name)).unwrap();
        }
        std::fs::write(class.path().join("20261").join(EVENTS), line("a")).unwrap();
        let roster = Roster::read("학번,이름\n20261,홍길동\n", &|_| None).unwrap();
        let board = Follow::new(class.path(), roster).look().unwrap();
        let shown: Vec<(&str, &str, usize)> =
            board.learners.iter().map(|it| (it.id.as_str(), it.name.as_str(), it.passed.len())).collect();
        assert_eq!(shown, [("20261", "홍길동", 1), ("홍길동", "(명단의 20261?)", 0)]);
    }

    #[test]
    #[cfg(unix)]
    fn a_student_s_folder_cannot_harm_the_board() {
        let class = tempfile::tempdir().unwrap();
        let folder = |name: &str| {
            let path = class.path().join(name);
            std::fs::create_dir(&path).unwrap();
            path.join(EVENTS)
        };
        std::fs::write(folder("good"), line("a")).unwrap();
        std::fs::write(folder("huge"), "[".repeat(20_000_000) + "\n" + &line("a")).unwrap();
        std::fs::write(folder("many"), line("a").repeat(100_000)).unwrap();
        std::os::unix::fs::symlink("/dev/zero", folder("endless")).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(folder("pipe")).status().unwrap().success());
        std::fs::create_dir(folder("folder")).unwrap();
        std::fs::write(folder("\u{1b}[2J"), b"\xff\xfe{}\n").unwrap();
        std::os::unix::fs::symlink(class.path(), class.path().join("loop")).unwrap();
        let board = Follow::new(class.path(), Roster::default()).look().unwrap();
        let shown: Vec<(&str, usize, bool)> =
            board.learners.iter().map(|it| (it.id.as_str(), it.passed.len(), it.fault.is_empty())).collect();
        let expected = [
            ("endless", 0, false),
            ("folder", 0, false),
            ("good", 1, true),
            ("huge", 1, true),
            ("many", 1, true),
            ("pipe", 0, false),
            ("␛[2J", 0, true),
        ];
        assert_eq!(shown, expected);
    }
}
