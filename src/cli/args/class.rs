//! What can be asked of `kijabi class`.
//!
//! Must not know: how any of it is done.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use super::{Format, report_format};
use crate::classroom::Format as ReportFormat;

/// What to do in a class.
#[derive(Debug, Subcommand)]
pub enum ClassAction {
    /// 수업 폴더에 한 번 참여합니다. 그 뒤로는 키잡이가 기억합니다
    Join {
        /// 함께 쓰는 수업 폴더
        #[arg(value_name = "폴더")]
        folder: PathBuf,
        /// 학번이나 이름: 수업 폴더에 이 이름의 폴더가 생깁니다
        #[arg(long = "as", value_name = "학번")]
        student: String,
    },
    /// 답을 수업 폴더에 제출합니다. 몇 번이든 다시 제출할 수 있고 마지막 것이 남습니다
    HandIn {
        /// 과제 이름. 적지 않으면 마지막에 열었던 과제입니다
        #[arg(value_name = "과제")]
        exercise: Option<String>,
        /// 통과한 답을 제출해 두었어도 통과하지 않는 답으로 바꿉니다
        #[arg(long)]
        force: bool,
        /// 키잡이에서 쓴 답 대신 이 파일들을 제출합니다
        #[arg(value_name = "답")]
        answer: Vec<PathBuf>,
    },
    /// 과제의 마감을 정하거나 보여 줍니다. 학생의 첫 화면과 채점에 쓰이고, 명단에 적은 마감이 있으면 그것을 따릅니다
    Due {
        /// 수업 폴더
        #[arg(value_name = "폴더")]
        folder: PathBuf,
        /// 마감: `2026-11-30`이나 `2026-11-30 18:00`, 지우려면 `없음`. 적지 않으면 정해 둔 마감을 보여 줍니다
        #[arg(value_name = "마감")]
        when: Option<String>,
        /// 과제 이름. 적지 않으면 모든 과제입니다
        #[arg(value_name = "과제")]
        exercises: Vec<String>,
    },
    /// 참여한 수업과 내가 제출한 답을 보여 줍니다
    Status,
    /// 수업에서 나옵니다. 제출한 것은 그대로 남습니다
    Leave,
    /// 누가 어디에서 무엇에 얼마나 오래 막혀 있는지 지켜봅니다
    Board {
        /// 수업 폴더
        #[arg(value_name = "폴더")]
        folder: PathBuf,
        /// 명단 CSV(`학번`, `이름` 열)
        #[arg(long, value_name = "파일")]
        roster: Option<PathBuf>,
        /// human(기본)이면 화면으로 지켜보고, json이면 지금 모습을 학생마다 한 줄로 출력합니다
        #[arg(long, value_name = "형식", default_value = "human")]
        format: Format,
    },
    /// 수업 퀴즈를 풉니다. 선생님은 `set`으로 내고 `results`로 지켜보고 `close`로 닫습니다
    #[command(subcommand_required = false)]
    Quiz {
        /// What the teacher does with it.
        #[command(subcommand)]
        action: Option<ClassQuizAction>,
    },
    /// 나누어 채점한 조각을 하나로 합칩니다
    Merge {
        /// `kijabi grade --submissions … --shard I/N`이 만든 조각 모두
        #[arg(value_name = "조각", required = true)]
        shards: Vec<PathBuf>,
        /// 출력 형식: human(기본), json, csv, junit, html
        #[arg(long, value_name = "형식", value_parser = report_format())]
        format: Option<ReportFormat>,
        /// 화면 대신 이 파일에 씁니다
        #[arg(long, value_name = "파일")]
        out: Option<PathBuf>,
    },
}

/// What a teacher does with a class's quiz.
#[derive(Debug, Subcommand)]
pub enum ClassQuizAction {
    /// 퀴즈를 냅니다. 모든 학생이 같은 문제를 받습니다
    Set {
        /// 수업 폴더
        #[arg(value_name = "폴더")]
        folder: PathBuf,
        /// 이 장에서만 냅니다. 여러 번 적을 수 있습니다
        #[arg(long, value_name = "장")]
        chapter: Vec<String>,
        /// 문제의 수(1-200). 적지 않으면 10
        #[arg(long, alias = "questions", value_name = "수", value_parser = clap::value_parser!(u16).range(1..=200))]
        count: Option<u16>,
        /// 퀴즈 번호. 번호가 같으면 같은 문제가 나옵니다
        #[arg(long, value_name = "번호")]
        seed: Option<u64>,
        /// 제한 시간(분). 학생마다 시작한 때부터 잽니다
        #[arg(long, value_name = "분", value_parser = clap::value_parser!(u32).range(1..=1440))]
        minutes: Option<u32>,
        /// 퀴즈의 이름: 영문 소문자와 숫자와 `-`. 적지 않으면 낸 날과 시각입니다
        #[arg(long, value_name = "이름")]
        name: Option<String>,
    },
    /// 무엇에 어떻게 답했는지 지켜봅니다: 문제마다 답의 분포, 실수, 아직 답하지 않은 학생
    Results {
        /// 수업 폴더
        #[arg(value_name = "폴더")]
        folder: PathBuf,
        /// 퀴즈의 이름. 적지 않으면 마지막 퀴즈입니다
        #[arg(long, value_name = "이름")]
        name: Option<String>,
        /// 명단 CSV(`학번`, `이름` 열)
        #[arg(long, value_name = "파일")]
        roster: Option<PathBuf>,
        /// human(기본)이면 화면으로 지켜보고, json(한 줄에 하나)이나 csv면 지금 모습을 출력합니다
        #[arg(long, value_name = "형식", default_value = "human")]
        format: TallyFormat,
        /// csv의 한 줄: question(기본, 답 하나)이나 student(학생 한 명)
        #[arg(long, value_name = "기준", default_value = "question")]
        by: TallyBy,
    },
    /// 퀴즈를 닫습니다. 더는 답할 수 없고, 학생은 맞은 것과 설명을 봅니다
    Close {
        /// 수업 폴더
        #[arg(value_name = "폴더")]
        folder: PathBuf,
    },
}

/// How a class's answers are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum TallyFormat {
    /// For people.
    #[default]
    Human,
    /// A JSON object a line.
    Json,
    /// For spreadsheets.
    Csv,
}

/// What a row of the table is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum TallyBy {
    /// An answer to a question.
    #[default]
    Question,
    /// A student.
    Student,
}
