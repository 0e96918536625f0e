using System.Text.Json;
using MySpinBot.Runtime.Memory;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Making;

/// <summary>A call of a node with weights in files that a test names, on a real shelf of a size that it chooses. What it is told is kept.</summary>
internal sealed class WeightedCall : NodeContext, IAsyncDisposable
{
    private readonly Dictionary<ContentId, FileReference> _weights = [];
    private readonly Dictionary<(string Kind, string Name), FileReference> _named = [];
    private readonly CancellationTokenSource _cancellation = new();
    private readonly ModelShelf _shelf;
    private readonly ShelfCall _models;

    /// <param name="budget">Bytes that the shelf has.</param>
    public WeightedCall(long budget = 8L << 30)
    {
        _shelf = new ModelShelf(new Dictionary<DeviceId, long> { [DeviceId.Cpu] = budget }, TimeProvider.System);
        _models = _shelf.ForCall("node");
    }

    public List<string> Messages { get; } = [];

    public List<(double Done, double Total)> ProgressTold { get; } = [];

    public List<Image> Previews { get; } = [];

    public Dictionary<string, string> Notes { get; } = new(StringComparer.Ordinal);

    public Action? OnProgress { get; set; }

    public override string NodeId => "node";

    public override int CallIndex => 0;

    public override CancellationToken Cancellation => _cancellation.Token;

    public override TimeProvider Time => TimeProvider.System;

    public override IArtifacts Artifacts => throw new NotSupportedException();

    public override IOutputFolder Outputs => throw new NotSupportedException();

    public override IModelShelf Models => _models;

    /// <summary>Titles of the models that are loaded.</summary>
    public IEnumerable<string> Loaded => _shelf.Describe().SelectMany(ledger => ledger.Held).Where(line => line.Key is not null).Select(line => line.Name);

    public override IWeightFiles Weights => new Files(_weights, _named);

    public override IHostTools Tools => throw new NotSupportedException();

    public override INodeLog Log => new Told(Messages);

    /// <summary>A file of weights that the call can find, by its content.</summary>
    public WeightFile Put(string path, string kind = "checkpoints")
    {
        var bytes = File.ReadAllBytes(path);
        var file = new FileReference(path, ContentId.Of(bytes), bytes.Length);
        _weights[file.Id] = file;
        _named[(kind, Path.GetFileName(path))] = file;
        return new WeightFile(kind, file.Id, file.Length);
    }

    /// <summary>A file that the call finds by its name among those of a kind.</summary>
    public void PutNamed(string kind, string name, string path)
    {
        var bytes = File.ReadAllBytes(path);
        _named[(kind, name)] = new FileReference(path, ContentId.Of(bytes), bytes.Length);
    }

    public override void Progress(double done, double total, string? what = null)
    {
        ProgressTold.Add((done, total));
        OnProgress?.Invoke();
    }

    public override void Preview(Image image) => Previews.Add(image);

    public override void Show(string key, JsonElement item)
    {
    }

    public override void Note(string fact, string value) => Notes[fact] = value;

    public override string TemporaryPath(string extension = "") => throw new NotSupportedException();

    public void Cancel() => _cancellation.Cancel();

    public async ValueTask DisposeAsync()
    {
        _models.Dispose();
        await _shelf.DisposeAsync();
        _cancellation.Dispose();
    }

    private sealed class Files(Dictionary<ContentId, FileReference> weights, Dictionary<(string Kind, string Name), FileReference> named) : IWeightFiles
    {
        public ValueTask<FileReference?> NamedAsync(string kind, string name, CancellationToken cancellation) => new(named.GetValueOrDefault((kind, name)));

        public IReadOnlyList<string> Names(string kind) => [.. named.Keys.Where(key => key.Kind == kind).Select(key => key.Name)];

        public ValueTask<FileReference> FindAsync(WeightFile wanted, CancellationToken cancellation)
            => weights.TryGetValue(wanted.Id, out var file) ? new(file) : throw new NodeFailure($"No file among the {wanted.Kind} is the model that is wanted.");
    }

    private sealed class Told(List<string> messages) : INodeLog
    {
        public void Info(string message) => messages.Add(message);

        public void Warn(string message) => messages.Add(message);
    }
}
