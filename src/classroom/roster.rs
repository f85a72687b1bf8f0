//! The roster (명단): who is in the class, what they are called, when their answers are due. A CSV as spreadsheets save it.
//!
//! Columns are found by their heading, in Korean or English, in any order: `학번`/`id` must be there; `이름`/`name`; `마감`/`deadline`
//! for all answers of a student; `마감:과제`/`deadline:EXERCISE` for one. Other columns are passed over.
//!
//! Must not know: files, calendars (what a date means is asked of the caller).

use std::collections::BTreeMap;

use super::digest::Hasher;
use super::due::Due;
use super::student;
use crate::text::nfc::nfc;

/// Who is in the class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// By id.
    pub students: BTreeMap<String, Entry>,
    /// The exercises that a column names: whoever knows the course sees that there are such.
    pub columns: Vec<String>,
    /// When the answers of those are due of whom the roster says nothing.
    pub due: Due,
    /// The ids of students whose name nobody else has.
    by_name: BTreeMap<String, String>,
}

/// A student of the roster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The name; may be empty.
    pub name: String,
    /// When all answers are due, in seconds since 1970.
    pub deadline: Option<i64>,
    /// When an exercise's answer is due.
    pub deadlines: BTreeMap<String, i64>,
}

impl Entry {
    /// When the answer to an exercise is due.
    #[must_use]
    pub fn deadline(&self, exercise: &str) -> Option<i64> {
        self.deadlines.get(exercise).copied().or(self.deadline)
    }
}

enum Column {
    Id,
    Name,
    Deadline,
    DeadlineOf(String),
}

impl Column {
    fn of(heading: &str) -> Option<Self> {
        let heading = nfc(heading.trim()).to_lowercase().replace('：', ":");
        match heading.as_str() {
            "학번" | "id" | "student" | "아이디" => Some(Self::Id),
            "이름" | "성명" | "name" => Some(Self::Name),
            "마감" | "마감일" | "마감 시각" | "deadline" | "due" => Some(Self::Deadline),
            _ => {
                let (what, exercise) = heading.split_once(':')?;
                matches!(what.trim(), "마감" | "deadline").then(|| Self::DeadlineOf(exercise.trim().to_owned()))
            }
        }
    }
}

impl Roster {
    /// Reads a CSV; `time` reads a date, with or without a time of day. What is wrong is told in Korean with its line.
    pub fn read(text: &str, time: &dyn Fn(&str) -> Option<i64>) -> Result<Self, String> {
        // Spreadsheets set to some countries save semicolons.
        let first = text.lines().next().unwrap_or("");
        let delimiter = [b',', b';', b'\t']
            .into_iter()
            .max_by_key(|byte| (first.bytes().filter(|it| it == byte).count(), *byte == b','));
        let mut reader =
            csv::ReaderBuilder::new().flexible(true).delimiter(delimiter.unwrap_or(b',')).from_reader(text.as_bytes());
        let headings = reader.headers().map_err(|error| fault(&error))?.clone();
        let columns: Vec<Option<Column>> = headings.iter().map(Column::of).collect();
        if !columns.iter().any(|column| matches!(column, Some(Column::Id))) {
            return Err("첫 줄에 `학번`(또는 `id`) 열이 있어야 합니다.".to_owned());
        }
        // A deadline that is not understood would make late answers early ones.
        for (heading, column) in headings.iter().zip(&columns) {
            let heading = nfc(heading.trim());
            if column.is_none() && ["마감", "deadline"].iter().any(|it| heading.to_lowercase().starts_with(it)) {
                return Err(format!(
                    "`{}` 열을 알 수 없습니다. 모든 과제의 마감은 `마감`, 한 과제의 마감은 `마감:과제`처럼 적으십시오.",
                    student::id(&heading)
                ));
            }
        }
        let named = columns.iter().filter_map(|column| match column {
            Some(Column::DeadlineOf(exercise)) => Some(exercise.clone()),
            _ => None,
        });
        let mut roster = Self { columns: named.collect(), ..Self::default() };
        for record in reader.records() {
            let record = record.map_err(|error| fault(&error))?;
            let line = record.position().map_or(0, csv::Position::line);
            let mut id = String::new();
            let mut entry = Entry::default();
            for (cell, column) in record.iter().zip(&columns) {
                let cell = cell.trim();
                let due = || {
                    time(cell).ok_or_else(|| format!("{line}번째 줄: `{}`: 시각을 알 수 없습니다. `2026-11-30`이나 `2026-11-30 18:00`처럼(다른 시간대면 뒤에 `+09:00`을 붙여) 적으십시오.", student::id(cell)))
                };
                match column {
                    Some(Column::Id) => id = student::id(cell),
                    Some(Column::Name) => entry.name = student::id(cell),
                    Some(Column::Deadline) if !cell.is_empty() => entry.deadline = Some(due()?),
                    Some(Column::DeadlineOf(exercise)) if !cell.is_empty() => {
                        entry.deadlines.insert(exercise.clone(), due()?);
                    }
                    Some(Column::Deadline | Column::DeadlineOf(_)) | None => {}
                }
            }
            if id.is_empty() {
                if record.iter().all(|cell| cell.trim().is_empty()) {
                    continue;
                }
                return Err(format!("{line}번째 줄: 학번이 비어 있습니다."));
            }
            if roster.students.insert(id.clone(), entry).is_some() {
                return Err(format!("{line}번째 줄: 학번 `{id}`: 두 번 나옵니다."));
            }
        }
        roster.index_names();
        Ok(roster)
    }

    /// When a student's answer to an exercise is due, by the roster or else by what the class was told.
    #[must_use]
    pub fn deadline(&self, student: &str, exercise: &str) -> Option<i64> {
        let own = self.students.get(student).and_then(|entry| entry.deadline(exercise));
        own.or_else(|| self.due.of(exercise))
    }

    /// The fingerprint of who is in the class and when their answers are due; empty where nothing is said of either. What is
    /// graded with another one is another sheet.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        if self.students.is_empty() && self.due.is_empty() {
            return String::new();
        }
        let mut hasher = Hasher::default();
        if !self.due.is_empty() {
            hasher.add(self.due.text().as_bytes());
        }
        for (id, entry) in &self.students {
            hasher.add(id.as_bytes());
            hasher.add(entry.name.as_bytes());
            hasher.add(format!("{:?} {:?}", entry.deadline, entry.deadlines).as_bytes());
        }
        hasher.finish()
    }

    fn index_names(&mut self) {
        let mut shared = Vec::new();
        for (id, entry) in self.students.iter().filter(|(_, entry)| !entry.name.is_empty()) {
            if self.by_name.insert(entry.name.clone(), id.clone()).is_some() {
                shared.push(entry.name.clone());
            }
        }
        self.by_name.retain(|name, _| !shared.contains(name));
    }

    /// The id of the only student of that name.
    #[must_use]
    pub fn namesake(&self, named: &str) -> Option<&str> {
        self.by_name.get(&student::id(named)).map(String::as_str)
    }

    /// The student behind the name of a folder that somebody joined as: as [`Roster::student`], but a name alone is nobody's.
    /// Anyone can join under a name, and who does must not stand where the student of that name should.
    #[must_use]
    pub fn joined_as(&self, named: &str) -> String {
        let named = student::id(named);
        if self.by_name.contains_key(&named) { named } else { self.student(&named) }
    }

    /// The student behind the name of a folder or file: an id, a name that only one student has, or what learning
    /// platforms make of both (`20261234_홍길동`, `홍길동(20261234)`). Another name is an id of its own.
    #[must_use]
    pub fn student(&self, named: &str) -> String {
        let named = student::id(named);
        if self.students.contains_key(&named) || self.students.is_empty() {
            return named;
        }
        if let Some(id) = self.by_name.get(&named) {
            return id.clone();
        }
        let parts =
            named.split(['_', ' ', '-', '(', ')', '[', ']', ',']).map(str::trim).filter(|part| !part.is_empty());
        let mut known = parts.filter(|part| self.students.contains_key(*part));
        match (known.next(), known.next()) {
            (Some(id), None) => id.to_owned(),
            _ => named,
        }
    }
}

fn fault(error: &csv::Error) -> String {
    match error.position() {
        Some(position) => format!("{}번째 줄: CSV로 읽을 수 없습니다.", position.line()),
        None => "CSV로 읽을 수 없습니다.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Roster, String> {
        Roster::read(text, &|text| text.parse().ok())
    }

    #[test]
    fn a_roster_is_read_as_spreadsheets_save_it() {
        let roster =
            read("이름,학번,비고,마감,마감:first\r\n\"김, 민수\",1,x,100,\r\n이영희,2,,,50\r\n,,,,\r\n").unwrap();
        assert_eq!(roster.students["1"].name, "김, 민수");
        assert_eq!(
            (roster.students["1"].deadline("first"), roster.students["2"].deadline("first")),
            (Some(100), Some(50))
        );
        assert_eq!(roster.students["2"].deadline("second"), None);
        let before = roster.fingerprint();
        let told = Roster { due: Due { all: Some(70), ..Due::default() }, ..roster };
        let due = |student| told.deadline(student, "first");
        assert_eq!((due("1"), due("2"), told.deadline("9", "first")), (Some(100), Some(50), Some(70)));
        assert_ne!(told.fingerprint(), before);
        assert_eq!(read("ID;Name\n7;가\n").unwrap().students["7"].name, "가");
    }

    #[test]
    fn a_folder_is_its_student_s_by_id_by_name_or_by_both() {
        let roster = read("학번,이름\n20261234,홍길동\n20261235,김철수\n20261236,김철수\n").unwrap();
        for (folder, id) in [
            ("20261234", "20261234"),
            ("홍길동", "20261234"),
            ("20261234_홍길동", "20261234"),
            ("홍길동(20261234)", "20261234"),
            ("\u{1112}\u{1169}\u{11bc}길동", "20261234"),
            ("김철수", "김철수"),
            ("20261234-20261235", "20261234-20261235"),
            ("다른 사람", "다른 사람"),
        ] {
            assert_eq!(roster.student(folder), id, "{folder}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        assert!(read("이름\n가\n").unwrap_err().contains("학번"));
        assert!(read("학번\n1\n1\n").unwrap_err().starts_with("3번째 줄"));
        assert!(read("학번,마감\n1,내일\n").unwrap_err().starts_with("2번째 줄: `내일`"));
        assert!(read("학번,이름\n,가\n").unwrap_err().starts_with("2번째 줄"));
        assert!(read("학번,마감 find-door\n1,2\n").unwrap_err().starts_with("`마감 find-door` 열"));
        assert_eq!(read("학번,마감：first\n1,2\n").unwrap().columns, ["first"]);
    }
}
