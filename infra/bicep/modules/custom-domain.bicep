metadata description = 'The name under which members know the app, with a certificate from Key Vault. Flex Consumption has no certificates of the platform\'s own.'

@description('The app\'s name.')
param appName string

@description('The plan\'s resource id.')
param planId string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags object

@description('The name, badges.example.org. Its CNAME and asuid TXT records have to be there already.')
param hostName string

@description('The vault that has the certificate.')
param keyVaultName string

@description('The certificate\'s name in the vault.')
param certificateName string

@description('The object id of the service principal "Microsoft Azure App Service" in this tenant, which fetches the certificate: az ad sp show --id abfa0a7c-a6b6-4736-8310-5855508787cd --query id')
param appServicePrincipalId string

var certificateUser = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  'db79e9a7-68ee-4b58-9aeb-b90e7c24fcba'
)

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: keyVaultName
}

resource mayFetch 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, appServicePrincipalId, certificateUser)
  properties: {
    principalId: appServicePrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: certificateUser
  }
}

resource certificate 'Microsoft.Web/certificates@2024-11-01' = {
  name: 'cert-${uniqueString(hostName, certificateName)}'
  location: location
  tags: tags
  properties: {
    serverFarmId: planId
    keyVaultId: vault.id
    keyVaultSecretName: certificateName
  }
  dependsOn: [mayFetch]
}

resource app 'Microsoft.Web/sites@2024-11-01' existing = {
  name: appName

  resource binding 'hostNameBindings' = {
    name: hostName
    properties: {
      siteName: appName
      hostNameType: 'Verified'
      sslState: 'SniEnabled'
      thumbprint: certificate.properties.thumbprint
    }
  }
}
