"""Turn a built lab into files."""
