"""clang-tidy as an aspect: `bazel build --config=tidy //...`.

Each source file is one action with the flags it is compiled with, so Bazel runs it again only when the file or
something it includes has changed. The list of checks is in .clang-tidy.
"""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "CPP_COMPILE_ACTION_NAME")
load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

def _toolchain_flags(ctx):
    toolchain = find_cpp_toolchain(ctx)
    features = cc_common.configure_features(
        ctx = ctx,
        cc_toolchain = toolchain,
        requested_features = ctx.features,
        unsupported_features = ctx.disabled_features,
    )
    variables = cc_common.create_compile_variables(
        feature_configuration = features,
        cc_toolchain = toolchain,
        user_compile_flags = ctx.fragments.cpp.cxxopts + ctx.fragments.cpp.copts,
    )
    return cc_common.get_memory_inefficient_command_line(
        feature_configuration = features,
        action_name = CPP_COMPILE_ACTION_NAME,
        variables = variables,
    )

def _clang_tidy_impl(target, ctx):
    copts = getattr(ctx.rule.attr, "copts", [])

    # What is not compiled with our warnings was written elsewhere, or by a generator.
    if CcInfo not in target or "-Werror" not in copts:
        return []
    sources = [
        source
        for attribute in (getattr(ctx.rule.attr, "srcs", []), getattr(ctx.rule.attr, "hdrs", []))
        for dep in attribute
        for source in dep.files.to_list()
        if source.is_source and source.extension in ("cc", "h")
    ]

    # Headers are looked at through the bodies that include them (HeaderFilterRegex); those of a library without
    # bodies by themselves.
    bodies = [source for source in sources if source.extension == "cc"]
    sources = bodies or sources
    context = target[CcInfo].compilation_context
    flags = _toolchain_flags(ctx) + copts
    flags += ["-D" + define for define in context.defines.to_list() + context.local_defines.to_list()]
    flags += ["-iquote" + path for path in context.quote_includes.to_list()]
    flags += ["-isystem" + path for path in context.system_includes.to_list()]

    reports = []
    for source in sources:
        report = ctx.actions.declare_file("%s.%s.tidy" % (ctx.label.name, source.path.replace("/", "_")))
        reports.append(report)
        ctx.actions.run_shell(
            inputs = depset([source, ctx.file._settings], transitive = [context.headers]),
            outputs = [report],
            # Only a failure is worth reading; what clang-tidy suppressed is not.
            command = "clang-tidy --quiet \"$@\" >%s 2>&1 || { sed \"s|$PWD/||\" %s; exit 1; }" % (report.path, report.path),
            arguments = [source.path, "--"] + flags + ["-xc++"],
            mnemonic = "ClangTidy",
            progress_message = "Running clang-tidy on " + source.short_path,
            use_default_shell_env = True,
        )
    return [OutputGroupInfo(tidy = depset(reports))]

clang_tidy = aspect(
    implementation = _clang_tidy_impl,
    attrs = {
        "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
        "_settings": attr.label(default = "//:.clang-tidy", allow_single_file = True),
    },
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
)
