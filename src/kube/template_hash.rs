//! `pod-template-hash`: the label that tells the pods of one template from those of another, the number a real cluster has.
//!
//! `ComputeHash` of pkg/controller hashes (FNV-1a, 32 bits) the template as github.com/davecgh/go-spew prints it with `%#v`, and
//! writes the number in letters (`SafeEncodeString`). So the Go types of `core/v1/types.go` 1.34 are written down here once
//! more, as far as a template reaches, in their order, which the number depends on.
//!
//! Must not know: clusters.

use super::generated::letter;
use serde_json::Value;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

/// A struct a line: its Go name, then its fields as `GoName:Type`, or `GoName=jsonName:Type` where the JSON name is not the Go
/// name with a small first letter. `@` before a type means that its fields stand in the parent's JSON.
const STRUCTS: &str = "\
v1.PodTemplateSpec ObjectMeta=metadata:v1.ObjectMeta Spec:v1.PodSpec
v1.ObjectMeta Name:string GenerateName:string Namespace:string SelfLink:string UID=uid:types.UID ResourceVersion:string Generation:int64 CreationTimestamp:v1.Time DeletionTimestamp:*v1.Time DeletionGracePeriodSeconds:*int64 Labels:map[string]string Annotations:map[string]string OwnerReferences:[]v1.OwnerReference Finalizers:[]string ManagedFields:[]v1.ManagedFieldsEntry
v1.OwnerReference APIVersion=apiVersion:string Kind:string Name:string UID=uid:types.UID Controller:*bool BlockOwnerDeletion:*bool
v1.PodSpec Volumes:[]v1.Volume InitContainers:[]v1.Container Containers:[]v1.Container EphemeralContainers:[]v1.EphemeralContainer RestartPolicy:v1.RestartPolicy TerminationGracePeriodSeconds:*int64 ActiveDeadlineSeconds:*int64 DNSPolicy=dnsPolicy:v1.DNSPolicy NodeSelector:map[string]string ServiceAccountName:string DeprecatedServiceAccount=serviceAccount:string AutomountServiceAccountToken:*bool NodeName:string HostNetwork:bool HostPID=hostPID:bool HostIPC=hostIPC:bool ShareProcessNamespace:*bool SecurityContext:*v1.PodSecurityContext ImagePullSecrets:[]v1.LocalObjectReference Hostname:string Subdomain:string Affinity:*v1.Affinity SchedulerName:string Tolerations:[]v1.Toleration HostAliases:[]v1.HostAlias PriorityClassName:string Priority:*int32 DNSConfig=dnsConfig:*v1.PodDNSConfig ReadinessGates:[]v1.PodReadinessGate RuntimeClassName:*string EnableServiceLinks:*bool PreemptionPolicy:*v1.PreemptionPolicy Overhead:v1.ResourceList TopologySpreadConstraints:[]v1.TopologySpreadConstraint SetHostnameAsFQDN=setHostnameAsFQDN:*bool OS=os:*v1.PodOS HostUsers:*bool SchedulingGates:[]v1.PodSchedulingGate ResourceClaims:[]v1.PodResourceClaim Resources:*v1.ResourceRequirements HostnameOverride:*string
v1.Container Name:string Image:string Command:[]string Args:[]string WorkingDir:string Ports:[]v1.ContainerPort EnvFrom:[]v1.EnvFromSource Env:[]v1.EnvVar Resources:v1.ResourceRequirements ResizePolicy:[]v1.ContainerResizePolicy RestartPolicy:*v1.ContainerRestartPolicy RestartPolicyRules:[]v1.ContainerRestartRule VolumeMounts:[]v1.VolumeMount VolumeDevices:[]v1.VolumeDevice LivenessProbe:*v1.Probe ReadinessProbe:*v1.Probe StartupProbe:*v1.Probe Lifecycle:*v1.Lifecycle TerminationMessagePath:string TerminationMessagePolicy:v1.TerminationMessagePolicy ImagePullPolicy:v1.PullPolicy SecurityContext:*v1.SecurityContext Stdin:bool StdinOnce:bool TTY=tty:bool
v1.EphemeralContainer EphemeralContainerCommon:@v1.EphemeralContainerCommon TargetContainerName:string
v1.ContainerPort Name:string HostPort:int32 ContainerPort:int32 Protocol:v1.Protocol HostIP=hostIP:string
v1.EnvFromSource Prefix:string ConfigMapRef:*v1.ConfigMapEnvSource SecretRef:*v1.SecretEnvSource
v1.ConfigMapEnvSource LocalObjectReference:@v1.LocalObjectReference Optional:*bool
v1.SecretEnvSource LocalObjectReference:@v1.LocalObjectReference Optional:*bool
v1.LocalObjectReference Name:string
v1.EnvVar Name:string Value:string ValueFrom:*v1.EnvVarSource
v1.EnvVarSource FieldRef:*v1.ObjectFieldSelector ResourceFieldRef:*v1.ResourceFieldSelector ConfigMapKeyRef:*v1.ConfigMapKeySelector SecretKeyRef:*v1.SecretKeySelector FileKeyRef:*v1.FileKeySelector
v1.ObjectFieldSelector APIVersion=apiVersion:string FieldPath:string
v1.ResourceFieldSelector ContainerName:string Resource:string Divisor:resource.Quantity
v1.ConfigMapKeySelector LocalObjectReference:@v1.LocalObjectReference Key:string Optional:*bool
v1.SecretKeySelector LocalObjectReference:@v1.LocalObjectReference Key:string Optional:*bool
v1.FileKeySelector VolumeName:string Path:string Key:string Optional:*bool
v1.ResourceRequirements Limits:v1.ResourceList Requests:v1.ResourceList Claims:[]v1.ResourceClaim
v1.ResourceClaim Name:string Request:string
v1.ContainerResizePolicy ResourceName:v1.ResourceName RestartPolicy:v1.ResourceResizeRestartPolicy
v1.ContainerRestartRule Action:v1.ContainerRestartRuleAction ExitCodes:*v1.ContainerRestartRuleOnExitCodes
v1.ContainerRestartRuleOnExitCodes Operator:v1.ContainerRestartRuleOnExitCodesOperator Values:[]int32
v1.VolumeMount Name:string ReadOnly:bool RecursiveReadOnly:*v1.RecursiveReadOnlyMode MountPath:string SubPath:string MountPropagation:*v1.MountPropagationMode SubPathExpr:string
v1.VolumeDevice Name:string DevicePath:string
v1.Probe ProbeHandler:@v1.ProbeHandler InitialDelaySeconds:int32 TimeoutSeconds:int32 PeriodSeconds:int32 SuccessThreshold:int32 FailureThreshold:int32 TerminationGracePeriodSeconds:*int64
v1.ProbeHandler Exec:*v1.ExecAction HTTPGet=httpGet:*v1.HTTPGetAction TCPSocket=tcpSocket:*v1.TCPSocketAction GRPC=grpc:*v1.GRPCAction
v1.ExecAction Command:[]string
v1.HTTPGetAction Path:string Port:intstr.IntOrString Host:string Scheme:v1.URIScheme HTTPHeaders=httpHeaders:[]v1.HTTPHeader
v1.HTTPHeader Name:string Value:string
v1.TCPSocketAction Port:intstr.IntOrString Host:string
v1.GRPCAction Port:int32 Service:*string
v1.Lifecycle PostStart:*v1.LifecycleHandler PreStop:*v1.LifecycleHandler StopSignal:*v1.Signal
v1.LifecycleHandler Exec:*v1.ExecAction HTTPGet=httpGet:*v1.HTTPGetAction TCPSocket=tcpSocket:*v1.TCPSocketAction Sleep:*v1.SleepAction
v1.SleepAction Seconds:int64
v1.SecurityContext Capabilities:*v1.Capabilities Privileged:*bool SELinuxOptions=seLinuxOptions:*v1.SELinuxOptions WindowsOptions:*v1.WindowsSecurityContextOptions RunAsUser:*int64 RunAsGroup:*int64 RunAsNonRoot:*bool ReadOnlyRootFilesystem:*bool AllowPrivilegeEscalation:*bool ProcMount:*v1.ProcMountType SeccompProfile:*v1.SeccompProfile AppArmorProfile:*v1.AppArmorProfile
v1.Capabilities Add:[]v1.Capability Drop:[]v1.Capability
v1.SELinuxOptions User:string Role:string Type:string Level:string
v1.WindowsSecurityContextOptions GMSACredentialSpecName=gmsaCredentialSpecName:*string GMSACredentialSpec=gmsaCredentialSpec:*string RunAsUserName:*string HostProcess:*bool
v1.SeccompProfile Type:v1.SeccompProfileType LocalhostProfile:*string
v1.AppArmorProfile Type:v1.AppArmorProfileType LocalhostProfile:*string
v1.PodSecurityContext SELinuxOptions=seLinuxOptions:*v1.SELinuxOptions WindowsOptions:*v1.WindowsSecurityContextOptions RunAsUser:*int64 RunAsGroup:*int64 RunAsNonRoot:*bool SupplementalGroups:[]int64 SupplementalGroupsPolicy:*v1.SupplementalGroupsPolicy FSGroup=fsGroup:*int64 Sysctls:[]v1.Sysctl FSGroupChangePolicy=fsGroupChangePolicy:*v1.PodFSGroupChangePolicy SeccompProfile:*v1.SeccompProfile AppArmorProfile:*v1.AppArmorProfile SELinuxChangePolicy=seLinuxChangePolicy:*v1.PodSELinuxChangePolicy
v1.Sysctl Name:string Value:string
v1.Affinity NodeAffinity:*v1.NodeAffinity PodAffinity:*v1.PodAffinity PodAntiAffinity:*v1.PodAntiAffinity
v1.NodeAffinity RequiredDuringSchedulingIgnoredDuringExecution:*v1.NodeSelector PreferredDuringSchedulingIgnoredDuringExecution:[]v1.PreferredSchedulingTerm
v1.NodeSelector NodeSelectorTerms:[]v1.NodeSelectorTerm
v1.NodeSelectorTerm MatchExpressions:[]v1.NodeSelectorRequirement MatchFields:[]v1.NodeSelectorRequirement
v1.NodeSelectorRequirement Key:string Operator:v1.NodeSelectorOperator Values:[]string
v1.PreferredSchedulingTerm Weight:int32 Preference:v1.NodeSelectorTerm
v1.PodAffinity RequiredDuringSchedulingIgnoredDuringExecution:[]v1.PodAffinityTerm PreferredDuringSchedulingIgnoredDuringExecution:[]v1.WeightedPodAffinityTerm
v1.PodAntiAffinity RequiredDuringSchedulingIgnoredDuringExecution:[]v1.PodAffinityTerm PreferredDuringSchedulingIgnoredDuringExecution:[]v1.WeightedPodAffinityTerm
v1.WeightedPodAffinityTerm Weight:int32 PodAffinityTerm:v1.PodAffinityTerm
v1.PodAffinityTerm LabelSelector:*v1.LabelSelector Namespaces:[]string TopologyKey:string NamespaceSelector:*v1.LabelSelector MatchLabelKeys:[]string MismatchLabelKeys:[]string
v1.LabelSelector MatchLabels:map[string]string MatchExpressions:[]v1.LabelSelectorRequirement
v1.LabelSelectorRequirement Key:string Operator:v1.LabelSelectorOperator Values:[]string
v1.Toleration Key:string Operator:v1.TolerationOperator Value:string Effect:v1.TaintEffect TolerationSeconds:*int64
v1.HostAlias IP=ip:string Hostnames:[]string
v1.PodDNSConfig Nameservers:[]string Searches:[]string Options:[]v1.PodDNSConfigOption
v1.PodDNSConfigOption Name:string Value:*string
v1.PodReadinessGate ConditionType:v1.PodConditionType
v1.TopologySpreadConstraint MaxSkew:int32 TopologyKey:string WhenUnsatisfiable:v1.UnsatisfiableConstraintAction LabelSelector:*v1.LabelSelector MinDomains:*int32 NodeAffinityPolicy:*v1.NodeInclusionPolicy NodeTaintsPolicy:*v1.NodeInclusionPolicy MatchLabelKeys:[]string
v1.PodOS Name:v1.OSName
v1.PodSchedulingGate Name:string
v1.PodResourceClaim Name:string ResourceClaimName:*string ResourceClaimTemplateName:*string
v1.Volume Name:string VolumeSource:@v1.VolumeSource
v1.VolumeSource HostPath:*v1.HostPathVolumeSource EmptyDir:*v1.EmptyDirVolumeSource GCEPersistentDisk=gcePersistentDisk:*v1.GCEPersistentDiskVolumeSource AWSElasticBlockStore=awsElasticBlockStore:*v1.AWSElasticBlockStoreVolumeSource GitRepo:*v1.GitRepoVolumeSource Secret:*v1.SecretVolumeSource NFS=nfs:*v1.NFSVolumeSource ISCSI=iscsi:*v1.ISCSIVolumeSource Glusterfs:*v1.GlusterfsVolumeSource PersistentVolumeClaim:*v1.PersistentVolumeClaimVolumeSource RBD=rbd:*v1.RBDVolumeSource FlexVolume:*v1.FlexVolumeSource Cinder:*v1.CinderVolumeSource CephFS=cephfs:*v1.CephFSVolumeSource Flocker:*v1.FlockerVolumeSource DownwardAPI=downwardAPI:*v1.DownwardAPIVolumeSource FC=fc:*v1.FCVolumeSource AzureFile:*v1.AzureFileVolumeSource ConfigMap:*v1.ConfigMapVolumeSource VsphereVolume:*v1.VsphereVirtualDiskVolumeSource Quobyte:*v1.QuobyteVolumeSource AzureDisk:*v1.AzureDiskVolumeSource PhotonPersistentDisk:*v1.PhotonPersistentDiskVolumeSource Projected:*v1.ProjectedVolumeSource PortworxVolume:*v1.PortworxVolumeSource ScaleIO=scaleIO:*v1.ScaleIOVolumeSource StorageOS=storageos:*v1.StorageOSVolumeSource CSI=csi:*v1.CSIVolumeSource Ephemeral:*v1.EphemeralVolumeSource Image:*v1.ImageVolumeSource
v1.HostPathVolumeSource Path:string Type:*v1.HostPathType
v1.EmptyDirVolumeSource Medium:v1.StorageMedium SizeLimit:*resource.Quantity
v1.SecretVolumeSource SecretName:string Items:[]v1.KeyToPath DefaultMode:*int32 Optional:*bool
v1.ConfigMapVolumeSource LocalObjectReference:@v1.LocalObjectReference Items:[]v1.KeyToPath DefaultMode:*int32 Optional:*bool
v1.KeyToPath Key:string Path:string Mode:*int32
v1.NFSVolumeSource Server:string Path:string ReadOnly:bool
v1.PersistentVolumeClaimVolumeSource ClaimName:string ReadOnly:bool
v1.DownwardAPIVolumeSource Items:[]v1.DownwardAPIVolumeFile DefaultMode:*int32
v1.DownwardAPIVolumeFile Path:string FieldRef:*v1.ObjectFieldSelector ResourceFieldRef:*v1.ResourceFieldSelector Mode:*int32
v1.ProjectedVolumeSource Sources:[]v1.VolumeProjection DefaultMode:*int32
v1.VolumeProjection Secret:*v1.SecretProjection DownwardAPI=downwardAPI:*v1.DownwardAPIProjection ConfigMap:*v1.ConfigMapProjection ServiceAccountToken:*v1.ServiceAccountTokenProjection ClusterTrustBundle:*v1.ClusterTrustBundleProjection PodCertificate:*v1.PodCertificateProjection
v1.SecretProjection LocalObjectReference:@v1.LocalObjectReference Items:[]v1.KeyToPath Optional:*bool
v1.DownwardAPIProjection Items:[]v1.DownwardAPIVolumeFile
v1.ConfigMapProjection LocalObjectReference:@v1.LocalObjectReference Items:[]v1.KeyToPath Optional:*bool
v1.ServiceAccountTokenProjection Audience:string ExpirationSeconds:*int64 Path:string
v1.ImageVolumeSource Reference:string PullPolicy:v1.PullPolicy";

/// A field: its Go name, its JSON name, its Go type, and whether its fields stand in the parent's JSON.
struct Field {
    go: &'static str,
    json: String,
    kind: &'static str,
    inline: bool,
}

static TABLE: LazyLock<HashMap<&'static str, Vec<Field>>> = LazyLock::new(|| {
    let field = |text: &'static str| {
        let (names, kind) = text.split_once(':')?;
        let (go, json) = names.split_once('=').map_or_else(
            || {
                let mut letters = names.chars();
                let first: String = letters.next().map(|c| c.to_ascii_lowercase()).into_iter().collect();
                (names, first + letters.as_str())
            },
            |(go, json)| (go, json.to_owned()),
        );
        let (kind, inline) = kind.strip_prefix('@').map_or((kind, false), |kind| (kind, true));
        Some(Field { go, json, kind, inline })
    };
    let line = |line: &'static str| {
        let mut words = line.split(' ');
        Some((words.next()?, words.filter_map(field).collect()))
    };
    STRUCTS.lines().filter_map(line).collect()
});

/// The hash of a defaulted template; `collisions` is `status.collisionCount` of its Deployment.
#[must_use]
pub(super) fn of(template: &Value, collisions: Option<u32>) -> String {
    let mut out = String::new();
    print("v1.PodTemplateSpec", Some(template), true, &mut out);
    let counted = collisions.map(|count| u64::from(count).to_le_bytes());
    let bytes = out.bytes().chain(counted.into_iter().flatten());
    let hash = bytes.fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash.to_string().bytes().map(|digit| letter(digit.into())).collect()
}

/// Prints a value as go-spew's `%#v` does; `typed` is whether its type stands before it.
fn print(kind: &str, value: Option<&Value>, typed: bool, out: &mut String) {
    let value = value.filter(|value| !value.is_null());
    if typed {
        let _ = write!(out, "({kind})");
    }
    if let Some(inner) = kind.strip_prefix('*') {
        if value.is_none() {
            out.push_str("<nil>");
            return;
        }
        if !typed {
            out.push_str("<*>");
        }
        return print(inner, value, false, out);
    }
    if let Some(item) = kind.strip_prefix("[]") {
        let Some(items) = value.and_then(Value::as_array).filter(|items| !items.is_empty()) else {
            out.push_str("<nil>");
            return;
        };
        out.push('[');
        for (index, it) in items.iter().enumerate() {
            if index > 0 {
                out.push(' ');
            }
            print(item, Some(it), false, out);
        }
        out.push(']');
        return;
    }
    match kind {
        "map[string]string" => print_map("string", value, out),
        "v1.ResourceList" => print_map("resource.Quantity", value, out),
        "bool" => out.push_str(if value == Some(&Value::Bool(true)) { "true" } else { "false" }),
        "int32" | "int64" => {
            let _ = write!(out, "{}", value.and_then(Value::as_i64).unwrap_or(0));
        }
        "v1.Time" => out.push_str("{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}"),
        "intstr.IntOrString" => {
            let (kind, number, text) = match value {
                Some(Value::String(text)) => (1, 0, text.as_str()),
                other => (0, other.and_then(Value::as_i64).unwrap_or(0), ""),
            };
            let _ = write!(out, "{{Type:(intstr.Type){kind} IntVal:(int32){number} StrVal:(string){text}}}");
        }
        "resource.Quantity" => print_quantity(value.and_then(Value::as_str).unwrap_or("0"), out),
        kind => match TABLE.get(kind) {
            Some(fields) => print_struct(fields, value, out),
            // A string, be it of a type of its own.
            None => out.push_str(value.and_then(Value::as_str).unwrap_or_default()),
        },
    }
}

fn print_struct(fields: &[Field], value: Option<&Value>, out: &mut String) {
    out.push('{');
    for (index, field) in fields.iter().enumerate() {
        if index > 0 {
            out.push(' ');
        }
        out.push_str(field.go);
        out.push(':');
        let value = if field.inline { value } else { value.and_then(|value| value.get(&field.json)) };
        print(field.kind, value, true, out);
    }
    out.push('}');
}

fn print_map(item: &str, value: Option<&Value>, out: &mut String) {
    let Some(map) = value.and_then(Value::as_object).filter(|map| !map.is_empty()) else {
        out.push_str("<nil>");
        return;
    };
    let mut pairs: Vec<_> = map.iter().collect();
    pairs.sort_by_key(|(key, _)| *key);
    out.push_str("map[");
    for (index, (key, value)) in pairs.into_iter().enumerate() {
        if index > 0 {
            out.push(' ');
        }
        out.push_str(key);
        out.push(':');
        print(item, Some(value), false, out);
    }
    out.push(']');
}

/// A quantity as `ParseQuantity` leaves it: a number and a power of ten, and how it was written.
fn print_quantity(text: &str, out: &mut String) {
    let digits = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '-' | '+')).unwrap_or(text.len());
    let (number, suffix) = text.split_at(digits);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let fraction = fraction.trim_end_matches('0');
    let mut value: i64 = format!("{whole}{fraction}").parse().unwrap_or(0);
    let mut scale = -i64::try_from(fraction.len()).unwrap_or(0);
    let format = if let Some(power) = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"].iter().position(|it| *it == suffix) {
        // A binary suffix is multiplied out.
        let factor = 1024_i64.checked_pow(u32::try_from(power + 1).unwrap_or(1)).unwrap_or(1);
        value = value.saturating_mul(factor);
        while scale < 0 {
            value /= 10;
            scale += 1;
        }
        "BinarySI"
    } else {
        let powers =
            [("n", -9), ("u", -6), ("m", -3), ("", 0), ("k", 3), ("M", 6), ("G", 9), ("T", 12), ("P", 15), ("E", 18)];
        if let Some((_, power)) = powers.iter().find(|(name, _)| *name == suffix) {
            scale += power;
            "DecimalSI"
        } else {
            scale += suffix.trim_start_matches(['e', 'E']).parse::<i64>().unwrap_or(0);
            "DecimalExponent"
        }
    };
    let _ = write!(
        out,
        "{{i:(resource.int64Amount){{value:(int64){value} scale:(resource.Scale){scale}}} d:(resource.infDecAmount){{Dec:(*inf.Dec)<nil>}} s:(string) Format:(resource.Format){format}}}"
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Defaulted as the server defaults it.
    fn hash(labels: &Value, container: &Value) -> String {
        let mut deployment =
            json!({"spec": {"template": {"metadata": {"labels": labels}, "spec": {"containers": [container]}}}});
        crate::kube::complete::object("Deployment", &mut deployment);
        of(&deployment["spec"]["template"], None)
    }

    #[test]
    fn templates_have_the_hashes_of_a_real_cluster() {
        for (labels, container, expected) in [
            (
                json!({"app": "shop"}),
                json!({"name": "shop", "image": "nginx:1.27", "ports": [{"containerPort": 80}]}),
                "ff95ccccf",
            ),
            (
                json!({"app": "cart"}),
                json!({"name": "web", "image": "httpd:2.4", "ports": [{"containerPort": 80}]}),
                "97f699989",
            ),
            (
                json!({"app": "site"}),
                json!({"name": "web", "image": "nginx:1.27", "ports": [{"containerPort": 80}]}),
                "6cd7674944",
            ),
            (
                json!({"app": "site"}),
                json!({"name": "web", "image": "nginx:1.28", "ports": [{"containerPort": 80}]}),
                "5567dfb67",
            ),
            (
                json!({"app": "hello"}),
                json!({"name": "agnhost", "image": "registry.k8s.io/e2e-test-images/agnhost:2.53", "ports": [{"containerPort": 8080}]}),
                "54d5cb5558",
            ),
        ] {
            assert_eq!(hash(&labels, &container), expected, "{container}");
        }
    }
}
