//! A value of a wrong type in a learner's words: what stands there and what should.
//!
//! Must not know: which edits would mend it.

use super::mend::glued_dash;
use super::{as_docker, as_pair, port_key, with_comma};
use crate::kube::decode::Mismatch;
use crate::kube::meant::{self, Slip};
use crate::kube::schema::Type;
use crate::text::josa::{Josa, with};
use crate::yaml::tree::{Kind, Scalar, Style, Value};

/// Longer values are not repeated.
const LONGEST: usize = 40;

/// What a learner is told.
pub(super) fn help(mismatch: &Mismatch<'_>) -> String {
    let field = if mismatch.path.is_empty() { "이 문서".to_owned() } else { format!("`{}`", mismatch.path) };
    match mismatch.value.kind() {
        Kind::Scalar(scalar) => instead_of_scalar(mismatch, &with(&field, Josa::EunNeun), scalar),
        Kind::Mapping => instead_of_mapping(mismatch, &field),
        Kind::Sequence => instead_of_sequence(mismatch, &with(&field, Josa::EunNeun)),
    }
}

/// `topic` is the field as the subject of a sentence.
fn instead_of_scalar(mismatch: &Mismatch<'_>, topic: &str, scalar: Scalar<'_>) -> String {
    let text = if scalar.text.chars().count() > LONGEST { "…" } else { scalar.text };
    let told = match mismatch.wanted {
        Type::Int32 | Type::Int64 | Type::IntOrString => number(mismatch, topic, text, scalar),
        Type::String | Type::Named(_) => string(topic, text, scalar.value),
        Type::Bool => Some(format!(
            "{topic} true나 false여야 하는데 `{text}`{} 적었습니다. 따옴표 없이 true나 false만 적으십시오.",
            Josa::EulReul.after(text)
        )),
        Type::Quantity => Some(format!(
            "{topic} 100m, 0.5, 128Mi처럼 수와 단위로 적어야 하는데 `{text}`{} 그렇게 읽을 수 없습니다. 메모리 단위는 Mi나 Gi처럼 대소문자를 맞춰 적으십시오.",
            Josa::EunNeun.after(text)
        )),
        Type::Time => Some(format!(
            "{topic} 2025-01-01T00:00:00Z처럼 적는 시각이며 서버가 채웁니다. `{text}`{} 지우십시오.",
            Josa::EulReul.after(text)
        )),
        Type::Map(..) | Type::Struct(_) => mapping(mismatch.wanted, topic, text, scalar),
        Type::List(item) => Some(list(*item, topic, text)),
        Type::Any => None,
    };
    told.unwrap_or_else(|| {
        format!(
            "{topic} {} 하는데 `{text}`{} 적었습니다.",
            with(mismatch.wanted.korean(), Josa::IeoyaYeoya),
            Josa::EulReul.after(text)
        )
    })
}

fn number(mismatch: &Mismatch<'_>, topic: &str, text: &str, scalar: Scalar<'_>) -> Option<String> {
    let quoted = matches!(scalar.style, Style::SingleQuoted | Style::DoubleQuoted);
    match scalar.value {
        Value::Str if matches!(mismatch.wanted, Type::IntOrString) => None,
        Value::Str if quoted && text.parse::<i64>().is_ok() => Some(format!(
            "{topic} 정수여야 하는데 따옴표로 감싼 `\"{text}\"`{} 문자열입니다. 따옴표를 빼고 {text}만 적으십시오.",
            Josa::EunNeun.after(text)
        )),
        Value::Str if with_comma(text).is_some() => Some(format!(
            "{topic} 정수여야 하는데 끝에 쉼표가 있어 `{text}`{} 문자열이 되었습니다. YAML의 줄 끝에는 쉼표를 쓰지 않으니 지우십시오.",
            Josa::IraneunRaneun.after(text)
        )),
        Value::Str => {
            if let Some((number, slip)) = meant::number(text) {
                return Some(slipped(topic, text, number, slip));
            }
            let name = mismatch.path.rsplit('.').next().unwrap_or("");
            let hint = if matches!(name, "containerPort" | "port" | "nodePort") {
                " 포트 이름은 targetPort와 name에만 쓸 수 있습니다."
            } else {
                ""
            };
            Some(format!(
                "{topic} 정수여야 하는데 `{text}`{} 문자열을 적었습니다.{hint}",
                Josa::IraneunRaneun.after(text)
            ))
        }
        Value::Int(_) | Value::Float(_) => Some(format!(
            "{topic} -2147483648부터 2147483647까지의 정수여야 하는데 `{text}`{} 맞지 않습니다. 소수점이 있거나 너무 큰 수입니다.",
            Josa::EunNeun.after(text)
        )),
        Value::Null | Value::Bool(_) => None,
    }
}

/// Of digits that only look like digits.
fn slipped(topic: &str, text: &str, number: i32, slip: Slip) -> String {
    let number = with(&format!("`{number}`"), Josa::EulReul);
    match slip {
        Slip::FullWidth => format!(
            "{topic} 정수여야 하는데 `{text}`{} 전각 숫자라 문자열로 읽힙니다. 보통 숫자로 {number} 적으십시오.",
            Josa::EunNeun.after(text)
        ),
        Slip::Letter(letter) => format!(
            "{topic} 정수여야 하는데 `{text}`에 숫자가 아닌 영문자 '{letter}'{} 들어 있어 문자열로 읽힙니다. {number} 적으려던 것인지 살펴보십시오.",
            Josa::IGa.after(&letter.to_string())
        ),
    }
}

fn string(topic: &str, text: &str, value: Value) -> Option<String> {
    match value {
        Value::Int(_) | Value::Float(_) => Some(format!(
            "{topic} 문자열이어야 하는데 YAML은 따옴표 없는 `{text}`{} 숫자로 읽습니다. `\"{text}\"`처럼 따옴표로 감싸십시오.",
            Josa::EulReul.after(text)
        )),
        Value::Bool(_) => Some(format!(
            "{topic} 문자열이어야 하는데 YAML은 따옴표 없는 `{text}`{} 참/거짓으로 읽습니다. 글자 그대로 쓰려면 `\"{text}\"`처럼 따옴표로 감싸십시오.",
            Josa::EulReul.after(text)
        )),
        Value::Null | Value::Str => None,
    }
}

fn mapping(wanted: Type, topic: &str, text: &str, scalar: Scalar<'_>) -> Option<String> {
    if scalar.value == Value::Str && scalar.style == Style::Plain {
        if text.contains(':') && !text.starts_with(|c: char| c.is_ascii_digit()) {
            return Some(format!(
                "{topic} 아래에 키와 값이 있어야 하는데 `{text}`{} 통째로 문자열이 되었습니다. 콜론 뒤에 공백을 넣으십시오.",
                Josa::IGa.after(text)
            ));
        }
        if matches!(wanted, Type::Map(..))
            && let Some(pair) = as_pair(text)
        {
            return Some(format!(
                "{topic} '키: 값'으로 적는 곳인데 `{text}`{} `=`로 이어 적었습니다. `=`는 명령줄에서만 씁니다. `{pair}`처럼 콜론과 공백으로 바꾸십시오.",
                Josa::EunNeun.after(text)
            ));
        }
        if text.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Some(format!(
                "`{text}` 뒤에 콜론이 없습니다. {topic} 아래에 '키: 값'을 적는 곳입니다. `{text}`{} 키라면 `{text}: 값`처럼 적으십시오.",
                Josa::IGa.after(text)
            ));
        }
    }
    let Type::Struct(owner) = wanted else { return None };
    let key = port_key(owner)?;
    if let Some((outer, inner)) = as_docker(text) {
        let instead = if key == "port" {
            let outer = with(&format!("`port: {outer}`"), Josa::GwaWa);
            format!("{outer} `targetPort: {inner}` 두 줄로 나누어 적습니다")
        } else {
            format!("컨테이너가 듣는 `containerPort: {inner}`만 적고, 바깥의 {outer}번은 서비스에 적습니다")
        };
        return Some(format!(
            "{topic} `{text}`처럼 적지 않습니다. 그것은 Docker의 방식입니다. 쿠버네티스에서는 {instead}."
        ));
    }
    let example = text.rsplit(':').next().filter(|it| it.parse::<u16>().is_ok()).unwrap_or("80");
    Some(format!(
        "{topic} 번호만 적을 수 없고 `- {key}: {example}`처럼 어느 필드의 값인지 함께 적어야 하는데 `{text}`{} 적었습니다.",
        Josa::EulReul.after(text)
    ))
}

fn list(item: Type, topic: &str, text: &str) -> String {
    let key = if let Type::Struct(owner) = item { port_key(owner) } else { None };
    let item = key.map_or_else(|| text.to_owned(), |key| format!("{key}: 80"));
    format!(
        "{topic} 목록이라 항목마다 '- '로 시작해야 하는데 `{text}` 하나만 적었습니다. 다음 줄에 `- {item}`처럼 적으십시오."
    )
}

fn instead_of_mapping(mismatch: &Mismatch<'_>, field: &str) -> String {
    let topic = with(field, Josa::EunNeun);
    match mismatch.wanted {
        Type::List(_) if glued_dash(mismatch.value).is_some() => format!(
            "{topic} 목록인데 '-' 뒤에 공백이 없어 '-'까지 필드 이름이 되었습니다. `- 키: 값`처럼 '-' 뒤를 한 칸 띄우십시오."
        ),
        _ if mismatch.path == "spec.selector.matchLabels" => format!(
            "{field}에 '키: 값'을 적었지만 서비스의 selector는 디플로이먼트와 달리 matchLabels를 쓰지 않습니다. `selector:` 바로 아래에 레이블을 적으십시오."
        ),
        Type::List(_) => format!(
            "{topic} 목록이라 항목마다 '- '로 시작해야 합니다. 첫 줄 앞에 '- '를 붙이고 나머지를 그에 맞춰 들여 쓰십시오."
        ),
        wanted => format!(
            "{topic} {} 하는데 아래에 '키: 값'이 들여쓰기되어 있습니다. 한 줄로 값을 적으십시오.",
            with(wanted.korean(), Josa::IeoyaYeoya)
        ),
    }
}

fn instead_of_sequence(mismatch: &Mismatch<'_>, topic: &str) -> String {
    match mismatch.wanted {
        Type::Struct(_) | Type::Map(..) => {
            format!("{topic} '키: 값'을 바로 들여 쓰는 곳인데 '-'로 시작하는 목록을 적었습니다. '- '를 지우십시오.")
        }
        _ => format!("{topic} 값 하나만 받는데 목록을 적었습니다. '-'나 대괄호를 빼고 값 하나만 적으십시오."),
    }
}
