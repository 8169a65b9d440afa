#!/bin/sh
# azd publishes with `dotnet publish` and no properties of ours; MSBuild takes this one from the environment.
if [ "${FunctionsHost:-}" != Azure ]; then
  echo "Set FunctionsHost=Azure for azd: 'FunctionsHost=Azure azd up'. Without it the embedded host would be deployed." >&2
  exit 1
fi
