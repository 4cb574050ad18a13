"""What objects have to look like: Kubernetes' own schemas, those of CRDs, and the words for what does not fit."""

from __future__ import annotations

from ._api_versions import ApiVersion, api_version_of, is_older
from ._book import SchemaBook, SchemaSources
from ._cache import SchemaCache, default_schemas
from ._cel import CelRules, Verdict, cel_is_here
from ._crd import Crd, CrdIndex, CrdVersion, defaulted
from ._folders import crds_in
from ._judge import judge
from ._kubernetes import CoreSchemas, closure, core_schemas, kubernetes_definitions
from ._promql import (
    looks_like_logql,
    promql_is_here,
    promql_problem,
    promql_template_problem,
    promql_variables,
)
from ._remedies import remedy
from ._shape import Problem, Shape
from ._words import did_you_mean, dotted, known_here, nearest, says, shown, suggest, unexpected_keys

__all__ = [
    "ApiVersion",
    "CelRules",
    "CoreSchemas",
    "Crd",
    "CrdIndex",
    "CrdVersion",
    "Problem",
    "SchemaBook",
    "SchemaCache",
    "SchemaSources",
    "Shape",
    "Verdict",
    "api_version_of",
    "cel_is_here",
    "closure",
    "core_schemas",
    "crds_in",
    "default_schemas",
    "defaulted",
    "did_you_mean",
    "dotted",
    "is_older",
    "judge",
    "known_here",
    "kubernetes_definitions",
    "looks_like_logql",
    "nearest",
    "promql_is_here",
    "promql_problem",
    "promql_template_problem",
    "promql_variables",
    "remedy",
    "says",
    "shown",
    "suggest",
    "unexpected_keys",
]
