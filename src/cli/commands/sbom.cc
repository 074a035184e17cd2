// SPDX-License-Identifier: Apache-2.0
//
// batten sbom IMAGE: what is installed in an image.
#include <string>

#include "base/format.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/scan_options.h"
#include "report/format.h"
#include "scan/pipeline.h"
#include "scan/session.h"

namespace batten::cli::commands {
namespace {

constexpr OptionSpec kOwn[] = {
    {"--format,-f", "NAME", "how to write it (default: cyclonedx)", false, [] { return report::format_names(true); }},
    {"--output,-o", "FILE", "write there instead of to standard output"},
    {"--files", "", "list the files that packages own (json)"},
    {"--strict", "", "exit with 4 when anything could not be read"},
};
constexpr auto kOptions = joined_options(kOwn, kSourceOptions);

Result<int> run(const Arguments& arguments, Context& context) {
  if (arguments.positional.size() != 1) return Error{Code::kInvalidArgument, "sbom wants one IMAGE"};
  std::string name = arguments.value("format", "cyclonedx");
  const report::Format* wanted = report::find_format(name);
  if (wanted == nullptr || !wanted->lists_packages)
    return Error{Code::kInvalidArgument, format("--format {}: there is {}", name, report::format_names(true))};
  scan::ScanOptions options = TRY(scan_options(arguments));
  auto session = TRY(scan::Session::start(cache_directory_of(arguments), context.progress));
  if (arguments.flag("files")) session->want_files();
  scan::Scanned scanned = TRY(scan::list_packages(arguments.positional[0], options, *session));
  report::Options how;
  how.with_files = arguments.flag("files");
  TRY(write_output(arguments.value("output"), wanted->write(scanned.report, how)));
  print_notes(scanned.report.notes);
  if (scanned.unread_layers > 0) return kExitIncomplete;
  if (arguments.flag("strict") && scan::anything_unread(scanned.report)) return kExitIncomplete;
  return kExitFine;
}

constexpr CommandExample kExamples[] = {
    {"batten sbom --format cyclonedx debian:12", "CycloneDX 1.6 JSON on standard output"},
    {"batten sbom --format spdx --output app.spdx.json app:1.4", "SPDX 2.3 JSON into a file"},
    {"batten sbom dir:/", "the packages of this machine"},
};

}  // namespace

extern constinit const Command sbom;
constinit const Command sbom{
    .name = "sbom",
    .summary = "list what is installed in an image, as a software bill of materials",
    .positional = "IMAGE",
    .description = "",
    .options = kOptions,
    .run = run,
    .examples = kExamples,
};

}  // namespace batten::cli::commands
