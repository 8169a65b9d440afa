metadata name = 'BadgeFunctions: function keys'
metadata description = 'A key for each caller, on exactly the functions that it calls. Deployed after the package (eng/function-keys.sh): the running app keeps its keys itself, and has none for a function that it does not know yet.'

@description('The app\'s name.')
param appName string

// Every function of level Function has one caller. A new function goes to the end of its caller's list: the first one tells the key of the others.
var functionsByCaller = {
  certification: ['BadgeStatus']
  credly: ['CredlyWebhook']
  office: ['RetryBadge', 'ListCallbackDeliveries', 'RedeliverCallback']
}

@batchSize(1)
module keys 'modules/function-key.bicep' = [
  for caller in items(functionsByCaller): {
    name: 'function-key-${caller.key}'
    params: {
      appName: appName
      caller: caller.key
      functions: caller.value
    }
  }
]
