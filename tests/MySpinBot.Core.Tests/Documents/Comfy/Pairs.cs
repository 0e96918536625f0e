using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Documents.Comfy;
using MySpinBot.Core.Validation;

namespace MySpinBot.Core.Tests.Documents.Comfy;

/// <summary>Workflows of ComfyUI's editor and what its front end made of them, in the folder that MYSPINBOT_PAIRS names. Without it the tests are skipped; in CI they fail.</summary>
internal sealed class Pairs
{
    private static readonly Lazy<Pairs?> Found = new(() => Environment.GetEnvironmentVariable("MYSPINBOT_PAIRS") is { Length: > 0 } folder && Directory.Exists(folder) ? new Pairs(folder) : null);

    private readonly Dictionary<string, Pair> _pairs;

    private Pairs(string folder)
    {
        Folder = folder;
        Interfaces = NodeInterfaces.OfObjectInfo(File.ReadAllBytes(Path.Combine(folder, "object_info.json")));
        using var index = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "index.json")));
        _pairs = index.RootElement.GetProperty("pairs").Clone().EnumerateArray().Select(pair => new Pair(folder, pair)).ToDictionary(pair => pair.Name);
    }

    public string Folder { get; }

    public NodeInterfaces Interfaces { get; }

    public IReadOnlyCollection<Pair> All => _pairs.Values;

    public static Pairs Read()
    {
        const string Missing = "MYSPINBOT_PAIRS names no folder with documents of ComfyUI, so nothing was read.";
        if (Found.Value is { } found)
        {
            return found;
        }

        if (Environment.GetEnvironmentVariable("CI") is { Length: > 0 })
        {
            Assert.Fail(Missing);
        }

        Assert.Skip(Missing);
        throw new InvalidOperationException(Missing);
    }

    /// <summary>Names of the pairs; one empty name where there are none, so that the test is there and says why it is skipped.</summary>
    public static IEnumerable<TheoryDataRow<string>> Names() => Found.Value is { } found ? found._pairs.Keys.Select(name => new TheoryDataRow<string>(name)) : [new TheoryDataRow<string>("")];

    public static IEnumerable<TheoryDataRow<string>> UiOnly()
        => Found.Value is { } found ? Directory.EnumerateFiles(Path.Combine(found.Folder, "ui-only"), "*.json").Order(StringComparer.Ordinal).Select(path => new TheoryDataRow<string>(Path.GetFileName(path))) : [new TheoryDataRow<string>("")];

    public Pair this[string name] => _pairs[name];

    public ReadResult Convert(ReadOnlyMemory<byte> workflow) => GraphReader.Read(workflow, ReadLimits.Default, Interfaces);

    public Prompt Export(GraphDocument document) => Prompt.Of(ComfyApiFormat.Write(document, Interfaces.Catalog, ValidationOptions.Default));

    internal sealed record Pair(string Folder, JsonElement Index)
    {
        public string Name => Index.GetProperty("name").GetString()!;

        public string Match => Index.GetProperty("match").GetString()!;

        public byte[] Workflow => File.ReadAllBytes(Path.Combine(Folder, Name, "workflow.json"));

        public byte[] Expected => File.ReadAllBytes(Path.Combine(Folder, Name, "prompt.json"));

        public bool IsKnown(string classType) => !Index.GetProperty("unknown_types").EnumerateArray().Any(type => type.GetString() == classType);

        public IEnumerable<string[]> Differences => Index.GetProperty("differences").EnumerateArray().Select(difference => difference.EnumerateArray().Select(part => part.ToString()).ToArray());
    }
}
