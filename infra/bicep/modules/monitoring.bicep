metadata description = 'Log Analytics and a workspace-based Application Insights component, to which the app signs in with its identity.'

@description('Suffix of the resources\' names.')
param resourceToken string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags object

@description('How many days telemetry is kept.')
@minValue(30)
@maxValue(730)
param retentionInDays int

@description('The principal that may write telemetry.')
param principalId string

@description('The principal\'s name, which names its roles.')
param principalName string

var monitoringMetricsPublisher = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '3913510d-42f4-4e42-8a64-420c390055eb'
)
var workspaceName = 'log-${resourceToken}'

module redaction 'redaction.bicep' = {
  name: 'redaction'
  params: {
    workspaceName: workspaceName
    location: location
    tags: tags
  }
}

module workspace 'workspace.bicep' = {
  name: 'workspace'
  params: {
    name: workspaceName
    location: location
    tags: tags
    retentionInDays: retentionInDays
    dataCollectionRuleId: redaction.outputs.id
  }
}

resource component 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${resourceToken}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.outputs.id
    DisableLocalAuth: true
  }
}

resource mayPublish 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: component
  name: guid(component.id, principalName, monitoringMetricsPublisher)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: monitoringMetricsPublisher
  }
}

@description('The workspace\'s resource id.')
output workspaceId string = workspace.outputs.id

@description('The component\'s resource id.')
output componentId string = component.id

@description('The component\'s connection string; without an identity that may publish it lets nobody in.')
output connectionString string = component.properties.ConnectionString
