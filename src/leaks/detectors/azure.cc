// SPDX-License-Identifier: Apache-2.0
//
// Microsoft Azure. Keys of services are 32 or 64 random bytes in base64; newer ones carry four letters at a fixed place that name the
// service ("+ASt" storage, "ACDb" Cosmos DB, "AZDO" DevOps), see "identifiable secrets" in Microsoft's security utilities. Secrets of
// applications have "7Q~" or "8Q~" as their fourth to sixth character.
#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion bytes32(const Candidate& candidate) { return base64_size(candidate.secret) == 32 ? Opinion::kConfirmed : Opinion::kNo; }
Opinion bytes64(const Candidate& candidate) { return base64_size(candidate.secret) == 64 ? Opinion::kConfirmed : Opinion::kNo; }

Opinion client_secret(const Candidate& candidate) { return is_mixed(candidate.secret) ? Opinion::kLikely : Opinion::kNo; }

// 32 bytes of HMAC, and what was signed stands beside it: version and expiry, or an identifier of a policy.
Opinion shared_access_signature(const Candidate& candidate) {
  if (base64_size(decode_percent(candidate.secret)) != 32) return Opinion::kNo;
  std::string_view near = candidate.near;
  if (near.contains("sv=20") && (near.contains("se=") || near.contains("si="))) return Opinion::kConfirmed;
  return near.contains("SharedAccessSignature") ? Opinion::kLikely : Opinion::kNo;
}

Opinion logic_app(const Candidate& candidate) { return base64_size(candidate.secret) == 32 ? Opinion::kLikely : Opinion::kNo; }

// Every installation of the storage emulator has this one: it is in the documentation.
constexpr std::string_view kEmulator = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq";

Opinion account_key(const Candidate& candidate) {
  if (candidate.secret.starts_with(kEmulator) || candidate.secret.contains("ACDb")) return Opinion::kNo;
  std::string_view before = candidate.near.substr(0, candidate.near.find(candidate.secret));
  return before.contains("documents.azure") ? Opinion::kNo : bytes64(candidate);
}

constexpr std::string_view kStorage =
    "make a new key (az storage account keys renew), move users to the other key first; look at the account's logs";
constexpr LeakExample kStorageKey[] = {
    {"DefaultEndpointsProtocol=https;AccountName=acme;AccountKey="
     "19o3gxKWdoNZNIix18wBHE+6KFVgujPsqXA38cTCROk3+fIf7alPrsEyG7mEpPmkjnghF+6mTZwSsN3MkAGj6w==;EndpointSuffix=core.w"
     "indows.net",
     "19o3gxKWdoNZNIix18wBHE+6KFVgujPsqXA38cTCROk3+fIf7alPrsEyG7mEpPmkjnghF+6mTZwSsN3MkAGj6w=="}};
constexpr LeakCounterexample kStorageKeyNot[] = {
    {"AccountName=a;AccountKey="
     "o7oypt10+T6Kpvuqx5EMVi+QIGI="},
    {"AccountKey="
     "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="},
    {"AccountEndpoint=https://a.documents.azure.com:443/;AccountKey="
     "9ZjGgush5fpjF8YED5ZHSJl1CngiWTI7N1jrlUPl6Aqu"
     "xD36XQ0Fp5JCxxtNnaCD6zqQsbfqIykeACDb2pcX0g==;"}};
constexpr LeakExample kStorageKeyBare[] = {
    {"AZURE_STORAGE_KEY: \""
     "JW7ePBnuHlRAQ21LZo5HKpz9qE19Czkpqx1qdkKk40V4"
     "QjoXs89otSN601Qzczt2C+BpQU2u/iZ6+AStiet/Ww==\"",
     "JW7ePBnuHlRAQ21LZo5HKpz9qE19Czkpqx1qdkKk40V4"
     "QjoXs89otSN601Qzczt2C+BpQU2u/iZ6+AStiet/Ww=="}};
constexpr LeakCounterexample kStorageKeyBareNot[] = {
    {"vzSKEwNntLjx+ASt"
     "87J2aA=="}};
constexpr LeakExample kCosmosKey[] = {
    {"AccountEndpoint=https://acme.documents.azure.com:443/;AccountKey="
     "MWK73FxVoBPn3N7R+y2M0qSskI0fUyDpZk7Am6NEnHfCOZUyl0xye2GcYSlVhZk7RMpzic9ZDuLM8Pbi5rojTQ==;",
     "MWK73FxVoBPn3N7R+y2M0qSskI0fUyDpZk7Am6NEnHfCOZUyl0xye2GcYSlVhZk7RMpzic9ZDuLM8Pbi5rojTQ=="}};
constexpr LeakCounterexample kCosmosKeyNot[] = {
    {"AccountEndpoint=https://acme.documents.azure.com:443/;AccountKey="
     "k38BNqHVYCA="}};
constexpr LeakExample kCosmosKeyBare[] = {
    {"COSMOS_KEY="
     "9E87bU3ZHDa1XEg7y4Mxky4PwiV8ZxcyLdHg753qVJXM"
     "KrtgtLOqAlgFn4VxN9f5MB9qhBucYmUBACDbWDHoaw==\n",
     "9E87bU3ZHDa1XEg7y4Mxky4PwiV8ZxcyLdHg753qVJXM"
     "KrtgtLOqAlgFn4VxN9f5MB9qhBucYmUBACDbWDHoaw=="}};
constexpr LeakCounterexample kCosmosKeyBareNot[] = {
    {"ACDb"
     "5MSFqA=="}};
constexpr LeakExample kServiceKeyBare[] = {{"key: "
                                            "On19orRAuIXufNa1kk8n+SRGRWKxZF0owWnIlhz2IyEa"
                                            "bki1BB8v9ouu6+7KdWpPoyKqDsyhzP8TAPIMnMQQ5A==\n",
                                            "On19orRAuIXufNa1kk8n+SRGRWKxZF0owWnIlhz2IyEa"
                                            "bki1BB8v9ouu6+7KdWpPoyKqDsyhzP8TAPIMnMQQ5A=="},
                                           {"key: "
                                            "XolpEdVUIiFFTf5Mi2/+8TboMXgOz/Y3brnbnDpCkr/U"
                                            "3/qmiVSjDpNR9sVQHXbIGB170hjbC98v+ABafE96NA==\n",
                                            "XolpEdVUIiFFTf5Mi2/+8TboMXgOz/Y3brnbnDpCkr/U"
                                            "3/qmiVSjDpNR9sVQHXbIGB170hjbC98v+ABafE96NA=="}};
constexpr LeakCounterexample kServiceKeyBareNot[] = {
    {"+ABa"
     "R+46MA=="}};
constexpr LeakExample kMessagingKeyBare[] = {
    {"BUS_KEY="
     "lFlWoSGipuViCG7ypLP1Hd"
     "KkJ8f1xPRm8+ASbBquviY=\n",
     "lFlWoSGipuViCG7ypLP1Hd"
     "KkJ8f1xPRm8+ASbBquviY="}};
constexpr LeakCounterexample kMessagingKeyBareNot[] = {
    {"+ASb"
     "mcAb1="}};
constexpr LeakExample kSearchKey[] = {
    {"api-key: "
     "dNBRYitl0Uai0csTjOkBZd5Q1yL7np4Pm4sf6BFLrwAzSeB"
     "PdhKh\n",
     "dNBRYitl0Uai0csTjOkBZd5Q1yL7np4Pm4sf6BFLrwAzSeB"
     "PdhKh"}};
constexpr LeakCounterexample kSearchKeyNot[] = {
    {"AzSe"
     "f9AJN"}};
constexpr LeakExample kFunctionsKey[] = {
    {"x-functions-key: "
     "hf4n7F4JT2ZuHz_p32MRgh3iyBISV1BiM1Zaiws2alDiAzFu"
     "anKHqQ==\n",
     "hf4n7F4JT2ZuHz_p32MRgh3iyBISV1BiM1Zaiws2alDiAzFu"
     "anKHqQ=="}};
constexpr LeakCounterexample kFunctionsKeyNot[] = {
    {"AzFu"
     "pRCGoQ=="}};
constexpr LeakExample kFunctionsUrl[] = {
    {"https://acme.azurewebsites.net/api/run?code="
     "AF6XX0FFOthw1VAvSwwRrUtidouPxRJEhSgH7N--hlp5viuiAnK_XI==",
     "AF6XX0FFOthw1VAvSwwRrUtidouPxRJEhSgH7N--hlp5viuiAnK_XI=="}};
constexpr LeakCounterexample kFunctionsUrlNot[] = {{"https://acme.azurewebsites.net/api/run?code=abc"}};
constexpr LeakExample kRegistryKey[] = {
    {"docker login acme.azurecr.io -u acme -p "
     "S5IJT174tPaIYPyc1KmrU2inPU"
     "PRLARXXj1BNyK2IC+ACRBvITk0\n",
     "S5IJT174tPaIYPyc1KmrU2inPU"
     "PRLARXXj1BNyK2IC+ACRBvITk0"}};
constexpr LeakCounterexample kRegistryKeyNot[] = {
    {"+ACR"
     "VQoEF"}};
constexpr LeakExample kDevopsToken[] = {
    {"AZURE_DEVOPS_EXT_PAT="
     "VQKkauUQN6ij9ST968QHH02jsCIKCKNjVAhfvsRtWHePe3WRlGb3JQQJ99"
     "EfCN4DlZYyIf7Uncl8AZDO"
     "AZwG\n",
     "VQKkauUQN6ij9ST968QHH02jsCIKCKNjVAhfvsRtWHePe3WRlGb3JQQJ99"
     "EfCN4DlZYyIf7Uncl8AZDO"
     "AZwG"}};
constexpr LeakCounterexample kDevopsTokenNot[] = {
    {"AZDO"
     "A22T"}};
constexpr LeakExample kDevopsTokenOld[] = {{"AZURE_DEVOPS_PAT="
                                            "7tyky5eysjhwkdf6kmkhlareskevwu3ncltqsl56lkiigdstgbbh\n",
                                            "7tyky5eysjhwkdf6kmkhlareskevwu3ncltqsl56lkiigdstgbbh"},
                                           {"VSTS_TOKEN: \""
                                            "zcncdcaccjwgq7ftna4dgfhuy5phghbkve2el24hljjqfnb2me6v\"",
                                            "zcncdcaccjwgq7ftna4dgfhuy5phghbkve2el24hljjqfnb2me6v"}};
constexpr LeakCounterexample kDevopsTokenOldNot[] = {{"AZURE_DEVOPS_PAT="
                                                      "igdkqf36hqgry4f7kdrv"},
                                                     {"AZURE_DEVOPS_PAT=${PAT}"}};
constexpr LeakExample kAiKey[] = {
    {"AZURE_OPENAI_API_KEY="
     "gNaz8Rgxtf0t83mXQnqrx5LAkvAlYgrGtJFTpadfRGjBR4cRg1U9JQQJ99"
     "EYKegDFzAe83G2xeaKACOG"
     "TZq1\n",
     "gNaz8Rgxtf0t83mXQnqrx5LAkvAlYgrGtJFTpadfRGjBR4cRg1U9JQQJ99"
     "EYKegDFzAe83G2xeaKACOG"
     "TZq1"}};
constexpr LeakCounterexample kAiKeyNot[] = {
    {"JQQJ99"
     "xsw1hBEmw79iCjPqiBACOG"
     "Go2z"}};
constexpr LeakExample kAiKeyOld[] = {{"AZURE_OPENAI_API_KEY="
                                      "0281d5a1f83f611d84344edcbb763b1f\n",
                                      "0281d5a1f83f611d84344edcbb763b1f"},
                                     {"run --azure_openai-api-key b354b14e0227a736ad8263a6b192987d x", "b354b14e0227a736ad8263a6b192987d"},
                                     {"\"aoai_api_key\" => \"b354b14e0227a736ad8263a6b192987d\"", "b354b14e0227a736ad8263a6b192987d"}};
constexpr LeakCounterexample kAiKeyOldNot[] = {{"AZURE_OPENAI_API_KEY="
                                                "8659f1371492b12f"},
                                               {"azure_openai_api_key: 00000000000000000000000000000000"}};
constexpr LeakExample kSubscriptionKey[] = {{"curl -H \"Ocp-Apim-Subscription-Key: "
                                             "3912c4724a64323bdd72d77f38854d3b\" https://a.azure-api.net/x",
                                             "3912c4724a64323bdd72d77f38854d3b"},
                                            {"{'Ocp-Apim-Subscription-Key': '"
                                             "1c521a83e59446ff68764ff7f87fd20f'}",
                                             "1c521a83e59446ff68764ff7f87fd20f"}};
constexpr LeakCounterexample kSubscriptionKeyNot[] = {{"Ocp-Apim-Subscription-Key: {subscription-key}"}};
constexpr LeakExample kClientSecret[] = {{"AZURE_CLIENT_SECRET="
                                          "D448Q~9AmXhufa9fJMDM"
                                          "RvPFKFt_8LfJqZ0CLOBb\n",
                                          "D448Q~9AmXhufa9fJMDM"
                                          "RvPFKFt_8LfJqZ0CLOBb"},
                                         {"\"clientSecret\": \""
                                          "ogN8Q~JS2SQZ82eFkhqR"
                                          "IUB4CaIXnMpi~hu-hWMb\",",
                                          "ogN8Q~JS2SQZ82eFkhqR"
                                          "IUB4CaIXnMpi~hu-hWMb"}};
constexpr LeakCounterexample kClientSecretNot[] = {
    {"8Q~"
     "1RnmhEUspMpQuxIx1zIw"}};
constexpr LeakExample kSharedAccessSignature[] = {
    {"https://acme.blob.core.windows.net/c/b?sv=2022-11-02&ss=b&srt=co&sp=rwdl&se=2030-01-01T00:00:00Z&sig="
     "btzb4vslukcWkno1h%2F1U5S"
     "Ia570nmrsBycJ6Xw8HXDk%3D",
     "btzb4vslukcWkno1h%2F1U5S"
     "Ia570nmrsBycJ6Xw8HXDk%3D"}};
constexpr LeakCounterexample kSharedAccessSignatureNot[] = {{"?sv=2022-11-02&se=2030&sig=abc%3D"},
                                                            {"https://x.example.org/?a=1&sig="
                                                             "cUdob8OwRtl2v0aDMZbODD91w"
                                                             "hji%2FGDgYT%2FJnJgEJP8%3D"}};
constexpr LeakExample kLogicAppUrl[] = {
    {"https://prod-07.westeurope.logic.azure.com:443/workflows/"
     "940af25d4b144f24269a6644e2c5433a/triggers/manual/paths/invoke?api-version=2016-10-01&sp=%2Ftriggers%2Fmanual%2"
     "Frun&sv=1.0&sig="
     "l3WxS9oftgIkaq-ffrDcZDmMIIMd2L0wreG6RhUTZfE",
     "l3WxS9oftgIkaq-ffrDcZDmMIIMd2L0wreG6RhUTZfE"}};
constexpr LeakCounterexample kLogicAppUrlNot[] = {
    {"https://prod-07.westeurope.logic.azure.com:443/workflows/"
     "fe1c089cada528383441ec4de929d48b/triggers"},
    {"https://prod-12.westeurope.logic.azure.com/workflows/54250283118f5feadbd4b1f72c5754e1/triggers/manual/paths/invoke?sig=abc"}};

constexpr LeakKind kKinds[] = {
    {.id = "azure-storage-key",
     .title = "Azure Storage account key",
     .severity = model::Severity::kCritical,
     .pattern = R"((?i:AccountKey)\s?=\s?([0-9A-Za-z+/]{86}==))",
     .confirm = account_key,
     .repair = kStorage,
     .matches = kStorageKey,
     .matches_not = kStorageKeyNot},
    {.id = "azure-storage-key-bare",
     .title = "Azure Storage account key without its name",
     .severity = model::Severity::kCritical,
     .pattern = R"((?:[^0-9A-Za-z+/]|^)([0-9A-Za-z+/]{76}\+ASt[0-9A-Za-z+/]{5}[AQgw]==))",
     .confirm = bytes64,
     .repair = kStorage,
     .matches = kStorageKeyBare,
     .matches_not = kStorageKeyBareNot},
    {.id = "azure-cosmos-key",
     .title = "Azure Cosmos DB key",
     .severity = model::Severity::kCritical,
     .pattern = R"((?i:documents\.azure\.(?:com|us|cn)(?::443)?/?"?;\s?"?AccountKey\s?=)\s?([0-9A-Za-z+/]{86}==))",
     .confirm = bytes64,
     .repair = "make a new key (az cosmosdb keys regenerate), move users to the other key first",
     .matches = kCosmosKey,
     .matches_not = kCosmosKeyNot},
    {.id = "azure-cosmos-key-bare",
     .title = "Azure Cosmos DB key without its name",
     .severity = model::Severity::kCritical,
     .pattern = R"((?:[^0-9A-Za-z+/]|^)([0-9A-Za-z+/]{76}ACDb[0-9A-Za-z+/]{5}[AQgw]==))",
     .confirm = bytes64,
     .repair = "make a new key (az cosmosdb keys regenerate), move users to the other key first",
     .matches = kCosmosKeyBare,
     .matches_not = kCosmosKeyBareNot},
    {.id = "azure-service-key-bare",
     .title = "Azure API Management, Batch or Machine Learning key",
     .pattern = R"((?:[^0-9A-Za-z+/]|^)([0-9A-Za-z+/]{76}(?:APIM|\+ABa|\+AMC)[0-9A-Za-z+/]{5}[AQgw]==))",
     .confirm = bytes64,
     .repair = "make a new key for the service in the portal, move users to the other key first",
     .matches = kServiceKeyBare,
     .matches_not = kServiceKeyBareNot},
    {.id = "azure-messaging-key-bare",
     .title = "Azure Service Bus, Event Hubs, Relay or IoT key",
     .pattern = R"((?:[^0-9A-Za-z+/]|^)([0-9A-Za-z+/]{33}(?:AIoT|\+ASb|\+AEh|\+ARm)[A-P][0-9A-Za-z+/]{5}=))",
     .confirm = bytes32,
     .repair = "make a new key for the policy in the portal, move users to its other key first",
     .matches = kMessagingKeyBare,
     .matches_not = kMessagingKeyBareNot},
    {.id = "azure-search-key",
     .title = "Azure AI Search key",
     .pattern = R"(\b[0-9A-Za-z]{42}AzSe[A-D][0-9A-Za-z]{5}\b)",
     .repair = "make a new key (az search admin-key renew)",
     .matches = kSearchKey,
     .matches_not = kSearchKeyNot},
    {.id = "azure-functions-key",
     .title = "Azure Functions key",
     .pattern = R"(\b[0-9A-Za-z_-]{44}AzFu[0-9A-Za-z_-]{5}[AQgw]==)",
     .repair = "make a new key (az functionapp keys set)",
     .matches = kFunctionsKey,
     .matches_not = kFunctionsKeyNot},
    {.id = "azure-functions-url",
     .title = "Azure Functions URL with its key",
     .severity = model::Severity::kMedium,
     .pattern =
         R"(\.azurewebsites\.net/api/[0-9A-Za-z_/%.-]{1,60}\?(?:[0-9A-Za-z_]{1,20}=[0-9A-Za-z_%.-]{0,30}&){0,2}code=([0-9A-Za-z_/+%=-]{40,90}))",
     .min_entropy = 4,
     .repair = "make a new key for the function (az functionapp function keys set)",
     .matches = kFunctionsUrl,
     .matches_not = kFunctionsUrlNot},
    {.id = "azure-registry-key",
     .title = "Azure Container Registry password",
     .severity = model::Severity::kCritical,
     .pattern = R"((?:[^0-9A-Za-z+/]|^)([0-9A-Za-z+/]{42}\+ACR[A-D][0-9A-Za-z+/]{5})(?:[^0-9A-Za-z+/=]|$))",
     .repair = "make a new one (az acr credential renew), or switch the admin user off",
     .matches = kRegistryKey,
     .matches_not = kRegistryKeyNot},
    {.id = "azure-devops-token",
     .title = "Azure DevOps personal access token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b[0-9A-Za-z]{76}AZDO[0-9A-Za-z]{4}\b)",
     .repair = "revoke it under User settings, Personal access tokens of the organisation",
     .matches = kDevopsToken,
     .matches_not = kDevopsTokenNot},
    {.id = "azure-devops-token-old",
     .title = "Azure DevOps personal access token of before 2024",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<
         R"((?:azure_?devops|vsts|vss_nuget|\bado_|dev\.azure\.com|visualstudio\.com)[\w./@-]{0,24}(?:pat|token|password|credentials?)[\w.-]{0,6})",
         R"([2-7a-z]{52})">,
     .min_entropy = 3.8,
     .repair = "revoke it under User settings, Personal access tokens of the organisation",
     .matches = kDevopsTokenOld,
     .matches_not = kDevopsTokenOldNot},
    {.id = "azure-ai-key",
     .title = "Azure OpenAI or AI services key",
     .pattern = R"(\b[0-9A-Za-z]{52}JQQJ99[0-9A-Za-z]{18}ACOG[0-9A-Za-z]{4}\b)",
     .repair = "make a new key (az cognitiveservices account keys regenerate), or switch keys off and use Entra",
     .matches = kAiKey,
     .matches_not = kAiKeyNot},
    {.id = "azure-ai-key-old",
     .title = "Azure OpenAI or AI services key of before 2024",
     .pattern =
         kAssigned<R"((?:azure[_-]?openai|aoai|azure[_-]?ai|cognitive|speech|azure[_-]?search|openai_azure)[\w.-]{0,16}key[\w.-]{0,4})",
                   R"([0-9a-f]{32})">,
     .min_entropy = 3,
     .repair = "make a new key (az cognitiveservices account keys regenerate), or switch keys off and use Entra",
     .matches = kAiKeyOld,
     .matches_not = kAiKeyOldNot},
    {.id = "azure-subscription-key",
     .title = "Azure API Management subscription key",
     .pattern = R"((?i:ocp-apim-subscription-key)[\\"\']{0,3}\s{0,2}[:=,]\s{0,2}[\\"\']{0,3}([0-9a-f]{32})\b)",
     .min_entropy = 3,
     .repair = "make a new key for the subscription in the portal",
     .matches = kSubscriptionKey,
     .matches_not = kSubscriptionKeyNot},
    {.id = "azure-client-secret",
     .title = "Entra application client secret",
     .severity = model::Severity::kCritical,
     .pattern = R"((?:[^0-9A-Za-z_~.-]|^)([0-9A-Za-z_~.]{3}(?:7Q~|8Q~|9Q~)[0-9A-Za-z_~.-]{31,34})(?:[^0-9A-Za-z_~.-]|$))",
     .text_only = true,
     .min_entropy = 4,
     .confirm = client_secret,
     .repair = "remove it from the application (az ad app credential delete) and look at its sign-in logs; better use a managed identity "
               "or a federated credential",
     .matches = kClientSecret,
     .matches_not = kClientSecretNot},
    {.id = "azure-shared-access-signature",
     .title = "Azure shared access signature",
     .pattern = R"([?&;]sig=([0-9A-Za-z%/+]{43,80}(?:%3[Dd]|=)))",
     .confirm = shared_access_signature,
     .repair = "it is good until its se=; make a new account key, or change the stored policy that it names",
     .matches = kSharedAccessSignature,
     .matches_not = kSharedAccessSignatureNot},
    {.id = "azure-logic-app-url",
     .title = "Azure Logic Apps or Power Automate trigger URL",
     .severity = model::Severity::kMedium,
     .pattern =
         R"(logic\.azure\.(?:com|us|cn)(?::443)?/workflows/[0-9a-f]{32}/[0-9A-Za-z_./%?=&-]{1,200}sig=([0-9A-Za-z_-]{43})(?:[^\w-]|$))",
     .confirm = logic_app,
     .repair = "make a new access key for the workflow in the portal",
     .matches = kLogicAppUrl,
     .matches_not = kLogicAppUrlNot},
};

}  // namespace

extern constinit const Detector azure;
constinit const Detector azure = {
    .name = "azure", .summary = "keys and tokens of Microsoft Azure and Entra", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
