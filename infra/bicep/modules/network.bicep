metadata description = 'A virtual network: one subnet for the app\'s outgoing calls, one for private endpoints, and the zones that resolve them.'

@description('Suffix of the resources\' names.')
param resourceToken string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags object

@description('The network\'s address range: a /24 is enough.')
param addressPrefix string

@description('The private DNS zones, by the group id of the private endpoints that are looked up in them.')
param zones object

resource network 'Microsoft.Network/virtualNetworks@2024-07-01' = {
  name: 'vnet-${resourceToken}'
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [addressPrefix]
    }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, 0)
          delegations: [
            {
              name: 'flex-consumption'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
      {
        name: 'private-endpoints'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, 1)
        }
      }
    ]
  }
}

resource dnsZones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for zone in items(zones): {
    name: zone.value
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (zone, index) in items(zones): {
    parent: dnsZones[index]
    name: network.name
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: {
        id: network.id
      }
    }
  }
]

@description('The subnet for the app\'s outgoing calls.')
output appSubnetId string = '${network.id}/subnets/app'

@description('The subnet for private endpoints.')
output endpointSubnetId string = '${network.id}/subnets/private-endpoints'
