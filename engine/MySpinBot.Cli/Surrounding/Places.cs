namespace MySpinBot.Cli.Surrounding;

/// <summary>Where things are when the command line does not say: variables first, then the customary folders.</summary>
internal sealed class Places(Func<string, string?> variable)
{
    /// <summary>The repository or installation that this executable belongs to.</summary>
    public string Home => Given("MYSPINBOT_HOME") ?? AppContext.BaseDirectory;

    public string Cache
        => Given("MYSPINBOT_CACHE")
            ?? (Given("XDG_CACHE_HOME") is { } caches ? Path.Combine(caches, "myspinbot") : Path.Combine(Given("HOME") ?? Path.GetTempPath(), ".cache", "myspinbot"));

    public string Data
        => Given("MYSPINBOT_DATA")
            ?? (Given("XDG_DATA_HOME") is { } data ? Path.Combine(data, "myspinbot") : Path.Combine(Given("HOME") ?? Path.GetTempPath(), ".local", "share", "myspinbot"));

    /// <summary>The folder of models of a server.</summary>
    /// <param name="data">Its data folder.</param>
    public string Models(string data) => Given("MYSPINBOT_MODELS") ?? Path.Join(data, "models");

    /// <summary>How much is kept in the cache, as it was written; null for the usual amount.</summary>
    public string? CacheBytes => Given("MYSPINBOT_CACHE_BYTES");

    public string Plugins => Given("MYSPINBOT_PLUGINS") ?? Path.Combine(Home, "plugins.json");

    private string? Given(string name) => variable(name) is { Length: > 0 } value ? value : null;
}
