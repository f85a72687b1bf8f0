//! A class: many submissions → one sheet; events of many learners → one board. A broken submission is a row, never an end.
//!
//! This layer must not know: files, the clock, screens.
