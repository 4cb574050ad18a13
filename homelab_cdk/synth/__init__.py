"""Turn a built lab into files.

Nothing is imported here, and each command takes the module that it needs: reading a file name must not start Node.js.
"""
