#!/usr/bin/env bash
# Starts everything on this machine, awards one sample badge, and stays until Ctrl-C.
# With --once: runs the whole journey by itself; exit 0 only if Table storage has the badge as accepted.
# Sandbox/CommandLine.cs has all arguments.
set -euo pipefail
from=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")"
source eng/prerequisites.sh

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

# make <name> <what> <result> <command>: runs the command unless the result is newer than every source. Quiet when all is well.
make() {
  local stamp=.data/made-$1 output
  if [ -e "$3" ] && [ -e "$stamp" ] && [ -z "$(newer_than "$stamp")" ]; then
    return
  fi
  step "$2"
  mkdir -p .data
  touch "$stamp.begun"
  output=$("${@:4}" -c Release -v quiet -nologo -clp:ErrorsOnly 2>&1) || fail "$output"
  mv "$stamp.begun" "$stamp"
}

# The projects' own folders do not count: a build makes bin and obj in them.
newer_than() {
  find Functions EmbeddedHost Local Sandbox eng/local.slnf host.json global.json Directory.*.props \
    \( -name bin -o -name obj \) -prune -o \( -type f -o -path '*/*' \) -newer "$1" -print -quit
}

sandbox=$PWD/Sandbox/bin/Release/net10.0/BadgeFunctions.Sandbox.dll
if [ $build = yes ]; then
  make build "Building (the first time takes about a minute)" "$sandbox" dotnet build eng/local.slnf
  [ "$host" = local ] || make package "Publishing the function app" .data/package/host.json dotnet publish Functions -o .data/package
fi
step "Starting"

# The arguments' paths are seen from where they were written.
cd "$from"
exec dotnet "$sandbox" ${arguments[@]+"${arguments[@]}"}
