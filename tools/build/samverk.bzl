"""How Samverk is compiled. The only place that knows warning flags and the language standard.

    load("//tools/build:samverk.bzl", "samverk_cc_library", "samverk_cc_test")

Everything that the built-in rules take (deps, visibility, testonly, data, ...) is passed on.
"""

_COPTS = [
    "-std=c++20",
    "-Wall",
    "-Wextra",
    "-Werror",
    "-Wnon-virtual-dtor",
    "-Woverloaded-virtual",
] + select({
    "//tools/build:clang": [
        "-Wshadow-uncaptured-local",
        "-Wthread-safety",
    ],
    "//conditions:default": ["-Wshadow=local"],
})

# Programs that are made to be fast also allocate fast; the sanitizers bring their own.
_MALLOC = select({
    "//tools/build:opt": "//third_party:tcmalloc",
    "//conditions:default": "@bazel_tools//tools/cpp:malloc",
})

# Code that a generator wrote: its warnings are not ours to fix.
_GENERATED_COPTS = [
    "-std=c++20",
    "-w",
]

def samverk_cc_library(name, copts = [], **kwargs):
    """A library of our own code."""
    native.cc_library(name = name, copts = _COPTS + copts, **kwargs)

def samverk_cc_binary(name, copts = [], **kwargs):
    """A program of our own code."""
    native.cc_binary(name = name, copts = _COPTS + copts, malloc = _MALLOC, **kwargs)

def samverk_cc_test(name, size = "small", copts = [], deps = [], **kwargs):
    """A GoogleTest program; main() is added."""
    native.cc_test(
        name = name,
        size = size,
        copts = _COPTS + copts,
        deps = deps + ["//third_party:gtest_main"],
        **kwargs
    )

def samverk_cc_benchmark(name, copts = [], deps = [], **kwargs):
    """A Google Benchmark program: `bazel run --config=opt <name>`. The sources end in BENCHMARK_MAIN()."""
    native.cc_binary(
        name = name,
        testonly = True,
        copts = _COPTS + copts,
        malloc = _MALLOC,
        deps = deps + ["//third_party:benchmark"],
        **kwargs
    )

def samverk_fuzz_test(name, corpus = [], size = "small", copts = [], deps = [], data = [], tags = [], **kwargs):
    """A fuzz target; its source defines `extern "C" int LLVMFuzzerTestOneInput(const uint8_t*, size_t)`.

    Under --config=fuzz it is a libFuzzer program. Under every other configuration it is an ordinary test that
    runs the same function over the corpus and over deterministic mutations of it.

        samverk_fuzz_test(
            name = "record_fuzz_test",
            srcs = ["record_fuzz_test.cc"],
            corpus = glob(["testdata/record_corpus/**"]),
            deps = [":record_format"],
        )

    Args:
      name: ends in _fuzz_test.
      corpus: files to start from.
      size: as for any test.
      copts: more flags.
      deps: what the target exercises.
      data: more files.
      tags: more tags.
      **kwargs: passed to cc_test.
    """
    native.filegroup(name = name + "_corpus", srcs = corpus, testonly = True)
    native.cc_test(
        name = name,
        size = size,
        copts = _COPTS + copts,
        data = data + [name + "_corpus"],
        args = ["$(locations :%s_corpus)" % name] if corpus else [],
        linkopts = select({
            "//tools/build:fuzz": ["-fsanitize=fuzzer"],
            "//conditions:default": [],
        }),
        tags = tags + ["fuzz"],
        deps = deps + select({
            "//tools/build:fuzz": [],
            "//conditions:default": ["//tools/build:fuzz_replay_main"],
        }),
        **kwargs
    )

def _split_label(label):
    """//a/b:c -> (//a/b, c); //a/b -> (//a/b, b); :c -> ('', c)."""
    if ":" in label:
        package, _, name = label.rpartition(":")
        return package, name
    if label.startswith("//"):
        return label, label.rpartition("/")[2]
    return "", label

def _protos_of(label):
    package, name = _split_label(label)
    return "%s:%s_protos" % (package, name)

_PROTOC = "protoc --fatal_warnings -Iproto -I/usr/include -Iexternal/google_proto_files"

def samverk_proto_library(name, srcs, deps = [], grpc = False, visibility = None, testonly = False):
    """The C++ of some .proto files that live under proto/.

    proto/samverk/v1/workshop.proto is imported as "samverk/v1/workshop.proto" and included as
    "samverk/v1/workshop.pb.h", with grpc = True also as "samverk/v1/workshop.grpc.pb.h". google/protobuf,
    google/rpc and google/type can be imported without naming them in deps. A missing dep does not build.

        load("//tools/build:samverk.bzl", "samverk_proto_library")

        samverk_proto_library(
            name = "workshop_events",
            srcs = ["workshop_events.proto"],
            visibility = ["//:proto_users"],
        )

        samverk_proto_library(
            name = "workshop",
            srcs = ["workshop.proto"],
            grpc = True,
            visibility = ["//:proto_users"],
            deps = [":workshop_events"],
        )

    Args:
      name: the cc_library to depend on.
      srcs: .proto files of this package.
      deps: other samverk_proto_library targets whose files are imported.
      grpc: whether the files define services.
      visibility: as for any target.
      testonly: as for any target.
    """
    package = native.package_name()
    if not package.startswith("proto/"):
        fail("samverk_proto_library belongs under proto/, not in " + package)

    # Below the package, so that `includes` (which becomes -isystem: no warnings from generated headers) may name it.
    import_root = package[len("proto/"):]
    generated = "generated/" + import_root + "/"

    native.filegroup(
        name = name + "_protos",
        srcs = srcs + [_protos_of(dep) for dep in deps],
        visibility = visibility,
        testonly = testonly,
    )
    stems = [src[:-len(".proto")] for src in srcs]
    sources = [generated + stem + ".pb.cc" for stem in stems]
    headers = [generated + stem + ".pb.h" for stem in stems]
    command = _PROTOC + " --cpp_out=$(RULEDIR)/generated"
    libraries = ["//third_party:googleapis", "//third_party:protobuf"]
    if grpc:
        sources += [generated + stem + ".grpc.pb.cc" for stem in stems]
        headers += [generated + stem + ".grpc.pb.h" for stem in stems]
        command += " --plugin=protoc-gen-grpc=/usr/bin/grpc_cpp_plugin --grpc_out=$(RULEDIR)/generated"
        libraries.append("//third_party:grpc")
    native.genrule(
        name = name + "_generate",
        srcs = [name + "_protos", "@google_proto_files//:protos"],
        outs = sources + headers,
        cmd = command + " " + " ".join(["%s/%s" % (import_root, src) for src in srcs]),
        message = "Generating C++ of",
        testonly = testonly,
    )
    native.cc_library(
        name = name,
        srcs = sources,
        hdrs = headers,
        copts = _GENERATED_COPTS,
        includes = ["generated"],
        visibility = visibility,
        testonly = testonly,
        deps = deps + libraries,
    )

def samverk_googleapis_library(name, protos, visibility = None):
    """The C++ of some of Google's common protos, for third_party/googleapis only.

    Args:
      name: the cc_library.
      protos: import paths without .proto.
      visibility: as for any target.
    """
    sources = [proto + ".pb.cc" for proto in protos]
    headers = [proto + ".pb.h" for proto in protos]
    native.genrule(
        name = name + "_generate",
        srcs = ["@google_proto_files//:protos"],
        outs = sources + headers,
        cmd = "protoc -I/usr/include -Iexternal/google_proto_files --cpp_out=$(RULEDIR) " +
              " ".join([proto + ".proto" for proto in protos]),
        message = "Generating C++ of",
    )
    native.cc_library(
        name = name,
        srcs = sources,
        hdrs = headers,
        copts = _GENERATED_COPTS,
        includes = ["."],
        visibility = visibility,
        deps = ["//third_party:protobuf"],
    )
