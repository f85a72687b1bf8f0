//! PersistentVolumeClaims, described with the pods that use them.
//!
//! Must not know: other kinds but Pod.

use super::events;
use super::writer::Writer;
use crate::console::print::columns::others::access_modes;
use crate::console::print::field::{Field, texts};
use crate::console::resource::PODS;
use serde_json::Value;

pub(super) fn claim(writer: &mut Writer<'_>, claim: &Value) {
    let name = claim.text("metadata.name");
    let namespace = claim.text("metadata.namespace");
    writer.name(claim);
    writer.field(0, "StorageClass", claim.text("spec.storageClassName"));
    let phase = if claim.has("metadata.deletionTimestamp") { "Terminating" } else { claim.text("status.phase") };
    writer.field(0, "Status", phase);
    writer.field(0, "Volume", claim.text("spec.volumeName"));
    writer.labels("Labels", claim.map("metadata.labels"));
    writer.annotations("Annotations", claim.map("metadata.annotations"));
    let finalizers = texts(claim.items("metadata.finalizers")).collect::<Vec<_>>().join(" ");
    writer.field(0, "Finalizers", &format!("[{finalizers}]"));
    let bound = !claim.text("spec.volumeName").is_empty();
    writer.field(0, "Capacity", if bound { claim.text("status.capacity.storage") } else { "" });
    let modes = if bound { access_modes(claim.items("status.accessModes")) } else { String::new() };
    writer.field(0, "Access Modes", &modes);
    if claim.has("spec.volumeMode") {
        writer.field(0, "VolumeMode", claim.text("spec.volumeMode"));
    }
    let uses = |pod: &Value| {
        pod.items("spec.volumes").iter().any(|volume| volume.text("persistentVolumeClaim.claimName") == name)
    };
    let pods = writer.server.list(*PODS, Some(namespace));
    let by = pods.iter().filter(|pod| uses(pod)).map(|pod| pod.text("metadata.name").to_owned());
    writer.lines_beside("Used By", by.collect());
    events::tell(writer, claim);
}
