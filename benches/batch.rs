//! Verdicts and grades on whole folders, by the program itself, beside the floor of such work: reading each file and parsing it
//! with serde_yaml. Rows 1, 2, 3 and 12 of what kijabi has set itself.
//!
//! `cargo bench --bench batch` writes its manifests into a folder that vanishes, runs the floor (this program, told so) and kijabi in
//! turn, and prints the CPU time a file of each, their ratio, and the memory they were seen to hold. Linux only: times and memory
//! are read from `/proc`.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a program for the command line: it starts others and writes files, and its figures are its result"
)]

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// Runs of each, in turn.
const ROUNDS: usize = 5;
/// The clock of `/proc/PID/stat`, in seconds.
const TICK: f64 = 0.01;

fn main() {
    let given: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, folder] = given.as_slice()
        && flag == "--floor"
    {
        return floor(Path::new(folder));
    }
    if !Path::new("/proc/self/stat").exists() {
        return println!("no /proc here");
    }
    // `cargo test --benches` runs it too: a handful of files is enough there.
    let many = if given.iter().any(|it| it == "--bench") { 5_000 } else { 50 };
    let work = tempfile::tempdir().expect("a folder for the work");
    let folder = |name: &str, count: usize, make: &dyn Fn(usize) -> String| {
        let folder = work.path().join(name);
        fs::create_dir(&folder).expect("a folder");
        (0..count).for_each(|n| fs::write(folder.join(format!("s{n:05}.yaml")), make(n)).expect("a file"));
        folder
    };
    let (all, tenth, more) =
        (folder("all", many, &manifest), folder("tenth", many / 10, &manifest), folder("more", many * 10, &manifest));
    let one = folder("one", 1, &manifest);
    let answers = folder("answers", many, &answer);
    let hostile = folder("hostile", many, &|n| if n % 20 == 7 { strange(n) } else { answer(n) });

    let check = |folder: &Path| kijabi(&["check", "--format", "json"], folder);
    let grade = |folder: &Path| kijabi(&["grade", "first-nodeport", "--format", "csv", "--submissions"], folder);
    println!("{:<44} {:>10} {:>10} {:>7}   memory", "", "floor", "kijabi", "times");
    compare("1  verdicts, µs CPU a file", &all, many, &check);
    compare("12 grades of good and bad answers", &answers, many, &grade);
    compare("12 grades, one answer in twenty hostile", &hostile, many, &grade);
    let (few, lots) = (run(check(&tenth)).memory, run(check(&more)).memory);
    println!(
        "2  memory of {} files over that of {}: {:.2}× ({few:.1} and {lots:.1} MiB)",
        many * 10,
        many / 10,
        lots / few
    );
    let cold: f64 = (0..50).map(|_| run(check(&one)).cpu).sum();
    println!("3  one file, cold process: {:.1} ms CPU", cold / 50.0 * 1e3);
}

/// The work of a bare program.
fn floor(folder: &Path) {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    for file in files {
        let text = fs::read_to_string(file).unwrap_or_default();
        let _ = black_box(serde_yaml::from_str::<serde_yaml::Value>(&text));
    }
}

fn kijabi(arguments: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kijabi"));
    command.args(arguments).arg(folder).env("KIJABI_HOME", folder.with_file_name("home"));
    command
}

fn compare(title: &str, folder: &Path, files: usize, work: &dyn Fn(&Path) -> Command) {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let mut floor = Command::new(std::env::current_exe().expect("our own program"));
        floor.arg("--floor").arg(folder);
        theirs.push(run(floor));
        ours.push(run(work(folder)));
    }
    let median = |runs: &mut Vec<Spent>| {
        runs.sort_by(|a, b| a.cpu.total_cmp(&b.cpu));
        let it = &runs[runs.len() / 2];
        (it.cpu * 1e6 / files as f64, it.memory)
    };
    let ((floor, little), (own, memory)) = (median(&mut theirs), median(&mut ours));
    println!("{title:<44} {floor:>10.1} {own:>10.1} {:>6.1}×   {little:.1} and {memory:.1} MiB", own / floor);
}

/// What a run took: seconds of CPU, and MiB held at the most, as often as it was looked.
struct Spent {
    cpu: f64,
    memory: f64,
}

fn run(mut command: Command) -> Spent {
    let before = children();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
    let status = format!("/proc/{}/status", child.id());
    let mut memory = 0.0;
    while child.try_wait().expect("a child").is_none() {
        let told = fs::read_to_string(&status).unwrap_or_default();
        let peak = told.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse().ok());
        memory = peak.map_or(memory, |kib: f64| kib / 1024.0);
        std::thread::sleep(Duration::from_millis(2));
    }
    Spent { cpu: children() - before, memory }
}

/// Seconds of CPU of all children that have ended.
fn children() -> f64 {
    let told = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = told.rsplit(')').next().unwrap_or("").split_whitespace();
    fields.skip(13).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() * TICK
}

/// A Service of some twenty lines; three in ten are broken, in six ways.
fn manifest(n: usize) -> String {
    let text = format!(
        "# 제출물 {n}: 서비스를 노출하세요\napiVersion: v1\nkind: Service\nmetadata:\n  name: web-{n}\n  namespace: shop\n  \
         labels:\n    app: web\n    tier: front\nspec:\n  type: NodePort\n  selector:\n    app: web\n    tier: front\n  \
         sessionAffinity: ClientIP\n  ports:\n    - name: http\n      protocol: TCP\n      port: 80\n      \
         targetPort: 8080\n      nodePort: {}\n",
        30_000 + n % 2_768
    );
    match n % 20 {
        0 => text.replacen("      port:", "\tport:", 1),
        3 => text.replacen("targetPort", "targetport", 1),
        7 => text.replacen("port: 80", "port: \"80\"", 1),
        11 => text.replacen("nodePort: 3", "nodePort: ", 1),
        13 => text.replacen("type: NodePort", "type: Nodeport", 1),
        17 => text.replacen("name: web-", "name: Web_", 1),
        _ => text,
    }
}

/// An answer to the first exercise, some right and some wrong in ways that learners are.
fn answer(n: usize) -> String {
    let text = format!(
        "# 학번 {n}\napiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  type: NodePort\n  selector:\n    app: seats\n  \
         ports:\n    - port: 80\n      targetPort: 8080\n      nodePort: 30080\n"
    );
    match n % 10 {
        0 => text.replacen("app: seats", "app: seat", 1),
        3 => text.replacen("targetPort: 8080", "targetPort: 80", 1),
        5 => text.replacen("nodePort: 30080", "nodePort: 80", 1),
        7 => text.replacen("    - port", "   - port", 1).replacen("selector:", "selector", 1),
        _ => text,
    }
}

/// What a grader must survive: bombs of aliases, brackets without end, very many faults, control characters, large files.
fn strange(n: usize) -> String {
    match n / 20 % 5 {
        0 => {
            let line = |n: usize| format!("a{}: &a{} [{}]\n", n + 1, n + 1, vec![format!("*a{n}"); 9].join(", "));
            format!("a0: &a0 x\n{}", (0..9).map(line).collect::<String>())
        }
        1 => "[".repeat(20_000),
        2 => "key value\n\t- x: [\n".repeat(2_000),
        3 => format!("apiVersion: v1\nkind: \u{1b}[31mService\nmetadata: {{name: \u{0}}}\n{}", "x".repeat(4_000)),
        _ => "--- \napiVersion: v1\nkind: Service\nmetadata:\n  name: Web_1\n".repeat(3_000),
    }
}
