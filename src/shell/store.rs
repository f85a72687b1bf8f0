//! The learner's history in one SQLite file; the only owner of rusqlite.
//!
//! One file holds the history of every course: each row knows its course, and an open store is that of one.
//!
//! Facts are appended to `events` and never changed; of what only the last counts (a text, a position, a place)
//! `latest` keeps one row each, so that opening stays cheap however long someone studies. Every save is one
//! transaction in WAL mode: several kijabi may save at once, and one that is killed loses nothing that was saved.
//!
//! Must not know: what events add up to.

mod problem;
mod row;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::study::{Day, Event, Record};
pub use problem::StoreProblem;
use row::{Row, Table};

/// The file's name in the data folder.
pub const FILE: &str = "progress.sqlite3";

/// The version of the schema this kijabi writes (`user_version`): how many of [`MIGRATIONS`] are done.
const SCHEMA: i32 = 2;

/// The id of the course inside the program: whose rows are that know no course, because there was no other.
pub const BUILT_IN: &str = "kubernetes-services";

/// What turns a file of version `i` into one of version `i + 1`.
const MIGRATIONS: [&str; SCHEMA as usize] = [
    "
    CREATE TABLE events (
        seq     INTEGER PRIMARY KEY,
        day     INTEGER NOT NULL,   -- days since 1970-01-01, the learner's calendar
        kind    TEXT    NOT NULL,
        subject TEXT    NOT NULL,   -- exercise or chapter id
        detail  TEXT    NOT NULL
    ) STRICT;
    CREATE TABLE latest (
        kind    TEXT    NOT NULL,
        subject TEXT    NOT NULL,
        day     INTEGER NOT NULL,
        detail  TEXT    NOT NULL,
        PRIMARY KEY (kind, subject)
    ) STRICT;
",
    "
    ALTER TABLE events ADD COLUMN course TEXT NOT NULL DEFAULT 'kubernetes-services';
    ALTER TABLE latest RENAME TO latest_of_one;
    CREATE TABLE latest (
        course  TEXT    NOT NULL,
        kind    TEXT    NOT NULL,
        subject TEXT    NOT NULL,
        day     INTEGER NOT NULL,
        detail  TEXT    NOT NULL,
        PRIMARY KEY (course, kind, subject)
    ) STRICT;
    INSERT INTO latest SELECT 'kubernetes-services', kind, subject, day, detail FROM latest_of_one;
    DROP TABLE latest_of_one;
",
];

/// How long a save waits for another process that is saving.
const PATIENCE: Duration = Duration::from_secs(5);

/// An open store.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    file: PathBuf,
    /// The id of the course whose history is read and written.
    course: String,
}

impl Store {
    /// Opens the store in `folder` for a course, making folder and file where there are none.
    pub fn open(folder: &Path, course: &str) -> Result<Self, StoreProblem> {
        let file = folder.join(FILE);
        if !file.exists() {
            std::fs::create_dir_all(folder).map_err(|error| StoreProblem::folder(folder, &error))?;
        }
        let connection = connect(&file)?;
        Ok(Self { connection, file, course: course.to_owned() })
    }

    /// Whether there is a store in `folder`, readable or not.
    #[must_use]
    pub fn exists(folder: &Path) -> bool {
        folder.join(FILE).symlink_metadata().is_ok()
    }

    /// The database file.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Whether saving is possible now; writes something and takes it back.
    pub fn try_writing(&mut self) -> Result<(), StoreProblem> {
        if self.is_read_only() {
            return Err(StoreProblem::ReadOnly { file: self.file.clone() });
        }
        let file = self.file.clone();
        let attempt = |connection: &mut Connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            transaction.execute(
                "INSERT OR REPLACE INTO latest (course, day, kind, subject, detail) VALUES ('', 0, 'probe', '', '')",
                (),
            )?;
            transaction.rollback()
        };
        attempt(&mut self.connection).map_err(|error| StoreProblem::of(&error, &file))
    }

    /// Whether the file can only be read.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.connection.is_readonly("main").unwrap_or(false)
    }

    /// Everything remembered of the course. Rows of a kind this kijabi does not know are passed over and kept.
    pub fn load(&self) -> Result<Record, StoreProblem> {
        let mut record = Record::default();
        for query in [
            "SELECT day, kind, subject, detail FROM events WHERE course = ?1 ORDER BY seq",
            "SELECT day, kind, subject, detail FROM latest WHERE course = ?1",
        ] {
            let mut statement = self.connection.prepare(query).map_err(|error| self.problem(&error))?;
            let mut rows = statement.query((&self.course,)).map_err(|error| self.problem(&error))?;
            while let Some(found) = rows.next().map_err(|error| self.problem(&error))? {
                let Ok((day, kind, subject, detail)) = found.try_into() else { continue };
                let (day, kind, subject, detail): (i32, String, String, String) = (day, kind, subject, detail);
                match row::decode(&kind, subject, detail) {
                    Some(event) => record.apply(Day(day), &event),
                    None => log::warn!("an event of unknown kind {kind:?} is passed over"),
                }
            }
        }
        Ok(record)
    }

    /// Saves events in one transaction: all of them or, where it fails, none.
    pub fn save(&mut self, events: &[(Day, Event)]) -> Result<(), StoreProblem> {
        let file = self.file.clone();
        self.write(events).map_err(|error| StoreProblem::of(&error, &file))
    }

    fn write(&mut self, events: &[(Day, Event)]) -> rusqlite::Result<()> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (day, event) in events {
            let Row { table, kind, subject, detail } = row::encode(event);
            let insert = match table {
                Table::Events => "INSERT INTO events (course, day, kind, subject, detail) VALUES (?1, ?2, ?3, ?4, ?5)",
                Table::Latest => {
                    "INSERT OR REPLACE INTO latest (course, day, kind, subject, detail) VALUES (?1, ?2, ?3, ?4, ?5)"
                }
            };
            transaction.prepare_cached(insert)?.execute((&self.course, day.0, kind, &*subject, detail))?;
        }
        transaction.commit()
    }

    /// Forgets one exercise or chapter of the course, or all of it.
    pub fn forget(&mut self, subject: Option<&str>) -> Result<(), StoreProblem> {
        let (file, course) = (self.file.clone(), self.course.clone());
        let forget = |connection: &mut Connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for table in ["events", "latest"] {
                match subject {
                    None => transaction.execute(&format!("DELETE FROM {table} WHERE course = ?1"), (&course,))?,
                    Some(id) => transaction
                        .execute(&format!("DELETE FROM {table} WHERE course = ?1 AND subject = ?2"), (&course, id))?,
                };
            }
            transaction.commit()
        };
        forget(&mut self.connection).map_err(|error| StoreProblem::of(&error, &file))
    }

    fn problem(&self, error: &rusqlite::Error) -> StoreProblem {
        StoreProblem::of(error, &self.file)
    }
}

/// Opens the file and brings its schema up to date. Where nothing can be written beside it, it is opened for reading
/// only: what was learnt is still seen, and saving says why it fails.
fn connect(file: &Path) -> Result<Connection, StoreProblem> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = Connection::open_with_flags(file, flags).and_then(|mut connection| {
        connection.busy_timeout(PATIENCE)?;
        let version = prepare(&mut connection)?;
        Ok((connection, version))
    });
    let (connection, version) = match opened {
        Ok(ready) => ready,
        Err(error) if StoreProblem::of(&error, file).is_read_only() && file.exists() => {
            read_only(file).map_err(|_| StoreProblem::of(&error, file))?
        }
        Err(error) => return Err(StoreProblem::of(&error, file)),
    };
    if version > SCHEMA {
        return Err(StoreProblem::Newer { file: file.to_owned() });
    }
    Ok(connection)
}

/// Migrates what is older; gives the version the file has then.
fn prepare(connection: &mut Connection) -> rusqlite::Result<i32> {
    let version = schema_of(connection)?;
    if version == SCHEMA {
        // A power cut shall not take back what was said to be saved; a kill cannot in any mode.
        connection.pragma_update(None, "synchronous", "FULL")?;
    }
    if version >= SCHEMA {
        return Ok(version);
    }
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    become_wal(connection)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have been faster.
    let version = schema_of(&transaction)?;
    for migration in MIGRATIONS.iter().skip(usize::try_from(version).unwrap_or(0)) {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", SCHEMA.max(version))?;
    transaction.commit()?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    schema_of(connection)
}

/// Switches to WAL. SQLite asks nobody to wait for this one lock, so two first starts at once are sorted out here.
fn become_wal(connection: &Connection) -> rusqlite::Result<()> {
    let mut tries = 0;
    loop {
        match connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(())) {
            Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) && tries < 200 => {
                tries += 1;
                std::thread::sleep(Duration::from_millis(10));
            }
            done => return done,
        }
    }
}

fn schema_of(connection: &Connection) -> rusqlite::Result<i32> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Opens for reading only, also where not even SQLite's side files can be made (`immutable`).
fn read_only(file: &Path) -> rusqlite::Result<(Connection, i32)> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let escaped = file.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let connection = Connection::open_with_flags(format!("file:{escaped}?immutable=1"), flags)?;
    let version = schema_of(&connection)?;
    Ok((connection, version))
}

#[cfg(test)]
mod tests;
