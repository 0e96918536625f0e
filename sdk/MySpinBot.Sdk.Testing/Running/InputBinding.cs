using System.Collections;
using System.Reflection;
using System.Text.Json;
using MySpinBot.Core.Weights;
using MySpinBot.Runtime.Files;
using MySpinBot.Runtime.Plugins;

namespace MySpinBot.Sdk.Testing;

/// <summary>Turns what a test gives into the inputs of a call, in the form that the host carries.</summary>
internal sealed class InputBinding(NodeDescriptor node, FileDigests digests, NamedFiles files)
{
    public async ValueTask<BoundInputs> BindAsync(object? inputs, CancellationToken cancellation)
    {
        var given = Named(inputs);
        var (values, later) = (new object?[node.Inputs.Length], new Dictionary<string, (int, object?)>(StringComparer.Ordinal));
        for (var i = 0; i < values.Length; i++)
        {
            var input = node.Inputs[i];
            var isGiven = given.Remove(input.Name, out var value);
            var carried = isGiven ? await CarryAsync(input, value, cancellation) : Default(input);
            values[i] = input.IsLazy ? NodeCall.Missing : carried;
            if (input.IsLazy)
            {
                later[input.Name] = (i, carried);
            }
        }

        if (given.Count > 0 && !node.TakesExtraInputs)
        {
            throw new ArgumentException(Unknown(given.Keys.First()), nameof(inputs));
        }

        return new BoundInputs(node, values, later, new ExtraInputs(given));
    }

    private Dictionary<string, object?> Named(object? inputs)
    {
        var named = inputs switch
        {
            null => [],
            IEnumerable<KeyValuePair<string, object?>> pairs => pairs,
            _ => inputs.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => KeyValuePair.Create(property.Name, property.GetValue(inputs))),
        };
        return named.ToDictionary(pair => node.Inputs.Any(input => input.Name == pair.Key) ? pair.Key : SnakeCase(pair.Key), pair => pair.Value, StringComparer.Ordinal);
    }

    private async ValueTask<object?> CarryAsync(InputDescriptor input, object? value, CancellationToken cancellation)
    {
        if (!input.IsList)
        {
            return await CarryOneAsync(input, value, cancellation);
        }

        var list = new List<object?>();
        foreach (var element in value is IEnumerable elements and not string ? elements.Cast<object?>() : [value])
        {
            list.Add(await CarryOneAsync(input, element, cancellation));
        }

        return list.ToArray();
    }

    private async ValueTask<object?> CarryOneAsync(InputDescriptor input, object? value, CancellationToken cancellation) => value switch
    {
        string path when input.Type == SocketTypes.File => await FileAsync(input, path, cancellation),
        string secret when input.IsSecret => new Secret(input.Name, secret),
        int number when input.Type == SocketTypes.Float => (double)number,
        int number => (long)number,
        uint number => (long)number,
        long number when input.Type == SocketTypes.Float => (double)number,
        ulong number => unchecked((long)number),
        float number => (double)number,
        Enum choice => input.Choices.FirstOrDefault(name => Plain(name) == Plain(choice.ToString())) ?? choice.ToString(),
        _ => value,
    };

    // A name among the models; anything else is a path of the test's own.
    private async ValueTask<FileReference> FileAsync(InputDescriptor input, string given, CancellationToken cancellation)
        => !ModelKinds.IsKind(input.FileFolder) ? await digests.DigestAsync(Path.GetFullPath(given), cancellation)
            : (await files.FindAsync(input, given, null, cancellation)).File ?? await digests.DigestWeightsAsync(Path.GetFullPath(given), null, null, cancellation);

    private object? Default(InputDescriptor input) => input switch
    {
        { Hidden: HiddenValue.NodeId } => "node",
        { Hidden: not null } => NodeCall.Missing,
        { Default: null, IsRequired: true, IsLazy: false } =>
            throw new ArgumentException($"{node.ClassType} needs the input '{input.Name}' ({input.Type}).", nameof(input)),
        { Default: null } => NodeCall.Missing,
        { IsList: true } => new[] { Constant(input) },
        _ => Constant(input),
    };

    // Defaults of types without a C# constant are written down as JSON text.
    private static object? Constant(InputDescriptor input)
        => input.Default is string json && input.Type == SocketTypes.Json ? JsonElement.Parse(json) : input.Default;

    private string Unknown(string name)
    {
        var names = node.Inputs.Where(input => input.Hidden is null).Select(input => input.Name).ToList();
        return Spelling.Nearest(name, names) is { } nearest
            ? $"{node.ClassType} has no input '{name}': did you mean '{nearest}'?"
            : $"{node.ClassType} has no input '{name}'; it has {string.Join(", ", names)}.";
    }

    private static string SnakeCase(string name)
        => string.Concat(name.Select((letter, i) => char.IsUpper(letter) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(letter) : letter.ToString()));

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
}

/// <summary>The inputs of a call.</summary>
internal sealed class BoundInputs(NodeDescriptor node, object?[] values, Dictionary<string, (int Position, object? Value)> later, ExtraInputs extra)
{
    /// <summary>By position; lazy ones are missing until they are revealed.</summary>
    public object?[] Values { get; } = values;

    /// <summary>What stands in a document as a constant; what comes over links is missing.</summary>
    public object?[] Constants
        => [.. Values.Select((value, i) => IsConstant(value) && !node.Inputs[i].IsSocketOnly ? value : NodeCall.Missing)];

    public ExtraInputs Extra { get; } = extra;

    private static bool IsConstant(object? value) => value is long or double or bool or string or JsonElement || (value is object?[] list && list.All(IsConstant));

    /// <summary>Makes a lazy input known.</summary>
    public void Reveal(string name)
    {
        if (later.TryGetValue(name, out var input))
        {
            Values[input.Position] = input.Value;
        }
    }
}
