# SPDX-License-Identifier: Apache-2.0
"""A stand-in for a Vault or OpenBao server, for tests: what their HTTP API says of tokens, policies, leases, response wrapping, mounts,
namespaces, sealing and health, kept in memory. The engines are in vault_engines.py, the logins in vault_logins.py; vault.py starts it.

What the real server can't be asked to do stands under /_control: POST {"fault": {..}} (or several, {"faults": [..]}, by their paths) makes the
next requests go wrong, {"advance": N} sets its clock forward, GET tells the users of the database.
"""

import base64
import http.server
import json
import re
import secrets
import ssl
import threading
import time
import urllib.parse

from vault_engines import Database, KeyValue, KeyValueVersions, seconds
from vault_logins import AppRole, Certificate, Jwt, Kubernetes

MONTH = 768 * 3600
DEFAULT_POLICY = {
    "auth/token/lookup-self": ["read"],
    "auth/token/renew-self": ["update"],
    "auth/token/revoke-self": ["update"],
    "sys/leases/renew": ["update"],
    "sys/leases/lookup": ["update"],
    "sys/wrapping/wrap": ["update"],
    "sys/wrapping/lookup": ["update"],
    "sys/wrapping/unwrap": ["update"],
}


class Refused(Exception):
    """An answer that is not 200: its status, {"errors": [..]}, or data instead."""

    def __init__(self, status, *errors, data=None):
        super().__init__(status, errors)
        self.status, self.errors, self.data = status, list(errors), data


class Token:
    def __init__(self, server, policies, ttl, *, renewable=True, max_ttl=MONTH, uses=0, path="auth/token/create", wrapped=None, name="token"):
        self.id = "hvs." + secrets.token_urlsafe(24)
        self.accessor = secrets.token_urlsafe(12)
        self.server, self.policies, self.renewable, self.uses, self.path, self.wrapped, self.name = server, policies, renewable, uses, path, wrapped, name
        self.created = server.now()
        self.ttl = ttl
        self.ends = self.created + ttl if ttl else None
        self.last = self.created + max_ttl if ttl else None

    def is_good(self):
        return self.ends is None or self.server.now() < self.ends

    def left(self):
        return 0 if self.ends is None else max(0, int(self.ends - self.server.now()))

    def auth(self):
        return {
            "client_token": self.id, "accessor": self.accessor, "policies": self.policies, "token_policies": self.policies, "metadata": None,
            "lease_duration": self.left(), "renewable": self.renewable and self.ends is not None, "entity_id": "", "token_type": "service", "orphan": True,
        }


class Lease:
    def __init__(self, server, path, ttl, max_ttl, token, revoke):
        self.id = f"{path}/{secrets.token_hex(12)}"
        self.server, self.token, self.revoke = server, token, revoke
        self.issued = server.now()
        self.ends, self.last = self.issued + ttl, self.issued + max_ttl

    def left(self):
        return max(0, int(round(self.ends - self.server.now())))


class Request:
    def __init__(self, operation, path, query, body, token, namespace, peer):
        self.operation, self.path, self.query, self.body, self.token, self.namespace, self.peer = operation, path, query, body, token, namespace, peer

    def field(self, name, default=None):
        return self.body.get(name, default)


class Server:
    """One server with its state; handle() is the API."""

    def __init__(self):
        self.lock = threading.RLock()
        self.offset = 0
        self.sealed, self.initialized, self.health = False, True, None
        self.unseal_key = secrets.token_hex(32)
        self.mounts, self.logins, self.policies = {"": {}}, {"": {}}, {}
        self.tokens, self.leases, self.faults = {}, {}, []
        self.max_string = 1 << 20  # as Vault has it since 1.20
        self.database_users, self.client_authority = set(), None
        self.root = self.add_token(Token(self, ["root"], 0))

    def now(self):
        return time.time() + self.offset

    def add_token(self, token):
        self.tokens[token.id] = token
        return token

    # Tokens and policies.

    def token_of(self, identity):
        self.expire()
        token = self.tokens.get(identity)
        if token is None or token.wrapped is not None:
            raise Refused(403, "permission denied")
        return token

    def expire(self):
        for token in [one for one in self.tokens.values() if not one.is_good()]:
            self.revoke_token(token)
        for lease in [one for one in self.leases.values() if self.now() >= one.ends]:
            self.revoke_lease(lease)

    def revoke_token(self, token):
        self.tokens.pop(token.id, None)
        for lease in [one for one in self.leases.values() if one.token is token]:
            self.revoke_lease(lease)

    def revoke_lease(self, lease):
        if self.leases.pop(lease.id, None) is not None:
            lease.revoke()

    def rules(self, token):
        out = {}
        for policy in token.policies:
            for path, capabilities in (DEFAULT_POLICY if policy == "default" else self.policies.get(policy, {})).items():
                out.setdefault(path, set()).update(capabilities)
        return out

    def capabilities(self, token, path):
        if "root" in token.policies:
            return {"root"}
        best, found = (-1, -1), set()
        for pattern, capabilities in self.rules(token).items():
            expression = re.escape(pattern.rstrip("*")).replace(r"\+", "[^/]+") + (".*" if pattern.endswith("*") else "")
            rank = (0 if pattern.endswith("*") else 1, len(pattern))
            if re.fullmatch(expression, path) and rank > best:
                best, found = rank, capabilities
        return set() if "deny" in found else found

    def may(self, request, exists=True):
        wanted = {"read": "read", "list": "list", "delete": "delete", "patch": "patch", "write": "update" if exists else "create"}[request.operation]
        full = (request.namespace + "/" if request.namespace else "") + request.path
        if not self.capabilities(request.token, full) & {wanted, "root"}:
            raise Refused(403, "1 error occurred:\n\t* permission denied\n\n")

    # Answers.

    def handle(self, request, identity, wrap_ttl):
        """(status, answer or None)"""
        if self.sealed or not self.initialized:
            raise Refused(503, "Vault is sealed")
        path = request.path
        if request.namespace not in self.mounts:
            raise Refused(404, "no handler for route \"%s\". route entry not found." % path)
        request.token = None
        if path in ("sys/wrapping/lookup", "sys/wrapping/unwrap") or path.endswith("/login") and path.startswith("auth/"):
            answer = self.without_token(request, identity)
        else:
            request.token = self.token_of(identity)
            if request.token.uses:
                request.token.uses -= 1
                if not request.token.uses:
                    self.revoke_token(request.token)
            answer = self.with_token(request)
        if wrap_ttl and answer is not None:
            return self.wrap(request, answer, seconds(wrap_ttl))
        return answer

    def wrap(self, request, answer, ttl):
        token = self.add_token(Token(self, ["response-wrapping"], ttl, renewable=False, path=request.path, wrapped=answer))
        info = {"token": token.id, "accessor": token.accessor, "ttl": ttl, "creation_time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(token.created)), "creation_path": request.path}
        return {**EMPTY, "wrap_info": info, "data": None}

    def wrapping_token(self, identity):
        self.expire()
        token = self.tokens.get(identity or "")
        if token is None or token.wrapped is None:
            raise Refused(400, "wrapping token is not valid or does not exist")
        return token

    def without_token(self, request, identity):
        if request.path == "sys/wrapping/lookup":
            token = self.wrapping_token(request.field("token") or identity)
            return data_answer({"creation_path": token.path, "creation_time": "2026-01-01T00:00:00Z", "creation_ttl": token.ttl})
        if request.path == "sys/wrapping/unwrap":
            token = self.wrapping_token(request.field("token") or identity)
            self.revoke_token(token)
            return token.wrapped
        _, login = self.login_at(request)
        if login is None:
            raise Refused(403, "permission denied")
        role, name = login.login(request)
        token = Token(self, ["default", *role.get("token_policies", [])], seconds(role.get("token_ttl", 0)) or MONTH, path=request.path, name=name,
                      max_ttl=seconds(role.get("token_max_ttl", 0)) or MONTH, uses=int(role.get("token_num_uses", 0)))
        return {**EMPTY, "auth": self.add_token(token).auth()}

    def login_at(self, request):
        rest = request.path.removeprefix("auth/")
        for mount, login in self.logins[request.namespace].items():
            if rest.startswith(mount):
                return mount, login
        return "", None

    def with_token(self, request):
        path = request.path
        if path.startswith("auth/token/"):
            return self.token_call(request, path.removeprefix("auth/token/"))
        if path.startswith("sys/"):
            return self.system_call(request, path.removeprefix("sys/"))
        if path.startswith("auth/"):
            mount, login = self.login_at(request)
            if login is None:
                raise Refused(404, f"no handler for route \"{path}\". route entry not found.")
            self.may(request)
            return data_answer(login.call(request, path.removeprefix("auth/" + mount)))
        for mount, engine in self.mounts[request.namespace].items():
            if (path + "/" if request.operation == "list" else path).startswith(mount):
                self.may(request, engine.exists(request, path.removeprefix(mount)))
                return engine.call(request, path.removeprefix(mount), mount)
        self.may(request)
        raise Refused(404, f"no handler for route \"{path}\". route entry not found.")

    def token_call(self, request, what):
        self.may(request)
        token = request.token
        if what == "lookup-self":
            return data_answer({"id": token.id, "accessor": token.accessor, "ttl": token.left(), "creation_ttl": token.ttl, "path": token.path, "expire_time": None if token.ends is None else time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(token.ends)), "display_name": token.name,
                                "renewable": token.renewable and token.ends is not None, "policies": token.policies, "type": "service", "num_uses": token.uses})
        if what == "renew-self":
            if token.ends is None or not token.renewable:
                raise Refused(400, "lease is not renewable")
            if self.now() + 1 > token.last:
                raise Refused(500, "1 error occurred:\n\t* past the max TTL, cannot renew\n\n")
            token.ends = min(self.now() + (seconds(request.field("increment", 0)) or token.ttl), token.last)
            return {**EMPTY, "auth": token.auth()}
        if what == "revoke-self":
            self.revoke_token(token)
            return None
        if what == "create":
            made = Token(self, ["default", *request.field("policies", [])], seconds(request.field("ttl", 0)) or MONTH, renewable=request.field("renewable", True),
                         uses=int(request.field("num_uses", 0)), max_ttl=seconds(request.field("explicit_max_ttl", 0)) or MONTH)
            if request.field("no_default_policy"):
                made.policies.remove("default")
            return {**EMPTY, "auth": self.add_token(made).auth()}
        raise Refused(404, "unsupported path")

    def system_call(self, request, what):
        kind, _, name = what.partition("/")
        if what.startswith("internal/ui/mounts"):
            return self.seen_mounts(request, what.removeprefix("internal/ui/mounts").lstrip("/"))
        self.may(request)
        if kind == "mounts" and request.operation == "write":
            engine = {"kv": KeyValue, "database": Database}[request.field("type")]
            if request.field("type") == "kv" and str((request.field("options") or {}).get("version", "1")) == "2":
                engine = KeyValueVersions
            self.mounts[request.namespace][name.strip("/") + "/"] = engine(self)
        elif kind == "auth" and request.operation == "write":
            login = {"approle": AppRole, "kubernetes": Kubernetes, "jwt": Jwt, "cert": Certificate}[request.field("type")]
            self.logins[request.namespace][name.strip("/") + "/"] = login(self)
        elif kind == "policies" and request.operation == "write":
            paths = json.loads(request.field("policy"))["path"]
            self.policies[name.removeprefix("acl/")] = {path: rule["capabilities"] for path, rule in paths.items()}
        elif kind == "namespaces" and request.operation == "write":
            self.mounts[name.strip("/")], self.logins[name.strip("/")] = {}, {}
        elif kind == "seal":
            self.sealed = True
        elif kind == "leases":
            return self.lease_call(request, name)
        else:
            raise Refused(404, "unsupported path")
        return None

    def seen_mounts(self, request, path):
        def entry(mount, engine):
            return {"accessor": "kv_0", "type": engine.kind, "options": engine.options, "path": mount, "config": {"default_lease_ttl": MONTH}, "local": False}

        def is_seen(mount):
            full = (request.namespace + "/" if request.namespace else "") + mount
            rules = self.rules(request.token)
            return "root" in request.token.policies or any(
                (pattern.startswith(full) or full.startswith(pattern.rstrip("*+/"))) and "deny" not in found for pattern, found in rules.items())

        mounts = self.mounts[request.namespace]
        if not path:
            return data_answer({"secret": {mount: entry(mount, engine) for mount, engine in mounts.items() if is_seen(mount)}, "auth": {}})
        for mount, engine in mounts.items():
            if (path + "/").startswith(mount) and is_seen(mount):
                return data_answer(entry(mount, engine))
        raise Refused(403, f"preflight capability check returned 403, please ensure client's policies grant access to path \"{path}/\"")

    def lease_call(self, request, what):
        lease = self.leases.get(request.field("lease_id", ""))
        if what == "revoke":
            if lease is not None:
                self.revoke_lease(lease)
            return None
        if lease is None:
            raise Refused(400, "lease not found" if what == "renew" else "invalid lease")
        if what == "renew":
            lease.ends = min(self.now() + (seconds(request.field("increment", 0)) or lease.left()), lease.last)
            return {**EMPTY, "lease_id": lease.id, "renewable": True, "lease_duration": lease.left()}
        return data_answer({"id": lease.id, "ttl": lease.left(), "renewable": True})

    # What needs no token and no unsealed server.

    def open_call(self, method, path, body):
        """(status, answer), or None: it is no such call"""
        if path == "sys/health":
            status = self.health or (501 if not self.initialized else 503 if self.sealed else 200)
            return status, {"initialized": self.initialized, "sealed": self.sealed, "standby": self.sealed or status in (429, 473), "version": "1.21.4"}
        if path == "sys/seal-status":
            return 200, {"type": "shamir", "initialized": self.initialized, "sealed": self.sealed, "t": 1, "n": 1, "progress": 0}
        if path == "sys/unseal" and method in ("POST", "PUT"):
            if body.get("key") != self.unseal_key:
                raise Refused(400, "failed to decrypt keys from storage: cipher: message authentication failed")
            self.sealed = False
            return 200, {"sealed": False}
        return None

    def control(self, method, body):
        if method == "GET":
            self.expire()
            return {"database_users": sorted(self.database_users)}
        self.offset += body.get("advance", 0)
        for name in ("sealed", "initialized", "health", "max_string"):
            if name in body:
                setattr(self, name, body[name])
        if "fault" in body:
            self.faults = [body["fault"]] if body["fault"] else []
        if "faults" in body:
            self.faults = body["faults"]
        return {}


EMPTY = {"request_id": "00000000-0000-0000-0000-000000000000", "lease_id": "", "renewable": False, "lease_duration": 0, "data": None, "wrap_info": None, "warnings": None, "auth": None}


def data_answer(data):
    return None if data is None else {**EMPTY, "data": data}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_version = "stand-in"

    def log_message(self, *_):
        pass

    def answer(self, status, body, headers=()):
        text = b"" if body is None else body if isinstance(body, bytes) else (json.dumps(body) + "\n").encode()
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def begin_only(self, some):
        """Of an answer that is said to be longer."""
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.wfile.write(some)
        self.close_connection = True

    def fault(self, path):
        """True when the request went wrong as was asked for."""
        with self.server.vault.lock:
            faults = self.server.vault.faults
            fault = next((one for one in faults if path.startswith(one.get("path", ""))), None)
            if fault is None:
                return False
            fault["count"] = fault.get("count", 1_000_000) - 1
            if fault["count"] <= 0:
                faults.remove(fault)
        kind = fault["kind"]
        if kind == "slow":
            time.sleep(fault["seconds"])
            return False
        if kind == "close":
            self.close_connection = True
        elif kind == "hang":
            time.sleep(fault["seconds"])
            self.close_connection = True
        elif kind == "drip":
            self.begin_only(b'{"data": {"data": {"a": "')
            for _ in range(10 * fault["seconds"]):
                time.sleep(0.1)
                self.wfile.write(b"x")
        elif kind == "cut":
            self.begin_only(b'{"data": {"data": {"a": "app"')
        elif kind == "redirect":
            self.answer(307, None, [("Location", fault["to"] + self.path)])
        elif kind == "garbage":
            self.answer(200, b"<html>not the server you look for</html>")
        else:
            self.answer(fault["status"], {"errors": fault.get("errors", [])}, [("Retry-After", str(fault["retry_after"]))] if "retry_after" in fault else [])
        return True

    def serve(self):
        vault = self.server.vault
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = urllib.parse.unquote(url.path)
        try:
            body = json.loads(raw) if raw else {}
        except ValueError:
            return self.answer(400, {"errors": ["failed to parse JSON input"]})
        if vault.max_string and len(raw) > vault.max_string:
            return self.answer(500, {"errors": ["JSON string value exceeds allowed length"]})
        if path == "/_control":
            with vault.lock:
                return self.answer(200, vault.control(self.command, body))
        path = path.removeprefix("/v1/")
        if self.fault(path):
            return None
        operation = {"GET": "read", "LIST": "list", "DELETE": "delete", "PATCH": "patch"}.get(self.command, "write")
        if self.command == "GET" and query.get("list") == "true":
            operation = "list"
        peer = self.connection.getpeercert(True) if isinstance(self.connection, ssl.SSLSocket) else None
        identity = self.headers.get("X-Vault-Token") or (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        try:
            with vault.lock:
                opened = vault.open_call(self.command, path, body)
                if opened:
                    return self.answer(*opened)
                request = Request(operation, path, query, body, None, (self.headers.get("X-Vault-Namespace") or "").strip("/"), peer)
                answer = vault.handle(request, identity, self.headers.get("X-Vault-Wrap-TTL"))
        except Refused as refused:
            return self.answer(refused.status, {**EMPTY, **refused.data} if refused.data is not None else {"errors": refused.errors})
        except Exception as error:
            return self.answer(500, {"errors": [f"internal error: {error!r}"]})
        return self.answer(204 if answer is None else 200, answer)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_LIST = serve


class Listener(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass  # a client that has gone away


def listen(vault, certificate=None, key=None, client_authority=None):
    """Serves on a free loopback port; gives its URL."""
    server = Listener(("127.0.0.1", 0), Handler)
    server.vault = vault
    scheme = "http"
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        context.load_verify_locations(client_authority)
        with open(client_authority) as file:
            vault.client_authority = der(file.read())
        context.verify_mode = ssl.CERT_OPTIONAL
        server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"{scheme}://127.0.0.1:{server.server_address[1]}"


def der(pem):
    return base64.b64decode("".join(line for line in pem.splitlines() if not line.startswith("-")))
