using System.Text.Json;
using MySpinBot.Core.Sentences;

namespace MySpinBot.Core.Documents.Reading;

/// <summary>Takes a field as a kind of JSON, or says that it is another.</summary>
internal static class FormFaults
{
    private const int Most = 1000;

    /// <summary>Whether so much is wrong that the rest need not be looked at: a text that is nothing but faults must not become a list many times its size.</summary>
    public static bool IsEnough(List<GraphProblem> problems) => problems.Count >= Most;

    public static string? Text(JsonElement? json, string what, string? nodeId, List<GraphProblem> problems)
        => Is(json, JsonValueKind.String, what, "a text", nodeId, problems) ? json!.Value.GetString() : null;

    public static bool IsObject(JsonElement? json, string what, string? nodeId, List<GraphProblem> problems)
        => Is(json, JsonValueKind.Object, what, "an object", nodeId, problems);

    public static bool IsList(JsonElement? json, string what, List<GraphProblem> problems)
        => Is(json, JsonValueKind.Array, what, "a list", null, problems);

    public static int? Version(JsonElement? json, string what, string? nodeId, List<GraphProblem> problems)
    {
        if (json is null)
        {
            return null;
        }

        if (json.Value.ValueKind == JsonValueKind.Number && json.Value.TryGetInt32(out var version) && version >= 1)
        {
            return version;
        }

        problems.Add(Malformed($"{what} is {Shown.Value(json.Value)}; a version is a whole number from 1.", nodeId));
        return null;
    }

    public static GraphProblem Malformed(string sentence, string? nodeId = null) => new(ProblemCodes.MalformedDocument, nodeId, null, sentence);

    // An absent field is not at fault here.
    private static bool Is(JsonElement? json, JsonValueKind kind, string what, string wanted, string? nodeId, List<GraphProblem> problems)
    {
        if (json is { } wrong && wrong.ValueKind != kind)
        {
            problems.Add(Malformed($"{what} is {Shown.Value(wrong)}; it must be {wanted}.", nodeId));
        }

        return json?.ValueKind == kind;
    }
}
