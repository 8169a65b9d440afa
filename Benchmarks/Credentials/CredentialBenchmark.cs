using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BadgeFunctions.Functions.OpenBadges;
using BadgeFunctions.Sandbox.Processes;
using NSec.Cryptography;

namespace BadgeFunctions.Benchmarks.Credentials;

/// <summary>
/// How many credentials a second one core issues (build, canonicalise, sign) and verifies (parse, canonicalise, check), next to bare Ed25519
/// over the same bytes and to the JavaScript stack of <c>eng/verifiers.mjs</c>, one after the other in one run, by processor time.
/// </summary>
internal static class CredentialBenchmark
{
    private const int LeastIssued = 10_000;
    private const int LeastVerified = 8_000;

    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MostForList = TimeSpan.FromMilliseconds(20);

    public static async Task<int> RunAsync()
    {
        using var key = Key.Import(SignatureAlgorithm.Ed25519, new byte[32], KeyBlobFormat.RawPrivateKey, new() { ExportPolicy = KeyExportPolicies.AllowPlaintextExport });
        var did = $"did:key:{Multikey.Of(key.PublicKey)}";
        var method = $"{did}#{Multikey.Of(key.PublicKey)}";
        var now = DateTimeOffset.FromUnixTimeSeconds(1_619_514_000);
        var signed = DataIntegrity.Sign(SampleCredential.Of(did, 0).ToJson(), key, method, now);

        var number = 0;
        var issued = Rate(() => DataIntegrity.Sign(SampleCredential.Of(did, number++).ToJson(), key, method, now));
        var verified = Rate(() => Verify(signed, key.PublicKey));
        var bytes = new byte[64];
        var signature = SignatureAlgorithm.Ed25519.Sign(key, bytes);
        var bareSigned = Rate(() => SignatureAlgorithm.Ed25519.Sign(key, bytes));
        var bareVerified = Rate(() => SignatureAlgorithm.Ed25519.Verify(key.PublicKey, bytes, signature));
        var node = await MeasureNodeAsync(key, did, method);
        var list = TimeOfList(key, did, method, now);

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            | credentials of {signed.Length:N0} bytes, on one core | issued a second | verified a second |
            | --- | ---: | ---: |
            | this app, with the Data Integrity proof | {issued:N0} | {verified:N0} |
            | bare Ed25519 over the same 64 bytes | {bareSigned:N0} | {bareVerified:N0} |
            | JavaScript: `@digitalbazaar/vc` 7 | {node.Issued:N0} | {node.Verified:N0} |

            A status list of {StatusBits.Entries:N0} entries is changed, encoded and signed in {list.TotalMilliseconds:N1} ms.
            """));
        return issued >= LeastIssued && verified >= LeastVerified && list < MostForList ? 0 : 1;
    }

    private static bool Verify(byte[] signed, PublicKey key)
    {
        using var document = DataIntegrity.Parse(signed);
        var proof = document.RootElement.GetProperty("proof")[0];
        return DataIntegrity.Verify(document.RootElement, proof, key) ? true : throw new InvalidOperationException("It does not verify what it issued.");
    }

    // Half of its entries are set, at random: the worst for the compression.
    private static TimeSpan TimeOfList(Key key, string did, string method, DateTimeOffset now)
    {
        var bytes = new byte[StatusBits.Entries / 8];
        new Random(1).NextBytes(bytes);
        var bits = new StatusBits(bytes);
        var (index, address) = (0, new Uri("https://badges.example.org/status-lists/1"));
        var rate = Rate(() => DataIntegrity.Sign(StatusListCredential.Write(address, did, new StatusList(bits = bits.With(index++, true), null, now)), key, method, now));
        return TimeSpan.FromSeconds(1 / rate);
    }

    private static double Rate<T>(Func<T> work)
    {
        Run(work, TimeSpan.FromSeconds(1));
        GC.Collect();
        return Run(work, Measured);
    }

    private static double Run<T>(Func<T> work, TimeSpan time)
    {
        // Processor time, all threads together: what else runs on the machine does not count.
        var start = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        var done = 0;
        for (; watch.Elapsed < time; done++)
        {
            work();
        }

        return done / (Environment.CpuUsage.TotalTime - start).TotalSeconds;
    }

    private static async Task<(double Issued, double Verified)> MeasureNodeAsync(Key key, string did, string method)
    {
        var multikey = Multikey.Of(key.PublicKey);
        var controller = new { id = did, verificationMethod = new[] { new { id = method, type = "Multikey", controller = did, publicKeyMultibase = multikey } }, assertionMethod = new[] { method } };
        var context = JsonSerializer.SerializeToNode(controller)!.AsObject();
        context.Insert(0, "@context", new JsonArray("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"));
        var request = new JsonObject
        {
            ["operation"] = "measure",
            ["seconds"] = Measured.TotalSeconds,
            ["document"] = JsonNode.Parse(SampleCredential.Of(did, 0).ToJson()),
            ["documents"] = new JsonObject { [did] = context },
            ["key"] = new JsonObject
            {
                ["id"] = method,
                ["controller"] = did,
                ["publicKeyMultibase"] = multikey,
                ["secretKeyMultibase"] = Multikey.OfPrivate(key),
            },
        };
        using var process = Process.Start(new ProcessStartInfo("node", [Path.Combine(RepositoryFolder.Root, "eng", "verifiers.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await process.StandardInput.WriteLineAsync(request.ToJsonString());
        process.StandardInput.Close();
        var answer = JsonNode.Parse(await process.StandardOutput.ReadToEndAsync())!;
        return answer["issued"] is { } issued
            ? (issued.GetValue<double>(), answer["verified"]!.GetValue<double>())
            : throw new InvalidOperationException(answer.ToJsonString());
    }
}
