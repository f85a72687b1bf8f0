//! What can be asked on the command line, and how it is explained.
//!
//! Must not know: how any of it is done.

mod class;

use std::path::PathBuf;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{ArgAction, Args, Command, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::classroom::Format as ReportFormat;
use crate::classroom::shard::Shard;
use crate::kube::Version;
pub use class::{ClassAction, ClassQuizAction, TallyBy, TallyFormat};

/// 키잡이: 터미널에서 배우는 쿠버네티스 서비스
#[derive(Debug, Parser)]
#[command(name = "kijabi", version, next_help_heading = "옵션", after_help = AFTER_HELP)]
pub struct Arguments {
    /// What holds for every command.
    #[command(flatten)]
    pub common: Common,
    /// What to do; nothing is the tutor itself.
    #[command(subcommand)]
    pub action: Option<Action>,
}

/// The heading of what holds for every command.
pub const COMMON: &str = "어디서나 쓰는 옵션";

const AFTER_HELP: &str = "\
명령 없이 실행하면 지난번에 멈춘 곳에서 이어 갑니다.
종료 코드: 0 성공, 1 매니페스트나 답에 잘못이 있음, 2 명령을 수행할 수 없음";

/// What holds for every command.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = COMMON)]
pub struct Common {
    /// 기본 과정 대신 이 폴더의 과정을 씁니다
    #[arg(long, global = true, value_name = "폴더")]
    pub course: Option<PathBuf>,
    /// 어느 버전의 API 서버처럼 판정할지 고릅니다: 1.34(기본), 1.35, 1.36
    #[arg(long, global = true, value_name = "버전", value_parser = version_parser())]
    pub kubernetes: Option<Version>,
    /// 선과 기호를 ASCII로만 그립니다
    #[arg(long, global = true)]
    pub ascii: bool,
    /// 화면을 그리지 않고 한 줄씩 출력합니다(화면 낭독기용)
    #[arg(long, global = true)]
    pub plain: bool,
}

impl Common {
    /// Which server's rules hold.
    #[must_use]
    pub fn version(&self) -> Version {
        self.kubernetes.unwrap_or_default()
    }
}

fn version_parser() -> impl TypedValueParser<Value = Version> {
    let versions = Version::ALL.map(|version| PossibleValue::new(version.name()));
    clap::builder::PossibleValuesParser::new(versions)
        .map(|name| Version::ALL.into_iter().find(|version| version.name() == name).unwrap_or_default())
}

/// A command.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// 장이나 과제를 바로 엽니다
    Open {
        /// 장이나 과제의 이름(`kijabi course list`가 보여 줍니다)
        #[arg(value_name = "장|과제")]
        id: String,
        /// 과제의 답을 이 파일에 두고 다른 편집기에서도 고칩니다. 저장할 때마다 채점합니다
        #[arg(long, value_name = "파일")]
        file: Option<PathBuf>,
    },
    /// Markdown 노트를 장으로 나누어 읽습니다
    Read {
        /// Markdown 파일
        #[arg(value_name = "파일")]
        file: PathBuf,
    },
    /// 매니페스트를 API 서버처럼 판정합니다
    Check {
        /// 파일이나 폴더. `-`는 표준 입력입니다
        #[arg(value_name = "경로", required = true)]
        paths: Vec<PathBuf>,
        /// 출력 형식: human(기본), json(파일마다 한 줄), sarif
        #[arg(long, value_name = "형식", default_value = "human")]
        format: CheckFormat,
    },
    /// 실수 코드나 필드를 설명합니다
    Explain {
        /// `selector-matches-no-pod` 같은 실수 코드, 또는 `service.spec.ports.nodePort` 같은 필드. 적지 않으면 실수 코드를 모두 보여 줍니다
        #[arg(value_name = "코드|필드")]
        what: Option<String>,
        /// 출력 형식: human(기본), json(코드마다 한 줄)
        #[arg(long, value_name = "형식", default_value = "human")]
        format: Format,
    },
    /// 과제의 답을 채점합니다. 통과해야만 종료 코드가 0입니다
    Grade(GradeArguments),
    /// 실습용 클러스터에서 kubectl, curl, ssh, minikube를 실행합니다
    Lab(super::lab::LabArguments),
    /// 수업에 참여하고, 제출하고, 퀴즈를 풀고, 지켜보고, 나누어 채점한 것을 합칩니다
    Class {
        /// What to do.
        #[command(subcommand)]
        action: ClassAction,
    },
    /// 문제를 풉니다. 틀린 문제는 잊을 즈음에 다시 냅니다
    Quiz(QuizArguments),
    /// 장을 한 쪽씩 발표합니다
    Present(PresentArguments),
    /// 과정을 보거나 검사합니다
    Course {
        /// What to do with it.
        #[command(subcommand)]
        action: CourseAction,
    },
    /// 학습 기록을 보고, 옮기고, 지웁니다
    Progress {
        /// What to do with it.
        #[command(subcommand)]
        action: ProgressAction,
    },
    /// 터미널, 로캘, 글자 폭, 기록 폴더를 점검합니다
    Doctor,
    /// 셸 자동 완성을 출력합니다
    Completions {
        /// bash, zsh, fish, elvish, powershell
        #[arg(value_name = "셸")]
        shell: clap_complete::Shell,
    },
    /// 맨 페이지를 출력합니다
    Man,
}

/// What is graded, and how it is shown.
#[derive(Clone, Debug, Args)]
pub struct GradeArguments {
    /// 과제 이름. --submissions에서는 여럿을 적거나, 적지 않으면 과정의 모든 과제입니다
    #[arg(value_name = "과제", required_unless_present = "submissions")]
    pub exercise: Option<String>,
    /// 매니페스트, 파일이 든 폴더, 또는 콘솔 명령을 적은 .sh. `-`는 표준 입력입니다
    #[arg(value_name = "답", required_unless_present = "submissions")]
    pub answer: Vec<PathBuf>,
    /// 여러 학생의 답이 든 폴더. 학생마다 폴더 하나를 두거나(`학번/과제.yaml`) 답마다 파일 하나를 둡니다(`학번_과제.yaml`)
    #[arg(long, value_name = "폴더")]
    pub submissions: Option<PathBuf>,
    /// 명단 CSV. `학번` 열이 있어야 하고 `이름`, `마감`, `마감:과제` 열을 읽습니다. 마감은 이 컴퓨터의 시간대로 읽습니다(`+09:00`을 붙이면 그 시간대로)
    #[arg(long, value_name = "파일", requires = "submissions")]
    pub roster: Option<PathBuf>,
    /// 과제의 배점(기본 1). 여러 번 적을 수 있습니다
    #[arg(long, value_name = "과제=배점", requires = "submissions", value_parser = weight)]
    pub weight: Vec<(String, u32)>,
    /// 학생을 N조각으로 나눈 가운데 I번째만 채점합니다. 조각은 `kijabi class merge`로 합칩니다
    #[arg(long, value_name = "I/N", requires = "submissions")]
    pub shard: Option<Shard>,
    /// 출력 형식: human(기본), json, csv, junit, html
    #[arg(long, value_name = "형식", value_parser = report_format())]
    pub format: Option<ReportFormat>,
    /// 화면 대신 이 파일에 씁니다
    #[arg(long, value_name = "파일")]
    pub out: Option<PathBuf>,
}

impl GradeArguments {
    /// The exercises named: with `--submissions` every name is one.
    pub fn exercises(&self) -> impl Iterator<Item = &str> {
        self.exercise.as_deref().into_iter().chain(self.answer.iter().filter_map(|id| id.to_str()))
    }
}

fn weight(text: &str) -> Result<(String, u32), String> {
    let parts = text.split_once('=').and_then(|(id, weight)| Some((id.trim().to_owned(), weight.trim().parse().ok()?)));
    parts.filter(|(_, weight)| *weight <= 1_000).ok_or_else(|| "`first-nodeport=2`처럼 적으십시오.".to_owned())
}

fn report_format() -> impl TypedValueParser<Value = ReportFormat> {
    let names = ["human", "json", "csv", "junit", "html"].map(PossibleValue::new);
    clap::builder::PossibleValuesParser::new(names).map(|name| match name.as_str() {
        "json" => ReportFormat::Json,
        "csv" => ReportFormat::Csv,
        "junit" => ReportFormat::Junit,
        "html" => ReportFormat::Html,
        _ => ReportFormat::Human,
    })
}

/// `kijabi present`.
#[derive(Args, Clone, Debug)]
pub struct PresentArguments {
    /// 장의 이름(`kijabi course list`가 보여 줍니다)
    #[arg(value_name = "장")]
    pub chapter: String,
    /// 다른 터미널에서 발표를 따라가며 발표자 노트를 보여 줍니다
    #[arg(long)]
    pub notes: bool,
    /// 글자를 두 배로 보여 줍니다. xterm, Konsole, mintty, iTerm2, macOS 터미널, Windows 터미널에서
    /// 됩니다. 다른 터미널에서는 터미널의 확대(Ctrl-+)로 키우십시오
    #[arg(long, conflicts_with = "notes")]
    pub big: bool,
}

/// What to ask in a quiz.
#[derive(Clone, Debug, Default, Args)]
pub struct QuizArguments {
    /// 이 장의 문제만 풉니다. 여러 번 적을 수 있습니다
    #[arg(long, value_name = "장")]
    pub chapter: Vec<String>,
    /// 오늘 복습할 것만 풉니다. 하루는 04:00에 시작합니다(환경 변수 KIJABI_DAY_START로 바꿉니다)
    #[arg(long, conflicts_with = "exam")]
    pub due: bool,
    /// 시험을 봅니다. 끝날 때까지 맞고 틀린 것을 말하지 않습니다
    #[arg(long)]
    pub exam: bool,
    /// 문제의 수. 적지 않으면 20
    #[arg(long, value_name = "수")]
    pub count: Option<usize>,
    /// 하루에 처음 푸는 문제의 수. 적지 않으면 10. 첫 장과 읽은 장에서 나옵니다(`--chapter`는 읽지 않은 장도)
    #[arg(long, value_name = "수", conflicts_with = "exam")]
    pub new: Option<usize>,
    /// 시험 번호. 번호가 같으면 같은 문제가 나옵니다
    #[arg(long, value_name = "번호")]
    pub seed: Option<u64>,
    /// 시험 시간(분)
    #[arg(long, value_name = "분", requires = "exam", value_parser = clap::value_parser!(u32).range(1..=1440))]
    pub minutes: Option<u32>,
    /// 시험 결과를 이 파일에 JSON으로 저장합니다. --plain에서 `-`는 표준 출력입니다
    #[arg(long, value_name = "파일", requires = "exam")]
    pub export: Option<PathBuf>,
}

/// What to do with a course.
#[derive(Debug, Subcommand)]
pub enum CourseAction {
    /// 장과 과제를 차례대로 보여 줍니다
    List {
        /// 과정 폴더. 적지 않으면 지금 쓰는 과정입니다
        #[arg(value_name = "폴더")]
        folder: Option<PathBuf>,
        /// 출력 형식: human(기본), json(항목마다 한 줄)
        #[arg(long, value_name = "형식", default_value = "human")]
        format: Format,
    },
    /// 과정의 잘못을 `파일:줄:칸`으로 짚습니다. 잘못이 있으면 종료 코드가 1입니다
    Check {
        /// 과정 폴더. 적지 않으면 지금 폴더(course.yaml이 있을 때)이고, 없으면 기본 과정입니다
        #[arg(value_name = "폴더")]
        folder: Option<PathBuf>,
        /// 과정이 바뀔 때마다 다시 검사합니다. Ctrl-C로 끝냅니다
        #[arg(long)]
        watch: bool,
    },
    /// 새 과정을 만듭니다: 장, 트래픽 그림, 과제, 퀴즈가 하나씩 든, 검사를 통과하는 폴더입니다
    New {
        /// 만들 폴더. 없거나 비어 있어야 합니다
        #[arg(value_name = "폴더")]
        folder: PathBuf,
        /// 과정의 제목. 적지 않으면 물어봅니다(터미널이 아니면 `새 과정`)
        #[arg(long, value_name = "제목")]
        title: Option<String>,
        /// 만든 사람
        #[arg(long, value_name = "이름")]
        author: Option<String>,
    },
    /// 편집기에서 과정 파일을 자동 완성할 수 있게 JSON 스키마를 만듭니다
    Schema {
        /// 이 폴더의 `.schema/`에 씁니다. 적지 않으면 스키마 네 개를 모두 출력합니다
        #[arg(value_name = "폴더")]
        folder: Option<PathBuf>,
    },
}

/// What to do with the record.
#[derive(Debug, Subcommand)]
pub enum ProgressAction {
    /// 무엇을 읽고 통과했는지 보여 줍니다
    Show,
    /// 기록을 JSON으로 출력합니다
    Export,
    /// 내보낸 기록을 합칩니다. 지금 있는 기록도 그대로 남습니다
    Import {
        /// `kijabi progress export`가 출력한 JSON 파일. `-`는 표준 입력입니다
        #[arg(value_name = "파일")]
        file: PathBuf,
    },
    /// 기록을 지웁니다. 먼저 기록 폴더에 사본을 남깁니다
    Reset {
        /// 이 장이나 과제의 기록만 지웁니다
        #[arg(value_name = "장|과제")]
        id: Option<String>,
        /// 묻지 않고 모두 지웁니다
        #[arg(long)]
        yes: bool,
    },
}

/// How `check` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For people.
    #[default]
    Human,
    /// A JSON object a line.
    Json,
    /// SARIF 2.1.0.
    Sarif,
}

/// How other commands print.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Human,
    /// For programs.
    Json,
}

/// How `lab` prints what commands print.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LabFormat {
    /// As it is.
    #[default]
    Text,
    /// A JSON object a command.
    Json,
}

/// The whole command line, with every heading in Korean.
#[must_use]
pub fn command() -> Command {
    let mut command = Arguments::command();
    command = headings(command);
    command.build();
    usages(command)
}

const TEMPLATE: &str = "{about-with-newline}\n사용법: {usage}\n\n{all-args}{after-help}";

fn headings(command: Command) -> Command {
    let help = clap::Arg::new("도움말").short('h').long("help").action(ArgAction::Help).help("이 도움말을 보여 줍니다");
    let mut place = 0;
    let mut command = command
        .help_template(TEMPLATE)
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading("명령")
        .subcommand_value_name("명령")
        // What may be given and what is taken without it stands in each sentence, in Korean.
        .mut_args(|arg| {
            if arg.get_action().takes_values() { arg.hide_default_value(true).hide_possible_values(true) } else { arg }
        })
        .mut_args(|arg| match (arg.is_positional(), arg.get_help_heading()) {
            // Under a heading of one's own they would stand in the order of their names.
            (true, _) => {
                place += 1;
                arg.help_heading("인수").display_order(place)
            }
            (false, None) => arg.help_heading("옵션"),
            (false, Some(_)) => arg,
        })
        .arg(help.help_heading(COMMON))
        .mut_subcommands(headings);
    if command.get_version().is_some() {
        let version =
            clap::Arg::new("버전").short('V').long("version").action(ArgAction::Version).help("버전을 보여 줍니다");
        command = command.disable_version_flag(true).arg(version.help_heading(COMMON));
    }
    command
}

/// Usage lines in Korean: clap's own placeholder for options is English.
fn usages(mut command: Command) -> Command {
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim().replace("[OPTIONS]", "[옵션]");
    command.override_usage(usage).mut_subcommands(usages)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::error::ErrorKind;

    fn walk(command: &mut Command, seen: &mut dyn FnMut(&str, &str)) {
        let name = command.get_name().to_owned();
        seen(&name, &command.render_long_help().to_string());
        for subcommand in command.get_subcommands_mut() {
            walk(subcommand, seen);
        }
    }

    #[test]
    fn the_definition_holds_together() {
        command().debug_assert();
    }

    /// The words of a line as a shell would part them; what is behind `;` or a comment is left out.
    fn words(line: &str) -> Vec<String> {
        let mut words = vec![String::new()];
        let mut quote = None;
        for c in line.chars() {
            match (quote, c) {
                (None, ';' | '#' | '|') => break,
                (None, '\'' | '"') => quote = Some(c),
                (Some(open), _) if c == open => quote = None,
                (None, _) if c.is_whitespace() => words.push(String::new()),
                _ => words.iter_mut().last().into_iter().for_each(|word| word.push(c)),
            }
        }
        words.retain(|word| !word.is_empty());
        words
    }

    #[test]
    fn every_command_of_the_readme_is_one() {
        let readme = include_str!("../../README.md");
        let lines = readme.lines().filter(|line| line.starts_with("kijabi "));
        let spans =
            readme.split('`').skip(1).step_by(2).filter(|span| span.starts_with("kijabi ") && !span.contains('\n'));
        let mut tried = 0;
        for line in lines.chain(spans) {
            if let Err(error) = command().try_get_matches_from(words(line)) {
                // Prose names commands and options without what they are given.
                let unknown = matches!(error.kind(), ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand);
                assert!(!unknown, "{line}: {error}");
            }
            tried += 1;
        }
        assert!(tried > 30, "{tried} commands");
    }

    #[test]
    fn arguments_are_explained_in_the_order_in_which_they_are_given() {
        let mut several = 0;
        walk(&mut command(), &mut |name, help| {
            let usage = help.lines().find_map(|line| line.strip_prefix("사용법: ")).unwrap_or_default();
            let given: Vec<&str> = usage.split(' ').filter(|word| word.starts_with(['<', '['])).collect();
            let explained: Vec<&str> = help
                .lines()
                .filter_map(|line| line.strip_prefix("  ").filter(|rest| rest.starts_with(['<', '['])))
                .filter_map(|line| line.split("  ").next())
                .collect();
            let given: Vec<&str> = given.into_iter().filter(|word| explained.contains(word)).collect();
            assert_eq!(given, explained, "{name}: {help}");
            several += usize::from(explained.len() > 1);
        });
        assert!(several >= 3, "{several} commands take several arguments");
    }

    #[test]
    fn every_help_page_is_korean() {
        walk(&mut command(), &mut |name, help| {
            for english in [
                "Usage",
                "Options:",
                "Commands:",
                "Arguments:",
                "[OPTIONS]",
                "[COMMAND]",
                "Print",
                "possible",
                "default:",
            ] {
                assert!(!help.contains(english), "{name}: {english} in\n{help}");
            }
        });
    }
}
