//! The flags of the commands about kubectl and the server themselves: `version`, `api-resources`, `auth`, `help` …, as kubectl 1.34 lists them.
//!
//! Must not know: what any of them does.

use super::{Command, FILES, PRINT};
use crate::console::kubectl::flags::{list, optional, switch, text};

pub(super) static AUTH: Command = Command {
    name: "auth",
    aliases: &[],
    also: &[],
    about: "권한을 확인합니다.",
    flags: &[],
    children: &[&AUTH_CAN_I, &AUTH_RECONCILE, &AUTH_WHOAMI],
};

static AUTH_CAN_I: Command = Command {
    name: "can-i",
    aliases: &[],
    also: &[],
    about: "어떤 일을 해도 되는지 묻습니다.",
    flags: &[&[
        switch("all-namespaces").short('A'),
        switch("list"),
        switch("no-headers"),
        switch("quiet").short('q'),
        text("subresource"),
    ]],
    children: &[],
};

static AUTH_RECONCILE: Command = Command {
    name: "reconcile",
    aliases: &[],
    also: &[],
    about: "RBAC 규칙을 맞춥니다.",
    flags: &[
        PRINT,
        FILES,
        &[optional("dry-run", "unchanged"), switch("remove-extra-permissions"), switch("remove-extra-subjects")],
    ],
    children: &[],
};

static AUTH_WHOAMI: Command = Command {
    name: "whoami",
    aliases: &[],
    also: &[],
    about: "내가 누구로 접속했는지 보여 줍니다.",
    flags: &[PRINT],
    children: &[],
};

pub(super) static COMPLETION: Command = Command {
    name: "completion",
    aliases: &[],
    also: &[],
    about: "셸 자동 완성 코드를 출력합니다.",
    flags: &[],
    children: &[],
};

pub(super) static API_RESOURCES: Command = Command {
    name: "api-resources",
    aliases: &[],
    also: &[],
    about: "서버가 아는 리소스 종류를 보여 줍니다.",
    flags: &[&[
        text("api-group"),
        switch("cached"),
        list("categories"),
        switch("namespaced"),
        switch("no-headers"),
        text("output").short('o'),
        text("sort-by"),
        list("verbs"),
    ]],
    children: &[],
};

pub(super) static API_VERSIONS: Command = Command {
    name: "api-versions",
    aliases: &[],
    also: &[],
    about: "서버가 아는 API 버전을 보여 줍니다.",
    flags: &[],
    children: &[],
};

pub(super) static PLUGIN: Command = Command {
    name: "plugin",
    aliases: &[],
    also: &[],
    about: "플러그인을 다룹니다.",
    flags: &[],
    children: &[&PLUGIN_LIST],
};

static PLUGIN_LIST: Command = Command {
    name: "list",
    aliases: &[],
    also: &[],
    about: "플러그인 목록을 보여 줍니다.",
    flags: &[&[switch("name-only")]],
    children: &[],
};

pub(super) static VERSION: Command = Command {
    name: "version",
    aliases: &[],
    also: &[],
    about: "클라이언트와 서버의 버전을 보여 줍니다.",
    flags: &[&[switch("client"), text("output").short('o')]],
    children: &[],
};

pub(super) static OPTIONS: Command = Command {
    name: "options",
    aliases: &[],
    also: &[],
    about: "모든 명령에 쓸 수 있는 플래그를 보여 줍니다.",
    flags: &[],
    children: &[],
};

pub(super) static HELP: Command =
    Command {
        name: "help", aliases: &[], also: &[], about: "명령의 도움말을 보여 줍니다.", flags: &[], children: &[]
    };
