"""Counts the test cases that really ran, from what Bazel recorded.

    python3 tools/count_tests.py [--failures N] EVENTS.json...

EVENTS.json is the --build_event_json_file of one `bazel test`. A case that ran in several configurations counts
once, and as failed if it failed in any. What should have run and did not (a target that does not build, a report
that is missing, a Bazel that stopped) is a failure, never nothing. --failures adds failures of other steps.

The last line printed is `N passed, N failed` or `N passed, N failed, N skipped`; exits 1 unless all passed.
"""

import argparse
import json
import os
import sys
import urllib.parse
import xml.etree.ElementTree

PASSED, SKIPPED, FAILED = range(3)  # The greater wins.


class Tally:
    def __init__(self):
        self.cases = {}  # Name of a case: its outcome.

    def add(self, name, outcome):
        """Records one outcome: a failure stays; a case skipped in one configuration and run in another was run."""
        before = self.cases.get(name)
        if before is None or outcome == FAILED or (before == SKIPPED and outcome == PASSED):
            self.cases[name] = outcome

    def merge(self, other):
        for name, outcome in other.cases.items():
            self.add(name, outcome)

    def count(self, outcome):
        return sum(1 for other in self.cases.values() if other == outcome)


def outcome_of(case):
    """The outcome of one <testcase>, or None for one that is disabled."""
    if case.find("failure") is not None or case.find("error") is not None:
        return FAILED
    if case.get("status") == "notrun" or case.get("result") == "suppressed":
        return None
    if case.find("skipped") is not None or case.get("result") == "skipped":
        return SKIPPED
    return PASSED


def add_report(tally, label, path, passed):
    """Adds the cases of one test.xml."""
    try:
        cases = list(xml.etree.ElementTree.parse(path).iter("testcase"))
    except (OSError, xml.etree.ElementTree.ParseError) as error:
        tally.add("%s: no report (%s)" % (label, error), FAILED)
        return
    reported_failure = False
    for case in cases:
        outcome = outcome_of(case)
        if outcome is not None:
            tally.add("%s %s.%s" % (label, case.get("classname", ""), case.get("name")), outcome)
            reported_failure |= outcome == FAILED
    # All cases passed and yet the program failed: a leak found at exit, a crash after the last case.
    if not passed and not reported_failure:
        tally.add("%s: failed outside its cases" % label, FAILED)


def path_of(uri):
    return urllib.parse.unquote(urllib.parse.urlparse(uri).path)


def tally_of_run(name, events):
    """The outcomes of one `bazel test`, whose record is called `name` in messages."""
    tally, tests, done, results, exit_code = Tally(), set(), set(), {}, None
    for event in events:
        identity = event.get("id", {})
        if "testResult" in identity and "testResult" in event:
            key = identity["testResult"]
            # Only the last attempt of a run counts.
            results[key["label"], key.get("run", 0), key.get("shard", 0)] = event["testResult"]
            done.add(key["label"])
        elif "targetConfigured" in identity and event.get("configured", {}).get("testSize"):
            tests.add(identity["targetConfigured"]["label"])
        elif "targetCompleted" in identity and not event.get("completed", {}).get("success"):
            label = identity["targetCompleted"]["label"]
            tally.add("%s: does not build" % label, FAILED)
            done.add(label)
        elif "finished" in event:
            exit_code = event["finished"].get("exitCode", {}).get("code", 0)

    for (label, _, _), result in results.items():
        reports = [path_of(output["uri"]) for output in result.get("testActionOutput", [])
                   if output.get("name") == "test.xml"]
        add_report(tally, label, reports[0] if reports else "test.xml", result["status"] == "PASSED")
    for label in tests - done:
        tally.add("%s: did not run" % label, FAILED)
    if exit_code is None:
        tally.add("%s: Bazel stopped before it had finished" % name, FAILED)
    elif exit_code != 0 and not tally.count(FAILED):
        tally.add("%s: Bazel ended with exit code %d" % (name, exit_code), FAILED)
    return tally


def read_events(path):
    with open(path) as file:
        return [json.loads(line) for line in file if line.strip()]


def main(arguments):
    parser = argparse.ArgumentParser(description="Counts the test cases that really ran.")
    parser.add_argument("--failures", type=int, default=0)
    parser.add_argument("events", nargs="*")
    options = parser.parse_args(arguments)

    tally = Tally()
    for path in options.events:
        name = os.path.basename(path)
        try:
            tally.merge(tally_of_run(name, read_events(path)))
        except (OSError, ValueError) as error:
            tally.add("%s: Bazel left no record (%s)" % (name, error), FAILED)

    for name, outcome in sorted(tally.cases.items()):
        if outcome == FAILED:
            print("FAILED %s" % name)
    failed, skipped = tally.count(FAILED) + options.failures, tally.count(SKIPPED)
    print("%d passed, %d failed" % (tally.count(PASSED), failed) + (", %d skipped" % skipped if skipped else ""))
    return 1 if failed or not tally.count(PASSED) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
