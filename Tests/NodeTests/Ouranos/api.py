"""A client of the Ouranos interface that checks every answer against the published document."""
import functools
import json
import pathlib
import re

import jsonschema
import requests
import yaml

DOCUMENT = pathlib.Path(__file__).parents[3] / "../shared/ouranos/openapi.yaml"
KEY = "Sample-APIKey1"
A, B, C = ("b39e6248-c888-56ca-d9d0-89de1b1adc8e", "15572d1c-ec13-0d78-7f92-dd4278871373",
           "7c1f3b52-4f0e-4d0c-9a39-52c3c1c7c0de")
ACCOUNTS = {A: ("oem_a@example.com", "oemA&user_01"), B: ("supplier_b@example.com", "supplierB&user_01"),
            C: ("supplier_c@example.com", "supplierC&user_01")}
UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
session = requests.Session()
session.request = functools.partial(session.request, timeout=30)


def document():
    with open(DOCUMENT) as file:
        return yaml.safe_load(file)


def nullable(schema):
    """OpenAPI 3.0's `nullable` in JSON Schema's words."""
    if isinstance(schema, list):
        return [nullable(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: nullable(value) for key, value in schema.items()}
    if result.get("nullable") is True:
        if "type" in result:
            result["type"] = [result["type"], "null"]
        if "enum" in result:
            result["enum"] = result["enum"] + [None]
    return result


class Checker:
    """Answers must be of the schema that the document gives for the method, address and status."""

    def __init__(self):
        raw = document()
        self.components = {"components": nullable(raw["components"])}
        self.operations = {}
        self.checked = 0
        for key, methods in raw["paths"].items():
            path, _, query = key.partition("?")
            names = [item.partition("=")[0] for item in query.split("&") if item]
            target = re.search(r"dataTarget=(\w+)", query)
            variant = "operatorIds" if "operatorIds" in names else ""
            for method, operation in methods.items():
                self.operations[method.upper(), path, target.group(1) if target else None, variant] = operation

    def check(self, method, path, target, variant, response):
        operation = self.operations.get((method, path, target, variant))
        if operation is None:
            return
        answer = operation["responses"].get(str(response.status_code))
        assert answer is not None, f"{method} {path} {target}: status {response.status_code} {response.text}"
        content = answer.get("content", {})
        if "application/json" not in content:
            assert response.content in (b"", b"{}"), response.text
            return
        for name in answer.get("headers", {}):
            assert name == "link" or name in response.headers, f"{method} {target}: no header {name}"
        schema = {**nullable(content["application/json"]["schema"]), **self.components}
        validator = jsonschema.Draft202012Validator(
            schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
        validator.validate(response.json())
        self.checked += 1


checker = Checker()


class Company:
    def __init__(self, base, identifier, management="/management"):
        self.base, self.id, self.management = base, identifier, management
        account, password = ACCOUNTS[identifier]
        response = session.post(base + "/auth/login", headers={"apiKey": KEY}, json={
            "operatorAccountId": account, "accountPassword": password})
        checker.check("POST", "/auth/login", None, "", response)
        assert response.status_code == 201, response.text
        self.token = response.json()["accessToken"]
        self.refresh_token = response.json()["refreshToken"]
        self.track = None

    def call(self, method, path, target=None, body=None, status=None, **query):
        if target is not None:
            query = {"dataTarget": target, **query}
        data = body if isinstance(body, (bytes, str)) or body is None else json.dumps(body)
        response = session.request(
            method, self.base + path, params=query, data=data,
            headers={"apiKey": KEY, "Authorization": "Bearer " + self.token,
                     "Content-Type": "application/json"})
        checker.check(method, path, target, "operatorIds" if "operatorIds" in query else "", response)
        if "datatransport" in path:
            assert UUID.match(response.headers["x-track"])
            self.track = response.headers["x-track"]
        if status is not None:
            assert response.status_code == status, f"{method} {path} {query}: {response.status_code} {response.text}"
        return response

    def get(self, target, **query):
        return self.call("GET", "/api/v1/datatransport", target, status=200, **query).json()

    def put(self, target, body=None, **query):
        return self.call("PUT", "/api/v1/datatransport", target, body, status=201, **query).json()

    def information(self, target, **query):
        return self.call("GET", "/api/v1/authInfo", target, status=200, **query).json()

    def manage(self, method, name, body=None, status=None, **query):
        if method in ("GET",):
            query = {"operatorId": self.id, **query}
        elif body is not None:
            body = {"operatorId": self.id, **body}
        response = session.request(
            method, self.base + self.management + name, params=query, json=body,
            headers={"x-api-key": KEY, "Authorization": "Bearer " + self.token})
        expected = status or (200 if method == "GET" else 201)
        assert response.status_code == expected, f"{method} {name}: {response.status_code} {response.text}"
        if method != "GET" and response.status_code < 400:
            assert UUID.match(response.headers["x-track"])
            self.track = response.headers["x-track"]
        return response.json()

    # The steps of the story.

    def plant(self, number="012345"):
        open_id = self.information("operator")["openOperatorId"] + number
        return self.call("PUT", "/api/v1/authInfo", "plant", {
            "openPlantId": open_id, "operatorId": self.id, "plantAddress": "xx県xx市xxxx町1-1", "plantId": None,
            "plantName": "工場", "plantAttribute": {}}, status=201).json()["plantId"]

    def model(self, plant, name, amount=None, unit="kilogram", terminated=False, trace=None, support=None):
        return {"amountRequired": amount, "amountRequiredUnit": unit, "operatorId": self.id, "partsName": name,
                "plantId": plant, "supportPartsName": support, "terminatedFlag": terminated, "traceId": trace,
                "partsLabelName": name, "partsAddInfo1": None, "partsAddInfo2": None, "partsAddInfo3": None}

    def request(self, component, supplier, trade=None, status=None, message="お願いします。"):
        return {
            "statusModel": {"message": message, "replyMessage": None, "requestStatus": {}, "requestType": "CFP",
                            "statusId": status, "tradeId": trade, "responseDueDate": "2026-12-31"},
            "tradeModel": {"downstreamOperatorId": self.id, "downstreamTraceId": component, "tradeId": trade,
                           "upstreamOperatorId": supplier, "upstreamTraceId": None}}

    def state(self, **query):
        return self.get("status", statusTarget="REQUEST", **query)

    def notifications(self, **query):
        return self.manage("GET", "/notifications", **query)["notifications"]


def cfp(trace, pre, main, pre_component=0, main_component=0, identifier=None, unit="kilogram",
        quality=((1, 2, 3), (2, 3, 4)), spelling="Processing"):
    kinds = [("preProduction", "pre", pre), ("mainProduction", "main", main),
             ("preComponent", "pre", pre_component), ("mainComponent", "main", main_component)]
    return [{"cfpId": identifier, "traceId": trace, "ghgEmission": value, "ghgDeclaredUnit": "kgCO2e/" + unit,
             "cfpType": kind, "dqrType": stage + spelling,
             "dqrValue": dict(zip(("TeR", "GeR", "TiR"), quality[stage == "main"]))}
            for kind, stage, value in kinds]


def values(rows):
    return {row["cfpType"]: row["ghgEmission"] for row in rows}
