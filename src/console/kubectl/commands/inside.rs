//! The flags of the commands that reach into pods: `logs`, `exec`, `port-forward`, `cp` …, as kubectl 1.34 lists them.
//!
//! Must not know: what any of them does.

use super::Command;
use crate::console::kubectl::flags::{duration, each, list, number, switch, text};

pub(super) static LOGS: Command = Command {
    name: "logs",
    aliases: &[],
    also: &[],
    about: "컨테이너의 로그를 보여 줍니다.",
    flags: &[&[
        switch("all-containers"),
        switch("all-pods"),
        text("container").short('c'),
        switch("follow").short('f'),
        switch("ignore-errors"),
        switch("insecure-skip-tls-verify-backend"),
        number("limit-bytes"),
        number("max-log-requests"),
        duration("pod-running-timeout"),
        switch("prefix"),
        switch("previous").short('p'),
        text("selector").short('l'),
        duration("since"),
        text("since-time"),
        number("tail"),
        switch("timestamps"),
    ]],
    children: &[],
};

pub(super) static ATTACH: Command = Command {
    name: "attach",
    aliases: &[],
    also: &[],
    about: "돌아가는 컨테이너에 붙습니다.",
    flags: &[&[
        text("container").short('c'),
        duration("pod-running-timeout"),
        switch("quiet").short('q'),
        switch("stdin").short('i'),
        switch("tty").short('t'),
    ]],
    children: &[],
};

pub(super) static EXEC: Command = Command {
    name: "exec",
    aliases: &[],
    also: &[],
    about: "컨테이너 안에서 명령을 실행합니다.",
    flags: &[&[
        text("container").short('c'),
        list("filename").short('f'),
        duration("pod-running-timeout"),
        switch("quiet").short('q'),
        switch("stdin").short('i'),
        switch("tty").short('t'),
    ]],
    children: &[],
};

pub(super) static PORT_FORWARD: Command = Command {
    name: "port-forward",
    aliases: &[],
    also: &[],
    about: "내 컴퓨터의 포트를 파드로 잇습니다.",
    flags: &[&[list("address"), duration("pod-running-timeout")]],
    children: &[],
};

pub(super) static PROXY: Command = Command {
    name: "proxy",
    aliases: &[],
    also: &[],
    about: "API 서버로 가는 프록시를 띄웁니다.",
    flags: &[&[
        text("accept-hosts"),
        text("accept-paths"),
        text("address"),
        text("api-prefix"),
        switch("append-server-path"),
        switch("disable-filter"),
        duration("keepalive"),
        text("port").short('p'),
        text("reject-methods"),
        text("reject-paths"),
        text("unix-socket").short('u'),
        text("www").short('w'),
        text("www-prefix").short('P'),
    ]],
    children: &[],
};

pub(super) static CP: Command = Command {
    name: "cp",
    aliases: &[],
    also: &[],
    about: "컨테이너와 파일을 주고받습니다.",
    flags: &[&[text("container").short('c'), switch("no-preserve"), number("retries")]],
    children: &[],
};

pub(super) static DEBUG: Command = Command {
    name: "debug",
    aliases: &[],
    also: &[],
    about: "문제를 살필 컨테이너를 붙입니다.",
    flags: &[&[
        switch("arguments-only"),
        switch("attach"),
        text("container").short('c'),
        text("copy-to"),
        text("custom"),
        each("env"),
        list("filename").short('f'),
        text("image"),
        text("image-pull-policy"),
        switch("keep-annotations"),
        switch("keep-init-containers"),
        switch("keep-labels"),
        switch("keep-liveness"),
        switch("keep-readiness"),
        switch("keep-startup"),
        text("profile"),
        switch("quiet").short('q'),
        switch("replace"),
        switch("same-node"),
        list("set-image"),
        switch("share-processes"),
        switch("stdin").short('i'),
        text("target"),
        switch("tty").short('t'),
    ]],
    children: &[],
};
