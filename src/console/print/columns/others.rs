//! Configuration, events, volumes, and every kind without columns of its own, in tables.
//!
//! Must not know: workloads, networks.

use super::super::age::since;
use super::super::field::{Field, texts};
use super::super::table::{column, wide};
use super::{AGE, NAME, Printer, created, name};
use serde_json::Value;

fn entries(object: &Value, path: &str) -> usize {
    object.map(path).map_or(0, serde_json::Map::len)
}

fn or(text: &str, default: &str) -> String {
    if text.is_empty() { default.to_owned() } else { text.to_owned() }
}

pub(super) static ANY: Printer =
    Printer { columns: &[NAME, AGE], cells: |object, now| vec![name(object), created(object, now)] };

pub(super) static CONFIG_MAP: Printer = Printer {
    columns: &[NAME, column("DATA"), AGE],
    cells: |map, now| {
        vec![name(map), (entries(map, "data") + entries(map, "binaryData")).to_string(), created(map, now)]
    },
};

pub(super) static SECRET: Printer = Printer {
    columns: &[NAME, column("TYPE"), column("DATA"), AGE],
    cells: |secret, now| {
        let data = entries(secret, "data").to_string();
        vec![name(secret), or(secret.text("type"), "Opaque"), data, created(secret, now)]
    },
};

pub(super) static SERVICE_ACCOUNT: Printer = Printer {
    columns: &[NAME, column("SECRETS"), AGE],
    cells: |account, now| vec![name(account), account.items("secrets").len().to_string(), created(account, now)],
};

pub(super) static EVENT: Printer = Printer {
    columns: &[
        column("LAST SEEN"),
        column("TYPE"),
        column("REASON"),
        column("OBJECT"),
        wide("SUBOBJECT"),
        wide("SOURCE"),
        column("MESSAGE"),
        wide("FIRST SEEN"),
        wide("COUNT"),
        wide("NAME"),
    ],
    cells: |event, now| {
        let time = |paths: &[&str]| paths.iter().find_map(|path| event.at(path).as_str()).map(str::to_owned);
        let last = time(&["series.lastObservedTime", "lastTimestamp", "eventTime"]);
        let first = time(&["firstTimestamp", "eventTime"]);
        let about = if event.has("involvedObject") { event.at("involvedObject") } else { event.at("regarding") };
        let source = match (event.text("source.component"), event.text("source.host")) {
            ("", _) => event.text("reportingComponent").to_owned(),
            (component, "") => component.to_owned(),
            (component, host) => format!("{component}, {host}"),
        };
        let message = if event.has("message") { event.text("message") } else { event.text("note") };
        let count = event.number("series.count").or(event.number("count")).filter(|&count| count > 0).unwrap_or(1);
        vec![
            since(last.as_deref(), now),
            event.text("type").to_owned(),
            event.text("reason").to_owned(),
            format!("{}/{}", about.text("kind").to_lowercase(), about.text("name")),
            about.text("fieldPath").to_owned(),
            source,
            message.trim().to_owned(),
            since(first.as_deref(), now),
            count.to_string(),
            name(event),
        ]
    },
};

/// `RWO,ROX`: access modes in their short forms.
pub(in crate::console) fn access_modes(modes: &[Value]) -> String {
    const SHORT: [(&str, &str); 4] =
        [("ReadWriteOnce", "RWO"), ("ReadOnlyMany", "ROX"), ("ReadWriteMany", "RWX"), ("ReadWriteOncePod", "RWOP")];
    let given: Vec<&str> = texts(modes).collect();
    SHORT.iter().filter(|(mode, _)| given.contains(mode)).map(|(_, short)| *short).collect::<Vec<_>>().join(",")
}

fn phase(object: &Value) -> String {
    let phase = if object.has("metadata.deletionTimestamp") { "Terminating" } else { object.text("status.phase") };
    phase.to_owned()
}

pub(super) static VOLUME: Printer = Printer {
    columns: &[
        NAME,
        column("CAPACITY"),
        column("ACCESS MODES"),
        column("RECLAIM POLICY"),
        column("STATUS"),
        column("CLAIM"),
        column("STORAGECLASS"),
        column("VOLUMEATTRIBUTESCLASS"),
        column("REASON"),
        AGE,
        wide("VOLUMEMODE"),
    ],
    cells: |volume, now| {
        let claim = volume.at("spec.claimRef");
        let claimed = format!("{}/{}", claim.text("namespace"), claim.text("name"));
        vec![
            name(volume),
            volume.text("spec.capacity.storage").to_owned(),
            access_modes(volume.items("spec.accessModes")),
            volume.text("spec.persistentVolumeReclaimPolicy").to_owned(),
            phase(volume),
            if claim.is_null() { String::new() } else { claimed },
            volume.text("spec.storageClassName").to_owned(),
            or(volume.text("spec.volumeAttributesClassName"), "<unset>"),
            volume.text("status.reason").to_owned(),
            created(volume, now),
            or(volume.text("spec.volumeMode"), "<unset>"),
        ]
    },
};

pub(super) static VOLUME_CLAIM: Printer = Printer {
    columns: &[
        NAME,
        column("STATUS"),
        column("VOLUME"),
        column("CAPACITY"),
        column("ACCESS MODES"),
        column("STORAGECLASS"),
        column("VOLUMEATTRIBUTESCLASS"),
        AGE,
        wide("VOLUMEMODE"),
    ],
    cells: |claim, now| {
        let bound = !claim.text("spec.volumeName").is_empty();
        let if_bound = |text: String| if bound { text } else { String::new() };
        vec![
            name(claim),
            phase(claim),
            claim.text("spec.volumeName").to_owned(),
            if_bound(claim.text("status.capacity.storage").to_owned()),
            if_bound(access_modes(claim.items("status.accessModes"))),
            claim.text("spec.storageClassName").to_owned(),
            or(claim.text("spec.volumeAttributesClassName"), "<unset>"),
            created(claim, now),
            or(claim.text("spec.volumeMode"), "<unset>"),
        ]
    },
};

pub(super) static STORAGE_CLASS: Printer = Printer {
    columns: &[
        NAME,
        column("PROVISIONER"),
        column("RECLAIMPOLICY"),
        column("VOLUMEBINDINGMODE"),
        column("ALLOWVOLUMEEXPANSION"),
        AGE,
    ],
    cells: |class, now| {
        let annotations = class.map("metadata.annotations");
        let default = annotations.and_then(|held| held.get("storageclass.kubernetes.io/is-default-class"));
        let mark = if default.and_then(Value::as_str) == Some("true") { " (default)" } else { "" };
        vec![
            format!("{}{mark}", name(class)),
            class.text("provisioner").to_owned(),
            or(class.text("reclaimPolicy"), "Delete"),
            or(class.text("volumeBindingMode"), "<unset>"),
            class.flag("allowVolumeExpansion").to_string(),
            created(class, now),
        ]
    },
};

pub(super) static LEASE: Printer = Printer {
    columns: &[NAME, column("HOLDER"), AGE],
    cells: |lease, now| vec![name(lease), lease.text("spec.holderIdentity").to_owned(), created(lease, now)],
};

pub(super) static DISRUPTION_BUDGET: Printer = Printer {
    columns: &[NAME, column("MIN AVAILABLE"), column("MAX UNAVAILABLE"), column("ALLOWED DISRUPTIONS"), AGE],
    cells: |budget, now| {
        let amount = |path: &str| match budget.at(path) {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => "N/A".to_owned(),
        };
        vec![
            name(budget),
            amount("spec.minAvailable"),
            amount("spec.maxUnavailable"),
            budget.number("status.disruptionsAllowed").unwrap_or(0).to_string(),
            created(budget, now),
        ]
    },
};

pub(super) static CREATED_AT: Printer = Printer {
    columns: &[NAME, column("CREATED AT")],
    cells: |object, _| vec![name(object), object.text("metadata.creationTimestamp").to_owned()],
};

pub(super) static ROLE_BINDING: Printer = Printer {
    columns: &[NAME, column("ROLE"), AGE, wide("USERS"), wide("GROUPS"), wide("SERVICEACCOUNTS")],
    cells: |binding, now| {
        let subjects = |kind: &str| {
            let of_kind = binding.items("subjects").iter().filter(|subject| subject.text("kind") == kind);
            let names = of_kind.map(|subject| match subject.text("namespace") {
                "" => subject.text("name").to_owned(),
                namespace => format!("{namespace}/{}", subject.text("name")),
            });
            names.collect::<Vec<_>>().join(", ")
        };
        vec![
            name(binding),
            format!("{}/{}", binding.text("roleRef.kind"), binding.text("roleRef.name")),
            created(binding, now),
            subjects("User"),
            subjects("Group"),
            subjects("ServiceAccount"),
        ]
    },
};
