// SPDX-License-Identifier: Apache-2.0
#include "leaks/vectorscan.h"

#include <hs/hs.h>

#include <cstdlib>
#include <utility>
#include <vector>

#include "base/format.h"

namespace batten::leaks {

struct Vectorscan::Impl {
  hs_database_t* database = nullptr;
  Impl() = default;
  ~Impl() { hs_free_database(database); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
};

Vectorscan::Vectorscan(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Vectorscan::~Vectorscan() = default;
Vectorscan::Vectorscan(Vectorscan&&) noexcept = default;
Vectorscan& Vectorscan::operator=(Vectorscan&&) noexcept = default;

Result<Vectorscan> Vectorscan::compile(std::span<const Pattern> patterns) {
  std::vector<const char*> expressions;
  std::vector<unsigned> ids, flags;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    expressions.push_back(patterns[i].expression.c_str());
    ids.push_back(patterns[i].id);
    flags.push_back(HS_FLAG_MULTILINE);
  }
  auto impl = std::make_unique<Impl>();
  hs_compile_error_t* error = nullptr;
  hs_error_t status = hs_compile_multi(expressions.data(), flags.data(), ids.data(), static_cast<unsigned>(expressions.size()),
                                       HS_MODE_BLOCK, nullptr, &impl->database, &error);
  if (status == HS_SUCCESS) return Vectorscan(std::move(impl));
  std::string which =
      error != nullptr && error->expression >= 0 ? patterns[static_cast<std::size_t>(error->expression)].expression : "the patterns";
  std::string why = error != nullptr ? error->message : "not known";
  hs_free_compile_error(error);
  return Error{Code::kInvalidArgument, format("pattern {}: {}", which, why)};
}

Result<std::string> Vectorscan::to_bytes() const {
  char* bytes = nullptr;
  std::size_t size = 0;
  if (hs_serialize_database(impl_->database, &bytes, &size) != HS_SUCCESS) return Error{Code::kInternal, "no memory"};
  std::string out(bytes, size);
  std::free(bytes);  // NOLINT: allocated by the library with malloc
  return out;
}

Result<Vectorscan> Vectorscan::from_bytes(std::string_view bytes) {
  auto impl = std::make_unique<Impl>();
  if (hs_deserialize_database(bytes.data(), bytes.size(), &impl->database) != HS_SUCCESS)
    return Error{Code::kCorrupt, "compiled patterns of another version or processor"};
  return Vectorscan(std::move(impl));
}

Vectorscan::Scratch::Scratch(const Vectorscan& patterns) {
  hs_scratch_t* scratch = nullptr;
  if (hs_alloc_scratch(patterns.impl_->database, &scratch) != HS_SUCCESS) std::abort();  // as operator new does without memory
  scratch_ = scratch;
}
Vectorscan::Scratch::~Scratch() { hs_free_scratch(static_cast<hs_scratch_t*>(scratch_)); }
Vectorscan::Scratch::Scratch(Scratch&& other) noexcept : scratch_(std::exchange(other.scratch_, nullptr)) {}
Vectorscan::Scratch& Vectorscan::Scratch::operator=(Scratch&& other) noexcept {
  std::swap(scratch_, other.scratch_);
  return *this;
}

void Vectorscan::search(std::string_view text, Scratch& scratch,
                        const std::function<void(std::uint32_t id, std::size_t end)>& found) const {
  auto each = [](unsigned id, unsigned long long, unsigned long long to, unsigned, void* context) {
    (*static_cast<const std::function<void(std::uint32_t, std::size_t)>*>(context))(id, to);
    return 0;
  };
  (void)hs_scan(impl_->database, text.data(), static_cast<unsigned>(text.size()), 0, static_cast<hs_scratch_t*>(scratch.scratch_), each,
                const_cast<void*>(static_cast<const void*>(&found)));
}

}  // namespace batten::leaks
