//! What a teacher takes from `assets/classroom/` and runs elsewhere: each command in it is run here as it stands there.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test of the program runs the program, and fails by panicking"
)]

#[path = "support/class.rs"]
mod class;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde::Deserialize as _;
use serde_json::Value;

fn asset(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/classroom").join(name)
}

/// The documents of a YAML file of ours.
fn documents(name: &str) -> Vec<Value> {
    let text = fs::read_to_string(asset(name)).unwrap();
    serde_yaml::Deserializer::from_str(&text).map(|it| Value::deserialize(it).unwrap()).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

/// A shell in which kijabi is found, and nothing of this machine's own settings.
fn shell(folder: &Path, script: &str) -> Command {
    let bin = Path::new(env!("CARGO_BIN_EXE_kijabi")).parent().unwrap();
    let mut command = Command::new("bash");
    command
        .args(["-e", "-c", script])
        .current_dir(folder)
        .env_clear()
        .env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", bin.display()))
        .env("HOME", folder)
        .env("KIJABI_HOME", folder.join(".kijabi"));
    command
}

fn run(mut command: Command) -> Output {
    let output = command.output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(!err.contains("panicked") && output.status.code().is_some(), "{err}");
    output
}

/// The steps of the workflow that run something, by their names.
fn steps(workflow: &Value) -> Vec<(String, String)> {
    let steps = workflow["jobs"]["grade"]["steps"].as_array().unwrap().iter();
    let run = steps.filter(|step| step["run"].is_string());
    run.map(|step| (text(&step["name"]).to_owned(), text(&step["run"]).to_owned())).collect()
}

#[test]
fn the_workflow_grades_a_student_s_repository() {
    let workflow = &documents("autograde.yml")[0];
    let steps = steps(workflow);
    assert_eq!(steps.len(), 2, "{steps:?}");
    let settings = workflow["env"].as_object().unwrap();
    // A value put into a script by the service would be run as the script is; as a variable it is only a value.
    assert!(steps.iter().all(|(_, script)| !script.contains("${{")), "{steps:?}");
    let exercise = class::folder_of(text(&settings["EXERCISE"]));
    let solution = fs::read_to_string(exercise.join("solution.yaml")).unwrap();
    let starter = fs::read_to_string(exercise.join("starter.yaml")).unwrap();
    for (answer, status, words) in [
        (Some(solution.as_str()), 0, "과제를 통과했습니다"),
        (Some(starter.as_str()), 1, "✗"),
        (Some("kind: `````\nx: ]"), 1, "yaml"),
        (None, 2, "그런 파일이나 폴더가 없습니다"),
    ] {
        let repository = tempfile::tempdir().unwrap();
        let summary = repository.path().join("summary.md");
        if let Some(answer) = answer {
            fs::write(repository.path().join(text(&settings["ANSWER"])), answer).unwrap();
        }
        let step = |script: &str| {
            let mut command = shell(repository.path(), script);
            command.env("GITHUB_STEP_SUMMARY", &summary);
            command.envs(settings.iter().map(|(name, value)| (name, text(value))));
            run(command)
        };
        let ready = step(&steps[0].1);
        assert!(ready.status.success(), "{}", String::from_utf8_lossy(&ready.stderr));
        let graded = step(&steps[1].1);
        let shown = fs::read_to_string(&summary).unwrap();
        assert_eq!(graded.status.code(), Some(status), "{shown}");
        assert!(shown.contains(words) && !shown.contains('\u{1b}'), "{shown}");
        assert_eq!(shown.lines().filter(|line| line.starts_with("````")).count(), 2, "the fence holds: {shown}");
        if answer.is_some() {
            let junit = fs::read_to_string(repository.path().join("junit.xml")).unwrap();
            assert!(junit.starts_with("<?xml") && junit.contains("<testsuite"), "{junit}");
            assert_eq!(junit.contains("<failure"), status == 1, "{junit}");
        }
    }
}

/// Where there is no kijabi yet, the workflow asks cargo for the one of the address that the teacher set.
#[test]
fn the_workflow_installs_kijabi_where_there_is_none() {
    let workflow = &documents("autograde.yml")[0];
    let desk = tempfile::tempdir().unwrap();
    let cargo = desk.path().join("cargo");
    fs::write(&cargo, "#!/bin/sh\necho \"cargo $*\"\n").unwrap();
    fs::set_permissions(&cargo, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let mut command = shell(desk.path(), &steps(workflow)[0].1);
    command.env("PATH", format!("{}:/usr/bin:/bin", desk.path().display()));
    command.env("KIJABI_GIT", "https://example.com/a b.git");
    let output = run(command);
    let shown = String::from_utf8(output.stdout).unwrap();
    assert_eq!(shown, "cargo install --locked --git https://example.com/a b.git kijabi\n");
}

#[test]
fn the_job_s_pods_grade_their_shares_which_merge_into_an_unsharded_run() {
    let job = documents("grade-job.yaml").into_iter().find(|it| it["kind"] == "Job").unwrap();
    let spec = &job["spec"];
    assert_eq!((&spec["completionMode"], &spec["parallelism"]), (&"Indexed".into(), &spec["completions"]));
    let completions = spec["completions"].as_u64().unwrap();
    let pod = &spec["template"]["spec"];
    let volume = tempfile::tempdir().unwrap();
    class::make(&volume.path().join("submissions"), 12);
    fs::write(volume.path().join("roster.csv"), "학번,이름\n").unwrap();
    // The pod's commands as they stand, but that the volume lies elsewhere.
    let words = |container: &Value, what: &str| -> Vec<String> {
        let all = container[what].as_array().into_iter().flatten();
        all.map(|word| text(word).replace("/class", volume.path().to_str().unwrap())).collect()
    };
    let start = |container: &Value, index: Option<u64>| {
        let mut command = shell(volume.path(), "exec \"$@\"");
        command.arg("pod").args(words(container, "command")).args(words(container, "args"));
        command.envs(index.map(|index| ("JOB_COMPLETION_INDEX", index.to_string())));
        run(command)
    };
    for index in 0..completions {
        for container in pod["initContainers"].as_array().unwrap() {
            assert!(start(container, Some(index)).status.success(), "{container:#}");
        }
        let graded = start(&pod["containers"][0], Some(index));
        assert_eq!(graded.status.code(), Some(0), "pod {index}: {}", String::from_utf8_lossy(&graded.stderr));
    }
    let ok = |script: &str| {
        let output = run(shell(volume.path(), script));
        assert!(matches!(output.status.code(), Some(0 | 1)), "{script}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    let whole = "kijabi grade --submissions submissions --roster roster.csv --shard 1/1 --out whole";
    ok(whole);
    for format in ["human", "json", "csv", "junit", "html"] {
        // As the file's own comment says.
        let merged = ok(&format!("kijabi class merge shards/* --format {format}"));
        assert!(!merged.is_empty() && merged == ok(&format!("kijabi class merge whole --format {format}")), "{format}");
    }
    // A pod without its index grades nothing rather than the wrong share.
    let lost = start(&pod["containers"][0], None);
    let shards = fs::read_dir(volume.path().join("shards")).unwrap().count() as u64;
    assert!(!lost.status.success() && shards == completions, "{}", String::from_utf8_lossy(&lost.stderr));
}

#[test]
fn the_job_for_a_cluster_is_accepted_though_its_kinds_are_not_ours() {
    let job = asset("grade-job.yaml");
    let desk = tempfile::tempdir().unwrap();
    let output = run(shell(desk.path(), &format!("kijabi check --format json {}", job.display())));
    let row: Value = serde_json::from_slice(&output.stdout).unwrap();
    let codes: Vec<&str> = row["warnings"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap()).collect();
    assert_eq!(
        (output.status.code(), &row["verdict"], codes),
        (Some(0), &"accept".into(), vec!["kind-not-checked"; 2])
    );
}
