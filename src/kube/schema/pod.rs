//! Pod and its template (`core/v1/types.go`): all but its containers, its volumes, where it may run and as whom.
//!
//! Must not know: Services, Deployments.

use super::container::{CONTAINER, EPHEMERAL_CONTAINER, RESOURCE_REQUIREMENTS, RESOURCES};
use super::metadata::{STRING_LIST, STRINGS, api_version, kind, metadata};
use super::placement::{AFFINITY, TOLERATION, TOPOLOGY_SPREAD_CONSTRAINT};
use super::security::POD_SECURITY_CONTEXT;
use super::volume::VOLUME;
use super::{Struct, Type, field};

pub(super) static POD: Struct = Struct {
    go: "v1.Pod",
    fields: &[
        api_version(&["v1"]),
        kind(&["Pod"]),
        metadata(),
        field("spec", Type::Struct(&POD_SPEC), "파드에서 어떤 컨테이너를 어떻게 실행할지 적는 곳입니다.").required(),
        field("status", Type::Struct(&POD_STATUS), "파드의 주소와 준비 여부처럼 클러스터가 채우는 상태입니다.")
            .system(),
    ],
};

/// What a Deployment makes pods from.
pub(super) static POD_TEMPLATE_SPEC: Struct = Struct {
    go: "v1.PodTemplateSpec",
    fields: &[metadata(), field("spec", Type::Struct(&POD_SPEC), "이 템플릿으로 만들 파드의 내용입니다.").required()],
};

/// `v1.LocalObjectReference`.
pub(super) static LOCAL_OBJECT_REFERENCE: Struct = Struct {
    go: "v1.LocalObjectReference",
    fields: &[field("name", Type::String, "같은 네임스페이스에 있는 오브젝트의 이름입니다.")],
};

static POD_SPEC: Struct = Struct {
    go: "v1.PodSpec",
    fields: &[
        field(
            "containers",
            Type::List(&Type::Struct(&CONTAINER)),
            "파드에서 함께 실행할 컨테이너 목록으로, 적어도 하나는 있어야 합니다.",
        )
        .required(),
        field(
            "initContainers",
            Type::List(&Type::Struct(&CONTAINER)),
            "앱 컨테이너보다 먼저 차례로 실행되고 끝나야 하는 초기화 컨테이너 목록입니다.",
        ),
        field(
            "ephemeralContainers",
            Type::List(&Type::Struct(&EPHEMERAL_CONTAINER)),
            "실행 중인 파드를 살펴보려고 나중에 끼워 넣는 임시 컨테이너 목록입니다.",
        ),
        field("volumes", Type::List(&Type::Struct(&VOLUME)), "컨테이너에 붙일 저장 공간의 목록입니다."),
        field("restartPolicy", Type::Named("v1.RestartPolicy"), "컨테이너가 끝났을 때 다시 띄울지 정합니다.")
            .default("Always")
            .one_of(&["Always", "OnFailure", "Never"]),
        field(
            "terminationGracePeriodSeconds",
            Type::Int64,
            "종료 신호를 보낸 뒤 강제로 끝내기까지 기다리는 시간(초)입니다.",
        )
        .default("30"),
        field("activeDeadlineSeconds", Type::Int64, "파드가 이 시간(초)보다 오래 돌면 끝냅니다."),
        field("dnsPolicy", Type::Named("v1.DNSPolicy"), "파드가 이름을 찾을 때 어느 DNS 설정을 쓸지 정합니다.")
            .default("ClusterFirst")
            .one_of(&["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"]),
        field("nodeSelector", STRINGS, "여기 적은 레이블이 모두 붙은 노드에만 파드를 둡니다."),
        field("serviceAccountName", Type::String, "파드가 API 서버에 요청을 보낼 때 쓰는 서비스어카운트의 이름입니다.")
            .default("default"),
        field("serviceAccount", Type::String, "serviceAccountName의 옛 이름입니다.").deprecated(),
        field("automountServiceAccountToken", Type::Bool, "서비스어카운트 토큰을 파드 안에 넣어 줄지 정합니다."),
        field("nodeName", Type::String, "파드가 도는 노드의 이름으로, 보통 스케줄러가 채웁니다."),
        field("hostNetwork", Type::Bool, "true이면 파드가 자기 주소 대신 노드의 네트워크를 그대로 씁니다.")
            .default("false"),
        field("hostPID", Type::Bool, "true이면 파드가 노드의 프로세스들을 함께 봅니다.").default("false"),
        field("hostIPC", Type::Bool, "true이면 파드가 노드의 IPC 공간을 함께 씁니다.").default("false"),
        field("shareProcessNamespace", Type::Bool, "true이면 파드 안의 컨테이너들이 서로의 프로세스를 봅니다."),
        field("securityContext", Type::Struct(&POD_SECURITY_CONTEXT), "파드의 모든 컨테이너에 적용할 권한 설정입니다."),
        field(
            "imagePullSecrets",
            Type::List(&Type::Struct(&LOCAL_OBJECT_REFERENCE)),
            "비공개 저장소에서 이미지를 받을 때 쓸 시크릿 목록입니다.",
        ),
        field("hostname", Type::String, "파드 안에서 보이는 호스트 이름입니다."),
        field("subdomain", Type::String, "헤드리스 서비스의 이름을 적으면 파드가 그 아래에 자기 DNS 이름을 얻습니다."),
        field("hostnameOverride", Type::String, "파드 안의 호스트 이름을 통째로 바꾸며, DNS에는 오르지 않습니다."),
        field("setHostnameAsFQDN", Type::Bool, "호스트 이름을 도메인까지 붙은 전체 이름으로 할지 정합니다."),
        field("affinity", Type::Struct(&AFFINITY), "파드를 어느 노드에, 어떤 파드와 가까이 또는 멀리 둘지 정합니다."),
        field("schedulerName", Type::String, "파드를 노드에 배치할 스케줄러의 이름입니다.")
            .default("default-scheduler"),
        field("tolerations", Type::List(&Type::Struct(&TOLERATION)), "파드가 견딜 수 있는 노드의 테인트 목록입니다."),
        field("hostAliases", Type::List(&Type::Struct(&HOST_ALIAS)), "파드의 /etc/hosts 파일에 더할 이름 목록입니다."),
        field("priorityClassName", Type::String, "파드의 우선순위를 정한 프라이어리티클래스의 이름입니다."),
        field("priority", Type::Int32, "파드의 우선순위 값으로, 서버가 채웁니다.").system(),
        field(
            "preemptionPolicy",
            Type::Named("v1.PreemptionPolicy"),
            "자리가 없을 때 우선순위가 낮은 파드를 밀어낼지 정합니다.",
        )
        .one_of(&["PreemptLowerPriority", "Never"]),
        field("dnsConfig", Type::Struct(&POD_DNS_CONFIG), "파드의 DNS 설정에 더하거나 바꿀 내용입니다."),
        field(
            "readinessGates",
            Type::List(&Type::Struct(&POD_READINESS_GATE)),
            "파드가 준비되었다고 보기 전에 참이어야 하는 추가 조건의 목록입니다.",
        ),
        field("runtimeClassName", Type::String, "파드를 실행할 컨테이너 런타임 설정의 이름입니다."),
        field("enableServiceLinks", Type::Bool, "같은 네임스페이스의 서비스 주소를 환경 변수로 넣어 줄지 정합니다.")
            .default("true"),
        field("overhead", RESOURCES, "런타임 자체가 더 쓰는 리소스의 양입니다.").system(),
        field(
            "topologySpreadConstraints",
            Type::List(&Type::Struct(&TOPOLOGY_SPREAD_CONSTRAINT)),
            "파드를 여러 노드나 구역에 고르게 퍼뜨리는 규칙입니다.",
        ),
        field(
            "os",
            Type::Struct(&Struct {
                go: "v1.PodOS",
                fields: &[field("name", Type::Named("v1.OSName"), "파드가 바라는 운영체제의 이름입니다.")
                    .one_of(&["linux", "windows"])
                    .required()],
            }),
            "파드의 컨테이너가 어느 운영체제용인지 적습니다.",
        ),
        field("hostUsers", Type::Bool, "false이면 파드가 노드와 나뉜 사용자 ID를 씁니다."),
        field(
            "schedulingGates",
            Type::List(&Type::Struct(&Struct {
                go: "v1.PodSchedulingGate",
                fields: &[field("name", Type::String, "배치를 막는 스케줄링 게이트의 이름입니다.").required()],
            })),
            "모두 없어질 때까지 파드의 배치를 미루는 스케줄링 게이트 목록입니다.",
        ),
        field(
            "resourceClaims",
            Type::List(&Type::Struct(&POD_RESOURCE_CLAIM)),
            "GPU 같은 장치를 빌려 쓰겠다는 클레임 목록입니다.",
        ),
        field("resources", Type::Struct(&RESOURCE_REQUIREMENTS), "파드 전체가 쓸 리소스의 요청량과 한도입니다."),
        field("workloadRef", Type::Any, "여러 파드를 한꺼번에 배치할 때 그 무리를 가리킵니다."),
    ],
};

static HOST_ALIAS: Struct = Struct {
    go: "v1.HostAlias",
    fields: &[
        field("ip", Type::String, "이름을 붙일 IP 주소입니다.").required(),
        field("hostnames", STRING_LIST, "그 주소에 붙일 이름 목록입니다."),
    ],
};

static POD_DNS_CONFIG: Struct = Struct {
    go: "v1.PodDNSConfig",
    fields: &[
        field("nameservers", STRING_LIST, "물어볼 DNS 서버의 IP 주소 목록입니다."),
        field("searches", STRING_LIST, "짧은 이름 뒤에 붙여 볼 도메인 목록입니다."),
        field(
            "options",
            Type::List(&Type::Struct(&Struct {
                go: "v1.PodDNSConfigOption",
                fields: &[
                    field("name", Type::String, "DNS 옵션의 이름입니다."),
                    field("value", Type::String, "DNS 옵션의 값입니다."),
                ],
            })),
            "resolv.conf에 적을 옵션 목록입니다.",
        ),
    ],
};

static POD_READINESS_GATE: Struct = Struct {
    go: "v1.PodReadinessGate",
    fields: &[
        field("conditionType", Type::Named("v1.PodConditionType"), "참이어야 하는 파드 조건의 이름입니다.").required()
    ],
};

static POD_RESOURCE_CLAIM: Struct = Struct {
    go: "v1.PodResourceClaim",
    fields: &[
        field("name", Type::String, "파드 안에서 이 장치 클레임을 부르는 이름입니다.").required(),
        field("resourceClaimName", Type::String, "이미 있는 리소스클레임의 이름입니다."),
        field(
            "resourceClaimTemplateName",
            Type::String,
            "파드마다 새로 만들 리소스클레임을 찍어 낼 템플릿의 이름입니다.",
        ),
    ],
};

static POD_STATUS: Struct = Struct {
    go: "v1.PodStatus",
    fields: &[
        field("observedGeneration", Type::Int64, "kubelet이 마지막으로 확인한 파드의 generation 번호입니다.").system(),
        field("phase", Type::Named("v1.PodPhase"), "파드가 Pending, Running처럼 어느 단계에 있는지 나타냅니다.")
            .one_of(&["Pending", "Running", "Succeeded", "Failed", "Unknown"])
            .system(),
        field(
            "conditions",
            Type::List(&Type::Struct(&POD_CONDITION)),
            "Ready처럼 파드의 상태 조건 목록이며, Ready가 참이어야 서비스의 엔드포인트가 됩니다.",
        )
        .system(),
        field("message", Type::String, "파드가 왜 이 상태인지 설명한 글입니다.").system(),
        field("reason", Type::String, "파드가 왜 이 상태인지 나타내는 낱말입니다.").system(),
        field("nominatedNodeName", Type::String, "다른 파드를 밀어내고 들어가기로 정해진 노드의 이름입니다.").system(),
        field("hostIP", Type::String, "파드가 도는 노드의 IP 주소입니다.").system(),
        field(
            "hostIPs",
            Type::List(&Type::Struct(&Struct {
                go: "v1.HostIP",
                fields: &[field("ip", Type::String, "노드의 IP 주소 하나입니다.").system()],
            })),
            "파드가 도는 노드의 IP 주소 목록입니다.",
        )
        .system(),
        field("podIP", Type::String, "파드의 IP 주소이며, 서비스는 연결을 이 주소로 보냅니다.").system(),
        field(
            "podIPs",
            Type::List(&Type::Struct(&Struct {
                go: "v1.PodIP",
                fields: &[field("ip", Type::String, "파드의 IP 주소 하나입니다.").system()],
            })),
            "IPv4와 IPv6를 함께 쓸 때 파드의 IP 주소 목록입니다.",
        )
        .system(),
        field("startTime", Type::Time, "kubelet이 파드를 받아들인 시각입니다.").system(),
        field("initContainerStatuses", Type::List(&Type::Any), "초기화 컨테이너마다의 상태입니다.").system(),
        field("containerStatuses", Type::List(&Type::Any), "컨테이너마다의 상태입니다.").system(),
        field("qosClass", Type::Named("v1.PodQOSClass"), "리소스 요청과 한도에 따라 정해지는 파드의 등급입니다.")
            .one_of(&["Guaranteed", "Burstable", "BestEffort"])
            .system(),
        field("ephemeralContainerStatuses", Type::List(&Type::Any), "임시 컨테이너마다의 상태입니다.").system(),
        field("resize", Type::Named("v1.PodResizeStatus"), "예전에 리소스 크기 바꾸기의 진행을 나타내던 필드입니다.")
            .deprecated(),
        field("resourceClaimStatuses", Type::List(&Type::Any), "장치 클레임마다의 상태입니다.").system(),
        field("extendedResourceClaimStatus", Type::Any, "확장 리소스를 위해 만들어진 장치 클레임의 상태입니다.")
            .system(),
        field("allocatedResources", RESOURCES, "노드가 파드에 실제로 할당한 리소스의 양입니다.").system(),
        field("resources", Type::Struct(&RESOURCE_REQUIREMENTS), "파드에 실제로 적용된 리소스의 요청량과 한도입니다.")
            .system(),
    ],
};

static POD_CONDITION: Struct = Struct {
    go: "v1.PodCondition",
    fields: &[
        field("type", Type::Named("v1.PodConditionType"), "Ready, PodScheduled처럼 파드 상태 조건의 이름입니다.")
            .required(),
        field("observedGeneration", Type::Int64, "파드 상태 조건을 확인했을 때의 generation 번호입니다.").system(),
        field("status", Type::Named("v1.ConditionStatus"), "파드 상태 조건이 참인지 거짓인지 나타냅니다.")
            .one_of(&["True", "False", "Unknown"])
            .required(),
        field("lastProbeTime", Type::Time, "파드 상태 조건을 마지막으로 확인한 시각입니다.").system(),
        field("lastTransitionTime", Type::Time, "파드 상태 조건의 값이 마지막으로 바뀐 시각입니다.").system(),
        field("reason", Type::String, "파드 상태 조건이 이렇게 된 까닭을 나타내는 낱말입니다.").system(),
        field("message", Type::String, "파드 상태 조건을 사람이 읽을 수 있게 설명한 글입니다.").system(),
    ],
};
