using System.Text.Json.Nodes;

namespace MySpinBot.Sdk.Tests.Declared;

/// <summary>Nodes with methods beside them, and instance nodes.</summary>
/// <param name="greeting">A service.</param>
/// <param name="settings">The plugin's settings.</param>
public sealed class AskingNodes(Greeting greeting, PluginSettings settings)
{
    /// <summary>Chooses one of two.</summary>
    /// <param name="condition">Which.</param>
    /// <param name="onTrue">If true.</param>
    /// <param name="onFalse">If false.</param>
    [Node("LazySwitch", Category = "test/ask", Ask = nameof(AskSwitch))]
    public static object? Switch(bool condition, [Lazy] object? onTrue, [Lazy] object? onFalse = null) => condition ? onTrue : onFalse;

    internal static IEnumerable<string> AskSwitch(bool? condition, KnownInputs known)
    {
        if (condition is { } chosen && !known.Has(chosen ? "on_true" : "on_false"))
        {
            yield return chosen ? "on_true" : "on_false";
        }
    }

    /// <summary>Greets, with all that may stand beside a node.</summary>
    /// <param name="name">Whom.</param>
    /// <param name="times">How often.</param>
    /// <param name="mode">How.</param>
    [Node("Greet", Category = "test/ask", Version = 3, Fingerprint = nameof(Print), Validate = nameof(Check), Need = nameof(NeedOf))]
    public string Greet(string name, int times = 2, Mode mode = Mode.Bilinear) => $"{greeting.Text} {name} x{times} {mode} {settings.Values}";

    internal string? Print(string? name, int? times) => name is null ? null : $"{greeting.Text}/{name}/{times?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?"}";

    internal static IReadOnlyList<InputFault> Check(int times, Mode? mode) => times > 10 ? [new InputFault("times", $"{times} is too often ({mode}).")] : [];

    internal static MemoryNeed NeedOf(Mode mode, int times) => new(DeviceId.Cpu, times * (mode == Mode.Bilinear ? 100 : 1));

    [Migration("Greet", 1)]
    internal static JsonObject From1(JsonObject inputs)
    {
        inputs["times"] = 1;
        return inputs;
    }

    [Migration("Greet", 2)]
    internal static JsonObject From2(JsonObject inputs)
    {
        inputs["mode"] = "Bilinear";
        return inputs;
    }
}

/// <summary>A service.</summary>
[PluginService]
public sealed class Greeting(TimeProvider time)
{
    /// <summary>What it says.</summary>
    public string Text { get; } = time.GetUtcNow().Hour < 12 ? "Good morning" : "Good day";
}

/// <summary>A capability.</summary>
[Capability("letters")]
public sealed class LetterCounts(Greeting greeting) : IEmbedder
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<OfferedModel>> ListAsync(CancellationToken cancellation) => new([new OfferedModel(greeting.Text, "local")]);

    /// <inheritdoc/>
    public ValueTask<Embeddings> EmbedAsync(EmbeddingRequest request, CancellationToken cancellation)
        => new(new Embeddings([.. request.Texts.Select(text => new ReadOnlyMemory<float>([text.Length]))], request.Texts.Count));
}
