//! Manifests of any length, each of a shape whose reading or judging may grow in a way of its own.
//!
//! Must not know: how anything is measured.

#![allow(dead_code, clippy::string_slice, reason = "shared by benches that each use a part; the texts are ASCII")]

/// What a long manifest is long of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Many documents, each a Service that finds its pods.
    Services,
    /// Many documents, each a Service that finds none.
    Faults,
    /// One Service of many ports.
    Ports,
    /// The same with an anchor and its alias.
    Anchors,
    /// One `List` of many Services.
    List,
    /// One Service whose ports are one flow sequence of many lines.
    Flow,
    /// One annotation that is a block scalar of many lines.
    Text,
}

impl Shape {
    /// All of them.
    pub(crate) const ALL: [Self; 7] =
        [Self::Services, Self::Faults, Self::Ports, Self::Anchors, Self::List, Self::Flow, Self::Text];

    /// One of so many lines, about.
    pub(crate) fn lines(self, lines: usize) -> String {
        let many = |of: usize, one: &dyn Fn(usize) -> String| (0..lines / of).map(one).collect::<String>();
        let head = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n";
        let port = |n: usize| n % 65_535 + 1;
        let block_port = |n: usize| format!("    - name: p{n}\n      port: {}\n      targetPort: 8080\n", port(n));
        match self {
            Self::Services => many(14, &|n| service(n, "seats")),
            Self::Faults => many(14, &|n| service(n, "web")),
            Self::Ports => format!("{head}spec:\n  selector:\n    app: seats\n  ports:\n{}", many(3, &block_port)),
            Self::Anchors => format!(
                "{head}  labels: &own\n    app: seats\nspec:\n  selector: *own\n  ports:\n{}",
                many(3, &block_port)
            ),
            Self::List => {
                let item = |n: usize| {
                    let own = service(n, "seats");
                    let body: Vec<&str> = own.lines().take(13).collect();
                    format!("- {}\n", body.join("\n  "))
                };
                format!("apiVersion: v1\nkind: List\nitems:\n{}", many(13, &item))
            }
            Self::Flow => {
                let flow_port =
                    |n: usize| format!("    {{name: p{n},\n     port: {},\n     targetPort: 8080}},\n", port(n));
                format!("{head}spec:\n  selector:\n    app: seats\n  ports: [\n{}  ]\n", many(3, &flow_port))
            }
            Self::Text => format!(
                "{head}  annotations:\n    note: |\n{}spec:\n  selector:\n    app: seats\n  ports:\n    - name: p\n      port: 80\n",
                many(1, &|n| format!("      name: a line {n}\n"))
            ),
        }
    }
}

/// A Service of 14 lines that chooses the pods of an app.
fn service(n: usize, app: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: web-{n}\nspec:\n  type: NodePort\n  selector:\n    app: {app}\n  \
         ports:\n    - name: http\n      port: 80\n      targetPort: 8080\n      nodePort: {}\n---\n",
        30000 + n % 2768
    )
}

/// Where in a text one types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Among its first lines.
    Top,
    /// Half way down.
    Middle,
    /// Among its last lines.
    End,
}

/// What one types there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Touch {
    /// A letter more of a name: the manifest stays one.
    Name,
    /// A letter before a line's indentation: the text no longer parses.
    Breaks,
}

/// Cuts a text where a key of that sort belongs: at a line that gives a name.
pub(crate) fn cut(text: &str, place: Place, touch: Touch) -> (&str, &str) {
    let names: Vec<usize> = text.match_indices("name: ").map(|(at, _)| at).collect();
    let at = match place {
        Place::Top => names.first(),
        Place::Middle => names.get(names.len() / 2),
        Place::End => names.last(),
    };
    let at = at.copied().expect("a text with names");
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let rest = &text[line..];
    let at = match touch {
        Touch::Breaks => line,
        Touch::Name => line + rest.find([',', '\n']).unwrap_or(rest.len()),
    };
    text.split_at(at)
}
