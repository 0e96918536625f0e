using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Results;
using MySpinBot.Imaging;
using MySpinBot.Runtime.Memory;
using MySpinBot.Runtime.Recording;
using MySpinBot.Runtime.Weights;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Running;

/// <summary>What one running call has of the host.</summary>
internal sealed class CallContext(CallHost host, string nodeId, int call, CancellationToken cancellation) : NodeContext, INodeLog, IDisposable
{
    /// <summary>Progress that comes faster than this is merged.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private const int MostShown = 10_000;
    private const int PreviewSide = 512;
    private const int MostNotes = 32;
    private const int LongestFact = 64;
    private const int LongestNote = 200;

    private readonly Lock _gate = new();
    private readonly ShelfCall _models = host.Shelf.ForCall(nodeId);
    private List<(string Key, JsonElement Item)>? _shown;
    private List<SavedFile>? _saved;
    private SortedDictionary<string, string>? _notes;
    private NotedTools? _tools;
    private IOutputFolder? _outputs;
    private CallWeights? _weights;
    private WrittenText? _written;
    private string? _temporary;
    private long _reported;
    private long _previewed;

    public override string NodeId => nodeId;

    public override int CallIndex => call;

    public override CancellationToken Cancellation => cancellation;

    public override TimeProvider Time => host.Time;

    public override IArtifacts Artifacts => host.Artifacts;

    public override IOutputFolder Outputs => _outputs ??= host.Outputs.ForCall(nodeId, call, Saved);

    public override IModelShelf Models => _models;

    public override IWeightFiles Weights => _weights ??= new CallWeights(host.Weights, this);

    public override IHostTools Tools => _tools ??= new NotedTools(host.Tools);

    public override INodeLog Log => this;

    /// <summary>The time that the call has; null for all there is.</summary>
    public CallDeadline? Deadline { get; init; }

    /// <summary>The files that the call saved.</summary>
    public ImmutableArray<SavedFile> SavedFiles => _saved is null ? [] : [.. _saved];

    public override void Progress(double done, double total, string? what = null)
    {
        if (done >= total || IsDue(ref _reported, Pace))
        {
            host.Events.Tell(new ProgressReported(nodeId, call, done, total, what));
        }
    }

    public override void Preview(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (IsDue(ref _previewed, Pace * 4))
        {
            host.Events.Tell(new PreviewShown(nodeId, Imaging.Preview.Jpeg(image, PreviewSide)));
        }
    }

    public override void Write(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        (_written ?? LazyInitializer.EnsureInitialized(ref _written, () => new WrittenText(host.Events, host.Time, nodeId, call))).Add(text);
    }

    public override void Show(string key, JsonElement item)
    {
        lock (_gate)
        {
            _shown ??= [];
            if (_shown.Count >= MostShown)
            {
                throw new NodeFailure($"A call may show {MostShown} items.");
            }

            _shown.Add((key, item.Clone()));
        }
    }

    public override void Note(string fact, string value)
    {
        if (fact is not { Length: > 0 and <= LongestFact } || value is not { Length: > 0 and <= LongestNote })
        {
            throw new NodeFailure($"A note has a name of at most {LongestFact} characters and a value of at most {LongestNote}.");
        }

        lock (_gate)
        {
            _notes ??= new SortedDictionary<string, string>(StringComparer.Ordinal);
            if (_notes.Count >= MostNotes && !_notes.ContainsKey(fact))
            {
                throw new NodeFailure($"A call may make {MostNotes} notes.");
            }

            _notes[fact] = value;
        }
    }

    /// <summary>Notes which versions the tools have that the call was given. They are looked up once in the life of the process.</summary>
    public async ValueTask NoteToolsAsync()
    {
        foreach (var (name, path) in _tools?.Given ?? [])
        {
            var version = await ToolVersions.OfAsync(name, path, host.Time);
            lock (_gate)
            {
                (_notes ??= new SortedDictionary<string, string>(StringComparer.Ordinal))[NoteList.Tool + name] = version;
            }
        }
    }

    /// <summary>What the call said of how it works.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Notes()
    {
        lock (_gate)
        {
            return _notes is null ? [] : [.. _notes];
        }
    }

    public override string TemporaryPath(string extension = "")
    {
        lock (_gate)
        {
            _temporary ??= Directory.CreateTempSubdirectory("myspinbot-").FullName;
            return Path.Join(_temporary, Path.GetRandomFileName() + extension);
        }
    }

    public void Info(string message) => host.Events.Tell(new NodeLogged(nodeId, "info", message));

    public void Warn(string message) => host.Events.Tell(new NodeLogged(nodeId, "warning", message));

    /// <summary>What was shown, as it is kept with the result.</summary>
    public ReadOnlyMemory<byte> Shown()
    {
        if (_shown is null)
        {
            return default;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var kind in _shown.GroupBy(shown => shown.Key, StringComparer.Ordinal))
            {
                writer.WriteStartArray(kind.Key);
                foreach (var (_, item) in kind)
                {
                    item.WriteTo(writer);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    public void Dispose()
    {
        _written?.Dispose();
        _models.Dispose();
        if (_temporary is not null)
        {
            try
            {
                Directory.Delete(_temporary, recursive: true);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                Warn($"The temporary folder '{_temporary}' could not be removed: {fault.Message}");
            }
        }
    }

    private void Saved(SavedFile file)
    {
        lock (_gate)
        {
            (_saved ??= []).Add(file);
        }

        host.Events.Tell(new FileSaved(nodeId, file, PutBack: false));
    }

    private bool IsDue(ref long last, TimeSpan pace)
    {
        var now = host.Time.GetTimestamp();
        var before = Volatile.Read(ref last);
        return (before == 0 || host.Time.GetElapsedTime(before, now) >= pace) && Interlocked.CompareExchange(ref last, now, before) == before;
    }
}
