#!/usr/bin/env bash
# Asks a deployed app what only a working one answers. Changes nothing. Usage: eng/smoke-test.sh https://badges.example.org
set -euo pipefail
url=${1:?the app\'s address}
url=${url%/}

# expect <what> <status> <curl arguments>
expect() {
  local what=$1 wanted=$2 status
  shift 2
  for attempt in $(seq 30); do
    status=$(curl --silent --output /dev/null --write-out '%{http_code}' --max-time 20 "$@" || true)
    if [ "$status" = "$wanted" ]; then
      echo "$what: $status"
      return
    fi
    [ "$attempt" -eq 30 ] || sleep 5
  done
  echo "$what: $status, not $wanted" >&2
  exit 1
}

expect "storage can be reached" 200 "$url/healthz"
expect "pages are served" 200 "$url/sign-in"
expect "the front door is the app's own" 303 "$url/"
expect "a webhook without a signature is refused" 401 --request POST --data '{}' "$url/webhooks/certification"
expect "a made-up claim link is refused" 404 "$url/claim/smoke-test"
expect "the status of badges needs a key" 401 "$url/api/badges/smoke-test"
