#!/usr/bin/env bash
# Sets everything up and passes every test. The last line is "N passed, N failed, N skipped".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source eng/prerequisites.sh
source eng/make.sh

step "Checking .NET, Node and Chromium"
require_dotnet
require_node
install_node_packages
require_chromium

results=.data/test-results
rm -rf "$results"
status=0
step "Building"
dotnet build BadgeFunctions.sln -c Release -v quiet -nologo
publish_package
step "Running the tests"
dotnet test Functions.Tests -c Release --no-build -nologo \
  --results-directory "$results" --logger "trx;LogFileName=tests.trx" --logger "console;verbosity=minimal" "$@" || status=$?

counters=$(grep -o '<Counters [^>]*>' "$results/tests.trx" || true)
count() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$counters"; }
total=$(count total) passed=$(count passed) executed=$(count executed)
if [ -z "${total:-}" ] || [ "$total" -eq 0 ]; then
  echo "No test ran." >&2
  exit 1
fi
echo "$passed passed, $((executed - passed)) failed, $((total - executed)) skipped"
exit "$status"
