"""The yardstick: a Flask view that answers a constant JSON."""

from flask import Flask, jsonify

app = Flask("bare")


@app.get("/")
@app.post("/")
def constant():
    return jsonify({"status": "constant", "items": [1, 2, 3]})
