//! What a Pod and a container may do on their node (`core/v1/types.go`): users, capabilities, profiles.
//!
//! Must not know: what runs in the Pod, where it runs.

use super::{Struct, Type, field};

pub(super) static POD_SECURITY_CONTEXT: Struct = Struct {
    go: "v1.PodSecurityContext",
    fields: &[
        field("seLinuxOptions", Type::Struct(&SE_LINUX_OPTIONS), "파드에 붙일 SELinux 레이블입니다."),
        field("windowsOptions", Type::Struct(&WINDOWS_OPTIONS), "윈도우 파드의 권한 설정입니다."),
        field("runAsUser", Type::Int64, "파드의 프로세스를 실행할 사용자 ID입니다."),
        field("runAsGroup", Type::Int64, "파드의 프로세스를 실행할 그룹 ID입니다."),
        field("runAsNonRoot", Type::Bool, "파드의 어떤 컨테이너도 root로 실행되지 못하게 합니다."),
        field("supplementalGroups", Type::List(&Type::Int64), "프로세스가 더 속할 그룹 ID 목록입니다."),
        field(
            "supplementalGroupsPolicy",
            Type::Named("v1.SupplementalGroupsPolicy"),
            "이미지에 적힌 그룹까지 합칠지 정합니다.",
        )
        .one_of(&["Merge", "Strict"]),
        field("fsGroup", Type::Int64, "볼륨의 파일을 함께 쓸 그룹 ID입니다."),
        field(
            "sysctls",
            Type::List(&Type::Struct(&Struct {
                go: "v1.Sysctl",
                fields: &[
                    field("name", Type::String, "커널 설정의 이름입니다.").required(),
                    field("value", Type::String, "커널 설정에 넣을 값입니다.").required(),
                ],
            })),
            "파드에서만 바꿀 커널 설정 목록입니다.",
        ),
        field(
            "fsGroupChangePolicy",
            Type::Named("v1.PodFSGroupChangePolicy"),
            "볼륨 파일의 그룹을 언제 바꿀지 정합니다.",
        )
        .one_of(&["Always", "OnRootMismatch"]),
        field("seccompProfile", Type::Struct(&SECCOMP_PROFILE), "파드가 쓸 수 있는 시스템 호출을 제한하는 설정입니다."),
        field("appArmorProfile", Type::Struct(&APP_ARMOR_PROFILE), "파드에 적용할 AppArmor 설정입니다."),
        field(
            "seLinuxChangePolicy",
            Type::Named("v1.PodSELinuxChangePolicy"),
            "볼륨에 SELinux 레이블을 붙이는 방법을 정합니다.",
        )
        .one_of(&["Recursive", "MountOption"]),
    ],
};

pub(super) static SECURITY_CONTEXT: Struct = Struct {
    go: "v1.SecurityContext",
    fields: &[
        field(
            "capabilities",
            Type::Struct(&Struct {
                go: "v1.Capabilities",
                fields: &[
                    field("add", Type::List(&Type::Named("v1.Capability")), "더할 커널 권한 목록입니다."),
                    field("drop", Type::List(&Type::Named("v1.Capability")), "뺄 커널 권한 목록입니다."),
                ],
            }),
            "컨테이너에 더하거나 뺄 커널 권한입니다.",
        ),
        field("privileged", Type::Bool, "노드의 root와 다름없는 권한을 줄지 정합니다.").default("false"),
        field("seLinuxOptions", Type::Struct(&SE_LINUX_OPTIONS), "컨테이너에 붙일 SELinux 레이블입니다."),
        field("windowsOptions", Type::Struct(&WINDOWS_OPTIONS), "윈도우 컨테이너의 권한 설정입니다."),
        field("runAsUser", Type::Int64, "컨테이너의 프로세스를 실행할 사용자 ID입니다."),
        field("runAsGroup", Type::Int64, "컨테이너의 프로세스를 실행할 그룹 ID입니다."),
        field("runAsNonRoot", Type::Bool, "이 컨테이너가 root로 실행되지 못하게 합니다."),
        field("readOnlyRootFilesystem", Type::Bool, "컨테이너의 루트 파일시스템을 읽기 전용으로 할지 정합니다.")
            .default("false"),
        field("allowPrivilegeEscalation", Type::Bool, "프로세스가 부모보다 많은 권한을 얻을 수 있는지 정합니다."),
        field("procMount", Type::Named("v1.ProcMountType"), "/proc을 어떻게 붙일지 정합니다.")
            .one_of(&["Default", "Unmasked"]),
        field(
            "seccompProfile",
            Type::Struct(&SECCOMP_PROFILE),
            "이 컨테이너가 쓸 수 있는 시스템 호출을 제한하는 설정입니다.",
        ),
        field("appArmorProfile", Type::Struct(&APP_ARMOR_PROFILE), "이 컨테이너에 적용할 AppArmor 설정입니다."),
    ],
};

/// Shared with containers.
static SE_LINUX_OPTIONS: Struct = Struct {
    go: "v1.SELinuxOptions",
    fields: &[
        field("user", Type::String, "SELinux 레이블의 사용자 부분입니다."),
        field("role", Type::String, "SELinux 레이블의 역할 부분입니다."),
        field("type", Type::String, "SELinux 레이블의 유형 부분입니다."),
        field("level", Type::String, "SELinux 레이블의 등급 부분입니다."),
    ],
};

/// Shared with containers.
static WINDOWS_OPTIONS: Struct = Struct {
    go: "v1.WindowsSecurityContextOptions",
    fields: &[
        field("gmsaCredentialSpecName", Type::String, "윈도우 GMSA 자격 증명의 이름입니다."),
        field("gmsaCredentialSpec", Type::String, "윈도우 GMSA 자격 증명의 내용입니다."),
        field("runAsUserName", Type::String, "윈도우 컨테이너를 실행할 사용자 이름입니다."),
        field("hostProcess", Type::Bool, "윈도우 노드의 프로세스로 실행할지 정합니다."),
    ],
};

/// Shared with containers.
static SECCOMP_PROFILE: Struct = Struct {
    go: "v1.SeccompProfile",
    fields: &[
        field("type", Type::Named("v1.SeccompProfileType"), "시스템 호출 제한을 어디에서 가져올지 정합니다.")
            .one_of(&["Localhost", "RuntimeDefault", "Unconfined"])
            .required(),
        field("localhostProfile", Type::String, "노드에 있는 시스템 호출 제한 파일의 경로입니다."),
    ],
};

/// Shared with containers.
static APP_ARMOR_PROFILE: Struct = Struct {
    go: "v1.AppArmorProfile",
    fields: &[
        field("type", Type::Named("v1.AppArmorProfileType"), "AppArmor 설정을 어디에서 가져올지 정합니다.")
            .one_of(&["Localhost", "RuntimeDefault", "Unconfined"])
            .required(),
        field("localhostProfile", Type::String, "노드에 올라와 있는 AppArmor 설정의 이름입니다."),
    ],
};
