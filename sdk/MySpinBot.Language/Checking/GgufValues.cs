using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>What the head of a GGUF model says of it. Names without a dot before them are the architecture's own: <c>block_count</c> is <c>llama.block_count</c>.</summary>
internal sealed class GgufValues
{
    private readonly GgufFile _head;
    private readonly string _file;

    public GgufValues(GgufFile head, string file)
    {
        (_head, _file) = (head, file);
        Architecture = Text("general.architecture") is { Length: > 0 and <= 64 } architecture ? architecture
            : throw new NodeFailure($"'{file}' does not say of which architecture it is (general.architecture); a GGUF model has to.");
    }

    /// <summary>The architecture.</summary>
    public string Architecture { get; }

    /// <summary>A text of the file; null where it has none of that name.</summary>
    public string? Text(string name) => _head.Values.GetValueOrDefault(name)?.Value as string;

    /// <summary>A value by its whole name.</summary>
    public GgufValue? Value(string name) => _head.Values.GetValueOrDefault(name);

    /// <summary>A number of the architecture; null where it does not state it as one.</summary>
    public double? Number(string name) => Own(name)?.Value switch { long whole => whole, ulong whole => whole, double number => number, _ => null };

    /// <summary>Numbers of the architecture, one or one a layer; empty where there are none.</summary>
    public IReadOnlyList<double> Numbers(string name) => Number(name) is { } one ? [one] : Own(name) is { } list ? [.. list.Numbers] : [];

    /// <summary>Something that is so or is not; null where it does not say.</summary>
    public bool? Truth(string name) => Own(name)?.Value as bool?;

    /// <summary>A whole number that has to be there.</summary>
    public int Whole(string name, long least, long most)
        => Own(name) is not { } value ? throw new NodeFailure($"'{_file}' does not state {Architecture}.{name}: it is damaged, or was not written for llama.cpp.")
            : value.Value is long whole && whole >= least && whole <= most ? (int)whole
            : throw new NodeFailure($"'{_file}' states {Architecture}.{name} as {(value.Value is null ? "a list" : $"'{value}'")}; {least} to {most} is possible.");

    private GgufValue? Own(string name) => Value($"{Architecture}.{name}");
}
