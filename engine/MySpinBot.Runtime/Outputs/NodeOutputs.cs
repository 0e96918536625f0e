using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Outputs;

/// <summary>The output folder as one call sees it. The outputs that it reserves are counted by prefix and extension, so that it makes the same claims when it runs again.</summary>
internal sealed class NodeOutputs(OutputFolder folder, string nodeId, int call, Action<SavedFile> saved) : IOutputFolder
{
    private readonly Lock _gate = new();
    private Dictionary<(string, string), int>? _counts;

    public OutputFile Number(string prefix, string extension) => folder.Number(new OutputClaim(nodeId, call, prefix ?? "", extension ?? "", Count(prefix ?? "", extension ?? "")), saved);

    public OutputFile Exactly(string name) => folder.Exactly(nodeId, name, saved);

    private int Count(string prefix, string extension)
    {
        lock (_gate)
        {
            _counts ??= [];
            var before = _counts.GetValueOrDefault((prefix, extension));
            _counts[(prefix, extension)] = before + 1;
            return before;
        }
    }
}
