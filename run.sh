#!/usr/bin/env bash
# Starts everything on this machine, awards one sample badge, and stays until Ctrl-C.
# With --once: runs the whole journey by itself; exit 0 only if Table storage has the badge as accepted.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source eng/prerequisites.sh

require_dotnet
require_node
install_node_packages

build() { dotnet build "$1" -c Release -v quiet -nologo -clp:NoSummary >&2; }
build Functions
build Sandbox
exec dotnet Sandbox/bin/Release/net10.0/BadgeFunctions.Sandbox.dll "$@"
