using System.Text.Json;
using MySpinBot.Runtime.Memory;
using MySpinBot.Runtime.Weights;

namespace MySpinBot.Sdk.Testing;

/// <summary>A call's context that keeps everything the node says.</summary>
internal sealed class RecordingContext(ShelfCall models, CancellationToken cancellation) : NodeContext, IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<ReportedProgress> _progress = [];
    private readonly List<Image> _previews = [];
    private readonly List<ShownItem> _shown = [];
    private readonly List<string> _written = [];
    private string? _temporary;

    public required IArtifacts ArtifactStore { get; init; }

    public required IOutputFolder OutputPlace { get; init; }

    public required TimeProvider Clock { get; init; }

    public required IHostTools HostTools { get; init; }

    public required WeightSearch WeightSearch { get; init; }

    public RecordedLog Messages { get; } = new();

    public override string NodeId => "node";

    public override int CallIndex => 0;

    public override CancellationToken Cancellation => cancellation;

    public override TimeProvider Time => Clock;

    public override IArtifacts Artifacts => ArtifactStore;

    public override IOutputFolder Outputs => OutputPlace;

    public override IModelShelf Models => models;

    public override IWeightFiles Weights => new CallWeights(WeightSearch, this);

    public override IHostTools Tools => HostTools;

    public override INodeLog Log => Messages;

    public IReadOnlyList<ReportedProgress> ProgressReports => Copy(_progress);

    public IReadOnlyList<Image> Previews => Copy(_previews);

    public IReadOnlyList<ShownItem> ShownItems => Copy(_shown);

    public IReadOnlyList<string> WrittenTexts => Copy(_written);

    public override void Write(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Add(_written, text);
    }

    public override void Progress(double done, double total, string? what = null) => Add(_progress, new ReportedProgress(done, total, what));

    public override void Preview(Image image) => Add(_previews, image);

    public override void Show(string key, JsonElement item) => Add(_shown, new ShownItem(key, item.Clone()));

    public override string TemporaryPath(string extension = "")
    {
        lock (_lock)
        {
            _temporary ??= Directory.CreateTempSubdirectory("node-call-").FullName;
            return Path.Combine(_temporary, Path.GetRandomFileName() + extension);
        }
    }

    public void Dispose()
    {
        if (_temporary is not null)
        {
            Directory.Delete(_temporary, recursive: true);
        }
    }

    private void Add<T>(List<T> list, T item)
    {
        lock (_lock)
        {
            list.Add(item);
        }
    }

    private IReadOnlyList<T> Copy<T>(List<T> list)
    {
        lock (_lock)
        {
            return [.. list];
        }
    }
}
