# SPDX-License-Identifier: Apache-2.0
"""What an administrator does: api.py METHOD PATH [BODY] [HEADER=VALUE ...] prints the answer; PATH of the API, or _control (tests/servers/vault_server.py)."""

import os
import sys
import urllib.request

method, path, *rest = sys.argv[1:]
url = os.environ["VAULT_TEST_URL"] + ("/_control" if path == "_control" else f"/v1/{path}")
headers = dict(word.split("=", 1) for word in rest[1:]) | {"X-Vault-Token": os.environ["VAULT_TEST_ROOT_TOKEN"]}
request = urllib.request.Request(url, method=method, data=rest[0].encode() if rest else None, headers=headers)
with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as answer:
    print(answer.read().decode().strip())
