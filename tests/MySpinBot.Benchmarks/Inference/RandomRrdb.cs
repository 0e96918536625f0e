using System.Diagnostics.CodeAnalysis;
using MySpinBot.Checkpoints;

namespace MySpinBot.Benchmarks.Inference;

/// <summary>Random weights of an RRDBNet that makes pictures four times larger, of the widths that people use: 64 features that grow by 32.</summary>
internal sealed class RandomRrdb : ITensors
{
    private const int Features = 64;
    private const int Growth = 32;

    private readonly Dictionary<string, TensorEntry> _entries = new(StringComparer.Ordinal);

    /// <param name="blocks">How many residual-in-residual blocks; RealESRGAN_x4plus has 23.</param>
    public RandomRrdb(int blocks)
    {
        Conv("conv_first", Features, 3);
        for (var block = 0; block < blocks; block++)
        {
            for (var dense = 1; dense <= 3; dense++)
            {
                for (var conv = 1; conv <= 5; conv++)
                {
                    Conv($"body.{block}.rdb{dense}.conv{conv}", conv == 5 ? Features : Growth, Features + ((conv - 1) * Growth));
                }
            }
        }

        foreach (var name in (string[])["conv_body", "conv_up1", "conv_up2", "conv_hr"])
        {
            Conv(name, Features, Features);
        }

        Conv("conv_last", 3, Features);
    }

    public IReadOnlyList<TensorEntry> Entries => [.. _entries.Values];

    public bool TryGet(string name, [NotNullWhen(true)] out TensorEntry? entry) => _entries.TryGetValue(name, out entry);

    public void Read(TensorEntry entry, Span<byte> destination)
    {
        var random = new Random(entry.Name.Length);
        for (var at = 0; at < destination.Length; at += sizeof(float))
        {
            _ = BitConverter.TryWriteBytes(destination[at..], (random.NextSingle() - 0.5f) * 0.05f);
        }
    }

    public bool TryMap(TensorEntry entry, out nint address)
    {
        address = 0;
        return false;
    }

    private void Conv(string name, int gives, int takes)
    {
        _entries.Add($"{name}.weight", new TensorEntry($"{name}.weight", TensorType.Float32, [gives, takes, 3, 3]));
        _entries.Add($"{name}.bias", new TensorEntry($"{name}.bias", TensorType.Float32, [gives]));
    }
}
