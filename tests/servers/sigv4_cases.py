#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Requests that botocore has signed, one JSON object a line, as an oracle for our own signing: sigv4_cases.py COUNT SEED

A line has access_key, secret_key, token (or ""), region, service, time (seconds), method, path, query and headers (lists of pairs), body, and
botocore's canonical_request, string_to_sign and authorization.
"""

import datetime
import json
import random
import sys

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

LETTERS = "abcXYZ019-._~ /+=&?#%:;,!*'()[]@$\"\\<>{}|^`äßሴ🔑"


def text(random_source, most, letters=LETTERS):
    return "".join(random_source.choice(letters) for _ in range(random_source.randint(0, most)))


def case(source):
    plain = "ABCdef0123456789+/"
    time = source.randint(946684800, 4102444800)
    path = "/" + "/".join(source.choice(["", ".", "..", "a", "b c", "%41", "ሴ", "x+y", "~z"]) for _ in range(source.randint(0, 5)))
    query = []
    for _ in range(source.randint(0, 4)):
        name = text(source, 6)
        if name not in [known for known, _ in query]:  # AWSRequest.params holds each name once
            query.append([name, text(source, 8)])
    headers = [["host", f"service{source.randint(0, 9)}.example:{source.randint(1, 65535)}"]]
    for number in range(source.randint(0, 4)):
        value = text(source, 20, "abc  01;,=\t-")
        headers.append([source.choice(["X-Amz-Target", "Content-Type", "My-Header", "x-a"]) + str(number), value])
    return {
        "access_key": "AK" + text(source, 18, plain), "secret_key": "s" + text(source, 40, plain), "token": text(source, 60, plain) * source.randint(0, 1),
        "region": source.choice(["us-east-1", "eu-central-1", "cn-north-1"]), "service": source.choice(["service", "secretsmanager", "sts"]), "time": time,
        "method": source.choice(["GET", "POST", "PUT", "DELETE"]), "path": path, "query": query, "headers": headers, "body": text(source, 200),
    }


def sign(one):
    class Clock(SigV4Auth):
        def add_auth(self, request):
            stamp = datetime.datetime.fromtimestamp(one["time"], datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
            request.context["timestamp"] = stamp
            self._modify_request_before_signing(request)
            canonical = self.canonical_request(request)
            to_sign = self.string_to_sign(request, canonical)
            self._inject_signature_to_request(request, self.signature(to_sign, request))
            one.update(canonical_request=canonical, string_to_sign=to_sign, authorization=request.headers["Authorization"])

    url = "https://unused.example" + one["path"]
    request = AWSRequest(one["method"], url, data=one["body"].encode(), params=dict(one["query"]))
    for name, value in one["headers"]:
        request.headers[name] = value
    Clock(Credentials(one["access_key"], one["secret_key"], one["token"] or None), one["service"], one["region"]).add_auth(request)
    return one


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    source = random.Random(seed)
    for _ in range(count):
        print(json.dumps(sign(case(source))))


if __name__ == "__main__":
    main()
