//! kijabi (키잡이): a tutor, in Korean and in a terminal, for Kubernetes Services; no cluster, no container engine, no network.
//!
//! # The map
//!
//! Data flows one way, text → tree → object → verdict → report → screen, and a module names only modules above it
//! in this list (`tests/architecture.rs` holds it to that, and each foreign crate to its owner):
//!
//! | module | is | must not know |
//! |---|---|---|
//! | [`text`] | byte ranges, lines, cells, 조사, wrapping, search | everything else |
//! | [`diagnostic`] | one plain `Diagnostic` and its code, the one vocabulary of mistakes | YAML, screens |
//! | [`yaml`] | text → spanned tree and errors; never fails | Kubernetes |
//! | [`kube`] | decode, default, validate, allocate: verdict = the API server's | clusters, lessons |
//! | [`cluster`] | the simulated cluster: controllers, endpoints, kube-proxy, DNS, request traces | lessons, screens |
//! | [`console`] | `kubectl`, `minikube`, `curl` … as a learner types them, answered as the real programs do | lessons, screens |
//! | [`lesson`] | course packs: chapters, worlds, exercise specifications | grading |
//! | [`grade`] | (exercise, answer) → report; each check says what it proved or why not yet | screens, records |
//! | [`quiz`] | (question, seed) → item with its computed truth; what is answered → judgement | records, screens |
//! | [`study`] | the learner's record, folded from events; resuming; export and import | files, the clock |
//! | [`classroom`] | many submissions → one sheet; a broken file is a row | files, screens |
//! | [`app`] | `update(event) → effects`, `view → scene`; one screen a file | ratatui, crossterm, files |
//! | [`shell`] | performs effects: files, database, clock, watching a file | how it looks |
//! | `tui` | the terminal loop; ratatui and crossterm live here and only here | what a screen means |
//! | [`cli`] | the command line: arguments, subcommands, exit status | |
//!
//! Everything up to [`app`] is pure: no file, no clock, no environment (a lint refuses them), so all of it is tested by calling
//! it. The feature `tui` is the terminal; grading, checking and the linter build without it.
//!
//! # A keystroke, from end to end
//!
//! `tui::input` turns what the terminal sends into an [`app::event::Event`]. [`app::Model::update`] hands it to the screen that
//! is seen; the learner's desk ([`app::screen::exercise`]) gives it to its buffer ([`app::editor`]), which tells the edit it
//! made. [`yaml::Parse::reparse`] reads again what the edit touched, [`kube::check_parsed`] judges it, and
//! [`grade::Grader`] applies the objects to a copy of the exercise's world ([`cluster::Cluster`]) and asks the checks. The
//! report becomes a [`app::scene::Scene`], plain data in cells and roles, and `tui::canvas` sends the few cells that changed.
//! What must be kept leaves `update` as an [`app::effect::Effect`] and is saved by [`shell`] on a thread of its own.
//!
//! # Where things are that are not code
//!
//! `lessons/` is the course, and proved by grading it ([`grade::lint`]); `assets/mistakes/CODE.md` explains each code of the
//! vocabulary with an example that is run; `assets/glossary.yaml` is the glossary. `tests/data/oracle/` holds what a real API
//! server said of some thousand manifests; nothing is ever looked up there, the rules must agree.
//!
//! # How to add
//!
//! * a rule of the API server: its function in `kube/validate/`, its code's page in `assets/mistakes/`;
//! * a kind of check: a file in `grade/checks/`, its form in [`lesson::spec`];
//! * a screen: a file in `app/screen/` with a [`app::screen::Page`], its place in [`app::screen::Destination`];
//! * a question: an entry of a chapter's `quiz.yaml`, its form in [`lesson::spec::quiz`]; a generator: a function in
//!   `quiz/generate/`,
//!   its row in [`quiz::generate::ALL`], its independent solution in the tests there;
//! * an exercise: a folder; `kijabi course check lessons` says what it lacks.

pub mod text;

pub mod diagnostic;

pub mod yaml;

pub mod kube;

pub mod cluster;

pub mod console;

pub mod lesson;

pub mod grade;

pub mod quiz;

pub mod study;

pub mod classroom;

pub mod app;

pub mod shell;

#[cfg(feature = "tui")]
pub mod tui;

pub mod cli;
