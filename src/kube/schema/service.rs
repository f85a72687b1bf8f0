//! Service (`core/v1/types.go`).
//!
//! Must not know: other kinds.

use super::metadata::{CONDITION, STRING_LIST, STRINGS, api_version, kind, metadata};
use super::{Struct, Type, field};

pub(super) static SERVICE: Struct = Struct {
    go: "v1.Service",
    fields: &[
        api_version(&["v1"]),
        kind(&["Service"]),
        metadata(),
        field("spec", Type::Struct(&SERVICE_SPEC), "서비스가 어떤 파드를 고르고 어느 포트로 노출할지 적는 곳입니다.")
            .required(),
        field(
            "status",
            Type::Struct(&SERVICE_STATUS),
            "로드밸런서의 주소처럼 클러스터가 채우는 서비스의 현재 상태입니다.",
        )
        .system(),
    ],
};

static SERVICE_SPEC: Struct = Struct {
    go: "v1.ServiceSpec",
    fields: &[
        field("type", Type::Named("v1.ServiceType"), "서비스를 어디까지 노출할지 정합니다. ClusterIP는 클러스터 안, NodePort는 모든 노드의 포트, LoadBalancer는 바깥 로드밸런서, ExternalName은 다른 DNS 이름의 별명입니다.")
            .default("ClusterIP")
            .one_of(&["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"]),
        field("selector", STRINGS, "여기 적은 레이블이 모두 붙은 파드만 이 서비스의 엔드포인트가 됩니다."),
        field("ports", Type::List(&Type::Struct(&SERVICE_PORT)), "서비스가 여는 포트의 목록이며, 포트 하나마다 '-'로 시작합니다."),
        field("clusterIP", Type::String, "클러스터 안에서 쓰는 서비스의 가상 주소로, 비워 두면 서버가 정하고 None이면 주소 없는 헤드리스 서비스가 됩니다."),
        field("clusterIPs", STRING_LIST, "IPv4와 IPv6를 함께 쓸 때의 가상 주소 목록이며, 첫 값은 clusterIP와 같아야 합니다."),
        field("externalName", Type::String, "type이 ExternalName일 때 DNS가 대신 알려 줄 바깥 이름입니다."),
        field("externalIPs", STRING_LIST, "이 주소로 노드에 들어온 연결도 서비스가 받으며, 주소는 관리자가 직접 관리합니다."),
        field("sessionAffinity", Type::Named("v1.ServiceAffinity"), "ClientIP이면 같은 클라이언트의 연결을 같은 파드로 보냅니다.")
            .default("None")
            .one_of(&["ClientIP", "None"]),
        field("sessionAffinityConfig", Type::Struct(&SESSION_AFFINITY_CONFIG), "sessionAffinity가 ClientIP일 때의 세부 설정입니다."),
        field("externalTrafficPolicy", Type::Named("v1.ServiceExternalTrafficPolicy"), "바깥에서 노드로 들어온 연결을 어느 노드의 파드든 보낼지(Cluster), 그 노드의 파드에만 보낼지(Local) 정합니다.")
            .default("Cluster")
            .one_of(&["Cluster", "Local"]),
        field("internalTrafficPolicy", Type::Named("v1.ServiceInternalTrafficPolicy"), "클러스터 안의 연결을 모든 노드의 파드로 보낼지(Cluster), 같은 노드의 파드에만 보낼지(Local) 정합니다.")
            .default("Cluster")
            .one_of(&["Cluster", "Local"]),
        field("healthCheckNodePort", Type::Int32, "type이 LoadBalancer이고 externalTrafficPolicy가 Local일 때 로드밸런서가 노드 상태를 묻는 포트입니다."),
        field("publishNotReadyAddresses", Type::Bool, "아직 준비되지 않은 파드도 DNS와 엔드포인트에 올릴지 정합니다.").default("false"),
        field("loadBalancerIP", Type::String, "로드밸런서에 바라는 주소이며, 공급자마다 뜻이 달라 쓰지 않는 것이 좋습니다.").deprecated(),
        field("loadBalancerClass", Type::String, "기본 구현이 아닌 다른 로드밸런서 구현에 맡길 때 그 이름입니다."),
        field("loadBalancerSourceRanges", STRING_LIST, "로드밸런서로 들어와도 되는 클라이언트 주소의 범위(CIDR) 목록입니다."),
        field("allocateLoadBalancerNodePorts", Type::Bool, "LoadBalancer 서비스에도 노드 포트를 줄지 정하며, 노드 포트 없이 파드로 바로 보내는 구현에서 false로 둡니다.")
            .default("true"),
        field("ipFamilyPolicy", Type::Named("v1.IPFamilyPolicy"), "IPv4와 IPv6 가운데 하나만 쓸지, 둘 다 쓸지 정합니다.")
            .default("SingleStack")
            .one_of(&["SingleStack", "PreferDualStack", "RequireDualStack"]),
        field("ipFamilies", Type::List(&Type::Named("v1.IPFamily")), "쓸 IP 종류(IPv4, IPv6)를 원하는 차례대로 적습니다.").one_of(&["IPv4", "IPv6"]),
        field("trafficDistribution", Type::String, "가까운 엔드포인트를 먼저 고르게 하고 싶을 때 적습니다.")
            .one_of(&["PreferClose", "PreferSameZone", "PreferSameNode"]),
    ],
};

static SERVICE_PORT: Struct = Struct {
    go: "v1.ServicePort",
    fields: &[
        field("name", Type::String, "포트의 이름이며, 포트가 둘 이상이면 모두 있어야 합니다."),
        field("protocol", Type::Named("v1.Protocol"), "포트가 쓰는 프로토콜입니다.")
            .default("TCP")
            .one_of(&["TCP", "UDP", "SCTP"]),
        field("port", Type::Int32, "서비스 자신이 여는 포트로, 클러스터 안에서는 이 번호로 접속합니다.").required(),
        field(
            "targetPort",
            Type::IntOrString,
            "연결을 넘겨받을 파드의 포트 번호나 컨테이너 포트 이름이며, 적지 않으면 port와 같습니다.",
        ),
        field(
            "nodePort",
            Type::Int32,
            "모든 노드에서 열리는 포트로, NodePort와 LoadBalancer에서만 쓰며 적지 않으면 30000~32767에서 정해집니다.",
        ),
        field(
            "appProtocol",
            Type::String,
            "http, kubernetes.io/h2c처럼 응용 프로토콜을 알려 주는 정보이며, 이름만으로 동작이 바뀌지는 않습니다.",
        ),
    ],
};

static SESSION_AFFINITY_CONFIG: Struct = Struct {
    go: "v1.SessionAffinityConfig",
    fields: &[field(
        "clientIP",
        Type::Struct(&CLIENT_IP_CONFIG),
        "클라이언트 IP를 기준으로 한 세션 고정의 설정입니다.",
    )],
};

static CLIENT_IP_CONFIG: Struct = Struct {
    go: "v1.ClientIPConfig",
    fields: &[field(
        "timeoutSeconds",
        Type::Int32,
        "마지막 연결 뒤 같은 파드로 계속 보내 줄 시간(초)이며, 1부터 86400까지입니다.",
    )
    .default("10800")],
};

static SERVICE_STATUS: Struct = Struct {
    go: "v1.ServiceStatus",
    fields: &[
        field("loadBalancer", Type::Struct(&LOAD_BALANCER_STATUS), "로드밸런서가 받은 바깥 주소 목록입니다.").system(),
        field("conditions", Type::List(&Type::Struct(&CONDITION)), "서비스의 상태 조건 목록입니다.").system(),
    ],
};

static LOAD_BALANCER_STATUS: Struct = Struct {
    go: "v1.LoadBalancerStatus",
    fields: &[field(
        "ingress",
        Type::List(&Type::Struct(&LOAD_BALANCER_INGRESS)),
        "트래픽을 받는 로드밸런서의 입구 목록입니다.",
    )
    .system()],
};

static LOAD_BALANCER_INGRESS: Struct = Struct {
    go: "v1.LoadBalancerIngress",
    fields: &[
        field("ip", Type::String, "입구의 IP 주소입니다.").system(),
        field("hostname", Type::String, "입구의 DNS 이름으로, 주소 대신 이름을 주는 클라우드에서 채워집니다.").system(),
        field(
            "ipMode",
            Type::Named("v1.LoadBalancerIPMode"),
            "노드가 이 주소를 자기 것으로 다룰지(VIP), 로드밸런서로 보낼지(Proxy) 나타냅니다.",
        )
        .one_of(&["VIP", "Proxy"])
        .system(),
        field("ports", Type::List(&Type::Struct(&PORT_STATUS)), "입구의 포트마다의 상태입니다.").system(),
    ],
};

static PORT_STATUS: Struct = Struct {
    go: "v1.PortStatus",
    fields: &[
        field("port", Type::Int32, "이 상태가 가리키는 서비스 포트의 번호입니다.").system(),
        field("protocol", Type::Named("v1.Protocol"), "이 상태가 가리키는 서비스 포트의 프로토콜입니다.")
            .one_of(&["TCP", "UDP", "SCTP"])
            .system(),
        field("error", Type::String, "이 포트에서 생긴 문제의 이름입니다.").system(),
    ],
};
