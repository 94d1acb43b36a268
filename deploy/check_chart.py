"""Lints and renders the chart with each file of values, and checks what comes out against the
schemas of Kubernetes.

usage: check_chart.py FOLDER
"""

import sys
from pathlib import Path

import helm_python as helm
import kubernetes_validate
import yaml

VERSION = "1.34"


def documents(rendered):
    texts = rendered.values() if isinstance(rendered, dict) else [rendered]
    for text in texts:
        for document in yaml.safe_load_all(text if isinstance(text, str) else str(text)):
            if document:
                yield document


def main():
    folder = Path(sys.argv[1])
    bad = 0
    for name in ("values.yaml", "values-small.yaml", "values-large.yaml"):
        values = yaml.safe_load((folder / name).read_text())
        result = helm.lint(str(folder), values)
        for message in [m for m in result["messages"] if m["severity"] > 2] + result["errors"]:
            print(f"{name}: {message}", file=sys.stderr)
            bad += 1
        rendered = helm.Chart.load(str(folder)).render(values, name="memory")
        kinds = []
        names = ["memory"] + (["memory.example.org"] if "ingress" in values and name != "values.yaml" else [])
        for document in documents(rendered):
            kinds.append(document["kind"])
            if document["kind"] == "StatefulSet":
                args = document["spec"]["template"]["spec"]["containers"][0]["args"]
                for host in [h for h in names if f"--host={h}" not in args]:
                    print(f"{name}: clients that come by {host} are refused", file=sys.stderr)
                    bad += 1
            try:
                kubernetes_validate.validate(document, VERSION, strict=True)
            except kubernetes_validate.ValidationError as error:
                print(f"{name}: {document['kind']}: {error}", file=sys.stderr)
                bad += 1
        if "StatefulSet" not in kinds:
            print(f"{name}: nothing was rendered", file=sys.stderr)
            bad += 1
    # What cannot work is refused when it is rendered.
    wrong = [
        {"replicas": 2, "secret": {"memoryURL": ""}},
        {"replicas": 2},
        {"migrations": {"enabled": True}},
    ]
    for values in wrong:
        try:
            helm.Chart.load(str(folder)).render(values, name="memory")
        except Exception:
            continue
        print(f"{values} was rendered", file=sys.stderr)
        bad += 1
    return 1 if bad else 0


sys.exit(main())
