// SPDX-License-Identifier: Apache-2.0
//
// One service of a Docker swarm. Its specification goes back to the manager as it came, with another image in it (Engine API:
// ServiceUpdate); the swarm replaces the tasks in the way that the service's own UpdateConfig says. Its way back is the swarm's too.
#include <algorithm>
#include <utility>

#include "base/format.h"
#include "base/text.h"
#include "engine/image_changes.h"
#include "image/registry_auth.h"
#include "model/reference.h"
#include "update/health_gate.h"
#include "update/json_value.h"
#include "update/rollout.h"

namespace batten::update::targets {
namespace {

struct Service {
  std::string id;
  std::string version;
  JsonValue spec, previous;
  std::string state, message;  // of its last update; empty: none

  std::string image() const { return std::string(spec["TaskTemplate"]["ContainerSpec"].text_of("Image")); }
  std::string previous_image() const { return std::string(previous["TaskTemplate"]["ContainerSpec"].text_of("Image")); }
};

Result<Service> read_service(engine::Client& engine, const std::string& name) {
  const std::string what = format("service '{}' of the swarm", name);
  const std::string text = TRY(engine.answer("/services/" + http::percent_encode(name), what));
  JsonValue all = TRY_IN(what, JsonValue::parse(text));
  Service out{.id = std::string(all.text_of("ID")),
              .version = std::string(all["Version"].text_of("Index")),
              .spec = all["Spec"],
              .previous = all["PreviousSpec"],
              .state = std::string(all["UpdateStatus"].text_of("State")),
              .message = std::string(all["UpdateStatus"].text_of("Message"))};
  if (out.id.empty() || out.version.empty() || out.image().empty())
    return Error{Code::kCorrupt, what + ": the engine's answer has no id, version or image"};
  return out;
}

// Tasks that are to run, and what is wrong with those that do not.
struct Tasks {
  std::uint64_t wanted = 0, ready = 0, failed = 0;
  std::string problem;
};

Result<Tasks> read_tasks(engine::Client& engine, const Service& service, const std::string& image) {
  const std::string filter = format(R"({{"service":["{}"]}})", service.id);
  const std::string text = TRY(engine.answer("/tasks?filters=" + http::percent_encode(filter)));
  JsonValue all = TRY_IN("tasks of the swarm", JsonValue::parse(text));
  Tasks out;
  std::string newest;
  for (const JsonValue& task : all.elements) {
    const bool ours = task["Spec"]["ContainerSpec"].text_of("Image") == image;
    const JsonValue& status = task["Status"];
    if (ours && !status.text_of("Err").empty() && task.text_of("CreatedAt") >= newest) {
      newest = task.text_of("CreatedAt");
      out.problem = base::printable(status.text_of("Err").substr(0, 300));
    }
    if (ours && (status.text_of("State") == "failed" || status.text_of("State") == "rejected")) ++out.failed;
    if (task.text_of("DesiredState") != "running" && task.text_of("DesiredState") != "ready") continue;
    ++out.wanted;
    if (ours && status.text_of("State") == "running") ++out.ready;
  }
  if (const JsonValue* replicas = service.spec["Mode"]["Replicated"].find("Replicas"))
    out.wanted = std::max(out.wanted, base::parse_unsigned(replicas->text).value_or(0));
  return out;
}

// What the swarm waits on purpose for each task: before the next one, and until it says that one has not failed. Nanoseconds.
std::chrono::seconds pause_of(const JsonValue& config) {
  const std::uint64_t delay = base::parse_unsigned(config.text_of("Delay")).value_or(0);
  const std::uint64_t monitor = base::parse_unsigned(config.text_of("Monitor")).value_or(0);
  constexpr std::uint64_t kSecond = 1'000'000'000, kUsual = 5;
  return std::chrono::seconds(delay / kSecond + (monitor == 0 ? kUsual : monitor / kSecond));
}

class ServiceRollout : public Rollout {
 public:
  ServiceRollout(engine::Client& engine, std::string id, std::string old_image, std::string new_image, std::string authorization)
      : engine_(engine),
        id_(std::move(id)),
        old_image_(std::move(old_image)),
        new_image_(std::move(new_image)),
        authorization_(std::move(authorization)) {}

  // The version that was looked at when it was decided: what somebody changed since then is not overwritten.
  void expect(std::string version) { version_ = std::move(version); }

  Result<void> order(Way way) override {
    Service service = TRY(read_service(engine_, id_));
    if (way == Way::kForward) {
      if (service.image() == new_image_) return {};
      if (service.image() != old_image_ || (!version_.empty() && service.version != version_))
        return Error{Code::kConflict, "somebody else changed the service meanwhile: make a new plan"};
      set_image(service.spec, new_image_);
      return post(service, "");
    }
    if (service.image() == old_image_) return {};
    if (service.image() != new_image_)
      return Error{Code::kConflict, format("somebody else gave the service the image {}", service.image())};
    // The swarm's own way back also follows RollbackConfig.
    if (service.previous_image() == old_image_) return post(service, "&rollback=previous");
    set_image(service.spec, old_image_);
    return post(service, "");
  }

  Result<RolloutView> look(Way way) override {
    Result<Service> found = read_service(engine_, id_);
    if (!found && found.error().code == Code::kNotFound) return RolloutView{.phase = RolloutPhase::kForeign, .why = "the service is gone"};
    const Service& service = TRY(std::move(found));
    pause_ = pause_of(service.spec[way == Way::kForward ? "UpdateConfig" : "RollbackConfig"]);
    const std::string& wanted = way == Way::kForward ? new_image_ : old_image_;
    const std::string& other = way == Way::kForward ? old_image_ : new_image_;
    const std::string said = base::printable(service.message.substr(0, 500));
    RolloutView out;
    if (service.image() == other) {
      out.phase = RolloutPhase::kElsewhere;
      out.why = service.state.starts_with("rollback") ? "the swarm took it back: " + said : "it has its other image";
      return out;
    }
    if (service.image() != wanted) {
      out.phase = RolloutPhase::kForeign;
      out.why = format("somebody else gave the service the image {}", base::printable(service.image()));
      return out;
    }
    const Tasks tasks = TRY(read_tasks(engine_, service, wanted));
    out.ready = tasks.ready;
    out.restarts = tasks.failed;
    out.why = format("{} of {} tasks run{}", tasks.ready, tasks.wanted, tasks.problem.empty() ? "" : ": " + tasks.problem);
    const bool gave_up = service.state == "paused" || service.state == "rollback_paused";
    if (gave_up) {
      out.phase = RolloutPhase::kFailed;
      out.why = format("the swarm stopped its update: {}{}", said, tasks.problem.empty() ? "" : " (" + tasks.problem + ")");
    } else if (service.state != "updating" && service.state != "rollback_started" && tasks.ready >= tasks.wanted) {
      out.phase = RolloutPhase::kDone;
    }
    return out;
  }

  std::chrono::seconds pause() const override { return pause_; }

 private:
  static void set_image(JsonValue& spec, const std::string& image) {
    spec.find("TaskTemplate")->find("ContainerSpec")->set("Image", JsonValue::string(image));
  }

  Result<void> post(const Service& service, std::string_view rest) {
    engine::Call call{.method = "POST",
                      .path = format("/services/{}/update?version={}{}", http::percent_encode(service.id), service.version, rest),
                      .body = service.spec.written(),
                      .what = "such service in its swarm"};
    if (!authorization_.empty()) call.headers.emplace_back("X-Registry-Auth", authorization_);
    Result<http::Response> done = engine_.call(call);
    if (!done && done.error().message.contains("out of sequence"))
      return Error{Code::kConflict, "somebody else changed the service meanwhile: make a new plan"};
    if (!done) return done.error();
    return {};
  }

  engine::Client& engine_;
  std::string id_, old_image_, new_image_, authorization_, version_;
  std::chrono::seconds pause_{0};
};

Result<std::string> authorization_for(const std::string& image) {
  model::Reference reference = TRY_IN("image", model::parse_reference(image));
  image::Credentials found = TRY_IN("credentials for " + reference.registry, image::find_credentials(reference.registry));
  if (found.empty()) return std::string();
  return engine::registry_auth_header(reference.registry, found.user, found.password, found.identity_token);
}

std::vector<std::string> messages_for(const Order& order, const Service& service) {
  std::vector<std::string> out;
  const HealthSettings& health = order.settings.health;
  if (!health.http.empty() || !health.tcp.empty() || !health.command.empty() || health.log_errors)
    out.emplace_back("checks of the settings (http, tcp, command, log) are not made in a swarm: the image's own health check is");
  if (service.spec["UpdateConfig"].text_of("FailureAction") == "continue")
    out.emplace_back("its UpdateConfig goes on when tasks fail: whether all of them run is looked at afterwards");
  return out;
}

Result<void> check(const Service& service, const std::string& name) {
  if (service.state == "updating" || service.state == "rollback_started")
    return Error{Code::kConflict, format("service '{}' is being updated already: wait until that has ended", name)};
  const JsonValue& mode = service.spec["Mode"];
  if (mode.find("ReplicatedJob") != nullptr || mode.find("GlobalJob") != nullptr)
    return Error{Code::kUnsupported, format("service '{}' is a job: it ends by itself and has nothing to be kept running", name)};
  return {};
}

Result<Redeployed> redeploy(const Order& order, World& world) {
  if (world.engine == nullptr) return Error{Code::kUnavailable, format("{}: there is no engine to ask", order.subject.name)};
  const Service service = TRY(read_service(*world.engine, order.subject.name));
  TRY(check(service, order.subject.name));
  if (service.image() == order.image)
    return Redeployed{.outcome = Outcome::kNothingDone, .why = "it runs this image already", .running = order.digest};
  ServiceRollout rollout(*world.engine, service.id, service.image(), order.image, TRY(authorization_for(order.image)));
  rollout.expect(service.version);
  Operation operation = TRY(world.journal->begin(order.subject.id, "swarm",
                                                 {{"image", order.image}, {"from", service.image()}, {"digest", order.digest.text()}}));
  Redeployed done = TRY(
      roll_out(rollout, operation,
               {{"service", service.id}, {"old", service.image()}, {"new", order.image}, {"health", health_to_json(order.settings.health)}},
               order.settings.health, world));
  std::vector<std::string> messages = messages_for(order, service);
  done.messages.insert(done.messages.begin(), messages.begin(), messages.end());
  if (done.outcome == Outcome::kKept) done.running = order.digest;
  return done;
}

Result<Redeployed> resume(const Operation& operation, World& world) {
  Operation going_on = operation;
  const JournalStep* update = going_on.last("update");
  if (update == nullptr) {
    TRY(world.journal->end(going_on));
    return Redeployed{.outcome = Outcome::kNothingDone, .why = "it ended before anything was done"};
  }
  if (world.engine == nullptr) return Error{Code::kUnavailable, format("{}: there is no engine to ask", operation.subject)};
  std::map<std::string, std::string> values = update->values;
  const HealthSettings health = health_from_json(values["health"]);
  ServiceRollout rollout(*world.engine, values["service"], values["old"], values["new"], TRY(authorization_for(values["new"])));
  return go_on_rolling_out(rollout, going_on, health, world);
}

constexpr std::string_view kExamples[] = {"swarm/web"};

}  // namespace

extern constinit const Target swarm;
constinit const Target swarm = {
    .name = "swarm", .kind = SubjectKind::kSwarmService, .examples = kExamples, .redeploy = redeploy, .resume = resume};

}  // namespace batten::update::targets
