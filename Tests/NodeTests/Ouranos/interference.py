"""Two nodes whose data differ in a number that A may not see: A's answers are the same, byte for byte."""
import random
import sys

from api import A, KEY, Company, session

first, second, number = sys.argv[1], sys.argv[2], sys.argv[3]
identifiers = sys.argv[4].split(",")
readers = [Company(base, A) for base in (first, second)]
random.seed(20261125)
targets = {
    "parts": ["traceId", "plantId", "partsName", "parentFlag", "limit", "after"],
    "partsStructure": ["traceId"], "tradeRequest": ["traceIds", "limit", "after"],
    "tradeResponse": ["limit", "after"], "status": ["statusTarget", "traceId", "statusId", "limit", "after"],
    "cfp": ["traceIds"], "cfpCertification": ["traceId"]}
management = {"/cfpAcl": ["traceId"], "/cfpCertificationAcl": ["traceId"], "/notifications": ["after"],
              "/fileDownloadUrl": ["fileId"], "/requestStatus": ["trackId"]}


def value(name):
    if name in ("traceIds", "trackId"):
        return ",".join(random.sample(identifiers, random.randint(1, 5)))
    if name == "parentFlag":
        return random.choice(["true", "false"])
    if name == "limit":
        return str(random.randint(1, 5))
    if name == "statusTarget":
        return random.choice(["REQUEST", "RESPONSE"])
    return random.choice(identifiers)


answered = 0
for _ in range(600):
    if random.random() < 0.8:
        target = random.choice(list(targets))
        path, names, query = "/api/v1/datatransport", targets[target], {"dataTarget": target}
        method = random.choices(["GET", "PUT"], [9, 1])[0] if target == "tradeResponse" else "GET"
    else:
        path = random.choice(list(management))
        names, query, method = management[path], {"operatorId": A}, "GET"
        path = "/management" + path
    for name in names:
        if random.random() < (0.9 if len(names) == 1 else 0.4):
            query[name] = value(name)
    if method == "PUT":
        query.update(tradeId=random.choice(identifiers), traceId=random.choice(identifiers))
    answers = []
    for reader in readers:
        response = session.request(method, reader.base + path, params=query, headers={
            "apiKey": KEY, "x-api-key": KEY, "Authorization": "Bearer " + reader.token})
        headers = {k.lower(): v.replace(reader.base, "BASE") for k, v in response.headers.items() if k.lower() not in ("x-track", "date", "traceparent")}
        body = response.content.replace(reader.base.encode(), b"BASE")
        if b"timeStamp" in body:  # the time of the answer itself
            body = body[:body.index(b"timeStamp: ")] + body[body.index(b"Z", body.index(b"timeStamp: ")):]
        answers.append((response.status_code, headers, body))
    assert answers[0] == answers[1], f"{method} {path} {query}\n{answers[0]}\n{answers[1]}"
    assert number.encode() not in answers[0][2]
    answered += answers[0][0] == 200 and len(answers[0][2]) > 2
print(f"{answered} of 600 answers with something in them, all alike")
assert answered > 100
