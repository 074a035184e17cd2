// SPDX-License-Identifier: Apache-2.0
//
// batten vex: writes down, as OpenVEX, what somebody has decided about a vulnerability in a product.
#include <string>

#include "base/file.h"
#include "base/format.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/command.h"
#include "cli/output.h"
#include "policy/openvex_document.h"
#include "policy/reported_finding.h"
#include "report/program.h"

namespace batten::cli::commands {
namespace {

constexpr OptionSpec kOptions[] = {
    {"--from", "REPORT", "what batten scan --format json wrote: fills in product, packages and aliases of the finding of --id"},
    {"--product", "PURL|IMAGE", "what it is about: a package URL, or an image by its name; may be repeated", true},
    {"--subcomponent", "PURL", "the packages in the product that it is about; may be repeated", true},
    {"--id", "ID", "the vulnerability: CVE-2024-5535"},
    {"--alias", "ID", "another name of it; may be repeated", true},
    {"--status", "STATUS", "not_affected, affected, fixed or under_investigation"},
    {"--justification", "LABEL", "why not_affected: component_not_present, vulnerable_code_not_present, ..."},
    {"--impact", "TEXT", "why not_affected, in words"},
    {"--action", "TEXT", "what to do when affected"},
    {"--author", "NAME", "who says so"},
    {"--add", "FILE", "add it to that OpenVEX document, as its next version"},
    {"--output,-o", "FILE", "write there instead of to standard output or back to the file of --add"},
};

std::vector<std::string> all_of(const Arguments& arguments, const char* name) {
  auto at = arguments.options.find(name);
  return at == arguments.options.end() ? std::vector<std::string>() : at->second;
}

// $SOURCE_DATE_EPOCH makes documents reproducible.
Result<std::int64_t> time_of_decision() {
  std::string epoch = base::environment("SOURCE_DATE_EPOCH");
  if (epoch.empty()) return base::now_seconds();
  auto seconds = base::parse_unsigned(epoch);
  if (!seconds || *seconds > 253'402'300'799)
    return Error{Code::kInvalidArgument, format("SOURCE_DATE_EPOCH={}: want seconds since 1970", epoch)};
  return static_cast<std::int64_t>(*seconds);
}

// What a report tells; options that are given go before it.
Result<void> fill_in(const std::string& path, const Arguments& arguments, policy::VexDecision& out) {
  policy::ReportedFinding finding = TRY_IN(path, policy::find_in_report(TRY(base::read_file(path, 256u << 20)), out.id));
  if (out.products.empty()) {
    if (finding.image.empty())
      return Error{Code::kInvalidArgument, format("{}: what was scanned has no name; --product says what it is", path)};
    out.products.push_back(TRY_IN("--product", policy::product_purl(finding.image)));
  }
  if (out.subcomponents.empty()) out.subcomponents = finding.packages;
  out.id = finding.id;
  if (!arguments.flag("alias")) out.aliases = finding.aliases;
  return {};
}

Result<policy::VexDecision> decision_of(const Arguments& arguments) {
  policy::VexDecision out;
  for (const char* wanted : {"product", "id", "status"}) {
    if (std::string_view(wanted) == "product" && arguments.flag("from")) continue;
    if (arguments.value(wanted).empty()) return Error{Code::kInvalidArgument, format("vex wants --{}", wanted)};
  }
  for (const std::string& product : all_of(arguments, "product"))
    out.products.push_back(TRY_IN("--product", policy::product_purl(product)));
  for (const std::string& part : all_of(arguments, "subcomponent")) {
    if (!part.starts_with("pkg:")) return Error{Code::kInvalidArgument, format("--subcomponent {}: want a package URL", part)};
    out.subcomponents.push_back(TRY_IN("--subcomponent", policy::product_purl(part)));
  }
  auto status = policy::parse_vex_status(arguments.value("status"));
  if (!status)
    return Error{Code::kInvalidArgument,
                 format("--status {}: there is not_affected, affected, fixed, under_investigation", arguments.value("status"))};
  out.status = *status;
  out.id = arguments.value("id");
  out.aliases = all_of(arguments, "alias");
  if (arguments.flag("from")) TRY(fill_in(arguments.value("from"), arguments, out));
  out.justification = arguments.value("justification");
  out.impact = arguments.value("impact");
  out.action = arguments.value("action");
  out.author = arguments.value("author");
  out.tooling = format("batten {}", report::kProgramVersion);
  out.time = TRY(time_of_decision());
  TRY(policy::check_decision(out));
  return out;
}

Result<int> run(const Arguments& arguments, Context&) {
  if (!arguments.positional.empty()) return Error{Code::kInvalidArgument, "vex wants options only"};
  policy::VexDecision decision = TRY(decision_of(arguments));
  if (!arguments.flag("add")) {
    TRY(write_output(arguments.value("output"), policy::new_openvex(decision)));
    return kExitFine;
  }
  if (arguments.flag("author")) return Error{Code::kInvalidArgument, "--author is of a new document; the one of --add has its own"};
  std::string path = arguments.value("add");
  std::string bytes = TRY(base::read_file(path, 64u << 20));
  TRY(write_output(arguments.value("output", path), TRY_IN(path, policy::add_to_openvex(bytes, decision))));
  return kExitFine;
}

constexpr CommandExample kExamples[] = {
    {"batten vex --product app:1.4 --id CVE-2023-45853 --status not_affected --impact unreachable", "an image is not affected"},
    {"batten vex --product pkg:deb/debian/zlib1g --id CVE-2023-45853 --status under_investigation", "a package, in any image"},
    {"batten vex --from report.json --id CVE-2024-5535 --status affected --action rebuild", "a finding of a report, in its packages"},
    {"batten vex --add app.openvex.json --product app:1.4 --id CVE-2024-5535 --status fixed", "one more statement"},
};

}  // namespace

extern constinit const Command vex;
constinit const Command vex{
    .name = "vex",
    .summary = "write down a decision about a vulnerability as OpenVEX",
    .positional = "",
    .description = "The document is for 'batten scan --vex FILE' and for all who use the product. $SOURCE_DATE_EPOCH sets its time.",
    .options = kOptions,
    .run = run,
    .examples = kExamples,
};

}  // namespace batten::cli::commands
