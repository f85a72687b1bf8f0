//! The flags of `kubectl set` and what it sets, as kubectl 1.34 lists them.
//!
//! Must not know: what any of them does.

use super::{CHANGE, Command, FILES, PRINT, RECORD};
use crate::console::kubectl::flags::{each, list, switch, text};

pub(super) static SET: Command = Command {
    name: "set",
    aliases: &[],
    also: &[],
    about: "오브젝트의 특정한 값을 바꿉니다.",
    flags: &[],
    children: &[&SET_ENV, &SET_IMAGE, &SET_RESOURCES, &SET_SELECTOR, &SET_SERVICEACCOUNT, &SET_SUBJECT],
};

static SET_ENV: Command = Command {
    name: "env",
    aliases: &[],
    also: &[],
    about: "환경 변수를 바꿉니다.",
    flags: &[
        PRINT,
        FILES,
        CHANGE,
        RECORD,
        &[
            switch("all"),
            text("containers").short('c'),
            each("env").short('e'),
            text("from"),
            list("keys"),
            switch("list"),
            switch("local"),
            switch("overwrite"),
            text("prefix"),
            switch("resolve"),
            text("selector").short('l'),
        ],
    ],
    children: &[],
};

static SET_IMAGE: Command = Command {
    name: "image",
    aliases: &[],
    also: &[],
    about: "컨테이너 이미지를 바꿉니다.",
    flags: &[PRINT, FILES, CHANGE, RECORD, &[switch("all"), switch("local"), text("selector").short('l')]],
    children: &[],
};

static SET_RESOURCES: Command = Command {
    name: "resources",
    aliases: &[],
    also: &[],
    about: "요청량과 한도를 바꿉니다.",
    flags: &[
        PRINT,
        FILES,
        CHANGE,
        RECORD,
        &[
            switch("all"),
            text("containers").short('c'),
            text("limits"),
            switch("local"),
            text("requests"),
            text("selector").short('l'),
        ],
    ],
    children: &[],
};

static SET_SELECTOR: Command = Command {
    name: "selector",
    aliases: &[],
    also: &[],
    about: "셀렉터를 바꿉니다.",
    flags: &[
        PRINT,
        CHANGE,
        RECORD,
        &[
            switch("all"),
            list("filename").short('f'),
            switch("local"),
            switch("recursive").short('R'),
            text("resource-version"),
        ],
    ],
    children: &[],
};

static SET_SERVICEACCOUNT: Command = Command {
    name: "serviceaccount",
    aliases: &["sa"],
    also: &[],
    about: "서비스어카운트를 바꿉니다.",
    flags: &[PRINT, FILES, CHANGE, RECORD, &[switch("all"), switch("local")]],
    children: &[],
};

static SET_SUBJECT: Command = Command {
    name: "subject",
    aliases: &[],
    also: &[],
    about: "롤바인딩의 대상을 바꿉니다.",
    flags: &[
        PRINT,
        FILES,
        CHANGE,
        &[
            switch("all"),
            list("group"),
            switch("local"),
            text("selector").short('l'),
            list("serviceaccount"),
            list("user"),
        ],
    ],
    children: &[],
};
