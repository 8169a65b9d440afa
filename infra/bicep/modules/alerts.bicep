metadata description = 'What somebody has to know at once. Each rule reads what the app or the host tells; thresholds are parameters.'

@description('Suffix of the resources\' names.')
param resourceToken string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags object

@description('The workspace whose tables the rules read.')
param workspaceId string

@description('The Application Insights component, for the availability test.')
param componentId string

@description('The e-mail addresses that are told.')
param emailAddresses string[]

@description('The address under which members reach the app.')
param appUrl string

@description('How many certification webhooks may be refused in 15 minutes.')
param refusedWebhooks int = 10

@description('How many tokens may be refused in an hour.')
param refusedTokens int = 20

@description('Which part of the e-mails of a day may bounce, in percent.')
@minValue(0)
@maxValue(100)
param bouncePercentage int = 5

@description('How many minutes a step may wait that cannot be done, before a badge counts as stuck.')
param stuckAfterMinutes int = 60

var rules = [
  {
    name: 'webhooks-failed'
    title: 'Certification webhooks fail'
    description: 'The app answered 5xx: the certification system repeats them. Look at the exceptions of the same time; docs/operations.md, "Webhook backlog".'
    severity: 1
    windowSize: 'PT15M'
    frequency: 'PT5M'
    threshold: 0
    dimensions: []
    query: '''
AppRequests
| where Name endswith "webhooks/certification" and toint(ResultCode) >= 500
| summarize Value = sum(ItemCount)
'''
  }
  {
    name: 'webhooks-refused'
    title: 'Certification webhooks are refused'
    description: 'Wrong signature, content or template: the certification system will not repeat them by itself. The warning "Certification webhook refused" names the field.'
    severity: 2
    windowSize: 'PT15M'
    frequency: 'PT15M'
    threshold: refusedWebhooks
    dimensions: ['Status']
    query: '''
AppMetrics
| where Name == "badge.webhook.refused"
| summarize Value = sum(Sum) by Status = tostring(Properties["error.type"])
'''
  }
  {
    name: 'orchestrations-failed'
    title: 'An orchestration failed'
    description: 'A workflow has ended with an error and waits for an administrator: docs/operations.md, "A badge is stuck".'
    severity: 1
    windowSize: 'PT15M'
    frequency: 'PT15M'
    threshold: 0
    dimensions: []
    query: '''
union
  (AppTraces | where SeverityLevel >= 3 and Message has "(Orchestrator)" and Message has "failed with an error"),
  (AppRequests | where Name startswith "orchestration:" and Success == false)
| summarize Value = count()
'''
  }
  {
    name: 'emails-bounce'
    title: 'E-mails bounce'
    description: 'More members than usual cannot be reached: look at the sender\'s reputation on SendGrid and at the addresses that the certification system sends.'
    severity: 2
    windowSize: 'P1D'
    frequency: 'PT1H'
    threshold: bouncePercentage
    dimensions: []
    query: '''
AppMetrics
| where Name in ("badge.emailed", "badge.email.bounced")
| summarize Bounced = sumif(Sum, Name == "badge.email.bounced"), Sent = sumif(Sum, Name == "badge.emailed")
| where Bounced >= 3
| project Value = 100.0 * Bounced / max_of(Sent, 1.0)
'''
  }
  {
    name: 'badges-stuck'
    title: 'Badges are stuck'
    description: 'A step could not be done for too long: IssueBadge (not on Credly yet), EmailMember, SyncAcceptance (accepted there, not here). The badge\'s row says why; docs/operations.md, "A badge is stuck".'
    severity: 2
    windowSize: 'PT1H'
    frequency: 'PT15M'
    threshold: stuckAfterMinutes
    dimensions: ['Step']
    query: '''
AppMetrics
| where Name == "badge.step.overdue"
| summarize Value = max(Max) / 60 by Step = tostring(Properties["badge.step"])
'''
  }
  {
    name: 'callbacks-dead'
    title: 'Callbacks are given up'
    description: 'The certification system has not taken what it asked to be told: docs/operations.md, "Callbacks are given up".'
    severity: 2
    windowSize: 'PT1H'
    frequency: 'PT15M'
    threshold: 0
    dimensions: []
    query: '''
AppMetrics
| where Name == "badge.callback.ended" and Properties["callback.outcome"] == "dead"
| summarize Value = sum(Sum)
'''
  }
  {
    name: 'platform-token-ends'
    title: 'Credly\'s token ends soon'
    description: 'The organization\'s authorization token on Credly ends within 30 days; then nothing is issued. docs/operations.md, "Keys".'
    severity: 2
    windowSize: 'P1D'
    frequency: 'PT1H'
    threshold: 0
    dimensions: []
    query: '''
AppMetrics
| where Name == "badge.platform.token.remaining"
| summarize Value = 2592000 - min(Min)
'''
  }
  {
    name: 'tokens-refused'
    title: 'Tokens are refused'
    description: 'Many members cannot go on to Credly: a clock that is wrong, a scanner that submits forms, or somebody who tries tokens.'
    severity: 3
    windowSize: 'PT1H'
    frequency: 'PT15M'
    threshold: refusedTokens
    dimensions: ['Reason']
    query: '''
AppMetrics
| where Name == "badge.token.refused"
| summarize Value = sum(Sum) by Reason = tostring(Properties["error.type"])
'''
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${resourceToken}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'badges'
    enabled: true
    emailReceivers: [
      for (address, index) in emailAddresses: {
        name: 'email-${index}'
        emailAddress: address
        useCommonAlertSchema: true
      }
    ]
  }
}

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: 'alert-${rule.name}-${resourceToken}'
    location: location
    tags: tags
    properties: {
      displayName: rule.title
      description: rule.description
      severity: rule.severity
      enabled: true
      scopes: [workspaceId]
      windowSize: rule.windowSize
      evaluationFrequency: rule.frequency
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: rule.query
            metricMeasureColumn: 'Value'
            timeAggregation: 'Maximum'
            dimensions: map(rule.dimensions, dimension => { name: dimension, operator: 'Include', values: ['*'] })
            operator: 'GreaterThan'
            threshold: rule.threshold
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: [people.id]
      }
    }
  }
]

resource probe 'Microsoft.Insights/webtests@2022-06-15' = {
  name: 'health-${resourceToken}'
  location: location
  tags: union(tags, { 'hidden-link:${componentId}': 'Resource' })
  kind: 'standard'
  properties: {
    Name: 'Health'
    SyntheticMonitorId: 'health-${resourceToken}'
    Kind: 'standard'
    Enabled: true
    Frequency: 300
    Timeout: 30
    RetryEnabled: true
    Locations: [
      { Id: 'emea-nl-ams-azr' }
      { Id: 'emea-gb-db3-azr' }
      { Id: 'us-va-ash-azr' }
    ]
    Request: {
      RequestUrl: '${appUrl}/healthz'
      HttpVerb: 'GET'
    }
    ValidationRules: {
      ExpectedHttpStatusCode: 200
      SSLCheck: true
      SSLCertRemainingLifetimeCheck: 14
    }
  }
}

resource down 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-down-${resourceToken}'
  location: 'global'
  tags: tags
  properties: {
    description: 'The app cannot be reached, or Table storage cannot be reached from it.'
    severity: 0
    enabled: true
    scopes: [probe.id, componentId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: probe.id
      componentId: componentId
      failedLocationCount: 2
    }
    actions: [
      {
        actionGroupId: people.id
      }
    ]
  }
}
