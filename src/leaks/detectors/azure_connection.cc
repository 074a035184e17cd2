// SPDX-License-Identifier: Apache-2.0
//
// Connection strings of Azure services: NAME=VALUE pairs between semicolons, of which the address of the service says what it is and
// one is its key, 32 or 64 bytes in base64.
#include "leaks/detector.h"
#include "leaks/encodings.h"

namespace batten::leaks::detectors {
namespace {

Opinion key(const Candidate& candidate) {
  const std::size_t size = base64_size(candidate.secret);
  return size == 32 || size == 64 ? Opinion::kConfirmed : Opinion::kPossible;
}

// Where the service is named the kinds above find it.
Opinion other_key(const Candidate& candidate) {
  std::string_view before = candidate.line.substr(0, candidate.line.find(candidate.secret));
  return before.contains("servicebus") || before.contains("azure-devices") ? Opinion::kNo : key(candidate);
}

constexpr std::string_view kPolicy = "make a new key for the policy that it names, move users to its other key first";
constexpr LeakExample kServiceBusConnection[] = {
    {"Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey="
     "9uzM2rraFEIPSL0nAl8jtHU3xXWih0DHLXMKR+xe/ek=",
     "9uzM2rraFEIPSL0nAl8jtHU3xXWih0DHLXMKR+xe/ek="}};
constexpr LeakCounterexample kServiceBusConnectionNot[] = {
    {"Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=a;SharedAccessKey=..."}};
constexpr LeakExample kIotConnection[] = {
    {"HostName=acme.azure-devices.net;DeviceId=d1;SharedAccessKey="
     "sih9Yhrv83q7cr4WNsjehGTmmoN8rbvUvq48rX28h0k=",
     "sih9Yhrv83q7cr4WNsjehGTmmoN8rbvUvq48rX28h0k="}};
constexpr LeakCounterexample kIotConnectionNot[] = {
    {"HostName=acme.azure-devices.net;DeviceId=d1;SharedAccessKey="
     "7WjgtGNGR+="}};
constexpr LeakExample kAppConfigurationConnection[] = {
    {"Endpoint=https://acme.azconfig.io;Id=9+gs-l0-s0:abc;Secret="
     "x20WPOHaM0+W3ZONhys1VAuOQB46gkENYMWXzzI8iWg=",
     "x20WPOHaM0+W3ZONhys1VAuOQB46gkENYMWXzzI8iWg="}};
constexpr LeakCounterexample kAppConfigurationConnectionNot[] = {{"Endpoint=https://acme.azconfig.io;Id=a;Secret=secret"}};
constexpr LeakExample kSignalrConnection[] = {
    {"Endpoint=https://acme.service.signalr.net;AccessKey="
     "DrePfrnGMSSawifkfxRtoB/IDb0B0RijdObSZn8Ucek=;Version=1.0;",
     "DrePfrnGMSSawifkfxRtoB/IDb0B0RijdObSZn8Ucek="}};
constexpr LeakCounterexample kSignalrConnectionNot[] = {{"Endpoint=https://acme.service.signalr.net;AccessKey=key"}};
constexpr LeakExample kCommunicationConnection[] = {
    {"endpoint=https://acme.communication.azure.com/;accesskey="
     "isZSFJ0i445QODPWR/QDTzrKZvfC2URiXsFykK8ss4MhD8r4HR0FZqIPtFsgiH5vTswzHHZmqJHLAmnbOYL7cw==",
     "isZSFJ0i445QODPWR/QDTzrKZvfC2URiXsFykK8ss4MhD8r4HR0FZqIPtFsgiH5vTswzHHZmqJHLAmnbOYL7cw=="}};
constexpr LeakCounterexample kCommunicationConnectionNot[] = {
    {"endpoint=https://acme.communication.azure.com/;accesskey="
     "QcC7LmtG0pqA55Xv9pzx"}};
constexpr LeakExample kSharedAccessKey[] = {
    {"SharedAccessKeyName=send;SharedAccessKey="
     "ZE8De8btUeV85T/CmTL/tpB+PSvWWcVKEwZr4HROLCo=;EntityPath=q",
     "ZE8De8btUeV85T/CmTL/tpB+PSvWWcVKEwZr4HROLCo="}};
constexpr LeakCounterexample kSharedAccessKeyNot[] = {{"SharedAccessKeyName=send;SharedAccessKey=%KEY%"},
                                                      {"Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=a;SharedAccessKey="
                                                       "WVDT36GqxOCSSfUVvj1LsgV9tpKE9MSb9iId5EsHLGQ="}};
constexpr LeakExample kPublishProfile[] = {
    {"<publishProfile profileName=\"acme - Web Deploy\" userName=\"$acme\" userPWD=\""
     "ZkOrnMrkQkGqIMYXZijDTiKoDjUhtEAzyqPHijFd2AnotUr9gZWkHGpnqXWm\" />",
     "ZkOrnMrkQkGqIMYXZijDTiKoDjUhtEAzyqPHijFd2AnotUr9gZWkHGpnqXWm"}};
constexpr LeakCounterexample kPublishProfileNot[] = {{"userPWD=\"password\""}};

constexpr LeakKind kKinds[] = {
    {.id = "azure-service-bus-connection",
     .title = "Azure Service Bus, Event Hubs or Relay connection string",
     .severity = model::Severity::kCritical,
     .pattern =
         R"((?i:\.servicebus\.(?:windows|usgovcloudapi|chinacloudapi)\.(?:net|cn)/?;[^\s"\']{0,90}SharedAccessKey=)([0-9A-Za-z+/]{43}=))",
     .confirm = key,
     .repair = kPolicy,
     .matches = kServiceBusConnection,
     .matches_not = kServiceBusConnectionNot},
    {.id = "azure-iot-connection",
     .title = "Azure IoT Hub connection string",
     .pattern = R"((?i:\.azure-devices\.(?:net|us|cn);[^\s"\']{0,90}SharedAccessKey=)([0-9A-Za-z+/]{43}=))",
     .confirm = key,
     .repair = "make a new key for the device or the policy of the hub",
     .matches = kIotConnection,
     .matches_not = kIotConnectionNot},
    {.id = "azure-app-configuration-connection",
     .title = "Azure App Configuration connection string",
     .pattern = R"((?i:\.azconfig\.(?:io|us|azure\.cn);Id=[^\s"\';]{1,40};Secret=)([0-9A-Za-z+/]{40,90}={0,2}))",
     .confirm = key,
     .repair = "make a new key (az appconfig credential regenerate)",
     .matches = kAppConfigurationConnection,
     .matches_not = kAppConfigurationConnectionNot},
    {.id = "azure-signalr-connection",
     .title = "Azure SignalR or Web PubSub connection string",
     .pattern = R"((?i:\.(?:service\.signalr\.net|webpubsub\.azure\.com)/?;AccessKey=)([0-9A-Za-z+/]{43,86}={0,2}))",
     .confirm = key,
     .repair = "make a new key (az signalr key renew, az webpubsub key regenerate)",
     .matches = kSignalrConnection,
     .matches_not = kSignalrConnectionNot},
    {.id = "azure-communication-connection",
     .title = "Azure Communication Services connection string",
     .pattern = R"((?i:\.communication\.azure\.(?:com|us)/?;accesskey=)([0-9A-Za-z+/]{80,90}={0,2}))",
     .confirm = key,
     .repair = "make a new key (az communication regenerate-key)",
     .matches = kCommunicationConnection,
     .matches_not = kCommunicationConnectionNot},
    {.id = "azure-shared-access-key",
     .title = "Azure shared access key of a policy",
     .pattern = R"((?i:\bSharedAccessKeyName=[^\s"\';]{1,60};SharedAccessKey=)([0-9A-Za-z+/]{43}=))",
     .confirm = other_key,
     .repair = kPolicy,
     .matches = kSharedAccessKey,
     .matches_not = kSharedAccessKeyNot},
    {.id = "azure-publish-profile",
     .title = "Azure App Service publish profile",
     .pattern = R"(\buserPWD=\\?"([0-9A-Za-z]{60})\\?")",
     .min_entropy = 4,
     .repair = "reset the publish profile of the app (az webapp deployment list-publishing-credentials shows the new one)",
     .matches = kPublishProfile,
     .matches_not = kPublishProfileNot},
};

}  // namespace

extern constinit const Detector azure_connection;
constinit const Detector azure_connection = {
    .name = "azure_connection", .summary = "connection strings of Azure services", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
