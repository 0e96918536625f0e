using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using MySpinBot.Checkpoints;
using MySpinBot.Imaging.Tests;
using MySpinBot.Inference;

namespace MySpinBot.Diffusion.Tests.Autoencoding;

/// <summary>The reference autoencoder: its weights, its cases, and the modules that its intermediate results came out of.</summary>
internal static partial class GoldenAutoencoder
{
    public static string Folder => Path.Combine(Golden.Folder("sd15-tiny"), "vae");

    public static Checkpoint Weights() => Checkpoint.Open(Directory.EnumerateFiles(Folder, "diffusion_pytorch_model*.safetensors").Single(file => !file.Contains("deprecated", StringComparison.Ordinal)));

    /// <summary>The same weights under the names of today, under those before them, and as the original repositories lay them out.</summary>
    public static IEnumerable<(string Name, ITensors Weights)> Layouts(Checkpoint weights)
    {
        yield return ("today", weights);
        foreach (var file in Directory.EnumerateFiles(Folder, "*deprecated*.safetensors"))
        {
            using var older = Checkpoint.Open(file);
            var modules = older.Entries.Select(entry => entry.Name[..entry.Name.IndexOf(".attentions.", StringComparison.Ordinal)]).ToHashSet(StringComparer.Ordinal);
            var all = Copy(weights, new MemoryTensors(), entry => modules.Any(module => entry.Name.StartsWith($"{module}.attentions.", StringComparison.Ordinal)) ? null : (entry.Name, entry.Shape));
            yield return (Path.GetFileName(file), Copy(older, all, entry => (entry.Name, entry.Shape)));
        }

        var original = OriginalNames().ToDictionary(pair => pair.Diffusers, pair => pair.Original, StringComparer.Ordinal);
        yield return ("original", Copy(weights, new MemoryTensors(), entry => (original[entry.Name], IsMatrix(entry) ? [.. entry.Shape, 1, 1] : entry.Shape)));
    }

    /// <summary>What the reference says that names of the original layout become.</summary>
    public static (string Original, string Diffusers)[] OriginalNames()
        => [.. JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Golden.Folder("sd15-tiny"), "single-file-ldm", "ldm_to_diffusers_keys.json"))).RootElement.EnumerateObject()
            .Where(pair => pair.Value.GetString()!.StartsWith("vae/", StringComparison.Ordinal)).Select(pair => (pair.Name, pair.Value.GetString()!["vae/".Length..]))];

    public static Checkpoint Cases() => Checkpoint.Open(Path.Combine(Folder, "io.safetensors"));

    public static string[] Names(Checkpoint io) => [.. io.Entries.Where(entry => entry.Name.EndsWith(".image", StringComparison.Ordinal)).Select(entry => entry.Name[..^".image".Length])];

    public static AutoencoderConfig Config(ITensors weights) => AutoencoderReading.Of(weights, JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "config.json"))).RootElement).ShouldNotBeNull();

    /// <summary>What a case shows of the inside of a half: the module, by the name in the file.</summary>
    public static Dictionary<string, string> Shown(Checkpoint io, string each, string half)
        => io.Entries.Select(entry => entry.Name).Where(name => name.StartsWith($"{each}.act.{half}.", StringComparison.Ordinal)).ToDictionary(name => name, name => Module(name, $"{each}.act.{half}.", half));

    public static float[] Run(OnnxGraph graph, string input, Checkpoint io, string name, string output, Dictionary<string, string>? shown = null, Action<string, Tensor>? see = null)
    {
        using var session = OnnxSession.Load(OnnxModel.Of(graph), ComputeDevice.Cpu);
        using var given = Tensor.Of(io.ReadFloats(name), io.Get(name).Shape.AsSpan());
        var results = session.Run(new Dictionary<string, Tensor> { [input] = given }, TestContext.Current.CancellationToken);
        try
        {
            foreach (var (seen, module) in shown ?? [])
            {
                see!(seen, results[module]);
            }

            return results[output].ToFloats();
        }
        finally
        {
            foreach (var result in results.Values)
            {
                result.Dispose();
            }
        }
    }

    /// <summary>The farthest that two are apart; the reference may have fewer channels.</summary>
    public static double Farthest(Checkpoint io, string name, Tensor computed)
    {
        var (right, shape, there) = (io.ReadFloats(name), io.Get(name).Shape, computed.ToFloats());
        (computed.Shape[0], computed.Shape[2], computed.Shape[3]).ShouldBe((shape[0], shape[2], shape[3]), name);
        var (some, all) = ((int)(shape[1] * shape[2] * shape[3]), (int)(computed.Shape[1] * shape[2] * shape[3]));
        return Enumerable.Range(0, (int)shape[0]).Max(picture => Farthest(right.AsSpan(picture * some, some), there.AsSpan(picture * all, some)));
    }

    public static double Farthest(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        one.Length.ShouldBe(other.Length);
        var farthest = 0.0;
        for (var i = 0; i < one.Length; i++)
        {
            var distance = Math.Abs((double)one[i] - other[i]);
            farthest = double.IsNaN(distance) ? double.PositiveInfinity : Math.Max(farthest, distance);
        }

        return farthest;
    }

    private static bool IsMatrix(TensorEntry entry) => entry.Shape.Length == 2 && entry.Name.Contains(".attentions.", StringComparison.Ordinal);

    private static MemoryTensors Copy(ITensors from, MemoryTensors to, Func<TensorEntry, (string Name, ImmutableArray<long> Shape)?> choose)
    {
        foreach (var entry in from.Entries)
        {
            if (choose(entry) is { } chosen)
            {
                var bytes = new byte[entry.ByteCount];
                from.Read(entry, bytes);
                to.AddBytes(chosen.Name, entry.Type, bytes, chosen.Shape.AsSpan());
            }
        }

        return to;
    }

    // a.act.dec.mid.attn came out of decoder.mid_block.attentions.0, a.act.enc.down0[:,:2] out of encoder.down_blocks.0.
    private static string Module(string name, string before, string half)
    {
        var seen = Slice().Replace(name[before.Length..], "");
        return (half, seen) switch
        {
            ("dec", "post_quant") => "post_quant_conv",
            ("dec", "mid.attn") => "decoder.mid_block.attentions.0",
            ("enc", "mid.attn") => "encoder.mid_block.attentions.0",
            (_, "mid") => $"{half}oder.mid_block",
            _ when Level().Match(seen) is { Success: true } level => string.Create(CultureInfo.InvariantCulture, $"{half}oder.{level.Groups[1].Value}_blocks.{level.Groups[2].Value}"),
            _ => $"{half}oder.{seen}",
        };
    }

    [GeneratedRegex(@"\[.*\]$")]
    private static partial Regex Slice();

    [GeneratedRegex(@"^(down|up)(\d+)$")]
    private static partial Regex Level();
}
