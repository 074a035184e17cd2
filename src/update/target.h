// SPDX-License-Identifier: Apache-2.0
//
// Where subjects run, and how one of them is redeployed there. Each target is a file of targets/.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/note.h"
#include "base/result.h"
#include "engine/client.h"
#include "engine/kubernetes_client.h"
#include "update/journal.h"
#include "update/outcome.h"
#include "update/plan.h"
#include "update/tag_move.h"

namespace batten::update {

// One redeployment, as it was decided.
struct Order {
  Subject subject;
  Settings settings;
  std::string image;        // what is written down and created: "registry.example/app:1.2.4@sha256:..."
  std::string reference;    // for people and for files that name tags: "registry.example/app:1.2.4"
  model::Digest digest;     // what is pulled, and checked after it was
  bool write_files = true;  // Compose, manifests: the new image is also written into the file
  // Of an image that was built here (then there is no digest, and `image` is the name that the subject is started by): the name means it
  // from the moment when the first new container is made, and what it meant before when all is taken back.
  std::optional<TagMove> tag_move = {};
};

struct Redeployed {
  Outcome outcome = Outcome::kNothingDone;
  std::string why = {};                    // what failed, or what was waited for
  model::Digest running = {};              // that runs now, as the engine says
  double gap_seconds = 0;                  // in which nothing answered, as far as the target knows: stop to started
  bool unhealthy = false;                  // the new version did not pass the health gate
  std::vector<std::string> messages = {};  // warnings: volumes that the new version may have changed, dependents that were restarted
};

struct World {
  engine::Client* engine = nullptr;  // of this host; null: none
  Journal* journal = nullptr;
  std::function<void(const std::string& line)> tell;
  std::function<bool()> stopped;                   // true: a person wants it to end; what was begun is finished or taken back first
  engine::KubernetesClient* kubernetes = nullptr;  // of the cluster that is asked; null: none
};

struct Target {
  std::string_view name;
  SubjectKind kind;
  // Ids of subjects that it takes: what stands before the first slash is its name.
  std::span<const std::string_view> examples = {};
  // Redeploys and waits until it is healthy, or takes everything back. An error: nothing was changed. Every step is in the journal before
  // it is done.
  Result<Redeployed> (*redeploy)(const Order& order, World& world);
  // Goes on with an operation that the journal has and that did not end: finishes it or takes it back.
  Result<Redeployed> (*resume)(const Operation& operation, World& world);
};

std::span<const Target* const> all_targets();
const Target* find_target(SubjectKind kind);

}  // namespace batten::update
