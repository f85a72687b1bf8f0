//! The program: hands its arguments to the command line and ends with its status. Nothing else.

fn main() -> std::process::ExitCode {
    kijabi::cli::run(std::env::args_os())
}
