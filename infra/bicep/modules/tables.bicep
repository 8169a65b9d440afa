metadata description = 'The product\'s tables, in an account of their own: the app may read and write the rows of these tables, and nothing else. No keys.'

@description('The account\'s name.')
param name string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Whether it can be reached over private endpoints alone.')
param isPrivate bool

@description('Whether it is copied to other zones of the region.')
param zoneRedundant bool

@description('The principal that the app is.')
param principalId string

@description('The principal\'s name, which names its roles.')
param principalName string

@description('Where the account\'s requests are logged.')
param workspaceId string

var tableDataContributor = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
)
var tableNames = [
  'BadgeExpiries'
  'Badges'
  'BadgeTemplates'
  'Bookmarks'
  'CallbackDeliveries'
  'Credentials'
  'HostedBadges'
  'Lookups'
  'TemplateImages'
]

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS'
  }
  properties: {
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }

  resource service 'tableServices' = {
    name: 'default'
  }
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-01-01' = [
  for table in tableNames: {
    parent: account::service
    name: table
  }
]

resource mayUseRows 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (table, index) in tableNames: {
    scope: tables[index]
    name: guid(tables[index].id, principalName, tableDataContributor)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: tableDataContributor
    }
  }
]

// Rows cannot be recovered once deleted: whoever means to delete the account has to take the lock away first.
resource lock 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: account
  name: 'keep'
  properties: {
    level: 'CanNotDelete'
    notes: 'The members\' badges.'
  }
}

resource metrics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    metrics: [
      {
        category: 'Transaction'
        enabled: true
      }
    ]
  }
}

resource auditLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account::service
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'StorageDelete'
        enabled: true
      }
    ]
  }
}

@description('The resource id.')
output id string = account.id

@description('The name.')
output name string = account.name

@description('The address of the table service.')
output serviceUri string = account.properties.primaryEndpoints.table
