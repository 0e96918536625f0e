using System.Text.Json;

namespace MySpinBot.Sdk;

/// <summary>One call of a node: its inputs by position and what it may use. Read by generated code.</summary>
public sealed class NodeCall
{
    private readonly object?[] _inputs;
    private readonly LiveGraph? _graph;

    /// <summary>Makes a call.</summary>
    /// <param name="inputs">Values in the order of the descriptor's inputs: long, double, string, bool, <see cref="JsonElement"/>, a socket's own type,
    /// <c>object?[]</c> for an input that takes a list, <see cref="RawLink"/>, or <see cref="Missing"/>.</param>
    /// <param name="context">Progress, artifacts, models …</param>
    /// <param name="services">Where instance nodes get their constructor arguments.</param>
    /// <param name="extra">Inputs that the node does not declare.</param>
    public NodeCall(object?[] inputs, NodeContext context, IPluginServices services, ExtraInputs? extra = null)
        => (_inputs, Context, Services, Extra) = (inputs, context, services, extra ?? ExtraInputs.None);

    /// <summary>Stands for an input that has no value: not given, lazy and not yet made, or not known at this stage.</summary>
    public static object Missing { get; } = new MissingValue();

    /// <summary>Progress, artifacts, models, cancellation.</summary>
    public NodeContext Context { get; }

    /// <summary>Where instance nodes get their constructor arguments.</summary>
    public IPluginServices Services { get; }

    /// <summary>Inputs that the node does not declare.</summary>
    public ExtraInputs Extra { get; }

    /// <summary>The graph around the call, for nodes that see it.</summary>
    /// <exception cref="InvalidOperationException">The host gave none.</exception>
    public LiveGraph Graph { get => _graph ?? throw new InvalidOperationException("The host gave no graph to a node that sees it."); init => _graph = value; }

    /// <summary>What comes over links, for a validate method.</summary>
    public LinkedTypes LinkedTypes { get; init; } = LinkedTypes.None;

    /// <summary>For an ask method, names of the inputs that are known: those that have a value, and those that have none to come.
    /// Null leaves it at those that have a value.</summary>
    public IReadOnlySet<string>? KnownNames { get; init; }

    /// <summary>What an ask method gets.</summary>
    /// <param name="names">Names of the inputs in the order of the descriptor.</param>
    public KnownInputs Known(params string[] names)
        => new(KnownNames ?? names.Where((_, input) => Has(input)).ToHashSet(StringComparer.Ordinal));

    /// <summary>Whether the input at this position has a value.</summary>
    public bool Has(int input) => !ReferenceEquals(_inputs[input], Missing);

    /// <summary>The value as the parameter's type, or the default of the declaration where there is none.</summary>
    /// <exception cref="NodeFailure">The value cannot be taken as a <typeparamref name="T"/>.</exception>
    public T Get<T>(int input, string name, T fallback = default!) => Has(input) ? InputConversion.To<T>(_inputs[input], name) : fallback;

    /// <summary>The whole list of an input that takes lists.</summary>
    public IReadOnlyList<T> GetList<T>(int input, string name)
    {
        if (!Has(input))
        {
            return [];
        }

        var values = (object?[])_inputs[input]!;
        var list = new T[values.Length];
        for (var i = 0; i < list.Length; i++)
        {
            list[i] = InputConversion.To<T>(values[i], name);
        }

        return list;
    }

    /// <summary>Waits for what a method beside a node gives. Such methods are called where a thread may wait.</summary>
    public static T Await<T>(Task<T> given)
    {
        ArgumentNullException.ThrowIfNull(given);
        return given.GetAwaiter().GetResult();
    }

    /// <summary>Waits for what a method beside a node gives.</summary>
    public static T Await<T>(ValueTask<T> given) => given.IsCompletedSuccessfully ? given.Result : given.AsTask().GetAwaiter().GetResult();

    private sealed class MissingValue
    {
        public override string ToString() => "no value";
    }
}
