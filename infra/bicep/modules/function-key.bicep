metadata description = 'The key of one caller on the functions that it calls, under the caller\'s name. A key that is there stays.'

@description('The app\'s name.')
param appName string

@description('The caller, which names the key.')
param caller string

@description('The functions that it calls; the first one has the key if any has it.')
@minLength(1)
param functions string[]

// A default of a secure parameter may be made of newGuid alone, and is made anew for each caller.
@description('The key of a caller that has none yet.')
@secure()
param newKey string = replace('${newGuid()}${newGuid()}', '-', '')

resource app 'Microsoft.Web/sites@2024-11-01' existing = {
  name: appName
}

resource first 'Microsoft.Web/sites/functions@2024-11-01' existing = {
  parent: app
  name: functions[0]
}

// One after the other: the host that keeps them is one.
@batchSize(1)
resource key 'Microsoft.Web/sites/functions/keys@2024-11-01' = [
  for function in functions: {
    name: '${appName}/${function}/${caller}'
    // The type has the value beside the name, the service takes it in properties alone: https://github.com/Azure/bicep-types-az/issues/1357
    #disable-next-line BCP187
    properties: {
      name: caller
      // The answer is an object with the keys by name: https://github.com/Azure/azure-functions-host/issues/3994
      value: first.listKeys()[?caller] ?? newKey
    }
  }
]
