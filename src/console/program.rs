//! Which programs there are, where each of them is installed, and how one is called.
//!
//! Must not know: how a command line is read, what a program does.

use super::output::CLEAR;
use super::{
    Console, Output, Place, client, curl, docker, environment, help, listeners, lookup, machine, minikube, probe, ssh,
    tools, wget,
};
use crate::text::keyboard;

/// How a program is called.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// The name it is called by.
    pub name: &'a str,
    /// Its arguments, without its name.
    pub args: &'a [String],
    /// Its standard input.
    pub stdin: &'a str,
    /// Whether its standard output is the screen, and neither a pipe nor a file.
    pub to_screen: bool,
}

/// A program: what it does to the console, and what it prints.
pub(super) type Run = fn(&mut Console, &Call<'_>) -> Output;

/// Where a program is installed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Home {
    /// On every machine.
    Everywhere,
    /// On the learner's laptop.
    Laptop,
}

/// Name, where it is installed, what it does.
const PROGRAMS: &[(&str, Home, Run)] = &[
    ("awk", Home::Everywhere, tools::awk::awk),
    ("base64", Home::Everywhere, tools::encode::base64),
    ("basename", Home::Everywhere, tools::lines::path_part),
    ("cat", Home::Everywhere, tools::files::cat),
    ("chmod", Home::Everywhere, |_, _| Output::default()),
    ("clear", Home::Everywhere, |_, call| if call.to_screen { Output::ok(CLEAR) } else { Output::default() }),
    ("column", Home::Everywhere, tools::lines::column),
    ("cp", Home::Everywhere, tools::files::copy),
    ("curl", Home::Everywhere, curl::run),
    ("cut", Home::Everywhere, tools::lines::cut),
    ("date", Home::Everywhere, machine::date),
    ("diff", Home::Everywhere, tools::lines::diff),
    ("dig", Home::Everywhere, lookup::dig),
    ("dirname", Home::Everywhere, tools::lines::path_part),
    ("docker", Home::Laptop, docker::run),
    ("egrep", Home::Everywhere, tools::grep::grep),
    ("env", Home::Everywhere, environment::env),
    ("fgrep", Home::Everywhere, tools::grep::grep),
    ("gawk", Home::Everywhere, tools::awk::awk),
    ("getent", Home::Everywhere, lookup::getent),
    ("grep", Home::Everywhere, tools::grep::grep),
    ("head", Home::Everywhere, tools::lines::head),
    ("help", Home::Everywhere, help::run),
    ("host", Home::Everywhere, lookup::host),
    ("hostname", Home::Everywhere, machine::hostname),
    ("ifconfig", Home::Everywhere, machine::ip),
    ("ip", Home::Everywhere, machine::ip),
    ("kubectl", Home::Laptop, client::run),
    ("less", Home::Everywhere, tools::files::cat),
    ("ls", Home::Everywhere, tools::files::ls),
    ("minikube", Home::Laptop, minikube::run),
    ("mkdir", Home::Everywhere, tools::files::mkdir),
    ("more", Home::Everywhere, tools::files::cat),
    ("mv", Home::Everywhere, tools::files::copy),
    ("nc", Home::Everywhere, probe::nc),
    ("ncat", Home::Everywhere, probe::nc),
    ("netcat", Home::Everywhere, probe::nc),
    ("netstat", Home::Everywhere, listeners::netstat),
    ("nl", Home::Everywhere, tools::lines::rearranged),
    ("nslookup", Home::Everywhere, lookup::nslookup),
    ("paste", Home::Everywhere, tools::encode::paste),
    ("ping", Home::Everywhere, probe::ping),
    ("printenv", Home::Everywhere, environment::printenv),
    ("rev", Home::Everywhere, tools::lines::rearranged),
    ("rm", Home::Everywhere, tools::files::rm),
    ("sed", Home::Everywhere, tools::sed::sed),
    ("seq", Home::Everywhere, tools::lines::seq),
    ("sort", Home::Everywhere, tools::lines::sort),
    ("ss", Home::Everywhere, listeners::ss),
    ("ssh", Home::Everywhere, ssh::run),
    ("tac", Home::Everywhere, tools::lines::rearranged),
    ("tail", Home::Everywhere, tools::lines::tail),
    ("tee", Home::Everywhere, tools::lines::tee),
    ("telnet", Home::Everywhere, probe::telnet),
    ("touch", Home::Everywhere, tools::files::touch),
    ("tr", Home::Everywhere, tools::lines::tr),
    ("uname", Home::Everywhere, machine::uname),
    ("uniq", Home::Everywhere, tools::lines::uniq),
    ("wc", Home::Everywhere, tools::lines::wc),
    ("wget", Home::Everywhere, wget::run),
    ("whoami", Home::Everywhere, machine::whoami),
];

/// The program called `name` where the console stands now.
pub(super) fn find(console: &Console, name: &str) -> Option<Run> {
    PROGRAMS.iter().find(|(its, home, _)| *its == name && is_there(console, *home)).map(|(.., run)| *run)
}

/// The programs there are where the console stands now.
pub(super) fn names(console: &Console) -> impl Iterator<Item = &'static str> {
    PROGRAMS.iter().filter(|(_, home, _)| is_there(console, *home)).map(|(name, ..)| *name)
}

fn is_there(console: &Console, home: Home) -> bool {
    match home {
        Home::Everywhere => true,
        Home::Laptop => *console.place() == Place::Laptop,
    }
}

/// Whether a container has the program.
pub(super) fn is_in_pods(name: &str) -> bool {
    PROGRAMS.iter().any(|(its, home, _)| *its == name && *home == Home::Everywhere)
}

/// Whether the shell itself brings a program of that name, which a container has as a file too.
pub(super) fn is_builtin(name: &str) -> bool {
    matches!(
        name,
        "echo"
            | "printf"
            | "test"
            | "["
            | "pwd"
            | "true"
            | "false"
            | "sleep"
            | "timeout"
            | "xargs"
            | "nohup"
            | "watch"
            | "time"
    )
}

/// What a shell says to a name it does not know, and then kijabi.
pub(super) fn unknown(console: &Console, name: &str) -> Output {
    let words = match console.place() {
        Place::Laptop | Place::Node(_) => format!("bash: {name}: command not found\n"),
        Place::Pod(_) => format!("sh: {name}: not found\n"),
    };
    let meant = keyboard::latin(name).filter(|meant| is_builtin(meant) || names(console).any(|known| known == meant));
    Output::fail(127, words).with_note(match meant {
        Some(meant) => format!("한글 입력 상태에서 친 {meant}입니다. 한/영 키를 누르고 다시 치십시오."),
        None => "help를 치면 이 콘솔에서 쓸 수 있는 명령이 나옵니다.".to_owned(),
    })
}
