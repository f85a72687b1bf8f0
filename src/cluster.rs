//! The simulated cluster: what becomes of accepted objects, and what becomes of a request.
//!
//! Deterministic: no clock and no randomness. Where a real cluster throws dice (addresses, node ports, the endpoint
//! a packet goes to), a rule written down beside the code decides, so that grading can ask again and get the same
//! answer.
//!
//! The map: [`state`] is what a cluster holds; [`request`] and [`trace`] are the question and
//! the answer; [`platform`] is where the cluster stands.
//!
//! This layer must not know: lessons, screens.

pub mod platform;
pub mod request;
pub mod state;
pub mod trace;
