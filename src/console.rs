//! The console: what a learner types at a prompt (`kubectl`, `minikube`, `curl`, `ssh`, `nslookup`, `cat` …) done to a
//! simulated cluster, answered with the output, wording and exit status of the real programs.
//!
//! The map: `shell` splits what is typed into commands, `server` is the API server as a client sees it (whole objects as JSON,
//! kept in step with a [`crate::cluster::Cluster`], which alone decides what becomes of them), `kubectl` is the client.
//!
//! This layer must not know: lessons, grading, screens, real files, the clock (files and time are inputs).
