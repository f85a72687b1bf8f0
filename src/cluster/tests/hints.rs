//! What a learner may have meant.

use crate::cluster::Cluster;
use crate::cluster::fixture::{PodExt, cluster, deployment, pod, service};
use crate::cluster::platform::WorldSpec;
use crate::cluster::state::ObjectName;
use crate::cluster::trace::OutcomeKind;
use crate::kube::model::{IntOrString, Object, Pod};

fn of_pods(pods: Vec<Pod>) -> Cluster {
    cluster(WorldSpec::default(), pods.into_iter().map(Object::Pod).collect())
}

#[test]
fn the_pod_that_nearly_fits_comes_first_and_shows_the_pair_that_differs() {
    let cluster = of_pods(vec![pod("db", "app=db,tier=back", 5432), pod("web", "app=web,tier=front", 80)]);
    let inspection = cluster.inspect(&service("web", "ClusterIP", "app=wbe,tier=front", 80, 80));
    let first = inspection.near_misses.first().expect("a near miss");
    assert_eq!((&*first.pod.name, first.matching), ("web", 1));
    assert_eq!(first.differences[0].closest, Some(("app".into(), "web".into())));
    assert_eq!(first.differences[0].distance, 1);
    let by_key = cluster.inspect(&service("web", "ClusterIP", "run=web", 80, 80));
    assert_eq!(by_key.near_misses[0].differences[0].closest, Some(("app".into(), "web".into())));
}

#[test]
fn labels_of_the_deployment_itself_are_recognised() {
    let cluster = cluster(WorldSpec::default(), vec![Object::Deployment(deployment("web", "app=web", 1, 80))]);
    let inspection = cluster.inspect(&service("web", "ClusterIP", "own=label", 80, 80));
    assert_eq!(inspection.deployment_labels, Some(ObjectName::new("default", "web")));
}

#[test]
fn ports_are_held_against_what_listens() {
    let cluster = of_pods(vec![
        pod("web", "app=web", 80).with_port_named("http"),
        pod("shy", "app=shy", 80).annotated("kijabi/listens", "127.0.0.1:80"),
    ]);
    let look =
        |name: &str, port, target| cluster.inspect(&service(name, "ClusterIP", &format!("app={name}"), port, target));
    let swapped = look("web", 80, 8080);
    assert!(swapped.ports[0].swapped);
    assert_eq!(swapped.ports[0].deaf[0].sockets[0].port, 80);
    assert!(!look("web", 8080, 9090).ports[0].swapped);
    assert!(look("web", 8080, 80).ports[0].deaf.is_empty());
    assert_eq!(look("shy", 80, 80).ports[0].localhost_only, [ObjectName::new("default", "shy")]);
    let mut named = service("web", "ClusterIP", "app=web", 80, 80);
    named.spec.ports_mut()[0].target_port = IntOrString::String("htpp".into());
    let named = cluster.inspect(&named);
    assert_eq!(named.ports[0].nameless, [ObjectName::new("default", "web")]);
    assert_eq!(named.ports[0].names, ["http"]);
}

/// The five-app demo: a vote travels voting-app → redis → worker → db → result-app only where the Services are right.
#[test]
fn the_five_apps_show_which_leg_is_missing() {
    let apps = vec![
        pod("voting-app", "app=voting-app", 80).annotated("kijabi/calls", "redis:6379"),
        pod("redis", "app=redis", 6379),
        pod("worker", "app=worker", 80)
            .annotated("kijabi/calls", "redis:6379, db:5432")
            .annotated("kijabi/listens", ""),
        pod("db", "app=postgres", 5432),
        pod("result-app", "app=result-app", 80).annotated("kijabi/calls", "db:5432"),
    ];
    let mut cluster = of_pods(apps);
    let legs = |cluster: &Cluster| -> Vec<(String, OutcomeKind)> {
        let calls = cluster.calls();
        calls.iter().map(|call| (format!("{} → {}", call.from, call.to.host), call.trace.end.kind())).collect()
    };
    assert!(legs(&cluster).iter().all(|(_, end)| *end == OutcomeKind::Unresolved));
    let callers = cluster.callers("default", "redis");
    assert_eq!(callers.iter().map(|(pod, _)| pod.to_string()).collect::<Vec<_>>(), ["voting-app", "worker"]);
    for it in [service("redis", "ClusterIP", "app=redis", 6379, 6379), service("db", "ClusterIP", "app=db", 5432, 5432)]
    {
        cluster.apply(Object::Service(it)).expect("no conflict");
    }
    let missing: Vec<String> =
        legs(&cluster).into_iter().filter(|(_, end)| *end != OutcomeKind::Answered).map(|(leg, _)| leg).collect();
    assert_eq!(missing, ["result-app → db", "worker → db"], "the selector of db fits no pod");
    let mended = service("db", "ClusterIP", "app=postgres", 5432, 5432);
    cluster.apply(Object::Service(mended)).expect("no conflict");
    assert!(legs(&cluster).iter().all(|(_, end)| *end == OutcomeKind::Answered));
}
