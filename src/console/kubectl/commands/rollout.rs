//! The flags of `kubectl rollout` and its subcommands, as kubectl 1.34 lists them.
//!
//! Must not know: what any of them does.

use super::{Command, FILES, PRINT};
use crate::console::kubectl::flags::{duration, number, optional, switch, text};

pub(super) static ROLLOUT: Command = Command {
    name: "rollout",
    aliases: &[],
    also: &[],
    about: "배포의 진행을 다룹니다.",
    flags: &[],
    children: &[&ROLLOUT_HISTORY, &ROLLOUT_PAUSE, &ROLLOUT_RESTART, &ROLLOUT_RESUME, &ROLLOUT_STATUS, &ROLLOUT_UNDO],
};

static ROLLOUT_HISTORY: Command = Command {
    name: "history",
    aliases: &[],
    also: &[],
    about: "배포 기록을 보여 줍니다.",
    flags: &[PRINT, FILES, &[number("revision"), text("selector").short('l')]],
    children: &[],
};

static ROLLOUT_PAUSE: Command = Command {
    name: "pause",
    aliases: &[],
    also: &[],
    about: "배포를 멈춥니다.",
    flags: &[PRINT, FILES, &[text("field-manager"), text("selector").short('l')]],
    children: &[],
};

static ROLLOUT_RESTART: Command = Command {
    name: "restart",
    aliases: &[],
    also: &[],
    about: "파드를 새로 띄웁니다.",
    flags: &[PRINT, FILES, &[text("field-manager"), text("selector").short('l')]],
    children: &[],
};

static ROLLOUT_RESUME: Command = Command {
    name: "resume",
    aliases: &[],
    also: &[],
    about: "멈춘 배포를 이어 갑니다.",
    flags: &[PRINT, FILES, &[text("field-manager"), text("selector").short('l')]],
    children: &[],
};

static ROLLOUT_STATUS: Command = Command {
    name: "status",
    aliases: &[],
    also: &[],
    about: "배포가 끝났는지 보여 줍니다.",
    flags: &[
        FILES,
        &[number("revision"), text("selector").short('l'), duration("timeout"), switch("watch").short('w')],
    ],
    children: &[],
};

static ROLLOUT_UNDO: Command = Command {
    name: "undo",
    aliases: &[],
    also: &[],
    about: "이전 버전으로 되돌립니다.",
    flags: &[PRINT, FILES, &[optional("dry-run", "unchanged"), text("selector").short('l'), number("to-revision")]],
    children: &[],
};
