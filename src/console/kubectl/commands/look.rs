//! The flags of the commands that look: `get`, `describe`, `explain`, `events`, `top`, as kubectl 1.34 lists them.
//!
//! Must not know: what any of them does.

use super::{Command, FILES, PRINT};
use crate::console::kubectl::flags::{list, number, switch, text};

pub(super) static EXPLAIN: Command = Command {
    name: "explain",
    aliases: &[],
    also: &[],
    about: "필드가 무엇을 뜻하는지 알려 줍니다.",
    flags: &[&[text("api-version"), text("output").short('o'), switch("recursive")]],
    children: &[],
};

pub(super) static GET: Command = Command {
    name: "get",
    aliases: &[],
    also: &["list", "ps"],
    about: "오브젝트를 표나 YAML로 보여 줍니다.",
    flags: &[
        PRINT,
        FILES,
        &[
            switch("all-namespaces").short('A'),
            number("chunk-size"),
            text("field-selector"),
            switch("ignore-not-found"),
            list("label-columns").short('L'),
            switch("no-headers"),
            switch("output-watch-events"),
            text("raw"),
            text("selector").short('l'),
            switch("server-print"),
            switch("show-kind"),
            switch("show-labels"),
            text("sort-by"),
            text("subresource"),
            switch("watch").short('w'),
            switch("watch-only"),
        ],
    ],
    children: &[],
};

pub(super) static TOP: Command = Command {
    name: "top",
    aliases: &[],
    also: &[],
    about: "CPU와 메모리 사용량을 보여 줍니다.",
    flags: &[],
    children: &[&TOP_NODE, &TOP_POD],
};

static TOP_NODE: Command = Command {
    name: "node",
    aliases: &["nodes", "no"],
    also: &[],
    about: "노드의 사용량을 보여 줍니다.",
    flags: &[&[
        switch("no-headers"),
        text("selector").short('l'),
        switch("show-capacity"),
        text("sort-by"),
        switch("use-protocol-buffers"),
    ]],
    children: &[],
};

static TOP_POD: Command = Command {
    name: "pod",
    aliases: &["pods", "po"],
    also: &[],
    about: "파드의 사용량을 보여 줍니다.",
    flags: &[&[
        switch("all-namespaces").short('A'),
        switch("containers"),
        text("field-selector"),
        switch("no-headers"),
        text("selector").short('l'),
        text("sort-by"),
        switch("sum"),
        switch("use-protocol-buffers"),
    ]],
    children: &[],
};

pub(super) static DESCRIBE: Command = Command {
    name: "describe",
    aliases: &[],
    also: &[],
    about: "오브젝트를 사람이 읽기 좋게 자세히 보여 줍니다.",
    flags: &[
        FILES,
        &[
            switch("all-namespaces").short('A'),
            number("chunk-size"),
            text("selector").short('l'),
            switch("show-events"),
        ],
    ],
    children: &[],
};

pub(super) static EVENTS: Command = Command {
    name: "events",
    aliases: &[],
    also: &[],
    about: "이벤트를 보여 줍니다.",
    flags: &[
        PRINT,
        &[
            switch("all-namespaces").short('A'),
            number("chunk-size"),
            text("for"),
            switch("no-headers"),
            list("types"),
            switch("watch").short('w'),
        ],
    ],
    children: &[],
};
