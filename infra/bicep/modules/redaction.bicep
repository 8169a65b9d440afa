metadata description = 'Takes the secrets out of addresses before they are stored: /claim/{link}, /sign-in/{link}, /accept/{link}, /reminders/{link}, /confirm-address/{link} and /wallet/{link} open to whoever has them, Credly\'s webhook has its key in the query, and the Functions host writes the address of every request.'

@description('The workspace\'s name.')
param workspaceName string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags object

// A rule needs a workspace, and the workspace names its rule: made here once, given its settings by workspace.bicep.
@onlyIfNotExists()
resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
  }
}

var destination = 'workspace'
var columns = {
  AppRequests: ['Name', 'OperationName', 'Url']
  AppDependencies: ['Name', 'Target', 'Data']
  AppTraces: ['Message']
  AppExceptions: ['OuterMessage', 'InnermostMessage']
}
// Attributes are in JSON: url.path, url.full and url.query of the host's spans, Path and QueryString of its logs.
var documents = {
  AppRequests: ['Properties']
  AppDependencies: ['Properties']
  AppTraces: ['Properties']
  AppExceptions: ['Details', 'Properties']
}
// The backslash belongs to a quote in JSON.
var redact = '''replace_regex(replace_regex({0}, @'(?i)/(claim|sign-in|accept|reminders|confirm-address|wallet)/[^/?\s"\\]+', @'/\1/[link]'), @'(?i)([?&"]code=)[^&\s"\\]+', @'\1[key]')'''

resource rule 'Microsoft.Insights/dataCollectionRules@2023-03-11' = {
  name: 'dcr-redact-${workspaceName}'
  location: location
  tags: tags
  kind: 'WorkspaceTransforms'
  properties: {
    destinations: {
      logAnalytics: [
        {
          name: destination
          workspaceResourceId: workspace.id
        }
      ]
    }
    dataFlows: [
      for table in items(columns): {
        streams: ['Microsoft-Table-${table.key}']
        destinations: [destination]
        transformKql: 'source | extend ${join(concat(map(table.value, column => '${column} = ${format(redact, column)}'), map(documents[table.key], column => '${column} = parse_json(${format(redact, 'tostring(${column})')})')), ', ')}'
      }
    ]
  }
}

@description('The rule.')
output id string = rule.id
