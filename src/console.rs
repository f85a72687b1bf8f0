//! The console: what a learner types at a prompt (`kubectl`, `minikube`, `curl`, `ssh`, `nslookup`, `cat` …) done to a
//! simulated cluster, answered with the output, wording and exit status of the real programs.
//!
//! The map: [`shell`] reads what is typed and runs it; a `program` is looked up by its name and gets the [`Console`] and a
//! [`Call`]. [`files`] are the files it sees, `server` is the API server as a client sees it (whole objects as JSON, kept in
//! step with a [`crate::cluster::Cluster`], which alone decides what becomes of them), `kubectl` is its client, `net` opens
//! connections for everything that asks over the network.
//!
//! This layer must not know: lessons, grading, screens, real files, the clock (files and time are inputs).

mod client;
mod curl;
mod docker;
mod environment;
pub mod files;
mod help;
mod inside;
pub mod kubectl;
mod listeners;
mod lookup;
mod machine;
mod minikube;
mod net;
pub mod output;
pub mod patch;
pub mod print;
mod probe;
mod program;
mod proxy;
pub mod resource;
pub mod selector;
pub mod server;
mod session;
pub mod shell;
mod ssh;
pub mod time;
mod tools;
mod web;
mod wget;

pub use output::Output;
pub use program::Call;
pub use session::{Console, Place, Ran};
