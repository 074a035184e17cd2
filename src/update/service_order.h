// SPDX-License-Identifier: Apache-2.0
//
// The update of a Compose service as the journal has it: what was ordered, and how far it came. Its containers are parts, one after the
// other, each with the steps of its own replacement behind the step "part".
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "update/journal.h"
#include "update/outcome.h"
#include "update/target.h"

namespace batten::update {

// What going on with it needs; containers: their ids, in the order in which they are replaced.
std::map<std::string, std::string> service_order_values(const Order& order, const std::vector<std::string>& containers);
struct ServiceOrder {
  Order order;
  std::vector<std::string> containers;
};
// corrupt
Result<ServiceOrder> read_service_order(const Operation& operation);

struct ServicePart {
  std::string container;  // that was to be replaced
  bool back = false;      // by one with the old image
  Operation operation;    // with this part's steps alone

  bool was_begun() const { return operation.last("create") != nullptr; }
  bool has_ended() const { return operation.last("ended") != nullptr; }
  Outcome outcome() const;  // when it has ended
  bool is_kept() const { return has_ended() && outcome() == Outcome::kKept; }
};
std::vector<ServicePart> parts_of(const Operation& operation);

}  // namespace batten::update
