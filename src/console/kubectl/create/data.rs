//! `kubectl create configmap` and `create secret`: data from literals, files and folders
//! (staging/src/k8s.io/kubectl/pkg/cmd/create/create_{configmap,secret}*.go).
//!
//! Must not know: what becomes of objects.

use crate::console::files::{FileFault, absolute};
use crate::console::kubectl::change::{Change, Done, Fail};
use crate::kube::quote::quote;
use serde_json::{Map, Value, json};

/// Keys and values of `--from-literal`, `--from-file` and `--from-env-file`.
fn data(change: &Change<'_, '_>, of_whom: &str) -> Done<Vec<(String, String)>> {
    let given = change.given();
    let mut found: Vec<(String, String)> = Vec::new();
    let read = |path: &str| {
        change.on.files.read(&absolute(change.on.folder, path)).map_err(|fault| {
            let text = match fault {
                FileFault::NotFound => {
                    format!("error reading {path}: no such file or directory")
                }
                other => format!("error reading {path}: {other}"),
            };
            Fail::Client(text)
        })
    };
    for literal in given.list("from-literal") {
        let Some((key, value)) = literal.split_once('=').filter(|(key, _)| !key.is_empty()) else {
            return Err(Fail::Client(format!("invalid literal source {literal}, expected key=value")));
        };
        let value = value.trim_matches(['\'', '"']);
        found.push((key.to_owned(), value.to_owned()));
    }
    for source in given.list("from-file") {
        let (key, path) = source.split_once('=').map_or((None, source), |(key, path)| (Some(key), path));
        let full = absolute(change.on.folder, path);
        if change.on.files.is_folder(&full) {
            for entry in change.on.files.list(&full).unwrap_or_default().into_iter().filter(|entry| !entry.is_folder) {
                let text = read(&format!("{path}/{}", entry.name))?;
                found.push((entry.name, text.to_string()));
            }
        } else {
            let text = read(path)?;
            let last = path.rsplit('/').next().unwrap_or(path);
            found.push((key.unwrap_or(last).to_owned(), text.to_string()));
        }
    }
    for path in given.list("from-env-file") {
        for line in read(path)?.lines().map(str::trim_start).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (key, value) = line.split_once('=').unwrap_or((line, ""));
            if let Some(complaint) = variable_complaint(key) {
                return Err(Fail::Client(format!("{} is not a valid key name: {complaint}", quote(key))));
            }
            // A variable without `=` takes its value from the environment, where it is not set.
            if line.contains('=') {
                found.push((key.to_owned(), value.to_owned()));
            }
        }
    }
    let mut keys: Vec<&String> = found.iter().map(|(key, _)| key).collect();
    keys.sort();
    if let Some([twice, _]) = keys.windows(2).find_map(|pair| match pair {
        [a, b] if a == b => Some([*a, *b]),
        _ => None,
    }) {
        return Err(Fail::Client(format!(
            "cannot add key \"{twice}\", another key by that name already exists in Data{of_whom}"
        )));
    }
    found.sort();
    Ok(found)
}

pub(super) fn config_map(change: &Change<'_, '_>, name: &str) -> Done<Value> {
    let found = data(change, &format!(" for ConfigMap \"{name}\""))?;
    let data: Map<String, Value> = found.into_iter().map(|(key, value)| (key, value.into())).collect();
    let hashed = json!({"data": data, "kind": "ConfigMap", "name": name});
    let mut object =
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": with_hash(change, name, &hashed)}});
    if let (false, Some(map)) = (data.is_empty(), object.as_object_mut()) {
        map.insert("data".into(), Value::Object(data));
    }
    Ok(object)
}

pub(super) fn secret(change: &Change<'_, '_>, name: &str, kind: &str) -> Done<Value> {
    let (found, kind) = match kind {
        "docker-registry" => (docker(change)?, "kubernetes.io/dockerconfigjson"),
        "tls" => (tls(change)?, "kubernetes.io/tls"),
        _ => (data(change, "")?, change.given().text("type").unwrap_or("")),
    };
    let encoded = |value: String| Value::from(crate::console::server::base64(value.as_bytes()));
    let data: Map<String, Value> = found.into_iter().map(|(key, value)| (key, encoded(value))).collect();
    let hashed = json!({"data": data, "kind": "Secret", "name": name, "type": kind});
    let mut object =
        json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": with_hash(change, name, &hashed)}});
    if let Some(map) = object.as_object_mut() {
        if !data.is_empty() {
            map.insert("data".into(), Value::Object(data));
        }
        if !kind.is_empty() {
            map.insert("type".into(), kind.into());
        }
    }
    Ok(object)
}

/// `create secret docker-registry`: what a registry wants to know, as Docker keeps it.
fn docker(change: &Change<'_, '_>) -> Done<Vec<(String, String)>> {
    let given = change.given();
    if !given.list("from-file").is_empty() {
        return data(change, "");
    }
    let text = |flag: &str| given.text(flag).unwrap_or("");
    let (user, password, email) = (text("docker-username"), text("docker-password"), text("docker-email"));
    let server = given.text("docker-server").unwrap_or("https://index.docker.io/v1/");
    if user.is_empty() || password.is_empty() || server.is_empty() {
        let complaint = "either --from-file or the combination of --docker-username, --docker-password and \
                         --docker-server is required";
        return Err(Fail::Client(complaint.to_owned()));
    }
    let auth = crate::console::server::base64(format!("{user}:{password}").as_bytes());
    let quoted = |text: &str| Value::from(text).to_string();
    let email = if email.is_empty() { String::new() } else { format!(",\"email\":{}", quoted(email)) };
    // The fields stand in the order of kubectl's own struct.
    let entry = format!(
        "{{\"auths\":{{{}:{{\"username\":{},\"password\":{}{email},\"auth\":\"{auth}\"}}}}}}",
        quoted(server),
        quoted(user),
        quoted(password)
    );
    Ok(vec![(".dockerconfigjson".to_owned(), entry)])
}

/// `create secret tls`: a certificate and its key.
fn tls(change: &Change<'_, '_>) -> Done<Vec<(String, String)>> {
    let given = change.given();
    let (cert, key) = (given.text("cert").unwrap_or(""), given.text("key").unwrap_or(""));
    if cert.is_empty() || key.is_empty() {
        return Err(Fail::Client("key and cert must be specified".to_owned()));
    }
    let read = |path: &str| -> Done<String> {
        let text = change.on.files.read(&absolute(change.on.folder, path)).map_err(|fault| {
            let why = if matches!(fault, FileFault::NotFound) {
                "no such file or directory".to_owned()
            } else {
                fault.to_string()
            };
            Fail::Client(format!("Cannot read file {path}, open {path}: {why}"))
        })?;
        Ok(text.to_string())
    };
    let (cert, key) = (read(cert)?, read(key)?);
    for (what, text) in [("certificate", &cert), ("key", &key)] {
        if !text.contains("-----BEGIN ") {
            return Err(Fail::Client(format!("tls: failed to find any PEM data in {what} input")));
        }
    }
    Ok(vec![("tls.crt".to_owned(), cert), ("tls.key".to_owned(), key)])
}

/// `IsEnvVarName`.
fn variable_complaint(key: &str) -> Option<&'static str> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if !key.is_empty() && key.chars().all(allowed) && !key.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some(
        "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')",
    )
}

/// `--append-hash`: the name with a hash of what is in the object behind it (staging/src/k8s.io/kubectl/pkg/util/hash); the real
/// hash is another function, of the same letters.
fn with_hash(change: &Change<'_, '_>, name: &str, content: &Value) -> String {
    if !change.given().is("append-hash") {
        return name.to_owned();
    }
    let digest = crate::console::server::digest(&crate::console::patch::go_json(content));
    // Vowels and what looks like them are replaced, so that no word comes of it.
    let letter = |c: char| match c {
        '0' => 'g',
        '1' => 'h',
        '3' => 'k',
        'a' => 'm',
        'e' => 't',
        other => other,
    };
    format!("{name}-{}", digest.chars().take(10).map(letter).collect::<String>())
}
