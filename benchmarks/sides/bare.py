"""The bare limit: plain dicts and PyYAML's emitter in C, one file for each object.

Arguments: module of objects, count.
"""

import importlib.util
import os
import sys

import yaml

spec = importlib.util.spec_from_file_location("apps", sys.argv[1])
apps = importlib.util.module_from_spec(spec)
spec.loader.exec_module(apps)


class Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, data):
        return True


for number in range(int(sys.argv[2])):
    name = apps.name_of(number)
    folder = f"generated/apps/{name}"
    os.makedirs(folder)
    for body in apps.objects(name):
        with open(f"{folder}/{body['kind'].lower()}-{name}.yaml", "w") as file:
            yaml.dump(body, file, Dumper=Dumper, sort_keys=False)
