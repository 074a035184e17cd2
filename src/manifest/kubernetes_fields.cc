// SPDX-License-Identifier: Apache-2.0
#include "manifest/kubernetes_fields.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <string_view>

#include "base/format.h"
#include "base/text.h"
#include "manifest/kubernetes.h"

namespace batten::manifest {
namespace {

constexpr std::size_t kMaxNotes = 100, kMaxName = 64;

enum class Shape : std::uint8_t { kAny, kText, kInteger, kBoolean, kList, kMap };

struct Field {
  std::string_view name;
  Shape shape = Shape::kAny;
  std::span<const Field> inside = {};  // fields of the value, or of each item of a list
};

constexpr Shape kText = Shape::kText, kInteger = Shape::kInteger, kBoolean = Shape::kBoolean, kList = Shape::kList, kMap = Shape::kMap;

constexpr Field kCapabilities[] = {{"add", kList}, {"drop", kList}};
constexpr Field kProfile[] = {{"type", kText}, {"localhostProfile", kText}};
constexpr Field kSelinuxOptions[] = {{"user", kText}, {"role", kText}, {"type", kText}, {"level", kText}};
constexpr Field kWindowsOptions[] = {
    {"gmsaCredentialSpecName", kText}, {"gmsaCredentialSpec", kText}, {"runAsUserName", kText}, {"hostProcess", kBoolean}};
constexpr Field kSecurityContext[] = {{"capabilities", kMap, kCapabilities},
                                      {"privileged", kBoolean},
                                      {"seLinuxOptions", kMap, kSelinuxOptions},
                                      {"windowsOptions", kMap, kWindowsOptions},
                                      {"runAsUser", kInteger},
                                      {"runAsGroup", kInteger},
                                      {"runAsNonRoot", kBoolean},
                                      {"readOnlyRootFilesystem", kBoolean},
                                      {"allowPrivilegeEscalation", kBoolean},
                                      {"procMount", kText},
                                      {"seccompProfile", kMap, kProfile},
                                      {"appArmorProfile", kMap, kProfile}};
constexpr Field kSysctls[] = {{"name", kText}, {"value", kText}};
constexpr Field kPodSecurityContext[] = {{"seLinuxOptions", kMap, kSelinuxOptions},
                                         {"windowsOptions", kMap, kWindowsOptions},
                                         {"runAsUser", kInteger},
                                         {"runAsGroup", kInteger},
                                         {"runAsNonRoot", kBoolean},
                                         {"supplementalGroups", kList},
                                         {"supplementalGroupsPolicy", kText},
                                         {"fsGroup", kInteger},
                                         {"sysctls", kList, kSysctls},
                                         {"fsGroupChangePolicy", kText},
                                         {"seccompProfile", kMap, kProfile},
                                         {"appArmorProfile", kMap, kProfile},
                                         {"seLinuxChangePolicy", kText}};
constexpr Field kResources[] = {{"limits", kMap}, {"requests", kMap}, {"claims", kList}};
constexpr Field kPort[] = {{"name", kText}, {"hostPort", kInteger}, {"containerPort", kInteger}, {"protocol", kText}, {"hostIP", kText}};
constexpr Field kEnvironment[] = {{"name", kText}, {"value", kText}, {"valueFrom", kMap}};
constexpr Field kEnvironmentFrom[] = {{"prefix", kText}, {"configMapRef", kMap}, {"secretRef", kMap}};
constexpr Field kMount[] = {{"name", kText},    {"readOnly", kBoolean},      {"recursiveReadOnly", kText}, {"mountPath", kText},
                            {"subPath", kText}, {"mountPropagation", kText}, {"subPathExpr", kText},       {"bindMountOptions", kList}};
constexpr Field kHttpGet[] = {{"path", kText}, {"port"}, {"host", kText}, {"scheme", kText}, {"httpHeaders", kList}, {"protocol", kText}};
constexpr Field kTcpSocket[] = {{"port"}, {"host", kText}};
constexpr Field kProbe[] = {{"exec", kMap},
                            {"httpGet", kMap, kHttpGet},
                            {"tcpSocket", kMap, kTcpSocket},
                            {"grpc", kMap},
                            {"initialDelaySeconds", kInteger},
                            {"timeoutSeconds", kInteger},
                            {"periodSeconds", kInteger},
                            {"successThreshold", kInteger},
                            {"failureThreshold", kInteger},
                            {"terminationGracePeriodSeconds", kInteger}};
constexpr Field kHandler[] = {{"exec", kMap}, {"httpGet", kMap, kHttpGet}, {"tcpSocket", kMap, kTcpSocket}, {"sleep", kMap}};
constexpr Field kLifecycle[] = {{"postStart", kMap, kHandler}, {"preStop", kMap, kHandler}, {"stopSignal", kText}};
constexpr Field kContainer[] = {{"name", kText},
                                {"image", kText},
                                {"command", kList},
                                {"args", kList},
                                {"workingDir", kText},
                                {"ports", kList, kPort},
                                {"envFrom", kList, kEnvironmentFrom},
                                {"env", kList, kEnvironment},
                                {"resources", kMap, kResources},
                                {"resizePolicy", kList},
                                {"restartPolicy", kText},
                                {"restartPolicyRules", kList},
                                {"volumeMounts", kList, kMount},
                                {"volumeDevices", kList},
                                {"livenessProbe", kMap, kProbe},
                                {"readinessProbe", kMap, kProbe},
                                {"startupProbe", kMap, kProbe},
                                {"lifecycle", kMap, kLifecycle},
                                {"terminationMessagePath", kText},
                                {"terminationMessagePolicy", kText},
                                {"imagePullPolicy", kText},
                                {"securityContext", kMap, kSecurityContext},
                                {"stdin", kBoolean},
                                {"stdinOnce", kBoolean},
                                {"tty", kBoolean},
                                {"targetContainerName", kText}};  // of ephemeral containers alone
constexpr Field kHostPath[] = {{"path", kText}, {"type", kText}};
constexpr Field kVolume[] = {{"name", kText},
                             {"hostPath", kMap, kHostPath},
                             {"emptyDir", kMap},
                             {"gcePersistentDisk", kMap},
                             {"awsElasticBlockStore", kMap},
                             {"gitRepo", kMap},
                             {"secret", kMap},
                             {"nfs", kMap},
                             {"iscsi", kMap},
                             {"glusterfs", kMap},
                             {"persistentVolumeClaim", kMap},
                             {"rbd", kMap},
                             {"flexVolume", kMap},
                             {"cinder", kMap},
                             {"cephfs", kMap},
                             {"flocker", kMap},
                             {"downwardAPI", kMap},
                             {"fc", kMap},
                             {"azureFile", kMap},
                             {"configMap", kMap},
                             {"vsphereVolume", kMap},
                             {"quobyte", kMap},
                             {"azureDisk", kMap},
                             {"photonPersistentDisk", kMap},
                             {"projected", kMap},
                             {"portworxVolume", kMap},
                             {"scaleIO", kMap},
                             {"storageos", kMap},
                             {"csi", kMap},
                             {"ephemeral", kMap},
                             {"image", kMap}};
constexpr Field kPodSpec[] = {{"volumes", kList, kVolume},
                              {"initContainers", kList, kContainer},
                              {"containers", kList, kContainer},
                              {"ephemeralContainers", kList, kContainer},
                              {"restartPolicy", kText},
                              {"terminationGracePeriodSeconds", kInteger},
                              {"activeDeadlineSeconds", kInteger},
                              {"dnsPolicy", kText},
                              {"nodeSelector", kMap},
                              {"serviceAccountName", kText},
                              {"serviceAccount", kText},
                              {"automountServiceAccountToken", kBoolean},
                              {"nodeName", kText},
                              {"hostNetwork", kBoolean},
                              {"hostPID", kBoolean},
                              {"hostIPC", kBoolean},
                              {"shareProcessNamespace", kBoolean},
                              {"securityContext", kMap, kPodSecurityContext},
                              {"imagePullSecrets", kList},
                              {"hostname", kText},
                              {"subdomain", kText},
                              {"affinity", kMap},
                              {"schedulerName", kText},
                              {"tolerations", kList},
                              {"hostAliases", kList},
                              {"priorityClassName", kText},
                              {"priority", kInteger},
                              {"dnsConfig", kMap},
                              {"readinessGates", kList},
                              {"runtimeClassName", kText},
                              {"enableServiceLinks", kBoolean},
                              {"preemptionPolicy", kText},
                              {"overhead", kMap},
                              {"topologySpreadConstraints", kList},
                              {"setHostnameAsFQDN", kBoolean},
                              {"os", kMap},
                              {"hostUsers", kBoolean},
                              {"schedulingGates", kList},
                              {"resourceClaims", kList},
                              {"resources", kMap, kResources},
                              {"hostnameOverride", kText},
                              {"schedulingGroup", kMap},
                              {"workloadRef", kMap},  // 1.35 alone
                              {"evictionResponders", kList}};

// Letters to add, drop or change to make one of the other.
std::size_t distance(std::string_view a, std::string_view b) {
  std::array<std::size_t, kMaxName + 1> row;
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

std::string_view probably_meant(std::string_view written, std::span<const Field> fields) {
  if (written.size() > kMaxName) return {};
  std::string wanted = base::lower(written);
  std::string_view best;
  std::size_t least = 3;
  for (const Field& field : fields) {
    std::size_t steps = distance(wanted, base::lower(field.name));
    if (steps < least && steps * 2 < field.name.size()) {
      least = steps;
      best = field.name;
    }
  }
  return best;
}

std::string_view shape_name(Shape shape) {
  switch (shape) {
    case Shape::kText: return "a text";
    case Shape::kInteger: return "a whole number";
    case Shape::kBoolean: return "true or false";
    case Shape::kList: return "a list";
    default: return "a mapping";
  }
}

bool is_plain_number(yaml::View value) {
  if (value.style() != yaml::Style::kPlain || !value.tag().empty()) return false;
  std::string_view text = value.string();
  double number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

bool has_shape(yaml::View value, Shape shape) {
  if (value.is_null()) return true;
  switch (shape) {
    case Shape::kText: return value.is_scalar() && !value.as_integer() && !pod_boolean(value) && !is_plain_number(value);
    case Shape::kInteger: return value.as_integer().has_value();
    case Shape::kBoolean: return pod_boolean(value).has_value();
    case Shape::kList: return value.is_sequence();
    case Shape::kMap: return value.is_mapping();
    case Shape::kAny: break;
  }
  return true;
}

// Where in the pod: a chain on the stack, made a text only for a note.
struct Path {
  const Path* above;
  std::string_view name;
  std::size_t index = kNoIndex;
  static constexpr std::size_t kNoIndex = ~std::size_t{0};

  std::string text() const {
    std::string own = index == kNoIndex ? std::string(name) : format("{}[{}]", name, index);
    return above == nullptr ? own : above->text() + "." + own;
  }
};

class FieldCheck {
 public:
  FieldCheck(const std::string& workload, base::Notes& notes) : workload_(workload), notes_(notes) {}

  void check(yaml::View object, std::span<const Field> fields, const Path& path) {
    object.each_member([&](yaml::View key, yaml::View value) {
      if (notes_.size() >= kMaxNotes) return;
      auto field = std::ranges::find(fields, key.string(), &Field::name);
      if (field == fields.end()) return unknown(key, fields, path);
      if (!has_shape(value, field->shape)) return wrong(value, *field, path);
      if (field->inside.empty()) return;
      Path inner = {&path, field->name};
      if (value.is_mapping()) return check(value, field->inside, inner);
      inner.index = 0;
      value.each([&](yaml::View item) {
        check(item, field->inside, inner);
        ++inner.index;
      });
    });
  }

 private:
  void unknown(yaml::View key, std::span<const Field> fields, const Path& path) {
    std::string_view meant = probably_meant(key.string(), fields);
    note(key, format("{} has no field {}", path.text(), base::printable(key.string().substr(0, kMaxName))),
         meant.empty() ? "" : format("did you mean {}?", meant));
  }
  void wrong(yaml::View value, const Field& field, const Path& path) {
    note(value, format("{}.{} has to be {}, Kubernetes refuses this", path.text(), field.name, shape_name(field.shape)),
         field.shape == kText && value.is_scalar() ? "put it in quotes" : "");
  }
  void note(yaml::View at, std::string message, std::string hint) {
    notes_.push_back({base::Note::Kind::kSkipped, format("{}: line {}", workload_, at.start().line), std::move(message), std::move(hint)});
  }

  const std::string& workload_;
  base::Notes& notes_;
};

}  // namespace

void check_pod_fields(yaml::View spec, const std::string& workload, base::Notes& notes) {
  FieldCheck(workload, notes).check(spec, kPodSpec, {nullptr, "spec"});
}

}  // namespace batten::manifest
