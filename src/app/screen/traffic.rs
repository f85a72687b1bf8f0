//! A request's way as a picture in cells: who asks, what it comes by, where it arrives or dies, and why.
//!
//! The picture says everything in shapes and words, none of it in colour alone. Where the stations do not fit side by
//! side they stand one below the other.
//!
//! Must not know: how the cluster decides; it draws a [`Trace`] and nothing else.

use crate::app::scene::{Line, Role, Style};
use crate::cluster::request::Source;
use crate::cluster::state::ObjectName;
use crate::cluster::trace::{DnsStep, Hop, Outcome, Trace};
use crate::text::width;
use crate::text::wrap::wrap;

/// The picture of `trace` in at most `columns` cells, and below it how the request ended.
#[must_use]
pub fn draw(trace: &Trace, columns: usize) -> Vec<Line<'static>> {
    let way = Way::of(trace);
    let mut lines = way.across(columns).unwrap_or_else(|| way.down(columns));
    let (mark, role) = if way.dies { ("✗ ", Role::Bad) } else { ("✓ ", Role::Good) };
    lines.extend(paragraph(&trace.end.explain(), mark, Style::from(role), columns));
    lines
}

/// What was decided at each hop, numbered.
#[must_use]
pub fn story(trace: &Trace, columns: usize) -> Vec<Line<'static>> {
    let hop =
        |(index, hop): (usize, &Hop)| paragraph(&hop.explain(), &format!("{}. ", index + 1), Style::default(), columns);
    trace.hops.iter().enumerate().flat_map(hop).collect()
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
    name: String,
    detail: String,
}

impl Way {
    fn of(trace: &Trace) -> Self {
        let last = trace.hops.len().saturating_sub(1);
        let stations: Vec<Station> =
            trace.hops.iter().enumerate().filter_map(|(index, hop)| Station::of(hop, index == last)).collect();
        let dies = !matches!(trace.end, Outcome::Answered { .. } | Outcome::Left { .. });
        let dies_after = dies && !matches!(trace.hops.last(), Some(Hop::Pod { .. }));
        let missed = dies_after.then(|| missed(trace)).flatten();
        Self { stations, missed, dies, dies_after }
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
        Some(Self { name, detail })
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

/// Wrapped words behind a mark, the lines below indented by it.
fn paragraph(text: &str, mark: &str, style: Style, columns: usize) -> Vec<Line<'static>> {
    let indent = width::cells(mark);
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
    use crate::cluster::platform::ProxyMode;
    use crate::cluster::request::{Protocol, Target};
    use crate::cluster::trace::{NoEndpoints, Policy, Reason, Rule, Server};

    fn way(ready: usize, end: Outcome) -> Trace {
        let address = "192.168.49.2".parse().unwrap_or_else(|_| panic!("an address"));
        let web = ObjectName::new("default", "web");
        let mut hops = vec![
            Hop::Client {
                from: Source::Outside,
                to: Target::Node("node-1".into()),
                port: 30008,
                protocol: Protocol::Tcp,
            },
            Hop::Node { node: "node-1".into(), address, port: 30008 },
            Hop::Proxy { node: "node-1".into(), mode: ProxyMode::Iptables, rule: Some(Rule::NodePort), port: 30008 },
            Hop::Service {
                service: web,
                port: 80,
                target_port: "http".into(),
                ready,
                usable: ready,
                policy: Policy::Cluster,
            },
        ];
        if ready > 0 {
            let pod = Some(ObjectName::new("default", "web-1"));
            hops.push(Hop::Pod { pod, node: "node-1".into(), port: 8080, answers: true });
        }
        Trace { hops, end }
    }

    fn arrives() -> Trace {
        let by = Server::Pod(ObjectName::new("default", "web-1"));
        way(2, Outcome::Answered { by, body: "Hello from web-1".into() })
    }

    fn dies() -> Trace {
        let service = ObjectName::new("default", "web");
        way(0, Outcome::Refused(Reason::NoEndpoints { service, why: NoEndpoints::NothingSelected }))
    }

    fn text(trace: &Trace, columns: usize) -> String {
        let lines: Vec<Line<'_>> = draw(trace, columns).into_iter().chain(story(trace, columns)).collect();
        assert!(lines.iter().all(|line| line.cells() <= columns), "{lines:?}");
        lines.iter().map(|line| line.text().trim_end().to_owned() + "\n").collect()
    }

    #[test]
    fn a_request_that_arrives_is_drawn_to_its_pod() {
        insta::assert_snapshot!(text(&arrives(), 76));
    }

    #[test]
    fn a_request_that_dies_is_drawn_to_the_place_of_death() {
        insta::assert_snapshot!(text(&dies(), 76));
    }

    #[test]
    fn where_there_is_no_room_the_stations_stand_below_each_other() {
        insta::assert_snapshot!(text(&arrives(), 36));
    }

    #[test]
    fn no_width_is_too_small() {
        for columns in 1..30 {
            assert!(!draw(&dies(), columns).is_empty());
        }
    }
}
