"""Proves that each house rule in checks.py can fail, and that it leaves good code alone."""

import inspect
import unittest

import checks


def messages(check, path, text):
    return ["%d: %s" % finding for finding in check(path, text)]


class ChecksTest(unittest.TestCase):
    def refuses(self, check, path, text, line=1):
        found = list(check(path, text))
        self.assertEqual([found_line for found_line, _ in found], [line], "%s: %r: %s" % (path, text, found))

    def accepts(self, check, path, text):
        self.assertEqual(messages(check, path, text), [], "%s: %r" % (path, text))

    def refuses_include(self, path, include):
        self.refuses(checks.check_includes, path, "#include %s\n" % include)

    def accepts_include(self, path, include):
        self.accepts(checks.check_includes, path, "#include %s\n" % include)

    def test_base_includes_only_base(self):
        self.accepts_include("base/a.h", '"base/clock.h"')
        self.accepts_include("base/a.h", '"google/rpc/status.pb.h"')
        self.refuses_include("base/a.h", '"storage/event_log/event_log.h"')
        self.refuses_include("base/a.h", '"samverk/v1/plan.pb.h"')

    def test_storage_never_includes_services_or_clients(self):
        self.accepts_include("storage/views/a.cc", '"storage/kv/rocks_db.h"')
        self.accepts_include("storage/views/a.cc", '"samverk/storage/v1/log_record.pb.h"')
        self.refuses_include("storage/views/a.cc", '"services/runtime/command_processor.h"')
        self.refuses_include("storage/views/a_test.cc", '"clients/cc/client.h"')
        self.refuses_include("storage/views/a.cc", '"samverk/v1/plan.pb.h"')

    def test_a_slice_never_includes_another_slice(self):
        self.accepts_include("services/plans/plan_view.h", '"services/plans/plan_rules.h"')
        self.accepts_include("services/plans/testing/fake_plan.h", '"services/plans/plan_rules.h"')
        self.accepts_include("services/plans/plan_view.h", '"services/runtime/versioned_table.h"')
        self.accepts_include("services/plans/plan_service.cc", '"services/rpc/status.h"')
        self.refuses_include("services/plans/plan_view.cc", '"services/rpc/status.h"')
        self.refuses_include("services/plans/plan_service.cc", '"services/workshops/workshop_view.h"')
        self.refuses_include("services/plans/plan_service_test.cc", '"services/workshops/workshop_rules.h"')

    def test_rows_of_views_may_be_messages_that_the_api_does_not_show(self):
        self.accepts_include("services/partnership/partnership_view.cc", '"samverk/storage/v1/person_row.pb.h"')
        self.accepts_include("services/runtime/personal.h", '"samverk/storage/v1/sealed_part.pb.h"')
        self.accepts_include("services/plans/plan_rules.cc", '"samverk/storage/v1/plan_row.pb.h"')
        self.refuses_include("services/rpc/queries.h", '"samverk/storage/v1/sealed_part.pb.h"')
        self.refuses_include("clients/cli/people_command.cc", '"samverk/storage/v1/person_row.pb.h"')

    def test_machinery_does_not_know_the_slices(self):
        self.refuses_include("services/runtime/command_processor.cc", '"services/plans/plan_rules.h"')
        self.refuses_include("services/rpc/status.h", '"storage/event_log/event_log.h"')
        self.accepts_include("services/server/main.cc", '"services/plans/plan_service.h"')

    def test_doors_use_the_rules_of_slices_and_no_more(self):
        self.accepts_include("services/sync/sync_service.cc", '"services/plans/plan_rules.h"')
        self.refuses_include("services/sync/sync_service.cc", '"services/plans/plan_view.h"')

    def test_the_overview_reads_views_through_their_readers(self):
        self.accepts_include("services/overview/overview_plans.cc", '"services/plans/plan_reader.h"')
        self.accepts_include("services/overview/overview_plans.cc", '"services/plans/plan_days.h"')
        self.refuses_include("services/overview/overview_plans.cc", '"services/plans/plan_view.h"')
        self.refuses_include("services/overview/overview_service.cc", '"services/plans/plan_service.h"')
        self.refuses_include("services/links/link_service.cc", '"services/plans/plan_reader.h"')

    def test_rules_are_pure(self):
        rules = "services/plans/plan_rules.cc"
        for include in ('"samverk/v1/plan_events.pb.h"', '"base/civil_date.h"', '"services/runtime/rules.h"',
                        '"services/runtime/rule_checks.h"', '"services/runtime/text_merge.h"',
                        '"services/plans/plan_rules.h"', "<vector>",
                        '"absl/status/statusor.h"', '"google/type/date.pb.h"'):
            self.accepts_include(rules, include)
        for include in ('"storage/event_log/event_log.h"', '"services/runtime/command_processor.h"',
                        '"services/plans/plan_view.h"', "<rocksdb/db.h>", "<chrono>", "<gtest/gtest.h>"):
            self.refuses_include(rules, include)
        self.accepts_include("services/plans/plan_rules_test.cc", "<gtest/gtest.h>")
        self.accepts_include("services/plans/plan_rules_test.cc", '"services/runtime/testing/rules_tester.h"')
        self.refuses_include("services/plans/plan_rules_test.cc", '"storage/event_log/testing/log.h"')

    def test_only_the_server_names_concrete_classes(self):
        self.accepts_include("services/server/main.cc", '"storage/event_log/rocks_event_log.h"')
        self.accepts_include("services/plans/plan_view_test.cc", '"storage/views/rocks_views.h"')
        self.refuses_include("services/plans/plan_view.cc", '"storage/views/rocks_views.h"')

    def test_clients_use_protos_and_cc_also_rules(self):
        self.accepts_include("clients/cc/replica.cc", '"services/plans/plan_rules.h"')
        self.accepts_include("clients/cli/main.cc", '"clients/cc/client.h"')
        self.refuses_include("clients/cc/replica.cc", '"services/plans/plan_view.h"')
        self.refuses_include("clients/cli/main.cc", '"services/plans/plan_rules.h"')
        self.accepts_include("clients/cli/replay_file.cc", '"services/runtime/shape.h"')
        self.refuses_include("clients/cli/replay_file.cc", '"services/runtime/command_processor.h"')

    def test_banned_words(self):
        for line in ("auto t = std::chrono::system_clock::now();", "absl::Time t = absl::Now();",
                     "std::this_thread::sleep_for(x);", "std::mutex mutex_;", "absl::Mutex mutex_;",
                     "std::condition_variable ready_;", "EXPECT_FALSE(log.Append({}).ok());",
                     "EXPECT_FALSE(status.ok());", "// FIX" "ME later", "// TO" "DO(me): later"):
            self.refuses(checks.check_banned_words, "storage/a.cc", "int a;\n%s\n" % line, line=2)
        for line in ("EXPECT_FALSE(a.empty());", "// std::mutex is wrapped.", 'Log("absl::Mutex");',
                     "if (!status.ok()) return status;", "R\"(\nstd::mutex)\";"):
            self.accepts(checks.check_banned_words, "storage/a.cc", line + "\n")
        self.accepts(checks.check_banned_words, "base/mutex.h", "std::mutex mutex_;\n")

    def test_machine_paths(self):
        self.refuses(checks.check_machine_paths, "docs/a.md", "see /wo" "rk/here\n")
        self.accepts(checks.check_machine_paths, "docs/a.md", "see docs/framework/here\n")

    def test_function_length(self):
        def body(lines):
            return "  F();\n" * lines

        header = "// File.\nnamespace samverk {\n"
        for head in ("void F() {", "class A {\n  int F() const override {", "Foo::Foo() : a_{1}, b_(2) {",
                     "Foo::Foo() : a_{1}, b_{2} {", "TEST(Log, Appends) {", "template <class T>\nT F(struct stat& s) {"):
            end = "}\n};\n}\n" if head.startswith("class") else "}\n}\n"
            self.assertEqual(len(messages(checks.check_function_length, "a.cc", header + head + "\n" + body(70) + end)),
                             1, head)
            self.accepts(checks.check_function_length, "a.cc", header + head + "\n" + body(60) + end)
        for table in ("constexpr int kTable[] = {\n%s};\n", "class A {\n%s};\n", "namespace {\n%s}\n",
                      "INSTANTIATE_TEST_SUITE_P(A, B, testing::ValuesIn(std::vector<Case>{\n%s}));\n"):
            self.accepts(checks.check_function_length, "a.cc", table % ("  int a;\n" * 100))
        self.refuses(checks.check_function_length, "a.cc", "// \"{\"\n\nint F() {\n  G('{', \"}\");\n%s}\n" % body(70), line=3)

    def test_file_header(self):
        self.refuses(checks.check_file_header, "base/a.h", "#pragma once\n")
        self.refuses(checks.check_file_header, "proto/a.proto", 'syntax = "proto3";\n')
        self.accepts(checks.check_file_header, "base/a.h", "// A.\n")
        self.accepts(checks.check_file_header, "base/a_test.cc", "#include <vector>\n")

    def test_white_space(self):
        self.refuses(checks.check_white_space, "a/BUILD.bazel", "\tname\n")
        self.refuses(checks.check_white_space, "a.md", "a \n")
        self.refuses(checks.check_white_space, "a.md", "a")
        self.accepts(checks.check_white_space, "a.md", checks.mend_white_space("a \n\n\n"))

    def test_python(self):
        self.refuses(checks.check_python, "a.py", "def f(:\n")
        self.accepts(checks.check_python, "a.py", "def f(): pass\n")

    def test_every_check_is_run_and_tested(self):
        defined = {check for name, check in inspect.getmembers(checks) if name.startswith("check_")}
        self.assertEqual(defined, set(checks.CHECKS))
        for check in defined:
            self.assertIn("checks." + check.__name__, inspect.getsource(ChecksTest))


if __name__ == "__main__":
    unittest.main()
