using System.Collections.Immutable;
using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Files of learnt words, as AUTOMATIC1111's program (<c>string_to_param</c>), kohya's scripts (<c>emb_params</c>), diffusers (<c>&lt;name&gt;</c>) and trainers for SDXL (<c>clip_l</c>, <c>clip_g</c>) write them.</summary>
internal static class LearntWordFile
{
    // A chunk has room for 75; whoever learnt a hundred thousand learnt something else.
    private const int MostVectors = 4096;

    /// <summary>The vectors of a file that fit a network; none where none do.</summary>
    /// <exception cref="NodeFailure">The file cannot be read, or has too many.</exception>
    public static ImmutableArray<LearntVector> Read(string name, string path, TextTower tower) => WeightFaults.Told(() =>
    {
        using var file = Checkpoint.Open(path);
        return Entry(file, tower) is { } entry ? Vectors(name, file, entry, tower.Network.Width) : [];
    }, "text", $"embedding:{name} cannot be read: ");

    private static TensorEntry? Entry(Checkpoint file, TextTower tower)
    {
        bool Fits(TensorEntry entry) => entry.Shape.Length is 1 or 2 && entry.Shape[^1] == tower.Network.Width && entry.Type.IsFloat();
        return file.TryGet($"clip_{tower.Key}", out var named) && Fits(named) ? named : file.Entries.FirstOrDefault(Fits);
    }

    private static ImmutableArray<LearntVector> Vectors(string name, Checkpoint file, TensorEntry entry, int width)
    {
        if (entry.Count > (long)MostVectors * width)
        {
            throw new CheckpointException($"it has {entry.Count / width} vectors; {MostVectors} are the most that one word may have.");
        }

        var numbers = file.ReadFloats(entry);
        var vectors = ImmutableArray.CreateBuilder<LearntVector>(numbers.Length / width);
        for (var i = 0; i < numbers.Length / width; i++)
        {
            vectors.Add(new LearntVector(name, i, numbers.AsMemory(i * width, width)));
        }

        return vectors.ToImmutable();
    }
}
