// SPDX-License-Identifier: Apache-2.0
//
// A Compose service gets another image: first it is written into the Compose file, then its containers are replaced one after the other.
// When one of them fails, those before it get the old image again and the file is as it was. Steps of the journal:
//
//   file: path, before, after, beside   the file is about to be written, first as `beside`
//   labels: image, hash          what the new containers' labels say; from here on containers are touched
//   part: container ... ended    one replacement (see replacement.h); back: it goes from the new image to the old one
//   back: why                    from here on all goes back
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "update/compose_image.h"
#include "update/json_value.h"
#include "update/service_order.h"
#include "update/swap.h"
#include "update/target.h"

namespace batten::update {

class ServiceUpdate {
 public:
  // The operation and the world outlive it.
  ServiceUpdate(Operation& operation, ServiceOrder what, World& world) : operation_(operation), what_(std::move(what)), world_(world) {}

  // The file. An error: it is as it was, and the operation has ended. Nothing to write: no change.
  Result<void> write(const std::optional<FileChange>& change);
  // The name of an image that was built here means it from now on.
  Result<void> take_name();
  // image_id: of the new image; hash: of the service's new configuration, or empty.
  Result<void> begin_containers(const std::string& image_id, const std::string& hash);
  // From wherever the journal says that it was. An error: nothing was changed, and the operation has ended.
  Result<Redeployed> go_on();

 private:
  Result<Redeployed> forward();
  Result<Redeployed> back(const std::string& why);
  // Nothing: this one is left away.
  Result<std::optional<Swap>> next_swap(const std::string& container);
  Result<void> set_labels(Swap& swap, const JsonValue& old) const;
  Result<Redeployed> replace(const std::string& container, const Swap& swap, bool is_back);
  Result<Redeployed> carry_out(ServicePart& part, const std::function<Result<Redeployed>(Operation&)>& action);
  bool is_stuck(const Redeployed& done) const;
  std::optional<FileChange> journaled_change() const;
  Result<void> put_file_back();
  std::optional<Redeployed> leave_file_behind();
  void move_tag();
  void settle_tag(Toward toward);
  Redeployed end(Outcome outcome, const std::string& why);
  Redeployed later(Redeployed stuck);

  Operation& operation_;
  ServiceOrder what_;
  World& world_;
  std::vector<std::string> messages_;
  double gap_seconds_ = 0;
};

}  // namespace batten::update
