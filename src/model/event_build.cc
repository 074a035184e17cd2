// SPDX-License-Identifier: Apache-2.0
#include "model/event_build.h"

#include <algorithm>
#include <cstring>

#include "base/format.h"

namespace batten::model {

Result<OwnedEvent> OwnedEvent::copy(std::string_view record) {
  if (record.size() > kMaxRecordBytes) return Error{Code::kLimit, format("event: {} bytes, at most {}", record.size(), kMaxRecordBytes)};
  OwnedEvent out;
  out.words_.resize((record.size() + sizeof(batten_u64) - 1) / sizeof(batten_u64));
  if (!record.empty()) std::memcpy(out.words_.data(), record.data(), record.size());
  TRY(Event::read({reinterpret_cast<const char*>(out.words_.data()), record.size()}));
  return out;
}

Event OwnedEvent::event() const { return *Event::read(record()); }

EventBuilder::EventBuilder(EventType type) : info_(event_type_info(type)) {}

EventBuilder& EventBuilder::process(ProcessKey key, std::uint32_t tid) {
  header.pid = key.pid;
  header.start_ns = key.start_ns;
  header.tid = tid == 0 ? key.pid : tid;
  return *this;
}

EventBuilder& EventBuilder::time(std::uint64_t ns) {
  header.time_ns = ns;
  return *this;
}

EventBuilder& EventBuilder::cgroup(std::uint64_t id) {
  header.cgroup = id;
  return *this;
}

EventBuilder& EventBuilder::owner(std::uint32_t uid, std::uint32_t gid) {
  header.uid = uid;
  header.gid = gid;
  return *this;
}

EventBuilder& EventBuilder::comm(std::string_view name) {
  std::memset(header.comm, 0, sizeof header.comm);
  std::memcpy(header.comm, name.data(), std::min(name.size(), sizeof header.comm - 1));
  return *this;
}

EventBuilder& EventBuilder::result(std::int64_t value) {
  header.result = value;
  return *this;
}

std::optional<unsigned> EventBuilder::param(std::string_view name, bool text) {
  const int index = find_param(*info_, name);
  if (index >= 0 && is_text(info_->params[static_cast<std::size_t>(index)].kind) == text) return static_cast<unsigned>(index);
  if (wrong_.empty())
    wrong_ = index < 0 ? format("{} has no '{}'", info_->name, name)
                       : format("{}.{} takes {}", info_->name, name, text ? "a number, not a text" : "a text, not a number");
  return std::nullopt;
}

EventBuilder& EventBuilder::number(std::string_view name, std::int64_t value) {
  std::optional<unsigned> index = param(name, false);
  if (!index) return *this;
  if (!has_slot(info_->params[*index].kind)) return result(value);
  numbers_[slot_of(*info_, *index)] = static_cast<batten_u64>(value);
  return *this;
}

EventBuilder& EventBuilder::text(std::string_view name, std::string_view value) {
  if (std::optional<unsigned> index = param(name, true)) texts_[slot_of(*info_, *index)] = std::string(value);
  return *this;
}

EventBuilder& EventBuilder::strings(std::string_view name, const std::vector<std::string_view>& values) {
  std::string joined;
  for (std::string_view one : values) {
    joined += one;
    joined += '\0';
  }
  return text(name, joined);
}

EventBuilder& EventBuilder::socket(std::string_view name, const batten_socket& value, std::string_view unix_path) {
  std::string bytes(sizeof value, '\0');
  std::memcpy(bytes.data(), &value, sizeof value);
  bytes += unix_path;
  return text(name, bytes);
}

Result<OwnedEvent> EventBuilder::build() const {
  if (!wrong_.empty()) return Error{Code::kInvalidArgument, format("event: {}", wrong_)};
  std::size_t size = sizeof(batten_event) + std::size_t{info_->slots} * sizeof(batten_u64);
  for (const std::optional<std::string>& one : texts_) size += one ? one->size() : 0;
  if (size > kMaxRecordBytes) return Error{Code::kLimit, format("event: {} bytes, at most {}", size, kMaxRecordBytes)};

  OwnedEvent out;
  out.words_.resize((size + sizeof(batten_u64) - 1) / sizeof(batten_u64));
  char* const bytes = reinterpret_cast<char*>(out.words_.data());
  batten_event complete = header;
  complete.size = static_cast<batten_u32>(out.words_.size() * sizeof(batten_u64));
  complete.type = info_->type;
  complete.slots = info_->slots;
  complete.comm[BATTEN_COMM_SIZE - 1] = '\0';
  std::memcpy(bytes, &complete, sizeof complete);
  batten_u64* const slots = out.words_.data() + sizeof(batten_event) / sizeof(batten_u64);
  std::size_t offset = sizeof(batten_event) + std::size_t{info_->slots} * sizeof(batten_u64);
  unsigned slot = 0;
  for (const Param& one : info_->params) {
    if (!has_slot(one.kind)) continue;
    const std::optional<std::string>& text = texts_[slot];
    if (text && !text->empty()) std::memcpy(bytes + offset, text->data(), text->size());
    slots[slot] = !is_text(one.kind) ? numbers_[slot] : text ? batten_u64{offset} << 32 | text->size() : BATTEN_ABSENT;
    offset += text ? text->size() : 0;
    ++slot;
  }
  return out;
}

}  // namespace batten::model
