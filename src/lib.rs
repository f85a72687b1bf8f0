//! kijabi (키잡이): a tutor, in Korean and in a terminal, for Kubernetes Services; no cluster, no container engine, no network.
//!
//! # The map
//!
//! Data flows one way, text → tree → object → verdict → report → screen, and a module names only modules above it
//! in this list (`tests/architecture.rs` holds it to that):
//!
//! | module | is | must not know |
//! |---|---|---|
//! | [`text`] | byte ranges, lines, cells, 조사, wrapping, search | everything else |
//! | [`diagnostic`] | one plain `Diagnostic` and its code, the one vocabulary of mistakes | YAML, screens |
//! | [`yaml`] | text → spanned tree and errors; never fails | Kubernetes |
//! | [`kube`] | decode, default, validate, allocate: verdict = the API server's | clusters, lessons |
//! | [`cluster`] | the simulated cluster: controllers, endpoints, kube-proxy, DNS, request traces | lessons, screens |
//! | [`lesson`] | course packs: chapters, worlds, exercise specifications | grading |
//! | [`grade`] | (exercise, answer) → report; each check says what it proved or why not yet | screens, records |
//! | [`study`] | the learner's record, folded from events; resuming; export and import | files, the clock |
//! | [`app`] | `update(event) → effects`, `view → scene`; one screen a file | ratatui, crossterm, files |
//! | [`shell`] | performs effects: files, database, clock, watching a file | how it looks |
//! | [`cli`] | the command line: arguments, subcommands, exit status | |
//! | `tui` | the terminal loop; ratatui and crossterm live here and only here | what a screen means |

pub mod text;

pub mod diagnostic;

pub mod yaml;

pub mod kube;

pub mod cluster;

pub mod lesson;

pub mod grade;

pub mod study;

pub mod app;

pub mod shell;

#[cfg(feature = "tui")]
pub mod tui;

pub mod cli;
