"""A feed reader: a small web application with a database, a password, and metrics."""

from homelab_cdk import Lab, WebApp


def build(lab: Lab) -> None:
    """Run Miniflux (https://miniflux.app)."""
    reader = WebApp(
        lab,
        "reader",
        image="ghcr.io/miniflux/miniflux:2.3.3-distroless",
        health_path="/healthz",
        ready_path="/readyz",
        # Every replica would fetch every feed by itself: upstream knows no lock between them.
        replicas=1,
        env={
            "RUN_MIGRATIONS": "1",
            "CREATE_ADMIN": "1",
            "ADMIN_USERNAME": "admin",
            "METRICS_COLLECTOR": "1",
            # Otherwise the metrics answer to 127.0.0.1 alone, and collectors are told that there are none.
            "METRICS_ALLOWED_NETWORKS": str(lab.config.networks.pod),
        },
    )
    reader.add_route()
    reader.add_env("BASE_URL", reader.url)
    reader.add_database()
    reader.add_password("ADMIN_PASSWORD")
    reader.add_metrics()
    reader.allow_internet()
