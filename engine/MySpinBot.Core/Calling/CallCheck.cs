using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Sentences;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Calling;

/// <summary>Whether values are what a graph's named inputs want. Stricter than a document is read: a number is no text, and a text no number, so that the check says what the JSON Schema says.</summary>
public sealed class CallCheck
{
    // Whoever has so much wrong mends that first.
    private const int MostFaults = 100;

    private readonly Dictionary<string, JsonElement> _inputs = new(StringComparer.Ordinal);
    private readonly List<CallFault> _faults = [];
    private readonly HashSet<ParameterUse> _excused = [];
    private readonly NearestNames _nearest = new();

    private CallCheck()
    {
    }

    /// <summary>The values that are right, by name.</summary>
    public IReadOnlyDictionary<string, JsonElement> Inputs => _inputs;

    /// <summary>All that is wrong.</summary>
    public IReadOnlyList<CallFault> Faults => _faults;

    /// <summary>Compares.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="given">An object: values by the names of the inputs.</param>
    public static CallCheck Of(CallableGraph graph, JsonElement given)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var check = new CallCheck();
        var parameters = graph.Parameters.ToDictionary(parameter => parameter.Name, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in given.EnumerateObject())
        {
            if (check._faults.Count >= MostFaults)
            {
                return check;
            }

            check.Take(parameters, field, !seen.Add(field.Name));
        }

        foreach (var missing in graph.Parameters.Where(parameter => parameter.IsRequired && !seen.Contains(parameter.Name)))
        {
            var wanted = Wanted(missing);
            check.Refuse(missing, ProblemCodes.MissingInput, missing.CanBeGiven ? $"is missing; give {wanted}." : $"is missing, and takes {wanted}, which no request can give; give it a value in the graph.", wanted, null);
        }

        return check;
    }

    /// <summary>Whether a problem of the graph only says again, of a node, what was said of the input that it takes.</summary>
    public bool Said(GraphProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return problem is { NodeId: { } node, Input: { } input } && _excused.Contains(new ParameterUse(node, input));
    }

    private void Take(Dictionary<string, GraphParameter> parameters, JsonProperty field, bool isRepeated)
    {
        if (!parameters.TryGetValue(field.Name, out var parameter))
        {
            var there = parameters.Count == 0 ? "it has none" : $"it has {Shown.Names(parameters.Keys)}";
            _faults.Add(new CallFault(ProblemCodes.UnknownInput, field.Name, $"The graph has no input {Shown.Name(field.Name)}; {there}.{_nearest.Ask(field.Name, parameters.Keys)}"));
        }
        else if (isRepeated)
        {
            _inputs.Remove(field.Name);
            Refuse(parameter, ProblemCodes.DuplicateId, "stands twice; give it once.", null, null);
        }
        else if (Fault(parameter, field.Value) is var (code, rest, wanted))
        {
            Refuse(parameter, code, rest, wanted, Shown.Value(field.Value));
        }
        else
        {
            _inputs.Add(field.Name, field.Value);
        }
    }

    private (string Code, string Sentence, string Wanted)? Fault(GraphParameter parameter, JsonElement value)
    {
        var wanted = Wanted(parameter);
        if (!parameter.CanBeGiven)
        {
            return (ProblemCodes.BadValue, $"takes {wanted}, which no request can give; leave it out.", wanted);
        }

        if (!parameter.Types.Any(type => Is(type, value)))
        {
            return (ProblemCodes.BadValue, $"is {Shown.Value(value)}; it must be {wanted}.{(value.ValueKind == JsonValueKind.Null && !parameter.IsRequired ? " Leave it out for its default." : "")}", wanted);
        }

        if (value.ValueKind == JsonValueKind.Number && (value.GetDouble() < parameter.Min || value.GetDouble() > parameter.Max))
        {
            return (ProblemCodes.OutOfRange, $"is {Shown.Number(value.GetDouble())}; it must be {wanted}.", wanted);
        }

        return value.ValueKind == JsonValueKind.String && !parameter.Choices.IsEmpty && Shown.Text(value) is { } text && !parameter.Choices.Contains(text)
            ? (ProblemCodes.NotAChoice, $"is {Shown.Name(text)}; it must be {wanted}.{_nearest.Ask(text, parameter.Choices)}", wanted) : null;
    }

    private void Refuse(GraphParameter parameter, string code, string rest, string? wanted, string? got)
    {
        _excused.UnionWith(parameter.Uses);
        _faults.Add(new CallFault(code, parameter.Name, $"Input {Shown.Name(parameter.Name)} {rest}") { Expected = wanted, Got = got });
    }

    private static bool Is(string type, JsonElement value) => type switch
    {
        SocketTypes.Int => value.ValueKind == JsonValueKind.Number && IsWhole(value),
        SocketTypes.Float => value.ValueKind == JsonValueKind.Number && double.IsFinite(value.GetDouble()),
        SocketTypes.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        SocketTypes.Text or SocketTypes.Choice or SocketTypes.File => value.ValueKind == JsonValueKind.String && Shown.Text(value) is not null,
        SocketTypes.Json => true,
        SocketTypes.Any => value.ValueKind != JsonValueKind.Null,
        _ => false,
    };

    // Of 64 bits, with or without a sign: seeds fill them.
    private static bool IsWhole(JsonElement value)
        => value.TryGetInt64(out _) || value.TryGetUInt64(out _) || (value.GetDouble() is var number && Math.Abs(number) < 9.2e18 && Math.Floor(number) == number);

    private static string Wanted(GraphParameter parameter) => string.Join(" or ", parameter.Types.Select(type => Wanted(type, parameter)).Distinct());

    private static string Wanted(string type, GraphParameter parameter) => type switch
    {
        SocketTypes.Int => $"a whole number{Limits(parameter)}",
        SocketTypes.Float => $"a number{Limits(parameter)}",
        SocketTypes.Boolean => "true or false",
        SocketTypes.Text or SocketTypes.Choice when !parameter.Choices.IsEmpty => $"one of {Shown.Names(parameter.Choices)}",
        SocketTypes.Text or SocketTypes.Choice => "a text",
        SocketTypes.File => parameter.FileExtensions.IsDefaultOrEmpty ? "the path of a file" : $"the path of a file ({string.Join(", ", parameter.FileExtensions)})",
        SocketTypes.Json or SocketTypes.Any => "a value",
        _ => Shown.Plain(type),
    };

    private static string Limits(GraphParameter parameter) => (parameter.Min, parameter.Max) switch
    {
        ({ } min, { } max) => $" from {Shown.Limit(min)} to {Shown.Limit(max)}",
        ({ } min, null) => $", {Shown.Limit(min)} or more",
        (null, { } max) => $", {Shown.Limit(max)} or less",
        _ => "",
    };
}
