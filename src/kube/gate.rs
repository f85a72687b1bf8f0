//! Feature gates of the API server that are open by default from some version on (`pkg/features/kube_features.go`). A field
//! behind a gate that is shut is dropped before the object is looked at, whatever it says (`dropDisabledFields` in
//! `pkg/api/pod/util.go`).
//!
//! Must not know: fields, objects.

use super::Version;

/// A gate that is open in some of the versions and shut in others. Those shut in all of them have no name here:
/// `ClusterTrustBundleProjection`, `PodCertificateRequest`, `ContainerStopSignals`, `SELinuxMount`,
/// `TaintTolerationComparisonOperators`, `UserNamespacesHostNetworkSupport`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gate {
    /// Restart policies of single containers (KEP-5307).
    ContainerRestartRules,
    /// Environment variables from a file in a volume (KEP-3721).
    EnvFiles,
    /// Another hostname than the pod's name (KEP-4762).
    HostnameOverride,
    /// Images as volumes (KEP-4639).
    ImageVolume,
    /// Restarting the whole pod as one container exits (KEP-5532).
    RestartAllContainers,
}

impl Version {
    /// Whether a server of this version looks at what stands behind a gate.
    pub(super) fn opens(self, gate: Gate) -> bool {
        self >= match gate {
            Gate::ContainerRestartRules | Gate::EnvFiles | Gate::HostnameOverride | Gate::ImageVolume => Self::V1_35,
            Gate::RestartAllContainers => Self::V1_36,
        }
    }
}
