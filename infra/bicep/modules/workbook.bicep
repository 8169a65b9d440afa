metadata description = 'The workbook "Badges": what a badge officer and the people who run the app look at.'

@description('What its name is made from.')
param resourceToken string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags object

@description('The workspace whose tables it reads.')
param workspaceId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceToken, 'badges')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Badges'
    category: 'workbook'
    sourceId: workspaceId
    serializedData: loadTextContent('workbook.json')
  }
}
