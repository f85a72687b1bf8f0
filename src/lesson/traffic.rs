//! A `traffic` fence made real: its world, the manifests applied to it, its request, and what becomes of that.
//!
//! Must not know: how a way is drawn, or what a linter makes of a picture that does not come about.

use super::spec::Traffic;
use super::{Course, request, source};
use crate::cluster::Cluster;
use crate::cluster::request::Request;
use crate::cluster::trace::Trace;
use crate::cluster::world::World;
use crate::kube::model::Object;
use crate::kube::{self, Version};

/// A request and the cluster it was made in.
#[derive(Clone, Debug)]
pub struct Simulated {
    /// The cluster, the manifests applied.
    pub cluster: Cluster,
    /// What became of the request; of several (`any-node`) the first.
    pub trace: Trace,
}

/// Why a fence cannot be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit {
    /// The field of the fence that is at fault (`request.to`); empty where it is the fence as a whole.
    pub field: String,
    /// Why, in Korean.
    pub message: String,
}

/// Makes the request of a fence in the chapter folder `folder`.
pub fn simulate(course: &Course, folder: &str, traffic: &Traffic) -> Result<Simulated, Unfit> {
    let (cluster, requests) = prepare(course, folder, traffic)?;
    let trace = match requests.first() {
        Some(request) => cluster.request(request),
        None => return Err(Unfit { field: "request.to".to_owned(), message: "요청이 없습니다.".to_owned() }),
    };
    Ok(Simulated { cluster, trace })
}

/// The cluster of a fence and every request it means: one for each node where it asks `any-node`.
pub fn prepare(course: &Course, folder: &str, traffic: &Traffic) -> Result<(Cluster, Vec<Request>), Unfit> {
    let cluster = cluster(course, folder, traffic).map_err(|message| Unfit { field: String::new(), message })?;
    let requests = request::read(&cluster, &traffic.request)
        .map_err(|it| Unfit { field: format!("request.{}", it.field), message: it.message })?;
    Ok((cluster, requests))
}

fn cluster(course: &Course, folder: &str, traffic: &Traffic) -> Result<Cluster, String> {
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
        (Some(_), Some(_)) => return Err("`world`와 `exercise` 가운데 하나만 적으십시오.".to_owned()),
        (None, None) => return Err("`world`와 `exercise` 가운데 하나를 꼭 적으십시오.".to_owned()),
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
    Ok(cluster)
}

fn joined(sentences: impl Iterator<Item = String>) -> String {
    sentences.collect::<Vec<_>>().join(" ")
}
