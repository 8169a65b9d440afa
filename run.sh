#!/usr/bin/env bash
# Starts everything on this machine, awards one sample badge, and stays until Ctrl-C.
# With --once: runs the whole journey by itself; exit 0 only if Table storage has the badge as accepted.
# Sandbox/CommandLine.cs has all arguments.
set -euo pipefail
from=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")"
source eng/prerequisites.sh
source eng/make.sh

host=local build=yes previous= arguments=()
for argument in "$@"; do
  [ "$previous" != --host ] || host=$argument
  [ "$argument" = --no-build ] && build=no || arguments+=("$argument")
  previous=$argument
done

step "Checking .NET and Node"
require_dotnet
require_node
[ "$host" != func ] || require_func
install_node_packages

sandbox=$PWD/Sandbox/bin/Release/net10.0/BadgeFunctions.Sandbox.dll
if [ $build = yes ]; then
  make build "Building (the first time takes about a minute)" "$sandbox" dotnet build eng/local.slnf
  [ "$host" = local ] || publish_package
fi
step "Starting"

# The arguments' paths are seen from where they were written.
cd "$from"
exec dotnet "$sandbox" ${arguments[@]+"${arguments[@]}"}
