targetScope = 'subscription'

metadata name = 'BadgeFunctions'
metadata description = 'Everything that the app needs of Azure, in a resource group of its own. See infra/bicep/README.md.'

@description('The environment: dev, test, prod, or the name that azd was given.')
@minLength(1)
@maxLength(32)
param environmentName string

@description('The region.')
param location string

@description('The certification body\'s name, on pages and in e-mails.')
param organisationName string

@description('The sender\'s address: a verified sender or domain on SendGrid.')
param emailFromAddress string

@description('The e-mail address that members write to; the sender\'s when there is no other.')
param contactAddress string = emailFromAddress

@description('The sender\'s name.')
param emailFromName string

@description('The verification keys of SendGrid\'s signed event webhook; none is a secret. Without one bounces stay unknown.')
param sendGridWebhookPublicKeys string[] = []

@description('The organization\'s id on Credly; empty for a body that has no account there: the app hosts its badges itself (docs/platforms.md).')
param credlyOrganizationId string = ''

@description('The client id of the OAuth application that Credly has set up for the organization; empty to sign in with its authorization token.')
param credlyClientId string = ''

@description('Whether badges are issued on Credly itself, or on its sandbox.')
param credlyProduction bool = false

@description('How long after its award a badge can be claimed, d.hh:mm:ss.')
param claimWindow string = '365.00:00:00'

@description('How long after the award each reminder is sent, ascending, d.hh:mm:ss.')
param claimReminders string[] = ['7.00:00:00', '30.00:00:00']

@description('Where the certification system takes callbacks (docs/callbacks.md), https://...; empty for none.')
param callbackUrl string = ''

@description('Secrets of which a second one is live while the first is rotated.')
@allowed(['awards-webhook-secret', 'callback-secret', 'signing-key'])
param rotating string[] = []

@description('More app settings, none of them a secret: Credly__AttemptTimeout for example (docs/configuration.md).')
param moreAppSettings object = {}

@description('Who may put secrets into the vault, a user or a service principal; empty for nobody.')
param administratorId string = ''

@description('What kind of principal that is.')
@allowed(['User', 'Group', 'ServicePrincipal'])
param administratorType string = 'User'

@description('The e-mail addresses that alerts go to.')
param alertEmailAddresses string[]

@description('Whether storage and Key Vault are reached over private endpoints in a virtual network alone.')
param networkIsolation bool = false

@description('The virtual network\'s address range, where there is one.')
param addressPrefix string = '10.60.0.0/24'

@description('Whether storage is copied to other zones of the region.')
param zoneRedundantStorage bool = false

@description('Memory of an instance in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('How many instances there may be. 40 is the least that the platform takes in most regions.')
param maximumInstanceCount int = 40

@description('How many instances are kept ready for members\' requests: 0 costs nothing and lets the first member of the day wait some seconds.')
param alwaysReadyHttpInstances int = 0

@description('How many instances are kept ready for orchestrations.')
param alwaysReadyDurableInstances int = 0

@description('How many days telemetry is kept.')
param telemetryRetentionInDays int = 30

@description('Whether a Durable Task Scheduler is created. The app has to be built for it: docs/hosting.md.')
param useDurableTaskScheduler bool = false

@description('The name under which members know the app, badges.example.org; empty for the platform\'s own.')
param customHostName string = ''

@description('The name of that name\'s certificate in the vault; put it in before customHostName is set.')
param certificateName string = ''

@description('The object id of the service principal "Microsoft Azure App Service" in this tenant, where there is a certificate: az ad sp show --id abfa0a7c-a6b6-4736-8310-5855508787cd --query id')
param appServicePrincipalId string = ''

@description('More tags of every resource.')
param tags object = {}

var resourceToken = uniqueString(subscription().id, environmentName, location)
var allTags = union(tags, { 'azd-env-name': environmentName })
var identityName = 'id-badges-${resourceToken}'
var keyVaultName = 'kv-badges-${resourceToken}'
var appName = 'func-badges-${resourceToken}'
var appUrl = 'https://${empty(customHostName) ? '${appName}.azurewebsites.net' : customHostName}'
var zones = {
  blob: 'privatelink.blob.${environment().suffixes.storage}'
  queue: 'privatelink.queue.${environment().suffixes.storage}'
  table: 'privatelink.table.${environment().suffixes.storage}'
  vault: 'privatelink${replace(environment().suffixes.keyvaultDns, '.vault.', '.vaultcore.')}'
}

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-badges-${environmentName}'
  location: location
  tags: allTags
}

module identity 'modules/identity.bicep' = {
  scope: group
  name: 'identity'
  params: {
    name: identityName
    location: location
    tags: allTags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  name: 'monitoring'
  params: {
    resourceToken: resourceToken
    location: location
    tags: allTags
    retentionInDays: telemetryRetentionInDays
    principalId: identity.outputs.principalId
    principalName: identityName
  }
}

module hostStorage 'modules/host-storage.bicep' = {
  scope: group
  name: 'host-storage'
  params: {
    name: 'sthost${resourceToken}'
    location: location
    tags: allTags
    isPrivate: networkIsolation
    zoneRedundant: zoneRedundantStorage
    principalId: identity.outputs.principalId
    principalName: identityName
    workspaceId: monitoring.outputs.workspaceId
  }
}

module tables 'modules/tables.bicep' = {
  scope: group
  name: 'tables'
  params: {
    name: 'stbadges${resourceToken}'
    location: location
    tags: allTags
    isPrivate: networkIsolation
    zoneRedundant: zoneRedundantStorage
    principalId: identity.outputs.principalId
    principalName: identityName
    workspaceId: monitoring.outputs.workspaceId
  }
}

module keyVault 'modules/key-vault.bicep' = {
  scope: group
  name: 'key-vault'
  params: {
    name: keyVaultName
    location: location
    tags: allTags
    isPrivate: networkIsolation
    principalId: identity.outputs.principalId
    principalName: identityName
    administratorId: administratorId
    administratorType: administratorType
    workspaceId: monitoring.outputs.workspaceId
  }
}

module network 'modules/network.bicep' = if (networkIsolation) {
  scope: group
  name: 'network'
  params: {
    resourceToken: resourceToken
    location: location
    tags: allTags
    addressPrefix: addressPrefix
    zones: zones
  }
}

var endpoints = [
  { name: 'host-blob', resource: 'host', groupId: 'blob' }
  { name: 'host-queue', resource: 'host', groupId: 'queue' }
  { name: 'host-table', resource: 'host', groupId: 'table' }
  { name: 'badges-table', resource: 'badges', groupId: 'table' }
  { name: 'vault', resource: 'vault', groupId: 'vault' }
]

module privateEndpoints 'modules/private-endpoint.bicep' = [
  for endpoint in endpoints: if (networkIsolation) {
    scope: group
    name: 'private-endpoint-${endpoint.name}'
    params: {
      name: 'pe-${endpoint.name}-${resourceToken}'
      location: location
      tags: allTags
      subnetId: network!.outputs.endpointSubnetId
      resourceId: {
        host: hostStorage.outputs.id
        badges: tables.outputs.id
        vault: keyVault.outputs.id
      }[endpoint.resource]
      groupId: endpoint.groupId
      zoneName: zones[endpoint.groupId]
    }
  }
]

module scheduler 'modules/durable-task-scheduler.bicep' = if (useDurableTaskScheduler) {
  scope: group
  name: 'durable-task-scheduler'
  params: {
    name: 'dts-badges-${resourceToken}'
    location: location
    tags: allTags
    principalId: identity.outputs.principalId
    principalName: identityName
    hubName: 'BadgeFunctions'
  }
}

module settings 'modules/app-settings.bicep' = {
  scope: group
  name: 'app-settings'
  params: {
    identityClientId: identity.outputs.clientId
    hostStorageName: hostStorage.outputs.name
    tablesUri: tables.outputs.serviceUri
    keyVaultUri: keyVault.outputs.uri
    jwtKeyUri: keyVault.outputs.jwtKeyUri
    applicationInsights: monitoring.outputs.connectionString
    appUrl: appUrl
    organisationName: organisationName
    contactAddress: contactAddress
    emailFromAddress: emailFromAddress
    emailFromName: emailFromName
    sendGridWebhookPublicKeys: sendGridWebhookPublicKeys
    credlyOrganizationId: credlyOrganizationId
    credlyClientId: credlyClientId
    credlyProduction: credlyProduction
    claimWindow: claimWindow
    claimReminders: claimReminders
    callbackUrl: callbackUrl
    rotating: rotating
    scheduler: useDurableTaskScheduler ? scheduler!.outputs.endpoint : ''
    more: moreAppSettings
  }
}

module functionApp 'modules/function-app.bicep' = {
  scope: group
  name: 'function-app'
  params: {
    name: appName
    planName: 'plan-badges-${resourceToken}'
    location: location
    tags: allTags
    identityId: identity.outputs.id
    appSettings: settings.outputs.settings
    packagesUrl: hostStorage.outputs.packagesUrl
    subnetId: networkIsolation ? network!.outputs.appSubnetId : ''
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    alwaysReadyHttpInstances: alwaysReadyHttpInstances
    alwaysReadyDurableInstances: alwaysReadyDurableInstances
    workspaceId: monitoring.outputs.workspaceId
  }
  dependsOn: [privateEndpoints]
}

module customDomain 'modules/custom-domain.bicep' = if (!empty(customHostName)) {
  scope: group
  name: 'custom-domain'
  params: {
    appName: appName
    planId: functionApp.outputs.planId
    location: location
    tags: allTags
    hostName: customHostName
    keyVaultName: keyVaultName
    certificateName: certificateName
    appServicePrincipalId: appServicePrincipalId
  }
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  name: 'alerts'
  params: {
    resourceToken: resourceToken
    location: location
    tags: allTags
    workspaceId: monitoring.outputs.workspaceId
    componentId: monitoring.outputs.componentId
    emailAddresses: alertEmailAddresses
    appUrl: appUrl
  }
}

module workbook 'modules/workbook.bicep' = {
  scope: group
  name: 'workbook'
  params: {
    resourceToken: resourceToken
    location: location
    tags: allTags
    workspaceId: monitoring.outputs.workspaceId
  }
}

@description('The resource group.')
output AZURE_RESOURCE_GROUP string = group.name

@description('The function app.')
output AZURE_FUNCTION_APP_NAME string = functionApp.outputs.name

@description('The vault that the secrets go to.')
output AZURE_KEY_VAULT_NAME string = keyVault.outputs.name

@description('The storage account of the product\'s tables.')
output AZURE_TABLES_ACCOUNT_NAME string = tables.outputs.name

@description('The address under which members reach the app.')
output APP_URL string = appUrl
