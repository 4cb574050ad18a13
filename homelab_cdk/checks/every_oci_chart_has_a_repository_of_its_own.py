"""OCI charts are read the way that Flux goes on with."""

from __future__ import annotations

from ..order import Built
from ._read import at
from ._rule import Found, Hit, rule


@rule(
    "HL406",
    "every_oci_chart_has_a_repository_of_its_own",
    level="warning",
    example="""
 apiVersion: source.toolkit.fluxcd.io/v1
-kind: HelmRepository
+kind: OCIRepository
 metadata: {name: tea, namespace: tea}
 spec:
   interval: 1h
-  type: oci
-  url: oci://registry.example.com/charts
+  url: oci://registry.example.com/charts/tea
+  ref: {tag: 1.2.3}
""",
    says="""
HelmRepository.source.toolkit.fluxcd.io tea/tea: spec.type is 'oci', which Flux only maintains; make
an OCIRepository with the chart's address and tag, and name it in the release's chartRef (`HelmApp`
does both)
""",
)
def every_oci_chart_has_a_repository_of_its_own(built: Built) -> Found:
    """OCI charts are read the way that Flux goes on with.

    No HelmRepository is of the type `oci`, which is in maintenance since Flux 2.8; an OCIRepository per chart with
    `chartRef` replaces it.
    """
    for item in built.of("source.toolkit.fluxcd.io", "HelmRepository"):
        if at(item.body, "spec").get("type") == "oci":
            yield Hit.of(
                item,
                "spec.type is 'oci', which Flux only maintains",
                "make an OCIRepository with the chart's address and tag, and name it in the release's"
                " chartRef (`HelmApp` does both)",
            )
