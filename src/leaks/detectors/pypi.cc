// SPDX-License-Identifier: Apache-2.0
//
// PyPI's upload tokens: "pypi-" and a macaroon in base64url. A macaroon of version 2 (libmacaroons, doc/format.txt) is the byte 2, then
// sections of fields (type, length, bytes; both numbers as varint) that a zero byte ends: location and identifier, then for each caveat
// its identifier, an empty section, and the signature of 32 bytes.
#include <cstdint>
#include <optional>
#include <string>

#include "base/reader.h"
#include "leaks/detector.h"
#include "leaks/encodings.h"

namespace batten::leaks::detectors {
namespace {

constexpr std::uint64_t kSignature = 6;
constexpr std::size_t kSignatureBytes = 32, kMaxFields = 1000;

// Fields up to a zero byte: how many.
std::size_t section(base::Reader& in) {
  std::size_t fields = 0;
  while (in.ok() && in.varint() != 0 && ++fields < kMaxFields) (void)in.sized();
  return fields;
}

Opinion macaroon(const Candidate& candidate) {
  std::optional<std::string> bytes = decode_base64(candidate.secret.substr(candidate.secret.find('-') + 1));
  if (!bytes) return Opinion::kNo;
  base::Reader in(*bytes);
  if (in.u8() != 2 || section(in) == 0) return Opinion::kNo;
  while (section(in) > 0) {
  }
  const bool whole = in.varint() == kSignature && in.sized().size() == kSignatureBytes && in.ok();
  return whole ? Opinion::kConfirmed : Opinion::kNo;
}

constexpr LeakExample kPypiToken[] = {
    {"const t = `pypi-"
     "AgEIcHlwaS5vcmcCJDY0MjE5MmZkLTQ3NzYtNDkzYy1iZDgzLWE5Y2Q0ZmM3M2VkMQACKlsxLCJkYzVkYWFlZS1lNmNjLTRiYTgtYjQ1ZC03YjAzYjlkZDZkODYiXQAABiDIy"
     "-RfZR6-gBjqKlY0gmrVNRT8Ryvfjh_T8Ke3ClgGEQ`;",
     "pypi-"
     "AgEIcHlwaS5vcmcCJDY0MjE5MmZkLTQ3NzYtNDkzYy1iZDgzLWE5Y2Q0ZmM3M2VkMQACKlsxLCJkYzVkYWFlZS1lNmNjLTRiYTgtYjQ1ZC03YjAzYjlkZDZkODYiXQAABiDIy"
     "-RfZR6-gBjqKlY0gmrVNRT8Ryvfjh_T8Ke3ClgGEQ"}};
constexpr LeakCounterexample kPypiTokenNot[] = {{"pypi-"
                                                 "AgEIcHlwaS5vcmcCJDY0MjE5MmZkLTQ3NzYtNDkzYy1iZDgzLWE5Y2Q0ZmM3MQACKlsxLCJkYzVkYWFlZS1lNmNjL"
                                                 "TRiYTgtYjQ1ZC03YjAzYjlkZDZkODYiXQAABiDIy-RfZR6-gBjqKlY0gmrVNRT8Ryvfjh_T8Ke3ClgGEQ"},
                                                {"pypi-"
                                                 "AgEIcHlwaS5vcmcCJDY0MjE5MmZkLTQ3NzYtNDkz"}};
constexpr LeakExample kTestPypiToken[] = {
    {"TOKEN=pypi-"
     "AgENdGVzdC5weXBpLm9yZwIkNjgxYTVhNDMtMzI0NS00N2RhLThkMTYtNjcxZDhjZGNjODE2AAIqWzEsImI0Njc5NWZkLTFhNGEtNGZhNi1iYWI4LTMxYTJmZjk0MzMxNCJdA"
     "AAGIE3gNRw6pFRNmbqfhVHRo_0h169QXwy2xlQeEfgwifAi\n",
     "pypi-"
     "AgENdGVzdC5weXBpLm9yZwIkNjgxYTVhNDMtMzI0NS00N2RhLThkMTYtNjcxZDhjZGNjODE2AAIqWzEsImI0Njc5NWZkLTFhNGEtNGZhNi1iYWI4LTMxYTJmZjk0MzMxNCJdA"
     "AAGIE3gNRw6pFRNmbqfhVHRo_0h169QXwy2xlQeEfgwifAi"}};
constexpr LeakCounterexample kTestPypiTokenNot[] = {
    {"pypi-"
     "AgENdGVzdC5weXBpLm9yZwIkNjgxYTVhNDMtMzI0"}};

constexpr LeakKind kKinds[] = {
    {.id = "pypi-token",
     .title = "PyPI API token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bpypi-AgEIcHlwaS5vcmc[\w-]{50,600})",
     .trigger = R"(\bpypi-AgEIcHlwaS5vcmc[\w-]{50})",
     .confirm = macaroon,
     .repair = "remove it at https://pypi.org/manage/account/#api-tokens, then look at what was uploaded since",
     .matches = kPypiToken,
     .matches_not = kPypiTokenNot},
    {.id = "test-pypi-token",
     .title = "TestPyPI API token",
     .severity = model::Severity::kMedium,
     .pattern = R"(\bpypi-AgENdGVzdC5weXBpLm9yZw[\w-]{50,600})",
     .trigger = R"(\bpypi-AgENdGVzdC5weXBpLm9yZw[\w-]{50})",
     .confirm = macaroon,
     .repair = "remove it at https://test.pypi.org/manage/account/#api-tokens",
     .matches = kTestPypiToken,
     .matches_not = kTestPypiTokenNot},
};

}  // namespace

extern constinit const Detector pypi;
constinit const Detector pypi = {.name = "pypi", .summary = "upload tokens of PyPI", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
