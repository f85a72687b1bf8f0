//! The nodes of a Go template, run.
//!
//! Must not know: how templates are written.

use super::functions::{self, Val};
use super::parse::show_command;
use super::{Node, Operand, Pipe, What};
use serde_json::Value;
use std::ops::ControlFlow;

/// No template may print more.
const MOST: usize = 8 * 1024 * 1024;

/// What is printed, and the error that ended it early.
pub(super) fn run(source: &str, body: &[Node], object: &Value) -> (String, Result<(), String>) {
    let data = Val::of(object);
    let mut machine = Machine { source, out: String::new(), variables: vec![("$".to_owned(), data.clone())] };
    let end = machine.block(body, &data).map(|_| ());
    (machine.out, end)
}

/// Whether the loop around goes on.
type Flow = ControlFlow<Jump>;

enum Jump {
    Break,
    Continue,
}

struct Machine<'t> {
    source: &'t str,
    out: String,
    variables: Vec<(String, Val)>,
}

impl Machine<'_> {
    fn fail(&self, at: usize, shown: &str, problem: &str) -> String {
        let before = self.source.get(..at).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        let column = at - before.rfind('\n').map_or(0, |end| end + 1);
        let shown = if shown.len() > 20 {
            format!("{}...", shown.chars().take(20).collect::<String>())
        } else {
            shown.to_owned()
        };
        format!("template: output:{line}:{column}: executing \"output\" at <{shown}>: {problem}")
    }

    fn block(&mut self, nodes: &[Node], dot: &Val) -> Result<Flow, String> {
        let known = self.variables.len();
        for node in nodes {
            if self.out.len() > MOST {
                return Err("template: output: too much output".to_owned());
            }
            let flow = match node {
                Node::Text(text) => {
                    self.out.push_str(text);
                    ControlFlow::Continue(())
                }
                Node::Print(pipe) => {
                    let value = self.pipe(pipe, dot)?;
                    if pipe.variables.is_empty() {
                        self.out.push_str(&functions::printed(&value));
                    }
                    ControlFlow::Continue(())
                }
                Node::If { pipe, then, other } => {
                    let mark = self.variables.len();
                    let truth = functions::truth(&self.pipe(pipe, dot)?);
                    let flow = self.block(if truth { then } else { other }, dot)?;
                    self.variables.truncate(mark);
                    flow
                }
                Node::With { pipe, then, other } => {
                    let mark = self.variables.len();
                    let value = self.pipe(pipe, dot)?;
                    let flow =
                        if functions::truth(&value) { self.block(then, &value)? } else { self.block(other, dot)? };
                    self.variables.truncate(mark);
                    flow
                }
                Node::Range { pipe, then, other } => self.range(pipe, then, other, dot)?,
                Node::Break => ControlFlow::Break(Jump::Break),
                Node::Continue => ControlFlow::Break(Jump::Continue),
            };
            if flow.is_break() {
                self.variables.truncate(known);
                return Ok(flow);
            }
        }
        self.variables.truncate(known);
        Ok(ControlFlow::Continue(()))
    }

    fn range(&mut self, pipe: &Pipe, then: &[Node], other: &[Node], dot: &Val) -> Result<Flow, String> {
        let mark = self.variables.len();
        let value = self.commands(pipe, dot)?;
        let items: Vec<(Val, Val)> = match value {
            Val::List(items) => (0..).map(Val::Int).zip(items).collect(),
            Val::Map(entries) => entries.into_iter().map(|(key, value)| (Val::Text(key), value)).collect(),
            Val::Int(count) => (0..count.clamp(0, 100_000)).map(|index| (Val::Int(index), Val::Int(index))).collect(),
            Val::Missing | Val::Nil => Vec::new(),
            other => {
                let operand = pipe.commands.first().and_then(|command| command.first());
                let (at, shown) = operand.map_or((0, ""), |operand| (operand.at, operand.shown.as_str()));
                return Err(self.fail(at, shown, &format!("range can't iterate over {}", functions::printed(&other))));
            }
        };
        if items.is_empty() {
            let flow = self.block(other, dot)?;
            self.variables.truncate(mark);
            return Ok(flow);
        }
        for (key, item) in items {
            match pipe.variables.as_slice() {
                [value] => self.variables.push((value.clone(), item.clone())),
                [index, value] => {
                    self.variables.push((index.clone(), key));
                    self.variables.push((value.clone(), item.clone()));
                }
                _ => {}
            }
            let flow = self.block(then, &item)?;
            self.variables.truncate(mark);
            if let ControlFlow::Break(Jump::Break) = flow {
                break;
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// The value of a pipeline; its variables are set.
    fn pipe(&mut self, pipe: &Pipe, dot: &Val) -> Result<Val, String> {
        let value = self.commands(pipe, dot)?;
        for name in &pipe.variables {
            if pipe.assigns {
                if let Some(slot) = self.variables.iter_mut().rev().find(|(known, _)| known == name) {
                    slot.1 = value.clone();
                }
            } else {
                self.variables.push((name.clone(), value.clone()));
            }
        }
        Ok(value)
    }

    fn commands(&mut self, pipe: &Pipe, dot: &Val) -> Result<Val, String> {
        let mut last = None;
        for command in &pipe.commands {
            last = Some(self.command(command, dot, last)?);
        }
        Ok(last.unwrap_or(Val::Missing))
    }

    fn command(&mut self, command: &[Operand], dot: &Val, piped: Option<Val>) -> Result<Val, String> {
        let Some(first) = command.first() else { return Ok(Val::Missing) };
        let What::Function(name) = &first.what else {
            if command.len() > 1 || piped.is_some() {
                return Err(self.fail(
                    first.at,
                    &first.shown,
                    &format!("can't give argument to non-function {}", first.shown),
                ));
            }
            return self.operand(first, dot);
        };
        let mut arguments = Vec::new();
        for operand in command.iter().skip(1) {
            // `and` and `or` stop as soon as they know.
            if let Some(known) = functions::short_circuit(name, &arguments) {
                return Ok(known);
            }
            arguments.push(self.operand(operand, dot)?);
        }
        arguments.extend(piped);
        functions::call(name, arguments).map_err(|problem| {
            let shown = show_command(command);
            let problem = match problem {
                functions::Problem::Arguments(text) => text,
                functions::Problem::Calling(text) => format!("error calling {name}: {text}"),
            };
            self.fail(first.at, &shown, &problem)
        })
    }

    fn operand(&mut self, operand: &Operand, dot: &Val) -> Result<Val, String> {
        match &operand.what {
            What::Dot => Ok(dot.clone()),
            What::Nil => Err(self.fail(operand.at, &operand.shown, "nil is not a command")),
            What::Bool(value) => Ok(Val::Bool(*value)),
            What::Int(value) => Ok(Val::Int(*value)),
            What::Float(value) => Ok(Val::Float(*value)),
            What::Text(text) => Ok(Val::Text(text.clone())),
            What::Fields(names) => self.fields(dot.clone(), names, operand),
            What::Variable(name, names) => {
                let value =
                    self.variables.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.clone());
                self.fields(value.unwrap_or(Val::Missing), names, operand)
            }
            What::Nested(pipe, names) => {
                let value = self.pipe(pipe, dot)?;
                self.fields(value, names, operand)
            }
            What::Function(_) => self.command(std::slice::from_ref(operand), dot, None),
        }
    }

    fn fields(&self, from: Val, names: &[String], operand: &Operand) -> Result<Val, String> {
        let mut here = from;
        for name in names {
            here = match here {
                Val::Map(entries) => {
                    entries.into_iter().find(|(key, _)| key == name).map_or(Val::Missing, |(_, value)| value)
                }
                Val::Missing => Val::Missing,
                Val::Nil => {
                    let problem = format!("nil pointer evaluating interface {{}}.{name}");
                    return Err(self.fail(operand.at, &operand.shown, &problem));
                }
                _ => {
                    let problem = format!("can't evaluate field {name} in type interface {{}}");
                    return Err(self.fail(operand.at, &operand.shown, &problem));
                }
            };
        }
        Ok(here)
    }
}
