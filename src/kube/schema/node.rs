//! Node and Namespace (`core/v1/types.go`).
//!
//! Must not know: Services, Pods.

use super::metadata::{CONDITION, STRING_LIST, api_version, kind, metadata};
use super::{Struct, Type, field};

/// `map[ResourceName]Quantity`.
const RESOURCES: Type = Type::Map("v1.ResourceList", &Type::Quantity);

pub(super) static NAMESPACE: Struct = Struct {
    go: "v1.Namespace",
    fields: &[
        api_version(&["v1"]),
        kind(&["Namespace"]),
        metadata(),
        field(
            "spec",
            Type::Struct(&Struct {
                go: "v1.NamespaceSpec",
                fields: &[field(
                    "finalizers",
                    Type::List(&Type::Named("v1.FinalizerName")),
                    "네임스페이스를 비우는 일을 맡은 파이널라이저의 이름입니다.",
                )],
            }),
            "네임스페이스의 설정으로, 보통 적지 않습니다.",
        ),
        field(
            "status",
            Type::Struct(&Struct {
                go: "v1.NamespaceStatus",
                fields: &[
                    field(
                        "phase",
                        Type::Named("v1.NamespacePhase"),
                        "네임스페이스가 쓰이는 중인지(Active) 지워지는 중인지(Terminating) 나타냅니다.",
                    )
                    .one_of(&["Active", "Terminating"])
                    .system(),
                    field(
                        "conditions",
                        Type::List(&Type::Struct(&CONDITION)),
                        "네임스페이스를 지우는 동안의 상태 조건 목록입니다.",
                    )
                    .system(),
                ],
            }),
            "클러스터가 채우는 네임스페이스의 상태입니다.",
        )
        .system(),
    ],
};

pub(super) static NODE: Struct = Struct {
    go: "v1.Node",
    fields: &[
        api_version(&["v1"]),
        kind(&["Node"]),
        metadata(),
        field("spec", Type::Struct(&NODE_SPEC), "노드에 파드를 둘지 말지 같은 노드의 설정입니다."),
        field("status", Type::Struct(&NODE_STATUS), "노드의 주소와 준비 여부처럼 kubelet이 알리는 상태입니다.")
            .system(),
    ],
};

static NODE_SPEC: Struct = Struct {
    go: "v1.NodeSpec",
    fields: &[
        field("unschedulable", Type::Bool, "true이면 이 노드에 새 파드를 두지 않습니다.").default("false"),
        field("taints", Type::List(&Type::Struct(&TAINT)), "톨러레이션이 없는 파드를 밀어내는 표시입니다."),
        field("podCIDR", Type::String, "이 노드의 파드들이 나누어 쓰는 주소 범위입니다."),
        field("podCIDRs", STRING_LIST, "IPv4와 IPv6를 함께 쓸 때 이 노드의 파드 주소 범위 목록입니다."),
        field("providerID", Type::String, "클라우드가 이 컴퓨터에 붙인 번호입니다."),
        field("externalID", Type::String, "예전에 쓰던 바깥 번호입니다.").deprecated(),
        field(
            "configSource",
            Type::Struct(&Struct {
                go: "v1.NodeConfigSource",
                fields: &[field("configMap", Type::Any, "예전에 kubelet 설정을 담던 컨피그맵입니다.").deprecated()],
            }),
            "kubelet 설정을 클러스터에서 받던 옛 기능의 필드입니다.",
        )
        .deprecated(),
    ],
};

static TAINT: Struct = Struct {
    go: "v1.Taint",
    fields: &[
        field("key", Type::String, "테인트의 키입니다.").required(),
        field("value", Type::String, "테인트의 값입니다."),
        field("effect", Type::Named("v1.TaintEffect"), "톨러레이션이 없는 파드를 어떻게 할지 정합니다.")
            .one_of(&["NoSchedule", "PreferNoSchedule", "NoExecute"])
            .required(),
        field("timeAdded", Type::Time, "테인트가 붙은 시각입니다.").system(),
    ],
};

static NODE_STATUS: Struct = Struct {
    go: "v1.NodeStatus",
    fields: &[
        field(
            "addresses",
            Type::List(&Type::Struct(&NODE_ADDRESS)),
            "노드에 닿을 수 있는 주소 목록으로, NodePort로 접속할 때 이 주소를 씁니다.",
        )
        .system(),
        field("conditions", Type::List(&Type::Struct(&NODE_CONDITION)), "Ready처럼 노드의 상태 조건 목록입니다.")
            .system(),
        field("capacity", RESOURCES, "노드에 있는 리소스의 전부입니다.").system(),
        field("allocatable", RESOURCES, "파드에 나누어 줄 수 있는 리소스의 양입니다.").system(),
        field("phase", Type::Named("v1.NodePhase"), "예전에 노드의 단계를 나타내던 필드입니다.").deprecated(),
        field(
            "daemonEndpoints",
            Type::Struct(&Struct {
                go: "v1.NodeDaemonEndpoints",
                fields: &[field(
                    "kubeletEndpoint",
                    Type::Struct(&Struct {
                        go: "v1.DaemonEndpoint",
                        fields: &[field("Port", Type::Int32, "kubelet이 듣는 포트 번호입니다.").system()],
                    }),
                    "kubelet이 듣는 곳입니다.",
                )
                .system()],
            }),
            "노드에서 도는 데몬들이 듣는 곳입니다.",
        )
        .system(),
        field("nodeInfo", Type::Struct(&NODE_SYSTEM_INFO), "운영체제와 커널처럼 노드의 버전 정보입니다.").system(),
        field(
            "images",
            Type::List(&Type::Struct(&Struct {
                go: "v1.ContainerImage",
                fields: &[
                    field("names", STRING_LIST, "이미지의 이름 목록입니다.").system(),
                    field("sizeBytes", Type::Int64, "이미지의 크기(바이트)입니다.").system(),
                ],
            })),
            "노드에 내려받아 둔 이미지 목록입니다.",
        )
        .system(),
        field(
            "volumesInUse",
            Type::List(&Type::Named("v1.UniqueVolumeName")),
            "노드에서 쓰이는 볼륨의 이름 목록입니다.",
        )
        .system(),
        field(
            "volumesAttached",
            Type::List(&Type::Struct(&Struct {
                go: "v1.AttachedVolume",
                fields: &[
                    field("name", Type::Named("v1.UniqueVolumeName"), "노드에 붙은 볼륨의 이름입니다.").system(),
                    field("devicePath", Type::String, "볼륨이 붙은 장치의 경로입니다.").system(),
                ],
            })),
            "노드에 붙은 볼륨 목록입니다.",
        )
        .system(),
        field("config", Type::Any, "예전 동적 kubelet 설정의 상태입니다.").deprecated(),
        field("runtimeHandlers", Type::List(&Type::Any), "노드의 컨테이너 런타임이 제공하는 핸들러 목록입니다.")
            .system(),
        field("features", Type::Any, "노드의 컨테이너 런타임이 갖춘 기능입니다.").system(),
        field("declaredFeatures", STRING_LIST, "노드가 갖추었다고 스스로 알린 기능의 이름 목록입니다.").system(),
    ],
};

static NODE_ADDRESS: Struct = Struct {
    go: "v1.NodeAddress",
    fields: &[
        field(
            "type",
            Type::Named("v1.NodeAddressType"),
            "InternalIP(컴퓨터들 사이), ExternalIP(인터넷), Hostname처럼 주소의 종류입니다.",
        )
        .one_of(&["InternalIP", "ExternalIP", "Hostname", "InternalDNS", "ExternalDNS"])
        .required(),
        field("address", Type::String, "노드의 주소 자체입니다.").required(),
    ],
};

static NODE_CONDITION: Struct = Struct {
    go: "v1.NodeCondition",
    fields: &[
        field("type", Type::Named("v1.NodeConditionType"), "Ready, MemoryPressure처럼 노드 상태 조건의 이름입니다.")
            .required(),
        field("status", Type::Named("v1.ConditionStatus"), "노드 상태 조건이 참인지 거짓인지 나타냅니다.")
            .one_of(&["True", "False", "Unknown"])
            .required(),
        field("lastHeartbeatTime", Type::Time, "노드가 이 조건을 마지막으로 알린 시각입니다.").system(),
        field("lastTransitionTime", Type::Time, "노드 상태 조건의 값이 마지막으로 바뀐 시각입니다.").system(),
        field("reason", Type::String, "노드 상태 조건이 이렇게 된 까닭을 나타내는 낱말입니다.").system(),
        field("message", Type::String, "노드 상태 조건을 사람이 읽을 수 있게 설명한 글입니다.").system(),
    ],
};

static NODE_SYSTEM_INFO: Struct = Struct {
    go: "v1.NodeSystemInfo",
    fields: &[
        field("machineID", Type::String, "운영체제가 컴퓨터에 붙인 번호입니다.").system(),
        field("systemUUID", Type::String, "하드웨어가 알려 주는 고유 번호입니다.").system(),
        field("bootID", Type::String, "컴퓨터를 켤 때마다 바뀌는 번호입니다.").system(),
        field("kernelVersion", Type::String, "커널의 버전입니다.").system(),
        field("osImage", Type::String, "운영체제의 이름과 버전입니다.").system(),
        field("containerRuntimeVersion", Type::String, "컨테이너 런타임의 이름과 버전입니다.").system(),
        field("kubeletVersion", Type::String, "kubelet의 버전입니다.").system(),
        field("kubeProxyVersion", Type::String, "예전에 kube-proxy의 버전을 담던 필드입니다.").deprecated(),
        field("operatingSystem", Type::String, "linux나 windows처럼 운영체제의 종류입니다.").system(),
        field("architecture", Type::String, "amd64나 arm64처럼 프로세서의 종류입니다.").system(),
        field("swap", Type::Any, "스왑 메모리의 양입니다.").system(),
    ],
};
