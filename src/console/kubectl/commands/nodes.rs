//! The flags of the commands about nodes and the cluster: `cordon`, `drain`, `taint`, `cluster-info`, `certificate`, as kubectl 1.34 lists them.
//!
//! Must not know: what any of them does.

use super::{CHANGE, Command, FILES, PRINT};
use crate::console::kubectl::flags::{duration, list, number, optional, switch, text};

pub(super) static CERTIFICATE: Command = Command {
    name: "certificate",
    aliases: &[],
    also: &[],
    about: "인증서 요청을 다룹니다.",
    flags: &[],
    children: &[&CERTIFICATE_APPROVE, &CERTIFICATE_DENY],
};

static CERTIFICATE_APPROVE: Command = Command {
    name: "approve",
    aliases: &[],
    also: &[],
    about: "인증서 요청을 승인합니다.",
    flags: &[PRINT, FILES, &[switch("force")]],
    children: &[],
};

static CERTIFICATE_DENY: Command = Command {
    name: "deny",
    aliases: &[],
    also: &[],
    about: "인증서 요청을 거절합니다.",
    flags: &[PRINT, FILES, &[switch("force")]],
    children: &[],
};

pub(super) static CLUSTER_INFO: Command = Command {
    name: "cluster-info",
    aliases: &["clusterinfo"],
    also: &[],
    about: "클러스터의 주소를 보여 줍니다.",
    flags: &[],
    children: &[&CLUSTER_INFO_DUMP],
};

static CLUSTER_INFO_DUMP: Command = Command {
    name: "dump",
    aliases: &[],
    also: &[],
    about: "진단에 쓸 정보를 모두 꺼냅니다.",
    flags: &[
        PRINT,
        &[
            switch("all-namespaces").short('A'),
            list("namespaces"),
            text("output-directory"),
            duration("pod-running-timeout"),
        ],
    ],
    children: &[],
};

pub(super) static CORDON: Command = Command {
    name: "cordon",
    aliases: &[],
    also: &[],
    about: "노드에 새 파드를 두지 못하게 합니다.",
    flags: &[&[optional("dry-run", "unchanged"), text("selector").short('l')]],
    children: &[],
};

pub(super) static UNCORDON: Command = Command {
    name: "uncordon",
    aliases: &[],
    also: &[],
    about: "노드에 다시 파드를 둘 수 있게 합니다.",
    flags: &[&[optional("dry-run", "unchanged"), text("selector").short('l')]],
    children: &[],
};

pub(super) static DRAIN: Command = Command {
    name: "drain",
    aliases: &[],
    also: &[],
    about: "노드를 비웁니다.",
    flags: &[&[
        number("chunk-size"),
        switch("delete-emptydir-data"),
        switch("disable-eviction"),
        optional("dry-run", "unchanged"),
        switch("force"),
        number("grace-period"),
        switch("ignore-daemonsets"),
        text("pod-selector"),
        text("selector").short('l'),
        number("skip-wait-for-delete-timeout"),
        duration("timeout"),
    ]],
    children: &[],
};

pub(super) static TAINT: Command = Command {
    name: "taint",
    aliases: &[],
    also: &[],
    about: "노드의 테인트를 바꿉니다.",
    flags: &[
        PRINT,
        CHANGE,
        &[switch("all"), switch("overwrite"), text("selector").short('l'), optional("validate", "strict")],
    ],
    children: &[],
};
