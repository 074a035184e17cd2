// SPDX-License-Identifier: Apache-2.0
#include "cli/db_share.h"

#include <optional>

#include "base/format.h"
#include "base/text.h"
#include "cli/db_feeds.h"
#include "cli/output.h"
#include "share/sharing.h"

namespace batten::cli {
namespace {

Result<share::ShareOptions> options_of(const Arguments& arguments) {
  if (arguments.positional.size() < 2) {
    return Error{Code::kInvalidArgument, format("db {} wants oci://REGISTRY/REPOSITORY:TAG", arguments.positional[0])};
  }
  share::ShareOptions out;
  out.directory = database_directory_of(arguments);
  out.reference = arguments.positional[1];
  out.feeds = TRY(feeds_named(arguments, 2));
  out.registry.allow_plain_http = arguments.flag("insecure");
  out.registry.skip_tls_verify = arguments.flag("tls-skip-verify");
  return out;
}

std::string text_of(const share::Shared& shared, std::string_view moved, std::string_view stayed) {
  std::string out;
  for (const share::SharedFeedOutcome& feed : shared.feeds) {
    out += format("{} {}: data of {}, {}\n", padded(feed.status.name, 10), feed.moved ? moved : stayed,
                  feed.status.data_date.empty() ? "unknown date" : feed.status.data_date.substr(0, 10), base::human_size(feed.blob_bytes));
  }
  out += format("{} {}{}\n", base::printable(shared.reference), shared.digest.text(),
                shared.signed_by.empty() ? "" : ", signed by " + shared.signed_by);
  return out;
}

}  // namespace

Result<int> run_db_push(const Arguments& arguments, Context& context) {
  share::ShareOptions options = TRY(options_of(arguments));
  std::optional<share::PrivateKey> key;
  if (arguments.flag("key")) key = TRY(share::PrivateKey::read(arguments.value("key")));
  share::Shared shared = TRY(share::push(options, key ? &*key : nullptr, context.progress));
  TRY(write_output("", text_of(shared, "pushed", "is there")));
  return kExitFine;
}

Result<int> run_db_pull(const Arguments& arguments, Context& context) {
  share::ShareOptions options = TRY(options_of(arguments));
  std::optional<share::PublicKey> key;
  if (arguments.flag("key")) key = TRY(share::PublicKey::read(arguments.value("key")));
  share::Shared shared = TRY(share::pull(options, key ? &*key : nullptr, context.progress));
  for (const base::Note& note : shared.notes) context.progress.message(format("{}: {}; {}", note.where, note.message, note.hint));
  TRY(write_output("", text_of(shared, "pulled", "unchanged")));
  return shared.notes.empty() ? kExitFine : kExitIncomplete;
}

}  // namespace batten::cli
