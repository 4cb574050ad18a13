#!/bin/sh
# Written by homelab-synth from homelab.yaml.
#
# Makes this machine the server node-2 of the lab homelab, k3s v1.36.3+k3s1,
# with the files beside this script. Copy this folder to the machine and run there:
#
#     sudo sh install.sh             again after every change: what is right already stays untouched
#     sh install.sh --root DIR       write the files below DIR and only say what else would be done
#
# There is no secret in here. The tokens lie on the machines, in /etc/rancher/k3s: the first server makes them up, and
# the others are given them in K3S_TOKEN and K3S_AGENT_TOKEN, in those files, or are asked for them.
set -eu

NODE=node-2
ADDRESS=192.168.1.12
ROLE=server
SERVICE=k3s
FIRST=no
JOIN=https://192.168.1.10:6443
VERSION=v1.36.3+k3s1
AGENT_TOKEN_FILE=/etc/rancher/k3s/agent-token
APT='curl nfs-common open-iscsi'
DNF='curl nfs-utils iscsi-initiator-utils'
ZYPPER='curl nfs-client open-iscsi'
MODULES='br_netfilter iscsi_tcp overlay'
SERVICES=iscsid

HERE=$(cd "$(dirname "$0")" && pwd)
ROOT=''
MARK='# Written by homelab-synth'
MANIFESTS=/var/lib/rancher/k3s/server/manifests
PENDING=/etc/rancher/k3s/.restart

say() { printf '%s: %s\n' "$NODE" "$*"; }

fail() {
  printf '%s: error: %s\n' "$NODE" "$*" >&2
  exit 1
}

# Everything that is more than a file goes through here; with --root it is only said.
run() {
  if [ -n "$ROOT" ]; then
    say "would run: $*"
  else
    "$@"
  fi
}

# folder PATH MODE
folder() {
  [ -d "$ROOT$1" ] && [ -n "$(find "$ROOT$1" -prune -perm "$2")" ] && return
  mkdir -p "$ROOT$1"
  chmod "$2" "$ROOT$1"
}

# place FILE PATH MODE COMMAND...: the command follows where something changed.
place() {
  if cmp -s "$HERE/$1" "$ROOT$2" && [ -n "$(find "$ROOT$2" -prune -perm "$3")" ]; then
    return
  fi
  mkdir -p "$(dirname "$ROOT$2")"
  cp "$HERE/$1" "$ROOT$2.new"
  chmod "$3" "$ROOT$2.new"
  mv -f "$ROOT$2.new" "$ROOT$2"
  say "wrote $2"
  shift 3
  "$@"
}

# remove PATH COMMAND...: what this script placed once and the lab no longer has.
remove() {
  [ -f "$ROOT$1" ] || return 0
  head -n 1 "$ROOT$1" | grep -q "^$MARK" || return 0
  rm -f "$ROOT$1"
  say "removed $1"
  shift
  "$@"
}

manifest() { place "manifests/$1" "$MANIFESTS/$1" 600 :; }

# expect FILE: what only a person can bring.
expect() {
  [ -n "$ROOT" ] || [ -s "$1" ] || fail "there is no $1, which homelab.yaml names; put it there first"
}

# Remembered on disk: a run that breaks off in between is made up for by the next one.
restart() {
  mkdir -p "$(dirname "$ROOT$PENDING")"
  : >"$ROOT$PENDING"
}

# secret FILE VALUE KEPT WHAT: a token in a file that only root reads.
secret() {
  [ -s "$ROOT$1" ] && return
  value=$2
  if [ -z "$value" ] && [ -n "$3" ] && [ -s "$ROOT$3" ]; then
    # The cluster runs already: its own token.
    value=$(cat "$ROOT$3")
  elif [ -z "$value" ] && [ "$FIRST" = yes ]; then
    value=$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')
  elif [ -z "$value" ] && [ -n "$ROOT" ]; then
    say "would ask for the $4, for $1"
    return
  elif [ -z "$value" ] && [ -t 0 ]; then
    printf '%s: the %s (on the first server in %s): ' "$NODE" "$4" "$1"
    stty -echo
    read -r value
    stty echo
    echo
  fi
  [ -n "$value" ] || fail "there is no $4: put that of the first server into $1, see README.md"
  mkdir -p "$(dirname "$ROOT$1")"
  (umask 077 && printf '%s' "$value" >"$ROOT$1")
  say "wrote $1"
  restart
}

check_machine() {
  [ -z "$ROOT" ] || return 0
  [ "$(id -u)" -eq 0 ] || fail 'run it as root: sudo sh install.sh'
  [ -d /run/systemd/system ] || fail 'this machine does not run systemd, which starts k3s'
  ip -o addr show | grep -qF " $ADDRESS/" || fail "this machine does not have the address $ADDRESS; is it $NODE?"
}

# Names of packages for apt, dnf and zypper.
install_packages() {
  if [ -n "$ROOT" ]; then
    say "would install where missing: $APT"
  elif command -v apt-get >/dev/null; then
    for package in $APT; do
      dpkg -s "$package" >/dev/null 2>&1 && continue
      apt-get update -q
      DEBIAN_FRONTEND=noninteractive apt-get install -q -y "$package"
    done
  elif command -v dnf >/dev/null; then
    for package in $DNF; do
      rpm -q "$package" >/dev/null || dnf install -q -y "$package"
    done
  elif command -v zypper >/dev/null; then
    for package in $ZYPPER; do
      rpm -q "$package" >/dev/null || zypper --non-interactive install "$package"
    done
  else
    say "no apt-get, dnf or zypper here; install what is missing yourself: $APT"
  fi
}

load_modules() {
  for module in $MODULES; do
    [ -d "/sys/module/$module" ] || run modprobe "$module"
  done
}

start_services() {
  for service in $SERVICES; do
    if [ -z "$ROOT" ] && systemctl --quiet is-active "$service" && systemctl --quiet is-enabled "$service"; then
      continue
    fi
    run systemctl enable --now "$service"
  done
}

# Without an answer there, k3s would only fail, again and again.
wait_for_cluster() {
  [ -n "$JOIN" ] && [ -z "$ROOT" ] || return 0
  # A machine that has joined finds the others by itself.
  systemctl cat "$SERVICE" >/dev/null 2>&1 && return
  tries=0
  until curl --insecure --silent --output /dev/null --max-time 5 "$JOIN/ping"; do
    tries=$((tries + 1))
    [ "$tries" -lt 60 ] || fail "nobody answers at $JOIN; install the first server and wait until it runs"
    [ "$tries" -gt 1 ] || say "waiting for $JOIN"
    sleep 5
  done
}

# The release's own installer makes the service and checks what it downloads; the name of the node and the agents' token
# stay in the service's environment.
install_k3s() {
  if [ -n "$ROOT" ]; then
    say "would install k3s $VERSION as the service $SERVICE where that is not there"
    return
  fi
  installed=$(k3s --version 2>/dev/null | sed -n 's/^k3s version \([^ ]*\).*/\1/p')
  if [ "$installed" = "$VERSION" ] && systemctl cat "$SERVICE" >/dev/null 2>&1; then
    return
  fi
  newest=$(printf '%s\n%s\n' "$installed" "$VERSION" | sort -V | tail -n 1)
  [ "$newest" = "$VERSION" ] || fail "k3s $installed runs here, and there is no way back to $VERSION; correct k3sVersion"
  say "installing k3s $VERSION"
  installer=$(mktemp)
  curl --fail --silent --show-error --location --output "$installer" \
    "https://raw.githubusercontent.com/k3s-io/k3s/$(printf '%s' "$VERSION" | sed 's/+/%2B/')/install.sh"
  if [ "$ROLE" = server ]; then
    export K3S_AGENT_TOKEN_FILE="$AGENT_TOKEN_FILE"
  fi
  # A token in the environment would be kept in it.
  unset K3S_TOKEN K3S_AGENT_TOKEN
  K3S_NODE_NAME=$NODE INSTALL_K3S_VERSION=$VERSION INSTALL_K3S_SKIP_START=true sh "$installer" "$ROLE"
  rm -f "$installer"
  restart
}

start_k3s() {
  if [ ! -e "$ROOT$PENDING" ]; then
    say 'nothing has changed for k3s'
    [ -n "$ROOT" ] || systemctl --quiet is-active "$SERVICE" || systemctl start "$SERVICE"
    return
  fi
  [ -n "$ROOT" ] || say "starting k3s; journalctl -u $SERVICE tells how it goes"
  run systemctl restart "$SERVICE"
  rm -f "$ROOT$PENDING"
}

main() {
  while [ $# -gt 0 ]; do
    case $1 in
      --root)
        [ $# -gt 1 ] || fail '--root takes a folder'
        ROOT=${2%/}
        shift 2
        ;;
      *) fail "there is no option $1; see the first lines of this script" ;;
    esac
  done
  check_machine
  install_packages
  place_files
  load_modules
  start_services
  wait_for_cluster
  install_k3s
  start_k3s
}

place_files() {
  place modules.conf /etc/modules-load.d/90-homelab.conf 644 :
  place 90-kubelet.conf /etc/sysctl.d/90-kubelet.conf 644 :
  run sysctl -q -p /etc/sysctl.d/90-kubelet.conf
  remove /etc/sysctl.d/90-homelab.conf :
  # The configuration of k3s.
  place config.yaml /etc/rancher/k3s/config.yaml 600 restart
  remove /etc/rancher/k3s/registries.yaml restart
  remove /var/lib/rancher/k3s/server/audit.yaml restart
  remove /var/lib/rancher/k3s/server/psa.yaml restart
  for file in "$ROOT$MANIFESTS"/homelab-*.yaml; do
    [ -e "$HERE/manifests/${file##*/}" ] || remove "${file#"$ROOT"}" :
  done
  # The tokens; see above.
  secret /etc/rancher/k3s/token "${K3S_TOKEN:-}" /var/lib/rancher/k3s/server/token 'token of the servers'
  secret "$AGENT_TOKEN_FILE" "${K3S_AGENT_TOKEN:-}" /var/lib/rancher/k3s/server/agent-token 'token of the agents'
}

main "$@"
