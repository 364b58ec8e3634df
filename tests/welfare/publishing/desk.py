"""What two officers do at the desk where the rules are published."""

from weijiayuan.background import run_due
from weijiayuan.kernel import clock

ELDER = {
    "on": "2026-11-23",
    "answers": {"applicant": {"birth_date": "1950-01-01", "hukou": "guangming"}},
}
PATH = "/api/v1/welfare"


def edited(files, name, *pairs):
    text = files[name]
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return files | {name: text}


def raised(files, yuan=210):
    """The pack with another sum in place of 200 for those between 70 and 80, rightly written."""
    files = edited(files, "policies/gaoling.yaml", ("{70: 200,", f"{{70: {yuan},"))
    files = edited(files, "second_reading.yaml", ("{70: 200,", f"{{70: {yuan},"))
    files = edited(
        files,
        "cases/gaoling.yaml",
        ("amount: 200", f"amount: {yuan}"),
        ("[200, 300]", f"[{yuan}, 300]"),
    )
    return newer(files)


def newer(files):
    name = next(line for line in files["pack.yaml"].splitlines() if line.startswith("version:"))
    return edited(files, "pack.yaml", (name, name + "1"))


def propose(officer, files, **more):
    asked = {"files": files, "reason": "市民政局公布新标准"} | more
    return officer.post(f"{PATH}/proposals", json=asked)


def checked(officer, files):
    """Check a pack in the background and return what was found."""
    begun = officer.post(f"{PATH}/packs/checks", json={"files": files})
    assert begun.status_code == 202, begun.json
    list(run_due(clock.now()))
    return officer.get(f"{PATH}/packs/checks/{begun.json['id']}").json


def approve(officer, proposal):
    return officer.post(f"{PATH}/proposals/{proposal['id']}/approve", json={})


def elder_allowance(client, **more):
    answer = client.post(f"{PATH}/assessments", json=ELDER | more)
    decisions = {d["policy"]["id"]: d for d in answer.json["decisions"]}
    return decisions["gaoling"]["amount"]["fen"], answer.json["pack"]["sha256"]


def findings(answer):
    assert (answer.status_code, answer.json["code"]) == (409, "welfare.pack_rejected"), answer.json
    return "\n".join(each["text"] for each in answer.json["findings"])
