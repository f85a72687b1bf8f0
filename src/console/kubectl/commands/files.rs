//! The flags of the commands that bring a cluster to what files say: `apply`, `replace`, `diff`, `kustomize`, as kubectl 1.34 lists them.
//!
//! Must not know: what any of them does.

use super::{CHANGE, Command, FILES, PRINT, RECORD};
use crate::console::kubectl::flags::{duration, each, list, number, optional, switch, text};

pub(super) static DIFF: Command = Command {
    name: "diff",
    aliases: &[],
    also: &[],
    about: "적용하면 무엇이 달라질지 보여 줍니다.",
    flags: &[
        FILES,
        &[
            number("concurrency"),
            text("field-manager"),
            switch("force-conflicts"),
            switch("prune"),
            list("prune-allowlist"),
            text("selector").short('l'),
            switch("server-side"),
            switch("show-managed-fields"),
        ],
    ],
    children: &[],
};

pub(super) static APPLY: Command = Command {
    name: "apply",
    aliases: &[],
    also: &[],
    about: "파일이나 표준 입력의 내용을 적용합니다.",
    flags: &[
        PRINT,
        FILES,
        CHANGE,
        RECORD,
        &[
            switch("all"),
            optional("cascade", "background"),
            switch("force"),
            switch("force-conflicts"),
            number("grace-period"),
            switch("openapi-patch"),
            switch("overwrite"),
            switch("prune"),
            list("prune-allowlist"),
            text("selector").short('l'),
            switch("server-side"),
            text("subresource"),
            duration("timeout"),
            optional("validate", "strict"),
            switch("wait"),
        ],
    ],
    children: &[&APPLY_EDIT_LAST_APPLIED, &APPLY_SET_LAST_APPLIED, &APPLY_VIEW_LAST_APPLIED],
};

static APPLY_EDIT_LAST_APPLIED: Command = Command {
    name: "edit-last-applied",
    aliases: &[],
    also: &[],
    about: "마지막으로 적용한 내용을 고칩니다.",
    flags: &[PRINT, FILES, &[text("field-manager"), optional("validate", "strict"), switch("windows-line-endings")]],
    children: &[],
};

static APPLY_SET_LAST_APPLIED: Command = Command {
    name: "set-last-applied",
    aliases: &[],
    also: &[],
    about: "마지막으로 적용한 내용을 적어 넣습니다.",
    flags: &[PRINT, &[switch("create-annotation"), optional("dry-run", "unchanged"), list("filename").short('f')]],
    children: &[],
};

static APPLY_VIEW_LAST_APPLIED: Command = Command {
    name: "view-last-applied",
    aliases: &[],
    also: &[],
    about: "마지막으로 적용한 내용을 보여 줍니다.",
    flags: &[FILES, &[switch("all"), text("output").short('o'), text("selector").short('l')]],
    children: &[],
};

pub(super) static REPLACE: Command = Command {
    name: "replace",
    aliases: &[],
    also: &[],
    about: "오브젝트를 파일의 내용으로 통째로 바꿉니다.",
    flags: &[
        PRINT,
        FILES,
        CHANGE,
        RECORD,
        &[
            optional("cascade", "background"),
            switch("force"),
            number("grace-period"),
            text("raw"),
            switch("save-config"),
            text("subresource"),
            duration("timeout"),
            optional("validate", "strict"),
            switch("wait"),
        ],
    ],
    children: &[],
};

pub(super) static KUSTOMIZE: Command = Command {
    name: "kustomize",
    aliases: &[],
    also: &[],
    about: "kustomization 폴더에서 매니페스트를 만듭니다.",
    flags: &[&[
        switch("as-current-user"),
        switch("enable-alpha-plugins"),
        switch("enable-helm"),
        each("env").short('e'),
        list("helm-api-versions"),
        text("helm-command"),
        switch("helm-debug"),
        text("helm-kube-version"),
        text("load-restrictor"),
        list("mount"),
        switch("network"),
        text("network-name"),
        text("output").short('o'),
    ]],
    children: &[],
};
