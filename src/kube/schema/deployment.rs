//! Deployment (`apps/v1/types.go`).
//!
//! Must not know: Services.

use super::metadata::{LABEL_SELECTOR, api_version, kind, metadata};
use super::pod::POD_TEMPLATE_SPEC;
use super::{Struct, Type, field};

pub(super) static DEPLOYMENT: Struct = Struct {
    go: "v1.Deployment",
    fields: &[
        api_version(&["apps/v1"]),
        kind(&["Deployment"]),
        metadata(),
        field("spec", Type::Struct(&DEPLOYMENT_SPEC), "파드를 몇 개, 어떤 모양으로 띄울지 적는 곳입니다.").required(),
        field(
            "status",
            Type::Struct(&DEPLOYMENT_STATUS),
            "지금 몇 개의 파드가 준비되었는지처럼 클러스터가 채우는 디플로이먼트의 상태입니다.",
        )
        .system(),
    ],
};

static DEPLOYMENT_SPEC: Struct = Struct {
    go: "v1.DeploymentSpec",
    fields: &[
        field("replicas", Type::Int32, "띄워 둘 파드의 수입니다.").default("1"),
        field(
            "selector",
            Type::Struct(&LABEL_SELECTOR),
            "이 디플로이먼트가 돌볼 파드를 레이블로 고르며, template의 레이블과 맞아야 합니다.",
        )
        .required(),
        field(
            "template",
            Type::Struct(&POD_TEMPLATE_SPEC),
            "새 파드를 찍어 낼 템플릿으로, 서비스의 셀렉터는 여기 적은 레이블과 맞아야 합니다.",
        )
        .required(),
        field(
            "strategy",
            Type::Struct(&DEPLOYMENT_STRATEGY),
            "새 버전으로 바꿀 때 옛 파드를 어떻게 갈아 끼울지 정합니다.",
        ),
        field("minReadySeconds", Type::Int32, "새 파드가 준비된 뒤 이 시간(초)을 버텨야 쓸 수 있는 것으로 봅니다.")
            .default("0"),
        field("revisionHistoryLimit", Type::Int32, "되돌리기를 위해 남겨 둘 옛 레플리카셋의 수입니다.").default("10"),
        field("paused", Type::Bool, "template이 바뀌어도 교체를 시작하지 않고 멈춰 둘지 정합니다.").default("false"),
        field("progressDeadlineSeconds", Type::Int32, "교체가 이 시간(초) 안에 나아가지 않으면 실패로 알립니다.")
            .default("600"),
    ],
};

static DEPLOYMENT_STRATEGY: Struct = Struct {
    go: "v1.DeploymentStrategy",
    fields: &[
        field(
            "type",
            Type::Named("v1.DeploymentStrategyType"),
            "조금씩 바꿀지(RollingUpdate), 모두 지우고 새로 만들지(Recreate) 정합니다.",
        )
        .default("RollingUpdate")
        .one_of(&["RollingUpdate", "Recreate"]),
        field("rollingUpdate", Type::Struct(&ROLLING_UPDATE), "조금씩 바꿀 때 한 번에 몇 개까지 바꿀지 정합니다."),
    ],
};

static ROLLING_UPDATE: Struct = Struct {
    go: "v1.RollingUpdateDeployment",
    fields: &[
        field("maxUnavailable", Type::IntOrString, "바꾸는 동안 모자라도 되는 파드의 수나 비율입니다.").default("25%"),
        field("maxSurge", Type::IntOrString, "바꾸는 동안 넘치게 띄워도 되는 파드의 수나 비율입니다.").default("25%"),
    ],
};

static DEPLOYMENT_STATUS: Struct = Struct {
    go: "v1.DeploymentStatus",
    fields: &[
        field("observedGeneration", Type::Int64, "컨트롤러가 마지막으로 확인한 디플로이먼트의 generation 번호입니다.")
            .system(),
        field("replicas", Type::Int32, "지금 있는 파드의 수입니다.").system(),
        field("updatedReplicas", Type::Int32, "새 템플릿으로 만든 파드의 수입니다.").system(),
        field("readyReplicas", Type::Int32, "준비된 파드의 수입니다.").system(),
        field("availableReplicas", Type::Int32, "minReadySeconds 동안 준비 상태를 지킨 파드의 수입니다.").system(),
        field("unavailableReplicas", Type::Int32, "아직 모자라는 파드의 수입니다.").system(),
        field("terminatingReplicas", Type::Int32, "종료 중인 파드의 수입니다.").system(),
        field("conditions", Type::List(&Type::Struct(&DEPLOYMENT_CONDITION)), "디플로이먼트의 상태 조건 목록입니다.")
            .system(),
        field("collisionCount", Type::Int32, "레플리카셋 이름이 부딪쳐 다시 지은 횟수입니다.").system(),
    ],
};

static DEPLOYMENT_CONDITION: Struct = Struct {
    go: "v1.DeploymentCondition",
    fields: &[
        field(
            "type",
            Type::Named("v1.DeploymentConditionType"),
            "Available, Progressing처럼 디플로이먼트 상태 조건의 이름입니다.",
        )
        .system(),
        field("status", Type::Named("v1.ConditionStatus"), "디플로이먼트 상태 조건이 참인지 거짓인지 나타냅니다.")
            .one_of(&["True", "False", "Unknown"])
            .system(),
        field("lastUpdateTime", Type::Time, "이 조건을 마지막으로 고쳐 쓴 시각입니다.").system(),
        field("lastTransitionTime", Type::Time, "디플로이먼트 상태 조건의 값이 마지막으로 바뀐 시각입니다.").system(),
        field("reason", Type::String, "디플로이먼트 상태 조건이 이렇게 된 까닭을 나타내는 낱말입니다.").system(),
        field("message", Type::String, "디플로이먼트 상태 조건을 사람이 읽을 수 있게 설명한 글입니다.").system(),
    ],
};
