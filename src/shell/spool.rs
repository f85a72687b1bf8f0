//! Rows on their way into a report: written to a file as they are made, in the order of the sheet, and read again one at
//! a time. So memory does not grow with a class, an interrupted run is taken up where it stopped, and the shards of a
//! class are files that can be carried together. One row per line; a line cut off by a kill is passed over.
//!
//! Must not know: how rows are made or shown.

use std::cmp::Ordering;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::iter::Peekable;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::files::io_reason;
use crate::classroom::shard::Shard;
use crate::classroom::{Head, Row};

/// The longest line that is read, in bytes; rows are far shorter.
const LONGEST: u64 = 32 * 1024 * 1024;

/// A line of a spool.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Line<R, H> {
    /// The first: what holds for all rows, and whose they are.
    Head {
        /// Which students.
        shard: Shard,
        /// What holds for all rows.
        sheet: H,
    },
    /// A row.
    Row(R),
    /// The last: everything is there.
    End {
        /// How many rows.
        rows: u64,
    },
}

/// A line with a row.
///
/// # Errors
/// None in practice: rows are strings and numbers.
pub fn line(row: &Row) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(2048);
    serde_json::to_writer(&mut bytes, &Line::<&Row, ()>::Row(row))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Writes a spool.
pub struct Writer {
    file: BufWriter<File>,
    rows: u64,
}

impl Writer {
    /// Begins a spool.
    ///
    /// # Errors
    /// Where the file cannot be made or written.
    pub fn create(path: &Path, head: &Head, shard: Shard) -> io::Result<Self> {
        let mut file = BufWriter::with_capacity(256 * 1024, File::create(path)?);
        serde_json::to_writer(&mut file, &Line::<(), _>::Head { shard, sheet: head })?;
        file.write_all(b"\n")?;
        Ok(Self { file, rows: 0 })
    }

    /// Adds a row as [`line()`] made it.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn add(&mut self, line: &[u8]) -> io::Result<()> {
        self.rows += 1;
        self.file.write_all(line)
    }

    /// Hands over what was added so far: a kill does not lose it any more.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }

    /// Ends the spool.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        serde_json::to_writer(&mut self.file, &Line::<(), ()>::End { rows: self.rows })?;
        self.file.write_all(b"\n")?;
        self.file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
    }
}

/// Reads a spool, row by row.
pub struct Reader {
    path: PathBuf,
    file: BufReader<File>,
    /// What holds for all rows.
    pub head: Head,
    /// Which students are in it.
    pub shard: Shard,
    rows: u64,
    line: Vec<u8>,
    /// Whether the end was read.
    complete: bool,
}

impl Reader {
    /// Opens a spool.
    ///
    /// # Errors
    /// Where it cannot be read or is none, in Korean.
    pub fn open(path: &Path) -> Result<Self, String> {
        let file = File::open(path).map_err(|error| io_reason(&error))?;
        if !file.metadata().is_ok_and(|about| about.is_file()) {
            return Err("보통 파일이 아닙니다.".to_owned());
        }
        let mut reader = Self {
            path: path.to_owned(),
            file: BufReader::with_capacity(256 * 1024, file),
            head: Head::default(),
            shard: Shard::WHOLE,
            rows: 0,
            line: Vec::new(),
            complete: false,
        };
        match reader.line()? {
            Some(Line::Head { shard, sheet }) => {
                reader.head = sheet;
                reader.shard = shard;
                Ok(reader)
            }
            _ => Err("`kijabi grade --submissions … --shard`가 만든 조각이 아닙니다.".to_owned()),
        }
    }

    fn line(&mut self) -> Result<Option<Line<Row, Head>>, String> {
        self.line.clear();
        let read = self.file.by_ref().take(LONGEST).read_until(b'\n', &mut self.line);
        if read.map_err(|error| io_reason(&error))? == 0 || self.line.last() != Some(&b'\n') {
            return Ok(None);
        }
        Ok(serde_json::from_slice(&self.line).ok())
    }

    /// The next row; `None` at the end or where the file was cut off.
    fn next_row(&mut self) -> Result<Option<Row>, String> {
        match self.line()? {
            Some(Line::Row(row)) => {
                self.rows += 1;
                Ok(Some(row))
            }
            Some(Line::End { rows }) => {
                self.complete = rows == self.rows;
                Ok(None)
            }
            Some(Line::Head { .. }) | None => Ok(None),
        }
    }

    /// Whether every row was there; known once the last is read.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Iterator for Reader {
    type Item = Result<Row, String>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_row().transpose()
    }
}

/// The rows of several spools, each in the order of the sheet, as one in that order.
pub struct Merged {
    head: Head,
    sources: Vec<Peekable<Reader>>,
}

impl Merged {
    /// Joins spools; `head` is theirs.
    #[must_use]
    pub fn new(head: Head, sources: Vec<Reader>) -> Self {
        Self { head, sources: sources.into_iter().map(Iterator::peekable).collect() }
    }
}

impl Iterator for Merged {
    type Item = Result<Row, String>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut least: Option<(usize, &Row)> = None;
        let mut failed = None;
        for (at, source) in self.sources.iter_mut().enumerate() {
            match source.peek() {
                None => {}
                Some(Err(_)) => {
                    failed = Some(at);
                    break;
                }
                Some(Ok(row)) => {
                    let before = |other: &Row| row.place(&self.head).cmp(&other.place(&self.head)) == Ordering::Less;
                    if least.is_none_or(|(_, other)| before(other)) {
                        least = Some((at, row));
                    }
                }
            }
        }
        let at = failed.or(least.map(|(at, _)| at))?;
        self.sources.get_mut(at)?.next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(student: &str) -> Row {
        Row { student: student.into(), ..Row::default() }
    }

    #[test]
    fn shards_are_one_again_and_a_cut_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| folder.path().join(name);
        let head = Head { course: "과정".into(), ..Head::default() };
        for (name, number, students) in [("1", 1, ["a", "d"]), ("2", 2, ["b", "c"])] {
            let mut writer = Writer::create(&file(name), &head, Shard { number, of: 2 }).unwrap();
            for student in students {
                writer.add(&line(&row(student)).unwrap()).unwrap();
            }
            writer.finish().unwrap();
        }
        let readers = ["1", "2"].map(|name| Reader::open(&file(name)).unwrap());
        let merged: Vec<String> = Merged::new(head, readers.into()).map(|row| row.unwrap().student).collect();
        assert_eq!(merged, ["a", "b", "c", "d"]);

        let whole = std::fs::read(file("1")).unwrap();
        for cut in [whole.len() - 1, whole.len() - 20, whole.len() / 2] {
            std::fs::write(file("cut"), &whole[..cut]).unwrap();
            if let Ok(mut reader) = Reader::open(&file("cut")) {
                assert!(reader.by_ref().all(|row| row.is_ok()) && !reader.is_complete(), "{cut}");
            }
        }
        std::fs::write(file("other"), "{}\n").unwrap();
        assert!(Reader::open(&file("other")).is_err());
    }
}
