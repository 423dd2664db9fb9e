"""Checks Merkle proofs and proof bundles with hashlib and `cryptography` alone, from RFC 9162 and c2sp.org.

    proofs.py tree           lines `root N HASH`, `inclusion I N HASHES`, `consistency M N HASHES` on standard input,
                             of the tree over the leaves "leaf 0", "leaf 1" ...
    proofs.py bundle VKEY    a bundle of `denchi records prove` on standard input
"""
import base64
import hashlib
import json
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def sha(data):
    return hashlib.sha256(data).digest()


def leaf(data):
    return sha(b"\0" + data)


def tree_hash(leaves):
    """MTH of RFC 9162, 2.1.1, as it is defined."""
    if not leaves:
        return sha(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return sha(b"\1" + tree_hash(leaves[:k]) + tree_hash(leaves[k:]))


def inclusion_path(m, leaves):
    """PATH of RFC 9162, 2.1.3.1, as it is defined."""
    if len(leaves) == 1:
        return []
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    if m < k:
        return inclusion_path(m, leaves[:k]) + [tree_hash(leaves[k:])]
    return inclusion_path(m - k, leaves[k:]) + [tree_hash(leaves[:k])]


def subproof(m, leaves, complete):
    """SUBPROOF of RFC 9162, 2.1.4.1, as it is defined."""
    if m == len(leaves):
        return [] if complete else [tree_hash(leaves)]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    if m <= k:
        return subproof(m, leaves[:k], complete) + [tree_hash(leaves[k:])]
    return subproof(m - k, leaves[k:], False) + [tree_hash(leaves[:k])]


def root_of_inclusion(index, size, path, hash):
    """RFC 9162, 2.1.3.2."""
    assert 0 <= index < size, "no such leaf"
    fn, sn = index, size - 1
    for p in path:
        assert sn != 0, "too many hashes"
        if fn % 2 == 1 or fn == sn:
            hash = sha(b"\1" + p + hash)
            while fn % 2 == 0 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            hash = sha(b"\1" + hash + p)
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0, "too few hashes"
    return hash


def check_consistency(first, second, path, first_hash, second_hash):
    """RFC 9162, 2.1.4.2, for 0 < first < second."""
    assert path, "no hashes"
    if first & (first - 1) == 0:
        path = [first_hash] + path
    fn, sn = first - 1, second - 1
    while fn % 2 == 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        assert sn != 0, "too many hashes"
        if fn % 2 == 1 or fn == sn:
            fr, sr = sha(b"\1" + c + fr), sha(b"\1" + c + sr)
            while fn % 2 == 0 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = sha(b"\1" + sr + c)
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0 and fr == first_hash and sr == second_hash, "the later tree does not continue the earlier one"


def open_note(note, vkey):
    """The size and root of a signed checkpoint."""
    name, key_id, key = vkey.split("+", 2)
    key = base64.b64decode(key, validate=True)
    assert key[0] == 1 and len(key) == 33
    assert sha(name.encode() + b"\n" + key)[:4].hex() == key_id
    text, signatures = note.rsplit("\n\n", 1)
    text += "\n"
    found = False
    for line in signatures.splitlines():
        dash, signer, signature = line.split(" ")
        signature = base64.b64decode(signature, validate=True)
        if dash == "\u2014" and signer == name and signature[:4].hex() == key_id:
            Ed25519PublicKey.from_public_bytes(key[1:]).verify(signature[4:], text.encode())
            found = True
    assert found, "not signed with this key"
    origin, size, root = text.split("\n")[:3]
    assert origin == name
    return int(size), base64.b64decode(root, validate=True)


def check_bundle(bundle, vkey):
    size, root = open_note(bundle["checkpoint"], vkey)
    assert size == bundle["treeSize"]
    index = bundle["leafIndex"]
    path = [bytes.fromhex(h) for h in bundle["inclusionPath"]]
    assert root_of_inclusion(index, size, path, leaf(bundle["record"].encode())) == root, "not in the log"
    record = json.loads(bundle["record"])
    assert record["sequence"] == index + 1
    text = f"record {record['sequence']} of {size}"
    if "since" in bundle:
        first, first_root = open_note(bundle["since"]["checkpoint"], vkey)
        assert first == bundle["since"]["treeSize"]
        path = [bytes.fromhex(h) for h in bundle["since"]["consistencyPath"]]
        check_consistency(first, size, path, first_root, root)
        text += f", continues {first}"
    return text


def check_tree(lines):
    leaves = [leaf(f"leaf {i}".encode()) for i in range(1100)]
    count = 0
    for line in lines:
        kind, *fields = line.rstrip("\n").split(" ")
        if kind == "root":
            assert tree_hash(leaves[: int(fields[0])]).hex() == fields[1], line
        else:
            a, n = int(fields[0]), int(fields[1])
            path = [bytes.fromhex(h) for h in fields[2].split(",") if h]
            root = tree_hash(leaves[:n])
            if kind == "inclusion":
                assert path == inclusion_path(a, leaves[:n]), line
                assert root_of_inclusion(a, n, path, leaves[a]) == root, line
            else:
                assert path == subproof(a, leaves[:n], True), line
                if a < n:
                    check_consistency(a, n, path, tree_hash(leaves[:a]), root)
        count += 1
    return f"{count} hold"


if sys.argv[1] == "tree":
    print(check_tree(sys.stdin))
else:
    print(check_bundle(json.load(sys.stdin), sys.argv[2]))
