using 'main.bicep'

// For members.
param environmentName = 'prod'
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param organisationName = readEnvironmentVariable('ORGANISATION_NAME')
param emailFromAddress = readEnvironmentVariable('EMAIL_FROM_ADDRESS')
param emailFromName = readEnvironmentVariable('EMAIL_FROM_NAME')
param sendGridWebhookPublicKeys = empty(readEnvironmentVariable('SENDGRID_WEBHOOK_PUBLIC_KEY', ''))
  ? []
  : [readEnvironmentVariable('SENDGRID_WEBHOOK_PUBLIC_KEY', '')]
param credlyOrganizationId = readEnvironmentVariable('CREDLY_ORGANIZATION_ID', '')
param credlyClientId = readEnvironmentVariable('CREDLY_CLIENT_ID', '')
param callbackUrl = readEnvironmentVariable('CALLBACK_URL', '')
param alertEmailAddresses = split(readEnvironmentVariable('ALERT_EMAIL_ADDRESSES'), ',')
param administratorId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param administratorType = readEnvironmentVariable('AZURE_PRINCIPAL_TYPE', 'User')
param credlyProduction = true
param networkIsolation = true
param zoneRedundantStorage = true
param alwaysReadyHttpInstances = 1
param maximumInstanceCount = 100
param telemetryRetentionInDays = 90
param customHostName = readEnvironmentVariable('CUSTOM_HOST_NAME', '')
param certificateName = readEnvironmentVariable('CERTIFICATE_NAME', '')
param appServicePrincipalId = readEnvironmentVariable('APP_SERVICE_PRINCIPAL_ID', '')
