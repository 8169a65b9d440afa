using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using static BadgeFunctions.Functions.OpenBadges.Vocabulary;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>
/// The canonical N-Quads of a credential (RDF Dataset Canonicalization 1.0, RDFC-1.0, over JSON-LD 1.1), written directly: a credential is a
/// tree whose terms <see cref="Vocabulary"/> knows. Whatever is not exactly understood is refused by name, so that no two documents that mean
/// something else have one form. The tests compare it with a JSON-LD processor.
/// </summary>
internal sealed class CanonicalForm
{
    private const int MostQuads = 2_000;
    private const int MaxDepth = 12;

    private static readonly Term TypePredicate = new("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", TermKind.Node);

    private static readonly SearchValues<byte> SchemeCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-."u8);

    private static readonly SearchValues<byte> NotInIri = SearchValues.Create([.. Enumerable.Range(0, 0x21).Select(i => (byte)i), .. "<>\"{}|^`\\\x7F"u8]);

    // What a node is called in its own hash, and what others are.
    private static readonly byte[] A = [.. "_:a"u8];
    private static readonly byte[] Z = [.. "_:z"u8];

    private readonly ArrayBufferWriter<byte> _terms = new(8 * 1024);
    private readonly List<(int Start, int Length)> _places = new(96);
    private readonly List<Quad> _quads = new(96);
    private int _blanks;

    private CanonicalForm()
    {
    }

    /// <summary>The SHA-256 of a credential's canonical form, without its proof.</summary>
    /// <exception cref="NotCanonicalException">It has something that is not understood here.</exception>
    public static byte[] HashOfCredential(JsonElement credential) => OfCredential(credential).Hash();

    /// <summary>The SHA-256 of the canonical form of a proof's options: the proof without its value.</summary>
    /// <inheritdoc cref="HashOfCredential"/>
    public static byte[] HashOfOptions(JsonElement proof)
    {
        var form = new CanonicalForm();
        form.AddNode(proof, depth: 1, skip: "proofValue"u8);
        return form.Write().Hash();
    }

    /// <summary>A credential's canonical form, without its proof.</summary>
    /// <inheritdoc cref="HashOfCredential"/>
    public static CanonicalLines OfCredential(JsonElement credential)
    {
        var form = new CanonicalForm();
        CheckContexts(credential);
        form.AddNode(credential, depth: 0, skip: "proof"u8);
        return form.Write();
    }

    // Of other contexts there is no copy here, and in another order they may mean something else.
    private static void CheckContexts(JsonElement credential)
    {
        if (!credential.TryGetProperty("@context"u8, out var contexts)
            || contexts.ValueKind is not JsonValueKind.Array
            || contexts.GetArrayLength() is < 1 or > 3
            || !contexts[0].IsText(CredentialsContext)
            || (contexts.GetArrayLength() > 1 && !contexts[1].IsText(OpenBadgesContext))
            || (contexts.GetArrayLength() > 2 && !contexts[2].IsText(ExtensionsContext)))
        {
            throw new NotCanonicalException("@context");
        }
    }

    private int AddNode(JsonElement node, int depth, ReadOnlySpan<byte> skip = default)
    {
        if (depth > MaxDepth)
        {
            throw new NotCanonicalException("nesting");
        }

        var subject = node.TryGetProperty("id"u8, out var id) ? AddIri(id, "id") : ~_blanks++;
        var types = AddTypes(node, subject);
        foreach (var property in node.EnumerateObject())
        {
            if (property.NameEquals("id"u8) || property.NameEquals("type"u8) || (!skip.IsEmpty && property.NameEquals(skip))
                || (depth == 0 && property.NameEquals("@context"u8)))
            {
                continue;
            }

            var term = TermOf(JsonMarshal.GetRawUtf8PropertyName(property), types) ?? throw new NotCanonicalException(property.Name);
            if (property.Value.ValueKind is JsonValueKind.Array)
            {
                foreach (var value in property.Value.EnumerateArray())
                {
                    Add(subject, term, AddValue(property, value, term, depth));
                }
            }
            else
            {
                Add(subject, term, AddValue(property, property.Value, term, depth));
            }
        }

        return subject;
    }

    private TypeTerms[] AddTypes(JsonElement node, int subject)
    {
        if (!node.TryGetProperty("type"u8, out var said))
        {
            return [];
        }

        var names = said.ValueKind is JsonValueKind.Array ? said.EnumerateArray().ToArray() : [said];
        var types = new TypeTerms[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            types[i] = (names[i].ValueKind is JsonValueKind.String ? TypeOf(JsonMarshal.GetRawUtf8Value(names[i])[1..^1]) : null) ?? throw new NotCanonicalException("type");
            Add(subject, TypePredicate, AddWritten(types[i].Written));
        }

        return types;
    }

    private int AddValue(JsonProperty property, JsonElement value, Term term, int depth) => (term.Kind, value.ValueKind) switch
    {
        (TermKind.Text, JsonValueKind.String) => AddText(value, term, property),
        (TermKind.Text, JsonValueKind.True) when term.Datatype.Length > 0 => AddWritten([.. "\"true\""u8, .. term.Datatype]),
        (TermKind.Text, JsonValueKind.False) when term.Datatype.Length > 0 => AddWritten([.. "\"false\""u8, .. term.Datatype]),
        (TermKind.Node, JsonValueKind.Object) when value.EnumerateObject().MoveNext() => AddNode(value, depth + 1),
        (TermKind.Node, JsonValueKind.String) => AddIri(value, property.Name),
        (TermKind.Purpose, JsonValueKind.String) when value.ValueEquals("assertionMethod"u8) => AddWritten("<https://w3id.org/security#assertionMethod>"u8),
        _ => throw new NotCanonicalException(property.Name),
    };

    // RDFC-1.0, A: what is escaped in a literal, and how.
    private int AddText(JsonElement value, Term term, JsonProperty property)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (raw.IndexOfAny((byte)'\\', (byte)0x7F) < 0)
        {
            return AddWritten(raw, term.Datatype);
        }

        var text = new StringBuilder("\"");
        foreach (var c in Read(value, property.Name))
        {
            _ = c switch
            {
                '\b' => text.Append(@"\b"),
                '\t' => text.Append(@"\t"),
                '\n' => text.Append(@"\n"),
                '\f' => text.Append(@"\f"),
                '\r' => text.Append(@"\r"),
                '"' => text.Append("\\\""),
                '\\' => text.Append(@"\\"),
                < ' ' or '\x7F' => text.Append(@"\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture)),
                _ => text.Append(c),
            };
        }

        return AddWritten(Encoding.UTF8.GetBytes(text.Append('"').ToString()), term.Datatype);
    }

    private static string Read(JsonElement value, string property)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate.
            throw new NotCanonicalException(property);
        }
    }

    // Absolute, and with nothing that N-Quads would have to escape: a relative one would depend on where the document lies.
    private int AddIri(JsonElement value, string property)
    {
        if (value.ValueKind is JsonValueKind.String)
        {
            var raw = JsonMarshal.GetRawUtf8Value(value)[1..^1];
            raw = raw.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(Read(value, property)) : raw;
            var scheme = raw.IndexOf((byte)':');
            if (scheme > 0 && scheme < raw.Length - 1 && char.IsAsciiLetter((char)raw[0]) && raw[..scheme].IndexOfAnyExcept(SchemeCharacters) < 0
                && raw.IndexOfAny(NotInIri) < 0)
            {
                _terms.Write("<"u8);
                _terms.Write(raw);
                return AddWritten(">"u8, start: _terms.WrittenCount - raw.Length - 1);
            }
        }

        throw new NotCanonicalException(property);
    }

    private int AddWritten(ReadOnlySpan<byte> text, ReadOnlySpan<byte> after = default, int start = -1)
    {
        start = start < 0 ? _terms.WrittenCount : start;
        _terms.Write(text);
        _terms.Write(after);
        _places.Add((start, _terms.WrittenCount - start));
        return _places.Count - 1;
    }

    private void Add(int subject, Term predicate, int value)
    {
        _quads.Add(new Quad(subject, predicate, value));
        if (_quads.Count > MostQuads)
        {
            throw new NotCanonicalException("size");
        }
    }

    private CanonicalLines Write()
    {
        var lines = new CanonicalLines(_terms.WrittenCount * 3);
        var labels = Labels(lines);
        foreach (var quad in _quads)
        {
            Write(lines, quad, labels);
        }

        return lines;
    }

    // RDFC-1.0, 4.4.3: labels go by the hash of what is said of a node. Two nodes of one hash would need the rest of the algorithm: in a tree
    // such as a credential they say the same twice, and are refused.
    private byte[][] Labels(CanonicalLines lines)
    {
        var labels = new byte[_blanks][];
        Array.Fill(labels, Z);
        var hashes = new (byte[] Hash, int Blank)[_blanks];
        for (var blank = 0; blank < _blanks; blank++)
        {
            labels[blank] = A;
            foreach (var quad in _quads)
            {
                if (quad.Subject == ~blank || quad.Value == ~blank)
                {
                    Write(lines, quad, labels);
                }
            }

            labels[blank] = Z;
            hashes[blank] = (lines.Hash(), blank);
            lines.Clear();
        }

        // The order of the bytes is that of their hexadecimal digits.
        Array.Sort(hashes, (one, other) => one.Hash.AsSpan().SequenceCompareTo(other.Hash));
        for (var i = 0; i < hashes.Length; i++)
        {
            if (i > 0 && hashes[i].Hash.AsSpan().SequenceEqual(hashes[i - 1].Hash))
            {
                throw new NotCanonicalException("repetition");
            }

            labels[hashes[i].Blank] = Encoding.ASCII.GetBytes($"_:c14n{i}");
        }

        return labels;
    }

    private void Write(CanonicalLines lines, Quad quad, byte[][] labels)
    {
        lines.Write(Written(quad.Subject, labels));
        lines.Write(quad.Predicate.Predicate);
        lines.Write(Written(quad.Value, labels));
        lines.EndLine(" .\n"u8);
    }

    private ReadOnlySpan<byte> Written(int term, byte[][] labels) =>
        term < 0 ? labels[~term] : _terms.WrittenSpan.Slice(_places[term].Start, _places[term].Length);

    // A term is an index of _places, or the complement of a blank node's number.
    private readonly record struct Quad(int Subject, Term Predicate, int Value);
}

/// <summary>A credential has something that is not understood here: its signature can be neither made nor checked.</summary>
/// <param name="what">The property, or <c>type</c>, <c>@context</c>, <c>nesting</c>, <c>size</c> or <c>repetition</c>.</param>
internal sealed class NotCanonicalException(string what) : Exception($"The credential has something at “{what}” that is not understood here.")
{
    /// <summary>Where it is: a property's name.</summary>
    public string What => what;
}
