metadata description = 'The vault of the app\'s secrets, and of the key that signs credentials as JWT. Bicep never sees a secret: they are put in afterwards (docs/deploy.md). The key is made in the vault and never leaves it.'

@description('Its name.')
@minLength(3)
@maxLength(24)
param name string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Whether it can be reached over private endpoints alone.')
param isPrivate bool

@description('The principal that the app is: it may read secrets, and sign with the key.')
param principalId string

@description('The principal\'s name, which names its roles.')
param principalName string

@description('Who puts the secrets in, a user or a service principal; empty for nobody.')
param administratorId string = ''

@description('What kind of principal the administrator is.')
@allowed(['User', 'Group', 'ServicePrincipal'])
param administratorType string = 'User'

@description('Where reads and changes of secrets are logged.')
param workspaceId string

var secretsUser = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '4633458b-17de-408a-b874-0445c86b69e6'
)
var secretsOfficer = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
)
// It reads the public part, signs, verifies, en- and decrypts, wraps, updates and backs up. The key itself allows sign and verify alone, and only Key
// Vault can open a backup. No built-in role that may sign has less.
var cryptoUser = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '12338af0-0e69-4776-bea7-57ae8d297424'
)

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }
}

resource jwtKey 'Microsoft.KeyVault/vaults/keys@2024-11-01' = {
  parent: vault
  name: 'credentials-jwt'
  tags: tags
  properties: {
    kty: 'RSA'
    keySize: 2048
    keyOps: ['sign', 'verify']
    attributes: {
      enabled: true
      exportable: false
    }
    // No version ends: what it signed is verified with it for as long as the credential counts.
    rotationPolicy: {
      lifetimeActions: [
        {
          trigger: {
            timeAfterCreate: 'P1Y'
          }
          action: {
            type: 'rotate'
          }
        }
      ]
    }
  }
}

resource maySign 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: jwtKey
  name: guid(jwtKey.id, principalName, cryptoUser)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: cryptoUser
  }
}

resource mayRead 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, principalName, secretsUser)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: secretsUser
  }
}

resource maySet 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(administratorId)) {
  scope: vault
  name: guid(vault.id, administratorId, secretsOfficer)
  properties: {
    principalId: administratorId
    principalType: administratorType
    roleDefinitionId: secretsOfficer
  }
}

resource auditLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'AuditEvent'
        enabled: true
      }
    ]
  }
}

@description('The resource id.')
output id string = vault.id

@description('The name.')
output name string = vault.name

@description('The address.')
output uri string = vault.properties.vaultUri

@description('The address of the key that signs credentials as JWT, without a version.')
output jwtKeyUri string = jwtKey.properties.keyUri
