//! kubectl's command line, read as spf13/pflag reads it: long and short flags, values after `=`, apart or glued on, flags among
//! the arguments, `--` for the end of them.
//!
//! Must not know: what any flag does.

/// A flag as `--help` lists it.
#[derive(Debug)]
pub struct Flag {
    /// The name after `--`.
    pub long: &'static str,
    /// The letter after `-`.
    pub short: Option<char>,
    /// What may follow.
    pub takes: Takes,
}

/// What a flag's value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Nothing, or `=true`, `=false`.
    Switch,
    /// A text; the last one counts.
    Text,
    /// A text after `=`, or nothing: then this one.
    Optional(&'static str),
    /// A whole number.
    Number,
    /// A Go duration (`1m30s`).
    Duration,
    /// Texts, several at a time with commas.
    List,
    /// Texts, one at a time.
    Each,
}

/// A flag without a value.
pub const fn switch(long: &'static str) -> Flag {
    Flag { long, short: None, takes: Takes::Switch }
}

/// A flag with a text.
pub const fn text(long: &'static str) -> Flag {
    Flag { long, short: None, takes: Takes::Text }
}

/// A flag with a number.
pub const fn number(long: &'static str) -> Flag {
    Flag { long, short: None, takes: Takes::Number }
}

/// A flag with a duration.
pub const fn duration(long: &'static str) -> Flag {
    Flag { long, short: None, takes: Takes::Duration }
}

/// A flag with a list.
pub const fn list(long: &'static str) -> Flag {
    Flag { long, short: None, takes: Takes::List }
}

/// A flag that may stand several times.
pub const fn each(long: &'static str) -> Flag {
    Flag { long, short: None, takes: Takes::Each }
}

/// A flag whose value may be left out.
pub const fn optional(long: &'static str, without: &'static str) -> Flag {
    Flag { long, short: None, takes: Takes::Optional(without) }
}

impl Flag {
    /// With a letter.
    #[must_use]
    pub const fn short(self, letter: char) -> Self {
        Self { short: Some(letter), ..self }
    }

    /// Whether it can stand without a value.
    #[must_use]
    pub const fn stands_alone(&self) -> bool {
        matches!(self.takes, Takes::Switch | Takes::Optional(_))
    }

    /// As pflag's complaints name it.
    fn spelled(&self) -> String {
        match self.short {
            Some(letter) => format!("-{letter}, --{}", self.long),
            None => format!("--{}", self.long),
        }
    }

    /// Why Go would not take `value` for it.
    fn refuses(&self, value: &str) -> Option<String> {
        let problem = match self.takes {
            Takes::Switch if boolean(value).is_none() => {
                format!("strconv.ParseBool: parsing {}: invalid syntax", quoted(value))
            }
            Takes::Number => match value.parse::<i128>() {
                Ok(number) if i64::try_from(number).is_ok() => return None,
                Ok(_) => format!("strconv.ParseInt: parsing {}: value out of range", quoted(value)),
                Err(_) => format!("strconv.ParseInt: parsing {}: invalid syntax", quoted(value)),
            },
            Takes::Duration => super::super::print::age::parse_duration(value).err()?,
            _ => return None,
        };
        Some(format!("invalid argument {} for {} flag: {problem}", quoted(value), quoted(&self.spelled())))
    }
}

/// What was given on a command line.
#[derive(Clone, Debug, Default)]
pub struct Given {
    flags: Vec<(&'static str, String)>,
    /// What is no flag, in order.
    pub args: Vec<String>,
    /// How many of [`Given::args`] stood before `--`; `None` without one.
    pub dash: Option<usize>,
}

impl Given {
    /// The value of a flag, the last one given.
    #[must_use]
    pub fn text(&self, long: &str) -> Option<&str> {
        self.flags.iter().rev().find(|(name, _)| *name == long).map(|(_, value)| value.as_str())
    }

    /// Takes a flag out, which a verb reads in its own way.
    pub fn forget(&mut self, long: &str) {
        self.flags.retain(|(name, _)| *name != long);
    }

    /// Every value of a flag that may be given several times; a [`Takes::List`] is taken apart at its commas.
    #[must_use]
    pub fn list(&self, long: &str) -> Vec<&str> {
        self.flags.iter().filter(|(name, _)| *name == long).map(|(_, value)| value.as_str()).collect()
    }

    /// Every flag that was given with its value, in the order of the command line.
    pub fn flags(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.flags.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// Whether a switch is on; `default` where it was not given.
    #[must_use]
    pub fn switch_or(&self, long: &str, default: bool) -> bool {
        self.text(long).and_then(boolean).unwrap_or(default)
    }

    /// Whether a switch is on that is off by itself.
    #[must_use]
    pub fn is(&self, long: &str) -> bool {
        self.switch_or(long, false)
    }

    /// The value of a numeric flag.
    #[must_use]
    pub fn number(&self, long: &str) -> Option<i64> {
        self.text(long)?.parse().ok()
    }

    /// Whether a flag was given at all.
    #[must_use]
    pub fn has(&self, long: &str) -> bool {
        self.text(long).is_some()
    }

    fn take(&mut self, flag: &Flag, value: &str) -> Result<(), String> {
        if let Some(problem) = flag.refuses(value) {
            return Err(problem);
        }
        if flag.takes == Takes::List {
            // As pflag's string slices: read as a line of CSV.
            self.flags.extend(value.split(',').map(|part| (flag.long, unquoted(part).to_owned())));
        } else {
            self.flags.push((flag.long, value.to_owned()));
        }
        Ok(())
    }
}

fn unquoted(part: &str) -> &str {
    part.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(part)
}

/// Reads `words` by the flags that `find` knows; the error is pflag's.
pub fn parse<'f>(words: &[String], flags: &[&'f Flag]) -> Result<Given, String> {
    let by_name = |name: &str| -> Option<&'f Flag> {
        let name = name.replace('_', "-");
        flags.iter().find(|flag| flag.long == name).copied()
    };
    let mut given = Given::default();
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        if word == "--" {
            given.dash = Some(given.args.len());
            given.args.extend(rest.cloned());
            break;
        }
        if let Some(long) = word.strip_prefix("--") {
            if long.starts_with(['-', '=']) {
                return Err(format!("bad flag syntax: {word}"));
            }
            let (name, value) = long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
            let Some(flag) = by_name(name) else { return Err(format!("unknown flag: --{name}")) };
            match (value, flag.takes) {
                (Some(value), _) => given.take(flag, value)?,
                (None, Takes::Switch) => given.take(flag, "true")?,
                (None, Takes::Optional(without)) => given.take(flag, without)?,
                (None, _) => {
                    let Some(value) = rest.next() else { return Err(format!("flag needs an argument: --{name}")) };
                    given.take(flag, value)?;
                }
            }
        } else if let Some(letters) = word.strip_prefix('-').filter(|letters| !letters.is_empty()) {
            shorthands(letters, flags, &mut rest, &mut given)?;
        } else {
            given.args.push(word.clone());
        }
    }
    Ok(given)
}

/// `-Aw`, `-owide`, `-o=wide`, `-o wide`.
fn shorthands<'w>(
    letters: &str,
    flags: &[&Flag],
    rest: &mut impl Iterator<Item = &'w String>,
    given: &mut Given,
) -> Result<(), String> {
    let mut left = letters;
    while let Some(letter) = left.chars().next() {
        let after = left.get(letter.len_utf8()..).unwrap_or("");
        let Some(flag) = flags.iter().find(|flag| flag.short == Some(letter)) else {
            return Err(format!("unknown shorthand flag: {} in -{left}", quoted_char(letter)));
        };
        if let Some(value) = after.strip_prefix('=') {
            return given.take(flag, value);
        }
        match flag.takes {
            Takes::Switch => given.take(flag, "true")?,
            Takes::Optional(without) => given.take(flag, without)?,
            _ if !after.is_empty() => return given.take(flag, after),
            _ => {
                let Some(value) = rest.next() else {
                    return Err(format!("flag needs an argument: {} in -{left}", quoted_char(letter)));
                };
                return given.take(flag, value);
            }
        }
        left = after;
    }
    Ok(())
}

fn quoted_char(letter: char) -> String {
    match letter {
        '\'' => "'\\''".to_owned(),
        '\\' => "'\\\\'".to_owned(),
        _ => format!("'{letter}'"),
    }
}

fn quoted(text: &str) -> String {
    crate::kube::quote::quote(text)
}

/// Go's `strconv.ParseBool`.
pub fn boolean(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static OUTPUT: Flag = text("output").short('o');
    static ALL: Flag = switch("all-namespaces").short('A');
    static FILES: Flag = list("filename").short('f');
    static DRY: Flag = optional("dry-run", "unchanged");
    static REPLICAS: Flag = number("replicas");

    fn read(line: &str) -> Result<Given, String> {
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        parse(&words, &[&OUTPUT, &ALL, &FILES, &DRY, &REPLICAS])
    }

    #[test]
    fn a_value_may_be_glued_apart_or_after_an_equals_sign() {
        for line in
            ["svc -o wide", "svc -owide", "-o=wide svc", "svc --output wide", "svc --output=wide", "-Ao wide svc"]
        {
            let given = read(line).unwrap();
            assert_eq!(
                (given.text("output"), given.args.as_slice()),
                (Some("wide"), &["svc".to_owned()][..]),
                "{line}"
            );
        }
        let given = read("-f a,b -f c --dry-run x -- -y").unwrap();
        assert_eq!(given.list("filename"), ["a", "b", "c"]);
        assert_eq!((given.text("dry-run"), given.dash), (Some("unchanged"), Some(1)));
        assert_eq!(given.args, ["x", "-y"]);
    }

    #[test]
    fn complaints_are_pflags() {
        for (line, expected) in [
            ("--foo", "unknown flag: --foo"),
            ("-z", "unknown shorthand flag: 'z' in -z"),
            ("-Az", "unknown shorthand flag: 'z' in -z"),
            ("--output", "flag needs an argument: --output"),
            ("-f", "flag needs an argument: 'f' in -f"),
            ("--=x", "bad flag syntax: --=x"),
            (
                "-A=maybe",
                "invalid argument \"maybe\" for \"-A, --all-namespaces\" flag: strconv.ParseBool: parsing \"maybe\": invalid syntax",
            ),
            (
                "--replicas=two",
                "invalid argument \"two\" for \"--replicas\" flag: strconv.ParseInt: parsing \"two\": invalid syntax",
            ),
        ] {
            assert_eq!(read(line).unwrap_err(), expected, "{line}");
        }
    }
}
