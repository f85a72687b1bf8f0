//! The events at the end of a description.
//!
//! Must not know: the kinds they are about.

use super::writer::Writer;
use crate::console::kubectl::events::interval;
use crate::console::print::field::Field;
use crate::console::resource::EVENTS;
use crate::console::time::parse_time;
use serde_json::Value;
use std::sync::Arc;

/// The events about `object`.
pub(super) fn tell(writer: &mut Writer<'_>, object: &Value) {
    if !writer.events {
        return;
    }
    let namespace = object.text("metadata.namespace");
    let namespace = if namespace.is_empty() { "default" } else { namespace };
    let about = |event: &&Arc<Value>| {
        let target = event.at("involvedObject");
        let same_kind =
            target.text("kind") == object.text("kind") && target.text("name") == object.text("metadata.name");
        let uid = target.text("uid");
        same_kind && (uid.is_empty() || uid == object.text("metadata.uid"))
    };
    let mut found: Vec<Arc<Value>> =
        writer.server.list(*EVENTS, Some(namespace)).iter().filter(about).map(Arc::clone).collect();
    if found.is_empty() {
        writer.line(0, "Events:\t<none>");
        return;
    }
    found.sort_by_key(|event| parse_time(event.text("lastTimestamp")));
    writer.line(0, "Events:");
    writer.line(1, "Type\tReason\tAge\tFrom\tMessage");
    writer.line(1, "----\t------\t----\t----\t-------");
    for event in found {
        let interval = interval(&event, writer.server.now());
        let source = event.text("source.component");
        let source = if source.is_empty() { event.text("reportingComponent") } else { source };
        let cells = [event.text("type"), event.text("reason"), &interval, source, event.text("message").trim()];
        writer.line(1, &cells.join("\t"));
    }
}
