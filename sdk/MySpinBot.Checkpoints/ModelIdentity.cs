using System.Collections.Immutable;
using MySpinBot.Checkpoints.Identifying;

namespace MySpinBot.Checkpoints;

/// <summary>Which model a file holds, told by the names and shapes of its tensors alone: no number is read.</summary>
public sealed record ModelIdentity
{
    /// <summary>A word for programs: <c>rrdbnet</c>, <c>srvgg</c>, <c>wav2lip</c>, <c>s3fd</c>, <c>ultraface</c>, <c>yunet</c>, <c>sd15</c>, <c>sd15_unet</c>, <c>svd</c>, <c>vae</c>, <c>taesd</c>, <c>clip_text</c>, <c>clip_vision</c>,
    /// <c>lora</c>, <c>controlnet</c>, <c>embedding</c>, <c>gguf</c>, …; <c>unknown</c> where it is none that is known.</summary>
    public required string Family { get; init; }

    /// <summary>For people: <c>Real-ESRGAN (RRDBNet)</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is of a kind that this system is made to run; others are only named.</summary>
    public bool IsSupported { get; init; }

    /// <summary>What people want to know of it, in an order for reading: <c>scale</c> = 4, <c>features</c> = 64, <c>rank</c> = 16.</summary>
    public ImmutableArray<ModelFact> Facts { get; init; } = [];

    /// <summary>How many numbers it has.</summary>
    public long Parameters { get; init; }

    /// <summary>The type that most of them have: <c>Float16</c>, <c>Q4_K</c>; null where there are none.</summary>
    public string? NumberType { get; init; }

    /// <summary>The value of a fact; null where it is not among them.</summary>
    public string? this[string fact] => Facts.FirstOrDefault(known => known.Name == fact)?.Value;

    /// <summary>Tells a model by its tensors.</summary>
    public static ModelIdentity Identify(ITensors tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return Identification.Of(tensors);
    }

    /// <summary>Tells a model by its graph: by its initializers where their names are kept, else by what goes in and comes out.</summary>
    public static ModelIdentity Identify(OnnxFile model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Identification.Of(model);
    }

    /// <summary>Tells a language model by what its head says.</summary>
    public static ModelIdentity Identify(GgufFile model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Identification.Of(model);
    }

    /// <summary>A line for people.</summary>
    public override string ToString() => Facts.IsEmpty ? Name : $"{Name}: {string.Join(", ", Facts)}";
}

/// <summary>Something that people want to know of a model.</summary>
/// <param name="Name">What: <c>scale</c>.</param>
/// <param name="Value">How much, or which: <c>4</c>.</param>
public sealed record ModelFact(string Name, string Value)
{
    /// <summary>As it is read.</summary>
    public override string ToString() => $"{Name.Replace('_', ' ')} {Value}";
}
