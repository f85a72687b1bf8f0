//! Go templates as `-o go-template` runs them: text/template over what encoding/json makes of an object.
//!
//! Numbers of the object are floats there, so `{{eq .spec.replicas 1}}` is an error, as it is for kubectl.
//!
//! Must not know: commands, where objects come from.

mod functions;
mod parse;
mod run;

use super::{go_value, json};
use serde_json::Value;

/// A template that was read.
#[derive(Clone, Debug)]
pub struct Template {
    source: String,
    body: Vec<Node>,
}

/// What ended a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What had been printed, and kubectl's account of the template and the object.
    pub printed: String,
    /// The error itself.
    pub error: String,
}

#[derive(Clone, Debug)]
enum Node {
    Text(String),
    Print(Pipe),
    If { pipe: Pipe, then: Vec<Self>, other: Vec<Self> },
    With { pipe: Pipe, then: Vec<Self>, other: Vec<Self> },
    Range { pipe: Pipe, then: Vec<Self>, other: Vec<Self> },
    Break,
    Continue,
}

/// `$x := a | b c`.
#[derive(Clone, Debug)]
struct Pipe {
    variables: Vec<String>,
    assigns: bool,
    commands: Vec<Vec<Operand>>,
}

/// A word of a command, with the place that errors name.
#[derive(Clone, Debug)]
struct Operand {
    what: What,
    /// Offset in the template, in bytes.
    at: usize,
    /// As text/template writes it back.
    shown: String,
}

#[derive(Clone, Debug)]
enum What {
    Dot,
    Nil,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    /// `.a.b`.
    Fields(Vec<String>),
    /// `$x.a`.
    Variable(String, Vec<String>),
    /// `(pipe).a`.
    Nested(Box<Pipe>, Vec<String>),
    Function(String),
}

impl Template {
    /// Reads `source`; the error is text/template's.
    pub fn parse(source: &str) -> Result<Self, String> {
        Ok(Self { source: source.to_owned(), body: parse::parse(source)? })
    }

    /// Runs it over `object`.
    pub fn print(&self, object: &Value) -> Result<String, Failure> {
        let (printed, end) = run::run(&self.source, &self.body, object);
        let Err(problem) = end else { return Ok(printed) };
        let told = format!(
            "{printed}Error executing template: {problem}. Printing more information for debugging the template:\n\ttemplate \
             was:\n\t\t{}\n\traw data was:\n\t\t{}\n\tobject given to template engine was:\n\t\t{}\n\n",
            self.source,
            json::compact(object),
            go_value::plain(object, go_value::Numbers::Floating)
        );
        let error = format!("error executing template {}: {problem}", crate::kube::quote::quote(&self.source));
        Err(Failure { printed: told, error })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn print(template: &str) -> Result<String, String> {
        let object = json!({
            "kind": "Service", "spec": {"ports": [{"port": 80, "name": "http"}, {"port": 443}], "replicas": 3},
            "metadata": {"name": "web", "labels": {"b": "2", "a": "1"}},
        });
        Template::parse(template)?.print(&object).map_err(|failure| failure.error)
    }

    #[test]
    fn templates_print_what_go_prints() {
        for (template, expected) in [
            ("{{.metadata.name}}", "web"),
            ("{{range .spec.ports}}{{.port}};{{end}}", "80;443;"),
            ("{{range $i, $p := .spec.ports}}{{$i}}={{$p.port}} {{end}}", "0=80 1=443 "),
            ("{{range $k, $v := .metadata.labels}}{{$k}}={{$v}}{{\"\\n\"}}{{end}}", "a=1\nb=2\n"),
            ("{{range .nope}}x{{else}}none{{end}}", "none"),
            ("{{.nope}} {{.metadata.nope.x}}", "<no value> <no value>"),
            ("{{if eq .kind \"Service\"}}yes{{else if .x}}x{{else}}no{{end}}", "yes"),
            ("{{if and .kind (not .nope)}}y{{end}}", "y"),
            ("{{with .spec}}{{len .ports}}{{end}}", "2"),
            ("{{index .spec.ports 1}} {{index .metadata.labels \"a\"}}", "map[port:443] 1"),
            ("{{(index .spec.ports 0).name}}", "http"),
            ("{{printf \"%-6s|%5v|%q|%d\" .kind \"x\" .metadata.name 3}}", "Service|    x|\"web\"|3"),
            ("a {{- /* note */ -}} b{{\" \" -}}  c", "ab c"),
            ("{{$x := .kind}}{{$x = \"y\"}}{{$x}}{{$.kind}}", "yService"),
            ("{{.metadata.labels}} {{.spec.replicas}} {{1234567.0}} {{1}}", "map[a:1 b:2] 3 1.234567e+06 1"),
            ("{{\"aGk=\" | base64decode}}{{`raw`}}", "hiraw"),
            ("{{range .spec.ports}}{{if eq .port 443.0}}{{break}}{{end}}{{.port}}{{end}}", "80"),
            ("{{or .nope \"d\"}} {{print 1 2 \"x\"}} {{html \"<\"}} {{slice .kind 0 4}}", "d 1 2x &lt; Serv"),
        ] {
            assert_eq!(print(template).as_deref(), Ok(expected), "{template}");
        }
    }

    #[test]
    fn errors_are_gos() {
        for (template, expected) in [
            ("{{ .x", "template: output:1: unclosed action"),
            ("{{foo}}", "template: output:1: function \"foo\" not defined"),
            ("{{end}}", "template: output:1: unexpected {{end}}"),
            ("{{if}}", "template: output:1: missing value for if"),
            ("{{if .x}}", "template: output:1: unexpected EOF"),
            ("{{$x}}", "template: output:1: undefined variable \"$x\""),
        ] {
            assert_eq!(print(template), Err(expected.to_owned()), "{template}");
        }
        for (template, expected) in [
            (
                "{{index .metadata 1}}",
                "output:1:2: executing \"output\" at <index .metadata 1>: error calling index: value has type int; should be string",
            ),
            (
                "{{.kind.foo}}",
                "output:1:7: executing \"output\" at <.kind.foo>: can't evaluate field foo in type interface {}",
            ),
            (
                "{{range .kind}}x{{end}}",
                "output:1:8: executing \"output\" at <.kind>: range can't iterate over Service",
            ),
            (
                "\n {{eq .kind 1}}",
                "output:2:3: executing \"output\" at <eq .kind 1>: error calling eq: incompatible types for comparison",
            ),
            (
                "{{index .nope 0}}",
                "output:1:2: executing \"output\" at <index .nope 0>: error calling index: index of untyped nil",
            ),
            (
                "{{index .spec.ports 5}}",
                "output:1:2: executing \"output\" at <index .spec.ports 5>: error calling index: index out of range: 5",
            ),
        ] {
            let quoted = crate::kube::quote::quote(template);
            assert_eq!(
                print(template),
                Err(format!("error executing template {quoted}: template: {expected}")),
                "{template}"
            );
        }
    }
}
