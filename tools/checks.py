"""The house rules that no off-the-shelf tool knows. `tools/presubmit` runs them over the files of the repository.

A check is a function from a file's path and text to findings: (line, what is wrong and what to do). CHECKS at the
end lists them. checks_test.py proves that each can fail.

    python3 tools/checks.py          check; prints `file:line: message`, exits 1 if there is any
    python3 tools/checks.py --fix    only mend white space
"""

import ast
import os
import re
import subprocess
import sys

FUNCTION_LINES_MAX = 70

# ---- Include arrows -------------------------------------------------------------------------------------------------

PROTO = "samverk/v1/"
STORAGE_PROTO = "samverk/storage/v1/"
ROOMS = ("base/", "storage/", "services/", "clients/", "tests/", "tools/", "samverk/")
MACHINERY = ("runtime", "access", "rpc", "server", "testing")  # Rooms of services/ that are not slices,
DOORS = ("sync", "audit", "feed", "admin", "search", "links", "overview")  # nor are the doors that cross slices.
PURE_RUNTIME_STEMS = (  # Headers of services/runtime that rules may use.
    "rules",
    "rule_checks",
    "field_writers",
    "resource_name",
    "text_merge",
)

# What a client needs to check a request before it is sent, with the checks of the server.
SHAPE_HEADERS = ("services/runtime/shape.h", "services/runtime/personal_fields.h")

# Where a file lives, and whose headers it may include besides those of its own directory. The first match counts;
# *_rules, tests and slices have more to say below.
ARROWS = (
    ("base/", ("base/",)),
    ("storage/", ("base/", "storage/", STORAGE_PROTO)),
    ("services/server/", ROOMS),
    ("services/testing/", ROOMS),  # A whole server in a test.
    ("services/access/", ("base/", PROTO)),
    ("services/rpc/", ("base/", "services/runtime/", "services/access/", PROTO)),
    ("services/runtime/", ("base/", "storage/", "services/access/", PROTO, STORAGE_PROTO)),
    ("clients/cc/", ("base/", PROTO, STORAGE_PROTO)),
    ("clients/", ("base/", "clients/cc/", PROTO) + SHAPE_HEADERS),
    ("tests/", ROOMS),
    ("tools/", ROOMS),
)
# The overview sets what slices show beside each other: it reads their views, each through its reader, and what is pure.
OVERVIEW_STEMS = re.compile(r"_(reader|days)$|^entries$")
DOOR_ARROWS = ("base/", "storage/", "services/runtime/", "services/access/", "services/rpc/", PROTO)
SLICE_ARROWS = ("base/", "storage/", "services/runtime/", PROTO, STORAGE_PROTO)
# Only the handlers of a slice know about transport.
SLICE_SERVICE_ARROWS = SLICE_ARROWS + ("services/rpc/", "services/access/")
RULES_ARROWS = ("base/", PROTO, STORAGE_PROTO)  # Messages are pure, whoever keeps them.

# What rules must not touch, of the standard library.
IMPURE_HEADERS = ("chrono", "condition_variable", "ctime", "filesystem", "fstream", "future", "iostream", "mutex",
                  "random", "shared_mutex", "thread")
TEST_LIBRARIES = ("gmock/", "gtest/", "rapidcheck/", "rapidcheck.h", "benchmark/")


def is_cpp(path):
    return path.endswith((".h", ".cc"))


def is_test(path):
    return path.endswith(("_test.cc", "_benchmark.cc")) or "/testing/" in path or path.startswith("tests/")


def is_rules(path):
    return path.startswith("services/") and re.search(r"_rules(_test|_fuzz_test|_benchmark)?\.(h|cc)$", path)


def stem(path):
    return os.path.basename(path).split(".")[0]


def service_room(path):
    """The directory below services/ that a file lives in, or None."""
    parts = path.split("/")
    return parts[1] if parts[0] == "services" and len(parts) > 2 else None


def slice_of(path):
    room = service_room(path)
    return None if room in MACHINERY + DOORS else room


def own_room(path):
    return "services/%s/" % service_room(path) if service_room(path) else os.path.dirname(path) + "/"


def is_pure_header(include):
    if service_room(include) == "runtime":
        return stem(include) in PURE_RUNTIME_STEMS
    return slice_of(include) is not None and include.endswith("_rules.h")


def allowed_rooms(path):
    if slice_of(path):
        return SLICE_SERVICE_ARROWS if "_service" in stem(path) else SLICE_ARROWS
    if service_room(path) in DOORS:
        return DOOR_ARROWS
    return next((rooms for where, rooms in ARROWS if path.startswith(where)), ())


def rules_include_finding(path, include, angled):
    """Why a *_rules file may not include `include`, or None. Its tests are held to the same."""
    if include.startswith(ROOMS):
        own = include.startswith(own_room(path)) and not re.search(r"_(view|service)\.h$", include)
        fake = is_test(path) and "/testing/" in include and include.startswith(("base/", "services/runtime/"))
        runtime = service_room(include) == "runtime" and is_pure_header(include)
        if own or fake or runtime or include.startswith(RULES_ARROWS):
            return None
    elif include.startswith(("absl/", "google/")) or (is_test(path) and include.startswith(TEST_LIBRARIES)):
        return None
    elif angled and "/" not in include and include not in IMPURE_HEADERS:
        return None
    return "rules are pure and may not include %s: pass in what they need to know" % include


def include_finding(path, include, angled):
    """Why `path` may not include `include`, or None."""
    if is_rules(path):
        return rules_include_finding(path, include, angled)
    if angled or not include.startswith(ROOMS):
        return None
    if stem(include).startswith("rocks_") and not (path.startswith(("storage/", "services/server/")) or is_test(path)):
        return "only services/server names concrete classes: include the interface instead of %s" % include
    if include.startswith((own_room(path),) + tuple(allowed_rooms(path))):
        return None
    if is_test(path) and "/testing/" in include and not slice_of(include):
        return None
    if service_room(path) == "overview" and slice_of(include) and OVERVIEW_STEMS.search(stem(include)):
        return None
    if is_pure_header(include) and (path.startswith("clients/cc/") or service_room(path) in DOORS):
        return None
    if slice_of(path) and slice_of(include):
        return "a slice never includes another slice: %s is read through the log or a claim stream" % slice_of(include)
    return "%s may not include %s: see the arrows at the top of tools/checks.py" % (own_room(path), include)


def check_includes(path, text):
    if not is_cpp(path):
        return
    for number, line in enumerate(text.split("\n"), 1):
        match = re.match(r'\s*#\s*include\s+([<"])([^>"]+)[>"]', line)
        if match:
            finding = include_finding(path, match.group(2), match.group(1) == "<")
            if finding:
                yield number, finding


# ---- Words ----------------------------------------------------------------------------------------------------------

# (pattern, where it is allowed, what to do instead)
BANNED_IN_CPP = (
    (r"\bsystem_clock::now\b|\babsl::Now\(", "base/", "take the time from a Clock (base/clock.h)"),
    (r"\bsleep_for\b|\bsleep_until\b|\bSleepFor\b|\busleep\(", None, "wait for a condition, or advance a fake clock"),
    (r"\bstd::(recursive_|shared_|timed_)?mutex\b|\bstd::condition_variable(_any)?\b|\babsl::(Mutex|CondVar)\b",
     "base/", "use base/mutex.h, which the thread-safety analysis and TSan both see"),
    (r"\b(EXPECT|ASSERT)_FALSE\((?:[^()]|\([^()]*\))*\.ok\(\)\)", None, "match the exact error, never just \"not ok\""),
)


def strip_cpp(text, keep_comments=False):
    """Blanks string literals and comments; every line keeps its number."""
    def blank(match):
        token = match.group(0)
        if token.startswith("/") and keep_comments:
            return token
        if token[0] in "\"'R":
            return '""' + "\n" * token.count("\n")
        return " " + "\n" * token.count("\n")

    return re.sub(r'\bR"([^(\s]*)\((?:.|\n)*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![0-9A-Fa-f])\'(?:\\.|[^\'\\\n])*\''
                  r'|//[^\n]*|/\*(?:.|\n)*?\*/', blank, text)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def check_banned_words(path, text):
    if not is_cpp(path):
        return
    code = strip_cpp(text)
    for pattern, room, instead in BANNED_IN_CPP:
        if room and path.startswith(room):
            continue
        for match in re.finditer(pattern, code):
            yield line_of(code, match.start()), "`%s` is not used here: %s" % (match.group(0), instead)
    for match in re.finditer(r"\b(FIXME|" + "TO" + r"DO)\b", strip_cpp(text, keep_comments=True)):
        yield line_of(text, match.start()), "%s: do it now, or open an issue" % match.group(1)


# Spelt in two parts, so that this file does not name them itself.
MACHINE_PATHS = ("/wo" + "rk/", ".lib" + "rary", "/ro" + "ot/")


def check_machine_paths(path, text):
    for number, line in enumerate(text.split("\n"), 1):
        for word in MACHINE_PATHS:
            if re.search(r"(?<![\w.])" + re.escape(word), line):
                yield number, "`%s` is a path of one machine: make it relative, or take it from a flag" % word


# ---- Shape ----------------------------------------------------------------------------------------------------------

# What may stand before a brace that opens a namespace or a type: what is inside is looked at again.
SCOPE_HEAD = re.compile(r"\s*((public|private|protected)\s*:\s*)*(template\s*)?(inline|static|const|constexpr|typedef)?"
                        r"\s*(namespace|class|struct|enum|union)\b|\s*extern\s*\"\"\s*$")


def is_scope(head):
    while re.search(r"<[^<>]*>", head):
        head = re.sub(r"<[^<>]*>", "", head)
    return bool(SCOPE_HEAD.match(head))


def is_function(head):
    """Whether a brace after `head` opens a function body, and not a table of values."""
    balanced = head.count("(") == head.count(")")
    return not head.strip() or ("(" in head and balanced and not head.rstrip().endswith(("=", ",", "return")))


def functions(text):
    """(first line, last line) of every outermost function body of a C++ file, found by its braces."""
    code = strip_cpp(text)
    code = re.sub(r"^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", lambda m: "\n" * m.group(0).count("\n"), code, flags=re.M)
    head_start, depth, start, counts = 0, 0, 0, False
    for match in re.finditer(r"[{};]", code):
        at, token = match.start(), match.group(0)
        if depth == 0 and token == "{":
            head = code[head_start:at]
            if not is_scope(head):
                depth, start, counts = 1, line_of(code, at - len(head.lstrip())), is_function(head)
        elif depth > 0:  # Inside a body only its end matters.
            depth += {"{": 1, "}": -1, ";": 0}[token]
            if depth == 0 and counts:
                yield start, line_of(code, at)
        head_start = at + 1


def check_function_length(path, text):
    if not path.endswith(".cc"):
        return
    for first, last in functions(text):
        if last - first + 1 > FUNCTION_LINES_MAX:
            yield first, "this function has %d lines, %d is the most: name its parts" % (
                last - first + 1, FUNCTION_LINES_MAX)


def check_file_header(path, text):
    if path.endswith("_test.cc") or not path.endswith((".h", ".cc", ".proto")):
        return
    if path.endswith(".cc") and os.path.exists(path[:-len(".cc")] + ".h"):
        return  # Its header says it.
    if not text.startswith("//"):
        yield 1, "no file header: begin with `//` and what the file is, promises, and who may call it"


TEXT_WITHOUT_TABS = (".bazel", ".bzl", ".bazelrc", "WORKSPACE", ".proto", ".py", ".h", ".cc", ".md", ".yaml", ".json")


def check_white_space(path, text):
    for number, line in enumerate(text.split("\n"), 1):
        if line != line.rstrip():
            yield number, "white space at the end of the line: run tools/presubmit"
        if "\t" in line and path.endswith(TEXT_WITHOUT_TABS):
            yield number, "a tab: indent with spaces"
    if text and not text.endswith("\n"):
        yield text.count("\n") + 1, "no newline at the end of the file: run tools/presubmit"


def mend_white_space(text):
    return "\n".join(line.rstrip() for line in text.split("\n")).rstrip("\n") + "\n" if text.strip() else ""


def check_python(path, text):
    if not path.endswith(".py"):
        return
    try:
        ast.parse(text, path)
    except SyntaxError as error:
        yield error.lineno or 1, "not Python: %s" % error.msg


CHECKS = (check_includes, check_banned_words, check_machine_paths, check_function_length, check_file_header,
          check_white_space, check_python)

# ---- Running --------------------------------------------------------------------------------------------------------

# Not ours to format: licences, lock files, test data whose bytes matter.
FOREIGN = re.compile(r"(^|/)(LICENSE|package-lock\.json|testdata/.*|.*corpus/.*|ledger_v\d+/.*)$")


def tracked_files():
    """The text files of the repository, those not yet added included."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], check=True,
                            stdout=subprocess.PIPE).stdout.decode()
    for path in sorted(set(listed.split("\0"))):
        if not path or FOREIGN.search(path) or os.path.islink(path) or not os.path.isfile(path):
            continue
        with open(path, "rb") as file:
            data = file.read()
        if b"\0" in data:
            continue
        try:
            yield path, data.decode()
        except UnicodeDecodeError:
            yield path, ""


def main(arguments):
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    found = False
    for path, text in tracked_files():
        if "--fix" in arguments:
            mended = mend_white_space(text)
            if mended != text:
                with open(path, "w", newline="") as file:
                    file.write(mended)
                print("%s: white space mended" % path)
            continue
        for check in CHECKS:
            for line, message in check(path, text):
                print("%s:%d: %s" % (path, line, message))
                found = True
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
