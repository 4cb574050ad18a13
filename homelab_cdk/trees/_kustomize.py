"""What kustomize makes of a folder: resources, components, generators, patches, namespaces and names.

It follows what stands in the tree. What comes from elsewhere (an address, a chart that is inflated, a plugin) is listed as
outside, and what replacements and a changed configuration do to fields is not done.
"""

from __future__ import annotations

from collections.abc import Callable
from posixpath import join, normpath

from ..model import Map, mapping, maps
from ._files import LISTINGS, Files, fresh
from ._generators import generate
from ._made import REMOTE, Made, Making, listed
from ._patches import patch_all, patch_json
from ._transformers import annotate, label, pin_images, place, rename, scale

__all__ = ["Kustomize"]

_PLUGINS = ("helmCharts", "helmChartInflationGenerator", "generators", "transformers", "crds")


class Kustomize:
    """Builds of the folders of a repository."""

    def __init__(self, files: Files, scopes: Map) -> None:
        """Build from some files.

        Args:
            files: the files.
            scopes: by group and kind as text, whether a kind of custom resources lives in a namespace.
        """
        self._files = files
        self._scopes = scopes

    def build(self, folder: str, change: Callable[[Map], Map] = lambda listing: listing) -> Making:
        """What comes out of a folder.

        Args:
            folder: the folder; without a listing, everything below it is taken, as Flux does.
            change: what becomes of its listing before that.
        """
        making = Making()
        found = self._files.listing(folder)
        file, listing = found or (normpath(f"{folder}/{LISTINGS[0]}"), self._everything(folder))
        if found is not None:
            making.files.add(file)
        self._read(folder, file, change(listing), making, making.made, (folder,))
        return making

    def _everything(self, folder: str) -> Map:
        """The listing that Flux writes where there is none: the files below, folders that have their own as a whole."""
        whole: list[str] = []
        start = "" if folder == "." else f"{folder}/"
        for name in self._files.below(folder):
            holders = [holder for holder in self._files.holders(name) if holder.startswith(start) and holder != folder]
            entry = f"./{(holders[-1] if holders else name).removeprefix(start)}"
            if entry not in whole:
                whole.append(entry)
        return {"resources": whole, "implied": True}

    def _read(
        self, folder: str, file: str, listing: Map, making: Making, made: list[Made], above: tuple[str, ...]
    ) -> None:
        for entry in listed(listing, "resources") + listed(listing, "bases"):
            self._resource(folder, file, str(entry), making, made, above)
        generate(self._files, folder, listing, file, making, made)
        for entry in listed(listing, "components"):
            name = normpath(join(folder, str(entry)))
            self._folder(name, file, str(entry), making, made, above, kind="Component")
        for field in _PLUGINS:
            for entry in listed(listing, field):
                what = str(mapping(entry).get("name") or entry)
                making.lack(file, what, f"it stands in {field}, and what that does is not known")
        for entry in listed(listing, "configurations"):
            making.read(normpath(join(folder, str(entry))))
        patch_all(self._files, folder, listing, file, making, made)
        self._transform(listing, made)
        patch_json(self._files, folder, listing, file, making, made)
        scale(made, maps(listing.get("replicas")))
        pin_images(made, maps(listing.get("images")))

    def _transform(self, listing: Map, made: list[Made]) -> None:
        if listing.get("namespace"):
            place(made, str(listing["namespace"]), self._scopes)
        prefix, suffix = str(listing.get("namePrefix") or ""), str(listing.get("nameSuffix") or "")
        if prefix or suffix:
            rename(made, prefix, suffix)
        if mapping(listing.get("commonLabels")):
            label(made, mapping(listing["commonLabels"]), selectors=True, templates=True)
        for entry in maps(listing.get("labels")):
            selectors = entry.get("includeSelectors") is True
            label(
                made, mapping(entry.get("pairs")), selectors=selectors, templates=entry.get("includeTemplates") is True
            )
        if mapping(listing.get("commonAnnotations")):
            annotate(made, mapping(listing["commonAnnotations"]))

    def _resource(
        self, folder: str, file: str, entry: str, making: Making, made: list[Made], above: tuple[str, ...]
    ) -> None:
        if REMOTE.match(entry):
            making.lack(file, entry, "it is read from elsewhere")
            return
        name = normpath(join(folder, entry))
        if self._files.is_file(name):
            making.files.add(name)
            made.extend(Made(body=fresh(one.body), file=one.file, line=one.line) for one in self._files.objects(name))
        else:
            own: list[Made] = []
            self._folder(name, file, entry, making, own, above, kind="Kustomization")
            made.extend(own)

    def _folder(
        self,
        name: str,
        file: str,
        entry: str,
        making: Making,
        made: list[Made],
        above: tuple[str, ...],
        *,
        kind: str,
    ) -> None:
        if REMOTE.match(entry):
            making.lack(file, entry, "it is read from elsewhere")
            return
        found = self._files.listing(name) if self._files.is_folder(name) else None
        if found is None:
            lies = "it lies outside of the tree" if name.startswith("..") else ""
            why = lies or ("it has no kustomization.yaml" if self._files.is_folder(name) else "it is not there")
            making.lack(file, entry, why, fault=not lies)
        elif name in above:
            making.lack(file, entry, "it holds itself", fault=True)
        else:
            making.files.add(found[0])
            if str(found[1].get("kind") or "Kustomization") != kind:
                making.lack(file, entry, f"its listing is no {kind}, and kustomize refuses it here", fault=True)
            self._read(name, found[0], found[1], making, made, (*above, name))
