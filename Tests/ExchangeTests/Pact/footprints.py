"""Random footprints, changed footprints and criteria, judged by jsonschema and by a filter written here.

footprints.py mutations SEED N   lines of {"document", "valid"} and of {"event", "valid"}
footprints.py filters SEED N     {"footprints": [...], "queries": [{"criteria": [[name, value]], "ids": [...]}]}
"""
import copy
import datetime
import json
import os
import random
import sys
import uuid

import jsonschema
import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
DOCUMENT = os.path.join(HERE, "..", "..", "..", "..", "shared", "pact", "openapi-v3.0.yaml")
what, seed, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
draw = random.Random(seed)
with open(DOCUMENT) as file:
    COMPONENTS = yaml.load(file, Loader=yaml.CSafeLoader)["components"]
checker = jsonschema.FormatChecker(["uuid", "date-time", "uri", "uri-reference"])


@checker.checks("decimal")
def is_decimal(text):
    import re
    return not isinstance(text, str) or re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", text) is not None


def validator(name):
    return jsonschema.Draft202012Validator(
        {"components": COMPONENTS, "$ref": f"#/components/schemas/{name}"}, format_checker=checker)


def some_id():
    return str(uuid.UUID(int=draw.getrandbits(128), version=4))


def moment():
    day = datetime.datetime(2023, 1, 1) + datetime.timedelta(days=draw.randrange(2000), hours=draw.randrange(24))
    return day.strftime("%Y-%m-%dT%H:%M:%S") + draw.choice(["Z", "+09:00", "-03:30", ".5Z", "+00:00"])


def urns(kind, most=3):
    return [f"urn:pact:x{draw.randrange(4)}.example:{kind}:{n}" for n in
            draw.sample(range(8), draw.randrange(1, most))]


def footprint():
    pcf = {
        "declaredUnitOfMeasurement": draw.choice(["kilogram", "piece", "liter", "kilowatt hour"]),
        "declaredUnitAmount": "1", "productMassPerDeclaredUnit": "1", "referencePeriodStart": "2022-01-01T00:00:00Z",
        "referencePeriodEnd": draw.choice([moment(), "2024-02-29T12:00:00Z"]), "pcfExcludingBiogenicUptake": "12.5",
        "pcfIncludingBiogenicUptake": "-3", "fossilGhgEmissions": "12.5", "fossilCarbonContent": "0",
        "ipccCharacterizationFactors": ["AR6"], "crossSectoralStandards": ["ISO14067", "PACT-3.0"],
        "exemptedEmissionsPercent": "0.5", "dqi": {"technologicalDQR": "1.5", "geographicalDQR": "2",
                                                   "temporalDQR": "5"},
        "productOrSectorSpecificRules": [{"operator": "Other", "ruleNames": ["a", "b"], "otherOperatorName": "c"}],
        "secondaryEmissionFactorSources": [{"name": "IDEA", "version": "3.4"}], "primaryDataShare": "50",
        "verification": {"coverage": "PCF program", "completedAt": moment(), "providerName": "x"},
        "ccuCalculationApproach": "Credit", "ccuCreditCertification": "https://example.com/a?b=c",
        "packagingEmissionsIncluded": True, "packagingGhgEmissions": "0.1", "biogenicCO2Uptake": "-15.5",
        "ccsTechnologicalCO2CaptureIncluded": False, "x-unknown": {"kept": [1, None]},
    }
    place = draw.choice([None, ("geographyCountry", ["JP", "DE", "KR"]),
                         ("geographyRegionOrSubregion", ["Europe", "Eastern Asia"]),
                         ("geographyCountrySubdivision", ["JP-13", "US-CA"])])
    if place:
        pcf[place[0]] = draw.choice(place[1])
    document = {
        "id": some_id(), "specVersion": "3.0.0", "created": moment(), "status": "Active", "companyName": "Company",
        "companyIds": urns("company"), "productDescription": "", "productIds": urns("product"),
        "productClassifications": urns("class"), "productNameCompany": "Name", "comment": "c",
        "precedingPfIds": [some_id()], "pcf": pcf,
        "extensions": [{"specVersion": "2.0.0", "dataSchema": "https://example.com/x.json", "data": {"a": 1}}],
    }
    for name in ("productClassifications", "comment", "precedingPfIds", "extensions"):
        if draw.random() < 0.3:
            del document[name]
    if draw.random() < 0.7:
        start, end = sorted([moment(), moment()], key=parsed)
        document["validityPeriodStart"], document["validityPeriodEnd"] = start, end
    return document


def parsed(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00").replace(".5+", ".500+"))


def places(value, path=()):
    yield path
    if isinstance(value, dict):
        for name in value:
            yield from places(value[name], path + (name,))
    elif isinstance(value, list):
        for index in range(len(value)):
            yield from places(value[index], path + (index,))


VALUES = [None, True, False, 0, 1.5, "", "x", [], {}, "Active", "1.0", "-1", "+1", "1.", ".5", "1e3", "１", "JP", "jp",
          "JPN", "JP-1", "JP-1234", "AR6", "AR", "urn:x", "URN:x:y", "urn", "3.0", "3.0.0", "3.0.0-20240904", "3.0.0-1",
          "2025-02-29T00:00:00Z", "2024-02-29T00:00:00Z", "2025-01-01T00:00:00", "2025-01-01", "2025-01-01T24:00:00Z",
          "2025-01-01T00:00Z", "2025-13-01T00:00:00Z", "2025-01-01T00:00:00+09:00", "2025-01-01 00:00:00Z",
          "00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-00000000000", "http://a b", "a:b",
          "https://example.com", "//host/x", "/x", "Europe", "piece", "Other", "PEF", "Credit", ["AR6", "AR6"],
          ["urn:a:b", "urn:a:b"], [1], ["x"], {"a": 1}, "http://[", "http://a/%zz", "product level"]
NAMES = ["geographyCountry", "geographyRegionOrSubregion", "geographyCountrySubdivision", "precedingPfIds",
         "validityPeriodStart", "extensions", "aircraftGhgEmissions", "landAreaOccupation", "unknown"]


def mutate(document):
    document = copy.deepcopy(document)
    for _ in range(draw.choice([1, 1, 1, 2, 3])):
        path = draw.choice([path for path in places(document) if path] or [None])
        if path is None:
            break
        parent = document
        for step in path[:-1]:
            parent = parent[step]
        action = draw.random()
        if action < 0.25:
            del parent[path[-1]]
        elif action < 0.35 and isinstance(parent, list):
            parent.append(copy.deepcopy(parent[path[-1]]))
        elif action < 0.5 and isinstance(parent, dict):
            parent[draw.choice(NAMES)] = draw.choice(VALUES)
        else:
            parent[path[-1]] = draw.choice(VALUES)
    return document


def event():
    kind = draw.choice(["RequestCreatedEvent", "RequestFulfilledEvent", "RequestRejectedEvent", "PublishedEvent"])
    data = {
        "RequestCreatedEvent": {"productId": ["urn:a:b"], "geography": ["JP"], "validOn": moment(),
                                "status": ["Active"], "comment": "c", "classification": [], "companyId": ["x"]},
        "RequestFulfilledEvent": {"requestEventId": "e", "pfs": [footprint()]},
        "RequestRejectedEvent": {"requestEventId": "e", "error": {"code": "NotFound", "message": "m"}},
        "PublishedEvent": {"pfIds": [some_id(), some_id()]},
    }[kind]
    return kind, {"type": f"org.wbcsd.pact.ProductFootprint.{kind}.3", "specversion": "1.0", "id": "i",
                  "source": "https://example.com", "time": moment(), "data": data}


if what == "mutations":
    pf = validator("ProductFootprint")
    for index in range(count):
        document = footprint()
        if index % 10:
            document = mutate(document)
        print(json.dumps({"document": document, "valid": pf.is_valid(document)}))
    kinds = {name: validator(name) for name in
             ("RequestCreatedEvent", "RequestFulfilledEvent", "RequestRejectedEvent", "PublishedEvent")}
    for index in range(count // 2):
        kind, document = event()
        if index % 10:
            document["data"] = mutate(document["data"]) if draw.random() < 0.7 else document["data"]
            if draw.random() < 0.5:
                name = draw.choice(["specversion", "id", "source", "time", "data", "type"])
                if draw.random() < 0.3:
                    del document[name]
                elif name != "type":
                    document[name] = draw.choice(VALUES)
        print(json.dumps({"event": document, "valid": kinds[kind].is_valid(document)}))
else:
    footprints = [footprint() for _ in range(count)]
    for document in footprints:
        document.pop("precedingPfIds", None)
    for index in range(count // 4):  # some take the place of others
        footprints[count - 1 - index]["precedingPfIds"] = [footprints[index]["id"]]
    deprecated = {id for f in footprints for id in f.get("precedingPfIds", [])}

    def later(time):
        try:
            return time.replace(year=time.year + 3)
        except ValueError:
            return time.replace(year=time.year + 3, month=3, day=1)

    def validity(item):
        end = parsed(item["pcf"]["referencePeriodEnd"]).astimezone(datetime.timezone.utc)
        return (parsed(item["validityPeriodStart"]) if "validityPeriodStart" in item else end,
                parsed(item["validityPeriodEnd"]) if "validityPeriodEnd" in item else later(end))

    def lower(values):
        return {value.lower() for value in values}

    def meets(item, name, value):
        name, value = name.lower(), value
        if name == "productid":
            return value.lower() in lower(item["productIds"])
        if name == "companyid":
            return value.lower() in lower(item["companyIds"])
        if name == "classification":
            return value.lower() in lower(item.get("productClassifications", []))
        if name == "geography":
            return value.lower() in lower(v for k, v in item["pcf"].items() if k.startswith("geography"))
        if name == "status":
            return value.lower() == ("deprecated" if item["id"] in deprecated else "active")
        if name == "validon":
            return validity(item)[0] <= parsed(value) <= validity(item)[1]
        if name == "validafter":
            return validity(item)[0] > parsed(value)
        if name == "validbefore":
            return validity(item)[1] < parsed(value)
        return True

    def criterion(name):
        item = draw.choice(footprints)
        if name.lower() in ("productid", "companyid"):
            value = draw.choice(item["productIds" if name[0] in "pP" else "companyIds"])
        elif name == "classification":
            value = draw.choice(item.get("productClassifications", ["urn:none:x"]))
        elif name == "geography":
            value = next((v for k, v in item["pcf"].items() if k.startswith("geography")), "XX")
        elif name == "status":
            value = draw.choice(["Active", "deprecated", "Bogus"])
        elif name == "x-other":
            value = "1"
        else:
            edge = draw.choice([item.get("validityPeriodStart"), item.get("validityPeriodEnd"),
                                item["pcf"]["referencePeriodEnd"], moment()])
            value = edge or moment()
        return [name, draw.choice([value, value, value.upper() if value.startswith("urn") else value])]

    queries = []
    for _ in range(count * 3):
        names = draw.sample(["productId", "PRODUCTID", "companyId", "classification", "geography", "status", "validOn",
                             "validAfter", "validBefore", "x-other"], draw.choice([1, 1, 2, 2, 3]))
        criteria = [criterion(name) for name in names for _ in range(draw.choice([1, 1, 2, 3]))]
        by_name = {}
        for name, value in criteria:
            by_name.setdefault(name.lower(), []).append(value)
        queries.append({"criteria": criteria, "ids": [
            f["id"] for f in footprints
            if all(any(meets(f, name, value) for value in values) for name, values in by_name.items())]})
    print(json.dumps({"footprints": footprints, "queries": queries}))
