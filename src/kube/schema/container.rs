//! Containers: what runs in a Pod (`core/v1/types.go`).
//!
//! Must not know: Services, volumes' sources.

use super::metadata::STRING_LIST;
use super::security::SECURITY_CONTEXT;
use super::{Field, Struct, Type, field};

/// `map[ResourceName]Quantity`.
pub(super) const RESOURCES: Type = Type::Map("v1.ResourceList", &Type::Quantity);

pub(super) static CONTAINER: Struct = Struct {
    go: "v1.Container",
    fields: &[
        NAME,
        IMAGE,
        COMMAND,
        ARGS,
        PORTS,
        ENV,
        ENV_FROM,
        RESOURCE,
        VOLUME_MOUNTS,
        VOLUME_DEVICES,
        WORKING_DIR,
        LIVENESS,
        READINESS,
        STARTUP,
        LIFECYCLE,
        IMAGE_PULL_POLICY,
        SECURITY,
        RESIZE_POLICY,
        RESTART_POLICY,
        RESTART_POLICY_RULES,
        TERMINATION_PATH,
        TERMINATION_POLICY,
        STDIN,
        STDIN_ONCE,
        TTY,
    ],
};

pub(super) static EPHEMERAL_CONTAINER: Struct = Struct {
    go: "v1.EphemeralContainer",
    fields: &[
        NAME,
        IMAGE,
        COMMAND,
        ARGS,
        PORTS,
        ENV,
        ENV_FROM,
        RESOURCE,
        VOLUME_MOUNTS,
        VOLUME_DEVICES,
        WORKING_DIR,
        LIVENESS,
        READINESS,
        STARTUP,
        LIFECYCLE,
        IMAGE_PULL_POLICY,
        SECURITY,
        RESIZE_POLICY,
        RESTART_POLICY,
        RESTART_POLICY_RULES,
        TERMINATION_PATH,
        TERMINATION_POLICY,
        STDIN,
        STDIN_ONCE,
        TTY,
        field("targetContainerName", Type::String, "프로세스를 들여다볼 컨테이너의 이름입니다."),
    ],
};

const CONTAINER_PORT_LIST: Type = Type::List(&Type::Struct(&CONTAINER_PORT));
const ENV_VAR_LIST: Type = Type::List(&Type::Struct(&ENV_VAR));
const ENV_FROM_SOURCE_LIST: Type = Type::List(&Type::Struct(&ENV_FROM_SOURCE));
const VOLUME_MOUNT_LIST: Type = Type::List(&Type::Struct(&VOLUME_MOUNT));
const RESTART_RULE_LIST: Type = Type::List(&Type::Struct(&RESTART_RULE));
const NAME: Field = field("name", Type::String, "파드 안에서 하나뿐인 컨테이너 이름입니다.").required();
const IMAGE: Field =
    field("image", Type::String, "실행할 컨테이너 이미지이며, 이름 뒤에 ':태그'로 버전을 고릅니다.").required();
const COMMAND: Field = field("command", STRING_LIST, "이미지의 ENTRYPOINT 대신 실행할 명령입니다.");
const ARGS: Field = field("args", STRING_LIST, "명령에 넘길 인자 목록으로, 이미지의 CMD를 대신합니다.");
const PORTS: Field = field(
    "ports",
    CONTAINER_PORT_LIST,
    "컨테이너가 듣는 포트를 알려 두는 목록으로, 적지 않아도 포트는 열리며 이름을 붙이면 targetPort에서 부를 수 있습니다.",
);
const ENV: Field = field("env", ENV_VAR_LIST, "컨테이너에 넣어 줄 환경 변수 목록입니다.");
const ENV_FROM: Field =
    field("envFrom", ENV_FROM_SOURCE_LIST, "컨피그맵이나 시크릿의 모든 항목을 환경 변수로 넣습니다.");
const RESOURCE: Field =
    field("resources", Type::Struct(&RESOURCE_REQUIREMENTS), "컨테이너가 쓸 CPU와 메모리의 요청량과 한도입니다.");
const VOLUME_MOUNTS: Field =
    field("volumeMounts", VOLUME_MOUNT_LIST, "파드의 볼륨을 컨테이너의 어느 경로에 붙일지 적습니다.");
const VOLUME_DEVICES: Field = field(
    "volumeDevices",
    Type::List(&Type::Struct(&Struct {
        go: "v1.VolumeDevice",
        fields: &[
            field("name", Type::String, "블록 장치로 붙일 볼륨의 이름입니다.").required(),
            field("devicePath", Type::String, "컨테이너 안에서 보일 장치의 경로입니다.").required(),
        ],
    })),
    "볼륨을 파일시스템이 아니라 블록 장치 그대로 붙입니다.",
);
const WORKING_DIR: Field = field("workingDir", Type::String, "명령을 실행할 작업 디렉터리입니다.");
const LIVENESS: Field =
    field("livenessProbe", Type::Struct(&PROBE), "살아 있는지 되풀이해 묻고, 대답이 없으면 컨테이너를 다시 띄웁니다.");
const READINESS: Field = field(
    "readinessProbe",
    Type::Struct(&PROBE),
    "요청을 받을 준비가 되었는지 묻고, 아니라면 서비스의 엔드포인트에서 뺍니다.",
);
const STARTUP: Field =
    field("startupProbe", Type::Struct(&PROBE), "시작이 끝났는지 묻고, 끝날 때까지 다른 프로브를 미룹니다.");
const LIFECYCLE: Field =
    field("lifecycle", Type::Struct(&LIFECYCLE_HOOKS), "컨테이너가 시작된 뒤와 끝나기 전에 할 일입니다.");
const IMAGE_PULL_POLICY: Field = field(
    "imagePullPolicy",
    Type::Named("v1.PullPolicy"),
    "이미지를 언제 내려받을지 정하며, 태그가 latest이거나 없으면 Always가 기본입니다.",
)
.one_of(&["Always", "IfNotPresent", "Never"]);
const SECURITY: Field =
    field("securityContext", Type::Struct(&SECURITY_CONTEXT), "이 컨테이너에만 적용할 권한 설정입니다.");
const RESIZE_POLICY: Field = field(
    "resizePolicy",
    Type::List(&Type::Struct(&Struct {
        go: "v1.ContainerResizePolicy",
        fields: &[
            field("resourceName", Type::Named("v1.ResourceName"), "크기를 바꿀 리소스의 이름입니다.").required(),
            field(
                "restartPolicy",
                Type::Named("v1.ResourceResizeRestartPolicy"),
                "리소스 크기를 바꿀 때 컨테이너를 다시 띄워야 하는지 정합니다.",
            )
            .one_of(&["NotRequired", "RestartContainer"])
            .required(),
        ],
    })),
    "도는 중에 리소스의 크기를 바꾸는 방법입니다.",
);
const RESTART_POLICY: Field = field(
    "restartPolicy",
    Type::Named("v1.ContainerRestartPolicy"),
    "컨테이너 하나의 재시작 방법으로, 초기화 컨테이너에 Always를 적으면 사이드카가 됩니다.",
);
const RESTART_POLICY_RULES: Field =
    field("restartPolicyRules", RESTART_RULE_LIST, "종료 코드에 따라 다시 띄울지 정하는 규칙 목록입니다.");
const TERMINATION_PATH: Field =
    field("terminationMessagePath", Type::String, "컨테이너가 끝날 때 남기는 글이 담길 파일입니다.")
        .default("/dev/termination-log");
const TERMINATION_POLICY: Field = field(
    "terminationMessagePolicy",
    Type::Named("v1.TerminationMessagePolicy"),
    "끝난 까닭을 파일에서만 읽을지 로그에서도 가져올지 정합니다.",
)
.default("File")
.one_of(&["File", "FallbackToLogsOnError"]);
const STDIN: Field = field("stdin", Type::Bool, "표준 입력을 열어 둘지 정합니다.").default("false");
const STDIN_ONCE: Field =
    field("stdinOnce", Type::Bool, "첫 연결이 끊기면 표준 입력을 닫을지 정합니다.").default("false");
const TTY: Field = field("tty", Type::Bool, "터미널을 붙여 둘지 정합니다.").default("false");

static RESTART_RULE: Struct = Struct {
    go: "v1.ContainerRestartRule",
    fields: &[
        field(
            "action",
            Type::Named("v1.ContainerRestartRuleAction"),
            "규칙에 맞게 끝난 컨테이너를 어떻게 할지 정합니다.",
        )
        .required(),
        field(
            "exitCodes",
            Type::Struct(&Struct {
                go: "v1.ContainerRestartRuleOnExitCodes",
                fields: &[
                    field(
                        "operator",
                        Type::Named("v1.ContainerRestartRuleOnExitCodesOperator"),
                        "종료 코드가 values에 있을 때인지(In) 없을 때인지(NotIn) 정합니다.",
                    )
                    .one_of(&["In", "NotIn"])
                    .required(),
                    field("values", Type::List(&Type::Int32), "견줄 종료 코드의 목록입니다."),
                ],
            }),
            "규칙을 쓸 종료 코드입니다.",
        ),
    ],
};

static CONTAINER_PORT: Struct = Struct {
    go: "v1.ContainerPort",
    fields: &[
        field(
            "name",
            Type::String,
            "컨테이너 포트의 이름으로, 서비스의 targetPort가 이 이름으로 포트를 가리킬 수 있습니다.",
        ),
        field(
            "containerPort",
            Type::Int32,
            "컨테이너의 프로그램이 듣는 포트 번호를 알려 두는 것으로, 적는다고 열리지는 않습니다.",
        )
        .required(),
        field("protocol", Type::Named("v1.Protocol"), "컨테이너 포트의 프로토콜입니다.")
            .default("TCP")
            .one_of(&["TCP", "UDP", "SCTP"]),
        field("hostPort", Type::Int32, "파드가 도는 노드의 이 포트를 컨테이너 포트로 바로 잇습니다."),
        field("hostIP", Type::String, "hostPort를 열 노드의 주소입니다."),
    ],
};

static ENV_VAR: Struct = Struct {
    go: "v1.EnvVar",
    fields: &[
        field("name", Type::String, "환경 변수의 이름입니다.").required(),
        field("value", Type::String, "환경 변수의 값으로, 숫자나 true도 따옴표로 감싸 문자열로 적어야 합니다."),
        field("valueFrom", Type::Struct(&ENV_VAR_SOURCE), "값을 직접 적는 대신 가져올 곳입니다."),
    ],
};

static ENV_VAR_SOURCE: Struct = Struct {
    go: "v1.EnvVarSource",
    fields: &[
        field("fieldRef", Type::Struct(&OBJECT_FIELD_SELECTOR), "파드 자신의 필드에서 값을 가져옵니다."),
        field(
            "resourceFieldRef",
            Type::Struct(&RESOURCE_FIELD_SELECTOR),
            "컨테이너의 리소스 요청량이나 한도에서 값을 가져옵니다.",
        ),
        field(
            "configMapKeyRef",
            Type::Struct(&Struct {
                go: "v1.ConfigMapKeySelector",
                fields: &[
                    field("name", Type::String, "값이 담긴 컨피그맵의 이름입니다."),
                    field("key", Type::String, "컨피그맵에서 고를 키입니다.").required(),
                    field("optional", Type::Bool, "컨피그맵이나 그 키가 없어도 되는지 정합니다."),
                ],
            }),
            "컨피그맵의 키 하나에서 값을 가져옵니다.",
        ),
        field(
            "secretKeyRef",
            Type::Struct(&Struct {
                go: "v1.SecretKeySelector",
                fields: &[
                    field("name", Type::String, "값이 담긴 시크릿의 이름입니다."),
                    field("key", Type::String, "시크릿에서 고를 키입니다.").required(),
                    field("optional", Type::Bool, "시크릿이나 그 키가 없어도 되는지 정합니다."),
                ],
            }),
            "시크릿의 키 하나에서 값을 가져옵니다.",
        ),
        field(
            "fileKeyRef",
            Type::Struct(&Struct {
                go: "v1.FileKeySelector",
                fields: &[
                    field("volumeName", Type::String, "환경 변수 파일이 든 볼륨의 이름입니다.").required(),
                    field("path", Type::String, "볼륨 안에서 환경 변수 파일의 경로입니다.").required(),
                    field("key", Type::String, "환경 변수 파일에서 고를 키입니다.").required(),
                    field("optional", Type::Bool, "환경 변수 파일이나 그 키가 없어도 되는지 정합니다."),
                ],
            }),
            "볼륨에 있는 파일의 키 하나에서 값을 가져옵니다.",
        ),
    ],
};

/// Shared with volumes.
pub(super) static OBJECT_FIELD_SELECTOR: Struct = Struct {
    go: "v1.ObjectFieldSelector",
    fields: &[
        field("apiVersion", Type::String, "필드 경로를 해석할 API 버전입니다.").default("v1"),
        field("fieldPath", Type::String, "metadata.name처럼 가져올 필드의 경로입니다.").required(),
    ],
};

/// Shared with volumes.
pub(super) static RESOURCE_FIELD_SELECTOR: Struct = Struct {
    go: "v1.ResourceFieldSelector",
    fields: &[
        field("containerName", Type::String, "리소스 값을 가져올 컨테이너의 이름입니다."),
        field("resource", Type::String, "limits.cpu처럼 가져올 리소스의 이름입니다.").required(),
        field("divisor", Type::Quantity, "리소스 값을 나눌 단위입니다.").default("0"),
    ],
};

static ENV_FROM_SOURCE: Struct = Struct {
    go: "v1.EnvFromSource",
    fields: &[
        field("prefix", Type::String, "만들어지는 환경 변수 이름 앞에 붙일 문자열입니다."),
        field(
            "configMapRef",
            Type::Struct(&Struct {
                go: "v1.ConfigMapEnvSource",
                fields: &[
                    field("name", Type::String, "모든 항목을 가져올 컨피그맵의 이름입니다."),
                    field("optional", Type::Bool, "모든 항목을 가져올 컨피그맵이 없어도 되는지 정합니다."),
                ],
            }),
            "모든 항목을 환경 변수로 넣을 컨피그맵입니다.",
        ),
        field(
            "secretRef",
            Type::Struct(&Struct {
                go: "v1.SecretEnvSource",
                fields: &[
                    field("name", Type::String, "모든 항목을 가져올 시크릿의 이름입니다."),
                    field("optional", Type::Bool, "모든 항목을 가져올 시크릿이 없어도 되는지 정합니다."),
                ],
            }),
            "모든 항목을 환경 변수로 넣을 시크릿입니다.",
        ),
    ],
};

/// Shared with the whole Pod.
pub(super) static RESOURCE_REQUIREMENTS: Struct = Struct {
    go: "v1.ResourceRequirements",
    fields: &[
        field("limits", RESOURCES, "넘을 수 없는 리소스의 한도입니다."),
        field("requests", RESOURCES, "배치할 때 보장받을 리소스의 양입니다."),
        field(
            "claims",
            Type::List(&Type::Struct(&Struct {
                go: "v1.ResourceClaim",
                fields: &[
                    field("name", Type::String, "파드의 resourceClaims에 있는 클레임의 이름입니다.").required(),
                    field("request", Type::String, "그 클레임에서 쓸 요청의 이름입니다."),
                ],
            })),
            "컨테이너가 쓸 장치 클레임 목록입니다.",
        ),
    ],
};

static VOLUME_MOUNT: Struct = Struct {
    go: "v1.VolumeMount",
    fields: &[
        field("name", Type::String, "붙일 볼륨의 이름으로, 파드의 volumes에 있어야 합니다.").required(),
        field("mountPath", Type::String, "컨테이너 안에서 볼륨이 보일 경로입니다.").required(),
        field("readOnly", Type::Bool, "볼륨을 읽기만 하게 붙일지 정합니다.").default("false"),
        field(
            "recursiveReadOnly",
            Type::Named("v1.RecursiveReadOnlyMode"),
            "볼륨 아래에 붙은 것까지 읽기 전용으로 할지 정합니다.",
        )
        .one_of(&["Disabled", "IfPossible", "Enabled"]),
        field("subPath", Type::String, "볼륨 전체가 아니라 그 안의 이 경로만 붙입니다."),
        field("subPathExpr", Type::String, "환경 변수를 풀어 만든 경로를 subPath처럼 붙입니다."),
        field(
            "mountPropagation",
            Type::Named("v1.MountPropagationMode"),
            "나중에 마운트한 것이 노드와 컨테이너 사이에서 서로 보일지 정합니다.",
        )
        .one_of(&["None", "HostToContainer", "Bidirectional"]),
    ],
};

static PROBE: Struct = Struct {
    go: "v1.Probe",
    fields: &[
        EXEC,
        HTTP_GET,
        TCP_SOCKET,
        field(
            "grpc",
            Type::Struct(&Struct {
                go: "v1.GRPCAction",
                fields: &[
                    field("port", Type::Int32, "gRPC 상태 점검을 보낼 포트입니다.").required(),
                    field("service", Type::String, "상태를 물을 gRPC 서비스의 이름입니다.").default(""),
                ],
            }),
            "gRPC 상태 점검을 보내 확인합니다.",
        ),
        field("initialDelaySeconds", Type::Int32, "컨테이너가 시작된 뒤 첫 확인까지 기다리는 시간(초)입니다."),
        field("timeoutSeconds", Type::Int32, "확인 한 번의 대답을 기다리는 시간(초)입니다.").default("1"),
        field("periodSeconds", Type::Int32, "확인을 되풀이하는 간격(초)입니다.").default("10"),
        field("successThreshold", Type::Int32, "실패한 뒤 성공으로 보려면 잇달아 성공해야 하는 횟수입니다.")
            .default("1"),
        field("failureThreshold", Type::Int32, "실패로 보려면 잇달아 실패해야 하는 횟수입니다.").default("3"),
        field(
            "terminationGracePeriodSeconds",
            Type::Int64,
            "확인에 실패해 끝낼 때 정상 종료를 기다리는 시간(초)입니다.",
        ),
    ],
};

const EXEC: Field = field(
    "exec",
    Type::Struct(&Struct {
        go: "v1.ExecAction",
        fields: &[field("command", STRING_LIST, "컨테이너 안에서 실행해 종료 코드를 볼 명령입니다.")],
    }),
    "컨테이너 안에서 명령을 실행해 확인합니다.",
);
const HTTP_GET: Field = field(
    "httpGet",
    Type::Struct(&Struct {
        go: "v1.HTTPGetAction",
        fields: &[
            field("path", Type::String, "요청할 URL의 경로입니다.").default("/"),
            field("port", Type::IntOrString, "HTTP 요청을 보낼 포트 번호나 포트 이름입니다.").required(),
            field("host", Type::String, "파드의 주소 대신 접속할 호스트입니다."),
            field("scheme", Type::Named("v1.URIScheme"), "HTTP로 물을지 HTTPS로 물을지 정합니다.")
                .default("HTTP")
                .one_of(&["HTTP", "HTTPS"]),
            field(
                "httpHeaders",
                Type::List(&Type::Struct(&Struct {
                    go: "v1.HTTPHeader",
                    fields: &[
                        field("name", Type::String, "HTTP 헤더의 이름입니다.").required(),
                        field("value", Type::String, "HTTP 헤더의 값입니다.").required(),
                    ],
                })),
                "요청에 더할 HTTP 헤더 목록입니다.",
            ),
        ],
    }),
    "HTTP GET 요청을 보내 확인합니다.",
);
const TCP_SOCKET: Field = field(
    "tcpSocket",
    Type::Struct(&Struct {
        go: "v1.TCPSocketAction",
        fields: &[
            field("port", Type::IntOrString, "TCP로 접속해 볼 포트 번호나 포트 이름입니다.").required(),
            field("host", Type::String, "파드의 주소 대신 TCP로 접속해 볼 호스트입니다."),
        ],
    }),
    "TCP 접속이 되는지 확인합니다.",
);
static LIFECYCLE_HOOKS: Struct = Struct {
    go: "v1.Lifecycle",
    fields: &[
        field("postStart", Type::Struct(&LIFECYCLE_HANDLER), "컨테이너가 시작된 바로 뒤에 할 일입니다."),
        field("preStop", Type::Struct(&LIFECYCLE_HANDLER), "컨테이너를 끝내기 바로 전에 할 일입니다."),
        field("stopSignal", Type::Named("v1.Signal"), "컨테이너를 끝낼 때 보낼 신호의 이름입니다."),
    ],
};

static LIFECYCLE_HANDLER: Struct = Struct {
    go: "v1.LifecycleHandler",
    fields: &[
        Field { doc: "그때 컨테이너 안에서 실행할 명령입니다.", ..EXEC },
        Field { doc: "그때 보낼 HTTP GET 요청입니다.", ..HTTP_GET },
        Field { doc: "쓰이지 않는 옛 필드로, TCP로 접속하려던 곳입니다.", ..TCP_SOCKET },
        field(
            "sleep",
            Type::Struct(&Struct {
                go: "v1.SleepAction",
                fields: &[field("seconds", Type::Int64, "쉬는 시간(초)입니다.").required()],
            }),
            "정해진 시간 동안 쉽니다.",
        ),
    ],
};
