//! The volumes of a pod or of a template, described.
//!
//! Must not know: kinds.

use super::quantity::Quantity;
use super::writer::Writer;
use crate::console::print::field::Field;
use serde_json::Value;

/// `Volumes:` and what each of them is; `space` indents the whole inside a template.
pub(super) fn tell(writer: &mut Writer<'_>, volumes: &[Value], space: &str) {
    if volumes.is_empty() {
        writer.line(0, &format!("{space}Volumes:\t<none>"));
        return;
    }
    writer.line(0, &format!("{space}Volumes:"));
    let indent = if space.is_empty() { "" } else { " " };
    for volume in volumes {
        writer.line(1, &format!("{indent}{}:", volume.text("name")));
        source(writer, volume);
    }
}

fn source(writer: &mut Writer<'_>, volume: &Value) {
    let or = |text: &str, default: &str| if text.is_empty() { default.to_owned() } else { text.to_owned() };
    let mut field = |name: &str, value: &str| writer.field(2, name, value);
    if volume.has("hostPath") {
        field("Type", "HostPath (bare host directory volume)");
        field("Path", volume.text("hostPath.path"));
        field("HostPathType", volume.text("hostPath.type"));
    } else if volume.has("emptyDir") {
        field("Type", "EmptyDir (a temporary directory that shares a pod's lifetime)");
        field("Medium", volume.text("emptyDir.medium"));
        let limit = volume.at("emptyDir.sizeLimit");
        field("SizeLimit", &if limit.is_null() { "<unset>".to_owned() } else { Quantity::of(limit).to_string() });
    } else if volume.has("secret") {
        field("Type", "Secret (a volume populated by a Secret)");
        field("SecretName", volume.text("secret.secretName"));
        field("Optional", &volume.flag("secret.optional").to_string());
    } else if volume.has("configMap") {
        field("Type", "ConfigMap (a volume populated by a ConfigMap)");
        field("Name", volume.text("configMap.name"));
        field("Optional", &volume.flag("configMap.optional").to_string());
    } else if volume.has("persistentVolumeClaim") {
        let claim = volume.at("persistentVolumeClaim");
        field("Type", "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)");
        field("ClaimName", claim.text("claimName"));
        field("ReadOnly", &claim.flag("readOnly").to_string());
    } else if volume.has("projected") {
        field("Type", "Projected (a volume that contains injected data from multiple sources)");
        for source in volume.items("projected.sources") {
            if source.has("secret") {
                field("SecretName", source.text("secret.name"));
                field("Optional", &source.flag("secret.optional").to_string());
            } else if source.has("downwardAPI") {
                field("DownwardAPI", "true");
            } else if source.has("configMap") {
                field("ConfigMapName", source.text("configMap.name"));
                field("Optional", &source.flag("configMap.optional").to_string());
            } else if source.has("serviceAccountToken") {
                let seconds = source.number("serviceAccountToken.expirationSeconds").unwrap_or(3600);
                field("TokenExpirationSeconds", &seconds.to_string());
            }
        }
    } else if volume.has("downwardAPI") {
        field("Type", "DownwardAPI (a volume populated by information about the pod)");
        writer.line(2, "Items:");
        for item in volume.items("downwardAPI.items") {
            let path = item.text("path");
            if item.has("fieldRef") {
                writer.line(3, &format!("{} -> {path}", item.text("fieldRef.fieldPath")));
            } else if item.has("resourceFieldRef") {
                writer.line(3, &format!("{} -> {path}", item.text("resourceFieldRef.resource")));
            }
        }
    } else if volume.has("nfs") {
        field("Type", "NFS (an NFS mount that lasts the lifetime of a pod)");
        field("Server", volume.text("nfs.server"));
        field("Path", volume.text("nfs.path"));
        field("ReadOnly", &volume.flag("nfs.readOnly").to_string());
    } else if volume.has("csi") {
        field("Type", "CSI (a Container Storage Interface (CSI) volume source)");
        field("Driver", volume.text("csi.driver"));
        field("FSType", volume.text("csi.fsType"));
        field("ReadOnly", &or(&volume.flag("csi.readOnly").to_string(), "false"));
    } else {
        writer.line(1, "<unknown>");
    }
}
