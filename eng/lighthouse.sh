#!/usr/bin/env bash
# Measures the pages that members see most with Lighthouse, on this machine's Chromium and a simulated phone, and prints the scores.
# Run it on a machine that does nothing else.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source eng/prerequisites.sh
source eng/make.sh

step "Checking .NET, Node and Chromium"
require_dotnet
require_node
install_node_packages
require_chromium

step "Building"
dotnet build Functions.Tests -c Release -v quiet -nologo
step "Measuring"
LIGHTHOUSE=1 dotnet test Functions.Tests -c Release --no-build -nologo --filter "FullyQualifiedName~LighthouseTests" \
  --logger "console;verbosity=detailed" | grep -E '^ *(Sign in|Claim with a notice|My badges|Public badge: Shared): performance|^(Passed|Failed)!|^Total tests|^ +(Passed|Failed): ' | sort -u
