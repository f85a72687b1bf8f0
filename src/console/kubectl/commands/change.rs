//! The flags of the commands that change objects one by one: `edit`, `delete`, `patch`, `label`, `annotate`, `wait`, as kubectl 1.34 lists them.
//!
//! Must not know: what any of them does.

use super::{CHANGE, Command, FILES, PRINT, RECORD};
use crate::console::kubectl::flags::{duration, list, number, optional, switch, text};

pub(super) static EDIT: Command = Command {
    name: "edit",
    aliases: &[],
    also: &[],
    about: "오브젝트를 편집기에서 고칩니다.",
    flags: &[
        PRINT,
        FILES,
        &[
            text("field-manager"),
            switch("output-patch"),
            switch("save-config"),
            text("subresource"),
            optional("validate", "strict"),
            switch("windows-line-endings"),
        ],
        RECORD,
    ],
    children: &[],
};

pub(super) static DELETE: Command = Command {
    name: "delete",
    aliases: &[],
    also: &["rm"],
    about: "파일, 이름, 레이블로 고른 오브젝트를 지웁니다.",
    flags: &[
        FILES,
        &[
            switch("all"),
            switch("all-namespaces").short('A'),
            optional("cascade", "background"),
            optional("dry-run", "unchanged"),
            text("field-selector"),
            switch("force"),
            number("grace-period"),
            switch("ignore-not-found"),
            switch("interactive").short('i'),
            switch("now"),
            text("output").short('o'),
            text("raw"),
            text("selector").short('l'),
            duration("timeout"),
            switch("wait"),
        ],
    ],
    children: &[],
};

pub(super) static PATCH: Command = Command {
    name: "patch",
    aliases: &[],
    also: &[],
    about: "오브젝트의 일부 필드를 바꿉니다.",
    flags: &[
        PRINT,
        FILES,
        CHANGE,
        RECORD,
        &[switch("local"), text("patch").short('p'), text("patch-file"), text("subresource"), text("type")],
    ],
    children: &[],
};

pub(super) static WAIT: Command = Command {
    name: "wait",
    aliases: &[],
    also: &["list", "ps"],
    about: "조건이 이루어질 때까지 기다립니다.",
    flags: &[
        PRINT,
        &[
            switch("all"),
            switch("all-namespaces").short('A'),
            text("field-selector"),
            list("filename").short('f'),
            text("for"),
            switch("local"),
            switch("recursive").short('R'),
            text("selector").short('l'),
            duration("timeout"),
        ],
    ],
    children: &[],
};

pub(super) static LABEL: Command = Command {
    name: "label",
    aliases: &[],
    also: &[],
    about: "레이블을 바꿉니다.",
    flags: &[
        PRINT,
        FILES,
        CHANGE,
        RECORD,
        &[
            switch("all"),
            switch("all-namespaces").short('A'),
            text("field-selector"),
            switch("list"),
            switch("local"),
            switch("overwrite"),
            text("resource-version"),
            text("selector").short('l'),
        ],
    ],
    children: &[],
};

pub(super) static ANNOTATE: Command = Command {
    name: "annotate",
    aliases: &[],
    also: &[],
    about: "어노테이션을 바꿉니다.",
    flags: &[
        PRINT,
        FILES,
        CHANGE,
        RECORD,
        &[
            switch("all"),
            switch("all-namespaces").short('A'),
            text("field-selector"),
            switch("list"),
            switch("local"),
            switch("overwrite"),
            text("resource-version"),
            text("selector").short('l'),
        ],
    ],
    children: &[],
};
