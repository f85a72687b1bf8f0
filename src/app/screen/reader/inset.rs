//! What stands in a chapter where it has fences of our own: gates, and pictures of the simulated cluster.
//!
//! Must not know: rows, keys.

use super::gate::{Gate, frame};
use super::layout::{Figure, Figures, markdown};
use crate::app::scene::{Line, Role};
use crate::app::screen::traffic;
use crate::cluster::Cluster;
use crate::cluster::request::{Protocol, Request, Source};
use crate::cluster::trace::Trace;
use crate::cluster::world::World;
use crate::kube::{self, Version};
use crate::lesson::markdown::{Code, Document, FenceKind};
use crate::lesson::spec::{self, Predict, Traffic};
use crate::lesson::{Chapter, Course, source};
use crate::study::ChapterRecord;

/// The gates and pictures of a chapter, each known by where its fence stands in the source.
#[derive(Debug, Default)]
pub(super) struct Insets {
    gates: Vec<(usize, Gate)>,
    pictures: Vec<(usize, Picture)>,
}

/// A picture: what it says below, and the way it shows, or why it cannot be shown.
#[derive(Debug)]
struct Picture {
    caption: String,
    trace: Result<Trace, String>,
}

impl Insets {
    /// Reads the fences of a chapter; `record` has the answers that were given before.
    pub(super) fn read(
        document: &Document,
        chapter: &Chapter,
        course: &Course,
        record: Option<&ChapterRecord>,
    ) -> Self {
        let mut insets = Self::default();
        let path = format!("{}/chapter.md", chapter.folder);
        for code in document.all_code() {
            let at = code.content.start();
            match code.kind {
                FenceKind::Predict => {
                    let number = u32::try_from(insets.gates.len()).unwrap_or(u32::MAX);
                    let answer = record.and_then(|record| record.gates.get(&number)).map(|it| it.choice as usize);
                    if let Ok(predict) = spec::read::<Predict>(&path, &code.text) {
                        insets.gates.push((at, Gate::new(predict, answer)));
                    }
                }
                FenceKind::Traffic => {
                    if let Ok(traffic) = spec::read::<Traffic>(&path, &code.text) {
                        let trace = simulate(course, &chapter.folder, &traffic);
                        insets.pictures.push((at, Picture { caption: traffic.caption, trace }));
                    }
                }
                _ => {}
            }
        }
        insets
    }

    /// A gate, by its number.
    pub(super) fn gate(&mut self, number: usize) -> Option<&mut Gate> {
        self.gates.get_mut(number).map(|(_, gate)| gate)
    }

    /// Whether the arrows move a gate's choice now.
    pub(super) fn focused(&self) -> Option<usize> {
        self.gates.iter().position(|(_, gate)| gate.focused && gate.waits())
    }

    /// Takes the arrows away from every gate.
    pub(super) fn unfocus(&mut self) {
        for (_, gate) in &mut self.gates {
            gate.focused = false;
        }
    }
}

impl Figures for Insets {
    fn figure(&self, code: &Code, columns: usize) -> Figure {
        let at = code.content.start();
        if let Some((number, (_, gate))) = self.gates.iter().enumerate().find(|(_, (start, _))| *start == at) {
            return Figure::Gate { number, lines: gate.lines(columns), waits: gate.waits() };
        }
        match self.pictures.iter().find(|(start, _)| *start == at) {
            Some((_, picture)) => Figure::Lines(picture.lines(columns)),
            None => Figure::Code,
        }
    }
}

impl Picture {
    fn lines(&self, columns: usize) -> Vec<Line<'static>> {
        let inside = columns.saturating_sub(4).max(1);
        let mut lines = match &self.trace {
            Ok(trace) => traffic::draw(trace, inside),
            Err(reason) => markdown(reason, inside),
        };
        lines.push(Line::default());
        lines.extend(markdown(&self.caption, inside).into_iter().map(|mut line| {
            for span in &mut line.spans {
                span.style.role = if span.style.role == Role::Text { Role::Info } else { span.style.role };
            }
            line
        }));
        frame(" 트래픽 ", lines, columns, false)
    }
}

/// Makes the request of a `traffic` fence in its world. What an author got wrong is said in the picture's place.
fn simulate(course: &Course, folder: &str, traffic: &Traffic) -> Result<Trace, String> {
    let file = |name: &str| {
        let path = source::join(folder, name).ok_or_else(|| format!("`{name}`은 장의 폴더를 벗어납니다."))?;
        course.text(&path).map_err(|fault| fault.message)
    };
    let (world, mut manifests) = match (&traffic.world, &traffic.exercise) {
        (Some(world), _) => (file(world)?, Vec::new()),
        (None, Some(id)) => {
            let exercise = course.exercise(id).map_err(|fault| fault.message)?;
            (exercise.world, exercise.solution.into_iter().map(|file| file.text).collect())
        }
        (None, None) => return Err("그림에 쓸 `world`가 없습니다.".to_owned()),
    };
    for name in &traffic.apply {
        manifests.push(file(name)?);
    }
    let world =
        World::read(&world).map_err(|faults| faults.into_iter().map(|it| it.help).collect::<Vec<_>>().join(" "))?;
    let mut cluster = Cluster::new(&world);
    for decoded in manifests.iter().flat_map(|text| kube::check(text, Version::default()).objects) {
        if let Err(refused) = cluster.apply(decoded.object) {
            return Err(refused.into_iter().map(|it| it.message()).collect::<Vec<_>>().join(" "));
        }
    }
    let request = request(&cluster, traffic)
        .ok_or_else(|| format!("`{}`로 보낼 요청을 읽을 수 없습니다.", traffic.request.to))?;
    Ok(cluster.request(&request))
}

fn request(cluster: &Cluster, traffic: &Traffic) -> Option<Request> {
    let (host, port) = traffic.request.to.rsplit_once(':')?;
    let from = Source::parse(&traffic.request.from)?;
    let protocol = Protocol::parse(&traffic.request.protocol)?;
    Some(Request::tcp(from, cluster.target(host)?, port.parse().ok()?).by(protocol))
}
