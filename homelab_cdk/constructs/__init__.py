"""The building blocks: cdk8s constructs that carry what a lab infers its order, policies and credentials from."""

from __future__ import annotations

from .._node import use_node

# Before anything of cdk8s is imported: that starts Node.js.
use_node()

from ._adopted import AdoptedChart
from ._backup import Backups, store_for_backups
from ._capability import Capabilities, Capability
from ._claim import (
    ACCESS_KEY_ID,
    SECRET_ACCESS_KEY,
    Bucket,
    BucketStore,
    Cache,
    CacheServer,
    CertificateIssuer,
    Certificates,
    Cni,
    Database,
    Gateway,
    GatewayApi,
    LoadBalancer,
    PostgresServer,
    ResourceMetrics,
    StorageClass,
)
from ._component import CommonOptions, Component
from ._component_info import ComponentInfo, Ending, PodSecurity
from ._credential import Composition, Credential, CredentialStore, Generated, Handover, key_reference
from ._drift import DriftIgnore
from ._fact_book import FactBook, KnownFacts, Standing, shipped_entry, shipped_folder
from ._flux import APPLY_RETRY, DRIFT_INTERVAL, FLUX_NAMESPACE, FLUX_SOURCE, PRUNE_ANNOTATION
from ._git_manifests import GitManifests
from ._helm_app import HelmApp
from ._helm_release import HelmRelease, merge_values
from ._host_needs import HostFile, HostNeeds, HostPackage
from ._kubernetes_yaml import read_documents, write_values
from ._lab import Lab
from ._manifest import Manifest
from ._monitoring import (
    AlertRule,
    Dashboard,
    Dashboards,
    DataSource,
    MetricsCollector,
    Monitoring,
    Scrape,
    SecretKey,
    Severity,
)
from ._network import Endpoint, NetworkRules, Outside, Peer, Pods
from ._output_book import OutputBook
from ._packaged import left_to_the_distribution, replaced_by_the_lab
from ._panels import Panel, dashboard_model
from ._patch import Patch, apply_patches
from ._raw import add_yaml_files
from ._registry import component, components, crd_providers, forget, providers, register
from ._replicas import quorum, spread
from ._resources import resources
from ._source import calling_line, sources_in
from ._surroundings import Surroundings, surroundings_of
from ._telemetry import LogStore, OtlpProtocol, OtlpReceiver, TraceStore
from ._twin import Twin
from ._unit_chart import UnitChart
from ._web_app import WebApp

__all__ = [
    "ACCESS_KEY_ID",
    "APPLY_RETRY",
    "DRIFT_INTERVAL",
    "FLUX_NAMESPACE",
    "FLUX_SOURCE",
    "PRUNE_ANNOTATION",
    "SECRET_ACCESS_KEY",
    "AdoptedChart",
    "AlertRule",
    "Backups",
    "Bucket",
    "BucketStore",
    "Cache",
    "CacheServer",
    "Capabilities",
    "Capability",
    "CertificateIssuer",
    "Certificates",
    "Cni",
    "CommonOptions",
    "Component",
    "ComponentInfo",
    "Composition",
    "Credential",
    "CredentialStore",
    "Dashboard",
    "Dashboards",
    "DataSource",
    "Database",
    "DriftIgnore",
    "Ending",
    "Endpoint",
    "FactBook",
    "Gateway",
    "GatewayApi",
    "Generated",
    "GitManifests",
    "Handover",
    "HelmApp",
    "HelmRelease",
    "HostFile",
    "HostNeeds",
    "HostPackage",
    "KnownFacts",
    "Lab",
    "LoadBalancer",
    "LogStore",
    "Manifest",
    "MetricsCollector",
    "Monitoring",
    "NetworkRules",
    "OtlpProtocol",
    "OtlpReceiver",
    "OutputBook",
    "Outside",
    "Panel",
    "Patch",
    "Peer",
    "PodSecurity",
    "Pods",
    "PostgresServer",
    "ResourceMetrics",
    "Scrape",
    "SecretKey",
    "Severity",
    "Standing",
    "StorageClass",
    "Surroundings",
    "TraceStore",
    "Twin",
    "UnitChart",
    "WebApp",
    "add_yaml_files",
    "apply_patches",
    "calling_line",
    "component",
    "components",
    "crd_providers",
    "dashboard_model",
    "forget",
    "key_reference",
    "left_to_the_distribution",
    "merge_values",
    "providers",
    "quorum",
    "read_documents",
    "register",
    "replaced_by_the_lab",
    "resources",
    "shipped_entry",
    "shipped_folder",
    "sources_in",
    "spread",
    "store_for_backups",
    "surroundings_of",
    "write_values",
]
