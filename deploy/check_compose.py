"""Checks what a schema cannot say of the compose files, put together as compose does it.

usage: check_compose.py FOLDER
"""

import sys
from pathlib import Path

import yaml


def merge(under, over):
    if isinstance(under, dict) and isinstance(over, dict):
        return {
            key: merge(under[key], over[key])
            if key in under and key in over
            else over.get(key, under.get(key))
            for key in {**under, **over}
        }
    return over


def faults(name, whole):
    services = whole["services"]
    for service, it in services.items():
        where = f"{name}: {service}"
        if not it.get("read_only"):
            yield f"{where}: its root file system can be written"
        if it.get("cap_drop") != ["ALL"]:
            yield f"{where}: capabilities are left"
        if "no-new-privileges:true" not in it.get("security_opt", []):
            yield f"{where}: it may gain privileges"
        if str(it.get("user", "0")).split(":")[0] in ("0", "root", ""):
            yield f"{where}: it is root"
        limits = it.get("deploy", {}).get("resources", {}).get("limits", {})
        for limit in ("cpus", "memory", "pids"):
            if limit not in limits:
                yield f"{where}: no limit of {limit}"
        if "healthcheck" not in it and service not in ("migrate", "pull-model"):
            yield f"{where}: no health check"
        for key, value in (it.get("environment") or {}).items():
            if any(word in key for word in ("PASSWORD", "SECRET", "_URL")):
                if not key.endswith("_FILE") and not key.startswith("SERVICE_"):
                    yield f"{where}: {key} is a secret outside of a file"
                elif key.endswith("_FILE") and Path(value).name not in it.get("secrets", []):
                    yield f"{where}: {key} names {value}, which it is not given"
        for port in it.get("ports", []):
            if not str(port).startswith("127.0.0.1:"):
                yield f"{where}: port {port} is open to everybody"
        for secret in it.get("secrets", []):
            if secret not in whole["secrets"]:
                yield f"{where}: there is no secret {secret}"
        for network in it.get("networks", []):
            if network not in whole["networks"]:
                yield f"{where}: there is no network {network}"
        for other in it.get("depends_on", {}):
            if other not in services:
                yield f"{where}: it waits for {other}, which is not there"
        for mount in it.get("tmpfs", []):
            path, _, options = mount.partition(":")
            if path != "/tmp" and f"uid={it['user'].split(':')[0]}," not in options:
                yield f"{where}: {path} is root's"
        for volume in it.get("volumes", []):
            if volume.split(":")[1].startswith("/var/lib/postgresql/"):
                yield f"{where}: its image wants /var/lib/postgresql mounted, not a folder in it"
    for needed in ("ollama", "database"):
        if not set(services[needed]["networks"]) & set(services["dormouse"]["networks"]):
            yield f"{name}: dormouse cannot reach {needed}"
    command = services["dormouse"]["command"]
    if not any("PUBLIC_HOST" in word for word in command) or "dormouse" not in command:
        yield f"{name}: dormouse is not told by which names it is called"
    database = services["database"]
    if database.get("ports") or any(
        not whole["networks"][network].get("internal") for network in database["networks"]
    ):
        yield f"{name}: the database can be reached from outside"


def main():
    folder = Path(sys.argv[1])
    read = lambda file: yaml.safe_load((folder / file).read_text())
    found = []
    for name in ("development", "staging", "production", "coolify"):
        found += faults(name, merge(read("compose.yaml"), read(f"{name}.yaml")))
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


sys.exit(main())
