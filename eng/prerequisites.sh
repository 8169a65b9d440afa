# What run.sh and test.sh need of the machine: checked with a clear message, installed where that is possible.

# A line for each step, with the seconds since the start.
step() {
  printf '%3d s  %s\n' "$SECONDS" "$1"
}

fail() {
  echo "$1" >&2
  exit 1
}

require_dotnet() {
  command -v dotnet >/dev/null || fail "The .NET SDK 10 is needed: https://dotnet.microsoft.com/download"
  local sdks
  sdks=$(dotnet --list-sdks)
  grep -q '^10\.' <<<"$sdks" || fail "The .NET SDK 10 is needed: https://dotnet.microsoft.com/download. Found: ${sdks:-none}"
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
}

require_func() {
  command -v func >/dev/null || fail "Azure Functions Core Tools are needed for --host func: npm install -g azure-functions-core-tools@4
Other ways to install them: https://learn.microsoft.com/azure/azure-functions/functions-run-local"
}

require_node() {
  command -v node >/dev/null || fail "Node.js 20 or later is needed: https://nodejs.org"
  local major
  major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
  [ "$major" -ge 20 ] || fail "Node.js 20 or later is needed: https://nodejs.org. Found: $(node --version)"
}

# Azurite, pinned in package.json.
install_node_packages() {
  if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    step "Installing npm packages (Azurite)"
    npm ci --no-audit --no-fund --loglevel=error
  fi
}

# CHROMIUM names a browser; otherwise Debian's, or the one that a desktop has.
find_chromium() {
  local candidate
  for candidate in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$candidate" ] && command -v "$candidate" >/dev/null; then
      command -v "$candidate"
      return
    fi
  done
}

require_chromium() {
  CHROMIUM=$(find_chromium)
  if [ -z "$CHROMIUM" ] && command -v apt-get >/dev/null; then
    step "Installing Chromium for the browser tests"
    local sudo=""
    [ "$(id -u)" -eq 0 ] || sudo=sudo
    $sudo apt-get update -qq >/dev/null
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq chromium >/dev/null
    CHROMIUM=$(find_chromium)
  fi
  [ -n "$CHROMIUM" ] || fail "Chromium is needed for the browser tests; set CHROMIUM to its path."
  export CHROMIUM
}
