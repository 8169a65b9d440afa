#!/bin/sh
# Puts the app's secrets into Key Vault: those that nobody has to know are generated once, the others are asked for.
# A secret that is there stays as it is; to rotate one, see docs/operations.md.
set -eu
vault=${AZURE_KEY_VAULT_NAME:?AZURE_KEY_VAULT_NAME is an output of infra/bicep}

has() { az keyvault secret show --vault-name "$vault" --name "$1" --query id --output none 2>/dev/null; }

# From a file, so that no secret is in the list of processes.
put() {
  file=$(mktemp)
  trap 'rm -f "$file"' EXIT
  printf '%s' "$2" >"$file"
  az keyvault secret set --vault-name "$vault" --name "$1" --file "$file" --encoding utf-8 --output none
  rm -f "$file"
}

generate() {
  has "$1" && return
  put "$1" "$2$(openssl rand -base64 32)"
  echo "$1: generated"
}

ask() {
  has "$1" && return
  if [ ! -t 0 ]; then
    echo "$1 is not in $vault yet: az keyvault secret set --vault-name $vault --name $1 --file <file>" >&2
    return
  fi
  printf '%s: ' "$2"
  stty -echo
  read -r value
  stty echo
  echo
  [ -z "$value" ] || put "$1" "$value"
}

generate awards-webhook-secret whsec_
generate signing-key ""
generate address-key ""
generate credential-signing-key ""
[ -z "${CALLBACK_URL:-}" ] || generate callback-secret whsec_
ask sendgrid-api-key "SendGrid API key"
if [ -z "${CREDLY_ORGANIZATION_ID:-}" ]; then
  echo "CREDLY_ORGANIZATION_ID is not set: the app hosts the badges itself"
elif [ -n "${CREDLY_CLIENT_ID:-}" ]; then
  ask credly-client-secret "Credly OAuth client secret"
else
  ask credly-authorization-token "Credly authorization token"
fi
