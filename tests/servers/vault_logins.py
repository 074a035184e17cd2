# SPDX-License-Identifier: Apache-2.0
"""Logins of the stand-in: AppRole, Kubernetes (by a TokenReview), JWT (RS256, by a public key) and TLS certificates."""

import base64
import hashlib
import json
import secrets
import time
import urllib.request


def refused(status, *errors):
    from vault_server import Refused

    return Refused(status, *errors)


def unpadded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def claims_of(token):
    try:
        return json.loads(unpadded(token.split(".")[1]))
    except (ValueError, IndexError):
        raise refused(400, "error parsing token") from None


class Roles:
    """auth/MOUNT/role/NAME and auth/MOUNT/config."""

    def __init__(self, server):
        self.server, self.roles, self.config = server, {}, {}

    def call(self, request, path):
        kind, _, name = path.partition("/")
        if request.operation != "write":
            raise refused(405, "unsupported operation")
        if kind == "config":
            self.config = request.body
        else:
            self.roles[name] = request.body
        return None

    def role(self, name):
        if name not in self.roles:
            raise refused(400, f"invalid role name \"{name}\"")
        return self.roles[name]


class AppRole(Roles):
    def __init__(self, server):
        super().__init__(server)
        self.ids, self.secret_ids = {}, {}

    def call(self, request, path):
        parts = path.split("/")
        if parts[-1] == "role-id":
            return {"role_id": next(one for one, name in self.ids.items() if name == parts[1])}
        if parts[-1] == "secret-id":
            made = secrets.token_hex(16)
            self.secret_ids[made] = {"role": parts[1], "uses": int(self.roles[parts[1]].get("secret_id_num_uses", 0))}
            return {"secret_id": made, "secret_id_accessor": secrets.token_hex(16), "secret_id_ttl": 0, "secret_id_num_uses": 0}
        self.ids[secrets.token_hex(16)] = parts[1]
        return super().call(request, path)

    def login(self, request):
        name = self.ids.get(request.field("role_id", ""))
        if name is None:
            raise refused(400, "invalid role or secret ID")
        role = self.roles[name]
        if role.get("bind_secret_id", True):
            given = request.field("secret_id")
            if not given:
                raise refused(400, "missing secret_id")
            held = self.secret_ids.get(given)
            if held is None or held["role"] != name:
                raise refused(400, "invalid role or secret ID")
            if held["uses"]:
                held["uses"] -= 1
                if not held["uses"]:
                    del self.secret_ids[given]
        return role, "approle"


class Kubernetes(Roles):
    def login(self, request):
        role = self.role(request.field("role", ""))
        token = request.field("jwt")
        if not token:
            raise refused(400, "missing jwt")
        if "kubernetes.io" not in claims_of(token):
            raise refused(500, "1 error(s) decoding: no service account")
        review = json.dumps({"apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview", "spec": {"token": token}}).encode()
        asked = urllib.request.Request(self.config["kubernetes_host"] + "/apis/authentication.k8s.io/v1/tokenreviews", data=review, headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(asked, timeout=5) as answer:
            status = json.load(answer)["status"]
        parts = status.get("user", {}).get("username", "").split(":")
        if not status.get("authenticated") or len(parts) != 4:
            raise refused(403, "permission denied")
        if parts[2] not in role["bound_service_account_namespaces"] or parts[3] not in role["bound_service_account_names"]:
            raise refused(403, "service account name not authorized")
        return role, "kubernetes-" + parts[3]


def rsa_key(pem):
    """(modulus, exponent) of a SubjectPublicKeyInfo."""
    from vault_server import der

    def element(data, at):
        length, at = data[at + 1], at + 2
        if length & 0x80:
            size = length & 0x7F
            length, at = int.from_bytes(data[at : at + size], "big"), at + size
        return at, at + length

    data = der(pem)
    start, _ = element(data, 0)  # the outer sequence
    _, algorithm_end = element(data, start)
    start, _ = element(data, algorithm_end)  # the bit string
    start, _ = element(data, start + 1)  # behind its count of unused bits: a sequence of two integers
    modulus, modulus_end = element(data, start)
    exponent, exponent_end = element(data, modulus_end)
    return int.from_bytes(data[modulus:modulus_end], "big"), int.from_bytes(data[exponent:exponent_end], "big")


def is_signed_by(token, pem):
    """RS256."""
    modulus, exponent = rsa_key(pem)
    head, _, signature = token.rpartition(".")
    size = (modulus.bit_length() + 7) // 8
    prefix = bytes.fromhex("3031300d060960864801650304020105000420")
    wanted = prefix + hashlib.sha256(head.encode()).digest()
    padded = b"\x00\x01" + b"\xff" * (size - len(wanted) - 3) + b"\x00" + wanted
    return pow(int.from_bytes(unpadded(signature), "big"), exponent, modulus).to_bytes(size, "big") == padded


class Jwt(Roles):
    def login(self, request):
        role = self.role(request.field("role") or self.config.get("default_role", ""))
        token = request.field("jwt", "")
        claims = claims_of(token)
        if not any(is_signed_by(token, pem) for pem in self.config["jwt_validation_pubkeys"]):
            raise refused(400, "error validating token: invalid signature")
        if claims.get("exp", 0) < time.time():
            raise refused(400, "error validating token: token is expired")
        if role.get("bound_subject") not in (None, claims.get("sub")):
            raise refused(400, "error validating claims: claim \"sub\" does not match")
        return role, "jwt-" + str(claims.get("sub"))


class Certificate(Roles):
    def login(self, request):
        from vault_server import der

        if request.peer is None:
            raise refused(400, "client certificate must be supplied")
        wanted = request.field("name")
        for name, role in self.roles.items():
            # The TLS layer has verified the client's certificate against the one authority that there is.
            if wanted in (None, "", name) and der(role["certificate"]) in (self.server.client_authority, request.peer):
                return role, "cert-" + name
        raise refused(400, "invalid certificate or no client certificate supplied")
