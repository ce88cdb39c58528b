"""Proves that nothing which failed, or did not run, is left out of the count."""

import os
import tempfile
import unittest

import count_tests

REPORT = """<testsuites><testsuite>
<testcase name="Passes" status="run" result="completed" classname="Log"/>
<testcase name="DISABLED_Rests" status="notrun" result="suppressed" classname="Log"/>
%s
</testsuite></testsuites>"""
FAILURE = '<testcase name="Fails" status="run" result="completed" classname="Log"><failure message="x"/></testcase>'
SKIPPED = '<testcase name="Waits" status="run" result="skipped" classname="Log"><skipped message="x"/></testcase>'


class CountTestsTest(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)

    def run_of(self, report, status="PASSED", exit_code=0):
        """The events of a Bazel that ran one test."""
        path = os.path.join(self.directory.name, "test.xml")
        with open(path, "w") as file:
            file.write(report)
        return [
            {"id": {"targetConfigured": {"label": "//a:a_test"}}, "configured": {"testSize": "SMALL"}},
            {"id": {"targetCompleted": {"label": "//a:a_test"}}, "completed": {"success": True}},
            {"id": {"testResult": {"label": "//a:a_test", "run": 1, "shard": 1, "attempt": 1}},
             "testResult": {"status": status, "testActionOutput": [{"name": "test.xml", "uri": "file://" + path}]}},
            {"id": {"buildFinished": {}}, "finished": {"exitCode": {"code": exit_code}}},
        ]

    def count(self, *runs):
        tally = count_tests.Tally()
        for events in runs:
            tally.merge(count_tests.tally_of_run("events", events))
        return tuple(tally.count(outcome)
                     for outcome in (count_tests.PASSED, count_tests.FAILED, count_tests.SKIPPED))

    def test_cases_are_counted_and_disabled_ones_are_not(self):
        self.assertEqual(self.count(self.run_of(REPORT % SKIPPED)), (1, 0, 1))
        self.assertEqual(self.count(self.run_of(REPORT % FAILURE, "FAILED", 3)), (1, 1, 0))

    def test_a_case_of_two_configurations_counts_once_and_its_failure_stays(self):
        passes, fails = self.run_of(REPORT % ""), self.run_of(REPORT % "")
        self.assertEqual(self.count(passes, fails), (1, 0, 0))
        failing = REPORT.replace('name="Passes"', 'name="Fails"') % FAILURE
        first = count_tests.tally_of_run("events", self.run_of(failing, "FAILED", 3))
        second = count_tests.tally_of_run("events", self.run_of(failing.replace("<failure message=\"x\"/>", "")))
        first.merge(second)
        self.assertEqual(first.count(count_tests.FAILED), 1)

    def test_a_program_that_fails_after_its_cases_is_a_failure(self):
        self.assertEqual(self.count(self.run_of(REPORT % "", "FAILED", 3)), (1, 1, 0))

    def test_a_missing_or_broken_report_is_a_failure(self):
        self.assertEqual(self.count(self.run_of("<testsuites>")), (0, 1, 0))
        events = self.run_of(REPORT % "")
        events[2]["testResult"]["testActionOutput"] = []
        self.assertEqual(self.count(events), (0, 1, 0))

    def test_a_target_that_does_not_build_is_one_failure(self):
        configured, completed, _, _ = self.run_of(REPORT % "")
        completed["completed"] = {}
        finished = {"id": {"buildFinished": {}}, "finished": {"exitCode": {"code": 1}}}
        self.assertEqual(self.count([configured, completed, finished]), (0, 1, 0))

    def test_a_test_that_did_not_run_is_a_failure(self):
        configured, completed, _, finished = self.run_of(REPORT % "")
        self.assertEqual(self.count([configured, completed, finished]), (0, 1, 0))

    def test_a_bazel_that_stopped_is_a_failure(self):
        self.assertEqual(self.count(self.run_of(REPORT % "")[:-1]), (1, 1, 0))
        self.assertEqual(self.count(self.run_of(REPORT % "", exit_code=37)), (1, 1, 0))
        self.assertEqual(self.count([]), (0, 1, 0))


if __name__ == "__main__":
    unittest.main()
