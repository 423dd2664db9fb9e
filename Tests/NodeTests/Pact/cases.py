"""The 40 cases of PACT v3 against a host, from the outside: cases.py BASE FOLDER CLIENT SECRET."""
import datetime
import http.server
import json
import queue
import ssl
import sys
import threading
import urllib.parse
import uuid

from interface import Host, named, validator

base, folder, client, secret = sys.argv[1:5]
host = Host(base, f"{folder}/ca.pem")
passed = []
callbacks = queue.Queue()


class Asker(http.server.BaseHTTPRequestHandler):
    """Our own PACT interface, which the host calls back."""

    def answer(self, status, body):
        content = json.dumps(body).encode() if body is not None else b""
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self):
        self.answer(404, {"code": "NotFound", "message": "nothing here"})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/auth/token":
            import base64
            given = base64.b64decode(self.headers["Authorization"].split()[1]).decode()
            good = given == "test_client_id:test_client_secret"
            return self.answer(200 if good else 401, {"access_token": "ours"} if good else {"error": "invalid_client"})
        if self.headers.get("Authorization") != "Bearer ours":
            return self.answer(401, {"code": "AccessDenied", "message": "no"})
        callbacks.put((self.path, self.headers.get("Content-Type"), json.loads(body)))
        self.answer(200, None)

    def log_message(self, *arguments):
        pass


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(f"{folder}/server.pem", f"{folder}/server.key")
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Asker)
server.socket = context.wrap_socket(server.socket, server_side=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
source = f"https://127.0.0.1:{server.server_address[1]}"


def case(number, good, *what):
    assert good, (number, *what)
    passed.append(number)


def error(answer, codes=("BadRequest", "NotFound", "AccessDenied", "TokenExpired")):
    body = answer[2] if isinstance(answer[2], dict) else json.loads(answer[2])
    named("Error").validate(body)
    assert body["code"] in codes, body
    return True


def refused(call):
    """Whether a call over plain HTTP gives nothing."""
    try:
        status, _, body = call()
    except (OSError, ValueError, http.client.HTTPException):
        return True
    return status >= 400 and b"access_token" not in body and b'"data"' not in body


status, headers, body = host.token(client, secret)
granted = json.loads(body)
case("1", status == 200 and granted["token_type"].lower() == "bearer" and granted["expires_in"] > 0, body)
assert "no-store" in headers["cache-control"]
token = granted["access_token"]
status, headers, body = host.token("nobody", "wrong")
case("2", status in (400, 401) and json.loads(body)["error"] == "invalid_client", body)
assert json.loads(host.token(client, secret, body="grant_type=password")[2])["error"] == "unsupported_grant_type"
form = urllib.parse.urlencode({"grant_type": "client_credentials", "client_id": client, "client_secret": secret})
assert host.call("POST", "/auth/token", {"Content-Type": "application/x-www-form-urlencoded"}, form)[0] == 200

listing = validator({"type": "object", "required": ["data"], "properties": {
    "data": {"type": "array", "items": {"$ref": "#/components/schemas/ProductFootprint"}}}})
single = validator({"type": "object", "required": ["data"], "properties": {
    "data": {"$ref": "#/components/schemas/ProductFootprint"}}})
status, _, everything = host.get("/3/footprints", token)
listing.validate(everything)
items = everything["data"]
case("4", status == 200 and len(items) > 1, status)
first = items[0]
status, _, body = host.get("/3/footprints/" + first["id"], token)
single.validate(body)
case("3", status == 200 and body["data"] == first)

# Pages: every footprint once, the links valid more than once and beginning with the base URL.
seen, url = [], f"{base}/3/footprints?limit=1"
while url:
    assert url.startswith(base + "/3/footprints?"), url
    assert "limit=1" in url
    status, headers, body = host.get(url[len(base):], token)
    assert host.get(url[len(base):], token)[2] == body
    assert status == 200 and len(body["data"]) == 1
    seen += [item["id"] for item in body["data"]]
    link = headers.get("link")
    assert link is None or link.endswith('>; rel="next"')
    url = link and link[1:link.index(">")]
case("5", seen == [item["id"] for item in items], seen)

answer = host.get("/3/footprints", "very-invalid-access-token")
case("6", answer[0] in (400, 401) and error(answer))
answer = host.get("/3/footprints/" + first["id"], "very-invalid-access-token")
case("7", answer[0] in (400, 401) and error(answer))
for unknown in ("00000000-0000-0000-0000-000000000000", "non-existent-id"):
    answer = host.get("/3/footprints/" + unknown, token)
    assert answer[0] in (400, 404) and error(answer, ("NotFound",))
case("8", True)
case("9", refused(lambda: host.token(client, secret, scheme="http")))
case("10", refused(lambda: host.call("GET", "/3/footprints", {"Authorization": f"Bearer {token}"}, scheme="http")))
case("11", refused(lambda: host.call(
    "GET", "/3/footprints/" + first["id"], {"Authorization": f"Bearer {token}"}, scheme="http")))


def event(kind, data):
    now = datetime.datetime.now(datetime.timezone.utc).isoformat().replace("+00:00", "Z")
    return {"specversion": "1.0", "id": str(uuid.uuid4()), "source": source, "time": now,
            "type": f"org.wbcsd.pact.ProductFootprint.{kind}.3", "data": data}


def called_back(request, kind):
    path, media, body = callbacks.get(timeout=30)
    assert path == "/3/events" and media.startswith("application/cloudevents+json"), (path, media)
    assert body["data"]["requestEventId"] == request["id"], body
    assert body["type"] == f"org.wbcsd.pact.ProductFootprint.{kind}.3", body
    named(kind).validate(body)
    return body["data"]


request = event("RequestCreatedEvent", {"productId": first["productIds"], "comment": "Please send PCF data."})
status, _, body = host.event(request, token)
case("12", status == 200 and body == b"", status, body)
data = called_back(request, "RequestFulfilledEvent")
case("13", all(set(pf["productIds"]) & set(first["productIds"]) for pf in data["pfs"]))
assert host.event(request, token)[0] == 200  # the same again is taken once
request = event("RequestCreatedEvent", {"productId": ["urn:pact:null"], "comment": "Please send PCF data."})
case("14.A", host.event(request, token)[0] == 200)
case("14.B", called_back(request, "RequestRejectedEvent")["error"]["code"] == "NotFound")
published = event("PublishedEvent", {"pfIds": ["3a6c14a7-4deb-498a-b5ea-16ce2535b576"]})
case("15", host.event(published, token)[0] == 200)
answer = host.event(event("PublishedEvent", {"pfIds": []}), "very-invalid-access-token")
case("16", answer[0] in (400, 401) and error(answer))
case("17", refused(lambda: host.event(event("PublishedEvent", {"pfIds": []}), token, scheme="http")))

status, _, body = host.call("GET", "/.well-known/openid-configuration")
endpoint = json.loads(body)["token_endpoint"]
assert endpoint.startswith(base)
case("18", host.token(client, secret, path=endpoint[len(base):])[0] == 200)
case("19", host.token(client, "wrong", path=endpoint[len(base):])[0] in (400, 401))


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def later(time, years):
    try:
        return time.replace(year=time.year + years)
    except ValueError:
        return time.replace(year=time.year + years, month=3, day=1)


def validity(item):
    end = moment(item["pcf"]["referencePeriodEnd"])
    return (moment(item["validityPeriodStart"]) if "validityPeriodStart" in item else end,
            moment(item["validityPeriodEnd"]) if "validityPeriodEnd" in item else later(end, 3))


def places(item):
    return [item["pcf"][name] for name in
            ("geographyCountry", "geographyRegionOrSubregion", "geographyCountrySubdivision") if name in item["pcf"]]


def text(time):
    return time.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def filtered(number, query, matches):
    """Exactly the matching items come back, and there is one."""
    query = "&".join(f"{name}={urllib.parse.quote(value, safe=':')}" for name, value in query)
    status, _, body = host.get("/3/footprints?" + query, token)
    wanted = [item["id"] for item in items if matches(item)]
    assert status == 200 and wanted, (number, query, wanted)
    assert [item["id"] for item in body["data"]] == wanted, (number, query)
    assert number is None or len(wanted) < len(items), number
    if number:
        passed.append(number)


for index, item in enumerate(items):
    ids, companies = item["productIds"], item["companyIds"]
    start, end = validity(item)
    day = datetime.timedelta(days=1)
    last = index == len(items) - 1
    number = (lambda n: n if last else None)
    filtered(number("20"), [("productId", ids[0])], lambda i: ids[0] in i["productIds"])
    filtered(number("21"), [("companyId", companies[0].upper())], lambda i: companies[0] in i["companyIds"])
    if places(item):
        filtered(number("22"), [("geography", places(item)[0].lower())], lambda i: places(item)[0] in places(i))
    kind = item["productClassifications"][0]
    filtered(number("23"), [("classification", kind)], lambda i: kind in i["productClassifications"])
    filtered(None, [("validOn", text(start))], lambda i: validity(i)[0] <= start <= validity(i)[1])
    filtered(None, [("validAfter", text(start - day))], lambda i: validity(i)[0] > start - day)
    filtered(None, [("validBefore", text(end + day))], lambda i: validity(i)[1] < end + day)
    filtered(number("27"), [("STATUS", item["status"].lower())], lambda i: i["status"] == item["status"])
    filtered(number("28"), [("status", item["status"]), ("productId", ids[0])],
             lambda i: i["status"] == item["status"] and ids[0] in i["productIds"])
    filtered(number("29"), [("companyId", companies[0]), ("companyid", "x"), ("companyId", "y")],
             lambda i: companies[0] in i["companyIds"])
instant = moment("2025-12-01T00:00:00Z")
filtered("24", [("validOn", text(instant))], lambda i: validity(i)[0] <= instant <= validity(i)[1])
filtered("25", [("validAfter", text(instant))], lambda i: validity(i)[0] > instant)
instant = moment("2028-06-01T00:00:00Z")
filtered("26", [("validBefore", text(instant))], lambda i: validity(i)[1] < instant)
# A plus that came unencoded is a blank in a query.
assert host.get("/3/footprints?validOn=2025-12-01T09:00:00+09:00", token)[2] == host.get(
    "/3/footprints?validOn=2025-12-01T00:00:00Z", token)[2]

for number, query in {
    "30": "productId=urn:bogus:product:1", "31": "companyId=urn:bogus:company:1", "32": "geography=XX",
    "33": "classification=urn:bogus:1", "34": "validOn=1900-01-01T00:00:00Z",
    "35": "validAfter=2099-12-31T23:59:59Z", "36": "validBefore=1900-01-01T00:00:00Z",
    "37": "status=BogusStatus", "38": "companyId=urn:bogus:company:1&productId=urn:bogus:product:1",
    "39": "companyId=urn:bogus:company:1&companyId=urn:bogus:company:2&companyId=urn:bogus:company:3",
}.items():
    status, _, body = host.get("/3/footprints?" + query, token)
    case(number, status == 200 and body == {"data": []}, status, body)
answer = host.event(event("PublishedEvent", {"pfIds": ["urn:gtin:4712345060507"]}), token)
case("40", answer[0] == 400 and error(answer, ("BadRequest",)))

for wrong in (b"", b"{", b"[]", b"null", b"[" * 100_000, json.dumps({"type": "x"}),
              json.dumps(event("RequestFulfilledEvent", {"requestEventId": "none", "pfs": [first]})),
              json.dumps(event("PublishedEvent", {}))):
    answer = host.event(wrong, token)
    assert answer[0] == 400 and error(answer, ("BadRequest",)), answer
for query in ("limit=-1", "limit=x", "validOn=yesterday", "after=x", "after=" + str(uuid.uuid4())):
    answer = host.get("/3/footprints?" + query, token)
    assert answer[0] == 400 and error(answer, ("BadRequest",)), (query, answer)
assert callbacks.empty()
server.shutdown()
print(f"{len(passed)} cases: {' '.join(passed)}")
assert len(set(passed)) == 41 == len(passed), passed  # 14 is two
