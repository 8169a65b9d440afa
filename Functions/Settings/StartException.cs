namespace BadgeFunctions.Functions.Settings;

/// <summary>The app cannot start as it is set up; the message is for whoever set it up.</summary>
internal sealed class StartException(string message) : Exception(message);
