//! What clap has to say about a command line, in Korean.
//!
//! Must not know: which commands there are.

use std::process::ExitCode;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::out::{self, Out};

/// Prints help, version or what is wrong with the command line; gives the exit status.
pub(super) fn tell(error: &Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let mut out = Out::new(false);
        let text = error.render();
        let text = if out::coloured() { text.ansi().to_string() } else { text.to_string() };
        // Help is our own text; its colours are meant for the terminal.
        let _ = out.raw(text.as_bytes()).and_then(|()| out.flush());
        return ExitCode::SUCCESS;
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        out::note(&error.render().to_string());
        return ExitCode::from(2);
    }
    out::note(&format!("kijabi: {}", message(error)));
    if let Some(hint) = suggestion(error) {
        out::note(&format!("  혹시 {hint}?"));
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = usage.to_string().replace("Usage:", "사용법:").replace("[OPTIONS]", "[옵션]");
        out::note(&format!("\n{}", usage.trim()));
    }
    out::note("\n자세한 것은 `kijabi --help`를 보십시오.");
    ExitCode::from(2)
}

fn message(error: &Error) -> String {
    let argument = text(error, ContextKind::InvalidArg);
    let value = text(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument}에 값이 빠졌습니다."),
        ErrorKind::InvalidValue => {
            let valid = text(error, ContextKind::ValidValue);
            format!("{argument}에 쓸 수 없는 값입니다: {value} (쓸 수 있는 값: {valid})")
        }
        ErrorKind::ValueValidation => {
            // Our own parsers say in Korean what they want; clap's and the standard library's words are English.
            let wanted = std::error::Error::source(error).map(ToString::to_string).filter(|text| !text.is_ascii());
            format!("{argument}에 쓸 수 없는 값입니다: {value}. {}", wanted.unwrap_or_default()).trim_end().to_owned()
        }
        ErrorKind::UnknownArgument => format!("모르는 인수입니다: {argument}"),
        ErrorKind::InvalidSubcommand => format!("모르는 명령입니다: {}", text(error, ContextKind::InvalidSubcommand)),
        ErrorKind::MissingRequiredArgument => format!("빠진 인수가 있습니다: {argument}"),
        ErrorKind::MissingSubcommand => "무엇을 할지 명령이 빠졌습니다.".to_owned(),
        ErrorKind::ArgumentConflict => {
            format!("{argument} 인수는 {} 인수와 함께 쓸 수 없습니다.", text(error, ContextKind::PriorArg))
        }
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("{argument}에 준 값의 개수가 맞지 않습니다.")
        }
        ErrorKind::NoEquals => format!("{argument}에는 =로 값을 주어야 합니다."),
        ErrorKind::InvalidUtf8 => "인수가 UTF-8이 아닙니다.".to_owned(),
        _ => "명령을 알아들을 수 없습니다.".to_owned(),
    }
}

fn suggestion(error: &Error) -> Option<String> {
    [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
        .into_iter()
        .map(|kind| text(error, kind))
        .find(|text| !text.is_empty())
}

fn text(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(one)) => one.clone(),
        Some(ContextValue::Strings(many)) => many.join(", "),
        Some(ContextValue::StyledStr(one)) => one.to_string(),
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}
