"""A chart repository and an OCI registry on this machine, with one chart in both; they stop with the test."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import yaml


@dataclass
class Served:
    """What was asked for, and where it is served."""

    host: str = ""
    asked: list[str] = field(default_factory=list)

    @property
    def repository(self) -> str:
        """The Helm repository with an index."""
        return f"http://{self.host}/charts"

    @property
    def registry(self) -> str:
        """The OCI chart."""
        return f"oci://{self.host}/charts/demo"


@contextmanager
def serve(package: Path) -> Iterator[Served]:
    """Serve the package `demo-1.2.3.tgz` until the block ends."""
    data = package.read_bytes()
    served = Served()

    def digest(content: bytes) -> str:
        return "sha256:" + hashlib.sha256(content).hexdigest()

    config = json.dumps({"name": "demo", "version": "1.2.3", "apiVersion": "v2"}).encode()
    layer_type = "application/vnd.cncf.helm.chart.content.v1.tar+gzip"
    manifest_type = "application/vnd.oci.image.manifest.v1+json"
    manifest = json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": manifest_type,
            "config": {
                "mediaType": "application/vnd.cncf.helm.config.v1+json",
                "digest": digest(config),
                "size": len(config),
            },
            "layers": [{"mediaType": layer_type, "digest": digest(data), "size": len(data)}],
        }
    ).encode()
    entry = {
        "name": "demo",
        "version": "1.2.3",
        "apiVersion": "v2",
        "urls": ["demo-1.2.3.tgz"],
        "digest": digest(data)[7:],
    }
    index = yaml.safe_dump({"apiVersion": "v1", "entries": {"demo": [entry]}}).encode()
    pages = {
        "/charts/index.yaml": ("text/yaml", index),
        "/charts/demo-1.2.3.tgz": ("application/gzip", data),
        "/v2/": ("application/json", b"{}"),
        "/v2/charts/demo/tags/list": ("application/json", b'{"name": "charts/demo", "tags": ["1.2.3"]}'),
        f"/v2/charts/demo/blobs/{digest(config)}": ("application/octet-stream", config),
        f"/v2/charts/demo/blobs/{digest(data)}": ("application/octet-stream", data),
        "/v2/charts/demo/manifests/1.2.3": (manifest_type, manifest),
        f"/v2/charts/demo/manifests/{digest(manifest)}": (manifest_type, manifest),
    }

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # the name that http.server calls
            served.asked.append(self.path)
            kind, content = pages.get(self.path.partition("?")[0], ("text/plain", b""))
            self.send_response(200 if content else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Docker-Content-Digest", digest(content))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(content)

        do_HEAD = do_GET  # the name that http.server calls

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        served.host = f"127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield served
        finally:
            server.shutdown()
            thread.join()
