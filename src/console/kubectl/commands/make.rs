//! The flags of what makes objects or changes their number: `expose`, `run`, `scale`, `autoscale`, as kubectl 1.34 lists them.
//!
//! Must not know: what any of them does.

use super::{CHANGE, Command, FILES, PRINT, RECORD};
use crate::console::kubectl::flags::{duration, each, number, optional, switch, text};

pub(super) static EXPOSE: Command = Command {
    name: "expose",
    aliases: &[],
    also: &[],
    about: "디플로이먼트나 파드를 새 서비스로 노출시킵니다.",
    flags: &[
        PRINT,
        FILES,
        CHANGE,
        RECORD,
        &[
            text("cluster-ip"),
            text("external-ip"),
            text("labels").short('l'),
            text("load-balancer-ip"),
            text("name"),
            text("override-type"),
            text("overrides"),
            text("port"),
            text("protocol"),
            switch("save-config"),
            text("selector"),
            text("session-affinity"),
            text("target-port"),
            text("type"),
        ],
    ],
    children: &[],
};

pub(super) static RUN: Command = Command {
    name: "run",
    aliases: &[],
    also: &[],
    about: "이미지 하나로 파드를 띄웁니다.",
    flags: &[
        PRINT,
        FILES,
        CHANGE,
        RECORD,
        &[
            each("annotations"),
            switch("attach"),
            optional("cascade", "background"),
            switch("command"),
            each("env"),
            switch("expose"),
            switch("force"),
            number("grace-period"),
            text("image"),
            text("image-pull-policy"),
            text("labels").short('l'),
            switch("leave-stdin-open"),
            text("override-type"),
            text("overrides"),
            duration("pod-running-timeout"),
            text("port"),
            switch("privileged"),
            switch("quiet").short('q'),
            text("restart"),
            switch("rm"),
            switch("save-config"),
            switch("stdin").short('i'),
            duration("timeout"),
            switch("tty").short('t'),
            switch("wait"),
        ],
    ],
    children: &[],
};

pub(super) static SCALE: Command = Command {
    name: "scale",
    aliases: &[],
    also: &[],
    about: "파드 수를 바꿉니다.",
    flags: &[
        PRINT,
        FILES,
        &[
            switch("all"),
            number("current-replicas"),
            optional("dry-run", "unchanged"),
            number("replicas"),
            text("resource-version"),
            text("selector").short('l'),
            duration("timeout"),
        ],
        RECORD,
    ],
    children: &[],
};

pub(super) static AUTOSCALE: Command = Command {
    name: "autoscale",
    aliases: &[],
    also: &[],
    about: "부하에 따라 파드 수를 맞추게 합니다.",
    flags: &[
        PRINT,
        FILES,
        CHANGE,
        RECORD,
        &[
            text("cpu"),
            number("cpu-percent"),
            number("max"),
            text("memory"),
            number("min"),
            text("name"),
            switch("save-config"),
        ],
    ],
    children: &[],
};
