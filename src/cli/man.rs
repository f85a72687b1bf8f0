//! The manual page: kijabi and, in the same page, each of its commands with everything it takes.
//!
//! Must not know: what any command does.

use std::io::{self, Write};

use clap::Command;
use clap_mangen::Man;

/// The page in roff.
pub(super) fn page(command: Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let commands: Vec<Command> = command.get_subcommands().cloned().collect();
    let whole = Man::new(command);
    whole.render_title(&mut page)?;
    whole.render_name_section(&mut page)?;
    whole.render_synopsis_section(&mut page)?;
    whole.render_options_section(&mut page)?;
    for command in &commands {
        about(command, "kijabi", &mut page)?;
    }
    writeln!(page, ".SH \"알아 둘 것\"")?;
    for line in after.lines() {
        writeln!(page, "{}\n.br", line.replace('-', "\\-"))?;
    }
    Ok(page)
}

/// One command, then those within it.
fn about(command: &Command, within: &str, page: &mut Vec<u8>) -> io::Result<()> {
    let name = format!("{within} {}", command.get_name());
    writeln!(page, ".SH \"{}\"", name.replace('-', "\\-"))?;
    let is_common = |arg: &clap::Arg| arg.get_help_heading() == Some(super::args::COMMON);
    let own = command.clone().mut_args(|arg| {
        let hidden = is_common(&arg);
        arg.hide(hidden)
    });
    let man = Man::new(own);
    page.extend(section(&|page| man.render_description_section(page))?);
    page.extend(section(&|page| man.render_synopsis_section(page))?);
    page.extend(section(&|page| man.render_options_section(page))?);
    command.get_subcommands().try_for_each(|inner| about(inner, &name, page))
}

/// What `render` writes as a part of a command's section: the library makes sections of a page.
fn section(render: &dyn Fn(&mut dyn Write) -> io::Result<()>) -> io::Result<Vec<u8>> {
    let mut written = Vec::new();
    render(&mut written)?;
    let text = String::from_utf8_lossy(&written).into_owned();
    let lines = text.lines().filter_map(|line| match line.strip_prefix(".SH ") {
        Some("DESCRIPTION" | "SYNOPSIS" | "OPTIONS") => Some(".PP".to_owned()),
        Some(heading) => Some(format!(".SS {heading}")),
        // How an apostrophe is written is said once, at the head of the page.
        None if line.starts_with(".ie ") || line.starts_with(".el ") => None,
        None => Some(line.to_owned()),
    });
    Ok(lines.fold(String::new(), |text, line| text + &line + "\n").into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_and_option_is_on_the_page() {
        let page = String::from_utf8(page(crate::cli::args::command()).unwrap()).unwrap();
        for wanted in [
            "kijabi class quiz set",
            "kijabi class quiz results",
            "kijabi course new",
            "\\-\\-seed",
            "\\-\\-minutes",
            "종료 코드",
        ] {
            assert!(page.contains(wanted), "{wanted} is not in\n{page}");
        }
        assert_eq!(page.matches("\\-\\-kubernetes").count(), 1, "what holds for all commands is told once");
        assert!(!page.contains("(1)\n"), "no page is named that there is not\n{page}");
    }
}
