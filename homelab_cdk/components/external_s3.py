"""An S3 server outside of the lab: a NAS, or somebody's cloud."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Unpack
from urllib.parse import urlsplit

import constructs

from .._errors import BuildError
from ..constructs import (
    Bucket,
    BucketStore,
    CommonOptions,
    Component,
    ComponentInfo,
    Credential,
    CredentialStore,
    Outside,
    Pods,
    UnitChart,
)
from ..model import Url

__all__ = ["ExternalS3"]


class _Buckets(BucketStore):
    """Buckets that somebody made beforehand, all opened by the same keys."""

    def __init__(
        self, owner: ExternalS3, *, store: CredentialStore, port: int, prefix: str, region: str, path_style: bool
    ) -> None:
        super().__init__(name=owner.construct_id, provider=owner, in_lab=False)
        self._owner = owner
        self._store = store
        self._port = port
        self._prefix = prefix
        self._region = region
        self._path_style = path_style
        self._claims: dict[str, str] = {}

    def claim(self, consumer: UnitChart, *, client: Pods, bucket: str, keys: Mapping[str, str] | None = None) -> Bucket:
        """Name the bucket, hand over the keys, and let the client's pods out to the server's port.

        Raises:
            BuildError: another consumer has the bucket.
        """
        name = f"{self._prefix}{bucket}"
        if name in self._claims:
            raise BuildError(
                f"{consumer.path} asks for the bucket {name!r}, which {self._claims[name]} has; choose another name"
            )
        self._claims[name] = consumer.path
        credential = self._owner.credential
        credential.about = f"opens {self._owner.endpoint}, where these buckets have to exist: {', '.join(self._claims)}"
        secret = self._store.hand_over(consumer, credential, secret=f"{bucket}-s3", keys=keys)
        consumer.network.allow_egress(client, to=Outside(what="anywhere"), port=self._port)
        return Bucket(
            endpoint=self._owner.endpoint,
            name=name,
            region=self._region,
            secret=secret,
            path_style=self._path_style,
        )


class ExternalS3(Component):
    """An S3 server that the lab uses and does not run: the place for backups, as it survives the lab.

    It makes no buckets: those that are asked for, and one pair of keys for all of them, come from a person. Which ones
    stands beside the credential in `generated/README.md`.
    """

    info = ComponentInfo(
        name="external-s3",
        title="External S3",
        about="S3 buckets on a NAS or in a cloud, outside of the lab",
        slot="objectStorage",
        layer="infrastructure",
        phase=2,
        docs="https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html",
        provides=(BucketStore,),
        requires=(CredentialStore,),
    )

    def __init__(
        self,
        scope: constructs.Construct,
        id: str = "external-s3",
        *,
        endpoint: Url,
        region: str = "us-east-1",
        path_style: bool = True,
        bucket_prefix: str = "",
        credentials: CredentialStore | None = None,
        **common: Unpack[CommonOptions],
    ) -> None:
        """Use an S3 server.

        Args:
            scope: the lab, or any cdk8s app or chart.
            id: construct id; also the name of the credential with its keys.
            endpoint: address of the server, such as `https://nas.home.example.com:9000`; its certificate has to be one
                that everybody trusts.
            region: its region; by default `us-east-1`, which servers that have none take.
            path_style: whether a bucket's name goes into the path of its address; by default so, which all servers but
                some clouds take.
            bucket_prefix: what stands before the name of each bucket, where the server has others of the same name; by
                default nothing.
            credentials: where its keys come from; by default the lab's.
            **common: what every component takes.

        Raises:
            BuildError: the endpoint is no address of a server.
            CapabilityError: nothing provides credentials.
        """
        super().__init__(scope, id, **common)
        self.endpoint = endpoint.rstrip("/")
        parts = urlsplit(self.endpoint)
        try:
            port = parts.port
        except ValueError:
            port = 0
        if parts.scheme not in ("http", "https") or not parts.hostname or port == 0 or parts.path or parts.query:
            raise BuildError(
                f"{self.path}: the endpoint {endpoint!r} is no address of a server; write it as"
                " https://nas.home.example.com:9000, without a path"
            )
        store = credentials or self.require(CredentialStore)
        self.credential: Credential = store.declare(
            self,
            id,
            provided=("access-key-id", "secret-access-key"),
            about=f"opens {self.endpoint}",
        )
        self.provide(
            _Buckets(
                self,
                store=store,
                port=port or (443 if parts.scheme == "https" else 80),
                prefix=bucket_prefix,
                region=region,
                path_style=path_style,
            )
        )
