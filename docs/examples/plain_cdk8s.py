"""Three constructs of homelab-cdk in a plain cdk8s app: `python plain_cdk8s.py [OUTDIR]`."""

import sys

from homelab_cdk import WebApp
from homelab_cdk.components.gateway_api import GatewayApiCrds
from homelab_cdk.components.metallb import MetalLB

import cdk8s  # isort: skip  # after homelab_cdk, which chooses the Node.js for it

app = cdk8s.App(outdir=sys.argv[1] if len(sys.argv) > 1 else "dist")
MetalLB(app, addresses=["192.168.1.200-192.168.1.220"])
GatewayApiCrds(app)
WebApp(app, "hello", image="ghcr.io/stefanprodan/podinfo:6.9.4", port=9898, health_path="/healthz")
app.synth()
