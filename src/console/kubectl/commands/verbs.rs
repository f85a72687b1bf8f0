//! The commands beside `create` and `config`: their flags, as kubectl 1.34 lists them, in the order in which kubectl groups them.
//!
//! Must not know: what any of them does.

use super::{CHANGE, Command, FILES, PRINT};
use crate::console::kubectl::flags::{duration, each, list, number, optional, switch, text};

pub(super) static EXPOSE: Command = Command {
    name: "expose",
    aliases: &[],
    also: &[],
    about: "디플로이먼트나 파드를 새 서비스로 노출시킵니다.",
    flags: &[
        PRINT,
        FILES,
        CHANGE,
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
    flags: &[PRINT, FILES, CHANGE, &[switch("all"), switch("local"), text("selector").short('l')]],
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
    aliases: &[],
    also: &[],
    about: "서비스어카운트를 바꿉니다.",
    flags: &[PRINT, FILES, CHANGE, &[switch("all"), switch("local")]],
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
        &[number("cpu-percent"), number("max"), number("min"), text("name"), switch("save-config")],
    ],
    children: &[],
};

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

pub(super) static LOGS: Command = Command {
    name: "logs",
    aliases: &[],
    also: &[],
    about: "컨테이너의 로그를 보여 줍니다.",
    flags: &[&[
        switch("all-containers"),
        switch("all-pods"),
        text("container").short('c'),
        switch("follow").short('f'),
        switch("ignore-errors"),
        switch("insecure-skip-tls-verify-backend"),
        number("limit-bytes"),
        number("max-log-requests"),
        duration("pod-running-timeout"),
        switch("prefix"),
        switch("previous").short('p'),
        text("selector").short('l'),
        duration("since"),
        text("since-time"),
        number("tail"),
        switch("timestamps"),
    ]],
    children: &[],
};

pub(super) static ATTACH: Command = Command {
    name: "attach",
    aliases: &[],
    also: &[],
    about: "돌아가는 컨테이너에 붙습니다.",
    flags: &[&[
        text("container").short('c'),
        duration("pod-running-timeout"),
        switch("quiet").short('q'),
        switch("stdin").short('i'),
        switch("tty").short('t'),
    ]],
    children: &[],
};

pub(super) static EXEC: Command = Command {
    name: "exec",
    aliases: &[],
    also: &[],
    about: "컨테이너 안에서 명령을 실행합니다.",
    flags: &[&[
        text("container").short('c'),
        list("filename").short('f'),
        duration("pod-running-timeout"),
        switch("quiet").short('q'),
        switch("stdin").short('i'),
        switch("tty").short('t'),
    ]],
    children: &[],
};

pub(super) static PORT_FORWARD: Command = Command {
    name: "port-forward",
    aliases: &[],
    also: &[],
    about: "내 컴퓨터의 포트를 파드로 잇습니다.",
    flags: &[&[list("address"), duration("pod-running-timeout")]],
    children: &[],
};

pub(super) static PROXY: Command = Command {
    name: "proxy",
    aliases: &[],
    also: &[],
    about: "API 서버로 가는 프록시를 띄웁니다.",
    flags: &[&[
        text("accept-hosts"),
        text("accept-paths"),
        text("address"),
        text("api-prefix"),
        switch("append-server-path"),
        switch("disable-filter"),
        duration("keepalive"),
        text("port").short('p'),
        text("reject-methods"),
        text("reject-paths"),
        text("unix-socket").short('u'),
        text("www").short('w'),
        text("www-prefix").short('P'),
    ]],
    children: &[],
};

pub(super) static CP: Command = Command {
    name: "cp",
    aliases: &[],
    also: &[],
    about: "컨테이너와 파일을 주고받습니다.",
    flags: &[&[text("container").short('c'), switch("no-preserve"), number("retries")]],
    children: &[],
};

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

pub(super) static DEBUG: Command = Command {
    name: "debug",
    aliases: &[],
    also: &[],
    about: "문제를 살필 컨테이너를 붙입니다.",
    flags: &[&[
        switch("arguments-only"),
        switch("attach"),
        text("container").short('c'),
        text("copy-to"),
        text("custom"),
        each("env"),
        list("filename").short('f'),
        text("image"),
        text("image-pull-policy"),
        switch("keep-annotations"),
        switch("keep-init-containers"),
        switch("keep-labels"),
        switch("keep-liveness"),
        switch("keep-readiness"),
        switch("keep-startup"),
        text("profile"),
        switch("quiet").short('q'),
        switch("replace"),
        switch("same-node"),
        list("set-image"),
        switch("share-processes"),
        switch("stdin").short('i'),
        text("target"),
        switch("tty").short('t'),
    ]],
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

pub(super) static PATCH: Command = Command {
    name: "patch",
    aliases: &[],
    also: &[],
    about: "오브젝트의 일부 필드를 바꿉니다.",
    flags: &[
        PRINT,
        FILES,
        CHANGE,
        &[switch("local"), text("patch").short('p'), text("patch-file"), text("subresource"), text("type")],
    ],
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

pub(super) static LABEL: Command = Command {
    name: "label",
    aliases: &[],
    also: &[],
    about: "레이블을 바꿉니다.",
    flags: &[
        PRINT,
        FILES,
        CHANGE,
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
