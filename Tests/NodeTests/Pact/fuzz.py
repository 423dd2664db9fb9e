"""Schemathesis over PACT's document: no server error, whatever is sent. fuzz.py BASE AUTHORITY CLIENT SECRET N."""
import json
import sys

import hypothesis
import schemathesis
from schemathesis.checks import not_a_server_error

from interface import Host, document

base, authority, client, secret, examples = sys.argv[1:6]
examples = int(examples)
token = json.loads(Host(base, authority).token(client, secret)[2])["access_token"]
calls = 0
for result in schemathesis.openapi.from_dict(document()).get_all_operations():
    operation = result.ok()
    for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):
        try:
            strategy = operation.as_strategy(generation_mode=mode)
        except Exception:  # nothing can be made wrong
            continue

        @hypothesis.given(case=strategy)
        @hypothesis.settings(
            max_examples=examples, derandomize=True, deadline=None, database=None,
            suppress_health_check=list(hypothesis.HealthCheck), phases=[hypothesis.Phase.generate])
        def attempt(case):
            global calls
            calls += 1
            case.call_and_validate(
                base_url=base, headers={"Authorization": "Bearer " + token}, checks=[not_a_server_error],
                verify=authority)

        try:
            attempt()
        except hypothesis.errors.Unsatisfiable:
            pass
print(f"{calls} calls")
assert calls > 3 * examples, calls
