//! Makes cargo notice new and removed lessons: a file that is embedded is watched by the compiler, a folder is not.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    for folder in ["lessons", "assets"] {
        watch(Path::new(folder));
    }
}

fn watch(path: &Path) {
    println!("cargo::rerun-if-changed={}", path.display());
    let Ok(entries) = std::fs::read_dir(path) else { return };
    for entry in entries.flatten() {
        watch(&entry.path());
    }
}
