"""Decide again: PROOF RULEBOOK KEYS [NAME ADDRESS], saved from /proof, rulebook_files and keys."""

import ast, hashlib, json, operator as op, sys  # noqa: E401, I001  # a page to read at once
from base64 import urlsafe_b64decode

import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

HOW = {"Eq": op.eq, "NotEq": op.ne, "Lt": op.lt, "LtE": op.le, "Gt": op.gt, "GtE": op.ge}
HOW |= {"In": lambda a, b: a in b, "NotIn": lambda a, b: a not in b}
sys.excepthook = lambda _, error, __: print("not equal: unreadable or not signed:", repr(error))


def value(node: ast.expr, known: dict[str, object]) -> object:
    """Return what an expression comes to: None is unknown, and stays so unless it cannot matter."""
    if isinstance(node, ast.BoolOp):
        said, ends = [value(each, known) for each in node.values], isinstance(node.op, ast.Or)
        return ends if ends in said else None if None in said else not ends
    if isinstance(node, ast.Compare):
        a, b = value(node.left, known), value(node.comparators[0], known)
        return None if a is None or b is None else HOW[type(node.ops[0]).__name__](a, b)
    if isinstance(node, ast.UnaryOp):
        return None if (said := value(node.operand, known)) is None else not said
    if isinstance(node, ast.List):
        return [value(each, known) for each in node.elts]
    return known.get(node.id, node.id) if isinstance(node, ast.Name) else node.value


given, book, keys = [json.load(open(p, encoding="utf-8")) for p in sys.argv[1:4]]  # noqa: PTH123, SIM115
said = given["proof"].rpartition(".")[0].encode()
head, body, signature = [urlsafe_b64decode(f"{each}==") for each in given["proof"].split(".")]
key = {each["kid"]: urlsafe_b64decode(f"{each['x']}==") for each in keys["keys"]}
head, proof, files = json.loads(head), json.loads(body), book["files"]
Ed25519PublicKey.from_public_bytes(key[head["kid"]]).verify(signature, said)
wrong = ["shown"] * (given.get("payload") != proof or head["typ"] != "approval-proof+jws")
texts = [text.encode() for name in sorted(files) for text in (name, files[name])]
digest = hashlib.sha256(b"".join(len(each).to_bytes(8, "big") + each for each in texts)).hexdigest()
known = {}
for name in [each for each in files if each.startswith(("parameters/", "questions/"))]:
    for word, told in yaml.safe_load(files[name]).items():
        then = [each for each in told.get("values", []) if str(each["since"]) <= proof["on"]]
        known[word] = then[-1]["value"] * (100 if told["unit"] == "yuan" else 1) if then else None
known |= proof["facts"]
policies = [yaml.safe_load(files[f"policies/{each}.yaml"]) for each in proof["policies"]]
tests = {each["id"]: each for policy in policies for each in policy["when"]["all"]}
now = {name: value(ast.parse(t["expr"], mode="eval").body, known) for name, t in tests.items()}
was = {each["id"]: each["verdict"] for each in proof["rulings"] if each["rule"] != "FLOOR"}
failed = {tests[name].get("leads_to", "correct") for name, said in now.items() if said is False}
is_open = None in now.values() or "human" in failed or len(was) < len(proof["rulings"])
outcome = "human" if is_open else "auto"
if (proof["missing"] or "correct" in failed) and now.get("x1_machine") is not False:
    outcome = "correct"
wrong += [name for name in now | was if now.get(name) is not was.get(name)]
wrong += ["rulebook"] * (digest != proof["rulebook"]["sha256"])
wrong += ["outcome"] * (outcome != proof["outcome"])
ended = proof.get("decided") or {"by": "nobody"}
wrong += ["decided"] * (ended["by"] == "rulebook" and outcome != "auto")
for what, text in zip(("name", "address"), sys.argv[4:], strict=False):
    wrong += [what] * (hashlib.sha256(text.encode()).hexdigest() != proof["digests"][what])
sys.exit(f"not equal: {wrong}" if wrong else print("equal:", outcome, ended))
