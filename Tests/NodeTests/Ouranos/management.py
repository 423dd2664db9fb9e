"""Every call of the traceability management API."""
import sys
import uuid

from api import A, B, C, KEY, Company, cfp, checker, session

base = sys.argv[1]
a, b, c = (Company(base, company) for company in (A, B, C))
plant_a, plant_b = a.plant(), b.plant()
component = a.put("parts", a.model(plant_a, "component"))["traceId"]
sold = b.put("parts", b.model(plant_b, "sold", terminated=True))["traceId"]
asked = a.put("tradeRequest", a.request(component, B))
tracks = [a.track]
b.put("tradeResponse", tradeId=asked["tradeModel"]["tradeId"], traceId=sold)
b.put("cfp", cfp(sold, 1, 1))

# Disclosure, of totals and of certificates.
assert b.manage("GET", "/cfpAcl") == [{
    "releasedFromOperatorId": B, "releasedToOperatorId": A, "traceId": sold,
    "acl": [{"aclItemGroup": "TOTALCFP", "releasedFlag": True}, {"aclItemGroup": "TOTALDQR", "releasedFlag": True}]}]
both = [{"aclItemGroup": group, "releasedFlag": group == "TOTALCFP"} for group in ("TOTALCFP", "TOTALDQR")]
assert b.manage("POST", "/cfpAcl", {"releasedToOperatorId": A, "traceId": sold, "acl": both}) == {"traceId": sold}
assert b.manage("POST", "/cfpAcl", {"releasedToOperatorId": C, "traceId": sold, "acl": both}) == {"traceId": sold}
rows = b.manage("GET", "/cfpAcl", traceId=sold)
assert [row["releasedToOperatorId"] for row in rows] == sorted([A, C])
assert all(row["acl"][0]["releasedFlag"] and not row["acl"][1]["releasedFlag"] for row in rows)
assert b.manage("GET", "/cfpAcl", traceId=str(uuid.uuid4())) == []
assert a.get("cfp", traceIds=component)[0]["dqrValue"] == {"TeR": None, "GeR": None, "TiR": None}
assert [row["releasedFlag"] for row in b.manage("GET", "/cfpCertificationAcl")] == [False, False]

# A certificate with a file: reserved, put, named, disclosed, fetched, taken away.
reserved = b.manage("POST", "/fileUploadUrl", {"fileInfo": [{"fileName": "証明書.pdf", "extension": "pdf"}]})
file, address = reserved[0]["fileId"], reserved[0]["URL"].replace("http://127.0.0.1:8080", base)
assert reserved[0]["fileName"] == "証明書.pdf"
assert session.put(address.replace("signature=", "signature=x"), data=b"x").status_code == 403
assert session.put(address.replace(file, str(uuid.uuid4())), data=b"x").status_code == 403
assert session.get(address).status_code == 403
assert session.put(address, data=b"%PDF-1.7").status_code == 200
assert session.put(address, data=b"other").status_code == 400
certificate = b.manage("POST", "/cfpCertificationInfo", {
    "traceId": sold, "cfpCertificationDescription": "第三者検証", "cfpCertificationFileInfo": [
        {"fileId": file, "fileName": "証明書.pdf"}]})
assert certificate["cfpCertificationId"] and certificate["traceId"] == sold
assert b.get("cfpCertification", traceId=sold)[0]["cfpCertificationDescription"] == "第三者検証"
assert a.get("cfpCertification", traceId=component) == []
a.manage("GET", "/fileDownloadUrl", fileId=file, status=400)
b.manage("POST", "/cfpCertificationAcl", {"releasedToOperatorId": A, "traceId": sold, "releasedFlag": True})
shown = a.get("cfpCertification", traceId=component)
assert shown[0]["cfpCertificationDescription"] is None and shown[0]["cfpCertificationFileInfo"] == [
    {"operatorId": B, "fileId": file, "fileName": "証明書.pdf"}], shown
for company in (a, b):
    address = company.manage("GET", "/fileDownloadUrl", fileId=file)["URL"].replace("http://127.0.0.1:8080", base)
    answer = session.get(address)
    assert answer.content == b"%PDF-1.7" and "attachment" in answer.headers["content-disposition"]
c.manage("GET", "/fileDownloadUrl", fileId=file, status=400)
c.manage("DELETE", "/cfpCertifications", fileId=file, status=400)
assert b.manage("DELETE", "/cfpCertifications", fileId=file) == {"traceId": sold, "fileId": file}
assert b.get("cfpCertification", traceId=sold) == []
assert b.manage("POST", "/fileUploadUrl", {"fileInfo": [{"fileName": "x", "extension": "exe"}]}, status=400)

# Messages and notifications.
status = asked["statusModel"]["statusId"]
assert b.manage("POST", "/replyMessages", {"requestId": status, "replyMessage": "来週"}) == {"requestId": status}
assert a.state(traceId=component)[0]["replyMessage"] == "来週"
told = a.notifications()
assert [n["notificationType"] for n in told][:1] == ["REPLY_MESSAGE_REGISTERED"]
assert {n["notificationType"] for n in told} >= {"CFP_RESPONSED", "REPLY_MESSAGE_REGISTERED"}
assert told[0]["tradeRelation"] == {
    "tradeId": asked["tradeModel"]["tradeId"], "requestId": status, "downstreamOperatorId": A,
    "upstreamOperatorId": B, "downstreamTraceId": component, "upstreamTraceId": sold}
assert [n["notifiedAt"] for n in told] == sorted([n["notifiedAt"] for n in told], reverse=True)
assert a.notifications(notifiedAtFrom="2099-01-01T00:00:00Z") == []
assert a.notifications(notifiedAtTo="2000-01-01T00:00:00Z") == []
assert a.notifications(notifiedAtFrom="2000-01-01T09:00:00+09:00") == told
for index in range(101):
    b.manage("POST", "/replyMessages", {"requestId": status, "replyMessage": str(index)})
page = a.manage("GET", "/notifications")
rest = a.manage("GET", "/notifications", after=page["next"])
assert len(page["notifications"]) == 100 and rest["next"] is None
numbers = [n["notificationId"] for n in page["notifications"] + rest["notifications"]]
assert len(set(numbers)) == len(numbers) == 101 + len(told)

# What became of changes.
failed = a.call("PUT", "/api/v1/datatransport", "parts", {}, status=400).headers["x-track"]
unchanged = b.manage("POST", "/cfpAcl", {"releasedToOperatorId": A, "traceId": sold, "acl": both}) and b.track
found = a.manage("GET", "/requestStatus", trackId=f"{tracks[0]},{failed},{uuid.uuid4()},{unchanged}")
assert [(row["trackId"], row["summaryRequestStatus"]) for row in found] == [
    (tracks[0], "SUCCESS"), (failed, "ERROR")], found
assert b.manage("GET", "/requestStatus", trackId=unchanged)[0]["summaryRequestStatus"] == "SUCCESS"
assert b.manage("GET", "/requestStatus", trackId=tracks[0]) == []
a.manage("GET", "/requestStatus", trackId=",".join(str(uuid.uuid4()) for _ in range(11)), status=400)


# Errors: their form, and that nobody speaks for another.
def refused(method, name, status, number, **arguments):
    response = session.request(method, base + "/management" + name, **arguments)
    assert response.status_code == status, f"{name}: {response.status_code} {response.text}"
    errors = response.json()["errors"]
    assert [set(error) for error in errors] == [{"errorCode", "errorDescription"}] and errors[0]["errorCode"] == number, errors
    return errors[0]["errorDescription"]


headers = {"x-api-key": KEY, "Authorization": "Bearer " + a.token}
refused("GET", f"/cfpAcl?operatorId={A}", 403, "MSGAECO0025")
refused("GET", f"/cfpAcl?operatorId={A}", 403, "MSGAECO0025", headers={**headers, "x-api-key": "wrong"})
refused("GET", f"/cfpAcl?operatorId={A}", 401, "MSGAECO0025", headers={"x-api-key": KEY})
refused("GET", f"/cfpAcl?operatorId={A}", 401, "MSGAECO0025", headers={**headers, "Authorization": "Bearer x"})
refused("GET", f"/cfpAcl?operatorId={B}", 403, "MSGAECO0025", headers=headers)
assert refused("GET", "/cfpAcl", 400, "MSGAECO0001", headers=headers) == "operatorIdは必須項目です。"
refused("GET", f"/nothing?operatorId={A}", 404, "MSGAECO0020", headers=headers)
rule = {"operatorId": A, "releasedToOperatorId": B, "traceId": component, "acl": both}
for field in ("releasedToOperatorId", "traceId", "acl"):
    assert refused("POST", "/cfpAcl", 400, "MSGAECO0001", headers=headers,
                   json={k: v for k, v in rule.items() if k != field}) == field + "は必須項目です。"
refused("POST", "/cfpAcl", 400, "MSGAECO0020", headers=headers, json={**rule, "traceId": sold})
refused("POST", "/cfpAcl", 400, "MSGAECP0004", headers=headers, json={**rule, "releasedToOperatorId": str(uuid.uuid4())})
refused("POST", "/cfpAcl", 400, "MSGAECO0002", headers=headers, json={**rule, "acl": both[:1]})
refused("POST", "/replyMessages", 400, "MSGAECO0020", headers=headers, json={"operatorId": A, "requestId": status})
refused("POST", "/replyMessages", 400, "MSGAECO0002", headers=headers, data="{,}")
print(f"{checker.checked} answers of their schemas")
