//! What F3 says of the field at the caret: its path, type, default, values and one Korean sentence; where the caret is in no
//! field, what may stand there.
//!
//! Must not know: how it is shown.

use super::context::{Context, Place, spelled};
use crate::kube::schema::{self, Field, Presence, Step};

/// Title and Markdown of the explanation.
pub(super) fn field(text: &str, context: Option<&Context>) -> (String, String) {
    let Some(context) = context else {
        return ("필드 설명".into(), "주석 안입니다. 필드 위에 커서를 두고 다시 눌러 보십시오.".into());
    };
    let kind = schema::kind(&context.kind).map_or("Service", |kind| kind.name);
    let mut path = context.path.clone();
    if let Place::Key { range, .. } = &context.place
        && !range.is_empty()
    {
        path.push(Step::Key(range.of(text).trim_matches(['"', '\'']).to_owned()));
    }
    if let Some(field) = schema::describe(kind, &path) {
        return (spelled(&path), one(kind, &path, field));
    }
    let parent = path.split_last().map_or(&[][..], |(_, parent)| parent);
    let here = if schema::children(kind, &path).is_empty() { parent } else { &path };
    if let Some(field) = schema::describe(kind, here).filter(|_| schema::children(kind, here).is_empty()) {
        return (spelled(here), one(kind, here, field));
    }
    (
        format!("{} 아래에 쓸 수 있는 필드", if here.is_empty() { kind.to_owned() } else { spelled(here) }),
        list(kind, here),
    )
}

fn one(kind: &str, path: &[Step], field: &Field) -> String {
    let mut lines = vec![field.doc.to_owned(), String::new(), format!("- 형식: {}", field.kind.korean())];
    if !field.values.is_empty() {
        lines.push(format!("- 쓸 수 있는 값: {}", code(field.values.iter().copied())));
    }
    if !field.default.is_empty() {
        lines.push(format!("- 적지 않으면: `{}`", field.default));
    }
    lines.extend(match field.presence {
        Presence::Required => Some("- 반드시 적어야 합니다.".to_owned()),
        Presence::System => Some("- 클러스터가 채우는 필드입니다. 매니페스트에는 적지 않습니다.".to_owned()),
        Presence::Deprecated => Some("- 사용 중단(deprecated)된 필드입니다.".to_owned()),
        Presence::Optional => None,
    });
    let children = schema::children(kind, path);
    if !children.is_empty() {
        lines.push(format!("\n아래에 쓸 수 있는 필드: {}", code(wanted(children).map(|field| field.name))));
    }
    lines.join("\n")
}

fn list(kind: &str, path: &[Step]) -> String {
    let rows = wanted(schema::children(kind, path)).map(|field| format!("- `{}`: {}", field.name, field.doc));
    rows.collect::<Vec<_>>().join("\n")
}

fn wanted(fields: &[Field]) -> impl Iterator<Item = &Field> {
    fields.iter().filter(|field| !matches!(field.presence, Presence::System | Presence::Deprecated))
}

fn code<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::context::context_of_line;
    use super::*;
    use crate::text::LineIndex;

    fn explained(marked: &str) -> (String, String) {
        let caret = marked.find('|').expect("a caret");
        let text = marked.replacen('|', "", 1);
        field(&text, context_of_line(&text, &LineIndex::new(&text), caret).as_ref())
    }

    #[test]
    fn a_field_is_explained_from_its_key_and_from_its_value() {
        let (title, text) = explained("kind: Service\nspec:\n  ports:\n  - port: 80\n    nodePort: 300|08");
        assert_eq!(title, "spec.ports[0].nodePort");
        assert!(text.contains("형식: 정수"));
        assert_eq!(explained("kind: Service\nspec:\n  ty|pe: NodePort").0, "spec.type");
    }

    #[test]
    fn an_empty_place_tells_what_may_stand_there() {
        let (title, text) = explained("kind: Service\nspec:\n  |");
        assert_eq!(title, "spec");
        assert!(text.contains("`selector`"), "{text}");
        let (title, text) = explained("kind: Service\nspec:\n  por|");
        assert_eq!(title, "spec 아래에 쓸 수 있는 필드");
        assert!(text.contains("- `ports`: "), "{text}");
    }

    #[test]
    fn before_a_line_s_content_that_content_is_meant() {
        for place in [
            "|  selector:\n    app: web",
            "  selector:\n|    app: web",
            "  ports:\n  |- port: 80",
            "  ports:\n|  - port: 80",
        ] {
            let (title, text) = explained(&format!("kind: Service\nspec:\n{place}"));
            assert!(title.starts_with("spec."), "{place}: {title}");
            assert!(!text.contains("주석"), "{place}: {text}");
        }
        for comment in ["  # 메모|", "|  # 메모", "  type: NodePort # 메|모"] {
            assert!(explained(&format!("kind: Service\nspec:\n{comment}")).1.contains("주석 안입니다"), "{comment}");
        }
    }
}
