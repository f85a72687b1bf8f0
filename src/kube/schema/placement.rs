//! Where a Pod may run (`core/v1/types.go`): affinity, tolerations, spreading.
//!
//! Must not know: what runs in the Pod.

use super::metadata::{LABEL_SELECTOR, STRING_LIST};
use super::{Struct, Type, field};

pub(super) static TOLERATION: Struct = Struct {
    go: "v1.Toleration",
    fields: &[
        field("key", Type::String, "견딜 테인트의 키입니다."),
        field(
            "operator",
            Type::Named("v1.TolerationOperator"),
            "테인트의 값까지 같아야 하는지, 키만 있으면 되는지 정합니다.",
        )
        .one_of(&["Equal", "Exists"]),
        field("value", Type::String, "견딜 테인트의 값입니다."),
        field("effect", Type::Named("v1.TaintEffect"), "견딜 테인트의 효과입니다.").one_of(&[
            "NoSchedule",
            "PreferNoSchedule",
            "NoExecute",
        ]),
        field("tolerationSeconds", Type::Int64, "NoExecute 테인트를 견디는 시간(초)입니다."),
    ],
};

pub(super) static TOPOLOGY_SPREAD_CONSTRAINT: Struct = Struct {
    go: "v1.TopologySpreadConstraint",
    fields: &[
        field("maxSkew", Type::Int32, "구역 사이에 허락되는 파드 수의 차이입니다.").required(),
        field("topologyKey", Type::String, "구역을 나누는 노드 레이블의 키입니다.").required(),
        field(
            "whenUnsatisfiable",
            Type::Named("v1.UnsatisfiableConstraintAction"),
            "고르게 둘 수 없을 때 배치를 미룰지 그냥 둘지 정합니다.",
        )
        .one_of(&["DoNotSchedule", "ScheduleAnyway"])
        .required(),
        field("labelSelector", Type::Struct(&LABEL_SELECTOR), "수를 셀 파드를 고르는 조건입니다."),
        field("minDomains", Type::Int32, "적어도 있어야 하는 구역의 수입니다."),
        field(
            "nodeAffinityPolicy",
            Type::Named("v1.NodeInclusionPolicy"),
            "구역을 셀 때 노드 선호 조건을 따를지 정합니다.",
        )
        .one_of(&["Ignore", "Honor"]),
        field(
            "nodeTaintsPolicy",
            Type::Named("v1.NodeInclusionPolicy"),
            "구역을 셀 때 노드의 테인트를 따를지 정합니다.",
        )
        .one_of(&["Ignore", "Honor"]),
        field("matchLabelKeys", STRING_LIST, "파드 자신의 값으로 채워 견줄 레이블 키 목록입니다."),
    ],
};

pub(super) static AFFINITY: Struct = Struct {
    go: "v1.Affinity",
    fields: &[
        field("nodeAffinity", Type::Struct(&NODE_AFFINITY), "어떤 노드를 고를지 정하는 조건과 선호입니다."),
        field("podAffinity", Type::Struct(&POD_AFFINITY), "어떤 파드와 가까이 둘지 정하는 조건과 선호입니다."),
        field(
            "podAntiAffinity",
            Type::Struct(&POD_ANTI_AFFINITY),
            "어떤 파드와 떨어뜨려 둘지 정하는 조건과 선호입니다.",
        ),
    ],
};

static NODE_AFFINITY: Struct = Struct {
    go: "v1.NodeAffinity",
    fields: &[
        field(
            "requiredDuringSchedulingIgnoredDuringExecution",
            Type::Struct(&NODE_SELECTOR),
            "노드가 꼭 맞아야 하는 조건입니다.",
        ),
        field(
            "preferredDuringSchedulingIgnoredDuringExecution",
            Type::List(&Type::Struct(&Struct {
                go: "v1.PreferredSchedulingTerm",
                fields: &[
                    field("weight", Type::Int32, "이 노드 조건을 얼마나 바라는지를 1부터 100까지로 적습니다.")
                        .required(),
                    field("preference", Type::Struct(&NODE_SELECTOR_TERM), "바라는 노드의 조건입니다.").required(),
                ],
            })),
            "되도록 맞으면 좋은 노드의 조건 목록입니다.",
        ),
    ],
};

static NODE_SELECTOR: Struct = Struct {
    go: "v1.NodeSelector",
    fields: &[field(
        "nodeSelectorTerms",
        Type::List(&Type::Struct(&NODE_SELECTOR_TERM)),
        "하나라도 맞으면 되는 노드 조건 목록입니다.",
    )
    .required()],
};

static NODE_SELECTOR_TERM: Struct = Struct {
    go: "v1.NodeSelectorTerm",
    fields: &[
        field(
            "matchExpressions",
            Type::List(&Type::Struct(&NODE_SELECTOR_REQUIREMENT)),
            "노드의 레이블로 따지는 조건 목록입니다.",
        ),
        field(
            "matchFields",
            Type::List(&Type::Struct(&NODE_SELECTOR_REQUIREMENT)),
            "노드의 필드로 따지는 조건 목록입니다.",
        ),
    ],
};

static NODE_SELECTOR_REQUIREMENT: Struct = Struct {
    go: "v1.NodeSelectorRequirement",
    fields: &[
        field("key", Type::String, "조건을 따질 노드 레이블의 키입니다.").required(),
        field(
            "operator",
            Type::Named("v1.NodeSelectorOperator"),
            "노드 레이블의 키와 값 목록을 어떻게 견줄지 정합니다.",
        )
        .one_of(&["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"])
        .required(),
        field("values", STRING_LIST, "노드 레이블과 견줄 값 목록입니다."),
    ],
};

static POD_AFFINITY: Struct = Struct {
    go: "v1.PodAffinity",
    fields: &[
        field(
            "requiredDuringSchedulingIgnoredDuringExecution",
            Type::List(&Type::Struct(&POD_AFFINITY_TERM)),
            "꼭 가까이 있어야 하는 파드의 조건 목록입니다.",
        ),
        field(
            "preferredDuringSchedulingIgnoredDuringExecution",
            Type::List(&Type::Struct(&WEIGHTED_POD_AFFINITY_TERM)),
            "되도록 가까이 있으면 좋은 파드의 조건 목록입니다.",
        ),
    ],
};

static POD_ANTI_AFFINITY: Struct = Struct {
    go: "v1.PodAntiAffinity",
    fields: &[
        field(
            "requiredDuringSchedulingIgnoredDuringExecution",
            Type::List(&Type::Struct(&POD_AFFINITY_TERM)),
            "꼭 떨어져 있어야 하는 파드의 조건 목록입니다.",
        ),
        field(
            "preferredDuringSchedulingIgnoredDuringExecution",
            Type::List(&Type::Struct(&WEIGHTED_POD_AFFINITY_TERM)),
            "되도록 떨어져 있으면 좋은 파드의 조건 목록입니다.",
        ),
    ],
};

static WEIGHTED_POD_AFFINITY_TERM: Struct = Struct {
    go: "v1.WeightedPodAffinityTerm",
    fields: &[
        field("weight", Type::Int32, "이 파드 조건을 얼마나 바라는지를 1부터 100까지로 적습니다.").required(),
        field("podAffinityTerm", Type::Struct(&POD_AFFINITY_TERM), "바라는 파드의 조건입니다.").required(),
    ],
};

static POD_AFFINITY_TERM: Struct = Struct {
    go: "v1.PodAffinityTerm",
    fields: &[
        field("labelSelector", Type::Struct(&LABEL_SELECTOR), "가까이 또는 멀리할 파드를 레이블로 고르는 조건입니다."),
        field("namespaces", STRING_LIST, "그런 파드를 찾을 네임스페이스 목록입니다."),
        field("topologyKey", Type::String, "가깝다는 것을 판단하는 노드 레이블의 키입니다.").required(),
        field(
            "namespaceSelector",
            Type::Struct(&LABEL_SELECTOR),
            "파드를 찾을 네임스페이스를 레이블로 고르는 조건입니다.",
        ),
        field("matchLabelKeys", STRING_LIST, "파드 자신과 값이 같아야 하는 레이블 키 목록입니다."),
        field("mismatchLabelKeys", STRING_LIST, "파드 자신과 값이 달라야 하는 레이블 키 목록입니다."),
    ],
};
