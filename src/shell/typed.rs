//! Lines that are typed while something else is waited for too.
//!
//! Must not know: what they say.

use std::io::BufRead;

use super::files;

/// Tells each line of standard input as it is typed, on a thread of its own, until `told` says that nobody listens any more or
/// nothing is left to be read; neither ends the program.
///
/// # Errors
/// Where no thread can be started, in Korean.
pub fn listen(mut told: impl FnMut(String) -> bool + Send + 'static) -> Result<(), String> {
    let listen = move || {
        let mut lines = std::io::stdin().lock().lines().map_while(Result::ok);
        while lines.next().is_some_and(&mut told) {}
    };
    let started = std::thread::Builder::new().name("typed".into()).spawn(listen);
    started.map(drop).map_err(|error| files::io_reason(&error))
}
