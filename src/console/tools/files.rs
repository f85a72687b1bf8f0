//! `cat`, `ls`, `mkdir`, `rm`, `cp`, `mv`, `touch`.
//!
//! Must not know: whose files they are.

use super::{Call, Console, Flags, inputs};
use crate::console::Output;
use crate::console::files::{FileEntry, FileFault};
use crate::console::output::lines;
use std::fmt::Write as _;

/// `cat FILE…`, `cat -n`.
pub(in crate::console) fn cat(console: &mut Console, call: &Call<'_>) -> Output {
    let flags = match Flags::read(call, "nAbestuvET", "", &[("number", 'n')]) {
        Ok(flags) => flags,
        Err(output) => return output,
    };
    let mut output = Output::default();
    let mut number = 0;
    for (_, text) in inputs(console, call, &flags.rest, &mut output.stderr) {
        if !flags.has('n') {
            output.stdout.push_str(&text);
            continue;
        }
        for line in text.split_inclusive('\n') {
            number += 1;
            let _ = write!(output.stdout, "{number:>6}\t{line}");
        }
    }
    output.exit = u8::from(!output.stderr.is_empty());
    output
}

/// `ls`, `ls -a`, `ls -l`, `ls -1`: to the screen in one line, elsewhere a name a line.
pub(in crate::console) fn ls(console: &mut Console, call: &Call<'_>) -> Output {
    let flags = match Flags::read(call, "alhtrF1AdRSG", "", &[("all", 'a'), ("color", 'G')]) {
        Ok(flags) => flags,
        Err(output) => return output,
    };
    let mut output = Output::default();
    let names = if flags.rest.is_empty() { vec![".".to_owned()] } else { flags.rest.clone() };
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for name in &names {
        let path = console.path(name);
        match console.files().list(&path) {
            Ok(entries) if console.files().is_folder(&path) && !flags.has('d') => folders.push((name, entries)),
            Ok(entries) => {
                let bytes = entries.first().map_or(0, |entry| entry.bytes);
                files.push(FileEntry { name: name.clone(), is_folder: console.files().is_folder(&path), bytes });
            }
            Err(fault) => {
                let _ = writeln!(output.stderr, "ls: cannot access '{name}': {fault}");
                output.exit = 2;
            }
        }
    }
    output.stdout.push_str(&listing(&files, &flags, call.to_screen));
    let several = names.len() > 1;
    for (name, entries) in folders {
        if several {
            let gap = if output.stdout.is_empty() { "" } else { "\n" };
            let _ = writeln!(output.stdout, "{gap}{name}:");
        }
        let shown: Vec<FileEntry> =
            entries.into_iter().filter(|it| !it.name.starts_with('.') || flags.has('a') || flags.has('A')).collect();
        if flags.has('l') {
            let blocks: usize = shown.iter().map(|entry| entry.bytes.div_ceil(4096) * 4).sum();
            let _ = writeln!(output.stdout, "total {blocks}");
        }
        output.stdout.push_str(&listing(&shown, &flags, call.to_screen));
    }
    output
}

fn listing(entries: &[FileEntry], flags: &Flags, to_screen: bool) -> String {
    let mark = |entry: &FileEntry| if flags.has('F') && entry.is_folder { "/" } else { "" };
    if flags.has('l') {
        let width =
            entries.iter().map(|entry| entry.bytes.max(4096 * usize::from(entry.is_folder)).to_string().len()).max();
        let width = width.unwrap_or(1);
        let line = |entry: &FileEntry| {
            let (mode, links, bytes) =
                if entry.is_folder { ("drwxr-xr-x", 2, 4096) } else { ("-rw-r--r--", 1, entry.bytes) };
            format!("{mode} {links} user user {bytes:>width$} Nov 20 08:00 {}{}\n", entry.name, mark(entry))
        };
        return entries.iter().map(line).collect();
    }
    let names: Vec<String> = entries.iter().map(|entry| format!("{}{}", entry.name, mark(entry))).collect();
    match () {
        () if names.is_empty() => String::new(),
        () if to_screen && !flags.has('1') => format!("{}\n", names.join("  ")),
        () => lines(&names),
    }
}

/// `mkdir`, `mkdir -p`.
pub(in crate::console) fn mkdir(console: &mut Console, call: &Call<'_>) -> Output {
    let flags = match Flags::read(call, "pv", "m", &[("parents", 'p')]) {
        Ok(flags) => flags,
        Err(output) => return output,
    };
    let mut output = Output::default();
    for name in &flags.rest {
        let path = console.path(name);
        let mut folders = vec![path.clone()];
        if flags.has('p') {
            let ends = path.match_indices('/').map(|(at, _)| at).skip(1);
            folders = ends.filter_map(|end| path.get(..end)).map(str::to_owned).chain([path.clone()]).collect();
        }
        for folder in folders {
            match console.files_mut().make_folder(&folder) {
                Err(FileFault::Exists) if flags.has('p') => {}
                Err(fault) => {
                    let _ = writeln!(output.stderr, "mkdir: cannot create directory ‘{name}’: {fault}");
                    output.exit = 1;
                }
                Ok(()) => {}
            }
        }
    }
    output
}

/// `rm`, `rm -r`, `rm -f`.
pub(in crate::console) fn rm(console: &mut Console, call: &Call<'_>) -> Output {
    let flags = match Flags::read(call, "rRfvid", "", &[("recursive", 'r'), ("force", 'f')]) {
        Ok(flags) => flags,
        Err(output) => return output,
    };
    let mut output = Output::default();
    for name in &flags.rest {
        let path = console.path(name);
        let whole = flags.has('r') || flags.has('R');
        let done = if console.files().is_folder(&path) && !whole {
            Err(FileFault::IsFolder)
        } else {
            console.files_mut().remove(&path)
        };
        match done {
            Err(FileFault::NotFound) if flags.has('f') => {}
            Err(fault) => {
                let _ = writeln!(output.stderr, "rm: cannot remove '{name}': {fault}");
                output.exit = 1;
            }
            Ok(()) => {}
        }
    }
    output
}

/// `cp FROM TO` and `mv FROM TO`: files, into a folder or under a new name.
pub(in crate::console) fn copy(console: &mut Console, call: &Call<'_>) -> Output {
    let program = call.name;
    let flags = match Flags::read(call, "rRafvipnu", "", &[("recursive", 'r'), ("force", 'f')]) {
        Ok(flags) => flags,
        Err(output) => return output,
    };
    let Some((to, from)) = flags.rest.split_last().filter(|(_, from)| !from.is_empty()) else {
        return Output::fail(
            1,
            format!("{program}: missing file operand\nTry '{program} --help' for more information.\n"),
        );
    };
    let mut output = Output::default();
    for name in from {
        let target = console.path(to);
        let into = console.files().is_folder(&target);
        let target = if into { format!("{target}/{}", name.rsplit('/').next().unwrap_or(name)) } else { target };
        let path = console.path(name);
        let copied = console.files().read(&path).and_then(|text| console.files_mut().write(&target, &text));
        match copied {
            Ok(()) if program == "mv" => drop(console.files_mut().remove(&path)),
            Ok(()) => {}
            Err(FileFault::IsFolder) if program == "cp" => {
                let _ = writeln!(output.stderr, "cp: -r not specified; omitting directory '{name}'");
                output.exit = 1;
            }
            Err(fault) => {
                let _ = writeln!(output.stderr, "{program}: cannot stat '{name}': {fault}");
                output.exit = 1;
            }
        }
    }
    output
}

/// `touch FILE…`.
pub(in crate::console) fn touch(console: &mut Console, call: &Call<'_>) -> Output {
    let mut output = Output::default();
    for name in call.args.iter().filter(|arg| !arg.starts_with('-')) {
        let path = console.path(name);
        if !console.files().is_folder(&path)
            && let Err(fault) = console.files_mut().append(&path, "")
        {
            let _ = writeln!(output.stderr, "touch: cannot touch '{name}': {fault}");
            output.exit = 1;
        }
    }
    output
}
