//! `kijabi course new` and `course schema`: a pack to begin with, and what an editor must know to complete its files.
//!
//! Must not know: what is in the files.

use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;

use anyhow::{anyhow, bail};

use crate::cli::out::{self, Out};
use crate::shell::content;
use crate::shell::files::{self, io_reason};

/// Where a pack keeps its schemas: hidden, so that they are no part of it.
const SCHEMAS: &str = ".schema";

/// Makes a pack in `folder`, which must be new or empty.
pub(super) fn run(folder: &Path, title: Option<&str>, author: Option<&str>) -> anyhow::Result<()> {
    let named = folder.display();
    match std::fs::read_dir(folder) {
        Ok(mut entries) => {
            if entries.next().is_some() {
                bail!("{named}: 비어 있지 않은 폴더입니다. 있는 것을 덮어쓰지 않도록 새 폴더를 적으십시오.");
            }
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => bail!("{named}: {}", io_reason(&error)),
    }
    let title = title.map_or_else(|| ask("과정의 제목", "새 과정"), |title| Ok(title.to_owned()))?;
    let author = author.map_or_else(|| ask("만든 사람", "이름 없음"), |author| Ok(author.to_owned()))?;
    for (path, text) in content::new_course() {
        // Quoted as JSON is, which YAML reads.
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let text = text.replace("TITLE", &quoted(&title)).replace("AUTHOR", &quoted(&author));
        write(&folder.join(&path), &text)?;
    }
    schema_files(folder)?;
    let quoted = in_shell(&named.to_string());
    out::note(&format!("{named}: 과정을 만들었습니다. `kijabi course check {quoted} --watch`를 켜 두고 고치십시오."));
    Ok(())
}

/// A path as it is typed at a shell.
fn in_shell(path: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-~".contains(c);
    if path.chars().all(is_plain) { path.to_owned() } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

/// Prints the schemas, or writes them where an editor finds them.
pub(super) fn schema(folder: Option<&Path>, out: &mut Out) -> anyhow::Result<()> {
    match folder {
        Some(folder) if folder.is_dir() => {
            schema_files(folder)?;
            out::note(&format!("{}: 스키마를 썼습니다.", folder.join(SCHEMAS).display()));
            Ok(())
        }
        Some(folder) => bail!("{}: 그런 폴더가 없습니다.", folder.display()),
        None => {
            let all: serde_json::Map<String, serde_json::Value> = content::schemas()
                .into_iter()
                .map(|(name, text)| Ok((name, serde_json::from_str(&text)?)))
                .collect::<serde_json::Result<_>>()?;
            Ok(out.json(&all)?)
        }
    }
}

fn schema_files(folder: &Path) -> anyhow::Result<()> {
    content::schemas().into_iter().try_for_each(|(name, text)| write(&folder.join(SCHEMAS).join(name), &text))
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(|error| anyhow!("{}: {}", parent.display(), io_reason(&error)))?;
    }
    files::write(path, text).map_err(|reason| anyhow!("{}: {reason}", path.display()))
}

/// Asks on a terminal; elsewhere, and for an empty answer, `otherwise`.
fn ask(what: &str, otherwise: &str) -> anyhow::Result<String> {
    if !std::io::stdin().is_terminal() {
        return Ok(otherwise.to_owned());
    }
    let mut stderr = std::io::stderr().lock();
    write!(stderr, "{what} [{otherwise}]: ")?;
    stderr.flush()?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    let answer = answer.trim();
    Ok(if answer.is_empty() { otherwise } else { answer }.to_owned())
}
