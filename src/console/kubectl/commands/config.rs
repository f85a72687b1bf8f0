//! `kubectl config` and its subcommands: their flags, as kubectl 1.34 lists them.
//!
//! Must not know: what any of them does.

use super::{Command, PRINT};
use crate::console::kubectl::flags::{each, switch, text};

pub(super) static CONFIG: Command = Command {
    name: "config",
    aliases: &[],
    also: &[],
    about: "kubeconfig를 보거나 바꿉니다.",
    flags: &[],
    children: &[
        &CONFIG_CURRENT_CONTEXT,
        &CONFIG_DELETE_CLUSTER,
        &CONFIG_DELETE_CONTEXT,
        &CONFIG_DELETE_USER,
        &CONFIG_GET_CLUSTERS,
        &CONFIG_GET_CONTEXTS,
        &CONFIG_GET_USERS,
        &CONFIG_RENAME_CONTEXT,
        &CONFIG_SET,
        &CONFIG_SET_CLUSTER,
        &CONFIG_SET_CONTEXT,
        &CONFIG_SET_CREDENTIALS,
        &CONFIG_UNSET,
        &CONFIG_USE_CONTEXT,
        &CONFIG_VIEW,
    ],
};

static CONFIG_CURRENT_CONTEXT: Command = Command {
    name: "current-context",
    aliases: &[],
    also: &[],
    about: "지금 쓰는 컨텍스트를 보여 줍니다.",
    flags: &[],
    children: &[],
};

static CONFIG_DELETE_CLUSTER: Command = Command {
    name: "delete-cluster",
    aliases: &[],
    also: &[],
    about: "클러스터 항목을 지웁니다.",
    flags: &[],
    children: &[],
};

static CONFIG_DELETE_CONTEXT: Command = Command {
    name: "delete-context",
    aliases: &[],
    also: &[],
    about: "컨텍스트를 지웁니다.",
    flags: &[],
    children: &[],
};

static CONFIG_DELETE_USER: Command = Command {
    name: "delete-user",
    aliases: &[],
    also: &[],
    about: "사용자 항목을 지웁니다.",
    flags: &[],
    children: &[],
};

static CONFIG_GET_CLUSTERS: Command = Command {
    name: "get-clusters",
    aliases: &[],
    also: &[],
    about: "클러스터 목록을 보여 줍니다.",
    flags: &[],
    children: &[],
};

static CONFIG_GET_CONTEXTS: Command = Command {
    name: "get-contexts",
    aliases: &[],
    also: &[],
    about: "컨텍스트 목록을 보여 줍니다.",
    flags: &[&[switch("no-headers"), text("output").short('o')]],
    children: &[],
};

static CONFIG_GET_USERS: Command = Command {
    name: "get-users",
    aliases: &[],
    also: &[],
    about: "사용자 목록을 보여 줍니다.",
    flags: &[],
    children: &[],
};

static CONFIG_RENAME_CONTEXT: Command = Command {
    name: "rename-context",
    aliases: &["rename"],
    also: &[],
    about: "컨텍스트의 이름을 바꿉니다.",
    flags: &[],
    children: &[],
};

static CONFIG_SET: Command = Command {
    name: "set",
    aliases: &[],
    also: &[],
    about: "kubeconfig의 값 하나를 바꿉니다.",
    flags: &[&[switch("set-raw-bytes")]],
    children: &[],
};

static CONFIG_SET_CLUSTER: Command = Command {
    name: "set-cluster",
    aliases: &[],
    also: &[],
    about: "클러스터 항목을 적습니다.",
    flags: &[&[
        text("certificate-authority"),
        switch("embed-certs"),
        switch("insecure-skip-tls-verify"),
        text("proxy-url"),
        text("server"),
        text("tls-server-name"),
    ]],
    children: &[],
};

static CONFIG_SET_CONTEXT: Command = Command {
    name: "set-context",
    aliases: &[],
    also: &[],
    about: "컨텍스트를 적거나 고칩니다.",
    flags: &[&[text("cluster"), switch("current"), text("namespace"), text("user")]],
    children: &[],
};

static CONFIG_SET_CREDENTIALS: Command = Command {
    name: "set-credentials",
    aliases: &[],
    also: &[],
    about: "사용자 항목을 적습니다.",
    flags: &[&[
        text("auth-provider"),
        each("auth-provider-arg"),
        text("client-certificate"),
        text("client-key"),
        switch("embed-certs"),
        text("exec-api-version"),
        each("exec-arg"),
        text("exec-command"),
        each("exec-env"),
        text("exec-interactive-mode"),
        switch("exec-provide-cluster-info"),
        text("password"),
        text("token"),
        text("username"),
    ]],
    children: &[],
};

static CONFIG_UNSET: Command = Command {
    name: "unset",
    aliases: &[],
    also: &[],
    about: "kubeconfig의 값 하나를 지웁니다.",
    flags: &[],
    children: &[],
};

static CONFIG_USE_CONTEXT: Command = Command {
    name: "use-context",
    aliases: &["use"],
    also: &[],
    about: "쓸 컨텍스트를 고릅니다.",
    flags: &[],
    children: &[],
};

static CONFIG_VIEW: Command = Command {
    name: "view",
    aliases: &[],
    also: &[],
    about: "kubeconfig를 보여 줍니다.",
    flags: &[PRINT, &[switch("flatten"), switch("merge"), switch("minify"), switch("raw")]],
    children: &[],
};
