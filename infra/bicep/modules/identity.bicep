metadata description = 'The identity that the app is: every right is given to it, on the resource that it needs.'

@description('Its name.')
param name string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags object

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

@description('The resource id.')
output id string = identity.id

@description('The name.')
output name string = identity.name

@description('The client id, which DefaultAzureCredential asks for.')
output clientId string = identity.properties.clientId

@description('The principal id, which roles are given to.')
output principalId string = identity.properties.principalId
