using System.Text.Json;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Validation;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Running;

/// <summary>Calls of the methods that see a node's constants before anything runs: its own validation and its fingerprint.</summary>
internal static class ConstantsCall
{
    /// <summary>A call with the constants of a node that is bound, and the files that it names; what is linked is missing.</summary>
    public static NodeCall Of(ValidNode node, Func<int, FileReference?> files, IPluginServices services)
    {
        var inputs = new object?[node.Inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            var known = node.Inputs[i] is { Kind: BindingKind.Constant, Constant: { } constant } ? constant : files(i);
            inputs[i] = known is null ? NodeCall.Missing : Wrap(node.Type.Descriptor.Inputs[i], known);
        }

        return new NodeCall(inputs, NoContext.Instance, services);
    }

    /// <summary>A call with constants by name, and what comes over links.</summary>
    public static NodeCall Of(NodeDescriptor descriptor, IReadOnlyDictionary<string, object?> constants, LinkedTypes linked, IPluginServices services)
    {
        var inputs = new object?[descriptor.Inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = constants.TryGetValue(descriptor.Inputs[i].Name, out var constant) ? Wrap(descriptor.Inputs[i], constant) : NodeCall.Missing;
        }

        return new NodeCall(inputs, NoContext.Instance, services) { LinkedTypes = linked };
    }

    private static object? Wrap(InputDescriptor input, object? constant) => input.IsList ? new[] { constant } : constant;

    /// <summary>Before anything runs there is nothing to report, store or lease.</summary>
    private sealed class NoContext : NodeContext
    {
        public static NoContext Instance { get; } = new();

        public override string NodeId => "";

        public override int CallIndex => 0;

        public override CancellationToken Cancellation => CancellationToken.None;

        public override TimeProvider Time => throw Unavailable();

        public override IArtifacts Artifacts => throw Unavailable();

        public override IOutputFolder Outputs => throw Unavailable();

        public override IModelShelf Models => throw Unavailable();

        public override IHostTools Tools => throw Unavailable();

        public override INodeLog Log => throw Unavailable();

        public override void Progress(double done, double total, string? what = null)
        {
        }

        public override void Preview(Image image)
        {
        }

        public override void Show(string key, JsonElement item) => throw Unavailable();

        public override string TemporaryPath(string extension = "") => throw Unavailable();

        private static NodeFailure Unavailable() => new("Validation, fingerprint and ask methods may look at inputs only.");
    }
}
