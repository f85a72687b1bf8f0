//! What images start by themselves: the entrypoint that stands before a container's `args`, of the images one asks with.
//!
//! Must not know: pods, commands.

use super::exec;

/// What an image puts before the arguments it is given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Entrypoint {
    /// Nothing, or a script that only runs what it is given (busybox, alpine, nginx, redis …).
    None,
    /// A program, in any case.
    Program(&'static str),
    /// A script that puts a program before what is no command (curl/curl-container, etc/entrypoint.sh).
    Unless(&'static str),
}

/// The entrypoints of images that run one program, by the repository's name without its registry.
const ENTRYPOINTS: [(&str, Entrypoint); 8] = [
    ("alpine/curl", Entrypoint::Program("curl")),
    ("appropriate/curl", Entrypoint::Program("curl")),
    ("byrnedo/alpine-curl", Entrypoint::Program("curl")),
    ("curl/curl", Entrypoint::Unless("curl")),
    ("curl/curl-base", Entrypoint::Unless("curl")),
    ("curlimages/curl", Entrypoint::Unless("curl")),
    ("curlimages/curl-base", Entrypoint::Unless("curl")),
    ("subfuzion/netcat", Entrypoint::Program("nc")),
];

/// What the container runtime starts where a container of `image` has only `args`.
pub(super) fn started(image: &str, args: &[String]) -> Vec<String> {
    let entrypoint = ENTRYPOINTS.iter().find(|(name, _)| *name == repository(image)).map(|(_, it)| *it);
    let first = args.first().map_or("", String::as_str);
    let program = match entrypoint.unwrap_or(Entrypoint::None) {
        Entrypoint::Program(program) => Some(program),
        Entrypoint::Unless(program) if first.starts_with('-') || exec::is_there(args).is_err() => Some(program),
        Entrypoint::Unless(_) | Entrypoint::None => None,
    };
    program.into_iter().map(str::to_owned).chain(args.iter().cloned()).collect()
}

/// `docker.io/curlimages/curl:8.11.0@sha256:…` is `curlimages/curl`.
fn repository(image: &str) -> &str {
    let name = image.split('@').next().unwrap_or(image);
    let folder = name.rfind('/').map_or(0, |at| at + 1);
    let tag = name.get(folder..).and_then(|last| last.find(':')).map_or(name.len(), |at| folder + at);
    let name = name.get(..tag).unwrap_or(name);
    match name.split_once('/') {
        // A registry is told from a folder by its dot or port (distribution/reference).
        Some((host, path)) if host.contains(['.', ':']) || host == "localhost" => path,
        _ => name,
    }
}
