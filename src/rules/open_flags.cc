// SPDX-License-Identifier: Apache-2.0
#include "rules/open_flags.h"

#include <fcntl.h>

#include "rules/event_path.h"

namespace batten::rules {
namespace {

constexpr std::uint64_t kAccess = O_WRONLY | O_RDWR;

std::uint64_t flags_of(const model::Event& event) {
  return static_cast<std::uint64_t>(event.number(static_cast<unsigned>(event.info().roles.flags)));
}

}  // namespace

Value open_read(const Question& question) {
  const model::Event& event = *question.moment.event;
  return Value::of_bool(is_open(event.type()) && (flags_of(event) & kAccess) != O_WRONLY);
}

Value open_write(const Question& question) {
  const model::Event& event = *question.moment.event;
  if (!is_open(event.type())) return Value::of_bool(false);
  const std::uint64_t access = flags_of(event) & kAccess;
  return Value::of_bool(access == O_WRONLY || access == O_RDWR);
}

Value open_exec(const Question& question) {
  const model::Event& event = *question.moment.event;
  const int mode = model::find_param(event.info(), "mode");
  if (mode < 0 || !(is_open(event.type()) || event.type() == BATTEN_CREAT)) return Value::of_bool(false);
  const std::uint64_t flags = flags_of(event);
  const bool creates = event.type() == BATTEN_CREAT || (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
  return Value::of_bool(creates && (event.number(static_cast<unsigned>(mode)) & 0111) != 0);
}

Value open_create(const Question& question) {
  const model::Event& event = *question.moment.event;
  if (!is_open(event.type()) || event.result() < 0) return Value::of_bool(false);
  const std::uint64_t flags = flags_of(event);
  const bool must = (flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL) || (flags & O_TMPFILE) == O_TMPFILE;
  return Value::of_bool(must || (flags & model::kOpenCreated) != 0);
}

}  // namespace batten::rules
