// SPDX-License-Identifier: Apache-2.0
#include "secrets/aws_answers.h"

#include <algorithm>

#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"

namespace batten::secrets {
namespace {

constexpr json::Limits kLimits = {.max_bytes = 1u << 20, .max_depth = 20, .wipes = true};
constexpr std::size_t kMaxMessage = 300;

std::string shown(std::string_view text) { return base::printable(base::trim(text.substr(0, kMaxMessage))); }

// What stands between <name> and </name>, the first time; nullopt when it isn't there. STS writes no attributes and no escapes into what we
// ask for. A reader of XML would leave copies of the keys in its tree.
std::optional<std::string_view> element(std::string_view xml, std::string_view name) {
  std::string open = format("<{}>", name), close = format("</{}>", name);
  std::size_t from = xml.find(open);
  if (from == xml.npos) return std::nullopt;
  from += open.size();
  std::size_t to = xml.find(close, from);
  if (to == xml.npos) return std::nullopt;
  return base::trim(xml.substr(from, to - from));
}

// Keys and tokens are sent in headers.
bool is_token(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f && c != '<' && c != '&'; });
}

Result<AwsCredentials> checked(std::string_view access, std::string_view secret, std::string_view token, std::string_view expires) {
  if (access.empty() || secret.empty()) return Error{Code::kCorrupt, "an answer without AccessKeyId or SecretAccessKey"};
  if (!is_token(access) || !is_token(secret) || !is_token(token)) return Error{Code::kCorrupt, "credentials with characters that none has"};
  AwsCredentials out;
  out.keys = {.access_key = std::string(access), .secret_key = base::SecretBytes(secret), .session_token = base::SecretBytes(token)};
  if (!expires.empty()) {
    out.expires = base::parse_time(expires);
    if (!out.expires) return Error{Code::kCorrupt, "an Expiration that is no time"};
  }
  return out;
}

struct Meaning {
  std::string_view type;
  Code code;
  std::string_view words;  // of ours, beside the server's
};
constexpr Meaning kMeanings[] = {
    {"ResourceNotFoundException", Code::kNotFound, "no such secret or version there"},
    {"ResourceNotFound", Code::kNotFound, ""},
    {"AccessDeniedException", Code::kDenied, ""},
    {"AccessDenied", Code::kDenied, ""},
    {"DecryptionFailure", Code::kDenied, "the KMS key of the secret can't be used"},
    {"EncryptionFailure", Code::kDenied, "the KMS key of the secret can't be used"},
    {"ExpiredTokenException", Code::kDenied, "the session token is no longer good"},
    {"ExpiredToken", Code::kDenied, "the session token is no longer good"},
    {"UnrecognizedClientException", Code::kDenied, "AWS does not know these credentials"},
    {"InvalidClientTokenId", Code::kDenied, "AWS does not know these credentials"},
    {"InvalidSignatureException", Code::kDenied, "the secret key is not the one of the access key, or the clock is wrong"},
    {"SignatureDoesNotMatch", Code::kDenied, "the secret key is not the one of the access key, or the clock is wrong"},
    {"RequestTimeTooSkewed", Code::kDenied, "the clock is wrong"},
    {"IncompleteSignature", Code::kDenied, ""},
    {"MissingAuthenticationTokenException", Code::kDenied, ""},
    {"OptInRequired", Code::kDenied, ""},
    {"InvalidIdentityToken", Code::kDenied, "the web identity token is not accepted"},
    {"IDPRejectedClaim", Code::kDenied, "the web identity token is not accepted"},
    {"InvalidParameterException", Code::kInvalidArgument, ""},
    {"ValidationException", Code::kInvalidArgument, ""},
    {"ValidationError", Code::kInvalidArgument, ""},
    {"ResourceExistsException", Code::kConflict, ""},
    {"LimitExceededException", Code::kLimit, ""},
    {"InternalServiceError", Code::kUnavailable, ""},
    {"InternalFailure", Code::kUnavailable, ""},
    {"ServiceUnavailable", Code::kUnavailable, ""},
    {"IDPCommunicationError", Code::kUnavailable, ""},
};

Code code_of_status(int status) {
  if (status == 401 || status == 403) return Code::kDenied;
  if (status == 404) return Code::kNotFound;
  return status == 429 || status >= 500 ? Code::kUnavailable : Code::kUnsupported;
}

template <std::size_t N>
bool is_one_of(const std::string_view (&list)[N], std::string_view type) {
  return std::ranges::find(list, type) != std::end(list);
}

}  // namespace

Result<AwsCredentials> credentials_from_json(std::string_view text, bool from_process) {
  json::Document document = TRY(json::Document::parse(text, kLimits));
  if (!document.root().is_object()) return Error{Code::kCorrupt, "credentials that are no JSON object"};
  std::string_view code = document["Code"].string("Success");
  if (code != "Success") {
    std::string_view said = document["Message"].string(document["message"].string());
    return Error{Code::kDenied, shown(code) + (said.empty() ? "" : ": " + shown(said))};
  }
  if (from_process && document["Version"].integer() != 1) return Error{Code::kUnsupported, "credentials of another Version than 1"};
  std::string_view token = document["Token"].string(document["SessionToken"].string());
  return checked(document["AccessKeyId"].string(), document["SecretAccessKey"].string(), token, document["Expiration"].string());
}

Result<AwsCredentials> credentials_from_sts(std::string_view xml) {
  std::optional<std::string_view> inner = element(xml, "Credentials");
  if (!inner) return Error{Code::kCorrupt, "an answer of STS without Credentials"};
  auto text = [&](std::string_view name) { return element(*inner, name).value_or(std::string_view()); };
  if (text("SessionToken").empty() || text("Expiration").empty())
    return Error{Code::kCorrupt, "an answer of STS without SessionToken or Expiration"};
  return checked(text("AccessKeyId"), text("SecretAccessKey"), text("SessionToken"), text("Expiration"));
}

AwsFailure failure_from(std::string_view body, std::string_view header) {
  AwsFailure out;
  std::string type;
  body = base::trim(body);
  if (body.starts_with('{')) {
    if (auto document = json::Document::parse(body, kLimits)) {
      type = (*document)["__type"].string((*document)["code"].string());
      out.message = shown((*document)["message"].string((*document)["Message"].string()));
    }
  } else if (body.starts_with('<')) {
    type = element(body, "Code").value_or("");
    out.message = shown(element(body, "Message").value_or(""));
  }
  if (type.empty()) type = header;
  if (std::size_t hash = type.rfind('#'); hash != type.npos) type.erase(0, hash + 1);
  if (std::size_t colon = type.find(':'); colon != type.npos) type.erase(colon);
  out.type = shown(type.substr(0, 100));
  return out;
}

Error aws_error(std::string_view where, int status, const AwsFailure& failure) {
  Code code = code_of_status(status);
  std::string message = format("{}: {}", where, status);
  auto meaning = std::ranges::find(kMeanings, std::string_view(failure.type), &Meaning::type);
  if (meaning != std::end(kMeanings)) code = meaning->code;
  if (is_throttling(failure.type)) code = Code::kUnavailable;
  if (failure.type == "InvalidRequestException") code = failure.message.contains("deletion") ? Code::kNotFound : Code::kInvalidArgument;
  if (!failure.type.empty()) message += " " + failure.type;
  if (!failure.message.empty()) message += ": " + failure.message;
  if (meaning != std::end(kMeanings) && !meaning->words.empty()) message += format(" ({})", meaning->words);
  return Error{code, message};
}

bool is_throttling(std::string_view type) {
  static constexpr std::string_view kTypes[] = {
      "ThrottlingException",      "Throttling",           "ThrottledException", "RequestThrottled",        "RequestThrottledException",
      "TooManyRequestsException", "RequestLimitExceeded", "SlowDown",           "PriorRequestNotComplete", "BandwidthLimitExceeded"};
  return is_one_of(kTypes, type);
}

bool may_be_clock_skew(std::string_view type) {
  static constexpr std::string_view kTypes[] = {"RequestTimeTooSkewed",      "RequestExpired",        "RequestInTheFuture",
                                                "InvalidSignatureException", "SignatureDoesNotMatch", "AuthFailure"};
  return is_one_of(kTypes, type);
}

bool is_expired_token(std::string_view type) { return type == "ExpiredTokenException" || type == "ExpiredToken"; }

}  // namespace batten::secrets
