//! Runs the program as a user does.

use std::ffi::OsStr;
use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// No run takes longer than this, however hostile its input; a program built for tests is many times
/// slower than the one that users get, so this only tells a hang.
const LONGEST: Duration = Duration::from_secs(20);
/// What the contract allows whatever the input, in KiB.
const MOST_MEMORY: u64 = 300 * 1000 * 1000 / 1024;

/// How a run ended.
#[derive(Debug)]
pub struct Outcome {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

/// A run of the program in a folder.
pub struct Program {
    command: Command,
}

impl Program {
    /// The program in a folder, with arguments.
    ///
    /// On Linux every run has no more address space than the contract allows memory: a program that
    /// asks for more is refused and aborts, which no test takes for a result.
    pub fn new<S: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = S>) -> Self {
        let program = env!("CARGO_BIN_EXE_nianbao");
        let mut command = if cfg!(target_os = "linux") {
            let mut shell = Command::new("sh");
            shell.arg("-c").arg(format!("ulimit -v {MOST_MEMORY}; exec \"$0\" \"$@\"")).arg(program);
            shell
        } else {
            Command::new(program)
        };
        command.args(arguments).current_dir(folder).stdin(Stdio::null());
        // Nothing in the surroundings of the test may change what the program does.
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "LC_ALL", "LC_CTYPE", "LANG"] {
            command.env_remove(name);
        }
        Self { command }
    }

    /// Sets a variable of the environment.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs it with standard output somewhere else.
    pub fn run_into(mut self, stdout: File) -> Outcome {
        let folder = tempfile::tempdir().unwrap();
        let stderr = folder.path().join("stderr");
        self.command.stdout(stdout).stderr(File::create(&stderr).unwrap());
        let status = wait(&mut self.command);
        outcome(status, String::new(), std::fs::read(stderr).unwrap())
    }

    /// Runs it. What it says goes to files, because a full pipe would stop it.
    pub fn run(mut self) -> Outcome {
        let folder = tempfile::tempdir().unwrap();
        let (stdout, stderr) = (folder.path().join("stdout"), folder.path().join("stderr"));
        self.command.stdout(File::create(&stdout).unwrap()).stderr(File::create(&stderr).unwrap());
        let status = wait(&mut self.command);
        let stdout = String::from_utf8(std::fs::read(stdout).unwrap()).unwrap();
        outcome(status, stdout, std::fs::read(stderr).unwrap())
    }
}

/// Runs the program in a folder.
pub fn nianbao<S: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = S>) -> Outcome {
    Program::new(folder, arguments).run()
}

fn wait(command: &mut Command) -> ExitStatus {
    let start = Instant::now();
    let mut child: Child = command.spawn().unwrap();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if start.elapsed() > LONGEST {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("no end after {LONGEST:?}: {command:?}");
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Whatever happens the program ends by itself with one of its three statuses, and shows nobody a
/// panic.
fn outcome(status: ExitStatus, stdout: String, stderr: Vec<u8>) -> Outcome {
    let stderr = String::from_utf8(stderr).unwrap();
    let status = status.code().unwrap_or_else(|| panic!("killed: {status}\n{stderr}"));
    assert!((0..=2).contains(&status), "status {status}\n{stderr}");
    for text in [&stdout, &stderr] {
        for trace in ["panicked", "RUST_BACKTRACE", "src/", ".rs:"] {
            assert!(!text.contains(trace), "{text}");
        }
    }
    Outcome { status, stdout, stderr }
}
