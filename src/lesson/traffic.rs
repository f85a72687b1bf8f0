//! A `traffic` fence made real: its world, the manifests applied to it, its request, and what becomes of that.
//!
//! Must not know: how a way is drawn, or what a linter makes of a picture that does not come about.

use super::spec::Traffic;
use super::{Course, source};
use crate::cluster::Cluster;
use crate::cluster::request::{Protocol, Request, Source};
use crate::cluster::trace::Trace;
use crate::cluster::world::World;
use crate::kube::model::Object;
use crate::kube::{self, Version};

/// A request and the cluster it was made in.
#[derive(Clone, Debug)]
pub struct Simulated {
    /// The cluster, the manifests applied.
    pub cluster: Cluster,
    /// What became of the request.
    pub trace: Trace,
}

/// Makes the request of a fence in the chapter folder `folder`; what keeps it from being made is said in Korean.
pub fn simulate(course: &Course, folder: &str, traffic: &Traffic) -> Result<Simulated, String> {
    let file = |name: &str| {
        let path = source::join(folder, name).ok_or_else(|| format!("`{name}`: 장의 폴더를 벗어납니다."))?;
        course.text(&path).map_err(|fault| format!("`{name}`: {}", fault.message))
    };
    let (world, mut manifests) = match (&traffic.world, &traffic.exercise) {
        (Some(world), None) => (file(world)?, Vec::new()),
        (None, Some(id)) => {
            let exercise = course.exercise(id).map_err(|fault| fault.message)?;
            (exercise.world, exercise.solution.into_iter().map(|file| file.text).collect())
        }
        _ => return Err("`world`와 `exercise` 가운데 하나만 적으십시오.".to_owned()),
    };
    for name in &traffic.apply {
        manifests.push(file(name)?);
    }
    let world = World::read(&world).map_err(|faults| joined(faults.into_iter().map(|it| it.help)))?;
    let mut cluster = Cluster::new(&world);
    for manifest in &manifests {
        let checked = kube::check(manifest, Version::default());
        if let Some(error) = checked.errors.first() {
            return Err(format!("{}: {}", error.code, error.help));
        }
        for decoded in checked.objects {
            cluster
                .apply(Object::clone(&decoded.object))
                .map_err(|refused| joined(refused.into_iter().map(|it| it.message())))?;
        }
    }
    let request = request(&cluster, traffic)
        .ok_or_else(|| format!("`from: {}`, `to: {}`: 읽을 수 없습니다.", traffic.request.from, traffic.request.to))?;
    let trace = cluster.request(&request);
    Ok(Simulated { cluster, trace })
}

fn request(cluster: &Cluster, traffic: &Traffic) -> Option<Request> {
    let (host, port) = traffic.request.to.rsplit_once(':')?;
    let from = Source::parse(&traffic.request.from)?;
    let protocol = Protocol::parse(&traffic.request.protocol)?;
    Some(Request::tcp(from, cluster.target(host)?, port.parse().ok()?).by(protocol))
}

fn joined(sentences: impl Iterator<Item = String>) -> String {
    sentences.collect::<Vec<_>>().join(" ")
}
