//! `kubectl create` and its subcommands: their flags, as kubectl 1.34 lists them.
//!
//! Must not know: what any of them does.

use super::{CHANGE, Command, FILES, PRINT, RECORD};
use crate::console::kubectl::flags::{duration, each, list, number, optional, switch, text};

pub(super) static CREATE: Command = Command {
    name: "create",
    aliases: &[],
    also: &[],
    about: "파일이나 표준 입력으로 오브젝트를 만듭니다.",
    flags: &[
        PRINT,
        FILES,
        CHANGE,
        RECORD,
        &[
            switch("edit"),
            text("raw"),
            switch("save-config"),
            text("selector").short('l'),
            optional("validate", "strict"),
            switch("windows-line-endings"),
        ],
    ],
    children: &[
        &CREATE_CLUSTERROLE,
        &CREATE_CLUSTERROLEBINDING,
        &CREATE_CONFIGMAP,
        &CREATE_CRONJOB,
        &CREATE_DEPLOYMENT,
        &CREATE_INGRESS,
        &CREATE_JOB,
        &CREATE_NAMESPACE,
        &CREATE_PODDISRUPTIONBUDGET,
        &CREATE_PRIORITYCLASS,
        &CREATE_QUOTA,
        &CREATE_ROLE,
        &CREATE_ROLEBINDING,
        &CREATE_SECRET,
        &CREATE_SERVICE,
        &CREATE_SERVICEACCOUNT,
        &CREATE_TOKEN,
    ],
};

static CREATE_CLUSTERROLE: Command = Command {
    name: "clusterrole",
    aliases: &[],
    also: &[],
    about: "클러스터롤을 만듭니다.",
    flags: &[
        PRINT,
        CHANGE,
        &[
            text("aggregation-rule"),
            list("non-resource-url"),
            list("resource"),
            list("resource-name"),
            switch("save-config"),
            optional("validate", "strict"),
            list("verb"),
        ],
    ],
    children: &[],
};

static CREATE_CLUSTERROLEBINDING: Command = Command {
    name: "clusterrolebinding",
    aliases: &[],
    also: &[],
    about: "클러스터롤바인딩을 만듭니다.",
    flags: &[
        PRINT,
        CHANGE,
        &[
            text("clusterrole"),
            list("group"),
            switch("save-config"),
            list("serviceaccount"),
            list("user"),
            optional("validate", "strict"),
        ],
    ],
    children: &[],
};

static CREATE_CONFIGMAP: Command = Command {
    name: "configmap",
    aliases: &["cm"],
    also: &[],
    about: "파일이나 문자열 값으로 컨피그맵을 만듭니다.",
    flags: &[
        PRINT,
        CHANGE,
        &[
            switch("append-hash"),
            list("from-env-file"),
            each("from-file"),
            each("from-literal"),
            switch("save-config"),
            optional("validate", "strict"),
        ],
    ],
    children: &[],
};

static CREATE_CRONJOB: Command = Command {
    name: "cronjob",
    aliases: &["cj"],
    also: &[],
    about: "크론잡을 만듭니다.",
    flags: &[
        PRINT,
        CHANGE,
        &[text("image"), text("restart"), switch("save-config"), text("schedule"), optional("validate", "strict")],
    ],
    children: &[],
};

static CREATE_DEPLOYMENT: Command = Command {
    name: "deployment",
    aliases: &["deploy"],
    also: &[],
    about: "이미지로 디플로이먼트를 만듭니다.",
    flags: &[
        PRINT,
        CHANGE,
        &[
            list("image"),
            number("port"),
            number("replicas").short('r'),
            switch("save-config"),
            optional("validate", "strict"),
        ],
    ],
    children: &[],
};

static CREATE_INGRESS: Command = Command {
    name: "ingress",
    aliases: &["ing"],
    also: &[],
    about: "인그레스를 만듭니다.",
    flags: &[
        PRINT,
        CHANGE,
        &[
            each("annotation"),
            text("class"),
            text("default-backend"),
            each("rule"),
            switch("save-config"),
            optional("validate", "strict"),
        ],
    ],
    children: &[],
};

static CREATE_JOB: Command = Command {
    name: "job",
    aliases: &[],
    also: &[],
    about: "잡을 만듭니다.",
    flags: &[PRINT, CHANGE, &[text("from"), text("image"), switch("save-config"), optional("validate", "strict")]],
    children: &[],
};

static CREATE_NAMESPACE: Command = Command {
    name: "namespace",
    aliases: &["ns"],
    also: &[],
    about: "네임스페이스를 만듭니다.",
    flags: &[PRINT, CHANGE, &[switch("save-config"), optional("validate", "strict")]],
    children: &[],
};

static CREATE_PODDISRUPTIONBUDGET: Command = Command {
    name: "poddisruptionbudget",
    aliases: &["pdb"],
    also: &[],
    about: "파드 중단 예산을 만듭니다.",
    flags: &[
        PRINT,
        CHANGE,
        &[
            text("max-unavailable"),
            text("min-available"),
            switch("save-config"),
            text("selector"),
            optional("validate", "strict"),
        ],
    ],
    children: &[],
};

static CREATE_PRIORITYCLASS: Command = Command {
    name: "priorityclass",
    aliases: &["pc"],
    also: &[],
    about: "우선순위 클래스를 만듭니다.",
    flags: &[
        PRINT,
        CHANGE,
        &[
            text("description"),
            switch("global-default"),
            text("preemption-policy"),
            switch("save-config"),
            optional("validate", "strict"),
            number("value"),
        ],
    ],
    children: &[],
};

static CREATE_QUOTA: Command = Command {
    name: "quota",
    aliases: &["resourcequota"],
    also: &[],
    about: "리소스 쿼터를 만듭니다.",
    flags: &[PRINT, CHANGE, &[text("hard"), switch("save-config"), text("scopes"), optional("validate", "strict")]],
    children: &[],
};

static CREATE_ROLE: Command = Command {
    name: "role",
    aliases: &[],
    also: &[],
    about: "롤을 만듭니다.",
    flags: &[
        PRINT,
        CHANGE,
        &[list("resource"), list("resource-name"), switch("save-config"), optional("validate", "strict"), list("verb")],
    ],
    children: &[],
};

static CREATE_ROLEBINDING: Command = Command {
    name: "rolebinding",
    aliases: &[],
    also: &[],
    about: "롤바인딩을 만듭니다.",
    flags: &[
        PRINT,
        CHANGE,
        &[
            text("clusterrole"),
            list("group"),
            text("role"),
            switch("save-config"),
            list("serviceaccount"),
            list("user"),
            optional("validate", "strict"),
        ],
    ],
    children: &[],
};

static CREATE_SECRET: Command = Command {
    name: "secret",
    aliases: &[],
    also: &[],
    about: "시크릿을 만듭니다.",
    flags: &[],
    children: &[&CREATE_SECRET_DOCKER_REGISTRY, &CREATE_SECRET_GENERIC, &CREATE_SECRET_TLS],
};

static CREATE_SECRET_DOCKER_REGISTRY: Command = Command {
    name: "docker-registry",
    aliases: &[],
    also: &[],
    about: "이미지 저장소에 로그인할 시크릿을 만듭니다.",
    flags: &[
        PRINT,
        CHANGE,
        &[
            switch("append-hash"),
            text("docker-email"),
            text("docker-password"),
            text("docker-server"),
            text("docker-username"),
            each("from-file"),
            switch("save-config"),
            optional("validate", "strict"),
        ],
    ],
    children: &[],
};

static CREATE_SECRET_GENERIC: Command = Command {
    name: "generic",
    aliases: &[],
    also: &[],
    about: "파일이나 문자열 값으로 시크릿을 만듭니다.",
    flags: &[
        PRINT,
        CHANGE,
        &[
            switch("append-hash"),
            list("from-env-file"),
            each("from-file"),
            each("from-literal"),
            switch("save-config"),
            text("type"),
            optional("validate", "strict"),
        ],
    ],
    children: &[],
};

static CREATE_SECRET_TLS: Command = Command {
    name: "tls",
    aliases: &[],
    also: &[],
    about: "TLS 인증서 시크릿을 만듭니다.",
    flags: &[
        PRINT,
        CHANGE,
        &[switch("append-hash"), text("cert"), text("key"), switch("save-config"), optional("validate", "strict")],
    ],
    children: &[],
};

static CREATE_SERVICE: Command = Command {
    name: "service",
    aliases: &["svc"],
    also: &[],
    about: "서비스를 종류별로 만듭니다.",
    flags: &[],
    children: &[
        &CREATE_SERVICE_CLUSTERIP,
        &CREATE_SERVICE_EXTERNALNAME,
        &CREATE_SERVICE_LOADBALANCER,
        &CREATE_SERVICE_NODEPORT,
    ],
};

static CREATE_SERVICE_CLUSTERIP: Command = Command {
    name: "clusterip",
    aliases: &[],
    also: &[],
    about: "ClusterIP 서비스를 만듭니다.",
    flags: &[PRINT, CHANGE, &[text("clusterip"), switch("save-config"), list("tcp"), optional("validate", "strict")]],
    children: &[],
};

static CREATE_SERVICE_EXTERNALNAME: Command = Command {
    name: "externalname",
    aliases: &[],
    also: &[],
    about: "ExternalName 서비스를 만듭니다.",
    flags: &[
        PRINT,
        CHANGE,
        &[text("external-name"), switch("save-config"), list("tcp"), optional("validate", "strict")],
    ],
    children: &[],
};

static CREATE_SERVICE_LOADBALANCER: Command = Command {
    name: "loadbalancer",
    aliases: &[],
    also: &[],
    about: "LoadBalancer 서비스를 만듭니다.",
    flags: &[PRINT, CHANGE, &[switch("save-config"), list("tcp"), optional("validate", "strict")]],
    children: &[],
};

static CREATE_SERVICE_NODEPORT: Command = Command {
    name: "nodeport",
    aliases: &[],
    also: &[],
    about: "NodePort 서비스를 만듭니다.",
    flags: &[PRINT, CHANGE, &[number("node-port"), switch("save-config"), list("tcp"), optional("validate", "strict")]],
    children: &[],
};

static CREATE_SERVICEACCOUNT: Command = Command {
    name: "serviceaccount",
    aliases: &["sa"],
    also: &[],
    about: "서비스어카운트를 만듭니다.",
    flags: &[PRINT, CHANGE, &[switch("save-config"), optional("validate", "strict")]],
    children: &[],
};

static CREATE_TOKEN: Command = Command {
    name: "token",
    aliases: &[],
    also: &[],
    about: "서비스어카운트의 토큰을 받습니다.",
    flags: &[
        PRINT,
        &[
            list("audience"),
            text("bound-object-kind"),
            text("bound-object-name"),
            text("bound-object-uid"),
            duration("duration"),
        ],
    ],
    children: &[],
};
