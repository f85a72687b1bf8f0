//! ConfigMaps, Secrets and ServiceAccounts, described.
//!
//! Must not know: other kinds.

use super::events;
use super::writer::Writer;
use crate::console::print::field::{Field, sorted};
use serde_json::Value;

/// How many bytes base64 text stands for.
fn decoded(value: &Value) -> usize {
    value.as_str().and_then(crate::yaml::base64).map_or(0, |bytes| bytes.len())
}

/// A ConfigMap, with all that is in it.
pub(super) fn config_map(writer: &mut Writer<'_>, map: &Value) {
    writer.head(map);
    writer.line(0, "\nData\n====");
    for (key, value) in sorted(map.map("data")) {
        writer.line(0, &format!("{key}:\n----\n{}\n", value.as_str().unwrap_or("")));
    }
    writer.line(0, "\nBinaryData\n====");
    for (key, value) in sorted(map.map("binaryData")) {
        writer.line(0, &format!("{key}: {} bytes", decoded(value)));
    }
    writer.line(0, "");
    events::tell(writer, map);
}

/// A Secret: how much is in it, not what.
pub(super) fn secret(writer: &mut Writer<'_>, secret: &Value) {
    writer.head(secret);
    let kind = secret.text("type");
    writer.line(0, &format!("\nType:\t{}", if kind.is_empty() { "Opaque" } else { kind }));
    writer.line(0, "\nData\n====");
    for (key, value) in sorted(secret.map("data")) {
        if key == "token" && kind == "kubernetes.io/service-account-token" {
            let bytes = value.as_str().and_then(crate::yaml::base64).unwrap_or_default();
            writer.field(0, key, &String::from_utf8_lossy(&bytes));
        } else {
            writer.field(0, key, &format!("{} bytes", decoded(value)));
        }
    }
}

/// A ServiceAccount.
pub(super) fn service_account(writer: &mut Writer<'_>, account: &Value) {
    writer.head(account);
    for (title, path) in [("Image pull secrets", "imagePullSecrets"), ("Mountable secrets", "secrets"), ("Tokens", "")]
    {
        let names = account.items(path).iter().filter(|_| !path.is_empty()).map(|item| item.text("name").to_owned());
        let mut names: Vec<String> = names.collect();
        names.sort();
        writer.lines_beside(title, names);
    }
    events::tell(writer, account);
}
