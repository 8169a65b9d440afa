metadata description = 'The Log Analytics workspace, with the rule that every row passes before it is stored.'

@description('Its name.')
param name string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags object

@description('How many days telemetry is kept.')
param retentionInDays int

@description('The data collection rule that rows pass.')
param dataCollectionRuleId string

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: retentionInDays
    features: {
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
    }
    defaultDataCollectionRuleResourceId: dataCollectionRuleId
  }
}

@description('The resource id.')
output id string = workspace.id
