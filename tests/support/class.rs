//! A made-up class: students with answers to some exercises of the built-in course, a share of them hostile, and what must
//! become of each. Both layouts of folders occur. The same numbers give the same class.
#![allow(dead_code, reason = "each user takes a part")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The exercises that are answered.
pub(crate) const EXERCISES: [&str; 10] = [
    "hello-service",
    "mend-the-pods",
    "not-a-target",
    "template-labels",
    "first-nodeport",
    "free-node-port",
    "three-ports",
    "deaf-pod",
    "named-ports",
    "three-tiers",
];

/// What must become of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It passes.
    Passes,
    /// It is graded as this file is.
    As(PathBuf),
    /// It is graded and does not pass.
    Fails,
    /// It cannot be graded.
    Broken,
}

/// A class on disk.
pub(crate) struct Class {
    /// By student and exercise.
    pub(crate) fates: BTreeMap<(String, String), Fate>,
}

/// Steps through numbers that look random and are the same every time.
pub(crate) struct Dice(u64);

impl Dice {
    /// Begins at a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `below`.
    pub(crate) fn roll(&mut self, below: usize) -> usize {
        // The multiplier and increment of Knuth's MMIX.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }
}

/// The folder of an exercise of the built-in course.
pub(crate) fn folder_of(exercise: &str) -> PathBuf {
    let lessons = Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons");
    let chapters = fs::read_dir(lessons).unwrap().map(|it| it.unwrap().path());
    chapters.map(|chapter| chapter.join(format!("ex-{exercise}"))).find(|it| it.is_dir()).expect("an exercise")
}

/// Makes `students` students with an answer to each of [`EXERCISES`] in `folder`, one in twenty hostile.
pub(crate) fn make(folder: &Path, students: usize) -> Class {
    let mut dice = Dice::new(7);
    let mut class = Class { fates: BTreeMap::new() };
    let mut answers: Vec<(String, Vec<PathBuf>)> = Vec::new();
    for exercise in EXERCISES {
        let mut wrong: Vec<PathBuf> =
            fs::read_dir(folder_of(exercise).join("wrong")).unwrap().map(|it| it.unwrap().path()).collect();
        wrong.sort();
        wrong.push(folder_of(exercise).join("starter.yaml"));
        answers.push((fs::read_to_string(folder_of(exercise).join("solution.yaml")).unwrap(), wrong));
    }
    fs::create_dir_all(folder).unwrap();
    for number in 0..students {
        let id = if number % 7 == 3 { format!("학생{number:05}") } else { format!("2026{number:05}") };
        let own_folder = number % 3 != 2;
        if own_folder {
            fs::create_dir_all(folder.join(&id)).unwrap();
        }
        for (exercise, (solution, wrong)) in EXERCISES.into_iter().zip(&answers) {
            let (place, name) = if own_folder {
                (folder.join(&id), exercise.to_owned())
            } else {
                (folder.to_owned(), format!("{id}_{exercise}"))
            };
            let file = place.join(format!("{name}.yaml"));
            let fate = match dice.roll(20) {
                0 => hostile(&file, dice.roll(14)),
                1..=8 => {
                    let chosen = &wrong[dice.roll(wrong.len())];
                    fs::copy(chosen, &file).unwrap();
                    Fate::As(chosen.clone())
                }
                roll => {
                    // Every answer is another text, as in a class.
                    fs::write(&file, format!("# {id}\n{solution}# {roll}\n")).unwrap();
                    Fate::Passes
                }
            };
            class.fates.insert((id.clone(), exercise.to_owned()), fate);
        }
    }
    class
}

/// Puts something hostile in the place of an answer.
fn hostile(file: &Path, kind: usize) -> Fate {
    let bytes = match kind {
        0 => "[".repeat(200_000).into_bytes(),
        1 => bomb().into_bytes(),
        2 => "a: b\n".repeat(4_000_000).into_bytes(),
        3 => b"kind: Service\n# \xbc\xad\xba\xf1\xbd\xba\n".to_vec(),
        4 => "kind: Service\n".encode_utf16().flat_map(u16::to_le_bytes).collect(),
        5 => "- ".repeat(100_000).into_bytes(),
        6 => "kind: \u{1b}]0;제목\u{7}\u{1b}[2J\u{9b}31m\u{202e}</script><script>alert(1)</script>\n=cmd|' /C calc'!A1: 1\n".into(),
        7 => (0..=255).cycle().take(10_000).collect(),
        8 => "key: value\n".repeat(20_000).into_bytes(),
        9 => return strange(file, |file| std::os::unix::fs::symlink("/etc/passwd", file).unwrap()),
        10 => return strange(file, |file| std::os::unix::fs::symlink(file, file).unwrap()),
        11 => return strange(file, |file| assert!(std::process::Command::new("mkfifo").arg(file).status().unwrap().success())),
        12 => {
            fs::write(file, "kind: Service\n").unwrap();
            fs::set_permissions(file, std::os::unix::fs::PermissionsExt::from_mode(0o000)).unwrap();
            // Whoever is root reads it all the same.
            return if fs::read(file).is_ok() { Fate::Fails } else { Fate::Broken };
        }
        _ => Vec::new(),
    };
    fs::write(file, bytes).unwrap();
    if matches!(kind, 2 | 3 | 4 | 7) { Fate::Broken } else { Fate::Fails }
}

fn strange(file: &Path, make: impl Fn(&Path)) -> Fate {
    make(file);
    Fate::Broken
}

fn bomb() -> String {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for n in 1..30 {
        let aliases = vec![format!("*a{}", n - 1); 9].join(", ");
        bomb = format!("{bomb}a{n}: &a{n} [{aliases}]\n");
    }
    bomb
}
