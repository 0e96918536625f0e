using MySpinBot.Server.Files;
using MySpinBot.Server.Outbound;
using MySpinBot.Server.Weights;
using MySpinBot.Server.Weights.Pulling;

namespace MySpinBot.Server.Tests.Weights;

/// <summary>Folders of models, and a store over them that waits for nobody long.</summary>
internal sealed class Library : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public List<string> Reports { get; } = [];

    public List<PullProgress> Told { get; } = [];

    public Dictionary<string, string> Secrets { get; } = [];

    public OutboundRules Outbound { get; set; } = OutboundRules.Any;

    public string? Manifest { get; set; }

    public string? Models { get; set; }

    public PullPatience Patience { get; set; } = new() { First = TimeSpan.FromMilliseconds(1), Longest = TimeSpan.FromMilliseconds(5), Stall = TimeSpan.FromMinutes(1), Fruitless = 4 };

    /// <summary>A store, as another process would have it.</summary>
    public WeightStore Store => new(new WeightOptions
    {
        Folders = ModelPaths.In(Models ?? _folder.Sub("models")),
        DataFolder = _folder.Sub("data"),
        Manifests = Manifest is null ? [] : [_folder.Write("manifest.yaml", Manifest)],
        Outbound = Outbound,
        Secret = Secrets.GetValueOrDefault,
        Patience = Patience,
        FreeDiskBytes = 0,
        Report = Reports.Add,
    });

    public string PathOf(string kind, string name) => Path.Join(Models ?? _folder.Sub("models"), kind, name);

    public string Put(string kind, string name, byte[] bytes)
    {
        var path = PathOf(kind, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public Task<Pulled> Pull(PullWish wish) => Pull(Store, wish);

    public Task<Pulled> Pull(WeightStore store, PullWish wish) => store.PullAsync(store.Plan(wish), Told.Add, TestContext.Current.CancellationToken);

    /// <summary>Pulls a file by its address, as a kind of which nothing is known by its extension.</summary>
    public Task<Pulled> Pull(Uri url, string? sha256 = null, bool updates = false) => Pull(new PullWish { Url = url.ToString(), Kind = "classifiers", Sha256 = sha256, Updates = updates });

    /// <summary>Why a pull is refused.</summary>
    public async Task<ServerRefusal> Refusal(Func<Task> pull) => await Should.ThrowAsync<ServerRefusal>(pull);

    public IEnumerable<string> Left(string kind = "classifiers") => Directory.Exists(PathOf(kind, ".incoming")) ? Directory.EnumerateFiles(PathOf(kind, ".incoming")) : [];

    public void Dispose() => _folder.Dispose();
}
