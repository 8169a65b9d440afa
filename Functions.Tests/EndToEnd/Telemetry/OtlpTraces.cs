using System.Globalization;
using Google.Protobuf;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Telemetry;

/// <summary>Reads the spans of an <c>ExportTraceServiceRequest</c>.</summary>
/// <remarks>
/// The field numbers are those of https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto.
/// </remarks>
internal static class OtlpTraces
{
    public static IEnumerable<OtlpSpan> Read(byte[] request) =>
        from resourceSpans in Fields(request).Messages(1)
        from scopeSpans in Fields(resourceSpans).Messages(2).Select(Fields)
        from span in scopeSpans.Messages(2)
        select ReadSpan(Fields(span), ScopeOf(scopeSpans));

    /// <summary>The category and the text of each record of an <c>ExportLogsServiceRequest</c>.</summary>
    public static IEnumerable<string> ReadLogs(byte[] request) =>
        from resourceLogs in Fields(request).Messages(1)
        from scopeLogs in Fields(resourceLogs).Messages(2).Select(Fields)
        from record in scopeLogs.Messages(2).Select(Fields)
        select $"{ScopeOf(scopeLogs)}: {record.Messages(5).Select(body => Fields(body).Text(1)).SingleOrDefault()}";

    private static OtlpSpan ReadSpan(ILookup<int, object> span, string scope) => new(
        Hex(span.Messages(1).Single()), Hex(span.Messages(2).Single()), Hex(span.Messages(4).SingleOrDefault() ?? []), span.Text(5), span.Number(6))
    {
        Scope = scope,
        Attributes = span.Messages(9).Select(Fields).ToDictionary(attribute => attribute.Text(1), ReadValue),
        Links = [.. span.Messages(13).Select(link => Hex(Fields(link).Messages(1).Single()))],
    };

    private static string ScopeOf(ILookup<int, object> scoped) => Fields(scoped.Messages(1).Single()).Text(1);

    // AnyValue: string_value 1, bool_value 2, int_value 3.
    private static string ReadValue(ILookup<int, object> attribute)
    {
        var value = Fields(attribute.Messages(2).Single()).Single();
        return value.Single() is byte[] text && value.Key == 1
            ? System.Text.Encoding.UTF8.GetString(text)
            : string.Create(CultureInfo.InvariantCulture, $"{value.Single()}");
    }

    private static string Hex(byte[] id) => Convert.ToHexStringLower(id);

    private static IEnumerable<byte[]> Messages(this ILookup<int, object> fields, int number) => fields[number].Cast<byte[]>();

    private static string Text(this ILookup<int, object> fields, int number) =>
        System.Text.Encoding.UTF8.GetString(fields.Messages(number).Single());

    private static int Number(this ILookup<int, object> fields, int number) => (int)(ulong)fields[number].Single();

    private static ILookup<int, object> Fields(byte[] message)
    {
        List<(int Number, object Value)> fields = [];
        var input = new CodedInputStream(message);
        while (input.ReadTag() is var tag and not 0)
        {
            fields.Add((WireFormat.GetTagFieldNumber(tag), WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => input.ReadUInt64(),
                WireFormat.WireType.Fixed64 => input.ReadFixed64(),
                WireFormat.WireType.Fixed32 => input.ReadFixed32(),
                _ => input.ReadBytes().ToByteArray(),
            }));
        }

        return fields.ToLookup(field => field.Number, field => field.Value);
    }
}
