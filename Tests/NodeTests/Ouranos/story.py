"""The ten steps with three tiers of companies: A buys from B, B buys from C."""
import sys

from api import A, ACCOUNTS, B, C, Company, cfp, checker, session, values, KEY

base = sys.argv[1]

# 1. Signing in, a new token, a new password.
a, b, c = Company(base, A), Company(base, B), Company(base, C)
answer = session.post(base + "/auth/refresh", headers={"apiKey": KEY}, json={"refreshToken": a.refresh_token})
checker.check("POST", "/auth/refresh", None, "", answer)
assert answer.status_code == 201
a.token = answer.json()["accessToken"]
a.call("POST", "/auth/change", body={"newPassword": "oemA&user02"}, status=201)
ACCOUNTS[A] = (ACCOUNTS[A][0], "oemA&user02")
a = Company(base, A)
old = session.post(base + "/auth/login", headers={"apiKey": KEY}, json={
    "operatorAccountId": "oem_a@example.com", "accountPassword": "oemA&user_01"})
assert old.status_code == 401 and old.json()["message"] == "Invalid credentials", old.text

# 2. Companies and sites.
own = a.information("operator")
assert own == {"operatorId": A, "operatorName": "A社", "operatorAddress": "東京都渋谷区xx",
               "openOperatorId": "1234567890123",
               "operatorAttribute": {"globalOperatorId": "1234ABCD5678EFGH0123"}}, own
assert a.information("operator", openOperatorId="1234567890124")["operatorId"] == B
assert [o["operatorId"] for o in a.information("operator", operatorIds=f"{C},{B}")] == [C, B]
renamed = a.call("PUT", "/api/v1/authInfo", "operator", {**own, "operatorName": "A株式会社"}, status=201).json()
assert renamed == {**own, "operatorName": "A株式会社"} == a.information("operator")
plants = {company.id: company.plant() for company in (a, b, c)}
assert [p["plantId"] for p in a.information("plant")] == [plants[A]]

# 3. Parts.
product = a.put("parts", a.model(plants[A], "部品A", support="modelA"))
assert product["traceId"] and product["amountRequired"] is None
spare = a.put("parts", a.model(plants[A], "部品Z"))
assert [p["partsName"] for p in a.get("parts")] == ["部品A", "部品Z"]
a.call("DELETE", "/api/v1/datatransport", "parts", traceId=spare["traceId"], status=204)
again = a.put("parts", a.model(plants[A], "部品Z"))
assert again["traceId"] != spare["traceId"]
a.call("DELETE", "/api/v1/datatransport", "parts", traceId=again["traceId"], status=204)

# 4. What it is made of.
structure = a.put("partsStructure", {
    "parentPartsModel": a.model(plants[A], "部品A", trace=product["traceId"], support="modelA"),
    "childrenPartsModel": [a.model(plants[A], "部品A1", 5), a.model(plants[A], "部品A2", 0.5)]})
a1, a2 = [child["traceId"] for child in structure["childrenPartsModel"]]
assert a.get("partsStructure", traceId=product["traceId"]) == structure
assert [p["traceId"] for p in a.get("parts", parentFlag="true")] == [product["traceId"]]
assert [p["traceId"] for p in a.get("parts", parentFlag="false")] == [a1, a2]
assert [p["amountRequired"] for p in a.get("parts", traceId=a1)] == [5]
assert a.get("parts", partsName="部品A2", plantId=plants[A])[0]["traceId"] == a2

# 5. A asks B, and B asks C for what it buys.
asked = a.put("tradeRequest", a.request(a1, B))
trade, status = asked["tradeModel"]["tradeId"], asked["statusModel"]["statusId"]
assert asked["statusModel"]["tradeId"] == trade and asked["tradeModel"]["upstreamTraceId"] is None
assert a.get("tradeRequest")[0] == asked["tradeModel"] == a.get("tradeRequest", traceIds=f"{a1},{a2}")[0]
assert a.state(traceId=a1)[0]["requestStatus"]["cfpResponseStatus"] == "NOT_COMPLETED"
assert [n["notificationType"] for n in b.notifications()] == ["REQUEST_NEW"]

# 6. B finds the request and links its part; the amount A needs stays A's own affair.
seen = b.get("tradeResponse")
assert len(seen) == 1 and seen[0]["partsModel"]["traceId"] == a1 and seen[0]["partsModel"]["amountRequired"] is None
assert seen[0]["statusModel"]["message"] == "お願いします。"
b_parts = b.put("partsStructure", {
    "parentPartsModel": b.model(plants[B], "部品B"),
    "childrenPartsModel": [b.model(plants[B], "部品B1", 2)]})
sold, b1 = b_parts["parentPartsModel"]["traceId"], b_parts["childrenPartsModel"][0]["traceId"]
linked = b.put("tradeResponse", tradeId=trade, traceId=sold)
assert linked == {**asked["tradeModel"], "upstreamTraceId": sold}
b_asked = b.put("tradeRequest", b.request(b1, C))
bought = c.put("parts", c.model(plants[C], "部品C", terminated=True))
c.put("tradeResponse", tradeId=b_asked["tradeModel"]["tradeId"], traceId=bought["traceId"])
progress = a.state(traceId=a1)[0]["requestStatus"]
assert (progress["tradesCount"], progress["completedCount"]) == (2, 0), progress

# 7. Footprints: C's reaches B's total, B's total reaches A's.
first = c.put("cfp", cfp(bought["traceId"], 1.5, 10))
assert len({row["cfpId"] for row in first}) == 1 and first[0]["cfpId"]
b.put("cfp", cfp(sold, 2, 3, spelling="Prosessing"))
a.put("cfp", cfp(product["traceId"], 1, 1))
assert values(b.get("cfp", traceIds=sold)) == {
    "preProduction": 2, "mainProduction": 3, "preComponent": 0, "mainComponent": 0,
    "preProductionTotal": 2, "mainProductionTotal": 3, "preComponentTotal": 3, "mainComponentTotal": 20}

# 8. A sees how far it has got.
progress = a.state(traceId=a1)[0]["requestStatus"]
assert progress["cfpResponseStatus"] == "COMPLETED" and progress["tradeTreeStatus"] == "TERMINATED", progress
assert (progress["tradesCount"], progress["completedCount"]) == (2, 2), progress

# 9. A sees what B discloses, and its own totals.
rows = a.get("cfp", traceIds=f"{product['traceId']},{a1}")
assert [row["traceId"] for row in rows] == [product["traceId"]] * 8 + [a1] * 2
assert [row["cfpId"] for row in rows[8:]] == [None, None]
assert values(rows[8:]) == {"preProductionResponse": 5, "mainProductionResponse": 23}
assert values(rows[:8])["preComponentTotal"] == 25 and values(rows[:8])["mainComponentTotal"] == 115
assert a.get("cfp", traceIds=sold) != [] and a.get("cfp", traceIds=bought["traceId"]) == []

# A change at C reaches A's total, and the notifications of A and B.
c.put("cfp", cfp(bought["traceId"], 2.5, 10, identifier=first[0]["cfpId"]))
assert values(a.get("cfp", traceIds=product["traceId"]))["preComponentTotal"] == 5 * (2 + 2 * 2.5)
assert a.notifications()[0]["notificationType"] == "CFP_UPDATED", a.notifications()
assert b.notifications()[0]["notificationType"] == "CFP_UPDATED", b.notifications()
same = c.put("cfp", cfp(bought["traceId"], 3.5, 10))
assert same[0]["cfpId"] == first[0]["cfpId"]
assert values(a.get("cfp", traceIds=a1))["preProductionResponse"] == 9

# An answer that is no longer disclosed is gone everywhere, and comes back.
for released, expected, total in ((False, None, 0), (True, 9, 45)):
    b.manage("POST", "/cfpAcl", {"releasedToOperatorId": A, "traceId": sold, "acl": [
        {"aclItemGroup": "TOTALCFP", "releasedFlag": released},
        {"aclItemGroup": "TOTALDQR", "releasedFlag": released}]})
    assert values(a.get("cfp", traceIds=a1))["preProductionResponse"] == expected
    assert values(a.get("cfp", traceIds=product["traceId"]))["preComponentTotal"] == total
    assert (a.get("cfp", traceIds=sold) != []) == released
    assert a.state(traceId=a1)[0]["requestStatus"]["cfpResponseStatus"] == (
        "COMPLETED" if released else "NOT_COMPLETED")

# 10. Sent back, asked again, cancelled.
second = a.put("tradeRequest", a.request(a2, B))
second_trade, second_status = second["tradeModel"]["tradeId"], second["statusModel"]["statusId"]


def change(company, answer, reply=None):
    return company.put("status", {
        "statusId": second_status, "tradeId": second_trade, "message": None, "replyMessage": reply,
        "requestType": "CFP", "responseDueDate": None,
        "requestStatus": {"cfpResponseStatus": answer, "tradeTreeStatus": "UNTERMINATED"}})


assert change(b, "REJECT", "部品が違います。") == {}
rejected = a.state(traceId=a2)[0]
assert rejected["requestStatus"]["cfpResponseStatus"] == "REJECT"
assert rejected["replyMessage"] == "部品が違います。"
assert a.notifications()[0]["notificationType"] == "REQUEST_REJECTED"
third = a.put("tradeRequest", a.request(a2, B, trade=second_trade, status=second_status, message="再依頼"))
assert third["statusModel"]["statusId"] == second_status
assert a.state(traceId=a2)[0]["requestStatus"]["cfpResponseStatus"] == "NOT_COMPLETED"
change(a, "CANCEL")
assert a.state(traceId=a2) == [] and len(b.get("tradeResponse")) == 1
assert b.notifications()[0]["notificationType"] == "REQUEST_CANCELED"
assert a.get("cfpCertification", traceId=a1) == []

# A loop is refused with the loop named.
loop = a.call("PUT", "/api/v1/datatransport", "partsStructure", {
    "parentPartsModel": a.model(plants[A], "部品A1", trace=a1),
    "childrenPartsModel": [a.model(plants[A], "部品A", 1, trace=product["traceId"], support="modelA")]}, status=400)
assert "部品A1" in loop.json()["message"] and product["traceId"] in loop.json()["message"], loop.text

# Pages follow each other by their links, and show every part once, in order.
for index in range(7):
    a.put("parts", a.model(plants[A], f"列{index}"))
everything = [p["partsName"] for p in a.get("parts")]
assert everything == sorted(everything) and len(everything) == 10
for target, rows_of in (("parts", a.get("parts")), ("status", a.get("status")),
                        ("tradeRequest", a.get("tradeRequest"))):
    pages, query = [], {"limit": "1"}
    while True:
        page = a.call("GET", "/api/v1/datatransport", target, status=200, **query)
        pages += page.json()
        if "link" not in page.headers:
            break
        address = page.headers["link"]
        assert address.startswith("<http") and address.endswith('>; rel="next"'), address
        query = dict(item.split("=") for item in address[1:].partition(">")[0].partition("?")[2].split("&"))
        assert query.pop("dataTarget") == target
    assert pages == rows_of, target
print(f"{checker.checked} answers of their schemas")
