//! Traffic to look at: the learner's own objects as a picture in cells, a request going its way through them step by step,
//! where it arrives or dies, and why.
//!
//! `map` gathers what there is to see, `picture` gives it places, `grid` draws; [`player`] is the step that is looked at. The
//! picture says everything in shapes and words, none of it in colour alone. Where it does not fit, the stations of the
//! request alone stand side by side, or one below the other.
//!
//! Must not know: how the cluster decides; it draws a [`Trace`] and what stands around it.

mod grid;
mod map;
mod picture;
pub mod player;

use std::collections::BTreeSet;

use crate::app::scene::{Line, Role, Style};
use crate::cluster::Cluster;
use crate::cluster::request::Source;
use crate::cluster::state::ObjectName;
use crate::cluster::trace::{DnsStep, Hop, Outcome, Trace};
use crate::text::width;
use crate::text::wrap::wrap;
use map::Map;

/// A request in the cluster it was made in.
#[derive(Clone, Copy, Debug)]
pub struct Show<'s> {
    /// The cluster.
    pub cluster: &'s Cluster,
    /// What became of the request.
    pub trace: &'s Trace,
    /// The pods that it should reach; empty where nobody says.
    pub goal: &'s BTreeSet<ObjectName>,
}

impl Show<'_> {
    /// The picture at a step (from 0; the last is the end), in at most `columns` cells.
    #[must_use]
    pub fn picture(&self, step: usize, columns: usize) -> Vec<Line<'static>> {
        let map = Map::of(self.cluster, self.trace, self.goal);
        picture::draw(&map, step, columns).unwrap_or_else(|| Way::of(self.trace).draw(step, columns))
    }

    /// The picture if it fits into so many cells and rows.
    #[must_use]
    pub fn fitting(&self, step: usize, columns: usize, rows: usize) -> Option<Vec<Line<'static>>> {
        let map = Map::of(self.cluster, self.trace, self.goal);
        picture::draw(&map, step, columns).filter(|lines| lines.len() <= rows)
    }
}

/// The cluster as a whole, in at most `columns` cells: its Services and the pods they have chosen.
#[must_use]
pub fn overview(cluster: &Cluster, columns: usize) -> Vec<Line<'static>> {
    let map = Map::overview(cluster);
    picture::draw(&map, usize::MAX, columns).unwrap_or_else(|| paragraph(TOO_NARROW, "", Role::Muted.into(), columns))
}

/// What stands in place of a picture that does not fit.
const TOO_NARROW: &str = "그림을 그리기에 창이 좁습니다. Ctrl-G를 누르면 화면 전체에 그립니다.";

/// How a request ended.
#[must_use]
pub fn ending(trace: &Trace, columns: usize) -> Vec<Line<'static>> {
    let dies = !matches!(trace.end, Outcome::Answered { .. } | Outcome::Left { .. });
    let (mark, role) = if dies { ("✗ ", Role::Bad) } else { ("✓ ", Role::Good) };
    paragraph(&trace.end.explain(), mark, Style::from(role), columns)
}

/// What was decided at each hop up to a step, numbered; the step itself stands out while others follow.
#[must_use]
pub fn story(trace: &Trace, step: usize, columns: usize) -> Vec<Line<'static>> {
    let over = step.saturating_add(1) >= trace.hops.len();
    let hops = trace.hops.iter().take(step.saturating_add(1)).enumerate();
    hops.flat_map(|hop| told(hop, hop.0 == step && !over, columns)).collect()
}

/// [`story`] for a place of `room` rows. Where it needs more, the step itself comes first, so that it is in sight, and those before it
/// stand below it.
#[must_use]
pub fn story_within(trace: &Trace, step: usize, columns: usize, room: usize) -> Vec<Line<'static>> {
    let whole = story(trace, step, columns);
    let step = step.min(trace.hops.len().saturating_sub(1));
    let Some(now) = trace.hops.get(step).filter(|_| step > 0 && whole.len() > room) else { return whole };
    let mut lines = told((step, now), true, columns);
    lines.push(Line::of(width::ellipsis("── 앞의 걸음", columns), Role::Muted));
    lines.extend(trace.hops.iter().take(step).enumerate().flat_map(|hop| told(hop, false, columns)));
    lines
}

/// A hop and what was decided at it, behind its number.
fn told((index, hop): (usize, &Hop), stands_out: bool, columns: usize) -> Vec<Line<'static>> {
    let style = if stands_out { Style::from(Role::Accent).bold() } else { Style::default() };
    paragraph(&hop.explain(), &format!("{}. ", index + 1), style, columns)
}

/// Between two stations side by side.
const ARROW: &str = "──>";
/// In its place where the request dies.
const DEATH: &str = "──✗";

/// The stations of a request.
struct Way {
    stations: Vec<Station>,
    /// What the request did not reach, where that can be named.
    missed: Option<String>,
    /// Whether nobody answered.
    dies: bool,
    /// Whether it dies after the last station rather than in it.
    dies_after: bool,
}

/// A place on the way: what it is, and its part in it.
struct Station {
    /// Which hop of the trace it is, from 0.
    hop: usize,
    name: String,
    detail: String,
}

impl Way {
    fn of(trace: &Trace) -> Self {
        let last = trace.hops.len().saturating_sub(1);
        let station = |(index, hop): (usize, &Hop)| Some(Station { hop: index, ..Station::of(hop, index == last)? });
        let stations: Vec<Station> = trace.hops.iter().enumerate().filter_map(station).collect();
        let dies = !matches!(trace.end, Outcome::Answered { .. } | Outcome::Left { .. });
        let dies_after = dies && !matches!(trace.hops.last(), Some(Hop::Pod { .. }));
        let missed = dies_after.then(|| missed(trace)).flatten();
        Self { stations, missed, dies, dies_after }
    }

    /// As far as the request has come after `step` hops: side by side where that fits, else one below the other.
    fn draw(mut self, step: usize, columns: usize) -> Vec<Line<'static>> {
        let all = self.stations.len();
        self.stations.retain(|station| station.hop <= step);
        let over = self.stations.len() == all;
        (self.dies, self.dies_after) = (self.dies && over, self.dies_after && over);
        self.across(columns).unwrap_or_else(|| self.down(columns))
    }

    /// Side by side, where that fits.
    fn across(&self, columns: usize) -> Option<Vec<Line<'static>>> {
        let missed = self.missed.as_deref().unwrap_or("");
        let boxes: usize = self.stations.iter().map(|station| station.cells() + 4).sum();
        let arrows = (self.stations.len().saturating_sub(1) + usize::from(self.dies_after)) * width::cells(ARROW);
        if boxes + arrows + width::cells(missed) + 1 > columns {
            return None;
        }
        let mut rows: [Line<'static>; 4] = std::array::from_fn(|_| Line::default());
        for (index, station) in self.stations.iter().enumerate() {
            if index > 0 {
                join(&mut rows, ARROW, Role::Good);
            }
            let fatal = self.dies && !self.dies_after && index + 1 == self.stations.len();
            station.put(&mut rows, if fatal { Role::Bad } else { Role::Border });
        }
        if self.dies_after {
            join(&mut rows, DEATH, Role::Bad);
            rows[1].push(format!(" {missed}"), Role::Bad);
        }
        Some(rows.into())
    }

    /// One below the other.
    fn down(&self, columns: usize) -> Vec<Line<'static>> {
        let mut lines = Vec::new();
        let cut = |text: String| width::ellipsis(&text, columns);
        for (index, station) in self.stations.iter().enumerate() {
            if index > 0 {
                lines.push(Line::of(cut("  │".to_owned()), Role::Good));
                lines.push(Line::of(cut("  v".to_owned()), Role::Good));
            }
            let text = if station.detail.is_empty() {
                station.name.clone()
            } else {
                format!("{}  {}", station.name, station.detail)
            };
            let fatal = self.dies && !self.dies_after && index + 1 == self.stations.len();
            let style = Style::from(if fatal { Role::Bad } else { Role::Text }).bold();
            lines.push(Line::of(cut(format!("[{text}]")), style));
        }
        if self.dies_after {
            lines.push(Line::of(cut("  │".to_owned()), Role::Bad));
            lines.push(Line::of(cut(format!("  ✗  {}", self.missed.as_deref().unwrap_or(""))), Role::Bad));
        }
        lines
    }
}

impl Station {
    /// The station of a hop. kube-proxy and the choice of an endpoint happen inside other stations and are drawn only
    /// where the request ends there.
    fn of(hop: &Hop, is_last: bool) -> Option<Self> {
        let (name, detail) = match hop {
            Hop::Client { from, .. } => (asker(from), String::new()),
            Hop::Tunnel { by, at: (_, port), .. } => (by.name().to_owned(), format!(":{port}")),
            Hop::Dns { found, .. } => ("DNS".to_owned(), found_by(found)),
            Hop::Balancer { address, .. } => ("로드밸런서".to_owned(), address.to_string()),
            Hop::Node { node, port, .. } => (format!("노드 {node}"), format!(":{port}")),
            Hop::Proxy { port, .. } if is_last => ("kube-proxy".to_owned(), format!(":{port} 규칙 없음")),
            Hop::Service { service, port, target_port, .. } => {
                (format!("서비스 {}", short(service)), format!("{port} -> {target_port}"))
            }
            Hop::Endpoint { address, port, .. } if is_last => ("엔드포인트".to_owned(), format!("{address}:{port}")),
            Hop::Pod { pod, port, .. } => {
                (pod.as_ref().map_or("API 서버".to_owned(), |pod| format!("파드 {}", short(pod))), format!(":{port}"))
            }
            Hop::Proxy { .. } | Hop::Endpoint { .. } => return None,
        };
        Some(Self { hop: 0, name, detail })
    }

    fn cells(&self) -> usize {
        width::cells(&self.name).max(width::cells(&self.detail))
    }

    /// Adds its box to four rows.
    fn put(&self, rows: &mut [Line<'static>; 4], border: Role) {
        let cells = self.cells();
        let across = "─".repeat(cells + 2);
        rows[0].push(format!("┌{across}┐"), border);
        for (row, text, style) in [(1, &self.name, Style::default().bold()), (2, &self.detail, Style::default())] {
            rows[row].push("│ ", border);
            rows[row].push(width::pad(text, cells), style);
            rows[row].push(" │", border);
        }
        rows[3].push(format!("└{across}┘"), border);
    }
}

/// Adds an arrow between two boxes, at the height of their names.
fn join(rows: &mut [Line<'static>; 4], arrow: &'static str, role: Role) {
    let blank = " ".repeat(width::cells(arrow));
    for (index, row) in rows.iter_mut().enumerate() {
        if index == 1 {
            row.push(arrow, Style::from(role).bold());
        } else {
            row.push(blank.clone(), Role::Text);
        }
    }
}

fn asker(from: &Source) -> String {
    match from {
        Source::Outside => "바깥".to_owned(),
        Source::Node(name) => format!("노드 {name}"),
        Source::Pod(name) => format!("파드 {}", short(name)),
    }
}

/// What a name is called where most things are in one namespace.
fn short(name: &ObjectName) -> String {
    let full = name.to_string();
    full.strip_prefix("default/").map_or(full.clone(), str::to_owned)
}

fn found_by(found: &DnsStep) -> String {
    match found {
        DnsStep::ClusterIp { address, .. } | DnsStep::Pods { address, .. } => address.to_string(),
        DnsStep::Alias { target, .. } => target.clone(),
        DnsStep::Nothing => "없는 이름".to_owned(),
        DnsStep::NotAsked => "묻지 않음".to_owned(),
    }
}

/// What would have come next.
fn missed(trace: &Trace) -> Option<String> {
    match (trace.hops.last()?, trace.hops.first()?) {
        (Hop::Service { usable: 0, ready: 0, .. }, _) => Some("엔드포인트 0개".to_owned()),
        (Hop::Service { usable: 0, .. }, _) => Some("이 노드에 엔드포인트 0개".to_owned()),
        (Hop::Client { to, port, .. }, _) | (Hop::Dns { .. }, Hop::Client { to, port, .. }) => {
            Some(format!("{to}:{port}"))
        }
        _ => None,
    }
}

/// Wrapped words behind a mark, the lines below indented by it; code in them without its backticks.
fn paragraph(text: &str, mark: &str, style: Style, columns: usize) -> Vec<Line<'static>> {
    let indent = width::cells(mark);
    let text = &text.replace('`', "");
    let rows = wrap(text, columns.saturating_sub(indent).max(1)).into_iter().enumerate();
    rows.map(|(index, range)| {
        let before = if index == 0 { mark.to_owned() } else { " ".repeat(indent) };
        Line::of(before, style.bold()).with(range.of(text).to_owned(), style)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::request::{Request, Target};
    use crate::cluster::world::World;
    use std::fmt::Write;

    const TWO_NODES: &str = "\
apiVersion: v1
kind: Node
metadata: {name: node-1}
---
apiVersion: v1
kind: Node
metadata: {name: node-2}
---
apiVersion: v1
kind: Pod
metadata: {name: web-1, labels: {app: web}}
spec: {nodeName: node-1, containers: [{name: web, image: web, ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: web-2, labels: {app: web}}
spec: {nodeName: node-2, containers: [{name: web, image: web, ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: db-1, labels: {app: db}}
spec: {nodeName: node-2, containers: [{name: db, image: db, ports: [{containerPort: 5432}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: NodePort
  selector: {app: SELECTED}
  ports: [{port: 80, targetPort: TARGET, nodePort: 30008}]
";

    fn cluster(selected: &str, target: u16) -> Cluster {
        let text = TWO_NODES.replace("SELECTED", selected).replace("TARGET", &target.to_string());
        Cluster::new(&World::read(&text).unwrap())
    }

    fn from_outside(cluster: &Cluster) -> Trace {
        cluster.request(&Request::tcp(Source::Outside, Target::Node("node-1".into()), 30008))
    }

    /// What is said below the picture: what was decided at the step, and at the end how the request ended.
    fn words(trace: &Trace, step: usize, columns: usize) -> Vec<Line<'static>> {
        let steps = trace.hops.len();
        let step = step.min(steps.saturating_sub(1));
        let mut lines = Vec::new();
        if let Some(hop) = trace.hops.get(step) {
            lines.extend(paragraph(&hop.explain(), &format!("{}/{steps} ", step + 1), Style::default(), columns));
        }
        if step + 1 >= steps {
            lines.extend(ending(trace, columns));
        }
        lines
    }

    fn drawn(cluster: &Cluster, trace: &Trace, step: usize, columns: usize) -> String {
        let goal = BTreeSet::from([ObjectName::new("default", "web-1")]);
        let show = Show { cluster, trace, goal: &goal };
        let lines: Vec<Line<'_>> = show.picture(step, columns).into_iter().chain(words(trace, step, columns)).collect();
        // A paragraph's mark alone takes a few cells.
        assert!(lines.iter().all(|line| line.cells() <= columns.max(6)), "{columns}");
        lines.iter().fold(String::new(), |mut text, line| {
            let _ = writeln!(text, "{}", line.text().trim_end());
            text
        })
    }

    #[test]
    fn a_request_that_arrives_is_drawn_to_its_pod() {
        let cluster = cluster("web", 8080);
        insta::assert_snapshot!(drawn(&cluster, &from_outside(&cluster), usize::MAX, 90));
    }

    #[test]
    fn a_step_on_the_way_shows_where_the_request_has_come_to() {
        let cluster = cluster("web", 8080);
        insta::assert_snapshot!(drawn(&cluster, &from_outside(&cluster), 1, 90));
    }

    #[test]
    fn the_step_that_is_looked_at_is_told_first_where_not_all_have_room() {
        let cluster = cluster("web", 8080);
        let trace = from_outside(&cluster);
        for step in 0..trace.hops.len() {
            let now = format!("{}. ", step + 1);
            let first = |room| story_within(&trace, step, 60, room).first().map(Line::text).unwrap_or_default();
            assert!(first(2).starts_with(&now), "{}", first(2));
            assert!(first(usize::MAX).starts_with("1. "));
            let before = story_within(&trace, step, 60, 2);
            let numbered = |number: usize| before.iter().any(|line| line.text().starts_with(&format!("{number}. ")));
            assert!((1..=step + 1).all(numbered), "{before:?}");
        }
    }

    #[test]
    fn a_request_that_dies_is_drawn_to_the_place_of_death() {
        let cluster = cluster("wbe", 8080);
        insta::assert_snapshot!(drawn(&cluster, &from_outside(&cluster), usize::MAX, 90));
    }

    #[test]
    fn a_pod_that_does_not_listen_is_where_it_ends() {
        let cluster = cluster("web", 80);
        insta::assert_snapshot!(drawn(&cluster, &from_outside(&cluster), usize::MAX, 90));
    }

    #[test]
    fn a_name_is_looked_up_by_the_asker() {
        let cluster = cluster("web", 8080);
        let from = Source::Pod(ObjectName::new("default", "db-1"));
        let trace = cluster.request(&Request::tcp(from, Target::Name("web".into()), 80));
        insta::assert_snapshot!(drawn(&cluster, &trace, usize::MAX, 90));
    }

    #[test]
    fn where_there_is_no_room_the_stations_stand_below_each_other() {
        let cluster = cluster("web", 8080);
        insta::assert_snapshot!(drawn(&cluster, &from_outside(&cluster), usize::MAX, 36));
    }

    #[test]
    fn no_width_is_too_small_and_no_step_too_far() {
        for selected in ["web", "wbe"] {
            let cluster = cluster(selected, 8080);
            let trace = from_outside(&cluster);
            for columns in (1..30).chain([60, 75, 100, 200]) {
                for step in 0..trace.hops.len() + 2 {
                    assert!(!drawn(&cluster, &trace, step, columns).is_empty());
                }
            }
        }
    }
}
