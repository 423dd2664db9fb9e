"""Every error example of the published document: the request that causes it, its status, code, message and detail.

usage: errors.py BASE [unavailable|broken FILE]   (the node's store does from then on what FILE says)
"""
import pathlib
import re
import sys
import uuid

from api import A, B, C, KEY, Company, cfp, document, session

base, mode = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "normal"
DETAIL = re.compile(
    r"^id: [0-9a-f-]*, timeStamp: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z(, dataTarget: \w*)?, method: [A-Z]+$")
OTHER = str(uuid.uuid4())

# Examples that no request to this node can cause, and why.
CANNOT = {
    "{0}は必須項目です。": "the placeholder is not filled in; the check of the data part comes first and names the field",
    "ファイル削除に失敗しました。": "deleting a certificate is one record: it cannot fail by itself",
    "Endpoint request timed out": "the traceability part is not behind a network here",
    "システムエラーが発生しました。管理者にお問い合わせください。":
        "an unexpected failure is told once, by the data part (`[dataspace] InternalServerError`)",
}
OLD_LENGTH = "of version 2: since version 3 partsName has 1 to 50 characters, as the document's own schema says"


class Errors:
    def __init__(self):
        self.a, self.b, self.c = Company(base, A), Company(base, B), Company(base, C)
        plant, other = self.a.plant("111111"), self.b.plant("111111")
        self.plant_number = "1234567890123" + "111111"
        self.part = self.a.model(plant, "単体")
        self.single = self.a.put("parts", self.part)["traceId"]
        whole = self.a.put("partsStructure", {
            "parentPartsModel": self.a.model(plant, "親"), "childrenPartsModel": [self.a.model(plant, "子", 1)]})
        self.parent = whole["parentPartsModel"]["traceId"]
        self.child = whole["childrenPartsModel"][0]["traceId"]
        self.asked = self.a.put("parts", self.a.model(plant, "依頼"))["traceId"]
        self.trade = self.a.put("tradeRequest", self.a.request(self.asked, B))
        self.answer = self.b.put("parts", self.b.model(other, "回答"))["traceId"]
        self.b.put("tradeResponse", tradeId=self.trade["tradeModel"]["tradeId"], traceId=self.answer)
        self.other_answer = self.b.put("parts", self.b.model(other, "別の回答"))["traceId"]
        self.company = {"openOperatorId": "1234567890123", "operatorAddress": "東京都", "operatorId": A,
                        "operatorName": "A社", "operatorAttribute": {}}
        self.plant = {"openPlantId": "1234567890123222222", "operatorId": A, "plantAddress": "東京都",
                      "plantId": None, "plantName": "工場", "plantAttribute": {}}
        self.status = {"statusId": self.trade["statusModel"]["statusId"],
                       "tradeId": self.trade["tradeModel"]["tradeId"], "message": None, "replyMessage": None,
                       "requestType": "CFP", "responseDueDate": None,
                       "requestStatus": {"cfpResponseStatus": "CANCEL", "tradeTreeStatus": "UNTERMINATED"}}
        self.structure = {"parentPartsModel": {**self.a.model(plant, "親"), "traceId": self.parent},
                          "childrenPartsModel": []}
        self.cfp = cfp(self.single, 1, 1)
        self.login = {"operatorAccountId": "oem_a@example.com", "accountPassword": "oemA&user_01"}

    def good(self, method, path, target, variant):
        """A request that is answered without an error: its query and body."""
        trade = self.trade["tradeModel"]["tradeId"]
        queries = {
            ("GET", "cfp"): {"traceIds": self.single}, ("GET", "cfpCertification"): {"traceId": self.single},
            ("GET", "partsStructure"): {"traceId": self.parent}, ("DELETE", "parts"): {"traceId": self.single},
            ("PUT", "tradeResponse"): {"tradeId": trade, "traceId": self.other_answer}}
        bodies = {
            "operator": {**self.company, "operatorName": "A社" + str(uuid.uuid4())}, "plant": self.plant,
            "cfp": self.cfp, "parts": {**self.part, "partsName": str(uuid.uuid4())},
            "partsStructure": {**self.structure, "childrenPartsModel": [{
                **self.part, "partsName": str(uuid.uuid4()), "amountRequired": 1}]},
            "tradeRequest": self.a.request(self.child, B), "status": self.status,
            "/auth/login": self.login, "/auth/refresh": {"refreshToken": self.a.refresh_token},
            "/auth/change": {"newPassword": "oemA&user01"}}
        query = {"dataTarget": target} if target else {}
        query.update(queries.get((method, target), {}))
        if variant == "operatorIds":
            query["operatorIds"] = B
        return query, bodies.get(target or path) if method in ("PUT", "POST") else None

    def wrong_fields(self, path, target, example):
        """The body that is wrong as an example says."""
        def changed(body, **fields):
            return {**body, **fields}

        def element(**fields):
            return [changed(self.cfp[0], **fields)] + self.cfp[1:]

        def nested(**fields):
            return changed(self.structure, parentPartsModel=changed(self.structure["parentPartsModel"], **fields))

        def asked(part, **fields):
            body = self.a.request(self.child, B)
            return changed(body, **{part: changed(body[part], **fields)})

        three = self.cfp[:3]
        return {
            ("operator", "invalidNullOrEmptyError"): changed(self.company, operatorName=None),
            ("operator", "invalidMaxLengthError"): changed(self.company, operatorName="x" * 257),
            ("operator", "invalidTypeError"): changed(self.company, operatorName=1),
            ("operator", "invalidUpdateFieldError"): changed(self.company, openOperatorId="9"),
            ("operator", "invalidKeyDuplicationError"): changed(
                self.company, operatorAttribute={"globalOperatorId": "1234ABCD5678EFGH0124"}),
            ("plant", "invalidNullOrEmptyError"): changed(self.plant, plantName=""),
            ("plant", "invalidMaxLengthError"): changed(self.plant, plantName="x" * 257),
            ("plant", "invalidTypeError"): changed(self.plant, plantName=1),
            ("plant", "invalidEndValueError"): changed(self.plant, openPlantId="123456789012312345a"),
            ("plant", "invalidKeyDuplicationError"): changed(self.plant, openPlantId=self.plant_number),
            ("cfp", "invalidNullOrEmptyError"): element(traceId=None),
            ("cfp", "invalidTypeError"): element(cfpType=1),
            ("cfp", "invalidEnumError"): element(cfpType="hoge"),
            ("cfp", "invalidCfpElementsError"): three,
            ("cfp", "invalidCfpTypeError"): [self.cfp[0], self.cfp[3], self.cfp[2], self.cfp[3]],
            ("cfp", "invalidCfpSameIdError"): element(cfpId=OTHER),
            ("cfp", "invalidSignificantFiguresError"): element(ghgEmission=1.234567),
            ("cfp", "invalidDqrAndCfpCombinationError"): element(dqrType="mainProcessing"),
            ("cfp", "invalidDqrValueError"): element(dqrValue={"TeR": 5, "GeR": 5, "TiR": 5}),
            ("cfp", "invalidDqrAndCfpValueCombinationError"): element(ghgEmission=0),
            ("parts", "invalidNullOrEmptyError"): changed(self.part, partsName=""),
            ("parts", "invalidMaxLengthError"): changed(self.part, amountRequiredUnit="x" * 21),
            ("parts", "invalidTypeError"): changed(self.part, partsName=1),
            ("parts", "invalidEnumError"): changed(self.part, amountRequiredUnit="キログラム"),
            ("parts", "invalidExpectedNullError"): changed(self.part, amountRequired=1),
            ("partsStructure", "invalidNullOrEmptyError"): nested(partsName=""),
            ("partsStructure", "invalidTypeError"): nested(partsName=1),
            ("partsStructure", "invalidExpectedNullError"): nested(amountRequired=1),
            ("tradeRequest", "invalidNullOrEmptyError"): asked("tradeModel", downstreamTraceId=""),
            ("tradeRequest", "invalidresponseDueDateError"): asked("statusModel", responseDueDate="2026-02-30"),
            ("tradeRequest", "invalidMaxLengthError"): asked("statusModel", message="x" * 1001),
            ("tradeRequest", "invalidTypeError"): asked("statusModel", message=1),
            ("tradeRequest", "invalidEnumError"): asked("statusModel", requestType="hoge"),
            ("status", "invalidNullOrEmptyError"): changed(self.status, statusId=None),
            ("status", "invalidMaxLengthError"): changed(self.status, replyMessage="x" * 1001),
            ("status", "invalidTypeError"): changed(self.status, replyMessage=1),
            ("/auth/change", "invalidNullOrEmptyError"): {"newPassword": None},
            ("/auth/change", "invalidTypeError"): {"newPassword": 1},
            ("/auth/change", "invalidMaxLengthError"): {"newPassword": "short"},
            ("/auth/login", "invalidNullOrEmptyError"): changed(self.login, operatorAccountId=""),
            ("/auth/login", "invalidTypeError"): changed(self.login, operatorAccountId=1),
            ("/auth/login", "authenticatedPWError"): changed(self.login, accountPassword="wrong"),
        }.get((target or path, example))

    def request(self, method, path, target, variant, status, example):
        """The request that causes an example: path, query, body, headers; or why none can."""
        query, body = self.good(method, path, target, variant)
        # C's password is changed: a new one ends the tokens of who has it.
        company = (self.b if (method, target) == ("PUT", "tradeResponse")
                   else self.c if path == "/auth/change" else self.a)
        headers = {"apiKey": KEY, "Authorization": "Bearer " + company.token}
        if status == "404":
            path += "x"
        elif status == "403":
            headers["apiKey"] = "wrong" if example == "invalidKeyError" else ""
        elif status == "401" and example != "authenticatedPWError":
            headers["Authorization"] = "" if example == "authenticatedError" else "Bearer wrong"
        elif status in ("500", "503"):
            if method == "GET":
                return "what is read is kept in memory: nothing it needs can fail or be away"
            if path == "/auth/refresh" or (path, status) == ("/auth/login", "500"):
                return "renewing a token writes nothing; where signing in cannot be recorded, it is 503"
            if mode != {"500": "broken", "503": "unavailable"}[status]:
                return None
        elif example == "invalidError" and variant != "operatorIds":
            query["dataTarget"] = "hoge"
        elif example == "invalidError":
            query["operatorIds"] = "hoge"
        elif example == "invalidSetSameParameterError":
            query.update(openOperatorId="1", operatorIds=B)
        elif example == "invalidRequestBodyError":
            body = '{"name": ,}'
        elif path == "/auth/refresh":
            return "is of the login: operatorAccountId is no member of RefreshInputModel"
        elif target == "partsStructure" and example == "invalidMaxLengthError":
            return OLD_LENGTH
        elif method == "DELETE":
            query["traceId"] = {
                "parentRelationshipError": self.child, "childRelationshipError": self.parent,
                "supplierCFPRequestDependencyError": self.asked,
                'deliveryDestination"CFPRequestDependencyError': self.answer, "partNotExistError": OTHER}[example]
            if query["traceId"] == self.answer:
                headers["Authorization"] = "Bearer " + self.b.token
        else:
            body = self.wrong_fields(path, target, example)
            assert body is not None, f"no request for {method} {target or path} {status} {example}"
        return path, query, body, headers


def message(text, expected):
    """The document's own values in a message, where ours are others; a full stop left out at its end."""
    for pattern in (r"globalOperatorId: \S+ is", r"openPlantId: \S+ is"):
        text, expected = re.sub(pattern, "X is", text), re.sub(pattern, "X is", expected)
    return text.rstrip(" ."), expected.rstrip(" .")


errors = Errors()
# The scripts' set-up is done; from here on the store does what the mode says.
if mode != "normal":
    pathlib.Path(sys.argv[3]).write_text(mode)
caused, left_out, problems = 0, [], []
for key, methods in document()["paths"].items():
    path, _, text = key.partition("?")
    target = re.search(r"dataTarget=(\w+)", text)
    target = target.group(1) if target else None
    variant = "operatorIds" if "operatorIds" in text else ""
    for method, operation in methods.items():
        method = method.upper()
        for status, answer in operation["responses"].items():
            if status[0] == "2" or (mode != "normal" and status[0] != "5"):
                continue
            content = answer["content"]["application/json"]
            examples = content.get("examples") or {"": {"value": content["example"]}}
            for name, example in examples.items():
                example, place = example["value"], f"{method} {target or path} {status} {name}"
                reason = CANNOT.get(example["message"]) or CANNOT.get(example["detail"])
                if name == "authError" and status == "503":
                    reason = "the accounts and the data are of one store: the traceability part says so"
                asked = reason or errors.request(method, path, target, variant, status, name)
                if isinstance(asked, str):
                    left_out.append((place, asked))
                    continue
                if asked is None:
                    continue
                where, query, body, headers = asked
                response = session.request(
                    method, base + where, params=query, headers={**headers, "Content-Type": "application/json"},
                    **({"data": body} if isinstance(body, str) else {"json": body} if body is not None else {}))
                caused += 1
                if str(response.status_code) != status:
                    problems.append(f"{place}: {response.status_code} {response.text}")
                    continue
                got = response.json()
                # One example of nineteen alike says [dataspace] where all others, and the reference, say [auth].
                code = "[auth] AccessDenied" if status == "403" else example["code"]
                ours, theirs = message(got["message"], example["message"])
                if set(got) != {"code", "message", "detail"} or got["code"] != code or ours != theirs:
                    problems.append(f"{place}: {got} instead of {example}")
                elif got["detail"] != example["detail"] and not DETAIL.match(got["detail"]):
                    problems.append(f"{place}: detail {got['detail']}")
print(f"{caused} examples caused")
for place, reason in left_out if mode == "normal" else []:
    print(f"  not {place}: {reason}")
assert not problems, "\n".join(problems)
assert caused >= (180 if mode == "normal" else 6), caused
