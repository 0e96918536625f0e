using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Validation;
using MySpinBot.Runtime.Plugins;

namespace MySpinBot.Runtime.Tests.Stories;

/// <summary>A graph, an engine with real plugins and a real cache folder, and what happens when it runs.</summary>
internal sealed class Story : IAsyncDisposable
{
    private readonly JsonObject _nodes = [];
    private readonly string[] _lines;
    private readonly TemporaryFolder _folder = new();
    private string? _elsewhere;
    private JsonArray _targets = [];
    private Engine? _engine;
    private bool _isDrawn;
    private Func<EngineOptions, EngineOptions> _options = options => options;

    private Story(string[] lines) => _lines = lines;

    /// <summary>A story about the graph of these lines.</summary>
    public static Story Of(params string[] lines) => new(lines);

    public string Folder => _elsewhere ?? _folder.Path;

    public string Cache => Path.Join(Folder, "cache");

    public string Out => Path.Join(Folder, "out");

    public string Inputs => Path.Join(Folder, "inputs");

    /// <summary>Where nodes wait for signs.</summary>
    public string Signs => Path.Join(Folder, "signs");

    /// <summary>What the engine reported outside of runs.</summary>
    public ConcurrentQueue<string> Reports { get; } = [];

    public Story With(Func<EngineOptions, EngineOptions> options)
    {
        _options = options;
        return this;
    }

    /// <summary>Takes the folders of another story.</summary>
    public Story At(string folder)
    {
        _elsewhere = folder;
        return this;
    }

    public async Task<Engine> Engine()
    {
        if (_engine is null)
        {
            ConsoleCapture.Install();
            Directory.CreateDirectory(Inputs);
            Directory.CreateDirectory(Signs);
            _engine = await Runtime.Engine.OpenAsync(
                _options(new EngineOptions
                {
                    CacheFolder = Cache,
                    OutputFolder = Out,
                    InputFolders = [Inputs],
                    PluginsFile = Built.PluginList(_folder, Signs),
                    Cores = 2,
                    Report = Reports.Enqueue,
                }),
                default);
            _engine.PluginProblems.ShouldBeEmpty();
            _engine.Plugins.SelectMany(plugin => plugin.Problems).ShouldBeEmpty();
        }

        return _engine;
    }

    /// <summary>Sets an input: <c>blur.radius</c>.</summary>
    public Story Set(string path, JsonNode? value)
    {
        Draw();
        var (node, input) = path.Split('.') is [var one, var two] ? (one, two) : throw new ArgumentException(path);
        _nodes[node]!["inputs"]![input] = value;
        return this;
    }

    /// <summary>Says of which version a node was written.</summary>
    public Story Version(string node, int version)
    {
        Draw();
        _nodes[node]!["version"] = version;
        return this;
    }

    public Story Rename(string node, string name)
    {
        Draw();
        var renamed = JsonNode.Parse(_nodes.ToJsonString().Replace($"\"{node}\"", $"\"{name}\"", StringComparison.Ordinal))!.AsObject();
        _nodes.Clear();
        foreach (var (id, value) in renamed)
        {
            _nodes[id] = value!.DeepClone();
        }

        return this;
    }

    public Story Want(params string[] targets)
    {
        _targets = [.. targets.Select(target => (JsonNode)target)];
        return this;
    }

    public string Json()
    {
        Draw();
        return new JsonObject { ["version"] = 1, ["nodes"] = _nodes.DeepClone(), ["targets"] = _targets.DeepClone() }.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    public async Task<ValidationResult> Validate()
    {
        Draw();
        var engine = await Engine();
        var read = GraphReader.Read(Encoding.UTF8.GetBytes(Json()), ReadLimits.Default);
        read.Problems.ShouldBeEmpty();
        return await engine.ValidateAsync(read.Document!, default);
    }

    /// <summary>The sentences of all that is wrong with the graph.</summary>
    public async Task<string> Problems() => string.Join('\n', (await Validate()).Problems.Select(problem => problem.Sentence));

    /// <summary>Runs the graph to its end.</summary>
    public async Task<Told> Run(bool check = false, Action<RunEvent>? listener = null, Func<RunOptions, RunOptions>? with = null, CancellationToken cancellation = default)
    {
        var valid = await Validate();
        valid.Problems.Select(problem => problem.Sentence).ShouldBeEmpty();
        var told = new Told();
        void Listen(RunEvent happened)
        {
            told.Add(happened);
            listener?.Invoke(happened);
        }

        var options = new RunOptions { Check = check, Document = JsonElement.Parse(Json()) };
        told.Summary = await (await Engine()).RunAsync(valid.Graph!, with?.Invoke(options) ?? options, Listen, cancellation);
        return told;
    }

    /// <summary>Gives a sign that nodes wait for.</summary>
    public void Sign(string name = "go")
    {
        Directory.CreateDirectory(Signs);
        File.WriteAllText(Path.Join(Signs, name), "");
    }

    /// <summary>Ends the engine; the next run opens a new one on the same folders.</summary>
    public async Task Restart()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
            _engine = null;
        }
    }

    /// <summary>The files in the output folder, by name.</summary>
    public IReadOnlyDictionary<string, string> Saved()
        => Directory.Exists(Out)
            ? Directory.EnumerateFiles(Out, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToDictionary(path => Path.GetRelativePath(Out, path), File.ReadAllText)
            : new Dictionary<string, string>();

    public IEnumerable<string> Artifacts() => Directory.EnumerateFiles(Path.Join(Cache, "artifacts"), "*", SearchOption.AllDirectories);

    /// <summary>The files that records and small values are in.</summary>
    public IReadOnlyList<string> Logs()
    {
        var logs = Directory.EnumerateFiles(Path.Join(Cache, "traces"), "*", SearchOption.AllDirectories).Where(path => new FileInfo(path).Length > 100).ToList();
        logs.ShouldNotBeEmpty();
        return logs;
    }

    public async ValueTask DisposeAsync()
    {
        await Restart();
        _folder.Dispose();
    }

    private void Draw()
    {
        if (_isDrawn)
        {
            return;
        }

        _isDrawn = true;
        foreach (var line in _lines)
        {
            Drawing.AddTo(_nodes, line, Built.LinkableInputs);
        }
    }
}
