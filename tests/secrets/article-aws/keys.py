# SPDX-License-Identifier: Apache-2.0
"""Made-up keys of an object store: keys.py FOLDER [create] writes access, secret and pair.json there; create: stores them as app/s3."""

import json
import pathlib
import secrets
import string
import sys

folder = pathlib.Path(sys.argv[1])
folder.mkdir()
access = "AKIA" + "".join(secrets.choice(string.ascii_uppercase + "234567") for _ in range(16))
secret = "".join(secrets.choice(string.ascii_letters + string.digits + "+/") for _ in range(40))
pair = json.dumps({"access_key": access, "secret_key": secret, "bucket": "reports"})
for name, text in {"access": access, "secret": secret, "pair.json": pair}.items():
    (folder / name).write_text(text)
if sys.argv[2:] == ["create"]:
    import boto3
    import os
    boto3.client("secretsmanager", endpoint_url=os.environ["AWS_ENDPOINT_URL"], region_name=os.environ["AWS_REGION"]).create_secret(Name="app/s3", SecretString=pair)
