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
        env={"RUN_MIGRATIONS": "1", "CREATE_ADMIN": "1", "ADMIN_USERNAME": "admin", "METRICS_COLLECTOR": "1"},
    )
    host = reader.add_route()
    reader.add_env("BASE_URL", f"https://{host}")
    reader.add_database()
    reader.add_password("ADMIN_PASSWORD")
    reader.add_metrics()
    reader.allow_internet()
