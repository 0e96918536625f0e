using System.Text.Json;
using MySpinBot.Runtime.Results;

namespace MySpinBot.Sdk.Testing;

/// <summary>Calls a node with sample values and looks at what comes of it.</summary>
internal sealed class NodeCalls(INodePack pack, NodeRegistration node, ConformanceOptions options)
{
    private readonly NodeDescriptor _descriptor = node.Descriptor;

    /// <summary>Why the node cannot be called here: an input of a type that nobody gave a sample of.</summary>
    public string? MissingSample
        => Required.FirstOrDefault(input => !Samples.Has(input.Type, options) && !options.Inputs.ContainsKey($"{_descriptor.ClassType}.{input.Name}")) is { } input
            ? $"There is no sample of {input.Type} for the input '{input.Name}': give one in ConformanceOptions.Samples."
            : null;

    private IEnumerable<InputDescriptor> Required => _descriptor.Inputs.Where(input => input is { Hidden: null, IsRawLink: false } && (input.IsRequired || input.IsLazy) && input.Default is null);

    /// <summary>Outputs in the number and of the types that are declared, each the same after a round trip through its codec.</summary>
    public async Task<IReadOnlyList<string>> GivesWhatItDeclaresAsync(CancellationToken cancellation)
    {
        await using var runner = NodeRunner.For(pack, options.Runner);
        try
        {
            var result = await runner.RunAsync(_descriptor.ClassType, await InputsAsync(runner), cancellation);
            return [.. Faults(result.Outcome, runner.Results.Codecs)];
        }
        catch (NodeFailure failure)
        {
            // Saying no to a sample is an answer; that it is a sentence is another case.
            return SentenceFaults(failure);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return [Raw("sample values", fault)];
        }
    }

    /// <summary>A token that was cancelled before. A node of the cpu lane without effects may be done before it looks; the engine drops its result.</summary>
    public async Task<IReadOnlyList<string>> StopsWhenCancelledAsync(CancellationToken cancellation)
    {
        await using var runner = NodeRunner.For(pack, options.Runner);
        var inputs = await InputsAsync(runner);
        var bound = await new InputBinding(_descriptor, runner.Results.Digests, runner.Files).BindAsync(inputs, cancellation);
        try
        {
            var result = await runner.RunAsync(node, bound, new CancellationToken(canceled: true));
            return result.Saved.Count > 0 || (_descriptor.Lane != Lane.Cpu && result.Outcome.Outputs is { Length: > 0 })
                ? [$"It was cancelled before it began and gave {(result.Saved.Count > 0 ? "a file" : "a result")} all the same: look at the CancellationToken."]
                : [];
        }
        catch (Exception fault) when (fault is OperationCanceledException or NodeFailure)
        {
            return [];
        }
        catch (Exception fault)
        {
            return [Raw("a cancelled token", fault)];
        }
    }

    /// <summary>Each input at its least, empty or broken value in turn: a result or a sentence, and never a raw exception.</summary>
    public async Task<IReadOnlyList<string>> FailsWithSentencesAsync(CancellationToken cancellation)
    {
        var faults = new List<string>();
        await using var runner = NodeRunner.For(pack, options.Runner);
        foreach (var input in _descriptor.Inputs.Where(input => input.Hidden is null))
        {
            foreach (var hard in HardValues(input, runner.Folder))
            {
                var inputs = await InputsAsync(runner);
                inputs[input.Name] = hard;
                try
                {
                    await runner.RunAsync(_descriptor.ClassType, inputs, cancellation);
                }
                catch (NodeFailure failure)
                {
                    faults.AddRange(SentenceFaults(failure));
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    faults.Add(Raw($"'{input.Name}' at {Show(hard)}", fault));
                }
            }
        }

        return faults;
    }

    private async Task<Dictionary<string, object?>> InputsAsync(NodeRunner runner)
    {
        var inputs = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var input in _descriptor.Inputs)
        {
            if (options.Inputs.TryGetValue($"{_descriptor.ClassType}.{input.Name}", out var own))
            {
                inputs[input.Name] = own;
            }
            else if (input is { IsRawLink: true, Hidden: null })
            {
                inputs[input.Name] = new RawLink("source", 0);
            }
            else if (Required.Contains(input))
            {
                inputs[input.Name] = input.IsSecret ? "secret" : await Samples.OfAsync(input, runner, options);
            }
        }

        return inputs;
    }

    private static IEnumerable<object> HardValues(InputDescriptor input, string folder)
    {
        if (input.IsRawLink || input.IsSecret)
        {
            yield break;
        }

        foreach (var type in input.Type.Split(',').Select(type => type.Trim()))
        {
            switch (type)
            {
                case SocketTypes.Text when input.Choices.Length == 0:
                    yield return "";
                    yield return "\0({[\u202e";
                    break;
                case SocketTypes.Int:
                    yield return (long)(input.Min ?? -1);
                    break;
                case SocketTypes.Float:
                    yield return input.Min ?? -1;
                    break;
                case SocketTypes.Json:
                    yield return JsonElement.Parse("null");
                    break;
                case SocketTypes.File:
                    var path = Path.Combine(folder, "empty" + (input.FileExtensions.IsDefaultOrEmpty ? "" : input.FileExtensions[0]));
                    File.WriteAllBytes(path, []);
                    yield return path;
                    break;
            }
        }

        if (input.IsList)
        {
            yield return Array.Empty<object>();
        }
    }

    private IEnumerable<string> Faults(NodeOutcome? outcome, ValueCodecs codecs)
    {
        if (outcome is null)
        {
            yield return "A call gave null.";
        }
        else if (outcome.Expansion is not null && !_descriptor.MayExpand)
        {
            yield return "A call expanded, and the node does not say that it may.";
        }
        else if (outcome.Outputs is { } outputs && outputs.Length != _descriptor.Outputs.Length)
        {
            yield return $"A call gave {outputs.Length} outputs; {_descriptor.Outputs.Length} are declared.";
        }

        for (var i = 0; i < Math.Min(outcome?.Outputs?.Length ?? 0, _descriptor.Outputs.Length); i++)
        {
            var (declared, given) = (_descriptor.Outputs[i], outcome!.Outputs![i]);
            foreach (var value in declared.IsList && given is object?[] list ? list : [given])
            {
                if (OutputFault(declared, value, codecs) is { } fault)
                {
                    yield return fault;
                }
            }
        }
    }

    private static string? OutputFault(OutputDescriptor output, object? value, ValueCodecs codecs)
    {
        if (value is null && output.Type != SocketTypes.Any && !output.MayBeNull)
        {
            return $"The output '{output.Name}' is null.";
        }

        var carried = ValueCodecs.Normal(value);
        if (value is Blocked || codecs.For(carried) is not { } codec)
        {
            return null;
        }

        using var first = new MemoryStream();
        codec.Encode(carried, first);
        first.Position = 0;
        using var second = new MemoryStream();
        codec.Encode(codec.Decode(first, first.Length), second);
        return first.ToArray().AsSpan().SequenceEqual(second.ToArray())
            ? null
            : $"The output '{output.Name}' is not the same after it was written and read again with the codec {codec.Name}.";
    }

    private static IReadOnlyList<string> SentenceFaults(NodeFailure failure)
        => failure.Message.Trim() is { Length: > 10 } message && message.Contains(' ', StringComparison.Ordinal)
            ? []
            : [$"The failure '{failure.Message}' is not a sentence that says what was wrong and what would be right."];

    private static string Raw(string given, Exception fault) => $"Given {given} it threw {fault.GetType().Name} instead of a NodeFailure with a sentence: {fault.Message}";

    private static string Show(object value) => value is string text ? $"\"{text}\"" : value is Array ? "an empty list" : value.ToString()!;
}
