//! `kubectl cp`.
//!
//! Must not know: what is in the files.

use super::pick::not_found;
use crate::cluster::state::ObjectName;
use crate::console::files::absolute;
use crate::console::kubectl::commands::Invocation;
use crate::console::resource::PODS;
use crate::console::{Console, Output, Place};

/// A file on this machine or in a pod.
enum Spec {
    Here(String),
    Pod(ObjectName, String),
}

/// Runs it.
pub(super) fn copy(console: &mut Console, call: &Invocation, namespace: &str) -> Output {
    let [from, to] = call.given.args.as_slice() else {
        return Output::fail(1, "error: source and destination are required\n");
    };
    match (spec(from, namespace), spec(to, namespace)) {
        (Spec::Here(from), Spec::Pod(pod, to)) => into_pod(console, &from, &pod, &to),
        (Spec::Pod(pod, from), Spec::Here(to)) => out_of_pod(console, &pod, &from, &to),
        (Spec::Here(_), Spec::Here(_)) => {
            Output::fail(1, "error: one of src or dest must be a remote file specification\n")
        }
        (Spec::Pod(..), Spec::Pod(..)) => {
            Output::fail(1, "error: one of src or dest must be a local file specification\n")
        }
    }
}

fn spec(text: &str, namespace: &str) -> Spec {
    let Some((pod, path)) = text.split_once(':') else { return Spec::Here(text.to_owned()) };
    let (namespace, pod) = pod.split_once('/').unwrap_or((namespace, pod));
    Spec::Pod(ObjectName::new(namespace, pod), absolute("/", path))
}

fn into_pod(console: &mut Console, from: &str, pod: &ObjectName, to: &str) -> Output {
    if console.cluster().pods().get(&pod.namespace, &pod.name).is_none() {
        return not_found(&PODS, &pod.name);
    }
    let Ok(text) = console.read(from) else {
        return Output::fail(1, format!("error: {from} doesn't exist in local filesystem\n"));
    };
    let files = console.files_of(&Place::Pod(pod.clone()));
    let to =
        if files.is_folder(to) { format!("{to}/{}", from.rsplit('/').next().unwrap_or(from)) } else { to.to_owned() };
    files.put(&to, &text);
    Output::default()
}

fn out_of_pod(console: &mut Console, pod: &ObjectName, from: &str, to: &str) -> Output {
    if console.cluster().pods().get(&pod.namespace, &pod.name).is_none() {
        return not_found(&PODS, &pod.name);
    }
    // What the pod has without anybody having written it is there too: `/etc/hosts`.
    let words = ["cat".to_owned(), from.to_owned()];
    let read = console.call_at(Place::Pod(pod.clone()), &words, "", false);
    if read.exit != 0 {
        let name = from.trim_start_matches('/');
        return Output::fail(
            1,
            format!(
                "tar: {name}: Cannot stat: No such file or directory\ntar: Exiting with failure status due to previous errors\ncommand terminated with exit code 2\n"
            ),
        );
    }
    let path = console.path(to);
    match console.files_mut().write(&path, &read.stdout) {
        Ok(()) => Output { stderr: "tar: Removing leading `/' from member names\n".into(), ..Output::default() },
        Err(fault) => Output::fail(1, format!("error: open {to}: {fault}\n")),
    }
}
