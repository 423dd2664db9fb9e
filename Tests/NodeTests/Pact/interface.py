"""The published PACT document, and calls over TLS with the standard library alone."""
import base64
import http.client
import json
import os
import ssl
import urllib.parse

import jsonschema
import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
DOCUMENT = os.path.join(HERE, "..", "..", "..", "..", "shared", "pact", "openapi-v3.0.yaml")


def document():
    with open(DOCUMENT) as file:
        return yaml.load(file, Loader=yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader)


def validator(schema):
    """A validator of a schema that may point into the document's components."""
    whole = {"components": document()["components"], **schema}
    return jsonschema.Draft202012Validator(
        whole, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)


def named(name):
    return validator({"$ref": f"#/components/schemas/{name}"})


class Host:
    def __init__(self, base, authority):
        self.parts = urllib.parse.urlsplit(base)
        self.context = ssl.create_default_context(cafile=authority)

    def call(self, method, path, headers=None, body=None, scheme=None):
        scheme = scheme or self.parts.scheme
        if scheme == "https":
            connection = http.client.HTTPSConnection(
                self.parts.hostname, self.parts.port, timeout=20, context=self.context)
        else:
            connection = http.client.HTTPConnection(self.parts.hostname, self.parts.port, timeout=5)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            content = answer.read()
            return answer.status, dict((k.lower(), v) for k, v in answer.getheaders()), content
        finally:
            connection.close()

    def token(self, client, secret, body="grant_type=client_credentials", path="/auth/token", **more):
        basic = base64.b64encode(f"{client}:{secret}".encode()).decode()
        return self.call("POST", path, {
            "Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"}, body, **more)

    def get(self, path, token, **more):
        status, headers, body = self.call("GET", path, {"Authorization": f"Bearer {token}"}, **more)
        return status, headers, json.loads(body)

    def event(self, event, token, **more):
        return self.call("POST", "/3/events", {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/cloudevents+json; charset=UTF-8"},
            event if isinstance(event, (str, bytes)) else json.dumps(event), **more)
