using System.Text.Json;
using MySpinBot.Runtime.Memory;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests;

/// <summary>One call of a node in a folder of its own: real artifacts, real output files, the tools of this machine.</summary>
internal sealed class Call : NodeContext, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("myspinbot-call-").FullName;
    private readonly CancellationTokenSource _cancellation = new();
    private int _temporary;

    public Call() => (Artifacts, Outputs) = (new FolderArtifacts(Path.Combine(_folder, "artifacts")), new FolderOutputs(Path.Combine(_folder, "out"), this));

    public override string NodeId => "node";

    public override int CallIndex => 0;

    public override CancellationToken Cancellation => _cancellation.Token;

    public override TimeProvider Time => TimeProvider.System;

    public override IArtifacts Artifacts { get; }

    public override IOutputFolder Outputs { get; }

    public override IModelShelf Models { get; } = new ModelShelf(new Dictionary<DeviceId, long> { [DeviceId.Cpu] = 8L << 30 }, TimeProvider.System);

    /// <summary>Models by what is in them: those that the test has put here.</summary>
    public Dictionary<ContentId, FileReference> Weighed { get; } = [];

    public override IWeightFiles Weights => new PutWeights(Weighed);

    public override IHostTools Tools { get; } = new MachineTools();

    public override INodeLog Log => new ListLog(Messages);

    public List<string> Messages { get; } = [];

    public List<double> ProgressDone { get; } = [];

    public List<string?> ProgressWords { get; } = [];

    public List<Image> Previews { get; } = [];

    public Action<double>? OnProgress { get; set; }

    public List<(string Key, JsonElement Item)> Shown { get; } = [];

    public override void Progress(double done, double total, string? what = null)
    {
        ProgressDone.Add(done);
        ProgressWords.Add(what);
        OnProgress?.Invoke(done);
    }

    public override void Preview(Image image) => Previews.Add(image);

    public override void Show(string key, JsonElement item) => Shown.Add((key, item));

    public override string TemporaryPath(string extension = "")
    {
        Directory.CreateDirectory(Path.Combine(_folder, "temporary"));
        return Path.Combine(_folder, "temporary", $"{Interlocked.Increment(ref _temporary)}{extension}");
    }

    public void Cancel() => _cancellation.Cancel();

    public string OutputPath(string name) => Path.Combine(_folder, "out", name);

    public IReadOnlyList<string> OutputFiles() => Directory.Exists(OutputPath("")) ? [.. Directory.EnumerateFiles(OutputPath(""), "*", SearchOption.AllDirectories)] : [];

    /// <summary>A file with these bytes, as an input of a node.</summary>
    public FileReference File(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        System.IO.File.WriteAllBytes(path, bytes);
        return new FileReference(path, ContentId.Of(bytes), bytes.Length);
    }

    public FileReference FileAt(string path)
    {
        var bytes = System.IO.File.ReadAllBytes(path);
        return new FileReference(path, ContentId.Of(bytes), bytes.Length);
    }

    public void Dispose()
    {
        _cancellation.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class PutWeights(Dictionary<ContentId, FileReference> files) : IWeightFiles
    {
        public ValueTask<FileReference> FindAsync(WeightFile weights, CancellationToken cancellation)
            => files.TryGetValue(weights.Id, out var file) ? ValueTask.FromResult(file) : throw new NodeFailure($"No file among the {weights.Kind} is the model that is wanted.");
    }

    private sealed class ListLog(List<string> messages) : INodeLog
    {
        public void Info(string message) => messages.Add(message);

        public void Warn(string message) => messages.Add(message);
    }
}
