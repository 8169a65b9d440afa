#!/bin/sh
# Makes each caller's function key on a deployed app, where it is not there yet: infra/bicep/function-keys.bicep. It runs after the package.
set -eu
group=${AZURE_RESOURCE_GROUP:?AZURE_RESOURCE_GROUP is an output of infra/bicep}
app=${AZURE_FUNCTION_APP_NAME:?AZURE_FUNCTION_APP_NAME is an output of infra/bicep}
cd "$(dirname "$0")/.."

# The running app keeps its keys itself: it has to have started with its functions. azd's subscription need not be the Azure CLI's.
attempt=1
until az deployment group create --name function-keys --resource-group "$group" \
  --template-file infra/bicep/function-keys.bicep --parameters appName="$app" --output none \
  ${AZURE_SUBSCRIPTION_ID:+--subscription "$AZURE_SUBSCRIPTION_ID"}; do
  [ "$attempt" -lt 10 ] || exit 1
  attempt=$((attempt + 1))
  sleep 15
done
