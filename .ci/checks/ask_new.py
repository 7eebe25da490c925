"""Answers the questions of `nianbao new` on a terminal, as a clerk does.

Usage: ask_new.py PROGRAM
"""

import os
import pty
import select
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

LAST = Path(__file__).resolve().parents[2] / "examples" / "qinghe-2023.toml"
LONGEST = 30  # seconds; only a hang takes as long

QUESTIONS = ["上年的报告", "机关全称", "机关类别", "报告年度"]


class Conversation:
    """A run of the program in a folder, on a terminal of its own."""

    def __init__(self, program, folder, *arguments):
        self.bytes, self.said = b"", ""
        self.seen = 0  # how much of it has been waited for
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            os.environ["LANG"] = "C.UTF-8"
            # A run in the background would hand down that Ctrl-C is not heard.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.execv(program, [program, *arguments])

    def read(self, until=None):
        """Reads on until some words come, or to the end."""
        end = time.monotonic() + LONGEST
        while until is None or until not in self.said[self.seen :]:
            ready, _, _ = select.select([self.terminal], [], [], max(0, end - time.monotonic()))
            if not ready:
                os.kill(self.process, signal.SIGKILL)
                raise SystemExit(f"waited in vain for {until}:\n{self.said}")
            try:
                piece = os.read(self.terminal, 65536)
            except OSError:  # Linux: the other side is closed
                piece = b""
            if not piece:
                break
            self.bytes += piece
            self.said = self.bytes.decode(errors="ignore")
        else:
            self.seen = self.said.index(until, self.seen) + len(until)
            return
        assert until is None, f"no {until}:\n{self.said}"

    def answer(self, question, text):
        self.read(question)
        self.read("：")
        os.write(self.terminal, text.encode())

    def status(self):
        self.read()
        _, status = os.waitpid(self.process, 0)
        os.close(self.terminal)
        return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def story(program, answers, arguments=()):
    """Runs with answers, one to each question; what was said, the status, the files."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(LAST, Path(folder, "上年 2023.toml"))
        conversation = Conversation(program, folder, "new", *arguments)
        for question, text in answers:
            conversation.answer(question, text)
        status = conversation.status()
        files = {path.name: path.read_text("utf-8") for path in Path(folder).iterdir() if path.is_file()}
        del files["上年 2023.toml"]
        return conversation.said, status, files


def main(program):
    program = os.path.abspath(program)
    first, second, third, fourth = QUESTIONS

    said, status, files = story(
        program,
        [
            (first, "没有这个.toml\n"),
            (first, ".\n"),
            (first, "'上年 2023.toml' \n"),
            (second, "\n"),
            (third, "３\n"),
            (third, "１\n"),
            (fourth, "２０２５\n"),
            (fourth, "２０２４年\n"),
        ],
    )
    assert status == 0, said
    assert sorted(files) == [".taplo.toml", "2024年报.toml", "nianbao-2021.schema.json"], files.keys()
    new = files["2024年报.toml"]
    assert 'name     = "青禾县住房和城乡建设局"' in new and 'file     = "上年 2023.toml"' in new
    for words in ["文件不存在", "上年 2023.toml”。请重新填写", "这是文件夹", "请填 1 或者 2", "接着只能编 2024 年度的报告", "已生成：2024年报.toml"]:
        assert words in said, f"{words}\n{said}"

    said, status, files = story(
        program, [(first, "\n"), (second, "示例市人民政府\n"), (third, "\n"), (fourth, "2021\n")]
    )
    assert status == 0, said
    assert 'level    = "government"' in files["2021年报.toml"], files["2021年报.toml"]

    # The end of the input and Ctrl-C stop at every question, and leave nothing.
    answers = [(question, "\n") for question in QUESTIONS]
    for count, question in enumerate(QUESTIONS):
        said, status, files = story(program, answers[:count] + [(question, "\x04")])
        assert (status, files) == (2, {}), (status, files.keys())
        assert "已停止，没有生成文件" in said, said
        said, status, files = story(program, answers[:count] + [(question, "\x03")])
        assert (status, files) == (-signal.SIGINT, {}), (status, files.keys())

    # A command that says anything is asked nothing.
    said, status, files = story(program, [], ["--year", "2023"])
    assert status == 0 and "2023年报.toml" in files, said
    assert not any(question in said for question in QUESTIONS[1:]), said
    print(f"{2 + 2 * len(QUESTIONS) + 1} conversations as they should be")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
