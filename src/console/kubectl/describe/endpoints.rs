//! Endpoints and EndpointSlices, described.
//!
//! Must not know: other kinds.

use super::events;
use super::writer::Writer;
use crate::console::print::field::{Field, texts};
use serde_json::Value;

fn or_unset(text: &str) -> &str {
    if text.is_empty() { "<unset>" } else { text }
}

/// An Endpoints object.
pub(super) fn tell(writer: &mut Writer<'_>, endpoints: &Value) {
    writer.head(endpoints);
    writer.line(0, "Subsets:");
    for subset in endpoints.items("subsets") {
        for (title, path) in [("Addresses", "addresses"), ("NotReadyAddresses", "notReadyAddresses")] {
            let ips: Vec<&str> = subset.items(path).iter().map(|address| address.text("ip")).collect();
            let ips = if ips.is_empty() { "<none>".to_owned() } else { ips.join(",") };
            writer.field(1, title, &ips);
        }
        if !subset.items("ports").is_empty() {
            writer.line(1, "Ports:");
            writer.line(2, "Name\tPort\tProtocol");
            writer.line(2, "----\t----\t--------");
        }
        for port in subset.items("ports") {
            let number = port.number("port").unwrap_or(0);
            writer.line(2, &format!("{}\t{number}\t{}", or_unset(port.text("name")), port.text("protocol")));
        }
        writer.line(0, "");
    }
    events::tell(writer, endpoints);
}

/// An EndpointSlice.
pub(super) fn tell_slice(writer: &mut Writer<'_>, slice: &Value) {
    writer.head(slice);
    writer.field(0, "AddressType", slice.text("addressType"));
    if slice.items("ports").is_empty() {
        writer.line(0, "Ports: <unset>");
    } else {
        writer.line(0, "Ports:");
        writer.line(1, "Name\tPort\tProtocol");
        writer.line(1, "----\t----\t--------");
    }
    for port in slice.items("ports") {
        let number = port.number("port").map_or_else(|| "<unset>".to_owned(), |number| number.to_string());
        writer.line(1, &format!("{}\t{number}\t{}", or_unset(port.text("name")), port.text("protocol")));
    }
    if slice.items("endpoints").is_empty() {
        writer.line(0, "Endpoints: <none>");
    } else {
        writer.line(0, "Endpoints:");
    }
    for endpoint in slice.items("endpoints") {
        let addresses = texts(endpoint.items("addresses")).collect::<Vec<_>>().join(", ");
        let addresses = if addresses.is_empty() { "<none>" } else { &addresses };
        writer.field(1, "- Addresses", addresses);
        writer.line(2, "Conditions:");
        let ready = endpoint.at("conditions.ready").as_bool();
        writer.field(3, "Ready", &ready.map_or_else(|| "<unset>".to_owned(), |ready| ready.to_string()));
        writer.field(2, "Hostname", or_unset(endpoint.text("hostname")));
        let target = endpoint.at("targetRef");
        if !target.is_null() {
            writer.field(2, "TargetRef", &format!("{}/{}", target.text("kind"), target.text("name")));
        }
        writer.field(2, "NodeName", or_unset(endpoint.text("nodeName")));
        writer.field(2, "Zone", or_unset(endpoint.text("zone")));
    }
    events::tell(writer, slice);
}
