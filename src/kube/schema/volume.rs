//! Volumes of a Pod (`core/v1/types.go`): the sources a learner meets in full, the vendors' own by name.
//!
//! Must not know: containers, Services.

use super::container::{OBJECT_FIELD_SELECTOR, RESOURCE_FIELD_SELECTOR};
use super::metadata::{LABEL_SELECTOR, STRING_LIST, STRINGS, metadata};
use super::pod::LOCAL_OBJECT_REFERENCE;
use super::{Field, Struct, Type, field};

pub(super) static VOLUME: Struct = Struct {
    go: "v1.Volume",
    fields: &[
        field("name", Type::String, "볼륨의 이름으로, volumeMounts에서 이 이름으로 부릅니다.").required(),
        field(
            "emptyDir",
            Type::Struct(&Struct {
                go: "v1.EmptyDirVolumeSource",
                fields: &[
                    field("medium", Type::Named("v1.StorageMedium"), "Memory로 적으면 디스크 대신 메모리에 둡니다."),
                    field("sizeLimit", Type::Quantity, "빈 볼륨이 커질 수 있는 한도입니다."),
                ],
            }),
            "파드와 함께 생겼다가 함께 사라지는 빈 볼륨입니다.",
        ),
        field(
            "hostPath",
            Type::Struct(&Struct {
                go: "v1.HostPathVolumeSource",
                fields: &[
                    field("path", Type::String, "노드에 있는 파일이나 디렉터리의 경로입니다.").required(),
                    field("type", Type::Named("v1.HostPathType"), "그 경로에 무엇이 있어야 하는지 정합니다."),
                ],
            }),
            "노드의 파일이나 디렉터리를 그대로 붙입니다.",
        ),
        field(
            "configMap",
            Type::Struct(&Struct {
                go: "v1.ConfigMapVolumeSource",
                fields: &[
                    field("name", Type::String, "파일로 보일 컨피그맵의 이름입니다."),
                    ITEMS,
                    DEFAULT_MODE,
                    field("optional", Type::Bool, "파일로 보일 컨피그맵이 없어도 되는지 정합니다."),
                ],
            }),
            "컨피그맵의 항목을 파일로 보여 줍니다.",
        ),
        field(
            "secret",
            Type::Struct(&Struct {
                go: "v1.SecretVolumeSource",
                fields: &[
                    field("secretName", Type::String, "파일로 보일 시크릿의 이름입니다."),
                    ITEMS,
                    DEFAULT_MODE,
                    field("optional", Type::Bool, "파일로 보일 시크릿이 없어도 되는지 정합니다."),
                ],
            }),
            "시크릿의 항목을 파일로 보여 줍니다.",
        ),
        field(
            "persistentVolumeClaim",
            Type::Struct(&Struct {
                go: "v1.PersistentVolumeClaimVolumeSource",
                fields: &[
                    field("claimName", Type::String, "쓸 퍼시스턴트볼륨클레임의 이름입니다.").required(),
                    field("readOnly", Type::Bool, "퍼시스턴트볼륨을 읽기만 할지 정합니다."),
                ],
            }),
            "퍼시스턴트볼륨클레임이 얻은 볼륨을 붙입니다.",
        ),
        field(
            "downwardAPI",
            Type::Struct(&Struct {
                go: "v1.DownwardAPIVolumeSource",
                fields: &[
                    field(
                        "items",
                        Type::List(&Type::Struct(&DOWNWARD_API_FILE)),
                        "파일로 보일 파드의 필드 목록입니다.",
                    ),
                    DEFAULT_MODE,
                ],
            }),
            "파드 자신의 정보를 파일로 보여 줍니다.",
        ),
        field(
            "projected",
            Type::Struct(&Struct {
                go: "v1.ProjectedVolumeSource",
                fields: &[
                    field("sources", Type::List(&Type::Struct(&VOLUME_PROJECTION)), "한데 모을 출처 목록입니다."),
                    DEFAULT_MODE,
                ],
            }),
            "여러 출처의 파일을 한 디렉터리에 모아 보여 줍니다.",
        ),
        field(
            "nfs",
            Type::Struct(&Struct {
                go: "v1.NFSVolumeSource",
                fields: &[
                    field("server", Type::String, "NFS 서버의 주소나 이름입니다.").required(),
                    field("path", Type::String, "NFS 서버가 내보낸 경로입니다.").required(),
                    field("readOnly", Type::Bool, "NFS를 읽기만 할지 정합니다."),
                ],
            }),
            "NFS 서버의 디렉터리를 붙입니다.",
        ),
        field(
            "csi",
            Type::Struct(&Struct {
                go: "v1.CSIVolumeSource",
                fields: &[
                    field("driver", Type::String, "CSI 드라이버의 이름입니다.").required(),
                    field("readOnly", Type::Bool, "CSI 볼륨을 읽기만 할지 정합니다."),
                    field("fsType", Type::String, "CSI 볼륨에 만들 파일시스템의 종류입니다."),
                    field("volumeAttributes", STRINGS, "CSI 드라이버에 넘길 설정입니다."),
                    field(
                        "nodePublishSecretRef",
                        Type::Struct(&LOCAL_OBJECT_REFERENCE),
                        "CSI 드라이버에 넘길 비밀 값이 든 시크릿입니다.",
                    ),
                ],
            }),
            "CSI 드라이버가 내주는 임시 볼륨을 붙입니다.",
        ),
        field(
            "ephemeral",
            Type::Struct(&Struct {
                go: "v1.EphemeralVolumeSource",
                fields: &[field(
                    "volumeClaimTemplate",
                    Type::Struct(&Struct {
                        go: "v1.PersistentVolumeClaimTemplate",
                        fields: &[
                            metadata(),
                            field("spec", Type::Struct(&CLAIM_SPEC), "파드마다 새로 만들 볼륨 클레임의 내용입니다.")
                                .required(),
                        ],
                    }),
                    "파드마다 볼륨 클레임을 새로 만들 템플릿입니다.",
                )],
            }),
            "파드와 수명을 같이하는 볼륨을 스토리지클래스에서 얻습니다.",
        ),
        field(
            "image",
            Type::Struct(&Struct {
                go: "v1.ImageVolumeSource",
                fields: &[
                    field("reference", Type::String, "볼륨으로 붙일 이미지의 이름입니다."),
                    field(
                        "pullPolicy",
                        Type::Named("v1.PullPolicy"),
                        "볼륨으로 붙일 이미지를 언제 내려받을지 정합니다.",
                    )
                    .one_of(&["Always", "IfNotPresent", "Never"]),
                ],
            }),
            "컨테이너 이미지의 내용을 읽기 전용 볼륨으로 붙입니다.",
        ),
        field(
            "iscsi",
            Type::Struct(&Struct {
                go: "v1.ISCSIVolumeSource",
                fields: &[
                    field("targetPortal", Type::String, "iSCSI 대상의 주소와 포트입니다.").required(),
                    field("iqn", Type::String, "iSCSI 대상의 이름입니다.").required(),
                    field("lun", Type::Int32, "iSCSI 대상의 논리 장치 번호입니다.").required(),
                    field("iscsiInterface", Type::String, "iSCSI 접속에 쓸 인터페이스입니다.").default("default"),
                    field("fsType", Type::String, "iSCSI 볼륨의 파일시스템 종류입니다."),
                    field("readOnly", Type::Bool, "iSCSI 볼륨을 읽기만 할지 정합니다."),
                    field("portals", STRING_LIST, "iSCSI 대상의 다른 주소 목록입니다."),
                    field("chapAuthDiscovery", Type::Bool, "iSCSI 대상을 찾을 때 CHAP 인증을 쓸지 정합니다."),
                    field("chapAuthSession", Type::Bool, "iSCSI 세션에 CHAP 인증을 쓸지 정합니다."),
                    field("secretRef", Type::Struct(&LOCAL_OBJECT_REFERENCE), "iSCSI 인증 정보가 든 시크릿입니다."),
                    field("initiatorName", Type::String, "iSCSI 접속을 시작하는 쪽의 이름입니다."),
                ],
            }),
            "iSCSI 디스크를 붙입니다.",
        ),
        field("fc", Type::Any, "파이버 채널 디스크를 붙입니다."),
        field("gcePersistentDisk", Type::Any, "구글 클라우드 디스크를 붙이던 옛 필드입니다.").deprecated(),
        field("awsElasticBlockStore", Type::Any, "AWS EBS 디스크를 붙이던 옛 필드입니다.").deprecated(),
        field("azureDisk", Type::Any, "애저 디스크를 붙이던 옛 필드입니다.").deprecated(),
        field("azureFile", Type::Any, "애저 파일 공유를 붙이던 옛 필드입니다.").deprecated(),
        field("cinder", Type::Any, "오픈스택 신더 볼륨을 붙이던 옛 필드입니다.").deprecated(),
        field("vsphereVolume", Type::Any, "vSphere 디스크를 붙이던 옛 필드입니다.").deprecated(),
        field("gitRepo", Type::Any, "깃 저장소를 내려받아 붙이던 옛 필드입니다.").deprecated(),
        field("glusterfs", Type::Any, "글러스터 파일시스템을 붙이던 옛 필드입니다.").deprecated(),
        field("rbd", Type::Any, "Ceph RBD 이미지를 붙이던 옛 필드입니다.").deprecated(),
        field("cephfs", Type::Any, "CephFS를 붙이던 옛 필드입니다.").deprecated(),
        field("flexVolume", Type::Any, "노드에 깔린 플러그인으로 볼륨을 붙이던 옛 필드입니다.").deprecated(),
        field("flocker", Type::Any, "플로커 볼륨을 붙이던 옛 필드입니다.").deprecated(),
        field("quobyte", Type::Any, "쿼바이트 볼륨을 붙이던 옛 필드입니다.").deprecated(),
        field("photonPersistentDisk", Type::Any, "포톤 컨트롤러 디스크를 붙이던 옛 필드입니다.").deprecated(),
        field("portworxVolume", Type::Any, "포트웍스 볼륨을 붙이던 옛 필드입니다.").deprecated(),
        field("scaleIO", Type::Any, "ScaleIO 볼륨을 붙이던 옛 필드입니다.").deprecated(),
        field("storageos", Type::Any, "StorageOS 볼륨을 붙이던 옛 필드입니다.").deprecated(),
    ],
};

const KEY_TO_PATH_LIST: Type = Type::List(&Type::Struct(&KEY_TO_PATH));
const ITEMS: Field =
    field("items", KEY_TO_PATH_LIST, "어느 키를 어느 파일 이름으로 보일지 적으며, 비우면 모든 키가 보입니다.");
const DEFAULT_MODE: Field = field("defaultMode", Type::Int32, "만들어지는 파일의 권한 비트입니다.").default("420");

static KEY_TO_PATH: Struct = Struct {
    go: "v1.KeyToPath",
    fields: &[
        field("key", Type::String, "파일로 보일 키입니다.").required(),
        field("path", Type::String, "키가 보일 파일의 경로입니다.").required(),
        field("mode", Type::Int32, "이 파일만의 권한 비트입니다."),
    ],
};

static DOWNWARD_API_FILE: Struct = Struct {
    go: "v1.DownwardAPIVolumeFile",
    fields: &[
        field("path", Type::String, "파드 정보가 담길 파일의 경로입니다.").required(),
        field("fieldRef", Type::Struct(&OBJECT_FIELD_SELECTOR), "파일에 담을 파드의 필드입니다."),
        field("resourceFieldRef", Type::Struct(&RESOURCE_FIELD_SELECTOR), "파일에 담을 컨테이너의 리소스 값입니다."),
        field("mode", Type::Int32, "파드 정보 파일의 권한 비트입니다."),
    ],
};

static VOLUME_PROJECTION: Struct = Struct {
    go: "v1.VolumeProjection",
    fields: &[
        field(
            "secret",
            Type::Struct(&Struct {
                go: "v1.SecretProjection",
                fields: &[
                    field("name", Type::String, "모아 보일 시크릿의 이름입니다."),
                    ITEMS,
                    field("optional", Type::Bool, "모아 보일 시크릿이 없어도 되는지 정합니다."),
                ],
            }),
            "시크릿의 항목을 모아 보일 출처로 씁니다.",
        ),
        field(
            "configMap",
            Type::Struct(&Struct {
                go: "v1.ConfigMapProjection",
                fields: &[
                    field("name", Type::String, "모아 보일 컨피그맵의 이름입니다."),
                    ITEMS,
                    field("optional", Type::Bool, "모아 보일 컨피그맵이 없어도 되는지 정합니다."),
                ],
            }),
            "컨피그맵의 항목을 모아 보일 출처로 씁니다.",
        ),
        field(
            "downwardAPI",
            Type::Struct(&Struct {
                go: "v1.DownwardAPIProjection",
                fields: &[field(
                    "items",
                    Type::List(&Type::Struct(&DOWNWARD_API_FILE)),
                    "모아 보일 파드의 필드 목록입니다.",
                )],
            }),
            "파드 자신의 정보를 모아 보일 출처로 씁니다.",
        ),
        field(
            "serviceAccountToken",
            Type::Struct(&Struct {
                go: "v1.ServiceAccountTokenProjection",
                fields: &[
                    field("audience", Type::String, "토큰을 받아 줄 상대의 이름입니다."),
                    field("expirationSeconds", Type::Int64, "토큰이 살아 있을 시간(초)입니다.").default("3600"),
                    field("path", Type::String, "토큰이 담길 파일의 경로입니다.").required(),
                ],
            }),
            "서비스어카운트 토큰을 모아 보일 출처로 씁니다.",
        ),
        field(
            "clusterTrustBundle",
            Type::Struct(&Struct {
                go: "v1.ClusterTrustBundleProjection",
                fields: &[
                    field("name", Type::String, "인증서 묶음 하나를 이름으로 고릅니다."),
                    field("signerName", Type::String, "이 서명자의 인증서 묶음을 모두 고릅니다."),
                    field(
                        "labelSelector",
                        Type::Struct(&LABEL_SELECTOR),
                        "서명자의 인증서 묶음 가운데 레이블이 맞는 것만 고릅니다.",
                    ),
                    field("optional", Type::Bool, "고른 인증서 묶음이 없어도 되는지 정합니다."),
                    field("path", Type::String, "인증서 묶음이 담길 파일의 경로입니다.").required(),
                ],
            }),
            "클러스터가 믿는 인증서 묶음을 모아 보일 출처로 씁니다.",
        ),
        field(
            "podCertificate",
            Type::Struct(&Struct {
                go: "v1.PodCertificateProjection",
                fields: &[
                    field("signerName", Type::String, "파드의 인증서에 서명할 서명자의 이름입니다."),
                    field("keyType", Type::String, "만들 개인 키의 종류입니다."),
                    field("maxExpirationSeconds", Type::Int32, "인증서가 살아 있을 가장 긴 시간(초)입니다."),
                    field("credentialBundlePath", Type::String, "개인 키와 인증서를 한데 담을 파일의 경로입니다."),
                    field("keyPath", Type::String, "개인 키만 담을 파일의 경로입니다."),
                    field("certificateChainPath", Type::String, "인증서만 담을 파일의 경로입니다."),
                ],
            }),
            "파드에 내준 인증서를 모아 보일 출처로 씁니다.",
        ),
    ],
};

static CLAIM_SPEC: Struct = Struct {
    go: "v1.PersistentVolumeClaimSpec",
    fields: &[
        field(
            "accessModes",
            Type::List(&Type::Named("v1.PersistentVolumeAccessMode")),
            "볼륨을 읽고 쓰는 방법을 정합니다.",
        )
        .one_of(&["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]),
        field("selector", Type::Struct(&LABEL_SELECTOR), "묶일 퍼시스턴트볼륨을 레이블로 고르는 조건입니다."),
        field(
            "resources",
            Type::Struct(&Struct {
                go: "v1.VolumeResourceRequirements",
                fields: &[
                    field("limits", super::container::RESOURCES, "볼륨 크기의 한도입니다."),
                    field("requests", super::container::RESOURCES, "바라는 볼륨의 크기입니다."),
                ],
            }),
            "볼륨에 바라는 크기입니다.",
        ),
        field("volumeName", Type::String, "묶일 퍼시스턴트볼륨의 이름입니다."),
        field("storageClassName", Type::String, "볼륨을 만들어 줄 스토리지클래스의 이름입니다."),
        field("volumeMode", Type::Named("v1.PersistentVolumeMode"), "파일시스템으로 쓸지 블록 장치로 쓸지 정합니다.")
            .default("Filesystem")
            .one_of(&["Block", "Filesystem"]),
        field("dataSource", Type::Struct(&DATA_SOURCE), "볼륨을 처음에 채울 스냅샷이나 다른 볼륨입니다."),
        field("dataSourceRef", Type::Struct(&DATA_SOURCE_REF), "볼륨을 처음에 채울 오브젝트를 더 넓게 가리킵니다."),
        field("volumeAttributesClassName", Type::String, "볼륨의 성능을 정한 클래스의 이름입니다."),
    ],
};

static DATA_SOURCE: Struct = Struct {
    go: "v1.TypedLocalObjectReference",
    fields: &[
        field("apiGroup", Type::String, "볼륨의 원본이 속한 API 그룹입니다."),
        field("kind", Type::String, "볼륨의 원본이 되는 오브젝트의 종류입니다.").required(),
        field("name", Type::String, "볼륨의 원본이 되는 오브젝트의 이름입니다.").required(),
    ],
};

static DATA_SOURCE_REF: Struct = Struct {
    go: "v1.TypedObjectReference",
    fields: &[
        field("apiGroup", Type::String, "볼륨을 채울 오브젝트가 속한 API 그룹입니다."),
        field("kind", Type::String, "볼륨을 채울 오브젝트의 종류입니다.").required(),
        field("name", Type::String, "볼륨을 채울 오브젝트의 이름입니다.").required(),
        field("namespace", Type::String, "볼륨을 채울 오브젝트가 있는 네임스페이스의 이름입니다."),
    ],
};
