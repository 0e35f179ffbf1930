"""Reads mailint's reports with libraries that are not ours; called by .ci/outside with the folder they are in."""

import json
import pathlib
import sys
import xml.etree.ElementTree as ElementTree

import jsonschema
import junitparser

folder = pathlib.Path(sys.argv[1])
findings = sum(len(file["findings"]) for file in json.loads((folder / "report.json").read_text("utf-8"))["files"])
assert findings > 50, findings

schema = json.loads(next(folder.glob("package/lib/schemas/sarif-2.1.0*.json")).read_text("utf-8"))
for report in [folder / "report.sarif", pathlib.Path("tests/report/report.sarif")]:
    sarif = json.loads(report.read_text("utf-8"))
    jsonschema.validators.validator_for(schema)(schema).validate(sarif)
    # Annex: with results, the unit of columns must be told.
    assert sarif["runs"][0]["columnKind"] == "utf16CodeUnits"
print("SARIF fits the standard's schema")

results = json.loads((folder / "report.sarif").read_text("utf-8"))["runs"][0]["results"]
assert len(results) == findings, len(results)

suites = junitparser.JUnitXml.fromfile(str(folder / "junit.xml"))
failures = sum(1 for suite in suites for case in suite for result in case.result if isinstance(result, junitparser.Failure))
assert failures == findings == suites.failures, (failures, findings, suites.failures)
print(f"junitparser reads {suites.tests} cases")

errors = ElementTree.parse(folder / "checkstyle.xml").getroot().findall("./file/error")
assert len(errors) == findings, len(errors)
print(f"ElementTree reads {len(errors)} errors of Checkstyle")

issues = json.loads((folder / "gitlab.json").read_text("utf-8"))
assert len({issue["fingerprint"] for issue in issues}) == findings, "GitLab drops issues with one fingerprint"
print(f"{len(issues)} issues for GitLab, each with its own fingerprint")
