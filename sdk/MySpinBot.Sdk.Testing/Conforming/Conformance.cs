using System.Reflection;

namespace MySpinBot.Sdk.Testing;

/// <summary>What every node of every plugin must do. The cases are the same for all packs, so that hosts and editors can rely on them.</summary>
public static class Conformance
{
    /// <summary>The cases of an assembly with nodes.</summary>
    public static IEnumerable<ConformanceCase> Cases(Assembly assembly, ConformanceOptions? options = null) => Cases(NodeRunner.PackOf(assembly), options);

    /// <summary>The cases of a pack: some about what each node says of itself, some about what it does when it is called.</summary>
    public static IEnumerable<ConformanceCase> Cases(INodePack pack, ConformanceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(pack);
        return pack.Nodes.SelectMany(node => Cases(pack, node, options ?? new ConformanceOptions()));
    }

    private static IEnumerable<ConformanceCase> Cases(INodePack pack, NodeRegistration node, ConformanceOptions options)
    {
        var (type, descriptor) = (node.Descriptor.ClassType, node.Descriptor);
        var calls = new NodeCalls(pack, node, options);
        var notCalled = options.NotCalled.GetValueOrDefault(type) ?? calls.MissingSample;

        yield return Said("is documented", Declarations.Undocumented(descriptor));
        yield return Said("describes its outputs", Declarations.UndescribedOutputs(descriptor));
        yield return Said("is named as nodes are", Declarations.Misnamed(descriptor));
        yield return Said("has defaults that it would accept", Declarations.BadDefaults(descriptor));
        yield return Said("asks for its lazy inputs", Declarations.Laziness(node));
        yield return Said("can read every older version of itself", Declarations.Migrations(node));
        yield return Said("gets another key with each setting", SettingKeys.Deaf(descriptor));
        yield return Called("gives what it declares, and that survives being stored", calls.GivesWhatItDeclaresAsync);
        yield return Called("gives no result once it is cancelled", calls.StopsWhenCancelledAsync);
        yield return Called("fails with sentences only", calls.FailsWithSentencesAsync);

        ConformanceCase Said(string promise, IEnumerable<string> faults) => new(type, promise, null, _ =>
        {
            Throw(type, promise, faults);
            return Task.CompletedTask;
        });

        ConformanceCase Called(string promise, Func<CancellationToken, Task<IReadOnlyList<string>>> call)
            => new(type, promise, notCalled, async cancellation => Throw(type, promise, await call(cancellation)));
    }

    private static void Throw(string type, string promise, IEnumerable<string> faults)
    {
        var all = string.Join("\n  ", faults);
        if (all.Length > 0)
        {
            throw new ConformanceFailure($"Every node {promise}; {type} does not:\n  {all}");
        }
    }
}
