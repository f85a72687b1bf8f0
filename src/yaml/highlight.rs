//! Which part of a line of YAML is what, for colouring: a line lexer that survives half-typed text.
//!
//! Must not know: Kubernetes, colours.
