"""What containers mount is a volume of their pod."""

from __future__ import annotations

from ..order import Built
from ._meant import either, in_place_of
from ._pods import workloads
from ._read import at, containers, maps, pod_spec
from ._rule import Found, Hit, rule


@rule(
    "HL171",
    "every_mount_has_a_volume",
    local=True,
    example="""
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: web, namespace: web}
 spec:
   selector: {matchLabels: {app: web}}
   template:
     metadata: {labels: {app: web}}
     spec:
       volumes: [{name: tmp, emptyDir: {}}]
       containers:
         - name: web
           image: registry.example.com/web:1.2.3
-          volumeMounts: [{name: temp, mountPath: /tmp}]
+          volumeMounts: [{name: tmp, mountPath: /tmp}]
""",
    says="""
Deployment.apps web/web: the container web mounts the volume temp, and the pod has tmp; write tmp,
or add the volume
""",
)
def every_mount_has_a_volume(built: Built) -> Found:
    """What containers mount is a volume of their pod.

    Each volume that a container mounts is one of the pod's, or a claim that a StatefulSet makes for it, and no two volumes have
    one name; the API server refuses anything else.
    """
    for item in workloads(built):
        pod = pod_spec(item)
        names = [str(volume.get("name")) for volume in maps(pod.get("volumes"))]
        claims = [
            str(at(claim, "metadata").get("name")) for claim in maps(at(item.body, "spec").get("volumeClaimTemplates"))
        ]
        for name in dict.fromkeys(name for name in names if names.count(name) > 1):
            yield Hit.of(item, f"{names.count(name)} volumes are called {name}", "rename all but one of them")
        for container in containers(pod):
            for mount in (*maps(container.get("volumeMounts")), *maps(container.get("volumeDevices"))):
                if mount.get("name") not in (*names, *claims):
                    yield Hit.of(
                        item,
                        f"the container {container.get('name')} mounts the volume {mount.get('name')},"
                        f" and the pod has {', '.join((*names, *claims)) or 'none'}",
                        either(in_place_of(str(mount.get("name")), (*names, *claims)), "add the volume"),
                    )
