//! ObjectMeta and what belongs to it (`apimachinery/pkg/apis/meta/v1/types.go`).
//!
//! Must not know: other kinds.

use super::{Field, Struct, Type, field};

/// `map[string]string`.
pub(super) const STRINGS: Type = Type::Map("", &Type::String);
/// `[]string`.
pub(super) const STRING_LIST: Type = Type::List(&Type::String);

/// `apiVersion` and `kind` of every object.
pub(super) const fn api_version(value: &'static [&'static str]) -> Field {
    field("apiVersion", Type::String, "이 오브젝트를 정의한 API의 그룹과 버전입니다.").one_of(value).required()
}

/// See [`api_version`].
pub(super) const fn kind(value: &'static [&'static str]) -> Field {
    field("kind", Type::String, "어떤 종류의 오브젝트인지 밝히며, 대소문자까지 정확해야 합니다.")
        .one_of(value)
        .required()
}

/// `metadata` of every object.
pub(super) const fn metadata() -> Field {
    field(
        "metadata",
        Type::Struct(&OBJECT_META),
        "오브젝트의 이름과 레이블처럼 오브젝트를 가리키고 고르는 데 쓰는 정보입니다.",
    )
    .required()
}

pub(super) static OBJECT_META: Struct = Struct {
    go: "v1.ObjectMeta",
    fields: &[
        field(
            "name",
            Type::String,
            "같은 네임스페이스와 같은 종류 안에서 하나뿐인 이름이며, 서비스에서는 DNS 이름이 됩니다.",
        )
        .required(),
        field("namespace", Type::String, "오브젝트가 속할 네임스페이스입니다.").default("default"),
        field("labels", STRINGS, "오브젝트에 붙이는 키와 값으로, 셀렉터가 이것을 보고 오브젝트를 고릅니다."),
        field("annotations", STRINGS, "사람이나 도구가 읽을 덧붙임 정보이며, 셀렉터로 고를 수는 없습니다."),
        field("generateName", Type::String, "name 대신 적으면 서버가 뒤에 임의의 글자를 붙여 이름을 지어 줍니다."),
        field(
            "finalizers",
            STRING_LIST,
            "삭제하기 전에 끝나야 하는 뒷정리(파이널라이저)의 이름이며, 모두 비워져야 오브젝트가 사라집니다.",
        ),
        field(
            "ownerReferences",
            Type::List(&Type::Struct(&OWNER_REFERENCE)),
            "이 오브젝트를 만든 주인을 가리키며, 주인이 지워지면 함께 지워집니다.",
        ),
        field("uid", Type::Named("types.UID"), "서버가 오브젝트마다 붙이는 고유 번호입니다.").system(),
        field(
            "resourceVersion",
            Type::String,
            "오브젝트가 바뀔 때마다 달라지는 내부 버전으로, 새로 만들 때는 적지 않습니다.",
        )
        .system(),
        field("generation", Type::Int64, "spec이 바뀔 때마다 서버가 하나씩 올리는 번호입니다.").system(),
        field("creationTimestamp", Type::Time, "서버가 오브젝트를 만든 시각입니다.").system(),
        field("deletionTimestamp", Type::Time, "삭제가 시작된 시각으로, 서버가 적습니다.").system(),
        field(
            "deletionGracePeriodSeconds",
            Type::Int64,
            "삭제가 시작된 뒤 정상 종료를 기다리는 시간(초)으로, 서버가 적습니다.",
        )
        .system(),
        field(
            "managedFields",
            Type::List(&Type::Struct(&MANAGED_FIELDS_ENTRY)),
            "어느 도구가 어느 필드를 적었는지 서버가 남기는 기록입니다.",
        )
        .system(),
        field("selfLink", Type::String, "예전에 오브젝트의 URL을 담던 필드로, 이제는 비어 있습니다.").deprecated(),
    ],
};

static OWNER_REFERENCE: Struct = Struct {
    go: "v1.OwnerReference",
    fields: &[
        field("apiVersion", Type::String, "주인 오브젝트의 API 버전입니다.").required(),
        field("kind", Type::String, "주인 오브젝트의 종류입니다.").required(),
        field("name", Type::String, "주인 오브젝트의 이름입니다.").required(),
        field("uid", Type::Named("types.UID"), "주인 오브젝트의 고유 번호로, 이름이 같은 다른 오브젝트와 구별합니다.")
            .required(),
        field("controller", Type::Bool, "이 주인이 오브젝트를 관리하는 컨트롤러인지 나타냅니다."),
        field("blockOwnerDeletion", Type::Bool, "이 오브젝트가 남아 있는 동안 주인의 삭제를 미룰지 정합니다."),
    ],
};

static MANAGED_FIELDS_ENTRY: Struct = Struct {
    go: "v1.ManagedFieldsEntry",
    fields: &[
        field("manager", Type::String, "필드를 적은 도구의 이름입니다."),
        field(
            "operation",
            Type::Named("v1.ManagedFieldsOperationType"),
            "적은 방식이 Apply인지 Update인지 나타냅니다.",
        )
        .one_of(&["Apply", "Update"]),
        field("apiVersion", Type::String, "필드를 적을 때 쓴 API 버전입니다."),
        field("time", Type::Time, "필드를 적은 시각입니다."),
        field("fieldsType", Type::String, "fieldsV1의 형식 이름으로, 늘 FieldsV1입니다."),
        field("fieldsV1", Type::Any, "적은 필드들을 트리 모양으로 남긴 기록입니다."),
        field("subresource", Type::String, "status처럼 하위 리소스를 거쳐 적었을 때 그 이름입니다."),
    ],
};

/// LabelSelector.
pub(super) static LABEL_SELECTOR: Struct = Struct {
    go: "v1.LabelSelector",
    fields: &[
        field("matchLabels", STRINGS, "여기 적은 키와 값의 레이블이 모두 붙은 오브젝트만 고릅니다."),
        field(
            "matchExpressions",
            Type::List(&Type::Struct(&LABEL_SELECTOR_REQUIREMENT)),
            "키가 있는지, 값이 목록에 있는지처럼 식으로 고르는 조건 목록입니다.",
        ),
    ],
};

static LABEL_SELECTOR_REQUIREMENT: Struct = Struct {
    go: "v1.LabelSelectorRequirement",
    fields: &[
        field("key", Type::String, "조건을 따질 레이블 키입니다.").required(),
        field("operator", Type::Named("v1.LabelSelectorOperator"), "키와 값 목록의 관계를 정하는 연산자입니다.")
            .one_of(&["In", "NotIn", "Exists", "DoesNotExist"])
            .required(),
        field("values", STRING_LIST, "In과 NotIn이 견주는 레이블 값의 목록입니다."),
    ],
};

/// Condition of `metav1` (Service and others).
pub(super) static CONDITION: Struct = Struct {
    go: "v1.Condition",
    fields: &[
        field("type", Type::String, "상태 조건의 이름입니다.").required(),
        field("status", Type::Named("v1.ConditionStatus"), "조건이 참인지, 거짓인지, 알 수 없는지 나타냅니다.")
            .one_of(&["True", "False", "Unknown"])
            .required(),
        field("observedGeneration", Type::Int64, "이 조건을 확인했을 때의 generation 번호입니다."),
        field("lastTransitionTime", Type::Time, "조건의 값이 마지막으로 바뀐 시각입니다.").required(),
        field("reason", Type::String, "조건이 이렇게 된 까닭을 한 낱말로 적은 것입니다.").required(),
        field("message", Type::String, "조건이 이렇게 된 까닭을 사람이 읽을 수 있게 적은 글입니다.").required(),
    ],
};
