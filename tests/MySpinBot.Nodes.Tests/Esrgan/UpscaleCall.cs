using System.Text.Json;
using MySpinBot.Checkpoints;
using MySpinBot.Inference;

namespace MySpinBot.Nodes.Tests.Esrgan;

/// <summary>A call of a node that upscales: weights from files that a test made, and a shelf that refuses when it is told to.</summary>
internal sealed class UpscaleCall : NodeContext, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("upscale-").FullName;
    private readonly Dictionary<ContentId, FileReference> _weights = [];
    private readonly CancellationTokenSource _cancellation = new();

    public RefusingShelf Shelf { get; init; } = new();

    public List<(double Done, double Total)> ProgressTold { get; } = [];

    public List<Image> Previews { get; } = [];

    public Dictionary<string, string> Notes { get; } = [];

    public Action? OnProgress { get; set; }

    public override string NodeId => "node";

    public override int CallIndex => 0;

    public override CancellationToken Cancellation => _cancellation.Token;

    public override TimeProvider Time { get; } = new Hurried();

    public override IArtifacts Artifacts => throw new NotSupportedException();

    public override IOutputFolder Outputs => throw new NotSupportedException();

    public override IModelShelf Models => Shelf;

    public override IWeightFiles Weights => new Files(_weights);

    public override IHostTools Tools => throw new NotSupportedException();

    public override INodeLog Log => throw new NotSupportedException();

    /// <summary>Weights in a file, and the model that the loader makes of it.</summary>
    public Task<UpscaleModel> ModelAsync(ITensors weights)
    {
        var path = Path.Combine(_folder, $"{_weights.Count}.safetensors");
        using (var file = File.Create(path))
        {
            SafetensorsWriter.Write(weights, null, file);
        }

        return ModelAsync(path);
    }

    /// <summary>A file, and the model that the loader makes of it.</summary>
    public async Task<UpscaleModel> ModelAsync(string path)
    {
        var bytes = await File.ReadAllBytesAsync(path);
        var file = new FileReference(path, ContentId.Of(bytes), bytes.Length);
        _weights[file.Id] = file;
        return await UpscaleModel.ReadAsync(file, UpscalePrecision.Auto, Shelf, Cancellation);
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

    public void Dispose()
    {
        Shelf.Dispose();
        _cancellation.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class Files(Dictionary<ContentId, FileReference> weights) : IWeightFiles
    {
        public ValueTask<FileReference> FindAsync(WeightFile wanted, CancellationToken cancellation) => new(weights[wanted.Id]);
    }

    // A second between any two looks, so that no preview is too soon.
    private sealed class Hurried : TimeProvider
    {
        private long _time;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Increment(ref _time);
    }
}

/// <summary>A shelf that refuses working memory with a sentence, above a budget or as often as it is told to; models cost nothing.</summary>
internal sealed class RefusingShelf : IModelShelf, IDisposable
{
    private readonly Dictionary<string, object> _models = [];
    private readonly List<Func<ValueTask>> _evictions = [];
    private long _held;

    public long Budget { get; init; } = long.MaxValue;

    /// <summary>How many more requests it refuses, whatever they are.</summary>
    public int Refusing { get; set; }

    public List<string> Asked { get; } = [];

    public List<long> Reserved { get; } = [];

    public int Leased { get; private set; }

    public int Loaded => _models.Count;

    public long Held => Volatile.Read(ref _held);

    public IReadOnlyList<DeviceLedger> Ledgers => [new DeviceLedger(DeviceId.Cpu, Budget, 0, Held)];

    public async ValueTask<Lease<T>> LeaseAsync<T>(ModelRecipe<T> recipe, CancellationToken cancellation)
        where T : class
    {
        if (!_models.TryGetValue(recipe.Key, out var model))
        {
            var resident = await recipe.Load(cancellation);
            _evictions.Add(resident.Evict);
            _models[recipe.Key] = model = resident.Model;
        }

        Leased++;
        return new Holding<T>((T)model, () => Leased--);
    }

    public ValueTask<IDisposable> ReserveAsync(MemoryNeed need, string purpose, CancellationToken cancellation)
    {
        Asked.Add(purpose);
        if (Refusing-- > 0 || need.Bytes > Budget)
        {
            throw new NodeFailure($"{purpose} needs {need.Bytes} bytes, and there are fewer.");
        }

        Reserved.Add(need.Bytes);
        Interlocked.Add(ref _held, need.Bytes);
        return new(new Holding<string>("", () => Interlocked.Add(ref _held, -need.Bytes)));
    }

    public void Dispose() => _evictions.ForEach(evict => evict().AsTask().GetAwaiter().GetResult());

    private sealed class Holding<T>(T model, Action released) : Lease<T>
        where T : class
    {
        private Action? _released = released;

        public override T Model => model;

        public override void Dispose() => Interlocked.Exchange(ref _released, null)?.Invoke();
    }
}
