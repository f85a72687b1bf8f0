//! Authoring: a new pack passes its own check, and the JSON Schemas say of every pack file what the program says.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test of the program runs the program, and fails by panicking"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use kijabi::lesson::spec::quiz::{
    Ask, GeneratorSpec, ItemSpec, PairSpec, QuestionChoice, QuestionKind, QuestionSpec, QuizSpec, ValueSpec,
};
use kijabi::lesson::spec::{
    AtMostCheck, Check, Choice, CourseSpec, DnsCheck, EndpointsCheck, ExerciseSpec, FieldCheck, ObjectCheck, Predict,
    RanCheck, RequestCheck, Traffic, TrafficRequest,
};
use kijabi::quiz::generate;
use serde_json::Value;

fn run(arguments: &[&str]) -> Output {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_kijabi"));
    command.args(arguments).env("KIJABI_HOME", home.path()).stdin(Stdio::null()).output().unwrap()
}

#[test]
fn a_new_pack_passes_its_check_and_is_graded() {
    let desk = tempfile::tempdir().unwrap();
    let pack = desk.path().join("내 과정");
    let pack = pack.to_str().unwrap();
    let made = run(&["course", "new", pack, "--title", "서비스: \"첫걸음\" #1", "--author", "김 & 이: [둘]"]);
    assert!(made.status.success(), "{made:?}");
    let checked = run(&["course", "check", pack]);
    assert!(checked.status.success() && checked.stdout.is_empty(), "{checked:?}");
    let list = String::from_utf8(run(&["course", "list", pack]).stdout).unwrap();
    assert!(list.contains("서비스: \"첫걸음\" #1") && list.contains("first-service"), "{list}");
    let solution = format!("{pack}/01-first/ex-first-service/solution.yaml");
    assert!(run(&["--course", pack, "grade", "first-service", &solution]).status.success());
    assert!(String::from_utf8_lossy(&made.stderr).contains(&format!("course check '{pack}' --watch")), "{made:?}");
    assert!(list.contains("문제 2개"), "{list}");
    assert!(fs::read_to_string(format!("{pack}/01-first/chapter.md")).unwrap().contains("\n```traffic\n"));
    let again = run(&["course", "new", pack]);
    assert!(
        again.status.code() == Some(2) && String::from_utf8_lossy(&again.stderr).contains("비어 있지 않은"),
        "{again:?}"
    );
    let plain = run(&["--plain", "--course", pack, "open", "first"]);
    let shown = String::from_utf8(plain.stdout).unwrap();
    assert!(!shown.contains("pause") && !shown.contains("발표할 때만"), "remarks are for the author: {shown}");
}

#[test]
fn the_mistake_of_a_check_is_told_with_it() {
    let desk = tempfile::tempdir().unwrap();
    let pack = desk.path().join("pack");
    let pack = pack.to_str().unwrap();
    assert!(run(&["course", "new", pack]).status.success());
    let exercise = format!("{pack}/01-first/ex-first-service/exercise.yaml");
    let check = "checks:\n  - at-most: {kind: Service, count: 1}\n    proves: 하나뿐입니다.\n    not-yet: 둘이 있습니다.\n    mistake: service-not-needed\n";
    fs::write(&exercise, fs::read_to_string(&exercise).unwrap().replace("checks:\n", check)).unwrap();
    let solution = fs::read_to_string(format!("{pack}/01-first/ex-first-service/solution.yaml")).unwrap();
    let answer = desk.path().join("answer.yaml");
    fs::write(&answer, format!("{solution}---\n{}", solution.replace("name: web", "name: again"))).unwrap();
    let graded = run(&["--course", pack, "grade", "first-service", answer.to_str().unwrap()]);
    let shown = String::from_utf8(graded.stdout).unwrap();
    assert!(shown.contains("둘이 있습니다.\n") && shown.contains("    service-not-needed: "), "{shown}");
}

/// Files of several are one stream with marks: the form that the guide shows is a starter, a solution and a near miss.
#[test]
fn the_form_of_several_files_in_the_guide_is_taken() {
    use kijabi::lesson::stream;
    let guide = guide();
    let (_, rest) = guide.split_once("```yaml\n# Source: web.yaml\n").unwrap();
    let text = format!("# Source: web.yaml\n{}", rest.split("```").next().unwrap());
    let files = stream::split(&text, "service.yaml");
    assert_eq!(files.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["web.yaml", "db.yaml"]);
    let good = |text: &str| kijabi::kube::check(text, kijabi::kube::Version::default()).rejected.is_none();
    assert!(files.iter().all(|file| good(&file.text)), "{files:?}");
}

fn schema(name: &str) -> Value {
    let all: Value = serde_json::from_slice(&run(&["course", "schema"]).stdout).unwrap();
    all[format!("{name}.schema.json")].clone()
}

/// Where `value` is not what `schema` asks for; knows the keywords that our schemas use, and no others.
fn faults(schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let is = |kind: &str| match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        "boolean" => value.is_boolean(),
        other => panic!("type {other}"),
    };
    let holds = |schema: &Value| {
        let mut inner = Vec::new();
        faults(schema, value, at, &mut inner);
        inner.is_empty()
    };
    let Some(rules) = schema.as_object() else { return };
    for (keyword, rule) in rules {
        let good = match keyword.as_str() {
            "$schema" | "title" | "description" | "then" | "else" => true,
            "type" => {
                rule.as_str().map_or_else(|| rule.as_array().unwrap().iter().any(|it| is(it.as_str().unwrap())), is)
            }
            "const" => rule == value,
            "enum" => rule.as_array().unwrap().contains(value),
            "required" => rule.as_array().unwrap().iter().all(|key| value.get(key.as_str().unwrap()).is_some()),
            "minimum" => value.as_i64() >= rule.as_i64(),
            "maximum" => value.as_i64() <= rule.as_i64(),
            "oneOf" => rule.as_array().unwrap().iter().filter(|schema| holds(schema)).count() == 1,
            "if" => holds(&rules[if holds(rule) { "then" } else { "else" }]),
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    faults(rule, item, &format!("{at}[{index}]"), found);
                }
                true
            }
            "properties" => {
                for (key, rule) in rule.as_object().unwrap() {
                    if let Some(value) = value.get(key) {
                        faults(rule, value, &format!("{at}.{key}"), found);
                    }
                }
                true
            }
            "additionalProperties" => value.as_object().into_iter().flatten().all(|(key, value)| {
                rules.get("properties").is_some_and(|known| known.get(key).is_some())
                    || rule.as_bool().unwrap_or_else(|| {
                        faults(rule, value, &format!("{at}.{key}"), found);
                        true
                    })
            }),
            other => panic!("keyword {other}"),
        };
        if !good {
            found.push(format!("{at}: {keyword} {rule:.60}"));
        }
    }
}

fn documents(path: &Path) -> Vec<Value> {
    use serde::Deserialize;
    let text = fs::read_to_string(path).unwrap();
    let documents = serde_yaml::Deserializer::from_str(&text);
    let all: Vec<Value> = documents
        .map(|it| Value::deserialize(it).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
        .collect();
    all.into_iter().filter(|value| !value.is_null()).collect()
}

#[test]
fn every_file_of_the_course_is_what_its_schema_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let schemas = ["course", "exercise", "quiz", "world"].map(|name| (format!("{name}.yaml"), schema(name)));
    let mut seen = BTreeSet::new();
    for folder in ["lessons", "assets/new-course"] {
        let files = walkdir::WalkDir::new(root.join(folder)).into_iter().map(|entry| entry.unwrap().into_path());
        for path in files.filter(|path| path.is_file()).collect::<Vec<PathBuf>>() {
            let name = path.file_name().unwrap().to_str().unwrap();
            let is_world = path.parent().is_some_and(|parent| parent.ends_with("worlds"));
            let name = if is_world { "world.yaml" } else { name };
            let Some((name, schema)) = schemas.iter().find(|(schema, _)| schema == name) else { continue };
            for (number, document) in documents(&path).iter().enumerate() {
                let mut found = Vec::new();
                faults(schema, document, &format!("#{number}"), &mut found);
                assert!(found.is_empty(), "{}: {found:#?}", path.display());
            }
            seen.insert(name.clone());
        }
    }
    assert!(seen.len() >= 3, "{seen:?}");
}

/// The fields that a type reads, as serde lists them when it meets one it does not know.
fn fields<T: serde::de::DeserializeOwned>() -> BTreeSet<String> {
    let Err(error) = serde_json::from_str::<T>(r#"{"no such field": 1}"#) else { panic!("unknown fields are refused") };
    error.to_string().split('`').skip(3).step_by(2).map(str::to_owned).collect()
}

#[test]
fn schemas_know_the_fields_that_the_program_knows() {
    let known = |schema: &Value| schema["properties"].as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(fields::<CourseSpec>(), known(&schema("course")));
    assert_eq!(fields::<ExerciseSpec>(), known(&schema("exercise")));
    let quiz = schema("quiz");
    assert_eq!(fields::<QuizSpec>(), known(&quiz));
    assert_eq!(fields::<QuestionSpec>(), known(&quiz["properties"]["questions"]["items"]));
    assert_eq!(fields::<GeneratorSpec>(), known(&quiz["properties"]["generators"]["items"]));
    let question = &quiz["properties"]["questions"]["items"]["properties"];
    assert_eq!(fields::<Ask>(), known(&question["ask"]));
    assert_eq!(fields::<QuestionChoice>(), known(&question["choices"]["items"]));
    assert_eq!(fields::<ItemSpec>(), known(&question["items"]["items"]));
    assert_eq!(fields::<PairSpec>(), known(&question["pairs"]["items"]));
    assert_eq!(fields::<Check>(), known(&schema("exercise")["properties"]["checks"]["items"]));
}

#[test]
fn a_schema_refuses_what_the_program_refuses() {
    let exercise = schema("exercise");
    let good = serde_json::json!({"title": "t", "task": "t", "hints": [], "checks": [{"accepted": true, "proves": "p", "not-yet": "n"}]});
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut value = good.clone();
        change(&mut value);
        let mut found = Vec::new();
        faults(&exercise, &value, "", &mut found);
        assert_eq!(
            found.is_empty(),
            serde_json::from_value::<ExerciseSpec>(value.clone()).is_ok(),
            "{value}: {found:?}"
        );
        !found.is_empty()
    };
    assert!(!refused(&|_| {}));
    assert!(refused(&|value| value["titel"] = "x".into()));
    assert!(refused(&|value| value["checks"][0]["rejected"] = "x".into()));
    assert!(refused(&|value| value["checks"][0]["weight"] = (-1).into()));
    // What the linter refuses, an editor marks as well.
    let marked = |field: &str, value: Value| {
        let mut exercise_of = good.clone();
        exercise_of["checks"][0][field] = value;
        let mut found = Vec::new();
        faults(&exercise, &exercise_of, "", &mut found);
        !found.is_empty()
    };
    assert!(marked("weight", 0.into()) && marked("mistake", "no-such-mistake".into()));
    assert!(!marked("mistake", "selector-matches-no-pod".into()));
    assert!(refused(&|value| drop(value["checks"][0].as_object_mut().unwrap().remove("accepted"))));
    assert!(refused(&|value| value["checks"][0]["accepted"] = false.into()));
}

/// What the guide for authors says, from its heading to the next of its level.
fn guide() -> String {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let (_, guide) = readme.split_once("\n### 과정 만들기\n").unwrap();
    guide.split("\n## ").next().unwrap().to_owned()
}

#[test]
fn the_guide_names_every_field_kind_and_generator() {
    let guide = guide();
    // In marks, or as a key in an example.
    let named = |word: &str| {
        let written = [format!("`{word}`"), format!("{word}:"), format!("`{word} ")];
        written.iter().any(|it| guide.contains(it)) || guide.contains(&format!("{{from, {word}}}"))
    };
    let all = [
        ("course.yaml", fields::<CourseSpec>()),
        ("exercise.yaml", fields::<ExerciseSpec>()),
        ("a check", fields::<Check>()),
        ("request", fields::<RequestCheck>()),
        ("endpoints", fields::<EndpointsCheck>()),
        ("dns", fields::<DnsCheck>()),
        ("field", fields::<FieldCheck>()),
        ("object", fields::<ObjectCheck>()),
        ("at-most", fields::<AtMostCheck>()),
        ("ran", fields::<RanCheck>()),
        ("predict", fields::<Predict>()),
        ("a choice of predict", fields::<Choice>()),
        ("traffic", fields::<Traffic>()),
        ("the request of traffic", fields::<TrafficRequest>()),
        ("quiz.yaml", fields::<QuizSpec>()),
        ("a question", fields::<QuestionSpec>()),
        ("ask", fields::<Ask>()),
        ("value", fields::<ValueSpec>()),
        ("a choice", fields::<QuestionChoice>()),
        ("an item", fields::<ItemSpec>()),
        ("a pair", fields::<PairSpec>()),
        ("a generator", fields::<GeneratorSpec>()),
    ];
    let missing: Vec<String> = all
        .iter()
        .flat_map(|(of, fields)| {
            fields.iter().filter(|field| !named(field)).map(move |field| format!("{field} of {of}"))
        })
        .collect();
    assert!(missing.is_empty(), "not in the guide: {missing:#?}");
    for kind in QuestionKind::ALL {
        assert!(guide.contains(&format!("`{}`", kind.name())), "{}", kind.name());
    }
    for generator in &generate::ALL {
        assert!(guide.contains(&format!("| `{}` | {} |", generator.name, generator.title)), "{}", generator.name);
    }
}

#[test]
fn every_field_of_a_schema_is_described() {
    fn walk(schema: &Value, at: &str, bare: &mut Vec<String>) {
        if !schema.is_object() {
            return;
        }
        for (key, field) in schema["properties"].as_object().into_iter().flatten() {
            let at = format!("{at}.{key}");
            if field["description"].as_str().is_none_or(str::is_empty) && field.get("const").is_none() {
                bare.push(at.clone());
            }
            walk(field, &at, bare);
        }
        for inner in [&schema["items"], &schema["additionalProperties"]] {
            walk(inner, &format!("{at}[]"), bare);
        }
        for inner in schema["oneOf"].as_array().into_iter().flatten() {
            walk(inner, at, bare);
        }
    }
    let mut bare = Vec::new();
    for name in ["course", "exercise", "quiz", "world"] {
        walk(&schema(name), name, &mut bare);
    }
    assert!(bare.is_empty(), "{bare:#?}");
}
