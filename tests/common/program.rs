//! Runs the program as a user does.

use std::ffi::OsStr;
use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use nianbao::render::RENDERERS;

/// No run works longer than this, however hostile its input; a program built for tests is many times
/// slower than the one that users get, so this only tells a hang.
const LONGEST: Duration = Duration::from_secs(20);
/// By the clock, where other programs keep the processors busy.
const LONGEST_WAIT: Duration = Duration::from_secs(120);
/// What the contract allows whatever the input, in KiB.
const MOST_MEMORY: u64 = 300 * 1000 * 1000 / 1024;
/// Address space of every run, in KiB: more than memory, because a growing list is reserved before it
/// is filled; and a bound that spares the machine if a run asks for everything.
const MOST_ADDRESSES: u64 = 2 * MOST_MEMORY;

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
    /// On Linux its memory is watched, and limited: one that asks for more is refused it and aborts,
    /// which no test takes for a result.
    pub fn new<S: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = S>) -> Self {
        let program = env!("CARGO_BIN_EXE_nianbao");
        let mut command = if cfg!(target_os = "linux") {
            let mut shell = Command::new("sh");
            shell.arg("-c").arg(format!("ulimit -v {MOST_ADDRESSES}; exec \"$0\" \"$@\"")).arg(program);
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

    /// Lets it read something from standard input.
    pub fn stdin(mut self, stdin: impl Into<Stdio>) -> Self {
        self.command.stdin(stdin);
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

/// Waits for the end of a run, and ends it where it asks for too much time or memory.
fn wait(command: &mut Command) -> ExitStatus {
    let start = Instant::now();
    let mut child: Child = command.spawn().unwrap();
    let mut peak = 0;
    loop {
        // The mark only rises, so looking now and then misses nothing but the last moment.
        peak = peak.max(high_water_mark(child.id()));
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        let worked = processor_time(child.id()).unwrap_or(start.elapsed());
        if worked > LONGEST || start.elapsed() > LONGEST_WAIT || peak > MOST_MEMORY {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("{worked:?} in {:?} and {peak} KiB were too much: {command:?}", start.elapsed());
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// How long a process has worked on all processors together; `None` where the system does not tell.
fn processor_time(process: u32) -> Option<Duration> {
    /// What Linux counts in, whatever the machine.
    const TICKS_A_SECOND: u64 = 100;
    let line = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name of the program, in brackets, may have blanks in it.
    let mut fields = line.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<u64>().ok();
    Some(Duration::from_millis((ticks()? + ticks()?) * 1000 / TICKS_A_SECOND))
}

/// The most memory that a process has held so far, in KiB; 0 where the system does not tell.
fn high_water_mark(process: u32) -> u64 {
    // Until it becomes the program, it is this one, with the memory that all tests together have held.
    let image = |process: &str| std::fs::read_link(format!("/proc/{process}/exe")).ok();
    if image(&process.to_string()) == image("self") {
        return 0;
    }
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
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

/// A run that goes on until it is ended, as `render --watch` does; it never outlives its test.
pub struct Running {
    child: Child,
    _folder: tempfile::TempDir,
    stderr: std::path::PathBuf,
}

impl Running {
    /// Starts the program in a folder.
    pub fn start<S: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = S>) -> Self {
        let said = tempfile::tempdir().unwrap();
        let stderr = said.path().join("stderr");
        // Without the shell around it, so that a signal reaches the program itself.
        let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
        command.args(arguments).current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null());
        command.stderr(File::create(&stderr).unwrap());
        Self { child: command.spawn().unwrap(), _folder: said, stderr }
    }

    /// What it has said so far.
    pub fn said(&self) -> String {
        std::fs::read_to_string(&self.stderr).unwrap()
    }

    /// Waits until something holds.
    pub fn until(&self, what: &str, holds: impl Fn() -> bool) {
        let start = Instant::now();
        while !holds() {
            assert!(start.elapsed() < LONGEST_WAIT, "{what} did not come about:\n{}", self.said());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Ends it as Ctrl-C does, and returns its status.
    pub fn interrupt(mut self) -> Option<i32> {
        let process = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &process]).status().unwrap().success());
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            assert!(start.elapsed() < LONGEST_WAIT, "it did not end:\n{}", self.said());
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// The names that the outputs of a data file have, in the order in which they are made.
pub fn outputs_of(stem: &str) -> Vec<String> {
    RENDERERS.iter().filter(|kind| kind.is_usual()).map(|kind| format!("{stem}.{}", kind.extension)).collect()
}

/// All names in a folder when these outputs have joined the others.
pub fn with_outputs(stem: &str, others: &[&str]) -> Vec<String> {
    let mut names = outputs_of(stem);
    names.extend(others.iter().map(|&name| name.to_owned()));
    names.sort();
    names
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has ended already if all went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
