#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A Vault server with something in it, for tests: tests/servers/vault.py [--real PROGRAM] FOLDER [COMMAND ...]

Starts the stand-in of vault_server.py, or PROGRAM (a real one, tests/servers/vault/), over HTTP and TLS on free loopback ports, with a
Kubernetes API that reviews tokens. Fills it by its own API, the same way for both. Prints one line of JSON and serves until its standard
input ends, or runs a command with VAULT_ADDR, VAULT_TOKEN (of the policy app) and what the line would say as VAULT_TEST_..., and ends with
its status. FOLDER gets the certificates and tokens of those who log in.

  secret/, team/kv/  keys and values, version 2; old/: version 1; database/: roles app (1 h), brief (2 s), static role fixed
  policies           app (may use all of these, but not secret/closed), data (only secret/data/)
  auth/approle       roles app, brief (2 s, at most 4 s); auth/kubernetes: role app; auth/jwt: role app; auth/cert: app
"""

import argparse
import base64
import http.server
import json
import os
import pathlib
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from vault_logins import claims_of, is_signed_by  # noqa: E402
from vault_server import Server, listen  # noqa: E402


def openssl(*words, data=None):
    return subprocess.run(["openssl", *map(str, words)], input=data, capture_output=True, check=True).stdout


def make_certificates(folder):
    """ca, server and client: NAME.pem, NAME.key"""
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", 30, "-subj", "/CN=test authority", "-addext", "basicConstraints=critical,CA:TRUE",
            "-addext", "keyUsage=critical,keyCertSign,digitalSignature", "-keyout", folder / "ca.key", "-out", folder / "ca.pem")
    for name, usage in (("server", "serverAuth"), ("client", "clientAuth")):
        extensions = folder / f"{name}.ext"
        extensions.write_text(f"subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage={usage}\nkeyUsage=digitalSignature\n")
        openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={name}.test", "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.csr")
        openssl("x509", "-req", "-in", folder / f"{name}.csr", "-CA", folder / "ca.pem", "-CAkey", folder / "ca.key", "-CAcreateserial", "-days", 30, "-extfile", extensions,
                "-out", folder / f"{name}.pem")


def signed_jwt(folder, claims):
    def unpadded(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=")

    head = unpadded(json.dumps({"alg": "RS256", "typ": "JWT"}).encode()) + b"." + unpadded(json.dumps(claims).encode())
    return (head + b"." + unpadded(openssl("dgst", "-sha256", "-sign", folder / "jwt.key", data=head))).decode()


def make_tokens(folder):
    openssl("genrsa", "-out", folder / "jwt.key", 2048)
    public = openssl("rsa", "-in", folder / "jwt.key", "-pubout").decode()
    times = {"iat": int(time.time()), "nbf": int(time.time()) - 60, "exp": int(time.time()) + 3600}
    account = {"kubernetes.io": {"namespace": "prod", "serviceaccount": {"name": "app", "uid": "11111111-2222-3333-4444-555555555555"}}}
    (folder / "kubernetes.jwt").write_text(signed_jwt(folder, {**times, **account, "iss": "https://kubernetes.default.svc.cluster.local", "sub": "system:serviceaccount:prod:app"}))
    (folder / "jwt.jwt").write_text(signed_jwt(folder, {**times, "iss": "ci.test", "sub": "project:app", "aud": "vault"}) + "\n")
    (folder / "expired.jwt").write_text(signed_jwt(folder, {"iat": 1, "nbf": 1, "exp": 2, "iss": "ci.test", "sub": "project:app", "aud": "vault"}))
    return public


def review_tokens(public):
    """A Kubernetes API with TokenReview alone; gives its URL."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_POST(self):
            review = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            token = review["spec"]["token"]
            status = {"authenticated": False, "error": "invalid bearer token"}
            if is_signed_by(token, public):
                account = claims_of(token)["kubernetes.io"]
                status = {"authenticated": True, "user": {"username": claims_of(token)["sub"], "uid": account["serviceaccount"]["uid"], "groups": []}}
            text = json.dumps({"apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview", "metadata": {}, "spec": review["spec"], "status": status}).encode()
            self.send_response(201)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}"


class Admin:
    def __init__(self, url, token):
        self.url, self.token = url, token

    def call(self, method, path, body=None, **headers):
        request = urllib.request.Request(f"{self.url}/v1/{path}", method=method, data=None if body is None else json.dumps(body).encode(), headers={"X-Vault-Token": self.token, **headers})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{method} {path}: {error.code} {error.read().decode()}") from None
        return json.loads(text) if text else None

    def write(self, path, body=None, **headers):
        return self.call("POST", path, body or {}, **headers)


def fill(admin, folder, public, kubernetes):
    """What tests find; gives what they have to know."""
    for path, kind in (("secret", {"type": "kv", "options": {"version": "2"}}), ("team/kv", {"type": "kv", "options": {"version": "2"}}),
                       ("old", {"type": "kv", "options": {"version": "1"}}), ("database", {"type": "database"})):
        admin.write(f"sys/mounts/{path}", kind)
    for method in ("approle", "kubernetes", "jwt", "cert"):
        admin.write(f"sys/auth/{method}", {"type": method})

    every = ["create", "read", "update", "delete", "list"]
    allowed = {"secret/*": every, "secret/data/closed": ["deny"], "secret/data/closed/*": ["deny"], "secret/metadata/closed": ["deny"], "secret/metadata/closed/*": ["deny"], "team/kv/*": every, "old/*": every,
               "database/creds/*": ["read"], "database/static-creds/*": ["read"], "sys/leases/revoke": ["update"]}
    for name, paths in {"app": allowed, "data": {"secret/data/*": ["create", "read", "update"]}}.items():
        admin.write(f"sys/policies/acl/{name}", {"policy": json.dumps({"path": {path: {"capabilities": found} for path, found in paths.items()}})})

    admin.write("database/config/app", {"plugin_name": "batten-test-database", "allowed_roles": "*", "verify_connection": False})
    admin.write("database/roles/app", {"db_name": "app", "creation_statements": "x", "default_ttl": "1h", "max_ttl": "24h"})
    admin.write("database/roles/brief", {"db_name": "app", "creation_statements": "x", "default_ttl": "2s", "max_ttl": "4s"})
    admin.write("database/static-roles/fixed", {"db_name": "app", "username": "app", "rotation_period": "24h"})

    admin.write("auth/approle/role/app", {"token_policies": ["app"], "token_ttl": "1h"})
    admin.write("auth/approle/role/brief", {"token_policies": ["app"], "token_ttl": "2s", "token_max_ttl": "4s"})
    admin.write("auth/kubernetes/config", {"kubernetes_host": kubernetes, "disable_local_ca_jwt": True, "disable_iss_validation": True})
    admin.write("auth/kubernetes/role/app", {"bound_service_account_names": ["app"], "bound_service_account_namespaces": ["prod"], "token_policies": ["app"], "token_ttl": "1h"})
    admin.write("auth/kubernetes/role/other", {"bound_service_account_names": ["other"], "bound_service_account_namespaces": ["prod"], "token_policies": ["app"], "token_ttl": "1h"})
    admin.write("auth/jwt/config", {"jwt_validation_pubkeys": [public], "default_role": "app"})
    admin.write("auth/jwt/role/app", {"role_type": "jwt", "user_claim": "sub", "bound_subject": "project:app", "bound_audiences": ["vault"], "token_policies": ["app"], "token_ttl": "1h"})
    admin.write("auth/cert/certs/app", {"certificate": (folder / "ca.pem").read_text(), "display_name": "app", "token_policies": ["app"], "token_ttl": "1h"})

    deadline = time.monotonic() + 10
    while True:  # a mount of version 2 is made ready in the background
        try:
            admin.write("secret/data/app", {"data": {"password": "first", "count": 1.50}})
            admin.write("team/kv/data/app", {"data": {"password": "of the team"}})
            break
        except RuntimeError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
    admin.write("secret/data/app", {"data": {"password": "s3cret-\u00e4-\"quoted\"\n", "user": "app", "count": 1.50, "big": 12345678901234567, "nested": {"a": [1, 2]}, "none": None, "empty": ""}})
    admin.write("secret/data/deep/er/one", {"data": {"a": "1"}})
    admin.write("secret/data/closed/one", {"data": {"a": "1"}})
    admin.write("old/app", {"password": "of version 1", "user": "app"})
    out = {}
    for role in ("app", "brief"):
        out[f"{role}_role_id"] = admin.call("GET", f"auth/approle/role/{role}/role-id")["data"]["role_id"]
        out[f"{role}_secret_id"] = admin.write(f"auth/approle/role/{role}/secret-id")["data"]["secret_id"]
    for policy in ("app", "data"):
        out[f"{policy}_token"] = admin.write("auth/token/create", {"policies": [policy], "ttl": "1h"})["auth"]["client_token"]
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--real")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    folder = options.folder.resolve()
    folder.mkdir(exist_ok=True)
    make_certificates(folder)
    public = make_tokens(folder)
    server = None
    if options.real:
        server = subprocess.Popen([options.real, "-cert", folder / "server.pem", "-key", folder / "server.key"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        out = json.loads(server.stdout.readline())
    else:
        vault = Server()
        out = {"root_token": vault.root.id, "unseal_key": vault.unseal_key, "url": listen(vault)}
        out["tls_url"] = listen(vault, folder / "server.pem", folder / "server.key", folder / "ca.pem")
        out["control_url"] = out["url"] + "/_control"
    out.update(fill(Admin(out["url"], out["root_token"]), folder, public, review_tokens(public)), folder=str(folder))
    status = 0
    if options.command:
        facts = {f"VAULT_TEST_{name.upper()}": str(value) for name, value in out.items()}
        status = subprocess.run(options.command, env=os.environ | facts | {"VAULT_ADDR": out["url"], "VAULT_TOKEN": out["app_token"]}, check=False).returncode
    else:
        print(json.dumps(out), flush=True)
        sys.stdin.read()
    if server:
        server.kill()
    return status


if __name__ == "__main__":
    sys.exit(main())
