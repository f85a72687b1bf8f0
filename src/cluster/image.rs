//! What is known of container images without a registry: whether they are there, and where their programs listen.
//!
//! A container that declares ports is taken at its word; one that declares none listens all the same, as
//! `kubectl create deployment web --image=nginx` shows. The ports are those of `EXPOSE` in the images' own Dockerfiles.
//!
//! Must not know: pods, Services.

use crate::kube::model::Container;

/// What is in the name of an image that does not exist.
const MISSING: &str = "nosuch";

/// Images by name, without registry and tag, and the TCP ports their programs listen at.
const PORTS: &[(&str, &[u16])] = &[
    ("caddy", &[80, 443]),
    ("containous/whoami", &[80]),
    ("dockersamples/examplevotingapp_result", &[80]),
    ("dockersamples/examplevotingapp_vote", &[80]),
    ("echoserver", &[8080]),
    ("elasticsearch", &[9200, 9300]),
    ("google-samples/hello-app", &[8080]),
    ("google-samples/kubernetes-bootcamp", &[8080]),
    ("grafana/grafana", &[3000]),
    ("hashicorp/http-echo", &[5678]),
    ("httpd", &[80]),
    ("jenkins/jenkins", &[8080, 50000]),
    ("kicbase/echo-server", &[8080]),
    ("kodekloud/examplevotingapp_result", &[80]),
    ("kodekloud/examplevotingapp_vote", &[80]),
    ("kodekloud/webapp-color", &[8080]),
    ("mariadb", &[3306]),
    ("memcached", &[11211]),
    ("mongo", &[27017]),
    ("mongo-express", &[8081]),
    ("mysql", &[3306]),
    ("nats", &[4222]),
    ("nginx", &[80]),
    ("nginxdemos/hello", &[80]),
    ("nginxinc/nginx-unprivileged", &[8080]),
    ("postgres", &[5432]),
    ("prom/prometheus", &[9090]),
    ("rabbitmq", &[5672]),
    ("redis", &[6379]),
    ("registry", &[5000]),
    ("tomcat", &[8080]),
    ("traefik/whoami", &[80]),
    ("wordpress", &[80]),
];

/// Whether `image` can be had. There is no registry here: one whose name contains `nosuch` stands for one that does not exist,
/// any other is there.
pub(super) fn exists(image: &str) -> bool {
    !image.contains(MISSING)
}

/// The TCP ports at which the program of `container`'s image listens, where the image is known and its own program runs:
/// arguments that are no flags stand in its place (`kubectl run x --image=nginx -- sleep 1d`).
pub(super) fn ports(container: &Container) -> &'static [u16] {
    let flags_only = container.args.first().is_none_or(|first| first.starts_with('-'));
    if !container.command.is_empty() || !flags_only {
        return &[];
    }
    let name = bare_name(&container.image);
    PORTS.iter().find(|(known, _)| *known == name).map_or(&[], |(_, ports)| *ports)
}

/// An image's name without registry, tag and digest: `nginx` of `docker.io/library/nginx:1.27@sha256:…`
/// (<https://github.com/distribution/reference>).
fn bare_name(image: &str) -> &str {
    let image = image.split('@').next().unwrap_or(image);
    let image = match image.split_once('/') {
        Some((host, rest)) if host.contains(['.', ':']) || host == "localhost" => rest,
        _ => image,
    };
    let image = image.split(':').next().unwrap_or(image);
    image.strip_prefix("library/").unwrap_or(image)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_image_listens_unless_something_else_runs_in_it() {
        let of = |image: &str, command: &[&str], args: &[&str]| {
            let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
            ports(&Container {
                image: image.to_owned(),
                command: words(command),
                args: words(args),
                ..Container::default()
            })
        };
        for image in ["nginx", "nginx:1.27-alpine", "docker.io/library/nginx@sha256:0", "localhost:5000/nginx:1"] {
            assert_eq!(of(image, &[], &[]), [80], "{image}");
        }
        assert_eq!(of("redis", &[], &["--appendonly", "yes"]), [6379]);
        assert_eq!(of("gcr.io/google-samples/hello-app:1.0", &[], &[]), [8080]);
        for (image, command, args) in [
            ("nginx", &["sleep"][..], &["1d"][..]),
            ("nginx", &[], &["sleep", "1d"]),
            ("bitnami/nginx", &[], &[]),
            ("", &[], &[]),
        ] {
            assert!(of(image, command, args).is_empty(), "{image}");
        }
    }
}
