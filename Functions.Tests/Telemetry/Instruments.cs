using System.Diagnostics.Metrics;

namespace BadgeFunctions.Functions.Tests.Telemetry;

/// <summary>The names of the instruments that something makes.</summary>
internal static class Instruments
{
    public static IReadOnlySet<string> Of(Action<IMeterFactory> make)
    {
        HashSet<string> names = [];
        using var meters = new TestMeters();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Scope == meters)
            {
                names.Add(instrument.Name);
            }
        };
        listener.Start();
        make(meters);
        return names;
    }
}
