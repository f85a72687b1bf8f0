//! An exercise's files by themselves: everything is said, nothing is said twice, and hints do not give the answer away.
//!
//! Must not know: what its checks come to.

use super::{Lint, quoted, world_faults};
use crate::cluster::Cluster;
use crate::cluster::request::Source;
use crate::cluster::state::ObjectName;
use crate::cluster::world::World;
use crate::lesson::exercise::Exercise;
use crate::lesson::markdown;
use crate::lesson::request;
use crate::lesson::source::join;
use crate::lesson::spec::{self, Check, CheckKind, RequestCheck, TrafficRequest};
use crate::text::josa::Josa;
use crate::text::{LineCol, LineIndex};

/// How many near misses an exercise has at least.
const WRONG_FILES: usize = 3;
/// The kinds that checks may name.
const KINDS: [&str; 5] = ["Service", "Pod", "Deployment", "Namespace", "Node"];
/// How many steps a hint ladder has.
const HINTS: usize = 3;

impl Lint<'_> {
    pub(super) fn exercise(&mut self, exercise: &Exercise) {
        let path = format!("{}/exercise.yaml", exercise.folder);
        self.texts(exercise, &path);
        self.hints(exercise, &path);
        if exercise.checks.is_empty() {
            self.field(&path, "checks", "checks", "확인 항목이 하나도 없습니다.");
        }
        let world = World::read(&exercise.world);
        let cluster = world.as_ref().ok().map(Cluster::new);
        for (index, check) in exercise.checks.iter().enumerate() {
            self.check(check, index, &path, exercise.console, cluster.as_ref());
        }
        if exercise.mistakes.is_empty() {
            self.field(&path, "mistakes", "mistakes", "`mistakes`에 이 과제가 불러내려는 실수를 적으십시오.");
        }
        for (index, code) in exercise.mistakes.iter().enumerate() {
            self.known_code(&path, &format!("mistakes[{index}]"), code);
        }
        self.wrong_files(exercise, &path);
        let starter = format!("{}/starter.yaml", exercise.folder);
        let is_empty = self.course.text(&starter).is_ok_and(|text| text.is_empty());
        if is_empty && !exercise.from_empty {
            let message = "파일이 비어 있습니다. 빈 파일에서 쓰기 시작하는 과제라면 exercise.yaml에 `from-empty: true`를 적으십시오.";
            self.error(&starter, "empty", message);
        } else if exercise.from_empty && !is_empty {
            self.field(&path, "from-empty", "from-empty", "`from-empty`를 적었는데 starter.yaml이 비어 있지 않습니다.");
        }
        let path = format!("{}/world.yaml", exercise.folder);
        self.faults.extend(world_faults(&exercise.world, &path));
    }

    fn texts(&mut self, exercise: &Exercise, path: &str) {
        for (field, words) in [("title", &exercise.title), ("task", &exercise.task)] {
            if words.trim().is_empty() {
                let message = format!("{} 비어 있을 수 없습니다.", quoted("", field, Josa::EunNeun));
                self.field(path, field, "exercise", message);
            }
        }
        if exercise.title.trim().contains('\n') {
            self.field(path, "title", "exercise", "`title`은 한 줄로 적습니다.");
        }
        let document = markdown::parse(&exercise.task);
        let before = self.faults.len();
        self.prose(path, &exercise.task, &document);
        // The task is a block scalar: its first line is the one after its key, indented by two.
        let text = self.course.text(path).unwrap_or_default();
        let key = LineIndex::new(&text).line_col(&text, spec::place_of(&text, "task").start());
        for fault in self.faults.iter_mut().skip(before) {
            fault.place.line += key.line;
            fault.place.column += 2;
        }
        let files = exercise.starter.iter().chain(&exercise.solution);
        for name in files.map(|file| &file.name).chain([&exercise.file]) {
            if name.contains('/') || join("", name).is_none() {
                let message = format!("{} 파일 이름이 아닙니다.", quoted("", name, Josa::EunNeun));
                self.field(path, "file", "file-name", message);
            }
        }
        if !exercise.solution.iter().any(|file| file.name == exercise.file) && exercise.solution.len() == 1 {
            let message = format!("정답에 {} 없습니다.", quoted("파일", &exercise.file, Josa::IGa));
            self.field(path, "file", "file-name", message);
        }
    }

    /// Three steps, all different, none of which contains a line of the answer.
    fn hints(&mut self, exercise: &Exercise, path: &str) {
        let hints = &exercise.hints;
        if hints.len() != HINTS {
            let message = format!("힌트는 {HINTS}단계여야 하는데 {}단계입니다.", hints.len());
            self.field(path, "hints", "hints", message);
        }
        let repeated = |index: usize, hint: &String| hints.iter().take(index).any(|earlier| earlier == hint);
        if hints.iter().enumerate().any(|(index, hint)| hint.trim().is_empty() || repeated(index, hint)) {
            self.field(path, "hints", "hints", "힌트가 비어 있거나 같은 힌트가 두 번 나옵니다.");
        }
        let given: Vec<&str> = exercise.starter.iter().flat_map(|file| file.text.lines()).map(str::trim).collect();
        let answer = exercise.solution.iter().filter(|file| !file.is_script()).flat_map(|file| file.text.lines());
        let answer = answer.map(|line| line.trim().trim_start_matches("- ")).filter(|line| tells(line));
        for line in answer.filter(|line| !given.iter().any(|it| it.trim_start_matches("- ") == *line)) {
            if let Some(index) = hints.iter().position(|hint| hint.contains(line)) {
                let message = format!("힌트에 정답의 {} 그대로 있습니다.", quoted("줄", line, Josa::IGa));
                self.field(path, &format!("hints[{index}]"), "hint-gives-answer", message);
            }
        }
    }

    fn check(&mut self, check: &Check, index: usize, path: &str, exercise_console: bool, cluster: Option<&Cluster>) {
        let mut faults = Vec::new();
        if check.proves.trim().is_empty() || check.not_yet.trim().is_empty() {
            faults.push("`proves`와 `not-yet`은 비어 있을 수 없습니다.".to_owned());
        }
        if check.weight == 0 {
            faults.push("`weight`는 1 이상이어야 합니다.".to_owned());
        }
        if let Some(code) = &check.mistake {
            self.known_code(path, &format!("checks[{index}].mistake"), code);
        }
        match &check.kind {
            CheckKind::Rejected(code) => self.known_code(path, &format!("checks[{index}].rejected"), code),
            CheckKind::Request(RequestCheck { from, to, protocol, .. }) => {
                let (from, to, protocol) = (from.clone(), to.clone(), protocol.clone());
                // In a world that cannot be read nothing can be found; that is told in its file.
                if let Some(cluster) = cluster
                    && let Err(misread) = request::read(cluster, &TrafficRequest { from, to, protocol })
                {
                    let field = format!("checks[{index}].request.{}", misread.field);
                    self.field(path, &field, "check", misread.message);
                }
            }
            CheckKind::Endpoints(check) if check.service != "*" && ObjectName::parse(&check.service).is_none() => {
                faults.push(format!("`service: {}`: 읽을 수 없습니다.", check.service));
            }
            CheckKind::Dns(dns) => {
                let service = dns.expect.strip_prefix("service/").and_then(ObjectName::parse);
                if Source::parse(&dns.from).is_none() || (dns.expect != "none" && service.is_none()) {
                    faults.push(format!(
                        "`from: {}`, `expect: {}`: 읽을 수 없습니다. `from`은 {}, `expect`는 `service/이름`이나 `none`입니다.",
                        dns.from,
                        dns.expect,
                        request::FROM_FORMS
                    ));
                }
            }
            CheckKind::Field(field) if !field.object.split_once('/').is_some_and(|(kind, _)| is_kind(kind)) => {
                faults.push(format!(
                    "`object: {}`: `종류/이름`으로 적습니다. 종류: {}.",
                    field.object,
                    KINDS.join(", ")
                ));
            }
            CheckKind::Object(object) if !is_kind(&object.kind) => {
                faults.push(format!(
                    "`kind: {}`: 키잡이가 모르는 종류입니다. 종류: {}.",
                    object.kind,
                    KINDS.join(", ")
                ));
            }
            CheckKind::Ran(_) if !exercise_console => {
                faults.push("`ran`은 `console: true`인 과제에만 씁니다.".to_owned());
            }
            CheckKind::Ran(ran) if ran.command.iter().any(|shape| shape.trim().is_empty()) => {
                faults.push("`command`가 비어 있습니다.".to_owned());
            }
            CheckKind::Ran(ran) if ran.on.as_deref().is_some_and(|on| !is_place(on)) => {
                faults.push("`on`은 `laptop`, `node/이름`, `pod/이름` 가운데 하나입니다.".to_owned());
            }
            CheckKind::AtMost(at_most) if !is_kind(&at_most.kind) => {
                faults.push(format!(
                    "`kind: {}`: 키잡이가 모르는 종류입니다. 종류: {}.",
                    at_most.kind,
                    KINDS.join(", ")
                ));
            }
            _ => {}
        }
        for fault in faults {
            let field = format!("checks[{index}].{}", check.kind.key());
            self.field(path, &field, "check", fault);
        }
    }

    /// The near misses and `mistakes` answer for each other: every listed mistake is provoked by a file, every claim is
    /// listed, and each file claims something no other does, so that none can go missing unnoticed.
    fn wrong_files(&mut self, exercise: &Exercise, path: &str) {
        let wrong = match self.course.wrong(exercise) {
            Ok(wrong) => wrong,
            Err(fault) => return self.faults.push(fault),
        };
        if wrong.len() < WRONG_FILES {
            let message = format!("wrong/에 파일이 {}개뿐입니다. 적어도 {WRONG_FILES}개 있어야 합니다.", wrong.len());
            self.error(path, "wrong-missing", message);
        }
        // What a file that claims nothing known was to provoke is not known either.
        let clear = wrong.iter().all(|file| file.is_clear(self.catalogue));
        for code in exercise.mistakes.iter().filter(|code| clear && self.catalogue.knows(code)).collect::<Vec<_>>() {
            if !wrong.iter().any(|file| file.codes.contains(code)) {
                let message = format!("{} 불러내는 파일이 wrong/에 없습니다.", quoted("", code, Josa::EulReul));
                self.field(path, "mistakes", "mistake-unprovoked", message);
            }
        }
        for file in &wrong {
            if file.codes.is_empty() {
                self.error(&file.path, "wrong-claim", "첫 줄은 `# wrong: 코드, 코드`여야 합니다.");
            }
            for code in &file.codes {
                let column =
                    file.text.lines().next().and_then(|line| Some(line.get(..line.find(code)?)?.chars().count()));
                self.known_code_at(&file.path, LineCol { line: 1, column: column.unwrap_or(0) + 1 }, code);
                if self.catalogue.knows(code) && !exercise.mistakes.contains(code) {
                    let code = quoted("", code, Josa::IGa);
                    let message = format!("{code} exercise.yaml의 `mistakes`에 없습니다.");
                    self.error(&file.path, "mistake-unlisted", message);
                }
            }
            let others = || wrong.iter().filter(|other| other.path != file.path);
            if !file.codes.is_empty() && file.codes.iter().all(|code| others().any(|other| other.codes.contains(code)))
            {
                let message =
                    "이 파일의 코드는 모두 wrong/의 다른 파일도 불러냅니다. 파일마다 제 것이 하나는 있어야 합니다.";
                self.error(&file.path, "wrong-redundant", message);
            }
        }
    }
}

/// Whether a line of the answer says something: not a key alone, not what every manifest has.
fn tells(line: &str) -> bool {
    let boilerplate = line.starts_with("apiVersion:") || line.starts_with("kind:") || line.starts_with('#');
    !boilerplate && line.split_once(": ").is_some_and(|(_, value)| !value.trim().is_empty())
}

/// `laptop`, `node/이름`, `pod/이름`
fn is_place(on: &str) -> bool {
    on == "laptop" || on.split_once('/').is_some_and(|(kind, name)| matches!(kind, "node" | "pod") && !name.is_empty())
}

fn is_kind(kind: &str) -> bool {
    KINDS.iter().any(|known| known.eq_ignore_ascii_case(kind))
}
