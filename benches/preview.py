"""Time from a save to the changed page, and memory over many saves, of `nianbao preview`.

usage: python3 benches/preview.py PROGRAM [SAVES]

Without a browser: the time until the event of the new version arrives, and until the state and the
report that belong to it have been read.
"""

import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "qinghe-2024.toml"


def memory(process):
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status).group(1))


def events(port):
    """The versions as they are published."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/events")
    response = connection.getresponse()
    while True:
        line = response.readline()
        if not line:
            return
        if line.startswith(b"data: "):
            yield line[6:].split()[0]


def get(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path)
    body = connection.getresponse().read()
    connection.close()
    return body


def save(path, text, is_replaced):
    if not is_replaced:
        path.write_text(text)
        return
    other = path.with_suffix(".tmp")
    other.write_text(text)
    os.replace(other, path)


def measure(process, port, path, saves):
    text = EXAMPLE.read_text()
    heard, shown, sizes = [], [], {}
    news = events(port)
    next(news)
    for number in range(1, saves + 1):
        words = f"第{number}稿"
        # Not in step with the looks of the program.
        time.sleep(0.01 + number * 7 % 40 / 1000)
        start = time.perf_counter()
        save(path, text.replace("组织业务培训4期", f"组织业务培训4期（{words}）"), number % 2 == 0)
        next(news)
        heard.append(time.perf_counter() - start)
        get(port, "/state")
        assert words.encode() in get(port, "/report"), number
        shown.append(time.perf_counter() - start)
        if number in (50, saves):
            sizes[number] = memory(process)
    return heard, shown, sizes


def line(name, seconds):
    values = sorted(1000 * value for value in seconds)
    at = lambda share: values[min(int(share * len(values)), len(values) - 1)]
    print(f"{name}: median {statistics.median(values):.0f} ms, 95% {at(0.95):.0f} ms, most {values[-1]:.0f} ms")


def main():
    program, saves = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 500
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "年报.toml"
        path.write_text(EXAMPLE.read_text())
        process = subprocess.Popen([program, "preview", path, "--no-open"], stderr=subprocess.PIPE, text=True)
        try:
            port = int(re.search(r"127\.0\.0\.1:(\d+)", process.stderr.readline()).group(1))
            threading.Thread(target=process.stderr.read, daemon=True).start()
            heard, shown, sizes = measure(process, port, path, saves)
        finally:
            process.kill()
            process.wait()
    print(f"{saves} saves of a report of {EXAMPLE.stat().st_size // 1024} KB")
    line("save to event", heard)
    line("save to report read", shown)
    print("memory: " + ", ".join(f"{size} KiB after {number} saves" for number, size in sizes.items()))


if __name__ == "__main__":
    main()
