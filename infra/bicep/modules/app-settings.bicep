metadata description = 'The app settings: docs/configuration.md explains each. A secret is a reference to Key Vault, without a version, so that a new one is taken by itself.'

@description('The client id of the app\'s identity.')
param identityClientId string

@description('The host\'s storage account.')
param hostStorageName string

@description('The address of the product\'s tables.')
param tablesUri string

@description('The vault\'s address.')
param keyVaultUri string

@description('The address of the key that signs credentials as JWT.')
param jwtKeyUri string

@description('The Application Insights connection string.')
param applicationInsights string

@description('The address under which members reach the app.')
param appUrl string

@description('The certification body\'s name.')
param organisationName string

@description('The address that members write to.')
param contactAddress string

@description('The sender\'s address.')
param emailFromAddress string

@description('The sender\'s name.')
param emailFromName string

@description('The verification keys of SendGrid\'s event webhook.')
param sendGridWebhookPublicKeys string[]

@description('The organization\'s id on Credly; empty for a body that has no account there.')
param credlyOrganizationId string

@description('The OAuth application\'s client id on Credly; empty to sign in with the authorization token.')
param credlyClientId string

@description('Whether badges are issued on Credly itself.')
param credlyProduction bool

@description('How long a badge can be claimed.')
param claimWindow string

@description('When reminders are sent.')
param claimReminders string[]

@description('Where the certification system takes callbacks; empty for none.')
param callbackUrl string

@description('Secrets of which a second one is live.')
param rotating string[]

@description('The Durable Task Scheduler\'s address; empty for none.')
param scheduler string

@description('More settings.')
param more object

func secret(vaultUri string, name string) string => '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/${name})'

var host = {
  AzureWebJobsDisableHomepage: 'true'
  AzureWebJobsStorage__accountName: hostStorageName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  AZURE_CLIENT_ID: identityClientId
  AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential'
  APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsights
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
}
var app = {
  Web__PublicUrl: appUrl
  Web__OrganisationName: organisationName
  Web__ContactAddress: contactAddress
  Tables__ServiceUri: tablesUri
  Awards__WebhookSecrets__0: secret(keyVaultUri, 'awards-webhook-secret')
  Signing__Keys__0: secret(keyVaultUri, 'signing-key')
  Signing__AddressKey: secret(keyVaultUri, 'address-key')
  OpenBadges__SigningKey: secret(keyVaultUri, 'credential-signing-key')
  OpenBadges__JwtVaultKey: jwtKeyUri
  SignIn__ClientAddressHeader: 'CLIENT-IP'
  Claims__Window: claimWindow
  Email__FromAddress: emailFromAddress
  Email__FromName: emailFromName
  SendGrid__ApiKey: secret(keyVaultUri, 'sendgrid-api-key')
}
var credly = {
  Credly__BaseAddress: credlyProduction ? 'https://api.credly.com/v1/' : 'https://sandbox-api.credly.com/v1/'
  Credly__OrganizationId: credlyOrganizationId
}
var credlyToken = {
  Credly__AuthorizationToken: secret(keyVaultUri, 'credly-authorization-token')
}
var credlyOAuth = {
  Credly__ClientId: credlyClientId
  Credly__ClientSecret: secret(keyVaultUri, 'credly-client-secret')
}
var platform = empty(credlyOrganizationId)
  ? { Badges__Platform: 'OpenBadges' }
  : union(credly, empty(credlyClientId) ? credlyToken : credlyOAuth)
var reminders = toObject(
  range(0, length(claimReminders)),
  index => 'Claims__Reminders__${index}',
  index => claimReminders[index]
)
var eventKeys = toObject(
  range(0, length(sendGridWebhookPublicKeys)),
  index => 'SendGrid__WebhookPublicKeys__${index}',
  index => sendGridWebhookPublicKeys[index]
)
var callbackEndpoint = {
  Callbacks__Endpoints__0__Name: 'certification'
  Callbacks__Endpoints__0__Url: callbackUrl
  Callbacks__Endpoints__0__Secrets__0: secret(keyVaultUri, 'callback-secret')
}
var callbacks = empty(callbackUrl) ? {} : callbackEndpoint
var second = union(
  contains(rotating, 'awards-webhook-secret')
    ? { Awards__WebhookSecrets__1: secret(keyVaultUri, 'awards-webhook-secret-2') }
    : {},
  contains(rotating, 'callback-secret')
    ? { Callbacks__Endpoints__0__Secrets__1: secret(keyVaultUri, 'callback-secret-2') }
    : {},
  contains(rotating, 'signing-key') ? { Signing__Keys__1: secret(keyVaultUri, 'signing-key-2') } : {}
)
var durable = empty(scheduler)
  ? {}
  : {
      DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${scheduler};Authentication=ManagedIdentity;ClientID=${identityClientId}'
    }

@description('The settings.')
output settings object = union(host, app, platform, reminders, eventKeys, callbacks, second, durable, more)
