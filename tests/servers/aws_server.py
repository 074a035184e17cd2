#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""AWS Secrets Manager, STS and IAM on a free loopback port (moto, packaging/python-test-packages.txt), with signatures and policies checked.

    aws_server.py                   prints one line of JSON, the facts, and serves until it is killed or whoever started it is gone
    aws_server.py COMMAND ...       runs that with variables that lead to the server, and ends with its status; without moto with status 75

Facts: url, region; access_key and secret_key of a user who may do everything with secrets and take on role_arn, whose own policy allows
reading; denied_access_key and denied_secret_key of a user who may do nothing. Secrets: prod/db is {"user":"app","password":..,"port":5432},
with a version before; prod/plain is text, prod/binary bytes, old/one is not below prod/. For a command the facts are variables too: AWS_TEST_URL ..
"""

import json
import logging
import os
import subprocess
import sys
import time
import urllib.request

NOT_THERE = 75
REGION = "eu-central-1"
SECRETS_ONLY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["secretsmanager:*", "sts:*"], "Resource": "*"}]}
READ_ONLY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}]}


def anybody(action, principal):
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Principal": principal}]}


class AwsServer:
    """With it: .facts, or None and .why says why there is no server."""

    def __init__(self):
        self.facts = None
        self.why = ""
        self.server = None

    def __enter__(self):
        try:
            from moto.server import ThreadedMotoServer
        except ImportError as error:
            self.why = f"moto is not installed ({error})"
            return self
        logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
        self.server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self.server.start()
        host, port = self.server.get_host_and_port()
        self.facts = {"url": f"http://{host}:{port}", "region": REGION}
        self.fill()
        # From here on every request must be signed by somebody who may.
        self.post("/moto-api/reset-auth", b"0")
        return self

    def __exit__(self, *_):
        if self.server:
            self.server.stop()

    def environment(self):
        """Variables for a program that shall ask this server."""
        facts = {f"AWS_TEST_{name.upper()}": value for name, value in self.facts.items()}
        return facts | {"AWS_ENDPOINT_URL": self.facts["url"], "AWS_REGION": REGION, "AWS_ACCESS_KEY_ID": self.facts["access_key"],
                "AWS_SECRET_ACCESS_KEY": self.facts["secret_key"], "AWS_EC2_METADATA_DISABLED": "true"}

    def post(self, path, body):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        request = urllib.request.Request(self.facts["url"] + path, data=body, headers={"Content-Type": "text/plain"})
        with opener.open(request, timeout=10) as answer:
            return answer.read()

    def client(self, service):
        import boto3
        from botocore.config import Config
        return boto3.client(service, endpoint_url=self.facts["url"], region_name=REGION, aws_access_key_id="any", aws_secret_access_key="any",
                            config=Config(proxies={}))

    def user(self, name, policy):
        iam = self.client("iam")
        iam.create_user(UserName=name)
        if policy:
            iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=json.dumps(policy))
        key = iam.create_access_key(UserName=name)["AccessKey"]
        return key["AccessKeyId"], key["SecretAccessKey"]

    def fill(self):
        self.facts["access_key"], self.facts["secret_key"] = self.user("batten", SECRETS_ONLY)
        self.facts["denied_access_key"], self.facts["denied_secret_key"] = self.user("nobody", None)
        role = self.client("iam").create_role(RoleName="app", AssumeRolePolicyDocument=json.dumps(anybody("sts:AssumeRole", {"AWS": "*"})))["Role"]
        self.client("iam").put_role_policy(RoleName="app", PolicyName="p", PolicyDocument=json.dumps(READ_ONLY))
        self.facts["role_arn"] = role["Arn"]
        secrets = self.client("secretsmanager")
        made = secrets.create_secret(Name="prod/db", SecretString='{"user":"app","password":"first","port":5432}')
        self.facts["secret_arn"] = made["ARN"]
        self.facts["first_version"] = made["VersionId"]
        secrets.put_secret_value(SecretId="prod/db", SecretString='{"user":"app","password":"sec\\"ond \\u00e4","port":5432}')
        secrets.create_secret(Name="prod/plain", SecretString="only text")
        secrets.create_secret(Name="prod/binary", SecretBinary=bytes([0, 255, 128, 10]))
        secrets.create_secret(Name="old/one", SecretString="x")


def main():
    started_by = os.getppid()
    with AwsServer() as aws:
        if aws.facts is None:
            print(aws.why, file=sys.stderr)
            return NOT_THERE
        if sys.argv[1:]:
            return subprocess.run(sys.argv[1:], env=os.environ | aws.environment(), check=False).returncode
        print(json.dumps(aws.facts | {"pid": os.getpid()}), flush=True)
        while os.getppid() == started_by:
            time.sleep(0.2)
    return 0


if __name__ == "__main__":
    sys.exit(main())
