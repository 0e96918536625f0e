using System.Text.Json.Serialization;

namespace MySpinBot.Core.Messages.Working;

/// <summary>What is to become of a model in memory.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelAct>))]
public enum ModelAct
{
    /// <summary>It stays, whatever else is wanted.</summary>
    Pin,

    /// <summary>It may go again when room is needed.</summary>
    Unpin,

    /// <summary>It goes now, unless a call uses it.</summary>
    Unload,

    /// <summary>It goes as soon as no call uses it.</summary>
    UnloadWhenFree,
}

/// <summary>What became of a model in memory.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelFate>))]
public enum ModelFate
{
    /// <summary>It stays, whatever else is wanted.</summary>
    Pinned,

    /// <summary>It may go when room is needed.</summary>
    Unpinned,

    /// <summary>It is gone.</summary>
    Unloaded,

    /// <summary>It goes as soon as no call uses it.</summary>
    Leaving,

    /// <summary>It could not go, because calls use it.</summary>
    InUse,

    /// <summary>It could not go, because it is pinned.</summary>
    IsPinned,
}

/// <summary>What became of a model.</summary>
/// <param name="Device">Where it is.</param>
/// <param name="Key">What tells it from others of its name.</param>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">What it takes, or took.</param>
/// <param name="Fate">What became of it.</param>
/// <param name="UsedBy">The calls that use it.</param>
public sealed record KeptModel(string Device, string Key, string Name, long Bytes, ModelFate Fate, IReadOnlyList<string> UsedBy);
