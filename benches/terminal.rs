//! The program in a pseudo-terminal, beside vim where there is one: what is seen, when, at what cost. Rows 4, 5, 7, 8, 9 and 10
//! of what kijabi has set itself.
//!
//! `cargo bench --bench terminal` prints, for each of the two in turn: the time from the start to a first full screen, the time
//! from a typed character that changes the verdict to the first change of the screen, bytes sent for it and for one in a comment,
//! CPU a key, memory before and after many keys, CPU of three idle seconds. Linux only: CPU and memory are read from `/proc`.
//! Waiting is by the clock, so figures are to be compared within a run.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a program for the command line: it starts others by the clock, and its figures are its result"
)]

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

const SIZE: PtySize = PtySize { rows: 36, cols: 120, pixel_width: 0, pixel_height: 0 };
/// Starts of each, in turn.
const STARTS: usize = 9;
/// Typed characters that are timed.
const KEYS: usize = 60;
/// Keys in a row after which memory is looked at again.
const MANY: usize = 10_000;
/// A screen that has been still for so long has come to rest.
const REST: Duration = Duration::from_millis(40);
/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(10);

const MANIFEST: &str =
    "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  type: NodePort\n  ports:\n    - port: 80\n";

fn main() {
    if !std::env::args().any(|it| it == "--bench") || !Path::new("/proc/self/stat").exists() {
        // `cargo test --benches` runs it too; by the clock there is nothing to be tested.
        return;
    }
    let work = tempfile::tempdir().expect("a folder for the work");
    let file = work.path().join("service.yaml");
    fs::write(&file, MANIFEST).expect("a file");
    let kijabi = |arguments: &[&str]| {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_kijabi"));
        command.args(arguments);
        command.env("KIJABI_HOME", work.path().join("home"));
        command
    };
    let desk = || kijabi(&["open", "first-nodeport"]);
    let chapter = || kijabi(&["open", "nodeport"]);
    let vim = || {
        let mut command = CommandBuilder::new("vim");
        command.args(["-u", "NONE", "-c", "syntax on", "-c", "startinsert"]);
        command.arg(&file);
        command
    };
    let has_vim = std::process::Command::new("vim").arg("--version").output().is_ok();
    let mut firsts = [Vec::new(), Vec::new()];
    for _ in 0..STARTS {
        firsts[0].push(Terminal::start(desk()).first);
        if has_vim {
            firsts[1].push(Terminal::start(vim()).first);
        }
    }
    println!("7  start to first screen: kijabi {:.1} ms, vim {:.1} ms", median(&mut firsts[0]), median(&mut firsts[1]));
    typing("kijabi", desk(), "x", "\x7f");
    if has_vim {
        typing("vim", vim(), "x", "\x7f");
    }
    let mut reading = Terminal::start(chapter());
    let memory = reading.memory();
    let before = reading.cpu();
    let mut bytes: Vec<f64> = (0..KEYS).map(|n| reading.press(if n < KEYS / 2 { "j" } else { "k" }).1).collect();
    let key = (reading.cpu() - before) / KEYS as f64;
    println!("9  a chapter scrolled by a line: {key:.2} ms CPU, {:.0} bytes; {memory:.1} MiB", median(&mut bytes));
    // Five milliseconds apart: the last diagnosis must not come late.
    let mut fast = Terminal::start(desk());
    for n in 0..30 {
        fast.send(if n % 2 == 0 { "x" } else { "\x7f" });
        std::thread::sleep(Duration::from_millis(5));
    }
    let begun = Instant::now();
    fast.settle();
    println!(
        "5  30 keys, 5 ms apart: at rest {:.0} ms after the last",
        (begun.elapsed().saturating_sub(REST)).as_secs_f64() * 1e3
    );
}

/// What typing costs in a program.
fn typing(name: &str, command: CommandBuilder, key: &str, back: &str) {
    let mut terminal = Terminal::start(command);
    let memory = terminal.memory();
    let idle = terminal.cpu();
    std::thread::sleep(Duration::from_secs(3));
    let idle = terminal.cpu() - idle;
    let before = terminal.cpu();
    let (mut times, mut bytes): (Vec<f64>, Vec<f64>) =
        (0..KEYS).map(|n| terminal.press(if n % 2 == 0 { key } else { back })).unzip();
    let spent = (terminal.cpu() - before) / KEYS as f64;
    // In a comment behind the line nothing changes but the character.
    terminal.send("\x1b[F # ");
    terminal.settle();
    let mut quiet: Vec<f64> = (0..KEYS).map(|n| terminal.press(if n % 2 == 0 { key } else { back }).1).collect();
    for _ in 0..MANY / 100 {
        terminal.send(&format!("{key}{back}").repeat(50));
        terminal.settle();
    }
    let after = terminal.memory();
    println!(
        "4  {name}: a key's echo {:.2} ms, {spent:.2} ms CPU, {:.0} bytes; 10: in a comment {:.0} bytes; 8: {memory:.1} MiB, after {MANY} keys {:.2}×; 9: idle {idle:.1} ms CPU in 3 s",
        median(&mut times),
        median(&mut bytes),
        median(&mut quiet),
        after / memory
    );
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A program in a terminal of its own.
struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    output: Receiver<(Instant, usize)>,
    /// Milliseconds to the first screen.
    first: f64,
    _master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    fn start(mut command: CommandBuilder) -> Self {
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        let pair = native_pty_system().openpty(SIZE).expect("a pseudo-terminal");
        let mut reader = pair.master.try_clone_reader().expect("its output");
        let writer = pair.master.take_writer().expect("its input");
        let (tell, output) = channel();
        std::thread::spawn(move || {
            let mut bytes = vec![0; 1 << 16];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if tell.send((Instant::now(), count)).is_err() {
                    break;
                }
            }
        });
        let begun = Instant::now();
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let mut terminal = Self { child, writer, output, first: 0.0, _master: pair.master };
        let (last, _) = terminal.settle();
        terminal.first = last.map_or(f64::NAN, |last| (last - begun).as_secs_f64() * 1e3);
        terminal
    }

    fn send(&mut self, keys: &str) {
        let _ = self.writer.write_all(keys.as_bytes());
        let _ = self.writer.flush();
    }

    /// Sends a key; milliseconds to the first byte that comes back, and how many come.
    fn press(&mut self, key: &str) -> (f64, f64) {
        let begun = Instant::now();
        self.send(key);
        let Ok((first, count)) = self.output.recv_timeout(PATIENCE) else { return (f64::NAN, 0.0) };
        let (_, rest) = self.settle();
        ((first - begun).as_secs_f64() * 1e3, (count + rest) as f64)
    }

    /// Waits until nothing more comes; when the last came, and how many bytes.
    fn settle(&mut self) -> (Option<Instant>, usize) {
        let (mut last, mut bytes, mut patience) = (None, 0, if self.first == 0.0 { PATIENCE } else { REST });
        while let Ok((at, count)) = self.output.recv_timeout(patience) {
            (last, bytes, patience) = (Some(at), bytes + count, REST);
        }
        (last, bytes)
    }

    /// MiB that are resident.
    fn memory(&self) -> f64 {
        let told = self.proc("status");
        let kib = told.lines().find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next()?.parse().ok());
        kib.map_or(f64::NAN, |kib: f64| kib / 1024.0)
    }

    /// Milliseconds of CPU so far, of all threads.
    fn cpu(&self) -> f64 {
        let id = self.child.process_id().unwrap_or(0);
        let threads = fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten();
        let spent = threads.filter_map(|thread| fs::read_to_string(thread.path().join("schedstat")).ok());
        spent.filter_map(|it| it.split_whitespace().next()?.parse::<f64>().ok()).sum::<f64>() / 1e6
    }

    fn proc(&self, what: &str) -> String {
        fs::read_to_string(format!("/proc/{}/{what}", self.child.process_id().unwrap_or(0))).unwrap_or_default()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
