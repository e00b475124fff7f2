#!/usr/bin/env bash
# Runs a command in a separate D-Bus session, with an empty, unlocked keyring and an empty home folder.
# Usage: with-keyring.sh COMMAND [ARGUMENT...]
set -euo pipefail

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -m 700 "$home/run"

# The display's key is in the old home folder, which is replaced below.
export XAUTHORITY=${XAUTHORITY:-$HOME/.Xauthority}
if [[ ${WAYLAND_DISPLAY:-} == [!/]* ]]; then export WAYLAND_DISPLAY="$XDG_RUNTIME_DIR/$WAYLAND_DISPLAY"; fi

# The bus reports every service it starts, so only the command itself writes to the terminal (through descriptor 3).
env HOME="$home" XDG_RUNTIME_DIR="$home/run" XDG_DATA_HOME="$home/data" XDG_CONFIG_HOME="$home/config" \
  XDG_CACHE_HOME="$home/cache" NO_AT_BRIDGE=1 \
  dbus-run-session -- bash -c '
    printf practice | gnome-keyring-daemon --unlock --components=secrets > /dev/null
    gdbus wait --session --timeout 10 org.freedesktop.secrets
    # The service exists before its default collection does.
    for _ in {1..100}; do
      gdbus call --session --dest org.freedesktop.secrets --object-path /org/freedesktop/secrets \
        --method org.freedesktop.Secret.Service.ReadAlias default | grep -q /collection/ && exec "$@" 2>&3 3>&-
      sleep 0.1
    done
    echo "The keyring did not start within 10 s." >&3
    exit 1
  ' with-keyring "$@" 3>&2 2> "$home/bus.log"
