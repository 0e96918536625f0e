using System.Text.Json.Nodes;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Validation;
using MySpinBot.Runtime.Tests.Stories;
using MySpinBot.Runtime.Weights;

namespace MySpinBot.Runtime.Tests.Weights;

/// <summary>A story whose engine has two folders of upscaling models.</summary>
internal sealed class Shelf : IAsyncDisposable
{
    private readonly Story _story;
    private readonly TemporaryFolder _folder = new();

    private Shelf(string[] lines)
    {
        Directory.CreateDirectory(At("one"));
        _story = Story.Of(lines).With(options => options with
        {
            ModelFolders = new Dictionary<string, IReadOnlyList<string>> { ["upscale_models"] = [At("one"), At("two")] },
            KnownModels = Known,
        });
    }

    public KnownModels Known { get; } = new();

    public static Shelf Of(params string[] lines) => new(lines);

    public string At(string name) => _folder.Sub(name);

    public Shelf Put(string name, string text)
    {
        _folder.Write(name, text);
        return this;
    }

    public Shelf PutBytes(string name, byte[] bytes)
    {
        Put(name, "");
        File.WriteAllBytes(At(name), bytes);
        return this;
    }

    public Shelf Set(string path, JsonNode? value)
    {
        _story.Set(path, value);
        return this;
    }

    public Task<ValidationResult> Validate() => _story.Validate();

    public Task<Engine> Engine() => _story.Engine();

    public Task Restart() => _story.Restart();

    public Task<Told> Told(params (string Path, JsonNode? Value)[] inputs)
    {
        foreach (var (path, value) in inputs)
        {
            Set(path, value);
        }

        return _story.Run();
    }

    public Task<Told> Run(Func<RunOptions, RunOptions>? with = null, Action<RunEvent>? listener = null, CancellationToken cancellation = default)
        => _story.Run(with: with, listener: listener, cancellation: cancellation);

    public async ValueTask DisposeAsync()
    {
        await _story.DisposeAsync();
        _folder.Dispose();
    }
}

/// <summary>What a test says is known of models.</summary>
internal sealed class KnownModels : IKnownModels
{
    public List<(string Kind, string File, string PullName, string? Sha256)> Published { get; } = [];

    public Dictionary<string, string> Digests { get; } = [];

    public int Asked { get; private set; }

    public string? Sha256Of(string path)
    {
        Asked++;
        return Digests.GetValueOrDefault(path);
    }

    public PublishedModel? Named(string kind, string file) => Found(each => each.Kind == kind && each.File == file);

    public PublishedModel? OfSha256(string sha256) => Found(each => each.Sha256 == sha256);

    private PublishedModel? Found(Predicate<(string Kind, string File, string PullName, string? Sha256)> which)
        => Published.FindIndex(which) is >= 0 and var index ? new PublishedModel(Published[index].PullName, Published[index].File, null) : null;
}
