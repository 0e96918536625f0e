using System.Text;
using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Sentences;

namespace MySpinBot.Core.Manifests;

/// <summary>A manifest as JSON, and JSON from anywhere as a manifest.</summary>
public static class ManifestForm
{
    /// <summary>The most bytes that are read.</summary>
    public const int MostBytes = 64 << 20;

    private static readonly JsonSerializerOptions Strict = new(MessageJson.Options) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, MaxDepth = ReadLimits.Default.MaxDepth };

    private static readonly JsonSerializerOptions Indented = new(MessageJson.Options) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <summary>A manifest for programs: on one line.</summary>
    public static byte[] Write(RunManifest manifest) => JsonSerializer.SerializeToUtf8Bytes(manifest, MessageJson.Options);

    /// <summary>A manifest for people and programs, ending with a line break.</summary>
    public static byte[] WriteLines(RunManifest manifest)
    {
        var json = JsonSerializer.Serialize(manifest, Indented);
        return Encoding.UTF8.GetBytes(json + "\n");
    }

    /// <summary>Reads a manifest.</summary>
    /// <returns>The manifest, or what is wrong with the text.</returns>
    public static (RunManifest? Manifest, GraphProblem? Problem) Read(ReadOnlySpan<byte> utf8)
    {
        utf8 = utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        if (utf8.Length > MostBytes)
        {
            return (null, Wrong($"it has {utf8.Length} bytes; at most {MostBytes} are read."));
        }

        try
        {
            var manifest = JsonSerializer.Deserialize<RunManifest>(utf8, Strict);
            return manifest is null ? (null, Wrong("it is null."))
                : manifest.Version != RunManifest.CurrentVersion ? (null, Wrong($"it is of version {manifest.Version}; this engine reads version {RunManifest.CurrentVersion}."))
                : Hollow(manifest) is { } fault ? (null, Wrong(fault))
                : (manifest, null);
        }
        catch (JsonException fault)
        {
            return (null, Wrong($"{Shown.Plain(Sentence(fault))}"));
        }
        catch (InvalidOperationException)
        {
            // A text with half a character: JSON allows to write one, and it is no text.
            return (null, Wrong("a text in it has half a character."));
        }
    }

    // What nullable annotations do not say: what is in lists and maps.
    private static string? Hollow(RunManifest manifest)
    {
        foreach (var (name, type) in manifest.Types)
        {
            if (type is null)
            {
                return $"its type {Shown.Name(name)} is null.";
            }
        }

        foreach (var node in manifest.Nodes)
        {
            if (node is null || node.Files?.Contains(null!) == true || node.Saved?.Contains(null!) == true || node.Notes?.Values.Contains(null!) == true)
            {
                return $"{(node is null ? "one of its nodes" : $"something in its node {Shown.Name(node.Id)}")} is null.";
            }
        }

        return manifest.Targets.Contains(null!) || manifest.Tools?.Values.Contains(null!) == true ? "one of its targets or tools is null." : null;
    }

    // The framework's own sentences name types of this program, which help nobody.
    private static string Sentence(JsonException fault)
    {
        const string Missing = " including: ";
        var message = fault.Message;
        var place = $"at {(fault.Path is { Length: > 1 } path ? path : "its beginning")} (line {(fault.LineNumber ?? 0) + 1})";
        return message.IndexOf(Missing, StringComparison.Ordinal) is >= 0 and var names ? $"{place} there is no {message[(names + Missing.Length)..].Split('.')[0]}."
            : message.Contains("MySpinBot.", StringComparison.Ordinal) || message.Contains("System.", StringComparison.Ordinal) ? $"what stands {place} has another form."
            : message.IndexOf(" LineNumber:", StringComparison.Ordinal) is >= 0 and var end ? $"{place}: {message[..end]}"
            : message;
    }

    private static GraphProblem Wrong(string why) => new(ProblemCodes.BadManifest, null, null, $"This is no manifest of a run: {why} Hand in a manifest as the server or 'run --manifest' wrote it.");
}
