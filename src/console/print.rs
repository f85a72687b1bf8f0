//! How kubectl prints objects: tables, YAML, JSON, JSONPath, Go templates, custom columns. Objects are plain JSON.
//!
//! Must not know: commands, servers.

pub mod age;
pub mod columns;
pub mod custom_columns;
pub mod field;
pub mod go_template;
pub mod go_value;
pub mod json;
pub mod jsonpath;
pub mod table;
pub mod tabwriter;
pub(super) mod unified;
pub mod yaml;
