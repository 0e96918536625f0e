using System.Text.Json.Nodes;

namespace MySpinBot.BadHabits;

/// <summary>Nodes with methods beside them.</summary>
public sealed class Checking(Counter counter)
{
    /// <summary>What it gives depends on more than its inputs, and its fingerprint tells.</summary>
    [Node("Weather", Fingerprint = nameof(WeatherPrint))]
    public string Weather(string place = "here") => $"{place} {counter.Next()}";

    internal string? WeatherPrint(string place) => place == "nowhere" ? null : place.ToUpperInvariant();

    /// <summary>Does not take everything.</summary>
    [Node("Picky", Validate = nameof(PickyFaults))]
    public string Picky(string text = "good", long least = 1, long most = 2) => $"{text} {least} {most}";

    internal IEnumerable<InputFault> PickyFaults(string text, long least, long most)
    {
        if (text == "bad")
        {
            yield return new InputFault("text", "'bad' is not good; write 'good'.");
        }

        if (least > most)
        {
            yield return new InputFault(null, $"The least ({least}) is more than the most ({most}).");
        }
    }

    /// <summary>Its validation throws.</summary>
    [Node("Panicky", Validate = nameof(PanickyFaults))]
    public string Panicky(string text = "good") => text + counter;

    internal IEnumerable<InputFault> PanickyFaults(string text) => throw new InvalidOperationException("cannot look at " + text);

    /// <summary>Had another name for its input once.</summary>
    [Node("Renamed", Version = 2)]
    public string Renamed(string text = "none") => $"renamed {text}";

    /// <summary>Had a number for its text once, and takes nothing else from those times.</summary>
    [Node("Rigid", Version = 2)]
    public string Rigid(string text = "none") => $"rigid {text}";

    /// <summary>Reads numbers only.</summary>
    [Migration("Rigid", 1)]
    public static JsonObject RigidFromOne(JsonObject inputs) => new() { ["text"] = $"{inputs["number"]!.GetValue<long>()}" };

    /// <summary>From <c>words</c> to <c>text</c>.</summary>
    [Migration("Renamed", 1)]
    public static JsonObject RenamedFromOne(JsonObject inputs)
    {
        if (inputs.Remove("words", out var words))
        {
            inputs["text"] = words;
        }

        return inputs;
    }
}
