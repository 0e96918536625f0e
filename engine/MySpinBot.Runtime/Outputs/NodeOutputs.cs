using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Outputs;

/// <summary>The output folder as one node sees it.</summary>
internal sealed class NodeOutputs(OutputFolder folder, string nodeId, Action<SavedFile> saved) : IOutputFolder
{
    public OutputFile Number(string prefix, string extension) => folder.Number(nodeId, prefix, extension, saved);

    public OutputFile Exactly(string name) => folder.Exactly(nodeId, name, saved);
}
