"""The same objects in straightforward cdk8s, one file for each.

All stand in one chart: a chart for each application would take a sixth longer.
Arguments: module of objects, count.
"""

import importlib.util
import sys

from cdk8s import ApiObject, App, Chart, JsonPatch, YamlOutputType

spec = importlib.util.spec_from_file_location("apps", sys.argv[1])
apps = importlib.util.module_from_spec(spec)
spec.loader.exec_module(apps)

app = App(outdir="dist", yaml_output_type=YamlOutputType.FILE_PER_RESOURCE)
chart = Chart(app, "apps")
for number in range(int(sys.argv[2])):
    name = apps.name_of(number)
    for body in apps.objects(name):
        id = f"{name}-{body['kind'].lower()}"
        item = ApiObject(chart, id, api_version=body["apiVersion"], kind=body["kind"], metadata=body["metadata"])
        item.add_json_patch(JsonPatch.add("/spec", body["spec"]))
app.synth()
