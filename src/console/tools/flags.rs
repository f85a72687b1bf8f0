//! Options as `getopt` reads them: `-n 5`, `-n5`, `-rn`, `--lines=5`.
//!
//! Must not know: what options mean.

use super::Call;
use crate::console::Output;

/// The options and operands of a call.
#[derive(Debug, Default)]
pub(super) struct Flags {
    given: Vec<(char, String)>,
    /// What is no option.
    pub(super) rest: Vec<String>,
}

impl Flags {
    /// Reads the arguments. `plain` are letters without a value, `valued` those with one, `long` the long names.
    pub(super) fn read(call: &Call<'_>, plain: &str, valued: &str, long: &[(&str, char)]) -> Result<Self, Output> {
        let mut flags = Self::default();
        let mut args = call.args.iter();
        let mut only_operands = false;
        while let Some(arg) = args.next() {
            if only_operands || !arg.starts_with('-') || arg == "-" {
                flags.rest.push(arg.clone());
            } else if arg == "--" {
                only_operands = true;
            } else if let Some(name) = arg.strip_prefix("--") {
                let (name, value) = name.split_once('=').map_or((name, None), |(name, value)| (name, Some(value)));
                let Some((_, letter)) = long.iter().find(|(its, _)| *its == name) else {
                    return Err(unknown(call, &format!("unrecognized option '--{name}'")));
                };
                let value = match value {
                    Some(value) => value.to_owned(),
                    None if valued.contains(*letter) => args.next().cloned().unwrap_or_default(),
                    None => String::new(),
                };
                flags.given.push((*letter, value));
            } else {
                let mut letters = arg.chars().skip(1);
                while let Some(letter) = letters.next() {
                    if valued.contains(letter) {
                        let joined: String = letters.by_ref().collect();
                        let value = if joined.is_empty() { args.next().cloned() } else { Some(joined) };
                        let Some(value) = value else {
                            return Err(unknown(call, &format!("option requires an argument -- '{letter}'")));
                        };
                        flags.given.push((letter, value));
                    } else if plain.contains(letter) {
                        flags.given.push((letter, String::new()));
                    } else {
                        return Err(unknown(call, &format!("invalid option -- '{letter}'")));
                    }
                }
            }
        }
        Ok(flags)
    }

    /// Operands alone.
    pub(super) fn operands(args: &[String]) -> Self {
        Self { given: Vec::new(), rest: args.to_vec() }
    }

    /// Whether an option was given.
    pub(super) fn has(&self, letter: char) -> bool {
        self.given.iter().any(|(its, _)| *its == letter)
    }

    /// An option's value, the last one where it was given more often.
    pub(super) fn value(&self, letter: char) -> Option<&str> {
        self.given.iter().rev().find(|(its, _)| *its == letter).map(|(_, value)| value.as_str())
    }

    /// All values of an option.
    pub(super) fn values(&self, letter: char) -> impl Iterator<Item = &str> {
        self.given.iter().filter(move |(its, _)| *its == letter).map(|(_, value)| value.as_str())
    }
}

fn unknown(call: &Call<'_>, what: &str) -> Output {
    let status = if call.name == "grep" || call.name == "ls" || call.name == "sort" { 2 } else { 1 };
    Output::fail(status, format!("{0}: {what}\nTry '{0} --help' for more information.\n", call.name))
}
