#!/usr/bin/env bash
# Starts everything on this machine, awards one sample badge, and stays until Ctrl-C.
# With --once: runs the whole journey by itself; exit 0 only if Table storage has the badge as accepted.
set -euo pipefail
from=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")"
source eng/prerequisites.sh

require_dotnet
require_node
install_node_packages

# Quiet when all is well.
build() {
  local output
  output=$(dotnet build "$1" -c Release -v quiet -nologo -clp:NoSummary 2>&1) || fail "$output"
}
build Functions
build Sandbox
sandbox=$PWD/Sandbox/bin/Release/net10.0/BadgeFunctions.Sandbox.dll

# The arguments' paths are seen from where they were written.
cd "$from"
exec dotnet "$sandbox" "$@"
