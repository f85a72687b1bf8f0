//! Several files in one YAML stream, marked the way `helm template` prints them: a document whose first line is
//! `# Source: NAME` begins the file NAME.
//!
//! Must not know: what the documents hold.

use super::exercise::File;

/// Cuts `text` into files. Documents before the first mark belong to `default_name`; without any mark the whole text
/// is that one file.
#[must_use]
pub fn split(text: &str, default_name: &str) -> Vec<File> {
    if !text.lines().any(|line| source_name(line).is_some()) {
        return vec![File { name: default_name.to_owned(), text: text.to_owned() }];
    }
    let mut files: Vec<File> = Vec::new();
    for document in documents(text) {
        let (first, rest) = document.split_once('\n').unwrap_or((document, ""));
        match source_name(first) {
            Some(name) => append(&mut files, name, rest),
            None if files.is_empty() && document.trim().is_empty() => {}
            None => {
                let name = files.last().map_or(default_name.to_owned(), |file| file.name.clone());
                append(&mut files, &name, document);
            }
        }
    }
    files
}

/// One text that [`split`] cuts into these files again; a single manifest stands as it is.
#[must_use]
pub fn join(files: &[File]) -> String {
    if let [only] = files
        && !only.is_script()
    {
        return only.text.clone();
    }
    let mut out = String::new();
    for file in files {
        if !out.is_empty() {
            out.push_str("---\n");
        }
        out.push_str("# Source: ");
        out.push_str(&file.name);
        out.push('\n');
        out.push_str(&file.text);
        if !file.text.is_empty() && !file.text.ends_with('\n') {
            out.push('\n');
        }
    }
    out
}

/// The file name that a `# Source: NAME` line gives.
fn source_name(line: &str) -> Option<&str> {
    line.strip_prefix("# Source:").map(str::trim).filter(|name| !name.is_empty())
}

/// The documents of a stream without their `---` lines.
fn documents(text: &str) -> Vec<&str> {
    let mut documents = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        let next = at + line.len();
        if line.trim_end() == "---" {
            documents.extend(text.get(start..at));
            start = next;
        }
        at = next;
    }
    documents.extend(text.get(start..));
    documents
}

fn append(files: &mut Vec<File>, name: &str, text: &str) {
    if let Some(file) = files.iter_mut().find(|file| file.name == name) {
        file.text.push_str("---\n");
        file.text.push_str(text);
    } else {
        files.push(File { name: name.to_owned(), text: text.to_owned() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_stream_is_several_files() {
        let text = "# Source: db.yaml\na: 1\n---\nb: 2\n---\n# Source: redis.yaml\nc: 3\n";
        let files = split(text, "service.yaml");
        assert_eq!(files.len(), 2);
        assert_eq!((files[0].name.as_str(), files[0].text.as_str()), ("db.yaml", "a: 1\n---\nb: 2\n"));
        assert_eq!((files[1].name.as_str(), files[1].text.as_str()), ("redis.yaml", "c: 3\n"));
    }

    #[test]
    fn files_joined_are_cut_into_the_same_files() {
        let file = |name: &str, text: &str| File { name: name.into(), text: text.into() };
        let files = [file("db.yaml", "a: 1\n---\n---\nb: 2\n"), file("empty.yaml", ""), file("redis.yaml", "c: 3\n")];
        assert_eq!(split(&join(&files), "service.yaml"), files);
        let one = [file("service.yaml", "# Source: 아무것도 아님\n")];
        assert_eq!(join(&one), one[0].text);
        // Unmarked, commands would be read as a manifest.
        let typed = [file("commands.sh", "kubectl get svc\n")];
        assert_eq!(split(&join(&typed), "service.yaml"), typed);
    }

    #[test]
    fn an_unmarked_stream_is_one_file_as_it_stands() {
        let files = split("a: 1\n---\nb: 2\n", "service.yaml");
        assert_eq!(files, [File { name: "service.yaml".into(), text: "a: 1\n---\nb: 2\n".into() }]);
    }
}
