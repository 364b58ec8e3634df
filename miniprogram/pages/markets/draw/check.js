// How anyone repeats a draw: the same lines as in docs/draws.md, which a test runs.
const CHECK = `import hashlib


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def verify(record):
    assert sha(record["seed"]) == record["promise"], "种子与承诺不符"
    worth = {
        e["number"]: min(
            sha(f"{record['seed']}:{e['number']}:{k + 1}") for k in range(e["tickets"])
        )
        for e in record["entries"]
    }
    order = sorted(worth, key=worth.get)
    assert order == [e["number"] for e in sorted(record["entries"], key=lambda e: e["rank"])], (
        "名次不符"
    )
    return order[: record["places"]]
`

module.exports = { CHECK }
