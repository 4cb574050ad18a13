"""Machines, networks and addresses in homelab.yaml."""

from __future__ import annotations

from tests.mutation.damage import Refused, config, damage, without

LEVEL = "config"

_NODE = "nodes node-1"

DAMAGES = (
    # Machines
    damage(
        "two machines have one address",
        config("nodes node-2 address", "192.168.1.11"),
        caught_by=Refused(text="that of node-1"),
    ),
    damage(
        "a machine is in another network",
        config(f"{_NODE} address", "192.168.2.11"),
        caught_by=Refused(text="not inside"),
    ),
    damage(
        "a machine has the broadcast address",
        config(f"{_NODE} address", "192.168.1.255"),
        caught_by=Refused(text="broadcast"),
    ),
    damage(
        "a machine has the network's address",
        config(f"{_NODE} address", "192.168.1.0"),
        caught_by=Refused(text="network address"),
    ),
    damage(
        "a machine's address has a prefix length",
        config(f"{_NODE} address", "192.168.1.11/24"),
        caught_by=Refused(text="address"),
    ),
    damage(
        "a machine's address has a fifth part",
        config(f"{_NODE} address", "192.168.1.1.1"),
        caught_by=Refused(text="address"),
    ),
    damage("a machine has no address", without(f"{_NODE} address"), caught_by=Refused(text='"address"')),
    damage("a machine has no memory", without(f"{_NODE} memory"), caught_by=Refused(text='"memory"')),
    damage("a machine has no cores", config(f"{_NODE} cores", 0), caught_by=Refused(text="cores")),
    damage("cores are text", config(f"{_NODE} cores", "eight"), caught_by=Refused(text="cores")),
    damage("memory has no unit", config(f"{_NODE} memory", 32), caught_by=Refused(text="memory")),
    damage(
        "memory is in the wrong unit", config(f"{_NODE} memory", "32Mi"), caught_by=Refused(text="did you mean 32Gi")
    ),
    damage(
        "memory is more than any machine has",
        config(f"{_NODE} memory", "32Pi"),
        caught_by=Refused(text="check the unit"),
    ),
    damage("a role is unknown", config(f"{_NODE} roles", ["master"]), caught_by=Refused(text="roles")),
    damage(
        "nobody is a server",
        *(config(f"nodes node-{n} roles", ["agent"]) for n in (1, 2, 3)),
        caught_by=Refused(text="no node is a server"),
    ),
    damage("two machines are servers", config("nodes node-3 roles", ["agent"]), caught_by=Refused(text="majority")),
    damage("a disk has no size", config(f"{_NODE} disks nvme0n1", {"kind": "nvme"}), caught_by=Refused(text='"size"')),
    damage(
        "a disk is of an unknown kind", config(f"{_NODE} disks nvme0n1 kind", "floppy"), caught_by=Refused(text="kind")
    ),
    damage(
        "a machine's property is misspelt", config(f"{_NODE} memori", "32Gi"), caught_by=Refused(text="did you mean")
    ),
    damage("a machine's name is no host name", config("nodes Node_4", {}), caught_by=Refused(text="Node_4")),
    damage(
        "a label belongs to Kubernetes",
        config(f"{_NODE} labels", {"kubernetes.io/role": "nas"}),
        caught_by=Refused(text="kubelet refuses"),
    ),
    damage("a taint has no effect", config(f"{_NODE} taints", ["dedicated=db"]), caught_by=Refused(text="taints")),
    # Networks and addresses
    damage(
        "the node network has host bits",
        config("networks node", "192.168.1.7/24"),
        caught_by=Refused(text="networks.node"),
    ),
    damage("the node network is a word", config("networks node", "lan"), caught_by=Refused(text="networks.node")),
    damage(
        "pods have addresses of machines", config("networks pod", "192.168.0.0/16"), caught_by=Refused(text="overlaps")
    ),
    damage(
        "pods and Services share a network",
        config("networks service", "10.42.0.0/16"),
        caught_by=Refused(text="overlaps"),
    ),
    damage("pods are of another family", config("networks pod", "fd00::/48"), caught_by=Refused(text="IPv6")),
    damage(
        "the pod network has room for two",
        config("networks pod", "10.42.0.0/23"),
        caught_by=Refused(text="has room for 2"),
    ),
    damage(
        "the Service network is too wide",
        config("networks service", "10.128.0.0/9"),
        caught_by=Refused(text="too wide"),
    ),
    damage(
        "DHCP gives what the load balancer gives",
        config("networks dhcp", "192.168.1.190-192.168.1.205"),
        caught_by=Refused(text="one owner"),
    ),
    damage(
        "the DHCP range runs backwards",
        config("networks dhcp", "192.168.1.199-192.168.1.100"),
        caught_by=Refused(text="networks.dhcp"),
    ),
    damage(
        "DHCP is for another network",
        config("networks dhcp", "192.168.9.10-192.168.9.20"),
        caught_by=Refused(text="not inside"),
    ),
    damage(
        "the load balancer gives a machine's address",
        config("networks loadBalancer", ["192.168.1.11-192.168.1.20"]),
        caught_by=Refused(text="the address of node-1"),
    ),
    damage(
        "the load balancer gives the broadcast address",
        config("networks loadBalancer", ["192.168.1.200-192.168.1.255"]),
        caught_by=Refused(text="broadcast"),
    ),
    damage(
        "the load balancer's range is elsewhere",
        config("networks loadBalancer", ["10.0.0.1-10.0.0.9"]),
        caught_by=Refused(text="not inside"),
    ),
    damage(
        "two ranges of the load balancer overlap",
        config("networks loadBalancer", ["192.168.1.200-192.168.1.210", "192.168.1.210-192.168.1.220"]),
        caught_by=Refused(text="192.168.1.210"),
    ),
    damage(
        "the API's address is given by DHCP",
        config("cluster api", "192.168.1.150"),
        caught_by=Refused(text="DHCP range"),
    ),
    damage(
        "the API's address is given to Services",
        config("cluster api", "192.168.1.210"),
        caught_by=Refused(text="load balancer's range"),
    ),
    damage(
        "the API's address is in another network",
        config("cluster api", "192.168.7.10"),
        caught_by=Refused(text="cluster.api"),
    ),
    damage(
        "the API's address is a machine's that is no server",
        config("nodes node-4", {"address": "192.168.1.14", "roles": ["agent"], "cores": 4, "memory": "8Gi"}),
        config("cluster api", "192.168.1.14"),
        caught_by=Refused(text="which is no server"),
    ),
    # What rules find
    damage(
        "a machine is in the DHCP range",
        config(f"{_NODE} address", "192.168.1.120"),
        caught_by="no_machine_is_in_the_dhcp_range",
        about="node-1",
    ),
    damage(
        "the API has one server's address",
        config("cluster api", "192.168.1.12"),
        caught_by="the_api_outlives_a_server",
        about="node-2",
    ),
    damage(
        "every machine shrinks to 4 GiB",
        *(config(f"nodes node-{n} memory", "4Gi") for n in (1, 2, 3)),
        caught_by="the_lab_fits_its_nodes",
        about="memory",
    ),
    damage(
        "every machine shrinks to one core",
        *(config(f"nodes node-{n} cores", 1) for n in (1, 2, 3)),
        caught_by="the_lab_fits_its_nodes",
        about="CPU",
    ),
    damage(
        "every disk shrinks to 20 GiB",
        *(config(f"nodes node-{n} disks nvme0n1 size", "20Gi") for n in (1, 2, 3)),
        caught_by="the_lab_fits_its_nodes",
        about="volume",
    ),
    damage(
        "every machine bears a taint",
        *(config(f"nodes node-{n} taints", ["dedicated=db:NoSchedule"]) for n in (1, 2, 3)),
        caught_by="the_lab_fits_its_nodes",
        about="taint",
    ),
    damage(
        "two of three machines go",
        without("nodes node-2"),
        without("nodes node-3"),
        config("cluster api", "192.168.1.11"),
        config(f"{_NODE} memory", "8Gi"),
        caught_by="the_lab_fits_its_nodes",
    ),
    damage(
        "the lab wants more room than there is",
        config("capacity", {"headroom": 90}),
        caught_by="the_machines_keep_headroom",
        about="memory",
    ),
    damage(
        "one machine of three is a server",
        config("nodes node-2 roles", ["agent"]),
        config("nodes node-3 roles", ["agent"]),
        config("cluster api", "192.168.1.11"),
        caught_by="any_machine_may_be_lost",
        about="node-1",
    ),
)
